/** Items of lists: each valid by itself, as many as may be, no two alike where that is forbidden. */
import type { Operation } from '../../contract/operation/operation.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { schemasAt, type Path } from '../../contract/schema/walk.ts';
import {
  enumAt,
  getAt,
  minimalRequest,
  repair,
  setAt,
  validValue,
  type Draft,
  type DraftValue,
} from './draft.ts';
import { arrange, onlyItem } from './placement.ts';

/** A list of so many items, each valid by itself, and told apart from the others where they have to be. */
export function itemsFor(operation: Operation, rule: Rule, count: number): DraftValue[] {
  const usual = validValue(operation, [...rule.path, '[]']);
  const kinds = kindsOf(operation, rule.path);
  return Array.from({ length: count }, (_, index) => {
    if (typeof usual === 'string') return `${usual}${index + 1}`;
    return wholeItem(operation, rule, kinds ? { [kinds.property]: kinds.valueAt(index) } : {});
  });
}

/** The most items that a list can have: as many as are allowed, or as there are kinds where no two may be of one. May be Infinity. */
export function mostItems(operation: Operation, path: Path): number {
  const limits = schemasAt(operation.request, path).flatMap(({ maxItems }) =>
    typeof maxItems === 'number' ? [maxItems] : [],
  );
  return Math.min(...limits, kindsOf(operation, path)?.count ?? Infinity);
}

export interface Kinds {
  readonly property: string;
  readonly count: number;
  /** The usual one first. */
  readonly valueAt: (index: number) => DraftValue;
}

/** What no two items of a list may share; undefined where they may be alike. */
export function kindsOf(operation: Operation, path: Path): Kinds | undefined {
  const unique = schemasAt(operation.request, path).find((schema) => schema['x-unique-by'] !== undefined);
  if (!unique) return undefined;
  const property = String(unique['x-unique-by']);
  const usual = validValue(operation, [...path, '[]', property]);
  const listed = enumAt(operation, [...path, '[]', property]).filter((value) => value !== usual);
  return listed.length === 0
    ? {
        property,
        count: Infinity,
        valueAt: (index) => (index === 0 ? usual : `${String(usual)}${index + 1}`),
      }
    : { property, count: listed.length + 1, valueAt: (index) => [usual, ...listed][index] ?? '' };
}

/** An item with all that it has to have beside what it says itself. */
function wholeItem(operation: Operation, rule: Rule, item: Draft): DraftValue {
  const draft = minimalRequest(operation);
  const place = arrange(operation, draft, { path: [...rule.path, '[]'], guards: rule.guards }, onlyItem);
  setAt(draft, place, item);
  return getAt(repair(operation, draft, place), place) ?? item;
}
