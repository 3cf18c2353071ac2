import { expect, test } from 'vitest';
import { checkShape, compareBody } from './body.ts';

test('takes a body that has more than was expected', () => {
  expect(compareBody({ A: 1, List: [{ B: 'b' }] }, { A: 1, More: true, List: [{ B: 'b', C: 'c' }] })).toEqual(
    [],
  );
});

test.each<{ flaw: string; actual: unknown; difference: string }>([
  { flaw: 'another value', actual: { A: '1', List: [] }, difference: 'A: wanted 1; got "1"' },
  { flaw: 'a member too few', actual: { A: 1 }, difference: 'List: wanted 0 items; got nothing' },
  { flaw: 'an item too many', actual: { A: 1, List: [{}] }, difference: 'List: wanted 0 items; got 1 item' },
  { flaw: 'no object', actual: [], difference: ': wanted {"A":1,"List":[]}; got []' },
])('says where there is $flaw', ({ actual, difference }) => {
  expect(compareBody({ A: 1, List: [] }, actual)).toEqual([difference]);
});

test('says where inside a list a body differs', () => {
  expect(compareBody({ L: [{ A: { B: 1 } }] }, { L: [{ A: { B: 2 } }] })).toEqual([
    'L/0/A/B: wanted 1; got 2',
  ]);
});

test('quotes at most 120 characters of a value', () => {
  const [fits, long] = ['a'.repeat(118), 'a'.repeat(119)];

  expect(compareBody({ A: 1, B: 1 }, { A: fits, B: long })).toEqual([
    `A: wanted 1; got "${fits}"`,
    `B: wanted 1; got "${long}…`,
  ]);
});

test('says all that differs, not only the first', () => {
  expect(compareBody({ A: 1, B: [{ C: 2, D: 3 }], E: 4 }, { A: 9, B: [{ C: 2, D: 9 }] })).toEqual([
    'A: wanted 1; got 9',
    'B/0/D: wanted 3; got 9',
    'E: wanted 4; got nothing',
  ]);
});

const schema = {
  type: 'object',
  required: ['Id', 'List'],
  properties: {
    Id: { type: 'string' },
    Total: { type: 'integer' },
    Flag: { type: 'boolean' },
    List: {
      type: 'object',
      required: ['Item'],
      properties: {
        Item: { type: 'array', items: { type: 'object', properties: { Size: { type: 'integer' } } } },
      },
    },
  },
};

test('finds nothing wrong with a body of the documented shape, plain values of records left out', () => {
  expect(
    checkShape(schema, { Id: 'a', Total: 1, Flag: false, List: { Item: [{ Size: 1 }, {}] } }),
  ).toStrictEqual([]);
});

test('asks nothing of a value whose schema asks nothing of its type', () => {
  expect(checkShape({ properties: { Any: {} } }, { Any: 1 })).toStrictEqual([]);
  expect(checkShape({ type: 'array' }, [1, 'a'])).toStrictEqual([]);
  expect(checkShape({ required: ['Id'] }, null)).toStrictEqual([]);
});

test('takes an empty text for an absent member, whatever its type', () => {
  expect(checkShape(schema, { Id: 'a', Total: '', List: { Item: [] } })).toStrictEqual([]);
});

test('names what is missing, empty, or of another type', () => {
  expect(
    checkShape(schema, { Id: '', Total: '1', Flag: 'no', List: { Item: [{ Size: '1' }] } }),
  ).toStrictEqual([
    'Id: missing or empty',
    'Total: wanted integer; got "1"',
    'Flag: wanted boolean; got "no"',
    'List/Item/0/Size: wanted integer; got "1"',
  ]);
  expect(checkShape(schema, { Id: 'a', List: {} })).toStrictEqual(['List/Item: missing or empty']);
  expect(checkShape(schema, { Id: 'a', List: [] })).toStrictEqual(['List: wanted object; got []']);
});
