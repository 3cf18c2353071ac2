/**
 * What each keyword of a schema demands of a value.
 *
 * JSON Schema 2020-12 where it can say it; four extensions where it cannot:
 * - `x-max-bytes`: the longest a text may be, in bytes of UTF-8.
 * - `x-unique-by`: the property that no two items of a list may share.
 * - `x-not-before: now`: a point in time that must not lie before the present second.
 * - `x-after`: a point in time that must lie after that of a sibling property, or after `now`.
 */
import { ContractError } from '../contract-error.ts';
import { parseInstant } from '../instant.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { nearest } from '../nearest.ts';

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
  type: (limit, pointer) => {
    const types = isArray(limit) ? limit : [limit];
    for (const type of types) assertType(type, pointer);
    return (value) => types.some((type) => hasType(value, type));
  },
  enum: (limit, pointer) => {
    const members = listOf(limit, pointer);
    return (value) => members.includes(value);
  },
  const: (limit) => (value) => value === limit,
  minimum: bounded((value, bound) => typeof value !== 'number' || value >= bound),
  maximum: bounded((value, bound) => typeof value !== 'number' || value <= bound),
  minLength: bounded((value, bound) => typeof value !== 'string' || [...value].length >= bound),
  maxLength: bounded((value, bound) => typeof value !== 'string' || [...value].length <= bound),
  pattern: (limit, pointer) => {
    const pattern = patternOf(limit, pointer);
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
  minItems: bounded((value, bound) => !isArray(value) || value.length >= bound),
  maxItems: bounded((value, bound) => !isArray(value) || value.length <= bound),
  required: (limit, pointer) => {
    const names = (isArray(limit) ? limit : [limit]).map((name) => textOf(name, pointer));
    return (value) => !isObject(value) || names.every((name) => value[name] !== undefined);
  },
  not: (limit, pointer) => {
    const matches = compilePredicate(limit, pointer);
    return (value, surroundings) => !matches(value, surroundings);
  },
  anyOf: (limit, pointer) => {
    const branches = listOf(limit, pointer).map((branch, index) =>
      compilePredicate(branch, pointerTo(pointer, index)),
    );
    return (value, surroundings) => branches.some((matches) => matches(value, surroundings));
  },
  'x-max-bytes': bounded((value, bound) => typeof value !== 'string' || utf8Length(value) <= bound),
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

/** What this project says of a schema beyond what it demands. */
const extensions = [
  'x-accepts',
  'x-error',
  'x-evidence',
  'x-fixture',
  'x-id',
  'x-refuses',
  'x-should-have',
  'x-source',
  'x-spellings',
  'x-title',
  'x-unit',
  'x-variables',
] as const;

/**
 * Refuse a keyword that nothing here understands: a constraint that is silently ignored would be a promise not kept.
 *
 * Throws ContractError.
 */
export function assertKnown(name: string, pointer: string): void {
  if (isKeyword(name) || applicators.has(name) || annotations.has(name)) return;
  if (name.startsWith('x-')) assertExtension(name, pointer);
  else
    throw new ContractError(
      `Failed to read schema keyword "${name}": it is not supported. Use one of ${Object.keys(keywords).join(', ')}.`,
      { pointer: pointerTo(pointer, name) },
    );
}

function assertExtension(name: string, pointer: string): void {
  const known = [...extensions, ...Object.keys(keywords).filter((keyword) => keyword.startsWith('x-'))];
  if (known.includes(name)) return;
  throw new ContractError(
    `Failed to read schema keyword "${name}": it is not known. Did you mean "${nearest(name, known)}"?`,
    { pointer: pointerTo(pointer, name) },
  );
}

/** Extensions that may be a map, from a keyword to what they say of it. */
const perKeyword = ['x-error', 'x-evidence', 'x-source', 'x-id'];

/** Extensions that are lists of values, each with an evidence of its own. */
const ofValues = ['x-accepts', 'x-refuses', 'x-spellings'];

/** Refuse in a schema's extensions what nothing here reads, as `assertKnown` does in the schema itself. Throws ContractError. */
export function assertKnownInside(schema: JsonObject, pointer: string): void {
  for (const extension of perKeyword) {
    const map = schema[extension];
    for (const name of isObject(map) ? Object.keys(map) : [])
      assertNamesKeyword(name, pointerTo(pointer, extension));
  }
  for (const extension of ofValues) {
    const list = schema[extension] ?? [];
    for (const [index, entry] of (isArray(list) ? list : []).entries())
      for (const name of isObject(entry) ? Object.keys(entry) : [])
        if (name.startsWith('x-')) assertExtension(name, pointerTo(pointerTo(pointer, extension), index));
  }
}

function assertNamesKeyword(name: string, pointer: string): void {
  const known = [...Object.keys(keywords), 'dependentRequired', 'default', 'accepts'];
  if (known.includes(name)) return;
  throw new ContractError(
    `Failed to read "${pointer.split('/').at(-1)}": "${name}" is no keyword. Did you mean "${nearest(name, known)}"?`,
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

const types: readonly Json[] = ['integer', 'number', 'string', 'boolean', 'array', 'object', 'null'];

// A limit that is not of its kind would refuse every value, or none, and nobody would be told.
function assertType(type: Json, pointer: string): void {
  if (types.includes(type)) return;
  throw new ContractError(
    `Failed to read type "${show(type)}": it is none. Use one of ${types.join(', ')}.`,
    { pointer },
  );
}

/** A keyword whose limit is a number. */
function bounded(holds: (value: Json, bound: number) => boolean): Compile {
  return (limit, pointer) => {
    const bound = numberOf(limit, pointer);
    return (value) => holds(value, bound);
  };
}

function numberOf(limit: Json, pointer: string): number {
  if (typeof limit === 'number') return limit;
  throw new ContractError(`Failed to read limit "${show(limit)}": it is no number.`, { pointer });
}

function listOf(limit: Json, pointer: string): readonly Json[] {
  if (isArray(limit)) return limit;
  throw new ContractError(`Failed to read limit "${show(limit)}": it is no list.`, { pointer });
}

function textOf(limit: Json, pointer: string): string {
  if (typeof limit === 'string') return limit;
  throw new ContractError(`Failed to read limit "${show(limit)}": it is no text.`, { pointer });
}

function patternOf(limit: Json, pointer: string): RegExp {
  try {
    return new RegExp(textOf(limit, pointer), 'u');
  } catch (cause) {
    if (cause instanceof ContractError) throw cause;
    throw new ContractError(
      `Failed to read pattern "${show(limit)}": it is no regular expression (ECMAScript, flag u).`,
      { pointer, cause },
    );
  }
}

function show(limit: Json): string {
  return typeof limit === 'string' ? limit : JSON.stringify(limit);
}

function instantOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}

const encoder = new TextEncoder();

/** The length of a text in bytes of UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
