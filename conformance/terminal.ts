/** The report as a person reads it: what was matched first, then each failure with the way to see it again. */
import type { CodeReport, Failure, Report, VerdictCounts } from './report.ts';
import { conforms, verdicts } from './judge.ts';

export interface PrintOptions {
  readonly color?: boolean;
  /** Failures that are printed in full; all where it is left out. */
  readonly mostFailures?: number;
  /** How the program is called here; default `npx understudy`. */
  readonly command?: string;
}

export function printReport(report: Report, options: PrintOptions = {}): string {
  const paint = options.color === true ? colors : plain;
  const unknown = report.failures.filter(({ known }) => known === undefined);
  const counted = unknown.filter(({ scored }) => scored);
  const others = unknown.filter(({ scored }) => !scored);
  return [
    ...codeTable(report, paint),
    '',
    ...familyTable(report),
    '',
    paint.bold(summary(report)),
    details(report),
    ...failureList(counted, paint, options),
    ...knownList(report),
    ...differences(others),
    ...skippedList(report),
    '',
  ].join('\n');
}

/** One line for each of several operations; nothing is added up over them. */
export function printOverview(reports: readonly Report[], options: PrintOptions = {}): string {
  const paint = options.color === true ? colors : plain;
  const width = Math.max(...reports.map(({ contract }) => contract.operation.length), 9);
  const rows = reports.map((report) => {
    const short = report.failures.filter(({ scored, known }) => scored && known === undefined).length;
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
  return [paint.bold(`${reports.length} operations`), '', paint.dim(head), ...rows, ''].join('\n');
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
  const title = `${report.contract.operation} of ${report.target}, seed ${report.seed}`;
  const head = `  ${'code'.padEnd(width)}  evidence   score  scenarios`;
  const rows = report.codes.map((code) => codeRow(code, width, paint));
  return [paint.bold(title), '', paint.dim(head), ...rows];
}

function codeRow(
  { code, evidence, score, scenarios, verdicts: counts }: CodeReport,
  width: number,
  paint: Paint,
): string {
  const mark = score === null ? paint.yellow('-') : score === 1 ? paint.green('✓') : paint.red('✗');
  const percent = score === null ? '   -' : `${Math.round(score * 100)} %`.padStart(5);
  return `${mark} ${code.padEnd(width)}  ${evidence.padEnd(9)}  ${percent}  ${String(scenarios).padStart(9)}  ${paint.dim(countsOf(counts))}`.trimEnd();
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

/** The one sentence to remember. */
export function summary({ codesMatched, codesDocumented, contract }: Report): string {
  if (codesDocumented === 0) return 'has no documented codes of its own';
  const page = contract.page === '' ? '' : ` of the page of ${contract.page}`;
  return `matches ${codesMatched} of ${codesDocumented} documented codes${page}`;
}

function details({ score, codesProduced, codesDocumented, verdicts: counts, durationMs }: Report): string {
  const scenarios = Object.values(counts).reduce((sum, times) => sum + times, 0);
  const shown = score === null ? 'no score' : `score ${score.toFixed(3)}`;
  return `${shown} · ${codesProduced} of ${codesDocumented} codes ever answered · ${scenarios} scenarios in ${(durationMs / 1000).toFixed(1)} s`;
}

/** Failures of one rule with one answer have one cause: the first is shown, the others are named. */
function failureList(failures: readonly Failure[], paint: Paint, options: PrintOptions): readonly string[] {
  if (failures.length === 0) return [];
  const { mostFailures: most = failures.length, command = 'npx understudy' } = options;
  const groups = [...Map.groupBy(failures, causeOf).values()];
  const shown = groups
    .slice(0, most)
    .flatMap(([first, ...others]) =>
      first ? ['', ...describe(first, paint, command), ...alike(others)] : [],
    );
  const rest = groups.slice(most).flat().length;
  const more = rest === 0 ? [] : ['', `… and ${rest} more; --report json=FILE has them all.`];
  return [
    '',
    paint.bold(
      `${plural(failures.length, 'scenario falls', 'scenarios fall')} short, for ${plural(groups.length, 'cause', 'causes')}:`,
    ),
    ...shown,
    ...more,
  ];
}

function causeOf({ rule, exercises, family, verdict, answered }: Failure): string {
  return [rule ?? `${family} ${exercises}`, verdict, answered.status, answered.code].join(' ');
}

function alike(others: readonly Failure[]): readonly string[] {
  if (others.length === 0) return [];
  const names = others.slice(0, 3).map(({ id }) => id);
  return [
    `  alike     ${names.join(', ')}${others.length > names.length ? ` and ${others.length - names.length} more` : ''}`,
  ];
}

function knownList({ failures, staleKnownFailures = [] }: Report): readonly string[] {
  const known = failures.filter((failure) => failure.known !== undefined).length;
  const stale = staleKnownFailures.map(({ pattern, problem }) => `  ${pattern}: ${problem}`);
  return [
    ...(known === 0
      ? []
      : ['', `${plural(known, 'known failure', 'known failures')} failed, as they should.`]),
    ...(stale.length === 0
      ? []
      : [
          '',
          `${plural(stale.length, 'known failure is', 'known failures are')} stale; take off the list:`,
          ...stale,
        ]),
  ];
}

function describe(failure: Failure, paint: Paint, command: string): readonly string[] {
  const { id, title, verdict, expected, answered, curl, source, replay } = failure;
  const reason = answered.reason === undefined ? [] : [`  because   ${answered.reason}`];
  return [
    `${paint.red('✗')} ${paint.bold(id)} ${paint.dim(`(${verdict})`)}`,
    `  ${title}`,
    `  expected  ${outcome(expected)}`,
    `  answered  ${outcome(answered)}`,
    ...reason,
    `  source    ${source}`,
    ...(curl === undefined ? [] : [`  send      ${curl}`]),
    `  replay    ${replay.replace(/^understudy/, command)}`,
  ];
}

/** Status, code and message in one line, `nothing` where no answer came. */
export function outcome({
  status,
  code,
  message,
}: {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
}): string {
  if (status === undefined) return 'nothing';
  return [
    String(status),
    code ?? (status < 300 ? 'success' : ''),
    message === undefined || message === '' ? '' : `"${message}"`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function differences(failures: readonly Failure[]): readonly string[] {
  if (failures.length === 0) return [];
  const rows = failures.map(
    ({ id, evidence, expected, answered }) =>
      `  ${id} (${evidence}): ours ${outcome(expected)}, answered ${outcome(answered)}`,
  );
  return [
    '',
    `${plural(failures.length, 'reading of ours differs', 'readings of ours differ')}; the page does not settle this, so it does not count:`,
    ...rows,
  ];
}

function skippedList({ skipped }: Report): readonly string[] {
  if (skipped.length === 0) return [];
  return ['', `${skipped.length} skipped:`, ...skipped.map(({ id, reason }) => `  ${id}: ${reason}`)];
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
