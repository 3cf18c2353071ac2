import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { common } from '../openapi/common.ts';
import { buildDocument } from './document.ts';
import type { JsonObject } from '../json.ts';

const page = parse(`
  operation: CreateWidget
  version: '2026-01-01'
  page: { title: 'Widgets, CreateWidget', updated: '2026-02-03' }
  summary: Make a widget
  rateLimit: { requests: 5, per: second }
  ram: { action: widgets:CreateWidget, resource: 'acs:widgets:*:*:widget' }
  parameters:
    - { name: Name, type: string, required: true }
    - { name: Tags, type: array, items: { type: string } }
  response: [{ name: RequestId, type: string, example: 16A9-CB92 }]
  errorResponse: { Code: InternalError, HostId: widgets.example.com, Message: Oh., RequestId: 6EBD-BE31 }
  errors:
    - { status: 400, code: Name.Wrong, message: '%s' }
    - { status: 409, code: Name.Taken, message: The name is in use. }
`) as JsonObject;

test('makes an OpenAPI document of a page and what all operations share', () => {
  expect(build()).toMatchObject({
    openapi: '3.1.1',
    info: { title: 'Widgets, CreateWidget', version: '2026-01-01', 'x-page': '2026-02-03' },
    servers: [{ url: 'https://live.aliyuncs.com' }, { url: 'http://live.aliyuncs.com' }],
    components: { schemas: { Request: { required: ['Name'] } } },
  });
  expect(operationOf(build())).toMatchObject({
    operationId: 'CreateWidget',
    summary: 'Make a widget',
    'x-methods': common['methods'],
    'x-common-parameters': common['parameters'],
    'x-common-errors': common['errors'],
    'x-ram': { action: 'widgets:CreateWidget', resource: 'acs:widgets:*:*:widget' },
    'x-rate-limit': { requests: 5, per: 'second', 'x-evidence': 'stated' },
  });
});

test('fills in the product of the page, where what is shared leaves it open', () => {
  const gadgets = { ...page, product: 'gadgets' };
  const document = build({ page: gadgets });

  expect(document).toMatchObject({
    info: { 'x-product': 'gadgets' },
    servers: [{ url: 'https://gadgets.aliyuncs.com' }, { url: 'http://gadgets.aliyuncs.com' }],
  });
  expect(operationOf(document)).toMatchObject({
    'x-gateway': { defaultPermission: { action: 'gadgets:{#operation}' } },
    'x-answer': { hostId: 'gadgets.aliyuncs.com', recommend: expect.stringContaining('product=gadgets&') },
  });
});

test('takes the endpoints of the page, else those of its product, and the rest of what its product has of its own', () => {
  const gadgets = {
    endpoints: ['gadgets.example.com', 'gadgets.north.example.com'],
    gateway: { defaultPermission: { resource: 'acs:gadgets:*:*:gadget/{#Name}' } },
  };
  const urlsOf = ({ servers }: JsonObject): unknown => servers;
  const ofProduct = build({ page: { ...page, product: 'gadgets' }, products: [{ gadgets }] });
  const ofPage = build({
    page: { ...page, product: 'Gadgets', endpoints: ['own.example.com'] },
    products: [{ gadgets }],
  });

  expect(urlsOf(ofProduct)).toEqual(
    ['https://gadgets', 'http://gadgets', 'https://gadgets.north', 'http://gadgets.north'].map((host) => ({
      url: `${host}.example.com`,
    })),
  );
  expect(operationOf(ofProduct)).toMatchObject({
    'x-gateway': {
      defaultPermission: { action: 'gadgets:{#operation}', resource: 'acs:gadgets:*:*:gadget/{#Name}' },
      timeToleranceSeconds: 900,
    },
    'x-answer': { hostId: 'gadgets.example.com' },
  });
  expect(urlsOf(ofPage)).toEqual([{ url: 'https://own.example.com' }, { url: 'http://own.example.com' }]);
});

test('says of each documented error that the page states it, and where', () => {
  expect(operationOf(build())['x-errors']).toStrictEqual([
    {
      status: 400,
      code: 'Name.Wrong',
      message: '%s',
      'x-evidence': 'stated',
      'x-source': 'Error codes, Name.Wrong',
    },
    {
      status: 409,
      code: 'Name.Taken',
      message: 'The name is in use.',
      'x-evidence': 'stated',
      'x-source': 'Error codes, Name.Taken',
    },
  ]);
});

test('gives tools that know only OpenAPI an example of every answer', () => {
  const responses = operationOf(build())['responses'];

  expect(responses).toMatchObject({
    '200': { content: { 'application/json': { example: { RequestId: '16A9-CB92' } } } },
    '409': {
      content: {
        'application/json': {
          examples: {
            'Name.Taken': {
              value: {
                Code: 'Name.Taken',
                Message: 'The name is in use.',
                HostId: 'widgets.example.com',
                RequestId: '6EBD-BE31',
              },
            },
          },
        },
      },
    },
  });
  expect(Object.keys(responses as JsonObject)).toStrictEqual(['200', '400', '409', 'default']);
});

test('asks those tools for a form with the flat names that go over the wire', () => {
  expect(operationOf(build())['requestBody']).toMatchObject({
    required: true,
    content: { 'application/x-www-form-urlencoded': { schema: { $ref: '#/components/schemas/Form' } } },
  });
  expect(build()['components']).toMatchObject({
    schemas: {
      Form: {
        type: 'object',
        required: ['Name'],
        properties: { Name: { $ref: '#/components/schemas/Request/properties/Name' } },
        patternProperties: {
          [String.raw`^Tags\.[1-9][0-9]*$`]: {
            $ref: '#/components/schemas/Request/properties/Tags/items',
          },
        },
      },
    },
  });
});

test('tells those tools which operation of the one address is meant', () => {
  expect(operationOf(build())['parameters']).toStrictEqual([
    { name: 'Action', in: 'query', required: true, schema: { type: 'string', enum: ['CreateWidget'] } },
    { name: 'Version', in: 'query', required: false, schema: { type: 'string', enum: ['2026-01-01'] } },
    { name: 'Format', in: 'query', required: false, schema: { type: 'string' } },
  ]);
});

test('describes the answer by what the page lists, all of it required', () => {
  expect(build()['components']).toMatchObject({
    schemas: {
      Response: {
        type: 'object',
        required: ['RequestId'],
        properties: { RequestId: { type: 'string', examples: ['16A9-CB92'] } },
      },
      Error: { required: ['Code', 'HostId', 'Message', 'RequestId'] },
    },
  });
});

test('leaves out what a page does not have', () => {
  const document = build({ page: { operation: 'Ping', version: '1' } });

  expect(document['info']).toMatchObject({ title: 'Ping' });
  expect(document['info']).not.toHaveProperty('x-page');
  expect(operationOf(document)).not.toHaveProperty('x-rate-limit');
  expect(operationOf(document)).not.toHaveProperty('x-ram');
  expect(operationOf(document)['x-errors']).toStrictEqual([]);
});

test('applies overlays in their order, so that a later reading replaces an earlier one', () => {
  const first = overlay({ target: '$..Request.properties.Name', update: { 'x-max-bytes': 64 } });
  const second = overlay({ target: '$..Request.properties.Name', update: { 'x-max-bytes': 128 } });

  expect(build({ overlays: [first, second] })).toHaveProperty(
    'components.schemas.Request.properties.Name.x-max-bytes',
    128,
  );
});

test('shows in its examples what overlays say of the errors', () => {
  const document = build({
    overlays: [overlay({ target: '$..x-errors[0]', update: { 'x-message': 'The name is wrong.' } })],
  });

  expect(operationOf(document)).toHaveProperty(
    ['responses', '400', 'content', 'application/json', 'examples', 'Name.Wrong', 'value', 'Message'],
    'The name is wrong.',
  );
});

test('leaves its sources as they are', () => {
  const before = structuredClone({ page, common });

  build({ overlays: [overlay({ target: '$..x-errors', update: [{ code: 'Other' }] })] });

  expect({ page, common }).toStrictEqual(before);
});

test.each([
  {
    flaw: 'a page that is no object',
    sources: { page: 'operation: CreateWidget' },
    message: 'Failed to build contract: a page or common.yaml is not an object.',
  },
  {
    flaw: 'a common.yaml that is empty',
    sources: { common: null },
    message: 'Failed to build contract: a page or common.yaml is not an object.',
  },
  {
    flaw: 'a page without an operation',
    sources: { page: { version: '1' } },
    message: 'Failed to build contract: the page has no "operation". Add it. (at #/operation)',
  },
  {
    flaw: 'a page whose version is a number',
    sources: { page: { operation: 'Ping', version: 1 } },
    message: 'Failed to build contract: the page has no "version". Add it. (at #/version)',
  },
  {
    flaw: 'an overlay that is none',
    sources: { overlays: [null] },
    message: 'Failed to read overlay: it needs "overlay: 1.0.0" and a list of "actions".',
  },
])('refuses $flaw', ({ sources, message }) => {
  expect(() => build(sources)).toThrow(message);
});

function build(
  sources: {
    page?: unknown;
    common?: unknown;
    products?: readonly JsonObject[];
    overlays?: readonly unknown[];
  } = {},
): JsonObject {
  return buildDocument({ page, common, overlays: [], ...sources });
}

function operationOf(document: JsonObject): JsonObject {
  return (document as { paths: { '/': { post: JsonObject } } }).paths['/'].post;
}

function overlay(...actions: readonly JsonObject[]): unknown {
  return { overlay: '1.0.0', actions };
}

test('says where facts come from that no page states', () => {
  const document = build({ page: { ...page, evidence: 'implied', source: 'API metadata' } });

  expect(operationOf(document)).toMatchObject({
    'x-errors': [{ 'x-evidence': 'implied', 'x-source': 'API metadata, Error codes, Name.Wrong' }, {}],
    'x-rate-limit': { 'x-evidence': 'implied', 'x-source': 'API metadata, QPS limits' },
  });
  expect(document['components']).toMatchObject({
    schemas: {
      Request: {
        'x-evidence': 'implied',
        properties: {
          Name: { 'x-evidence': 'implied', 'x-source': 'API metadata, Request parameters, Name' },
        },
      },
    },
  });
});
