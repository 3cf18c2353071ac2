/** Several targets side by side: where they agree with the contract, with each other, and in which order each checks. */
import type { Evidence } from '../contract/evidence.ts';
import { conforms } from './judge.ts';
import { describe, type Result } from './play.ts';
import { createReport, type Report } from './report.ts';
import type { Run } from './run.ts';

export interface Comparison {
  readonly reports: readonly Report[];
  /** Documented codes, each with the score of each target, in the order of the targets. */
  readonly codes: readonly {
    readonly code: string;
    readonly evidence: Evidence;
    readonly scores: readonly (number | null)[];
  }[];
  /** Scenarios that two targets or more answer alike, and not as the contract says: there the reading is probably wrong. */
  readonly doubtful: readonly Difference[];
  /** Every other scenario that the targets answer differently. */
  readonly differences: readonly Difference[];
  /** The documented codes in the order in which each target looks for them, as far as it showed. */
  readonly orders: readonly { readonly target: string; readonly codes: readonly string[] }[];
}

export interface Difference {
  readonly id: string;
  readonly title: string;
  readonly evidence: Evidence;
  readonly expected: string;
  /** In the order of the targets. */
  readonly answers: readonly string[];
  readonly source: string;
}

/** Compare runs of the same scenarios. */
export function compareRuns(runs: readonly Run[]): Comparison {
  const reports = runs.map(createReport);
  const [first] = runs;
  const differences = (first?.results ?? []).flatMap(({ scenario }, index) => {
    const results = runs.map((run) => run.results[index]);
    const answers = results.map((result) => (result ? answerOf(result) : 'skipped'));
    const conforming = results.every(
      (result) => result !== undefined && (conforms(result.verdict) || result.verdict === 'skipped'),
    );
    if (conforming) return [];
    const { id, title, evidence, source } = scenario;
    const difference = { id, title, evidence, source, expected: scenario.exercises, answers };
    return [{ difference, isDoubtful: agreeAgainst(results, answers) }];
  });
  return {
    reports,
    codes: (reports[0]?.codes ?? []).map(({ code, evidence }, index) => ({
      code,
      evidence,
      scores: reports.map((report) => report.codes[index]?.score ?? null),
    })),
    doubtful: differences.filter(({ isDoubtful }) => isDoubtful).map(({ difference }) => difference),
    differences: differences.filter(({ isDoubtful }) => !isDoubtful).map(({ difference }) => difference),
    orders: runs.map(({ options, results }) => ({ target: options.target.name, codes: orderOf(results) })),
  };
}

function answerOf({ verdict, decisive, reason }: Result): string {
  if (verdict === 'skipped') return 'skipped';
  // What was wrong beyond the code is the answer then: the code alone would look right.
  return decisive && !(reason !== undefined && decisive.reading.kind === 'success')
    ? describe(decisive.reading)
    : (reason ?? verdict);
}

/** Whether two targets that do not conform gave the same answer. */
function agreeAgainst(results: readonly (Result | undefined)[], answers: readonly string[]): boolean {
  const against = answers.filter((_, index) => {
    const verdict = results[index]?.verdict;
    return (
      verdict !== undefined &&
      !conforms(verdict) &&
      verdict !== 'skipped' &&
      verdict !== 'unjudged' &&
      verdict !== 'broken'
    );
  });
  return new Set(against).size < against.length;
}

/** Codes by how often each was answered where another was due as well, the most often first; only what was seen. */
function orderOf(results: readonly Result[]): readonly string[] {
  const seen = new Map<string, { first: number; times: number }>();
  for (const { due, reading } of results.flatMap(({ judged }) => judged)) {
    if (due.length < 2 || reading.kind !== 'error' || !due.includes(reading.code)) continue;
    for (const code of due) {
      const { first, times } = seen.get(code) ?? { first: 0, times: 0 };
      seen.set(code, { first: first + (code === reading.code ? 1 : 0), times: times + 1 });
    }
  }
  return [...seen].toSorted(([, a], [, b]) => b.first / b.times - a.first / a.times).map(([code]) => code);
}

/** The comparison as a person reads it. */
export function printComparison({ reports, codes, doubtful, differences, orders }: Comparison): string {
  const names = reports.map(({ target }) => target);
  const width = Math.max(...codes.map(({ code }) => code.length), 4);
  const columns = names.map((name) => Math.max(name.length, 6));
  const row = (head: string, cells: readonly string[]): string =>
    `  ${head.padEnd(width)}  ${cells.map((cell, index) => cell.padStart(columns[index] ?? 6)).join('  ')}`;
  return [
    row('code', names),
    ...codes.map(({ code, scores }) => row(code, scores.map(percent))),
    '',
    row(
      'score',
      reports.map(({ score }) => percent(score)),
    ),
    row(
      'codes matched',
      reports.map(({ codesMatched, codesDocumented }) => `${codesMatched}/${codesDocumented}`),
    ),
    ...section(
      'Targets agree with each other and not with the contract; here the reading is probably wrong:',
      doubtful,
      names,
      20,
    ),
    ...section('Targets differ:', differences, names, 20),
    ...(orders.some(({ codes: order }) => order.length > 0)
      ? ['', 'Order of checks, as far as it showed (where two rules were broken at once):']
      : []),
    ...orders
      .filter(({ codes: order }) => order.length > 0)
      .map(({ target, codes: order }) => `  ${target}: ${order.join(' > ')}`),
    '',
  ].join('\n');
}

function percent(score: number | null): string {
  return score === null ? '-' : `${Math.round(score * 100)} %`;
}

function section(
  title: string,
  differences: readonly Difference[],
  names: readonly string[],
  most: number,
): readonly string[] {
  if (differences.length === 0) return [];
  const rows = differences
    .slice(0, most)
    .flatMap(({ id, evidence, expected, answers }) => [
      `  ${id} (${evidence}), due: ${expected}`,
      ...answers.map((answer, index) => `    ${names[index]}: ${answer}`),
    ]);
  const rest = differences.length - Math.min(most, differences.length);
  return [
    '',
    title,
    ...rows,
    ...(rest === 0 ? [] : [`  … and ${rest} more; --report json=FILE has them all.`]),
  ];
}
