/** What a run saw, as plain data: enough to look for explanations again without sending anything. */
import type { Evidence } from '../../../contract/evidence.ts';
import { success, type Act, type Family } from '../../../scenarios/scenario/scenario.ts';
import { parametersOf, type CallResult } from '../../run/results/call-result.ts';
import { conforms, isThrottled, type Verdict } from '../../run/judge/judge.ts';
import type { Result } from '../../run/results/result.ts';
import { seenIn, withoutBody } from './seen.ts';
import type { Run } from '../../run/run.ts';

export interface Transcript {
  /** Values of the target that the run was told, by fixture name. */
  readonly fixtures: Readonly<Record<string, string>>;
  /** In the order of the run. */
  readonly scenarios: readonly PlayedScenario[];
  /** In the order in which they were sent; see `isTold` for those that are left out. Those of questions come last. */
  readonly calls: readonly PlayedCall[];
}

export interface PlayedScenario {
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  readonly exercises: string;
  readonly evidence: Evidence;
  readonly source: string;
  /** The id of the rule that it breaks. */
  readonly rule?: string;
  readonly act: Act['kind'];
  /** How many calls the act has, where they are made in turn. */
  readonly steps: number;
  /** What a scenario of the rate limit looks at; `refused` where the calls beyond the limit break a rule as well. */
  readonly check?: string;
  /** Of calls that came at once: how many were not throttled. */
  readonly admitted?: number;
  readonly verdict: Verdict;
  readonly reason?: string;
  /** How many calls were sent for it. */
  readonly calls: number;
  /** What the call that decided was answered, and what was wrong with the body. */
  readonly answered?: string;
  readonly problem?: string;
}

export interface PlayedCall {
  /** Position of its scenario among the scenarios; the positions after the last are those of questions. */
  readonly scenario: number;
  readonly operation: string;
  readonly account?: string;
  /** By the target's clock, in milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Where its parameters were. */
  readonly via: 'form' | 'query';
  readonly parameters: Readonly<Record<string, string>>;
  /** `OK`, or status and code, or `status 502: …` for what is no answer of the API, or `nothing`. */
  readonly seen: string;
}

export interface Played extends Pick<Run, 'results' | 'questions'> {
  /** As the run was told them. */
  readonly fixtures: Transcript['fixtures'];
}

export function transcribe({ fixtures, results, questions }: Played): Transcript {
  const calls = results.flatMap((result, scenario) => toldOf(result).map((call) => ({ scenario, call })));
  const asked = questions.flatMap((question, index) =>
    question.filter(isTold).map((call) => ({ scenario: results.length + index, call })),
  );
  return {
    fixtures,
    scenarios: results.map(describeScenario),
    calls: [...calls, ...asked]
      .toSorted((a, b) => a.call.number - b.call.number)
      .map(({ scenario, call }) => describeCall(call, scenario)),
  };
}

/** The transcript of a whole run, from those of its shards: of N shards the Ith has every Nth scenario, from the Ith on. */
export function joinTranscripts(shards: readonly Transcript[]): Transcript {
  const count = shards.length;
  const total = shards.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  return {
    fixtures: shards[0]?.fixtures ?? {},
    scenarios: Array.from({ length: total }, (_, index) => index).flatMap(
      (index) => shards[index % count]?.scenarios[Math.floor(index / count)] ?? [],
    ),
    // Those of one scenario stay in their order; which scenarios met is not known of shards.
    calls: shards
      .flatMap(({ calls }, shard) =>
        calls.map((call) => ({ ...call, scenario: call.scenario * count + shard })),
      )
      .toSorted((a, b) => a.scenario - b.scenario),
  };
}

/**
 * What calls of the rate limit are answered depends on their number, so of these scenarios only the call that decided is told, where it was
 * not throttled. Calls that were throttled or changed on purpose are left out everywhere.
 */
function toldOf(result: Result): readonly CallResult[] {
  const { scenario, calls, decidingCall, verdict } = result;
  if (scenario.family !== 'rate-limit') return calls.filter(isTold);
  const isOdd = decidingCall && !conforms(verdict) && decidingCall.parsed.kind !== 'success';
  return isOdd ? [decidingCall].filter(isTold) : [];
}

function isTold({ call, operation, parsed }: CallResult): boolean {
  return call.tamper === undefined && !isThrottled(operation, parsed);
}

function describeCall(result: CallResult, scenario: number): PlayedCall {
  const { operation, account, at, call } = result;
  return {
    scenario,
    operation: operation.name,
    ...(account === undefined ? {} : { account }),
    at,
    method: call.method,
    via: call.body === '' ? 'query' : 'form',
    parameters: Object.fromEntries(parametersOf(result)),
    seen: meantBy(result),
  };
}

/** An error that is as right as the expected one is told as that one. */
function meantBy({ operation, expected, parsed, verdict }: CallResult): string {
  const [code = success] = expected;
  const row = operation.errors.find(code);
  const isOther = parsed.kind === 'error' && !expected.includes(parsed.code);
  return verdict === 'alternative' && isOther && row ? `${row.status} ${row.code}` : seenIn(parsed);
}

function describeScenario({
  scenario,
  verdict,
  reason,
  calls,
  decidingCall,
  ...result
}: Result): PlayedScenario {
  const { id, title, family, exercises, evidence, source, rule, act } = scenario;
  const check = checkOf(act);
  return {
    id,
    title,
    family,
    exercises,
    evidence: result.evidence ?? evidence,
    source,
    ...(rule ? { rule: rule.id } : {}),
    act: act.kind,
    steps: 'steps' in act ? act.steps.length : 1,
    ...(check === undefined ? {} : { check }),
    ...(check === 'burst' && { admitted: admittedOf(calls) }),
    verdict,
    ...(reason === undefined ? {} : { reason: withoutBody(reason) }),
    calls: calls.length,
    ...(decidingCall ? { answered: seenIn(decidingCall.parsed) } : {}),
    ...(decidingCall?.problem === undefined ? {} : { problem: decidingCall.problem }),
  };
}

function admittedOf(calls: readonly CallResult[]): number {
  return calls.filter(({ operation, parsed }) => parsed.kind !== 'silent' && !isThrottled(operation, parsed))
    .length;
}

function checkOf(act: Act): string | undefined {
  if (act.kind !== 'rate') return undefined;
  return act.check.kind === 'overload' && !act.step.expect.includes(success) ? 'refused' : act.check.kind;
}
