/**
 * For each keyword of a schema: its check, and the name of a violation. Values that may fix one: `mend.ts`.
 *
 * The keywords of JSON Schema 2020-12, and four extensions:
 * - `x-max-bytes`: the greatest length of a text, in bytes of UTF-8.
 * - `x-unique-by`: the property in which all items of a list must differ.
 * - `x-not-before: now`: a point in time that must not lie before the present second.
 * - `x-after`: a point in time that must lie after that of a sibling property, or after `now`.
 *
 * How a rule of each keyword is broken on purpose, and the values just inside the boundary: `scenarios/keywords/keyword-cases.ts`.
 */
import { ContractError } from '../contract-error.ts';
import { parseInstant } from './instant.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { formatNames, formats } from './formats.ts';
import { isKeyword, type Keyword } from './keyword-names.ts';
import { assertKnown } from './known-words.ts';
import { hasType, listOf, numberOf, patternOf, textOf, typesOf, wordOf } from './limits.ts';
import { kebab, multipleNear, utf8Length } from './texts-and-numbers.ts';
import { partsOf } from './walk.ts';

/**
 * Whether a value satisfies a keyword. As in JSON Schema, values of a type that a keyword does not apply to satisfy it.
 *
 * `now` in milliseconds since the epoch; `parent` is the object or list that holds the value. Assertions are made of every
 * value of every request, so that they allocate nothing.
 */
export type Assertion = (value: Json, now: number, parent?: Json) => boolean;

export interface KeywordDefinition {
  /** Reads the limit once. Throws ContractError for a limit of the wrong kind. */
  readonly compile: (limit: Json, pointer: string) => Assertion;
  /** The name of a violation, in the ids of rules. */
  readonly violation: (limit: Json) => string;
}

export const keywords: Readonly<Record<Keyword, KeywordDefinition>> = {
  type: {
    compile: (limit, pointer) => {
      const types = typesOf(limit, pointer);
      const [only] = types;
      if (only && types.length === 1) return (value) => hasType(value, only);
      return (value) => types.some((type) => hasType(value, type));
    },
    violation: () => 'wrong-type',
  },
  enum: {
    compile: (limit, pointer) => {
      const members = listOf(limit, pointer);
      return (value) => members.includes(value);
    },
    violation: () => 'unknown-value',
  },
  const: {
    compile: (limit) => (value) => value === limit,
    violation: () => 'unknown-value',
  },
  minimum: {
    compile: aboutNumbers((value, bound) => value >= bound),
    violation: () => 'below-minimum',
  },
  maximum: {
    compile: aboutNumbers((value, bound) => value <= bound),
    violation: () => 'above-maximum',
  },
  exclusiveMinimum: {
    compile: aboutNumbers((value, bound) => value > bound),
    violation: () => 'not-above-minimum',
  },
  exclusiveMaximum: {
    compile: aboutNumbers((value, bound) => value < bound),
    violation: () => 'not-below-maximum',
  },
  multipleOf: {
    compile: (limit, pointer) => {
      const step = numberOf(limit, pointer);
      if (step <= 0)
        throw new ContractError('Failed to read "multipleOf": it is not above 0. Write a number above 0.', {
          pointer,
        });
      return (value) => typeof value !== 'number' || multipleNear(value, step) === value;
    },
    violation: (limit) => `not-a-multiple-of-${String(limit).replace('.', '-')}`,
  },
  minLength: {
    // A character has one or two UTF-16 units: characters are counted only if the number of units leaves the result open.
    compile: aboutTexts(
      (text, bound) => text.length >= bound && (text.length >= 2 * bound || [...text].length >= bound),
    ),
    violation: () => 'too-short',
  },
  maxLength: {
    compile: aboutTexts((text, bound) => text.length <= bound || [...text].length <= bound),
    violation: () => 'too-long',
  },
  pattern: {
    compile: (limit, pointer) => {
      const pattern = patternOf(limit, pointer);
      return (value) => typeof value !== 'string' || pattern.test(value);
    },
    violation: () => 'malformed',
  },
  format: {
    compile: (limit, pointer) => formats[wordOf('format', limit, formatNames, pointer)].holds,
    violation: () => 'impossible',
  },
  minItems: {
    compile: aboutLists((list, bound) => list.length >= bound),
    violation: () => 'too-few',
  },
  maxItems: {
    compile: aboutLists((list, bound) => list.length <= bound),
    violation: () => 'too-many',
  },
  uniqueItems: {
    compile: (limit, pointer) => {
      if (typeof limit !== 'boolean')
        throw new ContractError(
          'Failed to read "uniqueItems": it is not true or false. Write one of the two.',
          { pointer },
        );
      return (value) => !limit || !isArray(value) || areDistinct(value);
    },
    violation: () => 'repeated-item',
  },
  required: {
    compile: (limit, pointer) => {
      const names = (isArray(limit) ? limit : [limit]).map((name) => textOf(name, pointer));
      const [only] = names;
      if (only !== undefined && names.length === 1)
        return (value) => !isObject(value) || value[only] !== undefined;
      return (value) => !isObject(value) || names.every((name) => value[name] !== undefined);
    },
    violation: () => 'missing',
  },
  not: {
    compile: (limit, pointer) => {
      const matches = compilePredicate(limit, pointer);
      return (value, now, parent) => !matches(value, now, parent);
    },
    violation: () => 'reserved',
  },
  anyOf: {
    compile: (limit, pointer) => {
      const branches = listOf(limit, pointer).map((branch, index) =>
        compilePredicate(branch, pointerTo(pointer, index)),
      );
      return (value, now, parent) => {
        for (const matches of branches) if (matches(value, now, parent)) return true;
        return false;
      };
    },
    violation: () => 'none-given',
  },
  'x-max-bytes': {
    // A unit is at most three bytes.
    compile: aboutTexts((text, bound) => text.length * 3 <= bound || utf8Length(text) <= bound),
    violation: () => 'too-many-bytes',
  },
  'x-unique-by': {
    compile: (limit, pointer) => {
      const property = textOf(limit, pointer);
      return (value) => {
        if (!isArray(value) || value.length < 2) return true;
        const members: Json[] = [];
        for (const item of value) {
          const member = isObject(item) ? item[property] : undefined;
          if (member !== undefined) members.push(member);
        }
        return areDistinct(members);
      };
    },
    violation: () => 'repeated',
  },
  'x-not-before': {
    compile: (limit, pointer) => {
      wordOf('x-not-before', limit, ['now'], pointer);
      return (value, now) => {
        const instant = instantOf(value);
        return instant === undefined || instant >= Math.floor(now / 1000) * 1000;
      };
    },
    violation: () => 'before-now',
  },
  'x-after': {
    compile: (limit, pointer) => {
      const name = textOf(limit, pointer);
      return (value, now, parent) => {
        const instant = instantOf(value);
        const bound = name === 'now' ? now : instantOf(isObject(parent) ? parent[name] : undefined);
        return instant === undefined || bound === undefined || instant > bound;
      };
    },
    violation: (limit) => `not-after-${kebab(String(limit))}`,
  },
};

/** Whether a value satisfies a whole schema, without reasons. For `if`, `not` and `anyOf`. Throws ContractError. */
export function compilePredicate(schema: Json, pointer: string): Assertion {
  if (!isObject(schema))
    throw new ContractError('Failed to read schema: it is not an object. Write an object.', { pointer });
  const own = Object.entries(schema).flatMap(([name, limit]) => {
    assertKnown(name, pointer);
    return isKeyword(name) ? [keywords[name].compile(limit, pointerTo(pointer, name))] : [];
  });
  const holds = [...own, ...compileParts(schema, pointer)];
  const [only] = holds;
  if (only && holds.length === 1) return only;
  return (value, now, parent) => {
    for (const one of holds) if (!one(value, now, parent)) return false;
    return true;
  };
}

function compileParts(schema: JsonObject, pointer: string): readonly Assertion[] {
  if (schema['dependentRequired'] !== undefined)
    throw new ContractError(
      'Failed to read schema keyword "dependentRequired": it cannot stand inside if, not or anyOf. Write "anyOf" and "required".',
      { pointer: pointerTo(pointer, 'dependentRequired') },
    );
  return partsOf(schema, pointer).map((part): Assertion => {
    const matches = compilePredicate(part.schema, part.pointer);
    switch (part.about) {
      case 'member':
        return (value, now) => {
          const member = isObject(value) ? value[part.name] : undefined;
          return member === undefined || matches(member, now, value);
        };
      case 'item':
        return (value, now) => !isArray(value) || value.every((item) => matches(item, now, value));
      case 'same': {
        const { condition } = part;
        if (!condition) return matches;
        const counts = compilePredicate(condition.schema, condition.pointer);
        return (value, now, parent) =>
          counts(value, now, parent) !== condition.wanted || matches(value, now, parent);
      }
    }
  });
}

function aboutNumbers(holds: (value: number, bound: number) => boolean): KeywordDefinition['compile'] {
  return (limit, pointer) => {
    const bound = numberOf(limit, pointer);
    return (value) => typeof value !== 'number' || holds(value, bound);
  };
}

function aboutTexts(holds: (text: string, bound: number) => boolean): KeywordDefinition['compile'] {
  return (limit, pointer) => {
    const bound = numberOf(limit, pointer);
    return (value) => typeof value !== 'string' || holds(value, bound);
  };
}

function aboutLists(holds: (list: readonly Json[], bound: number) => boolean): KeywordDefinition['compile'] {
  return (limit, pointer) => {
    const bound = numberOf(limit, pointer);
    return (value) => !isArray(value) || holds(value, bound);
  };
}

function areDistinct(values: readonly Json[]): boolean {
  const isFlat = values.every((value) => typeof value !== 'object');
  if (!isFlat) return distinct(values).length === values.length;
  // Of a few, each is compared with each: a set of them costs more than all other rules together.
  if (values.length <= 8) return values.every((value, index) => values.indexOf(value) === index);
  return new Set(values).size === values.length;
}

/** Of several that are alike, the last. */
export function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function instantOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}
