/** Requirements traceability: what the page says that a target must do, sentence by sentence: tested by scenarios, or excluded with the reason. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json } from '../json.ts';
import type { Operation } from './operation.ts';

export type Requirement = {
  readonly id: string;
  /** The section of the page, such as "Request parameters, DelayTime". */
  readonly where: string;
  /** What the sentence requires, in our words. */
  readonly text: string;
  /** Where the page says so: lines of its text as saved, each with a dot and a sentence of that line, or a range such as `280-292`. */
  readonly sentences: readonly string[];
} & (
  | { /** Scenario ids, `*` for any text. */ readonly scenarios: readonly string[] }
  | { /** Why no scenario tests it. */ readonly excluded: string }
);

/** Empty for an operation whose page was not read sentence by sentence. Throws ContractError for an entry that is neither tested nor excluded. */
export function requirementsOf({ document }: Operation): readonly Requirement[] {
  const pointer = '/paths/~1/post/x-requirements';
  const requirements = ['paths', '/', 'post', 'x-requirements'].reduce<Json | undefined>(
    (value, step) => (value !== undefined && isObject(value) ? value[step] : undefined),
    document,
  );
  return (requirements !== undefined && isArray(requirements) ? requirements : []).map((entry, index) =>
    readRequirement(entry, pointerTo(pointer, index)),
  );
}

function readRequirement(entry: Json, pointer: string): Requirement {
  const { id, where, text, sentences: listed = [], scenarios, excluded } = isObject(entry) ? entry : {};
  const sentences = isArray(listed) ? listed.map(String) : [];
  if (typeof id === 'string' && typeof where === 'string' && typeof text === 'string') {
    if (typeof excluded === 'string' && scenarios === undefined)
      return { id, where, text, sentences, excluded };
    if (scenarios !== undefined && isArray(scenarios) && scenarios.length > 0 && excluded === undefined) {
      return { id, where, text, sentences, scenarios: scenarios.map(String) };
    }
  }
  throw new ContractError(
    'Failed to read requirement: it needs "id", "where", "text", and either "scenarios" or "excluded" with a reason.',
    { pointer },
  );
}
