/** Failures of requests that hold much at once, made as short as they can be: the fewest parameters or calls that show the same. */
import type { Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { findViolations, type Rule } from '../../../contract/schema/rules.ts';
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
  const { session, contextOf, mayPlay } = options;
  const chosen = new Set([...choose(results, 'call'), ...choose(results, 'sequence')]);
  const spent = { call: 0, sequence: 0 };
  const shrunk: Result[] = [];
  for (const result of results) {
    const kind = kindOf(result);
    if (!kind || !(kind === 'call' ? mayBeShorter(result) : chosen.has(result))) {
      shrunk.push(result);
      continue;
    }
    const before = session.sent();
    const context = contextOf(result.scenario);
    const isLeft = (scenario: Scenario): boolean =>
      spent[kind] + session.sent() - before < mostCalls[kind] && mayPlay(scenario);
    if (kind === 'call') {
      const shorter = isLeft(result.scenario) ? await leaveOutAll(result, session, context) : result;
      const isWhole = shorter === result && chosen.has(result);
      shrunk.push(isWhole ? await shrinkCall(result, session, context, isLeft) : shorter);
    } else {
      const { shrinkSequence } = await import('./shrink-sequences.ts');
      shrunk.push(await shrinkSequence(result, { ...options, context, mayPlay: isLeft }));
    }
    spent[kind] += session.sent() - before;
  }
  return shrunk;
}

/** The failure of each cause that is the shortest, the first of several. What is only assumed accuses nobody, and comes last. */
function choose(results: readonly Result[], kind: Kind): readonly Result[] {
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
    .filter((result) => kind === 'sequence' || mayBeShorter(result))
    .slice(0, mostCauses);
}

/** Whether something can be left out, by the contract, without another answer being expected. */
function mayBeShorter({ scenario, decidingCall }: Result): boolean {
  const first = stepOf(scenario);
  if (!first || !decidingCall) return false;
  const parameters = parametersOf(decidingCall);
  return partsOf(first).some((names) => makeNoDifference(names, parameters, decidingCall, scenario));
}

/**
 * Whether the contract expects the same answer without these parameters, and is as sure of it: the same rules are broken, no
 * doubt and no recommendation is added, and where the state matters the request is about the same record.
 */
function makeNoDifference(
  names: readonly string[],
  parameters: readonly Pair[],
  call: CallResult,
  { arrange }: Scenario,
): boolean {
  const { operation, expected } = call;
  const wanted = rulesBroken(call, parametersOf(call));
  const isAboutState = arrange.length > 0 || (wanted === '' && expected[0] !== success);
  if (isAboutState && keysOf(operation).some((field) => names.includes(field))) return false;
  const left = parameters.filter(([name]) => !names.includes(name));
  if (left.length === parameters.length || rulesBroken(call, left) !== wanted) return false;
  const known = new Set(doubtsRaised(call, parameters));
  return doubtsRaised(call, left).every((doubt) => known.has(doubt));
}

/** What is doubtful about a request, or recommended and left out. */
function doubtsRaised({ operation, at }: CallResult, pairs: readonly Pair[]): readonly Rule[] {
  const { parameters } = decodeParameters(pairs, operation.shape);
  return [operation.doubts, adviceOf(operation)].flatMap((rules) =>
    findViolations(rules, parameters, at).map(({ rule }) => rule),
  );
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
async function leaveOutAll(result: Result, session: Session, context: CallContext): Promise<Result> {
  const { scenario, decidingCall } = result;
  const first = stepOf(scenario);
  if (!first || !decidingCall) return result;
  let step = first;
  let parameters = parametersOf(decidingCall);
  for (const names of partsOf(first)) {
    if (!makeNoDifference(names, parameters, decidingCall, scenario)) continue;
    step = without(step, names);
    parameters = parameters.filter(([name]) => !names.includes(name));
  }
  const attempt = await tryShorter(step, result, session, contextOfAttempt(context, 'short'));
  return attempt ? shortened(result, attempt) : result;
}

/** Leave out one parameter after the other, first whole lists, as long as the same is expected and the same comes. */
async function shrinkCall(
  result: Result,
  session: Session,
  context: CallContext,
  mayPlay: (scenario: Scenario) => boolean,
): Promise<Result> {
  const { scenario, decidingCall } = result;
  const first = stepOf(scenario);
  if (!first || !decidingCall) return result;
  let smallest: Attempt = { step: first, judged: decidingCall, arranged: [] };
  for (const [index, names] of partsOf(first).entries()) {
    if (!makeNoDifference(names, parametersOf(smallest.judged), decidingCall, scenario)) continue;
    const step = without(smallest.step, names);
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

/** Lists as a whole, then each of their items, then each parameter alone. */
function partsOf({ parameters }: Step): readonly (readonly string[])[] {
  const names = Object.keys(parameters);
  const byPrefix = (depth: number): readonly (readonly string[])[] => [
    ...Map.groupBy(
      names.filter((name) => name.split('.').length > depth),
      (name) => name.split('.').slice(0, depth).join('.'),
    ).values(),
  ];
  return [...byPrefix(1), ...byPrefix(2), ...names.map((name) => [name])];
}

function without(step: Step, names: readonly string[]): Step {
  const rest = Object.entries(step.parameters).filter(([name]) => !names.includes(name));
  return { ...step, parameters: Object.fromEntries(rest) };
}
