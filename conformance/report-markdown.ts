/** The report as Markdown, for the summary page of a CI job. */
import { conforms, verdicts, type Verdict } from './judge.ts';
import type { CodeReport, Failure, Report, VerdictCounts } from './report.ts';
import { standpoints, type Standing } from './report-standing.ts';
import { outcome, summary } from './terminal.ts';

/** GitHub shows no summary of more than a mebibyte. */
const mostFailures = 50;
const mostText = 3000;

/** What a target answered stands in `<code>` and `<pre>` only, with every character escaped that means something. */
export function toMarkdown(report: Report): string {
  const all = standpoints(report);
  const of = (wanted: Standing): readonly Failure[] =>
    all.flatMap(({ standing, failure }) => (failure && standing === wanted ? [failure] : []));
  const short = of('falls-short');
  const unjudged = of('unjudged');
  const known = of('known');
  const open = of('not-counted');
  return `${[
    `## ${code(report.target)} ${summary(report)}`,
    overview(report),
    codeTable(report),
    familyTable(report),
    ...failureList(
      short,
      short.length === 1 ? '1 scenario falls short' : `${short.length} scenarios fall short`,
    ),
    ...failureList(unjudged, `${unjudged.length} stayed unjudged`),
    ...staleList(report),
    ...differences(known, `${known.length} known to fail`),
    ...differences(
      open,
      `${open.length} where the page does not settle which answer is right; they do not count`,
    ),
    ...skippedList(report),
  ].join('\n\n')}\n`;
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

function failureList(failures: readonly Failure[], title: string): readonly string[] {
  if (failures.length === 0) return [];
  const rest = failures.length - mostFailures;
  return [
    `### ${title}`,
    ...failures.slice(0, mostFailures).map(failureDetails),
    ...(rest > 0 ? [`… and ${rest} more; the JSON and the HTML report have them all.`] : []),
  ];
}

function failureDetails({ id, title, verdict, expected, answered, source, curl, replay }: Failure): string {
  const lines = [
    title,
    `expected  ${outcome(expected)}`,
    `answered  ${outcome(answered)}`,
    ...(answered.reason === undefined ? [] : [`because   ${answered.reason}`]),
    `source    ${source}`,
    ...(curl === undefined ? [] : [`send      ${curl}`]),
    `replay    ${replay}`,
  ];
  return details(`${code(id)} ${verdict}`, `<pre>${lines.map(cut).map(escape).join('\n')}</pre>`);
}

function staleList({ staleKnownFailures = [] }: Report): readonly string[] {
  if (staleKnownFailures.length === 0) return [];
  const rows = staleKnownFailures.map(({ pattern, problem }) => [code(pattern), code(problem)]);
  return ['### Stale known failures', table(['Pattern', 'Problem'], [':--', ':--'], rows)];
}

function differences(failures: readonly Failure[], title: string): readonly string[] {
  if (failures.length === 0) return [];
  const rows = failures
    .slice(0, mostFailures)
    .map(({ id, evidence, expected, answered, known }) => [
      code(id),
      evidence,
      code(outcome(expected)),
      code(outcome(answered)),
      known === undefined ? '' : code(known),
    ]);
  const rest = failures.length - rows.length;
  const list = table(
    ['Scenario', 'Evidence', 'Ours', 'Answered', 'Known because'],
    [':--', ':--', ':--', ':--', ':--'],
    [...rows, ...(rest > 0 ? [[`… and ${rest} more`, '', '', '', '']] : [])],
  );
  return [details(title, list)];
}

function skippedList({ skipped }: Report): readonly string[] {
  if (skipped.length === 0) return [];
  const rows = skipped.map(({ id, reason }) => [code(id), code(reason)]);
  return [details(`${skipped.length} skipped`, table(['Scenario', 'Reason'], [':--', ':--'], rows))];
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

function cut(text: string): string {
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text;
}
