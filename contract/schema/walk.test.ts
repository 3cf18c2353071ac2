import { expect, test } from 'vitest';
import { schemasAt } from './schemas-at.ts';
import { memberNames, partsOf, sameValue } from './walk.ts';

const condition = { required: ['Kind'] };
const box = { properties: { Kind: { const: 'box' }, Height: { maximum: 9 } } };
const ball = { properties: { Radius: { maximum: 5 } } };
const named = { properties: { Kind: { type: 'string' }, Name: {} } };
const part = { if: condition, then: box, else: ball, allOf: [named], properties: { Kind: { maxLength: 4 } } };
const request = { properties: { Parts: { items: part } } };

test('names the parts of a schema, the value that each describes, and its condition', () => {
  expect(partsOf(part, '/Part')).toEqual([
    {
      about: 'same',
      condition: { schema: condition, pointer: '/Part/if', wanted: true },
      schema: box,
      pointer: '/Part/then',
    },
    {
      about: 'same',
      condition: { schema: condition, pointer: '/Part/if', wanted: false },
      schema: ball,
      pointer: '/Part/else',
    },
    { about: 'same', condition: undefined, schema: named, pointer: '/Part/allOf/0' },
    { about: 'member', name: 'Kind', schema: { maxLength: 4 }, pointer: '/Part/properties/Kind' },
  ]);
  expect(partsOf({ items: {} })).toEqual([{ about: 'item', schema: {}, pointer: '/items' }]);
  expect(partsOf({ then: {} })).toMatchObject([{ condition: { schema: {}, pointer: '/if' } }]);
});

test('finds the schemas of one value, the schema itself last', () => {
  expect(sameValue(part)).toEqual([box, ball, named, part]);
  expect(sameValue({ allOf: [part] })).toEqual([box, ball, named, part, { allOf: [part] }]);
});

test('finds the schemas of a place, those under a condition first', () => {
  expect(schemasAt(request, [])).toEqual([request]);
  expect(schemasAt(request, ['Parts', '[]', 'Kind'])).toEqual([
    { const: 'box' },
    { type: 'string' },
    { maxLength: 4 },
  ]);
  expect(schemasAt(request, ['Parts', '[]', 'Radius'])).toEqual([{ maximum: 5 }]);
  expect(schemasAt(request, ['Parts', 'Kind'])).toEqual([]);
  expect(schemasAt({ properties: { '[]': {} } }, ['[]'])).toEqual([]);
});

test('finds the schemas of a place once', () => {
  expect(schemasAt(request, ['Parts'])).toBe(schemasAt(request, ['Parts']));
});

test('names each member once, those of the schema itself first', () => {
  expect(memberNames(part)).toEqual(['Kind', 'Name', 'Radius', 'Height']);
});
