/** Metadata with odd members: each is read or listed, and none is dropped in silence. */
import { expect, test } from 'vitest';
import { buildDocument } from '../build/document.ts';
import type { Json, JsonObject } from '../json.ts';
import { common, products } from '../openapi/common.ts';
import { readOperation } from '../operation/operation.ts';
import { importDocuments } from './import.ts';
import { readSource } from './read-source.ts';

function importOf(apis: JsonObject, more: JsonObject = {}) {
  const info = { style: 'RPC', product: 'workshop', version: '2030-01-01' };
  const text = JSON.stringify({ info, apis, ...more });
  return importDocuments(readSource({ name: 'workshop.json', text, date: '' }));
}

/** The parameters and the list of what was not read, of an operation with these parameters; it can be built and read. */
function read(parameters: Json, more: JsonObject = {}, api: JsonObject = {}) {
  const { operations } = importOf({ CreateBox: { parameters, responses: {}, ...api } }, more);
  const [operation] = operations;
  if (!operation) throw new Error('nothing was imported');
  const { page, sentences } = operation.facts;
  const built = buildDocument({ page, common, products: [products], overlays: [operation.overlay] });
  return {
    rules: readOperation(built).rules.map(({ id }) => id),
    parameters: page['parameters'],
    notRead: sentences
      .filter(({ facts }) => facts.length === 0)
      .map(({ place, text }) => `${place}: ${text}`),
  };
}

function parameter(name: string, schema: JsonObject, more: JsonObject = {}): JsonObject {
  return { name, in: 'query', schema, ...more };
}

test.each<readonly [string, JsonObject, string]>([
  ['an unknown type', { type: 'file' }, 'type "file", which is read as a text'],
  ['two types', { type: ['string', 'null'] }, 'type ["string","null"], which is read as a text'],
  ['a list without items', { type: 'array' }, 'items that are not described: they are read as texts'],
  [
    'free names',
    { type: 'object', additionalProperties: {} },
    'members whose names are free: they are not described',
  ],
  ['alternatives', { oneOf: [] }, '"oneOf" of its schema'],
  ['a bound in words', { type: 'integer', maximum: 'many' }, 'maximum "many" (not a number)'],
  ['a count below 0', { type: 'string', minLength: -1 }, 'minLength -1 (not a count)'],
  [
    'values of another type',
    { type: 'integer', enum: ['1', 'x'] },
    'enum ["1","x"] (not all of type integer)',
  ],
  ['a list for a yes', { type: 'string', required: ['x'] }, 'required ["x"], which is read as no'],
  [
    'a reference to nothing',
    { $ref: '#/components/schemas/Gone' },
    '"#/components/schemas/Gone", which the file does not have',
  ],
  ['what is on its way out', { type: 'string', deprecated: true }, 'it is deprecated'],
])('lists %s', (_, schema, text) => {
  expect(read([parameter('Paint', schema)]).notRead).toStrictEqual([`Paint: ${text}`]);
});

test('follows references to references, and lists those that lead back', () => {
  const schemas = {
    A: { $ref: '#/components/schemas/B' },
    B: { type: 'integer', minimum: '1' },
    Self: { $ref: '#/components/schemas/Self' },
  };
  const { parameters, notRead } = read(
    [
      parameter('Size', { $ref: '#/components/schemas/A' }),
      parameter('Tree', { $ref: '#/components/schemas/Self' }),
    ],
    { components: { schemas } },
  );

  expect(parameters).toMatchObject([
    { name: 'Size', type: 'integer', minimum: 1 },
    { name: 'Tree', type: 'string' },
  ]);
  expect(notRead).toStrictEqual(['Tree: "#/components/schemas/Self", which leads back to itself']);
});

test('reads exclusive bounds as older schemas write them, and each value of a list once', () => {
  const bounded = {
    type: 'number',
    minimum: '5',
    exclusiveMinimum: true,
    maximum: 9,
    exclusiveMaximum: false,
  };

  expect(
    read([parameter('Size', bounded), parameter('Paint', { type: 'string', enum: ['red', 'red', 'blue'] })])
      .parameters,
  ).toMatchObject([{ exclusiveMinimum: 5, maximum: 9 }, { values: ['red', 'blue'] }]);
});

test('demands nothing that is sent where nobody looks', () => {
  const required = { type: 'string', required: true, enum: ['a', 'b'], example: 'a' };
  const { parameters, rules, notRead } = read([
    parameter('Trace', required, { in: 'header' }),
    parameter('Whole', { type: 'object', required: true, properties: { Size: required } }, { in: 'body' }),
    parameter('Paint', required, { in: 'formData' }),
  ]);

  expect(parameters).toStrictEqual([
    { name: 'Trace', type: 'string', example: 'a', in: 'header' },
    { name: 'Whole', type: 'object', in: 'body' },
    expect.objectContaining({ name: 'Paint', required: true }),
  ]);
  expect(rules.every((id) => id.startsWith('paint/'))).toBe(true);
  expect(notRead).toHaveLength(2);
});

test('keeps an operation that has names which differ in capitals or signs alone, and names of signs', () => {
  const schema = { type: 'string', required: true, example: 'a' };
  const { parameters, notRead } = read(
    ['Paint', 'paint', '名称', 'Boxes'].map((name) => parameter(name, schema)),
  );

  expect(parameters).toMatchObject([{ name: 'Paint' }, { name: 'Boxes' }]);
  expect(notRead).toStrictEqual([
    'paint: its name differs from "Paint" in capitals or signs alone: it is not added',
    '名称: a name without a Latin letter or a digit: it is not added',
  ]);
});

test('lists entries that describe nothing', () => {
  expect(read([null, 'x', parameter('Paint', {})]).notRead).toStrictEqual([
    'Request parameters: null, which describes no parameter',
    'Request parameters: "x", which describes no parameter',
  ]);
  expect(read({ Paint: {} }).notRead).toStrictEqual(['Request parameters: parameters that are no list']);
  expect(read([], {}, { errorCodes: { 400: { errorCode: 'X' }, 404: [7] } }).notRead).toStrictEqual([
    'Error codes: {"errorCode":"X"}, under "400", which is no row',
    'Error codes: 7, under "404", which is no row',
  ]);
  expect(
    read([], {}, { responses: { 200: { schema: { type: 'array', items: {} } } } }).notRead,
  ).toStrictEqual(['answer: an answer of type array: it has no members to read']);
});

test('skips an operation of which there is only the name', () => {
  expect(importOf({ DropBox: null }).skipped).toStrictEqual([
    { operation: 'DropBox', reason: 'the metadata has nothing under its name' },
  ]);
});

test('reads an operation of 600 parameters', () => {
  const schema = { type: 'string', description: 'Valid values: red, blue. The default value is red.' };
  // Time that grows with the square of them would be more than a test may take.
  const { parameters } = read(Array.from({ length: 600 }, (_, index) => parameter(`Paint${index}`, schema)));

  expect(parameters).toHaveLength(600);
});
