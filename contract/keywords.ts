/**
 * What each keyword of a schema demands of a value.
 *
 * JSON Schema 2020-12 where it can say it; four extensions where it cannot:
 * - `x-max-bytes`: the longest a text may be, in bytes of UTF-8.
 * - `x-unique-by`: the property that no two items of a list may share.
 * - `x-not-before: now`: a point in time that must not lie before the present second.
 * - `x-after`: a point in time that must lie after that of a sibling property, or after `now`.
 */
import { ContractError } from './contract-error.ts';
import { parseInstant } from './instant.ts';
import { isArray, isObject, pointerTo, type Json } from './json.ts';

export interface Surroundings {
  /** The object or list that holds the value. */
  readonly parent: Json | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Whether a value satisfies a keyword. As in JSON Schema, values of a type that a keyword is not about satisfy it. */
export type Assertion = (value: Json, surroundings: Surroundings) => boolean;

type Compile = (limit: Json, pointer: string) => Assertion;

export const keywords = {
  type: (limit) => {
    const types = isArray(limit) ? limit : [limit];
    return (value) => types.some((type) => hasType(value, type));
  },
  enum: (limit) => {
    const members = isArray(limit) ? limit : [];
    return (value) => members.includes(value);
  },
  const: (limit) => (value) => value === limit,
  minimum: (limit) => (value) => typeof value !== 'number' || value >= Number(limit),
  maximum: (limit) => (value) => typeof value !== 'number' || value <= Number(limit),
  minLength: (limit) => (value) => typeof value !== 'string' || [...value].length >= Number(limit),
  maxLength: (limit) => (value) => typeof value !== 'string' || [...value].length <= Number(limit),
  pattern: (limit) => {
    const pattern = new RegExp(String(limit), 'u');
    return (value) => typeof value !== 'string' || pattern.test(value);
  },
  format: (limit, pointer) => {
    if (limit === 'date-time')
      return (value) => typeof value !== 'string' || parseInstant(value) !== undefined;
    throw new ContractError(
      `Failed to read "format": "${String(limit)}" is not known. Use "date-time", or "pattern".`,
      { pointer },
    );
  },
  minItems: (limit) => (value) => !isArray(value) || value.length >= Number(limit),
  maxItems: (limit) => (value) => !isArray(value) || value.length <= Number(limit),
  required: (limit) => {
    const names = isArray(limit) ? limit : [limit];
    return (value) => !isObject(value) || names.every((name) => value[String(name)] !== undefined);
  },
  not: (limit, pointer) => {
    const matches = compilePredicate(limit, pointer);
    return (value, surroundings) => !matches(value, surroundings);
  },
  anyOf: (limit, pointer) => {
    const branches = (isArray(limit) ? limit : []).map((branch, index) =>
      compilePredicate(branch, pointerTo(pointer, index)),
    );
    return (value, surroundings) => branches.some((matches) => matches(value, surroundings));
  },
  'x-max-bytes': (limit) => (value) => typeof value !== 'string' || utf8Length(value) <= Number(limit),
  'x-unique-by': (limit) => (value) => {
    if (!isArray(value)) return true;
    const seen = value
      .map((item) => (isObject(item) ? item[String(limit)] : undefined))
      .filter((member) => member !== undefined);
    return new Set(seen).size === seen.length;
  },
  'x-not-before': (limit, pointer) => {
    if (limit !== 'now')
      throw new ContractError('Failed to read "x-not-before": only "now" is known.', { pointer });
    return (value, { now }) => {
      const instant = instantOf(value);
      return instant === undefined || instant >= Math.floor(now / 1000) * 1000;
    };
  },
  'x-after':
    (limit) =>
    (value, { parent, now }) => {
      const instant = instantOf(value);
      const bound = limit === 'now' ? now : instantOf(isObject(parent) ? parent[String(limit)] : undefined);
      return instant === undefined || bound === undefined || instant > bound;
    },
} as const satisfies Record<string, Compile>;

export type Keyword = keyof typeof keywords;

export function isKeyword(name: string): name is Keyword {
  return Object.hasOwn(keywords, name);
}

/** Keywords that hold other schemas for the same value or its parts; `rules.ts` walks into them. */
export const applicators = new Set([
  'properties',
  'items',
  'allOf',
  'if',
  'then',
  'else',
  'dependentRequired',
]);

const annotations = new Set([
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  '$comment',
  '$ref',
]);

/**
 * Refuse a keyword that nothing here understands: a constraint that is silently ignored would be a promise not kept.
 *
 * Throws ContractError.
 */
export function assertKnown(name: string, pointer: string): void {
  if (isKeyword(name) || applicators.has(name) || annotations.has(name) || name.startsWith('x-')) return;
  throw new ContractError(
    `Failed to read schema keyword "${name}": it is not supported. Use one of ${Object.keys(keywords).join(', ')}.`,
    { pointer: pointerTo(pointer, name) },
  );
}

/** Whether a value satisfies a whole schema, without saying why not. For `if`, `not` and `anyOf`. */
export function compilePredicate(schema: Json, pointer: string): Assertion {
  if (!isObject(schema)) throw new ContractError('Failed to read schema: it is not an object.', { pointer });
  const parts: Assertion[] = [];
  for (const [name, limit] of Object.entries(schema)) {
    const at = pointerTo(pointer, name);
    assertKnown(name, pointer);
    if (isKeyword(name)) parts.push(keywords[name](limit, at));
    else if (name === 'properties') parts.push(compileProperties(limit, at));
    else if (name === 'allOf' && isArray(limit)) {
      parts.push(...limit.map((part, index) => compilePredicate(part, pointerTo(at, index))));
    } else if (applicators.has(name)) {
      throw new ContractError(
        `Failed to read schema keyword "${name}": it cannot stand inside if, not or anyOf.`,
        { pointer: at },
      );
    }
  }
  return (value, surroundings) => parts.every((holds) => holds(value, surroundings));
}

function compileProperties(properties: Json, pointer: string): Assertion {
  const tests = Object.entries(isObject(properties) ? properties : {}).map(
    ([name, schema]) => [name, compilePredicate(schema, pointerTo(pointer, name))] as const,
  );
  return (value, { now }) => {
    if (!isObject(value)) return true;
    return tests.every(([name, matches]) => {
      const member = value[name];
      return member === undefined || matches(member, { parent: value, now });
    });
  };
}

function hasType(value: Json, type: Json): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return isArray(value);
    case 'object':
      return isObject(value);
    default:
      return value === null;
  }
}

function instantOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}

const encoder = new TextEncoder();

/** The length of a text in bytes of UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
