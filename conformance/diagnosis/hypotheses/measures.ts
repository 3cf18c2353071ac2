/** What bounds are about: numbers, lengths and counts. */
import { isArray, type Json } from '../../../contract/json.ts';
import type { Rule } from '../../../contract/schema/rules.ts';
import { utf8Length } from '../../../contract/schema/texts-and-numbers.ts';

/** What a bound is about, in the unit of the bound; undefined for a keyword without one. */
const measures: Readonly<Record<string, (value: Json) => number | undefined>> = {
  minimum: numberOf,
  maximum: numberOf,
  exclusiveMinimum: numberOf,
  exclusiveMaximum: numberOf,
  minLength: lengthOf,
  maxLength: lengthOf,
  minItems: countOf,
  maxItems: countOf,
  'x-max-bytes': (value) => (typeof value === 'string' ? utf8Length(value) : undefined),
};

function numberOf(value: Json): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function lengthOf(value: Json): number | undefined {
  return typeof value === 'string' ? [...value].length : undefined;
}

function countOf(value: Json): number | undefined {
  return isArray(value) ? value.length : undefined;
}

export function measureOf({ keyword }: Rule, value: Json | undefined): number | undefined {
  return value === undefined ? undefined : measures[keyword]?.(value);
}

export function hasMeasure({ keyword }: Rule): boolean {
  return measures[keyword] !== undefined;
}

export function isLower({ keyword }: Rule): boolean {
  return keyword.startsWith('min') || keyword === 'exclusiveMinimum';
}
