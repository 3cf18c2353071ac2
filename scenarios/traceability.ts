/** Traceability: the page's requirements and the scenarios that test them. */
import { ContractError } from '../contract/contract-error.ts';
import type { Operation } from '../contract/operation/operation.ts';
import { requirementsOf, type Requirement } from '../contract/operation/requirements.ts';
import { globToRegExp } from './scenario/glob.ts';
import type { Scenario } from './scenario/scenario.ts';

/** Each requirement of the page with the ids of its scenarios. Throws ContractError for a pattern that matches no scenario: the requirement would be untested. */
export function traceRequirements(
  operation: Operation,
  scenarios: readonly Scenario[],
): readonly Requirement[] {
  const ids = scenarios.map(({ id }) => id);
  return requirementsOf(operation).map((requirement) => {
    if ('excluded' in requirement) return requirement;
    const matched = requirement.scenarios.flatMap((glob) => {
      const pattern = globToRegExp(glob);
      const found = ids.filter((id) => pattern.test(id));
      if (found.length > 0) return found;
      throw new ContractError(
        `Failed to trace requirement "${requirement.id}": no scenario is like "${glob}". Correct the pattern, or exclude the requirement with a reason.`,
      );
    });
    return { ...requirement, scenarios: [...new Set(matched)] };
  });
}
