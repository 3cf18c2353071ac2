/** All scenarios of an operation, generated from its contract: the same contract always gives the same ones. */
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
import type { Scenario } from './scenario/scenario.ts';
import { listsNothing, listingScenarios } from './families/listing.ts';
import { leavesNothing, mixedScenario, stateScenarios } from './families/state.ts';
import { lifecycleScenarios } from './sequences/fixed-sequences.ts';
import { violationScenarios } from './families/violations.ts';

/**
 * Generate scenarios in the order in which they are run; what overloads a target comes last.
 *
 * Throws where the contract contradicts itself: a rule that cannot be broken alone, an example that is refused.
 */
export function generateScenarios(operation: Operation, contract: Contract): readonly Scenario[] {
  const violations = violationScenarios(operation);
  const act = surest(violations)?.act;
  const refused = act?.kind === 'sequence' ? act.steps[0] : undefined;
  const ofState = [
    ...stateScenarios(operation, contract),
    ...recordScenarios(operation, contract),
    ...listingScenarios(operation, contract),
    ...leavesNothing(operation, violations),
    ...listsNothing(operation, violations, contract),
    ...lifecycleScenarios(operation, contract, violations),
    ...mixedScenario(operation, violations),
  ];
  const prepared = (some: readonly Scenario[]) => prepare(some, operation, contract);
  const scenarios = [
    ...prepared([
      ...acceptedScenarios(operation),
      ...pairwiseScenarios(operation),
      ...violations,
      ...combinationScenarios(operation),
      ...transitionScenarios(operation),
    ]),
    // What is about records says itself which ones it needs.
    ...(operation.effect?.kind === 'create' ? prepared(ofState) : ofState),
    ...prepared([...answerScenarios(operation, refused), ...rateLimitScenarios(operation, refused)]),
  ];
  const twice = scenarios.find(({ id }, index) => scenarios.findIndex((other) => other.id === id) !== index);
  if (twice)
    throw new Error(
      `Failed to name scenario "${twice.id}": two scenarios have that id. Give one an "x-id" in the contract.`,
    );
  return scenarios;
}

/** The first of those that are as sure as any. */
function surest(scenarios: readonly Scenario[]): Scenario | undefined {
  return scenarios.toSorted((a, b) => compareEvidence(a.evidence, b.evidence))[0];
}
