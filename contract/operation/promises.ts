/** What the page promises, sentence by sentence: tested by scenarios, or excluded with the reason. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json } from '../json.ts';
import type { Operation } from './operation.ts';

export type Promised = {
  readonly id: string;
  /** The section of the page, such as "Request parameters, DelayTime". */
  readonly where: string;
  /** What it promises, in our words. */
  readonly text: string;
} & (
  | { /** Scenario ids, `*` for any text. */ readonly scenarios: readonly string[] }
  | { /** Why no scenario tests it. */ readonly excluded: string }
);

/** Empty for an operation whose page was not read sentence by sentence. Throws ContractError for a promise that is neither. */
export function promisesOf({ document }: Operation): readonly Promised[] {
  const pointer = '/paths/~1/post/x-promises';
  const promises = ['paths', '/', 'post', 'x-promises'].reduce<Json | undefined>(
    (value, step) => (value !== undefined && isObject(value) ? value[step] : undefined),
    document,
  );
  return (promises !== undefined && isArray(promises) ? promises : []).map((entry, index) =>
    readPromise(entry, pointerTo(pointer, index)),
  );
}

function readPromise(entry: Json, pointer: string): Promised {
  const { id, where, text, scenarios, excluded } = isObject(entry) ? entry : {};
  if (typeof id === 'string' && typeof where === 'string' && typeof text === 'string') {
    if (typeof excluded === 'string' && scenarios === undefined) return { id, where, text, excluded };
    if (scenarios !== undefined && isArray(scenarios) && scenarios.length > 0 && excluded === undefined) {
      return { id, where, text, scenarios: scenarios.map(String) };
    }
  }
  throw new ContractError(
    'Failed to read promise: it wants "id", "where", "text", and either "scenarios" or "excluded" with a reason.',
    { pointer },
  );
}
