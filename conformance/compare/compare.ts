/** Several targets side by side: where they agree with the contract, with each other, and in which order each checks. */
import type { Evidence } from '../../contract/evidence.ts';
import type { Family } from '../../scenarios/scenario/scenario.ts';
import { level, ruleOf } from '../report/summary/causes.ts';
import {
  agreementOf,
  answerOf,
  messageOf,
  wasAnswered,
  type Agreement,
  type ResultRow,
} from './agreement.ts';
import { distinctionsOf, type Distinction } from './distinctions.ts';
import { conforms, type Verdict } from '../run/judge/judge.ts';
import type { Result } from '../run/results/result.ts';
import { createReport } from '../report/create/create-report.ts';
import type { Report } from '../report/report.ts';
import type { Run } from '../run/run.ts';

/** Runs side by side: where targets agree with the documentation, and with each other. */
export interface Comparison {
  readonly reports: readonly Report[];
  /** Of all targets. */
  readonly agreement: Agreement;
  /** Of each two of them, by their positions. */
  readonly pairs: readonly (Agreement & { readonly between: readonly [number, number] })[];
  /** Documented codes, each with the score of each target, in the order of the targets. */
  readonly codes: readonly {
    readonly code: string;
    readonly evidence: Evidence;
    readonly scores: readonly (number | null)[];
    /** Of all targets, over the scenarios of the code. */
    readonly agreement: Agreement;
  }[];
  /** Scenarios that two targets or more answer alike, and not as the contract says: there the reading is probably wrong. */
  readonly doubtful: readonly Difference[];
  /** Every other scenario that some target answers otherwise than the contract says. */
  readonly differences: readonly Difference[];
  /** What tells the targets apart, the strongest first. */
  readonly distinctions: readonly Distinction[];
  /** The documented codes in the order in which each target looks for them, as far as it showed. */
  readonly orders: readonly { readonly target: string; readonly codes: readonly string[] }[];
}

export interface Difference {
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  readonly evidence: Evidence;
  /** The name of the rule that the scenario breaks, where it breaks one. */
  readonly rule?: string;
  readonly expected: string;
  /** In the order of the targets. */
  readonly answers: readonly string[];
  /** In the order of the targets; `skipped` where one did not play it. */
  readonly verdicts: readonly Verdict[];
  /** The positions of the targets that agree with each other against the contract. */
  readonly agreeing: readonly number[];
  readonly source: string;
}

/**
 * Compare runs of the same scenarios.
 *
 *     const compare = (one: Run, other: Run): string => printComparison(compareRuns([one, other]));
 */
export function compareRuns(runs: readonly Run[]): Comparison {
  const reports = runs.map((run) => createReport(run));
  const rows = rowsOf(runs);
  const positions = [...runs.keys()];
  const differences = rows.flatMap(differenceOf);
  return {
    reports,
    agreement: agreementOf(rows, positions),
    pairs: positions.flatMap((one) =>
      positions
        .slice(one + 1)
        .map((other) => ({ between: [one, other] as const, ...agreementOf(rows, [one, other]) })),
    ),
    codes: (reports[0]?.codes ?? []).map(({ code, evidence }, index) => ({
      code,
      evidence,
      scores: reports.map((report) => report.codes[index]?.score ?? null),
      agreement: agreementOf(
        rows.filter((row) => scenarioOf(row)?.exercises === code),
        positions,
      ),
    })),
    doubtful: differences.filter(({ agreeing }) => agreeing.length > 0),
    differences: differences.filter(({ agreeing }) => agreeing.length === 0),
    distinctions: distinctionsOf(reports),
    orders: runs.map(({ options, results }) => ({ target: options.target.name, codes: orderOf(results) })),
  };
}

export interface AlikeDifferences {
  readonly representative: Difference;
  readonly similar: readonly Difference[];
}

/** Differences of one rule, where the same targets are wrong in the same way, are one; the first of the run is shown. */
export function alikeDifferences(differences: readonly Difference[]): readonly AlikeDifferences[] {
  const keyOf = ({ expected, answers, verdicts, ...rest }: Difference): string => {
    const wrong = answers.map((answer, position) =>
      isAsDocumented(verdicts[position] ?? 'skipped') ? 'conforms' : level(answer),
    );
    return JSON.stringify([ruleOf({ ...rest, exercises: expected }), ...wrong]);
  };
  return [...Map.groupBy(differences, keyOf).values()].flatMap(([representative, ...similar]) =>
    representative ? [{ representative, similar }] : [],
  );
}

/** By scenario: a target may have been asked more than another. */
function rowsOf(runs: readonly Run[]): readonly ResultRow[] {
  const resultsOf = runs.map(({ results }) => new Map(results.map((result) => [result.scenario.id, result])));
  const ids = new Set(resultsOf.flatMap((results) => [...results.keys()]));
  return [...ids].map((id) => resultsOf.map((results) => results.get(id)));
}

function scenarioOf(row: ResultRow): Result['scenario'] | undefined {
  return row.find((result) => result !== undefined)?.scenario;
}

function differenceOf(row: ResultRow): readonly Difference[] {
  const scenario = scenarioOf(row);
  const verdicts = row.map((result) => result?.verdict ?? 'skipped');
  const messages = new Set(
    row.flatMap((result) => (result && wasAnswered(result) ? [messageOf(result)] : [])),
  );
  const isAlike =
    verdicts.every((verdict) => conforms(verdict) || verdict === 'skipped') && messages.size <= 1;
  if (!scenario || isAlike) return [];
  const { id, title, family, evidence, rule, source, exercises } = scenario;
  const answers = row.map(answerOf);
  return [
    {
      id,
      title,
      family,
      evidence,
      ...(rule ? { rule: rule.id } : {}),
      source,
      expected: expectedIn(row) ?? exercises,
      answers,
      verdicts,
      agreeing: agreeingAgainst(row, answers),
    },
  ];
}

/** What the calls were to be answered with that decided, which need not be what the scenario is about, nor the same for all targets. */
function expectedIn(row: ResultRow): string | undefined {
  const failed = row.filter((result) => result && wasAnswered(result) && !conforms(result.verdict));
  const expected = new Set(failed.flatMap((result) => expectedOf(result) ?? []));
  return expected.size === 0 ? undefined : [...expected].join(', at another call ');
}

function expectedOf(result: Result | undefined): string | undefined {
  return result?.decidingCall?.expected.join(' or ');
}

/** Whether an answer is the documented one, word for word, or another that is as right. */
export function isAsDocumented(verdict: Verdict): boolean {
  return conforms(verdict) && verdict !== 'code';
}

/** Who gave the same answer as another that does not conform, where the same was expected. */
function agreeingAgainst(row: ResultRow, answers: readonly string[]): readonly number[] {
  const against = row.flatMap((result, position) =>
    result && wasAnswered(result) && !conforms(result.verdict) && result.verdict !== 'broken'
      ? [position]
      : [],
  );
  return against.filter((one) =>
    against.some(
      (other) =>
        other !== one &&
        level(answers[other] ?? '') === level(answers[one] ?? '') &&
        expectedOf(row[other]) === expectedOf(row[one]),
    ),
  );
}

/**
 * The codes that a target looks for, each before those that it was answered instead of where both were expected. Where two
 * were never expected together their order says nothing; codes that the target never answers are left out.
 */
function orderOf(results: readonly Result[]): readonly string[] {
  const calls = results.flatMap(({ judged }) => judged);
  const answered = new Set(calls.flatMap(({ parsed }) => (parsed.kind === 'error' ? [parsed.code] : [])));
  const before = new Map<string, Map<string, number>>();
  for (const { expected, parsed } of calls) {
    if (expected.length < 2 || parsed.kind !== 'error' || !expected.includes(parsed.code)) continue;
    const times = before.get(parsed.code) ?? new Map<string, number>();
    before.set(parsed.code, times);
    for (const later of expected)
      if (later !== parsed.code && answered.has(later)) times.set(later, (times.get(later) ?? 0) + 1);
  }
  const timesOf = (first: string, second: string): number => before.get(first)?.get(second) ?? 0;
  let rest = [...new Set([...before].flatMap(([first, times]) => [first, ...times.keys()]))];
  const order: string[] = [];
  while (rest.length > 0) {
    // Where targets contradict themselves, the one that the fewest stand before goes first.
    const againstOf = (code: string): number =>
      rest.filter((other) => timesOf(other, code) > timesOf(code, other)).length;
    const [next = ''] = rest.toSorted((a, b) => againstOf(a) - againstOf(b));
    order.push(next);
    rest = rest.filter((code) => code !== next);
  }
  return order;
}
