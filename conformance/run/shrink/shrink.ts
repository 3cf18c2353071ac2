/** Failures of requests that hold much at once, made as short as they can be: the fewest parameters or calls that show the same. */
import type { Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { findViolations, type Violation } from '../../../contract/schema/violations.ts';
import { decodeParameters, type Pair } from '../../../contract/wire/parameters.ts';
import { adviceOf } from '../../../scenarios/requests/valid-requests.ts';
import { sequence, success, type Scenario, type Step } from '../../../scenarios/scenario/scenario.ts';
import {
  arrangeAttempt,
  isAlike,
  contextOfAttempt,
  removeMade,
  serverFailureOf,
  wrongnessOf,
} from './attempts.ts';
import { conforms, expectationOf } from '../judge/judge.ts';
import type { Result } from '../results/result.ts';
import { parametersOf, type CallContext, type CallResult } from '../results/call-result.ts';
import type { Session } from '../session/session.ts';

export interface ShrinkOptions {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly session: Session;
  readonly contextOf: (scenario: Scenario) => CallContext;
  /** Whether the run may still send what a scenario needs. */
  readonly mayPlay: (scenario: Scenario) => boolean;
}

/** More causes than these, of single calls and of sequences each, are not told apart by shorter ones. */
const mostCauses = 5;

/** About as many calls as shrinking sends for each kind, all causes together. */
const mostCalls = { call: 500, sequence: 300 } as const;

type Kind = keyof typeof mostCalls;

/**
 * Make failures shorter, in two ways. Of each request all goes at once that makes no difference by the contract, if the target
 * agrees. Where it does not, and for sequences, one failure of each of the first causes is shrunk step by step.
 */
export async function shrinkFailures(
  results: readonly Result[],
  options: ShrinkOptions,
): Promise<readonly Result[]> {
  const { contract, session, contextOf, mayPlay } = options;
  const chosen = new Set([...choose(results, 'call', contract), ...choose(results, 'sequence', contract)]);
  const spent = { call: 0, sequence: 0 };
  const shrunk: Result[] = [];
  for (const result of results) {
    const kind = kindOf(result);
    if (!kind || !(kind === 'call' ? mayBeShorter(result, contract) : chosen.has(result))) {
      shrunk.push(result);
      continue;
    }
    const before = session.sent();
    const context = contextOf(result.scenario);
    const isLeft = (scenario: Scenario): boolean =>
      spent[kind] + session.sent() - before < mostCalls[kind] && mayPlay(scenario);
    if (kind === 'call') {
      const shorter = isLeft(result.scenario) ? await leaveOutAll(result, context, options) : result;
      const isWhole = shorter === result && chosen.has(result);
      shrunk.push(isWhole ? await shrinkCall(result, context, { ...options, mayPlay: isLeft }) : shorter);
    } else {
      const { shrinkSequence } = await import('./shrink-sequences.ts');
      shrunk.push(await shrinkSequence(result, { ...options, context, mayPlay: isLeft }));
    }
    spent[kind] += session.sent() - before;
  }
  return shrunk;
}

/** The failure of each cause that is the shortest, the first of several. What is only assumed accuses nobody, and comes last. */
function choose(results: readonly Result[], kind: Kind, contract: Contract): readonly Result[] {
  const failed = results.filter((result) => kindOf(result) === kind);
  const causes = Map.groupBy(
    failed.toSorted((a, b) => Number(isAssumed(a)) - Number(isAssumed(b))),
    (result) => JSON.stringify([isAssumed(result), causeOf(result)]),
  );
  return [...causes.values()]
    .flatMap((alike) => {
      const fewest = Math.min(...alike.map(lengthOf));
      return alike.filter((result) => lengthOf(result) === fewest).slice(0, 1);
    })
    .filter((result) => kind === 'sequence' || mayBeShorter(result, contract))
    .slice(0, mostCauses);
}

/** Whether something can be left out, by the contract, without another answer being expected. */
function mayBeShorter({ scenario, decidingCall }: Result, contract: Contract): boolean {
  const first = stepOf(scenario);
  if (!first || !decidingCall) return false;
  const parameters = parametersOf(decidingCall);
  return partsOf(first).some((names) => leftOutWith(names, parameters, decidingCall, scenario, contract));
}

/**
 * These parameters and those that have no effect without them, where the contract expects the same answer without, and is as sure
 * of it: the same rules are broken, no doubt and no recommendation is added, and where the state matters the request is about
 * the same record. Undefined where it does not.
 */
function leftOutWith(
  names: readonly string[],
  parameters: readonly Pair[],
  call: CallResult,
  { arrange }: Scenario,
  contract: Contract,
): readonly string[] | undefined {
  const { operation, expected, at } = call;
  const wanted = rulesBroken(call, parametersOf(call));
  // Removals only make room.
  const isAboutState =
    arrange.some((step) => contract.get(step.operation)?.effect?.kind !== 'remove') ||
    (wanted === '' && expected[0] !== success);
  const keys = isAboutState ? keysOf(operation) : [];
  const rules = [...operation.doubts, ...adviceOf(operation)];
  const doubtsIn = (pairs: readonly Pair[]) =>
    findViolations(rules, decodeParameters(pairs, operation.shape).parameters, at);
  const known = new Set(doubtsIn(parameters).map(({ rule }) => rule));
  const gone = new Set(names);
  for (;;) {
    const left = parameters.filter(([name]) => !gone.has(name));
    const isOther = rulesBroken(call, left) !== wanted || keys.some((field) => gone.has(field));
    if (left.length === parameters.length || isOther) return undefined;
    const added = doubtsIn(left).find(({ rule }) => !known.has(rule));
    if (!added) return [...gone];
    const idle = idleNames(added, left);
    if (idle.length === 0) return undefined;
    for (const name of idle) gone.add(name);
  }
}

/** Parameters that lost their effect; none where something else is in doubt. */
function idleNames({ rule, at }: Violation, pairs: readonly Pair[]): readonly string[] {
  if (!('idle' in rule) || rule.idle !== true) return [];
  const place = at.map((step) => (typeof step === 'number' ? step + 1 : step)).join('.');
  return pairs.flatMap(([name]) => (name === place || name.startsWith(`${place}.`) ? [name] : []));
}

function keysOf({ effect, preconditions }: Operation): readonly string[] {
  return [...(effect?.key ?? []), ...preconditions.flatMap(({ key }) => key)];
}

/** Calls of a sequence, parameters of a single call. */
function lengthOf({ scenario, judged }: Result): number {
  const first = stepOf(scenario);
  return scenario.drawn || !first ? judged.length : Object.keys(first.parameters).length;
}

/** Undefined for what is not shrunk: what conforms, was not answered, or needs a fixture. */
function kindOf({ scenario, verdict, decidingCall }: Result): Kind | undefined {
  if (scenario.needs || conforms(verdict) || !decidingCall) return undefined;
  if (verdict === 'skipped' || verdict === 'unjudged') return undefined;
  // Each attempt would be waited for until it is late.
  if (decidingCall.answer.kind === 'silent' && decidingCall.answer.isAbsent === true) return undefined;
  if (scenario.drawn) return 'sequence';
  return scenario.act.kind === 'sequence' && scenario.act.steps.length === 1 ? 'call' : undefined;
}

function isAssumed({ scenario, evidence = scenario.evidence }: Result): boolean {
  return evidence === 'assumed';
}

function causeOf({ scenario, verdict, decidingCall }: Result): string {
  const { rule, exercises } = scenario;
  // A server that fails over a request fails over one of its parts, whatever rule another one breaks.
  const serverFailure = decidingCall && serverFailureOf(decidingCall);
  if (serverFailure !== undefined) return serverFailure;
  if (rule) return [rule.id, verdict].join(' ');
  return decidingCall ? wrongnessOf(decidingCall) : [exercises, verdict].join(' ');
}

interface Attempt {
  readonly step: Step;
  readonly judged: CallResult;
  readonly arranged: readonly CallResult[];
}

/** The errors that the rules call for, whatever the state is and whatever a scenario says. */
function rulesBroken({ operation, at }: CallResult, parameters: readonly Pair[]): string {
  return expectationOf(operation, parameters, at, []).toSorted().join(' ');
}

/** Leave out at once all that makes no difference by the contract; the same result where that fails otherwise, or not at all. */
async function leaveOutAll(
  result: Result,
  context: CallContext,
  { contract, session }: ShrinkOptions,
): Promise<Result> {
  const { scenario, decidingCall } = result;
  const first = stepOf(scenario);
  if (!first || !decidingCall) return result;
  let step = first;
  let parameters = parametersOf(decidingCall);
  for (const names of partsOf(first)) {
    const gone = leftOutWith(names, parameters, decidingCall, scenario, contract);
    if (!gone) continue;
    step = without(step, gone);
    parameters = parameters.filter(([name]) => !gone.includes(name));
  }
  const attempt = await tryShorter(step, result, session, contextOfAttempt(context, 'short'));
  return attempt ? shortened(result, attempt) : result;
}

/** Leave out one parameter after the other, first whole lists, as long as the same is expected and the same comes. */
async function shrinkCall(
  result: Result,
  context: CallContext,
  { contract, session, mayPlay }: ShrinkOptions,
): Promise<Result> {
  const { scenario, decidingCall } = result;
  const first = stepOf(scenario);
  if (!first || !decidingCall) return result;
  let smallest: Attempt = { step: first, judged: decidingCall, arranged: [] };
  for (const [index, names] of partsOf(first).entries()) {
    const gone = leftOutWith(names, parametersOf(smallest.judged), decidingCall, scenario, contract);
    if (!gone) continue;
    const step = without(smallest.step, gone);
    if (!mayPlay({ ...scenario, act: sequence(step) })) break;
    smallest = (await tryShorter(step, result, session, contextOfAttempt(context, index))) ?? smallest;
  }
  return smallest.step === first ? result : shortened(result, smallest);
}

/** Undefined where the call is not wrong in the same way. */
async function tryShorter(
  step: Step,
  { scenario, decidingCall }: Result,
  session: Session,
  context: CallContext,
): Promise<Attempt | undefined> {
  const arranged = await arrangeAttempt(scenario, session, context);
  if (!arranged || !decidingCall) return undefined;
  const before = session.created.remaining();
  const judged = await session.call(step, context);
  await removeMade(before, session);
  return isAlike(judged, decidingCall) ? { step, judged, arranged } : undefined;
}

function shortened(result: Result, { step, judged, arranged }: Attempt): Result {
  const { scenario } = result;
  const title = `${scenario.title}; without what makes no difference`;
  return {
    ...result,
    scenario: { ...scenario, title, act: sequence(step) },
    decidingCall: judged,
    judged: [judged],
    calls: [...arranged, judged],
  };
}

function stepOf({ act }: Scenario): Step | undefined {
  return act.kind === 'sequence' ? act.steps[0] : undefined;
}

/**
 * Two lists at once, since one may need the other, then lists as a whole, the last first, since the shortest request has the
 * first; then each of their items, then each parameter alone.
 */
function partsOf({ parameters }: Step): readonly (readonly string[])[] {
  const names = Object.keys(parameters);
  const byPrefix = (depth: number): readonly (readonly string[])[] => [
    ...Map.groupBy(
      names.filter((name) => name.split('.').length > depth),
      (name) => name.split('.').slice(0, depth).join('.'),
    ).values(),
  ];
  const lists = byPrefix(1).toReversed();
  const pairs = lists.flatMap((one, index) => lists.slice(index + 1).map((other) => [...one, ...other]));
  return [...pairs, ...lists, ...byPrefix(2), ...names.map((name) => [name])];
}

function without(step: Step, names: readonly string[]): Step {
  const rest = Object.entries(step.parameters).filter(([name]) => !names.includes(name));
  return { ...step, parameters: Object.fromEntries(rest) };
}
