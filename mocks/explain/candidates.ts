/** Values that might be accepted in place of one that is refused: drawn from the rule, from its schema, or from the state. */
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Place, Violation } from '../../contract/schema/rules.ts';

/** Another value at one place of a request; undefined for none at all. */
export interface Change {
  readonly at: Place;
  readonly to: Json | undefined;
}

/** What may mend a broken rule, the nearest to what was asked first. */
export function candidatesFor(
  operation: Operation,
  { rule, at, value }: Violation,
  now: number,
): readonly Change[] {
  if (rule.keyword === 'required')
    return goodValues(schemaAt(operation.request, at)).map((to) => ({ at, to }));
  const others = [
    ...mendedValues(rule.keyword, rule.limit, value, now),
    ...goodValues(schemaAt(operation.request, at)),
  ];
  const inPlace = [...others, undefined].map((to) => ({ at, to }));
  const items = isArray(value) ? value.map((_, index) => ({ at: [...at, index], to: undefined })) : [];
  return [...items, ...inPlace];
}

/**
 * What may help where the state is in the way: other values of the parameters that name the record. Where a record is missing,
 * the contract's examples come first; where one is in the way, a name beside its own.
 */
export function candidatesForState(
  operation: Operation,
  error: string,
  key: readonly string[],
  parameters: JsonObject,
): readonly Change[] {
  const isMissing = operation.preconditions.some((one) => one.error === error && one.kind === 'present');
  return key.flatMap((name) => {
    const value = parameters[name];
    const examples = goodValues(propertyOf(operation.request, name)).filter((other) => other !== value);
    const renamed = typeof value === 'string' && /^[\w.-]+$/.test(value) ? [`${value}-2`] : [];
    const others = isMissing ? [...examples, ...renamed] : [...renamed, ...examples];
    return [...others, ...(value === undefined ? [] : [undefined])].map((to) => ({ at: [name], to }));
  });
}

/** A request with a change; what is changed stays as it was. */
export function applyChange(parameters: JsonObject, { at, to }: Change): JsonObject {
  return change(parameters, at, to) as JsonObject; // an object stays one, but for its members
}

function change(value: Json | undefined, [step, ...rest]: Place, to: Json | undefined): Json | undefined {
  if (step === undefined) return to;
  if (isArray(value)) {
    const index = Number(step);
    const item = change(value[index], rest, to);
    return item === undefined ? value.toSpliced(index, 1) : value.with(index, item);
  }
  const { [String(step)]: old, ...others } = isObject(value) ? value : {};
  const member = change(old, rest, to);
  return member === undefined ? others : { ...others, [String(step)]: member };
}

/** What the keyword itself says would do. */
function mendedValues(keyword: string, limit: Json, value: Json | undefined, now: number): readonly Json[] {
  switch (keyword) {
    case 'enum':
      return isArray(limit) ? limit.toSorted((a, b) => distance(a, value) - distance(b, value)) : [];
    case 'const':
    case 'minimum':
    case 'maximum':
      return [limit];
    case 'type':
      return typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? [Number(value)] : [];
    case 'maxLength':
    case 'x-max-bytes':
      return typeof value === 'string' ? [shortened(value, Number(limit))] : [];
    case 'maxItems':
      return isArray(value) ? [value.slice(0, Number(limit))] : [];
    case 'format':
    case 'x-not-before':
    case 'x-after':
      return [1, 3600, 86_400].map((seconds) => instantText(later(now, value) + seconds * 1000));
    default:
      return [];
  }
}

/** What the schema shows of good values. */
function goodValues(schema: JsonObject): readonly Json[] {
  const { examples, enum: members, minimum, properties } = schema;
  const fixture = isObject(schema['x-fixture']) ? schema['x-fixture']['value'] : undefined;
  const accepted = isArray(schema['x-accepts']) ? schema['x-accepts'] : [];
  const values = [
    fixture,
    schema['default'],
    schema['const'],
    ...(isArray(examples) ? examples : []),
    ...accepted.map((one) => (isObject(one) ? one['value'] : undefined)),
    ...(isArray(members) ? members : []),
    minimum,
    schema['type'] === 'integer' ? 1 : undefined,
    ...(isObject(properties) ? [filled(schema)] : []),
    ...(isObject(schema['items']) ? goodValues(schema['items']).map((item) => [item]) : []),
  ];
  return values.filter((value) => value !== undefined);
}

/** An object with all members that it has to have. */
function filled(schema: JsonObject): JsonObject {
  const names = isArray(schema['required']) ? schema['required'].map(String) : [];
  return Object.fromEntries(
    names.flatMap((name) =>
      goodValues(propertyOf(schema, name))
        .slice(0, 1)
        .map((value) => [name, value]),
    ),
  );
}

function propertyOf(schema: JsonObject, name: string): JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const found = properties[name];
  return isObject(found) ? found : {};
}

/** What the schema says of a place, apart from what it says under conditions. */
function schemaAt(schema: JsonObject, at: Place): JsonObject {
  return at.reduce<JsonObject>((around, step) => {
    const items = around['items'];
    return typeof step === 'number' ? (isObject(items) ? items : {}) : propertyOf(around, step);
  }, schema);
}

function later(now: number, value: Json | undefined): number {
  const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? now : Math.max(now, instant);
}

function instantText(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** At most so many bytes, and so many characters, without half a character. */
function shortened(text: string, limit: number): string {
  const encoder = new TextEncoder();
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > limit) break;
    kept += character;
  }
  return kept;
}

/** How far two values are apart: numbers by their difference, texts by what they do not share. */
function distance(a: Json, b: Json | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b);
  const [one, other] = [String(a).toLowerCase(), String(b).toLowerCase()];
  if (one === other) return 0;
  const common = [...one].filter((character, index) => other[index] === character).length;
  return 1 + Math.max(one.length, other.length) - common;
}
