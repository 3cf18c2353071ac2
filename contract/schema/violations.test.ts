import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { compileRules, type Rule } from './rules.ts';
import { findViolations } from './violations.ts';

const now = Date.UTC(2026, 0, 1);

test('tells which rule a request breaks, where, and which error that means', () => {
  const rules = compileRules({
    type: 'object',
    properties: { Size: { type: 'integer', maximum: 10, 'x-error': 'InvalidSize' } },
  });

  const [violation] = findViolations(rules, { Size: 11 }, now);

  expect(violation).toMatchObject({ at: ['Size'], value: 11 });
  expect(violation?.rule).toMatchObject({
    id: 'size/above-maximum',
    error: 'InvalidSize',
    keyword: 'maximum',
    limit: 10,
  });
});

test('finds nothing in a request that breaks no rule', () => {
  const rules = compileRules({
    properties: { Size: { type: 'integer', maximum: 10, 'x-error': 'InvalidSize' } },
  });

  expect(findViolations(rules, { Size: 10 }, now)).toStrictEqual([]);
  expect(findViolations(rules, {}, now)).toStrictEqual([]);
});

test('what was found of one request stays as it was, whatever is asked after it', () => {
  const rules = compileRules({
    properties: { Size: { type: 'integer', maximum: 10, 'x-error': 'InvalidSize' } },
  });
  const nothing = findViolations(rules, { Size: 10 }, now);
  const one = findViolations(rules, { Size: 11 }, now);
  findViolations(rules, { Size: 12 }, now);

  expect(nothing).toStrictEqual([]);
  expect(one).toMatchObject([{ value: 11 }]);
});

test('looks at each item of a list, and at nothing else', () => {
  const rules = compileRules({
    properties: { Tags: { items: { type: 'integer', enum: [1, 2], 'x-error': 'InvalidTag' } } },
  });

  expect(findViolations(rules, { Tags: [] }, now)).toStrictEqual([]);
  expect(findViolations(rules, { Tags: [1, 2, 1] }, now)).toStrictEqual([]);
  expect(findViolations(rules, { Tags: 'no list' }, now)).toStrictEqual([]);
  expect(placesIn(rules, { Tags: [1, 3] })).toStrictEqual([['tags/unknown-value', 'Tags', 1]]);
});

test('looks for members in objects only', () => {
  const size = { properties: { length: { minimum: 5, 'x-error': 'InvalidSize' } } };
  const rules = compileRules({ properties: { Name: size, Names: { items: size } } });

  expect(placesIn(rules, { Name: 'abc', Names: [null, 'abc', ['abc']] })).toStrictEqual([]);
  expect(placesIn(rules, { Names: [{ length: 4 }] })).toStrictEqual([
    ['names/length/below-minimum', 'Names', 0, 'length'],
  ]);
});

test('finds every violation, in the order of the rules and then of the request', () => {
  const rules = compileRules({
    properties: {
      A: { minimum: 1, 'x-error': 'InvalidA' },
      B: { type: 'array', items: { minimum: 1, maximum: 3, 'x-error': 'InvalidB' } },
    },
  });

  expect(placesIn(rules, { B: [4, 0, 2, 0], A: 0 })).toStrictEqual([
    ['a/below-minimum', 'A'],
    ['b/below-minimum', 'B', 1],
    ['b/below-minimum', 'B', 3],
    ['b/above-maximum', 'B', 0],
  ]);
});

test('makes one rule of each name that is required, and points at the member that is missing', () => {
  const rules = compileRules({ required: ['Name', 'Owner'], 'x-error': 'Missing{name}' });

  expect(rules.map(({ id, error }) => [id, error])).toStrictEqual([
    ['name/missing', 'MissingName'],
    ['owner/missing', 'MissingOwner'],
  ]);
  expect(findViolations(rules, { Name: 'a' }, now)).toMatchObject([{ at: ['Owner'], value: undefined }]);
});

test('asks for members of every item of a list', () => {
  const rules = compileRules({
    properties: { Parts: { type: 'array', items: { required: ['Kind'], 'x-error': 'Missing{name}' } } },
  });

  expect(placesIn(rules, { Parts: [{ Kind: 'a' }, {}, { Kind: 'b' }, {}] })).toStrictEqual([
    ['parts/kind/missing', 'Parts', 1, 'Kind'],
    ['parts/kind/missing', 'Parts', 3, 'Kind'],
  ]);
});

test('applies "then" where the condition holds, and "else" where it does not', () => {
  const rules = compileRules({
    if: { required: ['Kind'], properties: { Kind: { enum: ['box'] } } },
    then: { required: ['Height'], 'x-error': 'MissingHeight' },
    else: { required: ['Radius'], 'x-error': 'MissingRadius' },
  });

  expect(errorsIn(rules, { Kind: 'box' })).toStrictEqual(['MissingHeight']);
  expect(errorsIn(rules, { Kind: 'box', Height: 1 })).toStrictEqual([]);
  expect(errorsIn(rules, { Kind: 'ball' })).toStrictEqual(['MissingRadius']);
  expect(errorsIn(rules, {})).toStrictEqual(['MissingRadius']);
});

test('applies a condition to each item on its own', () => {
  const rules = compileRules({
    properties: {
      Parts: {
        type: 'array',
        items: {
          if: { required: ['Kind'], properties: { Kind: { enum: ['box'] } } },
          then: { properties: { Height: { minimum: 5, 'x-error': 'InvalidHeight' } } },
        },
      },
    },
  });
  const request = { Parts: [{ Kind: 'ball', Height: 1 }, { Kind: 'box', Height: 1 }, { Height: 1 }] };

  expect(placesIn(rules, request)).toStrictEqual([['parts/height/below-minimum', 'Parts', 1, 'Height']]);
});

test('applies conditions inside conditions only where all hold', () => {
  const rules = compileRules({
    if: { required: ['A'] },
    then: { if: { required: ['B'] }, then: { required: ['C'], 'x-error': 'MissingC' } },
  });

  expect(errorsIn(rules, { A: 1, B: 1 })).toStrictEqual(['MissingC']);
  expect(errorsIn(rules, { A: 1 })).toStrictEqual([]);
  expect(errorsIn(rules, { B: 1 })).toStrictEqual([]);
});

test('asks for what another parameter depends on', () => {
  const rules = compileRules({
    dependentRequired: { Parts: ['Glue'] },
    'x-error': { dependentRequired: 'MissingGlue' },
  });

  expect(errorsIn(rules, { Parts: [] })).toStrictEqual(['MissingGlue']);
  expect(errorsIn(rules, { Parts: [], Glue: 'x' })).toStrictEqual([]);
  expect(errorsIn(rules, {})).toStrictEqual([]);
});

test('compares with siblings and with the time of the call', () => {
  const rules = compileRules({
    properties: {
      Start: { 'x-not-before': 'now', 'x-error': 'InvalidStart' },
      End: { 'x-after': 'Start', 'x-error': 'InvalidEnd' },
    },
  });

  expect(errorsIn(rules, { Start: '2026-01-02T00:00:00Z', End: '2026-01-03T00:00:00Z' })).toStrictEqual([]);
  expect(errorsIn(rules, { Start: '2025-12-31T00:00:00Z', End: '2025-12-30T00:00:00Z' })).toStrictEqual([
    'InvalidStart',
    'InvalidEnd',
  ]);
});

function placesIn(rules: readonly Rule[], request: JsonObject): readonly unknown[] {
  return findViolations(rules, request, now).map(({ rule, at }) => [rule.id, ...at]);
}

function errorsIn(rules: readonly Rule[], request: JsonObject): readonly string[] {
  return findViolations(rules, request, now).map(({ rule }) => rule.error);
}

test('begins anew after a value that could not be looked at', () => {
  const size = { type: 'integer', maximum: 10, 'x-error': 'InvalidSize' };
  const rules = compileRules({ properties: { Size: size, Part: { properties: { Size: size } } } });
  const part = {
    get Size(): number {
      throw new RangeError('Maximum call stack size exceeded');
    },
  };

  expect(() => findViolations(rules, { Size: 11, Part: part }, now)).toThrow(RangeError);
  expect(findViolations(rules, { Size: 10, Part: { Size: 10 } }, now)).toEqual([]);
  expect(findViolations(rules, { Size: 11 }, now)).toMatchObject([{ at: ['Size'] }]);
});
