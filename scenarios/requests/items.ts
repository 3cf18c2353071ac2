/** Items of lists: each valid, as many as allowed, no two equal where that is forbidden. */
import type { Operation } from '../../contract/operation/operation.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { limitsIn, differentValues } from './values.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import { type Path } from '../../contract/schema/walk.ts';
import { enumAt, getAt, setAt, validItems, validValue, type Draft, type DraftValue } from './draft.ts';
import { arrange, onlyItem } from './placement.ts';
import { minimalRequest, repair } from './valid-requests.ts';
import { isArray, isObject } from '../../contract/json.ts';

/** A list of `count` valid items, which differ where they must. */
export function itemsFor(operation: Operation, rule: Rule, count: number): DraftValue[] {
  const usual = validValue(operation, [...rule.path, '[]']);
  if (!isObject(usual)) return validItems(operation, rule.path, count);
  const kinds = kindsOf(operation, rule.path);
  return Array.from({ length: count }, (_, index) =>
    itemWith(operation, rule, kinds ? { [kinds.property]: kinds.valueAt(index) } : {}),
  );
}

/** The greatest length of a list: `maxItems`, or the number of different items where no two may be equal. May be Infinity. */
export function mostItems(operation: Operation, path: Path): number {
  const limits = limitsIn(schemasAt(operation.request, path), 'maxItems');
  return Math.min(...limits, kindsOf(operation, path)?.count ?? Infinity, differentItems(operation, path));
}

/** The smallest length of a list, at least 1: an empty list is not sent. */
export function fewestItems(operation: Operation, path: Path): number {
  return Math.max(1, ...limitsIn(schemasAt(operation.request, path), 'minItems'));
}

/** Upper bound for the number of different items that are generated. */
const many = 64;

/** The number of different plain items where no two may be equal; Infinity where they may, or from the upper bound on. */
export function differentItems(operation: Operation, path: Path): number {
  if (!schemasAt(operation.request, path).some((schema) => schema['uniqueItems'] === true)) return Infinity;
  const usual = validValue(operation, [...path, '[]']);
  if (isObject(usual) || isArray(usual)) return Infinity;
  const found = differentValues(operation, [...path, '[]'], usual, many).length;
  return found < many ? found : Infinity;
}

export interface Kinds {
  readonly property: string;
  readonly count: number;
  /** The usual one first. */
  readonly valueAt: (index: number) => DraftValue;
}

/** The property in which items must differ; undefined where they may be equal. */
export function kindsOf(operation: Operation, path: Path): Kinds | undefined {
  const unique = schemasAt(operation.request, path).find((schema) => schema['x-unique-by'] !== undefined);
  if (!unique) return undefined;
  const property = String(unique['x-unique-by']);
  const inner = [...path, '[]', property];
  const usual = validValue(operation, inner);
  const listed = enumAt(operation, inner).filter((value) => value !== usual);
  if (listed.length > 0)
    return { property, count: listed.length + 1, valueAt: (index) => [usual, ...listed][index] ?? '' };
  const different = [usual, ...differentValues(operation, inner, usual, many).slice(1)];
  return {
    property,
    count: different.length < many ? different.length : Infinity,
    valueAt: (index) => different[index] ?? usual,
  };
}

/** An item of these values, with the members that they require added. */
export function itemWith(operation: Operation, rule: Rule, item: Draft): DraftValue {
  const draft = minimalRequest(operation);
  const place = arrange(operation, draft, { path: [...rule.path, '[]'], guards: rule.guards }, onlyItem);
  setAt(draft, place, item);
  return getAt(repair(operation, draft, place), place) ?? item;
}
