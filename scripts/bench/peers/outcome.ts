/** What is counted, and how it is printed. */
import type { Subject } from './sample.ts';

/** What one run of a tool against one server came to. */
export type Outcome =
  | {
      readonly kind: 'ran';
      /** Checks that failed, by names that are the same in every run. */
      readonly failed: ReadonlySet<string>;
      /** All checks; undefined where a tool only names what it objects to. */
      readonly checks: ReadonlySet<string> | undefined;
      readonly durationMs: number;
    }
  | { readonly kind: 'timed-out'; readonly durationMs: number }
  | { readonly kind: 'broke'; readonly reason: string; readonly durationMs: number };

export interface Tried {
  readonly subject: Pick<Subject, 'name' | 'kind'>;
  readonly outcome: Outcome;
}

/** A tool with all its runs, or the reason why there are none. */
export interface ToolResult {
  readonly tool: string;
  readonly version: string;
  readonly runs: readonly Tried[];
  readonly unavailable?: string;
}

/**
 * The checks that failed here and passed in every run against the reference.
 *
 * A check that some run against the reference did not have is left out: whether it would have passed is not known.
 */
export function newFailures(outcome: Outcome, runs: readonly Tried[]): readonly string[] {
  if (outcome.kind !== 'ran') return [];
  const references = runs.filter(({ subject }) => subject.kind === 'reference').map((run) => run.outcome);
  const passedInAll = (check: string): boolean =>
    references.every(
      (reference) =>
        reference.kind === 'ran' && !reference.failed.has(check) && (reference.checks?.has(check) ?? true),
    );
  return [...outcome.failed].filter(passedInAll);
}

export interface Summary {
  /** Faulty servers with a new failure. */
  readonly found: readonly string[];
  readonly faulty: number;
  /** Correct servers, the reference once among them, with a failed check, and how many checks those were. */
  readonly blamed: readonly { readonly name: string; readonly checks: number }[];
  /** Correct servers, the reference apart, with a new failure. */
  readonly toldApart: readonly string[];
  readonly correct: number;
  /** Runs that came to no result. */
  readonly lost: readonly string[];
  readonly checks: number | undefined;
  readonly durationMs: number;
}

export function summarise({ runs }: ToolResult): Summary {
  const faulty = runs.filter(({ subject }) => subject.kind === 'faulty');
  const [reference, ...others] = runs.filter(({ subject }) => subject.kind !== 'faulty');
  const variations = others.filter(({ subject }) => subject.kind === 'correct');
  const correct = reference ? [reference, ...variations] : variations;
  const differs = ({ outcome }: Tried): boolean => newFailures(outcome, runs).length > 0;
  return {
    found: faulty.filter(differs).map(nameOf),
    faulty: faulty.length,
    blamed: correct.flatMap(({ subject, outcome }) =>
      outcome.kind === 'ran' && outcome.failed.size > 0
        ? [{ name: subject.name, checks: outcome.failed.size }]
        : [],
    ),
    toldApart: variations.filter(differs).map(nameOf),
    correct: correct.length,
    lost: runs.filter(({ outcome }) => outcome.kind !== 'ran').map(nameOf),
    checks: reference?.outcome.kind === 'ran' ? reference.outcome.checks?.size : undefined,
    durationMs: runs.reduce((sum, { outcome }) => sum + outcome.durationMs, 0),
  };
}

function nameOf({ subject }: Tried): string {
  return subject.name;
}

/** One row for each tool, in Markdown. */
export function printTable(results: readonly ToolResult[]): string {
  const rows = results.map((result) => {
    const { tool, version, unavailable, runs } = result;
    if (unavailable !== undefined) return [`${tool} ${version}`, `not run: ${unavailable}`, '', '', '', ''];
    const { found, faulty, blamed, toldApart, correct, lost, checks, durationMs } = summarise(result);
    const blamedChecks = blamed.reduce((sum, one) => sum + one.checks, 0);
    const average = (durationMs / runs.length / 1000).toFixed(1);
    return [
      `${tool} ${version}`,
      `${found.length} of ${faulty}${lost.length > 0 ? `, ${lost.length} ${lost.length === 1 ? 'run' : 'runs'} without a result` : ''}`,
      blamed.length === 0 ? `0 of ${correct}` : `${blamed.length} of ${correct}, by ${blamedChecks} checks`,
      `${toldApart.length} of ${Math.max(0, correct - 1)}`,
      checks === undefined ? 'open' : String(checks),
      `${average} s`,
    ];
  });
  const head = [
    'tool',
    'faults found',
    'correct servers blamed',
    'told apart from the reference',
    'checks a run',
    'time a run',
  ];
  return printRows(head, rows);
}

/** One row for each faulty or correct server, one column for each tool that ran: how many checks are new failures. */
export function printMatrix(results: readonly ToolResult[]): string {
  const ran = results.filter(({ unavailable }) => unavailable === undefined);
  const names = ran[0]?.runs.map(({ subject }) => subject).filter(({ kind }) => kind !== 'reference') ?? [];
  const rows = names.map(({ name, kind }) => [
    kind === 'correct' ? `\`${name}\` (correct)` : `\`${name}\``,
    ...ran.map(({ runs }) => {
      const outcome = runs.find(({ subject }) => subject.name === name)?.outcome;
      if (!outcome) return 'not run';
      if (outcome.kind === 'timed-out') return 'timed out';
      if (outcome.kind === 'broke') return 'broke';
      const count = newFailures(outcome, runs).length;
      return count === 0 ? '' : String(count);
    }),
  ]);
  return printRows(['server', ...ran.map(({ tool }) => tool)], rows);
}

function printRows(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
