/** All scenarios of an operation, generated from its contract. The same contract gives the same scenarios. */
import type { Contract } from '../contract/contract.ts';
import { compareEvidence } from '../contract/evidence.ts';
import type { Operation } from '../contract/operation/operation.ts';
import { acceptedScenarios } from './families/accepted.ts';
import { answerScenarios } from './families/answers.ts';
import { combinationScenarios } from './families/combinations.ts';
import { transitionScenarios } from './families/transitions.ts';
import { pairwiseScenarios } from './pairwise/pairwise.ts';
import { prepare } from './steps/prepare.ts';
import { rateLimitScenarios } from './families/rate-limit.ts';
import { recordScenarios } from './families/records.ts';
import type { Scenario, Step } from './scenario/scenario.ts';
import { ContractError } from '../contract/contract-error.ts';
import { findViolations } from '../contract/schema/violations.ts';
import { decodeParameters } from '../contract/wire/parameters.ts';
import { bindingsFor } from './requests/bindings.ts';
import { attempt, type Gap } from './requests/gap.ts';
import { minimalRequest } from './requests/valid-requests.ts';
import { fillParameters, isFillable } from './scenario/placeholders.ts';
import { listsNothing, listsWhatItTook, listingScenarios } from './families/listing.ts';
import { leavesNothing, mixedScenario, stateScenarios } from './families/state.ts';
import { lifecycleScenarios } from './sequences/fixed-sequences.ts';
import { idleScenarios } from './families/idle.ts';
import { settle } from './requests/doubts.ts';
import { isCodeOpen, violationScenarios } from './families/violations.ts';

/** Scenarios, and the parts of the contract that they do not exercise. */
export interface Generated {
  readonly scenarios: readonly Scenario[];
  readonly gaps: readonly Gap[];
}

/**
 * Generate scenarios in the order in which they are run; those that overload a target come last.
 *
 * Throws ContractError, with a line for each place, where the contract contradicts itself: a value of its `x-accepts` is refused, one of its `x-refuses` is
 * not, or two scenarios have one id. What cannot be exercised for other reasons is left out: `generate` says what that is.
 *
 *     const contract = readContract();
 *     const ids = generateScenarios(mainOperation(contract), contract).map(({ id }) => id);
 */
export function generateScenarios(operation: Operation, contract: Contract): readonly Scenario[] {
  return generate(operation, contract).scenarios;
}

/**
 * As `generateScenarios`, with a reason for each rule and each kind of scenarios that is left out. What was generated is kept: a
 * check of several targets, and one that watches files, ask for it again and again.
 */
export function generate(operation: Operation, contract: Contract): Generated {
  const before = kept.get(operation);
  if (before && hasSameOperations(before.contract, contract)) return before.generated;
  const generated = generateAnew(operation, contract);
  kept.set(operation, { contract: new Map(contract), generated });
  return generated;
}

const kept = new WeakMap<Operation, { readonly contract: Contract; readonly generated: Generated }>();

/** Operations do not change, so the same ones are the same contract. */
function hasSameOperations(one: Contract, other: Contract): boolean {
  return one.size === other.size && [...one].every(([name, operation]) => other.get(name) === operation);
}

function generateAnew(operation: Operation, contract: Contract): Generated {
  const gaps: Gap[] = [];
  const scenarios = attempt('every request', gaps, () => {
    minimalRequest(operation); // without one nothing else can be made
    return make(operation, contract, gaps);
  }).filter((scenario) => isSound(scenario, contract, gaps));
  const contradictions = gaps.flatMap(({ reason, isContradiction }) => (isContradiction ? [reason] : []));
  // One flaw of the contract shows in every scenario about its rule.
  const flaws = Map.groupBy([...contradictions, ...repeatedIds(operation, scenarios)], (reason) =>
    reason.replace(/^Failed to make scenario "[^"]*"/, ''),
  );
  if (flaws.size > 0) throw new ContractError([...flaws.values()].map(([first]) => first).join('\n'));
  return { scenarios, gaps };
}

function repeatedIds({ name }: Operation, scenarios: readonly Scenario[]): readonly string[] {
  const ids = new Set<string>();
  const repeated = scenarios.filter(({ id }) => ids.size === ids.add(id).size);
  return repeated.map(
    ({ id }) =>
      `Failed to name scenario "${id}" of "${name}": two scenarios have that id. Give one an "x-id" in the contract.`,
  );
}

function make(operation: Operation, contract: Contract, gaps: Gap[]): readonly Scenario[] {
  const kind = (name: string, some: () => readonly Scenario[]): readonly Scenario[] =>
    attempt(name, gaps, some);
  const violations = violationScenarios(operation, gaps);
  const asSent = (one: Scenario): Scenario => settle(one, operation);
  // As sure as what they send: what is built of them is no surer.
  const strict = violations.filter((one) => !isCodeOpen(one)).map(asSent);
  const act = surest(strict)?.act;
  const refused = act?.kind === 'sequence' ? act.steps[0] : undefined;
  const ofState = [
    ...kind('state', () => stateScenarios(operation, contract)),
    ...kind('records', () => recordScenarios(operation, contract)),
    ...kind('listing', () => listingScenarios(operation, contract)),
    ...kind('nothing left', () => leavesNothing(operation, strict)),
    ...kind('nothing listed', () => listsNothing(operation, strict, contract)),
    ...kind('listed as given', () => listsWhatItTook(operation, contract)),
    ...kind('lifecycles', () => lifecycleScenarios(operation, contract, strict)),
    ...kind('simultaneous', () => mixedScenario(operation, strict)),
  ];
  const prepared = (some: readonly Scenario[]) =>
    kind('preparation', () => prepare(some, operation, contract));
  const generated = [
    ...prepared([
      ...kind('accepted', () => acceptedScenarios(operation, gaps)),
      ...kind('pairwise', () => pairwiseScenarios(operation)),
      ...violations,
      ...kind('combinations', () => combinationScenarios(operation)),
      ...kind('transitions', () => transitionScenarios(operation)),
    ]),
    // State scenarios already arrange the records that they need.
    ...(operation.effect?.kind === 'create' ? prepared(ofState) : ofState),
    ...prepared([
      ...kind('answers', () => answerScenarios(operation, refused)),
      ...kind('rate limit', () => rateLimitScenarios(operation, refused)),
    ]),
  ];
  return [...generated.map(asSent), ...prepared(kind('without effect', () => idleScenarios(operation)))];
}

/** Whether each call breaks only the rules that its expected codes stand for. Otherwise a verdict would depend on another rule. */
function isSound(scenario: Scenario, contract: Contract, gaps: Gap[]): boolean {
  const { act, arrange } = scenario;
  const steps = [...arrange, ...('steps' in act ? act.steps : [act.step])];
  for (const step of steps) {
    const operation = contract.get(step.operation);
    const [broken] = operation ? unexpectedlyBroken(step, operation) : [];
    if (broken === undefined) continue;
    gaps.push({ subject: scenario.id, reason: `one of its calls would break "${broken}"` });
    return false;
  }
  return true;
}

function unexpectedlyBroken({ parameters, expect, tamper }: Step, operation: Operation): readonly string[] {
  const bindings = bindingsFor(operation);
  const isKnown = Object.values(parameters).every((value) => isFillable(value, bindings));
  // Calls with a malformation, or with fixtures of another operation, cannot be checked here.
  if (tamper !== undefined || !isKnown) return [];
  const pairs = Object.entries(fillParameters(parameters, bindings));
  const request = decodeParameters(pairs, operation.shape).parameters;
  return findViolations(operation.rules, request, bindings.now)
    .filter(({ rule }) => !expect.includes(rule.error))
    .map(({ rule }) => rule.id);
}

/** The first of those with the strongest evidence. */
function surest(scenarios: readonly Scenario[]): Scenario | undefined {
  return scenarios.toSorted((a, b) => compareEvidence(a.evidence, b.evidence))[0];
}
