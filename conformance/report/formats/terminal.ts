/** The report as a person reads it: what is wrong first, then the codes and what falls short in a line each, and the sentence last. */
import { refuseUnknownOptions } from '../../../contract/text/options.ts';
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
import { brief, failureLines, writeLine, type FailureLine } from '../summary/failure-lines.ts';
import { printableReport } from '../printable-report.ts';
import type { CodeReport, Failure, Report, VerdictCounts } from '../report.ts';
import { conforms, verdicts } from '../../run/judge/judge.ts';
import { percent, seconds, settings, summary } from '../summary/headline.ts';
import { whyNotScored, type Outcome } from '../outcome.ts';

export interface PrintOptions {
  readonly color?: boolean;
  /** Diagnoses, and causes that nothing explains, that are printed in full; the others have a line each. All where it is left out. */
  readonly mostInFull?: number;
  /** Whether every list is printed to its end. */
  readonly isWhole?: boolean;
  /** How the program is called here; default `npx understudy`. */
  readonly command?: string;
}

interface Lengths {
  readonly causes: number;
  readonly notes: number;
}

/** Longer lists than these are for a file. */
const few: Lengths = { causes: 20, notes: 10 };
const all: Lengths = { causes: Number.POSITIVE_INFINITY, notes: Number.POSITIVE_INFINITY };

/**
 * What is wrong leads, and the sentence to remember comes last.
 *
 *     const contract = readContract();
 *     const operation = mainOperation(contract);
 *     const target = createHttpTarget('http://127.0.0.1:4010', { anyAccount: true });
 *     const run = await runConformance({ contract, operation, target, seed: 1 });
 *     console.log(printReport(createReport(run)));
 */
export function printReport(raw: Report, options: PrintOptions = {}): string {
  refuseUnknownOptions<PrintOptions>('print a report', options, {
    color: true,
    mostInFull: true,
    isWhole: true,
    command: true,
  });
  const report = printableReport(raw);
  const paint = options.color === true ? colors : plain;
  const most = options.isWhole === true ? all : few;
  const of = (wanted: Outcome): readonly Failure[] =>
    report.failures.filter((failure) => failure.outcome === wanted);
  return [
    paint.bold(`${report.contract.operation} of ${report.target}, ${settings(report)}`),
    '',
    ...diagnosisList(report, paint, most, options),
    ...codeTable(report, paint),
    '',
    ...familyTable(report),
    ...skippedList(report, most),
    ...differences(of('not-scored'), report, most),
    ...knownList(of('known-failure'), report),
    ...unjudgedList(of('unjudged'), most),
    ...failureList(of('failed'), paint, most),
    ...strangerNote(report),
    '',
    paint.bold(summary(report)),
    details(report),
    '',
  ].join('\n');
}

/** One line for each of several operations; nothing is added up over them. */
export function printOverview(reports: readonly Report[], options: PrintOptions = {}): string {
  const paint = options.color === true ? colors : plain;
  const width = Math.max(...reports.map(({ contract }) => contract.operation.length), 9);
  const rows = printableReport(reports).map((report) => {
    const short = report.failures.filter((failure) => failure.outcome === 'failed').length;
    const { codesMatched, codesDocumented, score, scenarios } = report;
    const conforming = scenarios.filter(({ verdict }) => conforms(verdict)).length;
    // What was skipped from first to last is neither right nor wrong.
    const wasPlayed = scenarios.some(({ verdict }) => verdict !== 'skipped');
    const mark = short > 0 ? paint.red('✗') : wasPlayed ? paint.green('✓') : paint.yellow('-');
    return [
      mark,
      report.contract.operation.padEnd(width),
      `${codesMatched} of ${codesDocumented}`.padStart(8),
      (score === null ? '-' : score.toFixed(3)).padStart(6),
      `${conforming} of ${scenarios.length}`.padStart(12),
    ].join('  ');
  });
  const head = `   ${'operation'.padEnd(width)}  ${'codes'.padStart(8)}  ${'score'.padStart(6)}  ${'scenarios'.padStart(12)}`;
  return [
    paint.bold(reports.length === 1 ? '1 operation' : `${reports.length} operations`),
    '',
    paint.dim(head),
    ...rows,
    '',
  ].join('\n');
}

type Paint = Readonly<Record<'bold' | 'red' | 'green' | 'yellow' | 'dim', (text: string) => string>>;

const plain: Paint = { bold: same, red: same, green: same, yellow: same, dim: same };

function same(text: string): string {
  return text;
}

const colors: Paint = {
  bold: sgr(1, 22),
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  dim: sgr(2, 22),
};

function sgr(on: number, off: number): (text: string) => string {
  return (text) => `\u001B[${on}m${text}\u001B[${off}m`;
}

function codeTable(report: Report, paint: Paint): readonly string[] {
  const width = Math.max(...report.codes.map(({ code }) => code.length), 4);
  const head = `  ${'code'.padEnd(width)}  evidence   score  scenarios`;
  const played = report.codes.filter(({ scenarios }) => scenarios > 0);
  const others = report.codes.length - played.length;
  return [
    paint.dim(head),
    ...played.map((code) => codeRow(code, width, paint)),
    ...(others === 0
      ? []
      : [paint.dim(`- ${plural(others, 'code', 'codes')} without a scenario in this run`)]),
  ];
}

function codeRow(
  { code, evidence, score, scenarios, unexpected, verdicts: counts }: CodeReport,
  width: number,
  paint: Paint,
): string {
  const mark = score === null ? paint.yellow('-') : score === 1 ? paint.green('✓') : paint.red('✗');
  const shown = percent(score).padStart(5);
  const undue = unexpected === 0 ? '' : `, and ${unexpected} where it was not expected`;
  return `${mark} ${code.padEnd(width)}  ${evidence.padEnd(9)}  ${shown}  ${String(scenarios).padStart(9)}  ${paint.dim(countsOf(counts) + undue)}`.trimEnd();
}

function countsOf(counts: VerdictCounts): string {
  return verdicts
    .flatMap((verdict) => (counts[verdict] === undefined ? [] : [`${verdict} ${counts[verdict]}`]))
    .join(', ');
}

function familyTable(report: Report): readonly string[] {
  const width = Math.max(...report.families.map(({ family }) => family.length));
  return report.families.map(({ family, scenarios, verdicts: counts }) => {
    const good = verdicts.filter(conforms).reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
    return `  ${family.padEnd(width)}  ${good} of ${scenarios} conform`;
  });
}

function details(report: Report): string {
  const { score, factors, codesProduced, codesDocumented, scenarios } = report;
  const isProduct = factors.others !== null && factors.others < 1 && factors.codes !== null;
  const product = isProduct ? ` (codes ${factors.codes} × all else ${factors.others})` : '';
  const shown = score === null ? 'no score' : `score ${score.toFixed(3)}${product}`;
  return `${shown} · ${codesProduced} of ${codesDocumented} codes ever answered · ${scenarios.length} scenarios in ${seconds(report)}`;
}

/** What is wrong, then what nothing explains, then what nothing settles: the first of each in full, a line for each of the others. */
function diagnosisList(
  report: Report,
  paint: Paint,
  most: Lengths,
  options: PrintOptions,
): readonly string[] {
  const headline = explanation(report);
  if (headline === undefined) return [];
  const { diagnoses, readings } = report;
  const listed = (found: readonly Diagnosis[], labels?: readonly string[]): readonly string[] =>
    firstInFull(found, most, options, {
      inFull: (one, index) => diagnosisInFull(one, index, report, paint, most, options, labels),
      inShort: (one) => ` ·  ${one.sentence}  ${paint.dim(reachOf(one))}`,
    });
  const unexplained = firstInFull(causesOf(unexplainedIn(report)), most, options, {
    inFull: (cause) => describe(cause, paint, most, commandOf(options)),
    inShort: (cause) => `${paint.red('✗')} ${line(cause)}`,
  });
  const probes = probesLine(report);
  return [
    paint.bold(`${headline}:`),
    ...(probes === undefined ? [] : [probes]),
    '',
    ...listed(diagnoses),
    ...(diagnoses.length + readings.length === 0
      ? unexplained
      : titled('Not explained:', unexplained, paint)),
    // Nobody has to mend a reading.
    ...titled('Readings, where nothing settles which is right:', listed(readings, ['Seen best in']), paint),
  ];
}

function diagnosisInFull(
  one: Diagnosis,
  index: number,
  report: Report,
  paint: Paint,
  most: Lengths,
  options: PrintOptions,
  labels: readonly string[] | undefined,
): readonly string[] {
  const details = cutTexts(diagnosisLines(one, report, commandOf(options)), most);
  return [
    `${String(index + 1).padStart(2)}  ${paint.bold(one.sentence)}  ${paint.dim(`${reachOf(one)} (${one.evidence})`)}`,
    ...details
      .filter(({ label }) => labels === undefined || labels.includes(label))
      .map((each) => `    ${writeDiagnosisLine(each)}`),
  ];
}

/** The first of a list in full, with an empty line after each, and a line for each of the others. */
function firstInFull<Item>(
  items: readonly Item[],
  most: Lengths,
  { mostInFull = Number.POSITIVE_INFINITY }: PrintOptions,
  {
    inFull,
    inShort,
  }: {
    readonly inFull: (item: Item, index: number) => readonly string[];
    readonly inShort: (item: Item) => string;
  },
): readonly string[] {
  return [
    ...items.slice(0, mostInFull).flatMap((item, index) => [...inFull(item, index), '']),
    ...lines(items.slice(mostInFull), most.causes, inShort),
    ...(items.length > mostInFull ? [''] : []),
  ];
}

function titled(title: string, block: readonly string[], paint: Paint): readonly string[] {
  return block.length === 0 ? [] : [paint.bold(title), '', ...block];
}

function commandOf({ command = 'npx understudy' }: PrintOptions): string {
  return command;
}

/** A line for each cause; what they have in common stands above. */
function failureList(failures: readonly Failure[], paint: Paint, most: Lengths): readonly string[] {
  if (failures.length === 0) return [];
  const causes = causesOf(failures);
  return [
    '',
    paint.bold(
      `${plural(failures.length, 'scenario falls', 'scenarios fall')} short, for ${plural(causes.length, 'cause', 'causes')}:`,
    ),
    ...lines(causes, most.causes, (cause) => `${paint.red('✗')} ${line(cause)}`),
  ];
}

function unjudgedList(failures: readonly Failure[], most: Lengths): readonly string[] {
  if (failures.length === 0) return [];
  const head = `${plural(failures.length, 'scenario', 'scenarios')} stayed unjudged:`;
  return ['', head, ...lines(causesOf(failures), most.notes, (cause) => `  ${line(cause)}`)];
}

/** Above this share of answers that are not the API's, the report suggests that the address is wrong. */
const strangerShare = 0.9;
const fewestAnswers = 5;

function strangerNote({ scenarios, failures, verdicts: counts }: Report): readonly string[] {
  const played = scenarios.length - counts.skipped;
  const first = failures.find(({ verdict }) => verdict === 'broken');
  if (!first || played < fewestAnswers || counts.broken < played * strangerShare) return [];
  const { reason = '' } = first.answered;
  return [
    '',
    `Hardly any answer was one of this API; the first was ${brief(first.answered)} (${reason}). Is this the right address?`,
  ];
}

function knownList(known: readonly Failure[], { staleKnownFailures = [] }: Report): readonly string[] {
  const stale = staleKnownFailures.map(({ pattern, problem }) => `  ${pattern}: ${problem}`);
  return [
    ...(known.length === 0
      ? []
      : ['', `${plural(known.length, 'known failure', 'known failures')} failed, as they should.`]),
    ...(stale.length === 0
      ? []
      : [
          '',
          `${plural(stale.length, 'known failure is', 'known failures are')} stale; take off the list:`,
          ...stale,
        ]),
  ];
}

function describe(
  { representative, similar }: Cause,
  paint: Paint,
  most: Lengths,
  command: string,
): readonly string[] {
  const { id, title, verdict, evidence } = representative;
  return [
    `${paint.red('✗')} ${paint.bold(id)} ${paint.dim(`(${verdict}, ${evidence})`)}`,
    `  ${title}`,
    ...cutTexts(failureLines(representative, command), most).map((line) => `  ${writeLine(line)}`),
    ...(similar.length === 0 ? [] : [`  alike     ${some(similar.map((failure) => failure.id))}`]),
  ];
}

/** Longest text of a curl line that is printed; the line as a whole is in every other format. */
const mostText = 300;

/** The lines with long texts in requests cut, and a line that says where they are whole. */
function cutTexts(every: readonly FailureLine[], most: Lengths): readonly FailureLine[] {
  if (most === all) return every;
  let cuts = 0;
  const cut = (text: string): string =>
    text.replaceAll(/[^\s'&=]+/g, (piece) => {
      if (piece.length <= mostText) return piece;
      cuts += 1;
      return `${piece.slice(0, mostText / 4)}…(${piece.length} characters)…${piece.slice(-mostText / 4)}`;
    });
  const lines = every.map((line) =>
    /^(?:first(?: send)?|send)$/i.test(line.label) ? { ...line, text: cut(line.text) } : line,
  );
  const label = lines.some(({ label: one }) => one === 'Send') ? 'Cut' : 'cut';
  return cuts === 0
    ? every
    : [
        ...lines,
        { label, text: `${plural(cuts, 'long text', 'long texts')}; --causes all prints the lines whole` },
      ];
}

/** A cause in one line. Messages are left out: where only they differ, nothing falls short. */
function line({ representative, similar }: Cause): string {
  const { id, rule, expected, answered } = representative;
  // The name of a random request says nothing.
  const about = rule === undefined || id.includes(rule) ? '' : ` (${rule})`;
  const more = similar.length === 0 ? '' : ` and ${similar.length} more alike`;
  const reason = answered.reason === undefined ? '' : ` (${answered.reason})`;
  return `${id}${about}${more}: expected ${brief(expected)}, answered ${brief(answered)}${reason}`;
}

function lines<T>(every: readonly T[], most: number, write: (one: T) => string): readonly string[] {
  const rest = every.length - most;
  return [
    ...every.slice(0, most).map(write),
    ...(rest > 0 ? [`  … and ${rest} more; --causes all prints them, --report html=FILE keeps them.`] : []),
  ];
}

/** The first names of a list, and how many there are beside them. */
export function some(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  return `${names.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function differences(failures: readonly Failure[], { failOn }: Report, most: Lengths): readonly string[] {
  if (failures.length === 0) return [];
  return [
    '',
    `${plural(failures.length, 'difference does not count', 'differences do not count')}, since ${whyNotScored(failOn)}:`,
    ...lines(causesOf(failures), most.notes, (cause) => `  ${line(cause)}`),
  ];
}

function skippedList({ skipped }: Report, most: Lengths): readonly string[] {
  if (skipped.length === 0) return [];
  const rows = lines(skipsByReason(skipped), most.notes, ({ reason, ids }) => `  ${some(ids)}: ${reason}`);
  return ['', `${skipped.length} skipped:`, ...rows];
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
