import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { compileBody } from './response-body.ts';

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
