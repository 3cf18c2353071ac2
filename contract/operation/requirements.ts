/** Requirements traceability: what the page requires of a target, sentence by sentence: tested by scenarios, or excluded with a reason. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json } from '../json.ts';
import type { Operation } from './operation.ts';

export type Requirement = {
  readonly id: string;
  /** The section of the page, such as "Request parameters, DelayTime". */
  readonly where: string;
  /** The requirement, in this project's words. */
  readonly text: string;
  /** Place on the page: lines of its saved text, each followed by a dot and the number of a sentence in that line, or a range such as `280-292`. */
  readonly sentences: readonly string[];
} & (
  | { /** Scenario ids, `*` for any text. */ readonly scenarios: readonly string[] }
  | { /** Why no scenario tests it. */ readonly excluded: string }
);

/** Empty for an operation without requirements. Throws ContractError for an entry that is neither tested nor excluded. */
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
