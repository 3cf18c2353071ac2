import { expect, test } from 'vitest';
import { buildDocument } from '../build/document.ts';
import type { JsonObject } from '../json.ts';
import { common } from '../openapi/common.ts';
import { readOperation, type Operation } from '../operation/operation.ts';
import { importDocuments, type Imported } from './import.ts';
import { readSource } from './read-source.ts';
import { summarise } from './summary.ts';

/** Metadata of an invented product, in the shape of the vendor's. */
function product(apis: JsonObject): string {
  return JSON.stringify({
    version: '1.0',
    info: { style: 'RPC', product: 'Workshop', version: '2026-01-01' },
    endpoints: [{ regionId: 'north', endpoint: 'workshop.north.aliyuncs.com' }],
    apis,
  });
}

const createWidget: JsonObject = {
  methods: ['post', 'get'],
  systemTags: { operationType: 'create' },
  description: 'You can call this operation up to 20 times per second per account.',
  parameters: [
    {
      name: 'Label',
      in: 'query',
      schema: { type: 'string', required: true, example: 'blue', description: 'The label.' },
    },
    {
      name: 'Teeth',
      in: 'query',
      schema: {
        type: 'integer',
        required: false,
        example: '12',
        description: 'Valid values: 8 to 64. Default value: **12**.',
      },
    },
    {
      name: 'Finish',
      in: 'query',
      schema: {
        type: 'string',
        required: false,
        example: 'matt',
        description:
          'The finish. Valid values:\n\n*   **matt** (default): without gloss.\n*   **gloss**: with it.\n',
      },
    },
    {
      name: 'Weight',
      in: 'query',
      schema: { type: 'integer', required: false, minimum: '5', maximum: '9', example: '7' },
    },
    {
      name: 'Part',
      in: 'query',
      style: 'repeatList',
      schema: {
        type: 'array',
        required: false,
        maxItems: '3',
        items: {
          type: 'object',
          properties: {
            Shape: {
              type: 'string',
              required: true,
              example: 'gear',
              description: 'The shape. 取值：gear、bolt。',
            },
          },
        },
      },
    },
  ],
  responses: {
    '200': { schema: { type: 'object', properties: { RequestId: { type: 'string', example: '16A9****' } } } },
  },
  errorCodes: {
    '400': [
      { errorCode: 'InvalidTeeth.Malformed', errorMessage: 'Teeth  must fit.' },
      { errorCode: 'MissingLabel', errorMessage: 'Label is mandatory.' },
      { errorCode: 'LabelExists', errorMessage: 'The label already exists.' },
    ],
  },
};

function imported(apis: JsonObject): { readonly page: JsonObject; readonly operation: Operation } {
  const { operations } = importDocuments(
    readSource({ name: 'workshop.json', text: product(apis), date: '2026-02-03' }),
  );
  const [first] = operations;
  if (!first) throw new Error('nothing was imported');
  const { page } = first.facts;
  return { page, operation: readOperation(buildDocument({ page, common, overlays: [first.overlay] })) };
}

test('takes names, nesting, types and examples from the metadata, and the rest from its prose', () => {
  const { page } = imported({ CreateWidget: createWidget });

  expect(page).toMatchObject({
    operation: 'CreateWidget',
    product: 'Workshop',
    version: '2026-01-01',
    endpoints: ['workshop.north.aliyuncs.com'],
    page: { updated: '2026-02-03', language: 'en' },
    rateLimit: { requests: 20, per: 'second', scope: 'account' },
    parameters: [
      { name: 'Label', type: 'string', required: true, example: 'blue' },
      { name: 'Teeth', type: 'integer', minimum: 8, maximum: 64, default: 12, example: 12 },
      { name: 'Finish', values: ['matt', 'gloss'], default: 'matt' },
      { name: 'Weight', minimum: 5, maximum: 9, evidence: { minimum: 'implied', maximum: 'implied' } },
      {
        name: 'Part',
        maxItems: 3,
        items: { type: 'object', parameters: [{ name: 'Shape', required: true, values: ['gear', 'bolt'] }] },
      },
    ],
    response: [{ name: 'RequestId', type: 'string', example: '16A9****' }],
    errors: [
      { status: 400, code: 'InvalidTeeth.Malformed', message: 'Teeth  must fit.' },
      { status: 400, code: 'MissingLabel', message: 'Label is mandatory.' },
      { status: 400, code: 'LabelExists', message: 'The label already exists.' },
    ],
  });
});

test('ties a rule to the code that names its parameter, and says of others that their code is assumed', () => {
  const { operation } = imported({ CreateWidget: createWidget });
  const ruleOf = (id: string): unknown => operation.rules.find((rule) => rule.id === id);

  expect(ruleOf('teeth/below-minimum')).toMatchObject({
    error: 'InvalidTeeth.Malformed',
    limit: 8,
    evidence: 'stated',
    codeEvidence: 'implied',
  });
  expect(ruleOf('label/missing')).toMatchObject({
    error: 'MissingLabel',
    evidence: 'stated',
    codeEvidence: 'implied',
  });
  expect(ruleOf('finish/unknown-value')).toMatchObject({
    error: 'InvalidFinish',
    evidence: 'stated',
    codeEvidence: 'assumed',
  });
  expect(ruleOf('weight/below-minimum')).toMatchObject({ evidence: 'implied', codeEvidence: 'assumed' });
  expect(ruleOf('part/shape/missing')).toMatchObject({ error: 'MissingShape', codeEvidence: 'implied' });
});

test('takes a code that ends like a name for less sure than one that is the name', () => {
  const text = (name: string): JsonObject => ({
    name,
    in: 'query',
    schema: { type: 'string', enum: ['a', 'b'] },
  });
  const errorCodes = { '400': [{ errorCode: 'InvalidBillType', errorMessage: 'It is wrong.' }] };
  const tiesOf = (name: string): unknown =>
    read(
      product({ CreateWidget: { ...createWidget, parameters: [text(name)], errorCodes } }),
    ).operations[0]?.draft.rules.map(({ tie }) => tie);

  expect(tiesOf('Type')).toStrictEqual([{ code: 'InvalidBillType', by: 'role' }]);
  expect(tiesOf('BillType')).toStrictEqual([{ code: 'InvalidBillType', by: 'exact' }]);
});

test('keeps both where the prose and the keyword differ, and uses the prose', () => {
  const schema = { type: 'integer', required: false, maximum: '99', description: 'Valid values: 1 to 60.' };
  const { operations } = importDocuments(
    readSource({
      name: 'workshop.json',
      date: '',
      text: product({
        RunMill: { methods: ['post'], parameters: [{ name: 'Idle', in: 'query', schema }], responses: {} },
      }),
    }),
  );

  expect(operations[0]?.facts.page['parameters']).toMatchObject([{ name: 'Idle', minimum: 1, maximum: 60 }]);
  expect(operations[0]?.facts.disagreements).toMatchObject([
    { place: 'Idle', fact: 'maximum', used: 60, other: 99 },
  ]);
});

test('counts what can be had, and what is left to a person', () => {
  const result = importDocuments(
    readSource({ name: 'workshop.json', date: '', text: product({ CreateWidget: createWidget }) }),
  );
  const documents = result.operations.map(({ facts, overlay }) =>
    buildDocument({ page: facts.page, common, overlays: [overlay] }),
  );

  expect(summarise(result, documents)).toMatchObject({
    operations: 1,
    skipped: [],
    codes: { documented: 3 },
    disagreements: 0,
  });
});

test.each([
  [
    '{"apis": {',
    'Failed to import "a.json": the JSON ends in the middle: the file is cut off. Fetch it again.',
  ],
  [
    '{"a": 1}',
    'Failed to import "a.json": the JSON is not the vendor\'s metadata: it has neither "apis" nor "parameters". Give an api.json or api-docs.json.',
  ],
])('refuses %s in one sentence', (text, message) => {
  expect(() => readSource({ name: 'a.json', text, date: '' })).toThrow(message);
});

test('leaves out an operation whose name would be a path', () => {
  const { operations, skipped } = read(product({ '../../Widget': createWidget, CreateWidget: createWidget }));

  expect(operations.map(({ name }) => name)).toStrictEqual(['CreateWidget']);
  expect(skipped).toStrictEqual([
    { operation: '../../Widget', reason: 'its name is not one of letters, digits and "_"' },
  ]);
});

test('lists a parameter that stands there twice, one of every call, and a pattern that is none', () => {
  const text = (name: string, more: JsonObject = {}): JsonObject => ({
    name,
    in: 'query',
    schema: { type: 'string', ...more },
  });
  const parameters = [text('Label'), text('Label'), text('Action'), text('Code', { pattern: '^[a-z' })];
  const [operation] = read(product({ CreateWidget: { ...createWidget, parameters } })).operations;

  expect(operation?.facts.page['parameters']).toStrictEqual([
    { name: 'Label', type: 'string' },
    { name: 'Code', type: 'string' },
  ]);
  expect(operation?.facts.disagreements).toMatchObject([{ place: 'Label', fact: 'parameter' }]);
  expect(operation?.facts.sentences.map(({ place, facts }) => [place, facts])).toEqual(
    expect.arrayContaining([
      ['Action', []],
      ['Code', []],
    ]),
  );
});

test('makes nothing of a parameter without a name, a pattern that is no text, and a condition on what every call has', () => {
  const named = (name: string, more: JsonObject): JsonObject => ({
    name,
    in: 'query',
    schema: { type: 'string', ...more },
  });
  const parameters = [
    named('', { required: true }),
    named('Format', {}),
    named('Label', {
      pattern: 5,
      description: 'This parameter is required if you set the Format parameter to JSON.',
    }),
  ];
  const [operation] = read(product({ CreateWidget: { ...createWidget, parameters } })).operations;

  expect(operation?.facts.page['parameters']).toStrictEqual([{ name: 'Label', type: 'string' }]);
  expect(operation?.facts.sentences.filter(({ facts }) => facts.length === 0)).toMatchObject([
    { place: 'Format' },
    { place: 'Request parameters', text: 'a parameter without a name' },
    { place: 'Label', text: 'This parameter is required if you set the Format parameter to JSON.' },
    { place: 'Label', text: 'pattern 5 (not a regular expression)' },
  ]);
});

test('takes an example without the spaces around it', () => {
  const schema = {
    type: 'string',
    example: ' 2026-01-01T00:00:00Z ',
    description: 'Format: yyyy-MM-ddTHH:mm:ssZ.',
  };
  const parameters = [{ name: 'StartTime', in: 'query', schema }];
  const [operation] = read(product({ CreateWidget: { ...createWidget, parameters } })).operations;

  expect(operation?.facts.page['parameters']).toStrictEqual([
    { name: 'StartTime', type: 'string', format: 'yyyy-MM-ddTHH:mm:ssZ', example: '2026-01-01T00:00:00Z' },
  ]);
});

test('reads what has members as an object, and lists that the metadata calls it a text', () => {
  const schema = { type: 'string', properties: { Depth: { type: 'integer' } } };
  const parameters = [{ name: 'Part', in: 'query', schema }];
  const responses = {
    '200': { schema: { properties: { Parts: { type: 'array', items: schema } } } },
  };
  const [operation] = read(product({ CreateWidget: { ...createWidget, parameters, responses } })).operations;

  expect(operation?.facts.page['parameters']).toMatchObject([
    { name: 'Part', type: 'object', parameters: [{ name: 'Depth', type: 'integer' }] },
  ]);
  expect(operation?.facts.disagreements).toMatchObject([
    { place: 'Part', fact: 'type', used: 'object', other: 'string' },
    { place: 'answer Parts.N', fact: 'type', used: 'object', other: 'string' },
  ]);
});

test('lists codes that stand under no status, and a row without a code', () => {
  const row = (errorCode: string): JsonObject => ({ errorCode, errorMessage: `About ${errorCode}.` });
  const errorCodes = { '400': [row('Taken'), row('')], default: [row('Odd')], '4XX': [row('Odder')] };
  const [operation] = read(product({ CreateWidget: { ...createWidget, errorCodes } })).operations;

  expect(operation?.facts.page['errors']).toStrictEqual([
    { status: 400, code: 'Taken', message: 'About Taken.' },
  ]);
  expect(operation?.facts.sentences).toEqual(
    expect.arrayContaining([
      { place: 'error Odd', text: 'a code without a status, under "default": About Odd.', facts: [] },
      { place: 'error Odder', text: 'a code without a status, under "4XX": About Odder.', facts: [] },
      { place: 'error', text: 'a row without a code, under "400": About .', facts: [] },
    ]),
  );
});

test('reads a shape that contains itself once', () => {
  const loop = { $ref: '#/components/schemas/Loop' };
  const schemas = {
    Loop: { type: 'object', properties: { Again: loop, Other: loop, Name: { type: 'string' } } },
  };
  const parameters = [{ name: 'Part', in: 'query', style: 'json', schema: loop }];
  const whole = JSON.parse(product({ CreateWidget: { ...createWidget, parameters } })) as JsonObject;
  const file = { ...whole, components: { schemas } };
  const [operation] = read(JSON.stringify(file)).operations;

  expect(operation?.facts.page['parameters']).toMatchObject([
    { name: 'Part', parameters: [{ name: 'Again' }, { name: 'Other' }, { name: 'Name' }] },
  ]);
});

test.each([
  ['', 'it is empty'],
  [product({ CreateWidget: createWidget }).slice(0, -1), 'the file is cut off'],
  ['{"apis":', 'the file is cut off'],
])('refuses %j in one sentence', (text, reason) => {
  expect(() => readSource({ name: 'widget.json', text, date: '' })).toThrow(reason);
});

function read(text: string): Imported {
  return importDocuments(readSource({ name: 'workshop.json', text, date: '' }));
}
