/** Which scenarios a run plays. */
import { globToRegExp } from '../../scenarios/scenario/glob.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';

/** `index` from 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * `only` matched no scenario.
 *
 *     const explain = (error: unknown): string =>
 *       error instanceof SelectionError ? error.message : String(error);
 */
export class SelectionError extends Error {
  override readonly name = 'SelectionError';
  readonly code = 'ERR_SELECTION';
}

/**
 * Throws SelectionError where a pattern matches no scenario.
 *
 *     const contract = readContract();
 *     const scenarios = generateScenarios(mainOperation(contract), contract);
 *     const chosen = selectScenarios(scenarios, ['delay-time/*']);
 */
export function select(scenarios: readonly Scenario[], only: readonly string[]): readonly Scenario[] {
  if (only.length === 0) return scenarios;
  const patterns = only.map((glob) => ({ glob, pattern: globToRegExp(glob) }));
  const idle = patterns.find(({ pattern }) => !scenarios.some(({ id }) => pattern.test(id)));
  if (idle)
    throw new SelectionError(
      `Failed to select "${idle.glob}": no scenario has such an id. List them with "understudy scenarios".`,
    );
  return scenarios.filter(({ id }) => patterns.some(({ pattern }) => pattern.test(id)));
}

/** Every Nth scenario, from the Ith on; each scenario is in exactly one of the N shards. */
export function shardOf<T>(scenarios: readonly T[], { index, count }: Shard): readonly T[] {
  return scenarios.filter((_, position) => position % count === index - 1);
}
