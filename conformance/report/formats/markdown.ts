/** The report as Markdown, for the summary page of a CI job. */
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { causesOf, skipsByReason, type Cause } from '../summary/causes.ts';
import {
  diagnosisLines,
  explanation,
  probesLine,
  reachOf,
  unexplainedIn,
  writeDiagnosisLine,
} from '../summary/diagnosis-lines.ts';
import { conforms, verdicts, type Verdict } from '../../run/judge/judge.ts';
import { printableReport } from '../printable-report.ts';
import type { CodeReport, Failure, Report, VerdictCounts } from '../report.ts';
import { code, cut, details, escape, restRow, table, withinLimit } from './markdown-text.ts';
import { whyNotScored, type Outcome } from '../outcome.ts';
import { scenarioOutcomes } from '../scenario-outcomes.ts';
import { failureLines, answerText, writeLine } from '../summary/failure-lines.ts';
import { percent, seconds, settings, summary } from '../summary/headline.ts';
import { some } from './terminal.ts';

const mostCauses = 50;
const mostRows = 20;
const mostNames = 10;
const mostCommand = 3000;

export function toMarkdown(raw: Report): string {
  const report = printableReport(raw);
  const all = scenarioOutcomes(report);
  const of = (wanted: Outcome): readonly Failure[] =>
    all.flatMap(({ outcome, failure }) => (failure && outcome === wanted ? [failure] : []));
  const short = of('failed');
  const unjudged = of('unjudged');
  const known = of('known-failure');
  const open = of('not-scored');
  const parts = [
    `## ${code(report.target)} ${escape(summary(report))}`,
    overview(report),
    ...diagnosisList(report),
    codeTable(report),
    familyTable(report),
    ...failureList(
      short,
      (causes) => `${verb(short.length)} short, for ${causes === 1 ? '1 cause' : `${causes} causes`}`,
    ),
    ...failureList(unjudged, () => `${unjudged.length} stayed unjudged`),
    ...staleList(report),
    ...differences(known, `${known.length} known to fail`),
    ...differences(open, `${open.length} that do not count, since ${whyNotScored(report.failOn)}`),
    ...skippedList(report),
  ];
  return `${withinLimit(parts).join('\n\n')}\n`;
}

/** What is wrong, then what nothing explains, then what nothing settles. */
function diagnosisList(report: Report): readonly string[] {
  const headline = explanation(report);
  if (headline === undefined) return [];
  const open = unexplainedIn(report).map(({ id }) => id);
  const probes = probesLine(report);
  return [
    `### ${headline}`,
    ...(probes === undefined ? [] : [probes]),
    ...report.diagnoses.slice(0, mostCauses).map((one) => diagnosisDetails(one, report)),
    ...(open.length === 0
      ? []
      : [details(`${open.length} that nothing explains`, code(some(open, mostNames)))]),
    ...(report.readings.length === 0
      ? []
      : [
          '### Readings, where nothing settles which is right',
          ...report.readings.slice(0, mostCauses).map((one) => diagnosisDetails(one, report)),
        ]),
  ];
}

function diagnosisDetails(one: Diagnosis, report: Report): string {
  const text = diagnosisLines(one, report)
    .map((line) => cut(writeDiagnosisLine(line), line.isCommand === true ? mostCommand : undefined))
    .map(escape)
    .join('\n');
  return details(`<b>${code(cut(one.sentence))}</b> ${reachOf(one)} (${one.evidence})`, `<pre>${text}</pre>`);
}

function overview(report: Report): string {
  const { contract, score, codesProduced, codesDocumented, scenarios } = report;
  const good = scenarios.filter(({ verdict }) => conforms(verdict)).length;
  return [
    `${code(contract.operation)} · ${score === null ? 'no score' : `score **${score.toFixed(3)}**`}`,
    `${codesProduced} of ${codesDocumented} codes ever answered`,
    `${good} of ${scenarios.length} scenarios conform`,
    `${seconds(report)}, ${code(settings(report))}`,
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
      row.score === null ? '–' : percent(row.score),
      String(row.scenarios),
      `${countsOf(row.verdicts)}${row.unexpected === 0 ? '' : `, and ${row.unexpected} where it was not expected`}`,
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

function causeDetails({ representative, similar }: Cause): string {
  const { id, title, verdict, evidence } = representative;
  const names = some(
    similar.map((failure) => failure.id),
    mostNames,
  );
  const text = [
    cut(title),
    ...failureLines(representative).map((line) =>
      cut(writeLine(line), line.isCommand === true ? mostCommand : undefined),
    ),
    ...(similar.length === 0 ? [] : [`alike     ${names}`]),
  ]
    .map(escape)
    .join('\n');
  return details(`${code(id)} ${verdict}, ${evidence}${more(similar)}`, `<pre>${text}</pre>`);
}

function more(similar: readonly Failure[]): string {
  return similar.length === 0 ? '' : ` and ${similar.length} more alike`;
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
    .map(({ representative, similar }) => [
      `${code(representative.id)}${more(similar)}`,
      representative.evidence,
      code(answerText(representative.expected)),
      code(answerText(representative.answered)),
      representative.known === undefined ? '' : code(representative.known),
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
