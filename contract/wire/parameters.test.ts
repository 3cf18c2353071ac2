import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readContract } from '../contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { decodeParameters, encodeParameters, type Pair } from './parameters.ts';
import { readShape, type Shape } from './shape.ts';

const shape = readShape({
  type: 'object',
  properties: {
    Name: { type: 'string' },
    Size: { type: 'integer' },
    Tags: { type: 'array', items: { type: 'string' } },
    Parts: {
      type: 'array',
      items: { type: 'object', properties: { Kind: { type: 'string' }, Height: { type: 'integer' } } },
    },
  },
});

test('decodes plain names, lists, and members of list items', () => {
  expect(
    decode([
      ['Name', 'blue'],
      ['Size', '5'],
      ['Tags.1', 'a'],
      ['Tags.2', 'b'],
      ['Parts.1.Kind', 'box'],
      ['Parts.1.Height', '30'],
      ['Parts.2.Kind', 'ball'],
    ]),
  ).toStrictEqual({
    Name: 'blue',
    Size: 5,
    Tags: ['a', 'b'],
    Parts: [{ Kind: 'box', Height: 30 }, { Kind: 'ball' }],
  });
});

test('decodes nothing to nothing', () => {
  expect(decode([])).toStrictEqual({});
});

test('orders a list by N as a number, in whatever order it was sent', () => {
  expect(
    decode([
      ['Tags.10', 'tenth'],
      ['Tags.2', 'second'],
      ['Tags.1', 'first'],
    ]),
  ).toStrictEqual({ Tags: ['first', 'second', 'tenth'] });
});

test('closes gaps, and remembers the N that each item was sent under', () => {
  const { parameters, indexOf } = decodeParameters(
    [
      ['Parts.7.Kind', 'box'],
      ['Parts.3.Kind', 'ball'],
    ],
    shape,
  );

  const parts = parameters['Parts'] as readonly Json[];
  expect(parts).toStrictEqual([{ Kind: 'ball' }, { Kind: 'box' }]);
  expect([indexOf(parts, 0), indexOf(parts, 1)]).toStrictEqual([3, 7]);
});

test('counts from 1 in a list that it did not decode', () => {
  expect(decodeParameters([], shape).indexOf(['a', 'b'], 1)).toBe(2);
});

test.each([
  ['5', 5],
  ['-5', -5],
  ['0', 0],
  ['007', 7],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['9007199254740993', '9007199254740993'],
  ['5.0', '5.0'],
  ['5e3', '5e3'],
  ['0x10', '0x10'],
  ['+5', '+5'],
  [' 5', ' 5'],
  ['٥', '٥'],
  ['five', 'five'],
  ['NaN', 'NaN'],
])('reads the whole number %j as %j: any other text is left for a rule to refuse', (text, value) => {
  expect(decode([['Size', text]])).toStrictEqual({ Size: value });
});

test('leaves digits alone where the contract asks for a text', () => {
  expect(decode([['Name', '5'], ['Tags.1', '7']])).toStrictEqual({ Name: '5', Tags: ['7'] }); // prettier-ignore
});

test('ignores what the contract does not have', () => {
  expect(decode([['RegionId', 'cn-shanghai'], ['name', 'blue'], ['Parts.1.Color', 'red']])).toStrictEqual({}); // prettier-ignore
});

test('takes the first of equal names', () => {
  expect(decode([['Name', 'blue'], ['Name', 'red'], ['Tags.1', 'a'], ['Tags.1', 'b']])).toStrictEqual({ Name: 'blue', Tags: ['a'] }); // prettier-ignore
});

test('counts an empty value as absent', () => {
  expect(decode([['Name', ''], ['Tags.1', ''], ['Parts.1.Kind', '']])).toStrictEqual({}); // prettier-ignore
  expect(decode([['Name', ''], ['Name', 'blue']])).toStrictEqual({ Name: 'blue' }); // prettier-ignore
});

test.each([
  '__proto__',
  'constructor',
  'constructor.prototype.polluted',
  '__proto__.polluted',
  'toString',
  'Parts.__proto__.polluted',
  'Parts.1.__proto__.polluted',
  'Parts.1.__proto__',
  'Parts.constructor',
  'Tags.length',
  'Tags.0',
  'Tags.-1',
  'Tags.01',
  'Tags.1e3',
  'Tags.1000000000',
  'Tags. 1',
  'Tags.',
  'Tags..1',
  'Tags',
  'Parts',
  'Parts.1',
  'Parts.1.',
  'Parts.0.Kind',
  'Parts.1.Kind.x',
  'Parts.1.Kind.',
  'Parts.1.1.Kind',
  'Name.1',
  '.Name',
  'Name.',
  '.',
  '',
])('ignores %j', (name) => {
  expect(decode([[name, 'x']])).toStrictEqual({});
  expect(decode([['Name', 'blue'], [name, 'x'], ['Parts.1.Kind', 'box']])).toStrictEqual({ Name: 'blue', Parts: [{ Kind: 'box' }] }); // prettier-ignore
});

test('makes no list longer than what was sent', () => {
  const { parameters, indexOf } = decodeParameters([['Parts.999999999.Kind', 'box']], shape);

  const parts = parameters['Parts'] as readonly Json[];
  expect(parts).toStrictEqual([{ Kind: 'box' }]);
  expect(indexOf(parts, 0)).toBe(999_999_999);
});

test('decodes ten thousand names', () => {
  const numbers = Array.from({ length: 10_000 }, (_, index) => index + 1);

  expect(decode(numbers.map((n) => [`Parts.${n}.Kind`, `kind ${n}`])).Parts).toHaveLength(10_000);
  expect(decode(numbers.map((n) => [`Unknown${n}`, 'x']))).toStrictEqual({});
  expect(decode(numbers.map(() => ['Name', 'x']))).toStrictEqual({ Name: 'x' });
});

test('decodes long values whole, and gets past long names', () => {
  const long = 'x'.repeat(100_000);

  expect(decode([['Name', long]])).toStrictEqual({ Name: long });
  expect(decode([[long, 'x'], ['a.'.repeat(50_000), 'x']])).toStrictEqual({}); // prettier-ignore
});

test('reads names that "allOf", "then" and "else" add, and the type where it is first told', () => {
  const conditional = readShape({
    properties: { A: { type: 'integer' } },
    allOf: [{ properties: { B: { type: 'string' }, A: { type: 'string' } } }],
    if: {},
    then: { properties: { C: { type: ['integer', 'string'] } } },
    else: { allOf: [{ properties: { D: { type: 'string' } } }] },
  });

  expect(conditional).toStrictEqual({
    kind: 'object',
    members: new Map([
      ['A', { kind: 'scalar', reads: ['integer'] }],
      ['B', { kind: 'scalar', reads: [] }],
      ['C', { kind: 'scalar', reads: ['integer'] }],
      ['D', { kind: 'scalar', reads: [] }],
    ]),
  });
});

test('takes a schema with a single property for an object, though it does not say so', () => {
  expect(readShape({ properties: { A: {} } })).toStrictEqual({
    kind: 'object',
    members: new Map([['A', { kind: 'scalar', reads: [] }]]),
  });
});

test('encodes lists from N = 1', () => {
  expect(
    encodeParameters({ Name: 'blue', Size: 5, Tags: ['a', 'b'], Parts: [{ Kind: 'box' }] }),
  ).toStrictEqual([
    ['Name', 'blue'],
    ['Size', '5'],
    ['Tags.1', 'a'],
    ['Tags.2', 'b'],
    ['Parts.1.Kind', 'box'],
  ]);
});

const operations = [...readContract().values()];

test.each(operations)('decodes what it encoded, in any order: $name', (operation) => {
  const request = valueOf(operation.shape) as fc.Arbitrary<JsonObject>;
  const sent = request.chain((value) => {
    const pairs = encodeParameters(value);
    return fc.tuple(
      fc.constant(value),
      fc.shuffledSubarray([...pairs], { minLength: pairs.length, maxLength: pairs.length }),
    );
  });

  fc.assert(
    fc.property(sent, ([value, pairs]) => {
      expect(decodeParameters(pairs, operation.shape).parameters).toEqual(value);
    }),
  );
});

test.each(operations)('decodes anything to names of the contract, and nothing else: $name', (operation) => {
  const names = namesOf(operation.shape);
  const step = fc.oneof(
    fc.constantFrom(...names, '1', '2', '10', '999999999'),
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', '0', '01', '-1', '', ' '),
    fc.string(),
  );
  const name = fc.oneof(
    fc.string(),
    fc.array(step, { maxLength: 4 }).map((steps) => steps.join('.')),
  );
  const pairs = fc.array(fc.tuple(name, fc.oneof(fc.string(), fc.constantFrom('', '5', '-1'))), {
    maxLength: 30,
  });
  const before = Object.getOwnPropertyNames(Object.prototype);

  fc.assert(
    fc.property(pairs, (sent) => {
      const { parameters } = decodeParameters(sent, operation.shape);

      expect(keysOf(parameters).filter((key) => !names.has(key))).toStrictEqual([]);
      expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
      expect(Object.getOwnPropertyNames(Object.prototype)).toStrictEqual(before);
    }),
    { numRuns: 500 },
  );
});

function decode(pairs: readonly Pair[]): JsonObject {
  return decodeParameters(pairs, shape).parameters;
}

/** Values of a shape, as they can be sent: nothing in them is empty. */
function valueOf(of: Shape): fc.Arbitrary<Json> {
  switch (of.kind) {
    case 'scalar':
      return of.reads.includes('integer') ? fc.integer() : fc.string({ unit: 'binary', minLength: 1 });
    case 'list':
      return fc.array(valueOf(of.item), { minLength: 1, maxLength: 12 });
    case 'object': {
      const members = Object.fromEntries([...of.members].map(([name, member]) => [name, valueOf(member)]));
      return fc.record(members, { requiredKeys: Object.keys(members).slice(0, 1) });
    }
  }
}

function namesOf(of: Shape): ReadonlySet<string> {
  if (of.kind === 'scalar') return new Set();
  if (of.kind === 'list') return namesOf(of.item);
  return new Set([...of.members].flatMap(([name, member]) => [name, ...namesOf(member)]));
}

function keysOf(value: Json): readonly string[] {
  if (isArray(value)) return value.flatMap(keysOf);
  if (!isObject(value)) return [];
  return Reflect.ownKeys(value).flatMap((key) => [String(key), ...keysOf(value[String(key)] ?? null)]);
}

test('decodes true and false, in either case, where the contract asks for one of them', () => {
  const flags = readShape({ properties: { A: { type: 'boolean' }, B: { type: 'string' } } });
  const decode = (A: string): unknown => decodeParameters([['A', A]], flags).parameters['A'];

  expect(['true', 'False', 'yes'].map(decode)).toStrictEqual([true, false, 'yes']);
  expect(decodeParameters([['B', 'true']], flags).parameters).toStrictEqual({ B: 'true' });
});

test.each([
  ['Parts', '[{"Shape":"gear","Teeth":8,"Evil":1}]', { Parts: [{ Shape: 'gear', Teeth: 8 }] }],
  ['Parts', 'no JSON', {}],
  ['Parts.1.Shape', 'gear', { Parts: [{ Shape: 'gear' }] }],
  ['Owners', 'ann, bob', { Owners: ['ann', 'bob'] }],
  ['Filter.1.Key', 'size', { 'Filter.1.Key': 'size' }],
])('decodes %s=%s', (name, value, expected) => {
  const shape = readShape({
    type: 'object',
    properties: {
      Parts: {
        type: 'array',
        'x-style': 'json',
        items: { type: 'object', properties: { Shape: { type: 'string' }, Teeth: { type: 'integer' } } },
      },
      Owners: { type: 'array', 'x-style': 'simple', items: { type: 'string' } },
      'Filter.1.Key': { type: 'string' },
    },
  });

  expect(decodeParameters([[name, value]], shape).parameters).toStrictEqual(expected);
});
