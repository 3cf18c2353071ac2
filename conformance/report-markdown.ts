/** The report as Markdown, for the summary page of a CI job. */
import { causesOf, skipsByReason, type Cause } from './causes.ts';
import { conforms, verdicts, type Verdict } from './judge.ts';
import type { CodeReport, Failure, Report, VerdictCounts } from './report.ts';
import { standpoints, type Standing } from './report-standing.ts';
import { outcome, some, summary } from './terminal.ts';

const mostCauses = 50;
const mostRows = 20;
const mostNames = 10;
const mostText = 1000;
const mostCommand = 3000;
/** GitHub shows no summary of more than a mebibyte. */
const mostBytes = 1_000_000;

/** What a target answered stands in `<code>` and `<pre>` only, with every character escaped that means something. */
export function toMarkdown(report: Report): string {
  const all = standpoints(report);
  const of = (wanted: Standing): readonly Failure[] =>
    all.flatMap(({ standing, failure }) => (failure && standing === wanted ? [failure] : []));
  const short = of('falls-short');
  const unjudged = of('unjudged');
  const known = of('known');
  const open = of('not-counted');
  const parts = [
    `## ${code(report.target)} ${summary(report)}`,
    overview(report),
    codeTable(report),
    familyTable(report),
    ...failureList(
      short,
      (causes) => `${verb(short.length)} short, for ${causes === 1 ? '1 cause' : `${causes} causes`}`,
    ),
    ...failureList(unjudged, () => `${unjudged.length} stayed unjudged`),
    ...staleList(report),
    ...differences(known, `${known.length} known to fail`),
    ...differences(
      open,
      `${open.length} where the page does not settle which answer is right; they do not count`,
    ),
    ...skippedList(report),
  ];
  return `${withinLimit(parts).join('\n\n')}\n`;
}

/** Each part is whole by itself, so what is too much can be left out from the end. */
function withinLimit(parts: readonly string[]): readonly string[] {
  const encoder = new TextEncoder();
  let bytes = 0;
  const tooLong = parts.findIndex((part) => {
    bytes += encoder.encode(part).length + 2;
    return bytes > mostBytes;
  });
  return tooLong < 0 ? parts : [...parts.slice(0, tooLong), '… the rest is in the HTML report.'];
}

function overview({ contract, score, codesProduced, codesDocumented, scenarios, durationMs, seed }: Report) {
  const good = scenarios.filter(({ verdict }) => conforms(verdict)).length;
  return [
    `${code(contract.operation)} · ${score === null ? 'no score' : `score **${score.toFixed(3)}**`}`,
    `${codesProduced} of ${codesDocumented} codes ever answered`,
    `${good} of ${scenarios.length} scenarios conform`,
    `${(durationMs / 1000).toFixed(1)} s, seed ${seed}`,
  ].join(' · ');
}

function codeTable({ codes }: Report): string {
  return table(
    ['', 'Documented code', 'Evidence', 'Score', 'Scenarios', 'Verdicts'],
    [':-:', ':--', ':--', '--:', '--:', ':--'],
    codes.map((row) => [
      markOf(row),
      code(row.code),
      row.evidence,
      row.score === null ? '–' : `${Math.round(row.score * 100)} %`,
      String(row.scenarios),
      countsOf(row.verdicts),
    ]),
  );
}

function markOf({ score }: CodeReport): string {
  if (score === null) return '–';
  return score === 1 ? '✅' : '❌';
}

function familyTable({ families }: Report): string {
  return table(
    ['Family', 'Conform', 'Scenarios', 'Verdicts'],
    [':--', '--:', '--:', ':--'],
    families.map(({ family, scenarios, verdicts: counts }) => [
      family,
      String(verdicts.filter(conforms).reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0)),
      String(scenarios),
      countsOf(counts),
    ]),
  );
}

function countsOf(counts: VerdictCounts): string {
  return verdicts
    .flatMap((verdict: Verdict) => (counts[verdict] === undefined ? [] : [`${verdict} ${counts[verdict]}`]))
    .join(', ');
}

function table(
  head: readonly string[],
  alignment: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [head, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function verb(scenarios: number): string {
  return scenarios === 1 ? '1 scenario falls' : `${scenarios} scenarios fall`;
}

function failureList(failures: readonly Failure[], titleOf: (causes: number) => string): readonly string[] {
  if (failures.length === 0) return [];
  const causes = causesOf(failures);
  const rest = causes.length - mostCauses;
  return [
    `### ${titleOf(causes.length)}`,
    ...causes.slice(0, mostCauses).map(causeDetails),
    ...(rest > 0 ? [`… and ${rest} more; the JSON and the HTML report have them all.`] : []),
  ];
}

function causeDetails({ shown, alike }: Cause): string {
  const { id, title, verdict, expected, answered, source, curl, replay } = shown;
  const lines = [
    title,
    `expected  ${outcome(expected)}`,
    `answered  ${outcome(answered)}`,
    ...(answered.reason === undefined ? [] : [`because   ${answered.reason}`]),
    `source    ${source}`,
  ].map((line) => cut(line));
  const commands = [...(curl === undefined ? [] : [`send      ${curl}`]), `replay    ${replay}`];
  const names =
    alike.length === 0
      ? []
      : [
          `alike     ${some(
            alike.map((failure) => failure.id),
            mostNames,
          )}`,
        ];
  const text = [...lines, ...commands.map((line) => cut(line, mostCommand)), ...names].map(escape).join('\n');
  return details(`${code(id)} ${verdict}${more(alike)}`, `<pre>${text}</pre>`);
}

function more(alike: readonly Failure[]): string {
  return alike.length === 0 ? '' : ` and ${alike.length} more alike`;
}

function staleList({ staleKnownFailures = [] }: Report): readonly string[] {
  if (staleKnownFailures.length === 0) return [];
  const rows = staleKnownFailures.map(({ pattern, problem }) => [code(pattern), code(problem)]);
  return ['### Stale known failures', table(['Pattern', 'Problem'], [':--', ':--'], rows)];
}

function differences(failures: readonly Failure[], title: string): readonly string[] {
  if (failures.length === 0) return [];
  const causes = causesOf(failures);
  const rows = causes
    .slice(0, mostRows)
    .map(({ shown, alike }) => [
      `${code(shown.id)}${more(alike)}`,
      shown.evidence,
      code(outcome(shown.expected)),
      code(outcome(shown.answered)),
      shown.known === undefined ? '' : code(shown.known),
    ]);
  const list = table(
    ['Scenario', 'Evidence', 'Ours', 'Answered', 'Known because'],
    [':--', ':--', ':--', ':--', ':--'],
    [...rows, ...restRow(causes.length - rows.length, 5)],
  );
  return [details(title, list)];
}

function skippedList({ skipped }: Report): readonly string[] {
  if (skipped.length === 0) return [];
  const skips = skipsByReason(skipped);
  const rows = skips.slice(0, mostRows).map(({ reason, ids }) => [code(some(ids, mostNames)), code(reason)]);
  const list = table(
    ['Scenarios', 'Reason'],
    [':--', ':--'],
    [...rows, ...restRow(skips.length - rows.length, 2)],
  );
  return [details(`${skipped.length} skipped`, list)];
}

function restRow(rest: number, columns: number): readonly (readonly string[])[] {
  if (rest <= 0) return [];
  return [Array.from({ length: columns }, (_, column) => (column === 0 ? `… and ${rest} more` : ''))];
}

/** Folded. The empty lines make what is inside Markdown again; `summary` must hold no text that is not escaped. */
function details(summaryLine: string, content: string): string {
  return `<details><summary>${summaryLine}</summary>\n\n${content}\n\n</details>`;
}

/** Inside `<code>` nothing is linked and nobody is notified. */
function code(text: string): string {
  return `<code>${inline(text)}</code>`;
}

/** On one line: an empty one would end the HTML around it. */
function inline(text: string): string {
  return escape(cut(text)).replaceAll('\n', ' ');
}

/** Every mark that Markdown, HTML or an automatic link could begin with, as a reference: it is shown as it is. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(
      /[^\n\u0020-\u007E\u00A0-\uFFFD\u{10000}-\u{10FFFF}]|[\u202A-\u202E\u2066-\u2069]/gu,
      '\uFFFD',
    )
    .replaceAll(/[!-,:-@[-`{-~]|(?<=www)\./gi, (character) => `&#${character.charCodeAt(0)};`);
}

function cut(text: string, most = mostText): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
