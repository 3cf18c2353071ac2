import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../json.ts';
import { describeRequest } from './request-schema.ts';

test('describes a parameter by its type, its limits, its example and where the page states it', () => {
  const schema = describe(`
    parameters:
      - { name: Size, type: integer, unit: seconds, minimum: 1, maximum: 9, default: 5, example: 3 }
      - { name: Color, type: string, values: [red, blue] }
  `);

  expect(schema['properties']).toStrictEqual({
    Size: {
      type: 'integer',
      minimum: 1,
      maximum: 9,
      default: 5,
      examples: [3],
      'x-unit': 'seconds',
      'x-evidence': 'stated',
      'x-source': 'Request parameters, Size',
    },
    Color: {
      type: 'string',
      enum: ['red', 'blue'],
      'x-evidence': 'stated',
      'x-source': 'Request parameters, Color',
    },
  });
});

test('requires what the page marks as required', () => {
  const schema = describe(`
    parameters:
      - { name: Name, type: string, required: true }
      - { name: Size, type: integer }
  `);

  expect(schema['required']).toStrictEqual(['Name']);
});

test('requires nothing where the page marks nothing', () => {
  expect(describe('parameters: [{ name: Size, type: integer }]')).not.toHaveProperty('required');
});

test('describes the longest text in bytes, and variables that it must contain', () => {
  const schema = describe(`
    parameters:
      - name: Path
        type: string
        maxBytes: 255
        variables: [Name, Start, EscapedStart]
        mustContain: [[Start, EscapedStart], [Name]]
  `);

  expect(schema['properties']).toMatchObject({
    Path: {
      'x-max-bytes': 255,
      'x-variables': ['Name', 'Start', 'EscapedStart'],
      allOf: [
        {
          'x-id': 'without-start',
          'x-title': 'without {Start} or {EscapedStart}',
          pattern: String.raw`\{(?:Start|EscapedStart)\}`,
        },
        { 'x-id': 'without-name', 'x-title': 'without {Name}', pattern: String.raw`\{(?:Name)\}` },
      ],
    },
  });
});

test('describes points in time by their form', () => {
  const schema = describe('parameters: [{ name: Start, type: string, format: "yyyy-MM-ddTHH:mm:ssZ" }]');

  expect(schema['properties']).toMatchObject({
    Start: { format: 'date-time', pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$` },
  });
});

test('compares the digits of a text that has bounds as a number', () => {
  const schema = describe(`
    parameters:
      - { name: Share, type: string, exclusiveMinimum: 0, maximum: 1 }
      - { name: Step, type: string, multipleOf: 10 }
      - { name: Level, type: string, minimum: 1, values: ['1', '2'] }
  `);

  expect(schema['properties']).toMatchObject({
    Share: { type: ['number', 'string'] },
    Step: { type: ['number', 'string'] },
    Level: { type: 'string' },
  });
});

test('describes lists of texts, and of objects down to their members', () => {
  const schema = describe(`
    parameters:
      - { name: Tags, type: array, maxItems: 10, items: { type: string, reserved: [raw], example: sd } }
      - name: Parts
        type: array
        items:
          type: object
          parameters:
            - { name: Kind, type: string, required: true }
  `);

  expect(schema['properties']).toMatchObject({
    Tags: {
      type: 'array',
      maxItems: 10,
      items: {
        type: 'string',
        not: { enum: ['raw'] },
        examples: ['sd'],
        'x-source': 'Request parameters, Tags.N',
      },
    },
    Parts: {
      type: 'array',
      items: {
        type: 'object',
        required: ['Kind'],
        properties: { Kind: { type: 'string', 'x-source': 'Request parameters, Parts.N.Kind' } },
      },
    },
  });
});

test('demands what holds under a condition nowhere else', () => {
  const schema = describe(`
    parameters:
      - { name: Kind, type: string }
      - { name: Height, type: integer, minimum: 5, when: { Kind: [box, crate] }, mandatory: true, example: 7 }
      - { name: Depth, type: integer, maximum: 9, when: { Kind: [box, crate] } }
  `);

  expect(schema['properties']).toMatchObject({
    Height: { type: ['integer', 'string'], examples: [7] },
    Depth: { type: ['integer', 'string'] },
  });
  expect(schema['properties']).not.toHaveProperty('Height.minimum');
  expect(schema['allOf']).toMatchObject([
    {
      if: { required: ['Kind'], properties: { Kind: { enum: ['box', 'crate'] } } },
      then: {
        required: ['Height'],
        properties: {
          Height: { type: 'integer', minimum: 5, 'x-source': 'Request parameters, Height' },
          Depth: { type: 'integer', maximum: 9 },
        },
      },
    },
  ]);
});

test('asks of a condition only that a parameter be there, whatever it says', () => {
  const schema = describe('parameters: [{ name: Start, type: string, when: { Name: present } }]');

  expect(schema['allOf']).toMatchObject([{ if: { required: ['Name'] } }]);
  expect(schema).not.toHaveProperty('allOf.0.if.properties');
});

test('describes a default for each value of another parameter', () => {
  const schema = describe(`
    parameters:
      - { name: Cycle, type: integer, defaultBy: { Kind: { box: 10, crate: 10, ball: 20 } } }
  `);

  expect(schema['allOf']).toStrictEqual([
    {
      if: { required: ['Kind'], properties: { Kind: { enum: ['box', 'crate'] } } },
      then: { properties: { Cycle: { default: 10 } } },
    },
    {
      if: { required: ['Kind'], properties: { Kind: { enum: ['ball'] } } },
      then: { properties: { Cycle: { default: 20 } } },
    },
  ]);
});

test('asks for what a parameter needs beside it, and for one of several', () => {
  const schema = describe(`
    parameters:
      - { name: Parts, type: array, items: { type: string }, requires: [Glue] }
      - { name: Glue, type: string }
    atLeastOneOf: [[Parts, Glue]]
  `);

  expect(schema).toMatchObject({
    dependentRequired: { Parts: ['Glue'] },
    anyOf: [{ required: ['Parts'] }, { required: ['Glue'] }],
  });
});

test('says of the whole request where it stands', () => {
  expect(describe('parameters: []')).toStrictEqual({
    type: 'object',
    properties: {},
    'x-evidence': 'stated',
    'x-source': 'Request parameters',
  });
});

test.each([
  {
    flaw: 'a parameter without a type',
    page: 'parameters: [{ name: A, type: string }, { name: B }]',
    message: 'Failed to read parameter: it needs "name" and "type". (at #/parameters/1)',
  },
  {
    flaw: 'a member of a list item without a name',
    page: 'parameters: [{ name: A, type: array, items: { type: object, parameters: [{ type: string }] } }]',
    message: 'Failed to read parameter: it needs "name" and "type". (at #/parameters/0/items/parameters/0)',
  },
  {
    flaw: 'a form of time that is not known',
    page: 'parameters: [{ name: A, type: string }, { name: B, type: string, format: h:mm }]',
    message:
      'Failed to read format "h:mm": only yyyy-MM-ddTHH:mm:ssZ and its parts are known. Use one of them. (at #/parameters/1/format)',
  },
  {
    flaw: 'a form of time under a condition that is not known',
    page: 'parameters: [{ name: A, type: string }, { name: B, type: string, format: h:mm, when: { A: present } }]',
    message:
      'Failed to read format "h:mm": only yyyy-MM-ddTHH:mm:ssZ and its parts are known. Use one of them. (at #/parameters/1/format)',
  },
  {
    flaw: 'a condition that is no list of values',
    page: 'parameters: [{ name: A, type: string, when: { Kind: box } }]',
    message:
      'Failed to read "when": it needs, by the name of a parameter, a list of values or "present". (at #/parameters/0/when)',
  },
  {
    flaw: 'a condition that is only in part a list of values',
    page: 'parameters: [{ name: A, type: string, when: { Kind: [box], Size: 5 } }]',
    message: 'Failed to read "when": it needs, by the name of a parameter, a list of values or "present".',
  },
  {
    flaw: 'two choices',
    page: 'atLeastOneOf: [[A, B], [C, D]]',
    message: 'Failed to read "atLeastOneOf": it needs one list of names, in a list. (at #/atLeastOneOf)',
  },
  {
    flaw: 'a choice that is no list of lists',
    page: 'atLeastOneOf: [A, B]',
    message: 'Failed to read "atLeastOneOf": it needs one list of names, in a list. (at #/atLeastOneOf)',
  },
])('refuses $flaw', ({ page, message }) => {
  expect(() => describe(page)).toThrow(message);
});

function describe(page: string): JsonObject {
  return describeRequest(parse(page) as JsonObject);
}

test('knows a list as one outside its condition too', () => {
  const schema = describeRequest({
    parameters: [
      { name: 'Kind', type: 'string' },
      { name: 'Tags', type: 'array', when: { Kind: ['tagged'] }, maxItems: 2, items: { type: 'string' } },
    ],
  });

  expect(schema).toMatchObject({ properties: { Tags: { type: 'array', items: { type: 'string' } } } });
  expect(schema).not.toHaveProperty('properties.Tags.maxItems');
});
