/** From the page's sentences to the scenarios that test them. */
import type { Operation } from '../contract/operation/operation.ts';
import { promisesOf, type Promised } from '../contract/operation/promises.ts';
import { globToRegExp } from './scenario/glob.ts';
import type { Scenario } from './scenario/scenario.ts';

/** Each promise of the page with the ids of its scenarios. Throws for a pattern that no scenario has: the promise would be untested. */
export function tracePromises(operation: Operation, scenarios: readonly Scenario[]): readonly Promised[] {
  const ids = scenarios.map(({ id }) => id);
  return promisesOf(operation).map((promise) => {
    if ('excluded' in promise) return promise;
    const matched = promise.scenarios.flatMap((glob) => {
      const pattern = globToRegExp(glob);
      const found = ids.filter((id) => pattern.test(id));
      if (found.length > 0) return found;
      throw new Error(
        `Failed to trace promise "${promise.id}": no scenario is like "${glob}". Correct the pattern, or exclude the promise with a reason.`,
      );
    });
    return { ...promise, scenarios: [...new Set(matched)] };
  });
}
