import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { compileBody, shownOtherwise } from './response-body.ts';

const known = ['$records', '$total', '$pages', '$record'];

function write(properties: JsonObject, request: JsonObject, findings = {}): JsonObject {
  return compileBody({ type: 'object', properties }, known)(request, findings);
}

test('answers with members of the request, under their own name or another', () => {
  const properties = { PageNum: { type: 'integer' }, Size: { type: 'integer', 'x-from': 'PageSize' } };

  expect(write(properties, { PageNum: 2, PageSize: 10 })).toStrictEqual({ PageNum: 2, Size: 10 });
});

test('answers with records that were found, in objects that only group', () => {
  const properties = {
    List: {
      type: 'object',
      properties: {
        Item: {
          type: 'array',
          'x-from': '$records',
          items: {
            type: 'object',
            properties: {
              Name: { type: 'string' },
              Sise: { type: 'integer', 'x-from': 'Size' },
              PartList: {
                type: 'object',
                properties: {
                  Part: {
                    type: 'array',
                    'x-from': 'Parts',
                    items: { type: 'object', properties: { Kind: { type: 'string' } } },
                  },
                },
              },
              Tags: { type: 'object', properties: { Tag: { type: 'array', 'x-from': 'Tags' } } },
            },
          },
        },
      },
    },
  };
  const records = [{ Name: 'a', Size: 1, Parts: [{ Kind: 'x', Hidden: 1 }], Tags: ['t'] }, { Name: 'b' }];

  expect(write(properties, {}, { records })).toStrictEqual({
    List: {
      Item: [
        { Name: 'a', Sise: 1, PartList: { Part: [{ Kind: 'x' }] }, Tags: { Tag: ['t'] } },
        { Name: 'b', PartList: { Part: [] }, Tags: { Tag: [] } },
      ],
    },
  });
});

test('answers with one record, and with nothing of a record that is not known', () => {
  const properties = {
    Widget: { type: 'object', 'x-from': '$record', properties: { Name: { type: 'string' } } },
  };

  expect(write(properties, {}, { record: { Name: 'a' } })).toStrictEqual({ Widget: { Name: 'a' } });
  expect(write(properties, {})).toStrictEqual({});
});

test('writes values as the type that the answer has', () => {
  const properties = {
    Total: { type: 'string', 'x-from': '$total' },
    Tags: { type: 'string' },
    Length: { type: 'integer' },
    Flag: { type: 'boolean' },
  };

  expect(write(properties, { Tags: ['a', 'b'], Length: '7', Flag: 'True' }, { total: 3 })).toStrictEqual({
    Total: '3',
    Tags: 'a,b',
    Length: 7,
    Flag: true,
  });
});

test('refuses what the effect does not find', () => {
  const schema = { type: 'object', properties: { Total: { type: 'integer', 'x-from': '$total' } } };

  expect(() => compileBody(schema, ['$record'], '/r')).toThrow(
    'Failed to read "x-from": the effect finds no "$total". Use $record. (at #/r/properties/Total/x-from)',
  );
  expect(() => compileBody(schema, [], '/r')).toThrow('It finds nothing.');
});

test('refuses a source that is no text', () => {
  const schema = { type: 'object', properties: { Total: { type: 'integer', 'x-from': 1 } } };

  expect(() => compileBody(schema, [], '')).toThrow('Failed to read "x-from": it is not a text.');
});

test('answers as the documentation shows, where no effect is known that would find anything', () => {
  const text = { type: 'string' };
  const properties = {
    RequestId: { type: 'string', examples: ['1F'] },
    DomainName: { type: 'string', examples: ['example.com'] },
    Status: { type: 'string', enum: ['online', 'offline'] },
    Total: { type: 'integer', examples: [12] },
    Csr: text,
    Sources: {
      type: 'object',
      properties: {
        Source: {
          type: 'array',
          items: { type: 'object', properties: { Port: { type: 'integer' }, Name: text } },
        },
      },
    },
  };
  const write = compileBody({ type: 'object', properties }, undefined);

  expect(write({ DomainName: 'asked.example.com' }, {})).toEqual({
    RequestId: '1F',
    DomainName: 'asked.example.com',
    Status: 'online',
    Total: 12,
    Csr: 'Csr',
    Sources: { Source: [{ Port: 0, Name: 'Name' }] },
  });
});

test('answers the documented example for what nothing is known of, where the answer says so', () => {
  const write = compileBody(
    {
      type: 'object',
      'x-otherwise': 'example',
      properties: {
        Label: { type: 'string', examples: ['blue'] },
        Count: { type: 'integer', examples: ['12**45'] },
        Lit: { type: 'boolean', examples: ['true'] },
        Inner: { type: 'object', properties: { Note: { type: 'string' } } },
        Items: {
          type: 'array',
          items: { type: 'object', properties: { Teeth: { type: 'integer', examples: [8] } } },
        },
      },
    },
    [],
  );

  expect(write({ Label: 'red' }, {})).toStrictEqual({
    Label: 'red',
    Count: 0,
    Lit: true,
    Inner: { Note: 'Note' },
    Items: [{ Teeth: 8 }],
  });
});

test('takes a list that was found for known, even where it is empty', () => {
  const schema = {
    type: 'object',
    'x-otherwise': 'example',
    properties: {
      Items: {
        type: 'array',
        'x-from': '$records',
        items: { type: 'object', properties: { Teeth: { type: 'integer' } } },
      },
    },
  };

  expect(compileBody(schema, ['$records'])({}, { records: [] })).toStrictEqual({ Items: [] });
});

test('shows a value, or a list that has it, as the answer has it instead', () => {
  const write = compileBody(
    {
      type: 'object',
      properties: {
        Colour: { type: 'string', 'x-shown-as': { any: '*' } },
        Sizes: { type: 'array', items: { type: 'string' }, 'x-shown-as': { all: ['*'] } },
      },
    },
    [],
  );

  expect(write({ Colour: 'any', Sizes: ['s', 'all'] }, {})).toEqual({ Colour: '*', Sizes: ['*'] });
  expect(write({ Colour: 'red', Sizes: ['s', 'm'] }, {})).toEqual({ Colour: 'red', Sizes: ['s', 'm'] });
});

test('refuses an "x-shown-as" that is no map', () => {
  const schema = { type: 'object', properties: { Colour: { type: 'string', 'x-shown-as': 'red' } } };

  expect(() => compileBody(schema, [])).toThrow('Failed to read "x-shown-as": it is not a map');
});

test.each([
  {
    flaw: 'an "x-otherwise" that is not known',
    schema: { 'x-otherwise': 'nothing' },
    message:
      'Failed to read "x-otherwise": only "example" is known. Write that, or leave it out. (at #/r/x-otherwise)',
  },
  {
    flaw: 'a member that is no schema',
    schema: { properties: { Name: 'string' } },
    message: 'Failed to read schema: it is not an object. Write an object. (at #/r/properties/Name)',
  },
  {
    flaw: 'a member of an item that is no schema',
    schema: { properties: { Rows: { type: 'array', items: { type: 'object', properties: { Name: 5 } } } } },
    message: '(at #/r/properties/Rows/items/properties/Name)',
  },
  {
    flaw: 'an effect that finds none of several',
    schema: { properties: { Total: { type: 'integer', 'x-from': '$sum' } } },
    message: 'the effect finds no "$sum". Use $record, $total. (at #/r/properties/Total/x-from)',
  },
  {
    flaw: 'an "x-shown-as" of a list that is no map',
    schema: { properties: { Rows: { type: 'array', 'x-shown-as': [] } } },
    message:
      'Failed to read "x-shown-as": it is not a map from values to values. Write it like { 0: none }. (at #/r/properties/Rows/x-shown-as)',
  },
])('refuses $flaw', ({ schema, message }) => {
  expect(() => compileBody(schema, ['$record', '$total'], '/r')).toThrow(message);
});

test('leaves out the id of the request, where the rest is as the documentation shows', () => {
  const properties = { RequestId: { type: 'string' }, Name: { type: 'string' } };

  expect(compileBody({ 'x-otherwise': 'example', properties }, [])({}, {})).toEqual({ Name: 'Name' });
  expect(compileBody({ properties }, [])({ RequestId: 'a' }, {})).toEqual({ RequestId: 'a' });
  expect(compileBody({ properties }, [])({}, {})).toEqual({});
});

test.each([
  [{ type: 'integer', examples: ['7'] }, 7],
  [{ type: 'integer', examples: ['7.5'] }, 0],
  [{ type: 'number', examples: ['7.5'] }, 7.5],
  [{ type: 'number', examples: ['many'] }, 0],
  [{ type: 'number' }, 0],
  [{ type: 'boolean', examples: ['True'] }, true],
  [{ type: 'boolean', examples: [false] }, false],
  [{ type: 'boolean' }, false],
  [{ type: 'string', examples: 'blue' }, 'Value'],
  [{ type: 'string', enum: ['red', 'blue'], examples: ['blue'] }, 'blue'],
  [{ type: 'array', examples: [['a']], items: { type: 'string' } }, ['Value']],
  [{ type: 'array' }, []],
  [{ type: 'object', examples: [{ A: 1 }] }, {}],
  [{ type: 'object', properties: { A: { type: 'boolean' } } }, { A: false }],
])('shows an example of %j', (schema, example) => {
  const rows = { type: 'array', items: { type: 'object', properties: { Value: schema } } };

  expect(compileBody({ properties: { Rows: rows } }, undefined)({}, {})).toEqual({
    Rows: [{ Value: example }],
  });
});

test('has no example inside a record that was found', () => {
  const record = {
    type: 'object',
    'x-from': '$record',
    properties: { Name: { type: 'string' }, Size: { type: 'integer' }, Inner: { type: 'object' } },
  };
  const write = compileBody({ 'x-otherwise': 'example', properties: { Record: record } }, ['$record']);

  expect(write({}, { record: { Name: 'a' } })).toEqual({ Record: { Name: 'a', Inner: {} } });
  expect(write({}, {})).toEqual({ Record: { Name: 'Name', Size: 0, Inner: {} } });
});

test('writes values of the type that the answer has as they are', () => {
  const properties = {
    Length: { type: 'integer' },
    Flag: { type: 'boolean' },
    Off: { type: 'boolean' },
    Any: {},
    Names: { type: 'array' },
  };

  expect(write(properties, { Length: 7, Flag: true, Off: 'no', Any: '5', Names: 'a' })).toStrictEqual({
    Length: 7,
    Flag: true,
    Off: false,
    Any: '5',
    Names: [],
  });
});

test('lists what an answer shows otherwise, in lists and objects too', () => {
  const colour = { 'x-shown-as': { any: '*', none: '-' }, 'x-source': 'Colours' };
  const row = { properties: { Colour: colour, Sise: { 'x-from': 'Size', 'x-shown-as': { 0: 'all' } } } };
  const document = (Response: Json): JsonObject => ({ components: { schemas: { Response } } });

  expect(
    shownOtherwise(
      document({ properties: { Rows: { items: row }, Tags: { items: { 'x-shown-as': { a: 'b' } } } } }),
    ),
  ).toEqual([
    { member: 'Colour', value: 'any', source: 'Colours' },
    { member: 'Colour', value: 'none', source: 'Colours' },
    { member: 'Size', value: '0', source: undefined },
    { member: 'Tags', value: 'a', source: undefined },
  ]);
  for (const empty of [
    {},
    { components: 5 },
    { components: {} },
    document('none'),
    document({ properties: 5 }),
  ])
    expect(shownOtherwise(empty)).toEqual([]);
});
