/** All scenarios of an operation, generated from its contract: the same contract always gives the same ones. */
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { acceptedScenarios } from './accepted.ts';
import { answerScenarios } from './answers.ts';
import { combinationScenarios } from './combinations.ts';
import { rateLimitScenarios } from './rate-limit.ts';
import type { Scenario } from './scenario.ts';
import { leavesNothing, mixedScenario, stateScenarios } from './state.ts';
import { violationScenarios } from './violations.ts';

/**
 * Generate scenarios in the order in which they are run; what overloads a target comes last.
 *
 * Throws where the contract contradicts itself: a rule that cannot be broken alone, an example that is refused.
 */
export function generateScenarios(operation: Operation, contract: Contract): readonly Scenario[] {
  const violations = violationScenarios(operation);
  const act = violations.find(({ evidence }) => evidence === 'stated')?.act;
  const refused = act?.kind === 'sequence' ? act.steps[0] : undefined;
  const scenarios = [
    ...acceptedScenarios(operation),
    ...violations,
    ...combinationScenarios(operation),
    ...stateScenarios(operation, contract),
    ...leavesNothing(operation, violations),
    ...mixedScenario(operation, violations),
    ...answerScenarios(operation, refused),
    ...rateLimitScenarios(operation, refused),
  ];
  const twice = scenarios.find(({ id }, index) => scenarios.findIndex((other) => other.id === id) !== index);
  if (twice)
    throw new Error(
      `Failed to name scenario "${twice.id}": two scenarios have that id. Give one an "x-id" in the contract.`,
    );
  return scenarios;
}
