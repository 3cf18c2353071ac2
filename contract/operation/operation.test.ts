import { expect, test } from 'vitest';
import { buildDocument } from '../build/document.ts';
import type { JsonObject } from '../json.ts';
import { common } from '../openapi/common.ts';
import { readOperation } from './operation.ts';
import { applyOverlay } from '../build/overlay.ts';

const page = {
  operation: 'CreateWidget',
  version: '2026-01-01',
  page: { title: 'Widgets, CreateWidget', updated: '2026-02-03' },
  summary: 'Make a widget',
  rateLimit: { requests: 5, per: 'second' },
  ram: { action: 'widgets:CreateWidget', resource: 'acs:widgets:*:{#accountId}:widget/{#Name}' },
  parameters: [
    { name: 'Name', type: 'string', required: true },
    { name: 'Size', type: 'integer', minimum: 1, maximum: 9, default: 5 },
  ],
  response: [{ name: 'RequestId', type: 'string' }],
  errors: [
    { status: 400, code: 'InvalidSize.Malformed', message: 'The size is wrong.' },
    { status: 409, code: 'Name.Taken', message: 'The name is in use.' },
  ],
};
const readings = {
  overlay: '1.0.0',
  actions: [
    { target: '$.components.schemas.Request', update: { 'x-error': { required: 'Missing{name}' } } },
    {
      target: '$.components.schemas.Request.properties.Size',
      update: { 'x-error': 'InvalidSize.Malformed' },
    },
    {
      target: "$.paths['/'].post",
      update: {
        'x-rate-limit': { error: 'Throttling.User' },
        'x-preconditions': [
          { absent: 'widgets', key: ['Name'], error: 'Name.Taken', 'x-evidence': 'stated' },
        ],
        'x-effect': { create: 'widgets', key: ['Name'] },
      },
    },
    { target: '$', update: { 'x-world': { widgets: { present: [{ Name: 'old' }] } } } },
  ],
};
const document = buildDocument({ page, common, overlays: [readings] });

test('reads what an operation is called and where it is', () => {
  expect(readOperation(document)).toMatchObject({
    name: 'CreateWidget',
    version: '2026-01-01',
    page: '2026-02-03',
    summary: 'Make a widget',
    servers: ['https://live.aliyuncs.com', 'http://live.aliyuncs.com'],
    methods: ['GET', 'POST'],
    responseFields: ['RequestId'],
    errorFields: ['Code', 'HostId', 'Message', 'RequestId'],
  });
});

test('reads the parameters that every operation has, and by what they are known', () => {
  const [action, version, format] = readOperation(document).commonParameters;

  expect([action, version, format]).toStrictEqual([
    { name: 'Action', role: 'action', header: 'x-acs-action', required: 'always' },
    { name: 'Version', role: 'version', header: 'x-acs-version', required: 'signed' },
    { name: 'Format', role: 'format', header: undefined, required: 'never' },
  ]);
});

test('reads its rules, its defaults and the shape of its parameters', () => {
  const operation = readOperation(document);

  expect(operation.rules.map(({ id, error }) => [id, error])).toStrictEqual([
    ['name/missing', 'MissingName'],
    ['size/wrong-type', 'InvalidSize.Malformed'],
    ['size/below-minimum', 'InvalidSize.Malformed'],
    ['size/above-maximum', 'InvalidSize.Malformed'],
  ]);
  expect(operation.fillDefaults({ Name: 'a' })).toStrictEqual({ Name: 'a', Size: 5 });
  expect(operation.shape.kind).toBe('object');
});

test('reads what it asks of the state, what it does to it, and the world it starts in', () => {
  const operation = readOperation(document);

  expect(operation.preconditions).toMatchObject([
    { kind: 'absent', collection: 'widgets', key: ['Name'], error: 'Name.Taken', evidence: 'stated' },
  ]);
  expect(operation.effect).toStrictEqual({ kind: 'create', collection: 'widgets', key: ['Name'] });
  expect(operation.world).toStrictEqual({ widgets: { open: false, present: [{ Name: 'old' }], absent: [] } });
});

test('reads how often it may be called, in milliseconds', () => {
  expect(readOperation(document).rateLimit).toStrictEqual({
    requests: 5,
    perMs: 1000,
    error: 'Throttling.User',
    scope: 'account',
    evidence: 'stated',
    source: 'QPS limits',
    parts: { requests: 'stated', scope: 'stated', error: 'stated', window: 'assumed', refused: 'assumed' },
  });
  expect(
    readChanged({ target: '$..x-rate-limit', update: { requests: 1000, per: 'minute' } }).rateLimit,
  ).toMatchObject({ requests: 1000, perMs: 60_000 });
  expect(readChanged({ target: '$..x-rate-limit', update: { requests: 1 } }).rateLimit?.requests).toBe(1);
});

test('reads how sure each part of a limit is, and whose calls count together', () => {
  const limitOf = (update: JsonObject) => readChanged({ target: '$..x-rate-limit', update }).rateLimit;
  const levels = {
    requests: 'stated',
    scope: 'implied',
    error: 'implied',
    window: 'assumed',
    refused: 'observed',
  };

  expect(limitOf({ 'x-evidence': levels })?.parts).toStrictEqual(levels);
  expect(limitOf({ 'x-evidence': 'implied' })?.parts).toMatchObject({ scope: 'implied', window: 'assumed' });
  expect(['account', 'user', 'ram-user'].map((scope) => limitOf({ scope })?.scope)).toStrictEqual([
    'account',
    'account',
    'ram-user',
  ]);
  expect(() => limitOf({ scope: 'planet' })).toThrow(/scope/);
});

test('has no limit, no permission, no state and no world where the contract says nothing of them', () => {
  const bare = readChanged(
    { target: '$..post["x-rate-limit", "x-ram", "x-effect", "x-preconditions"]', remove: true },
    { target: '$..x-gateway.defaultPermission', remove: true },
    { target: '$.x-world', remove: true },
  );

  expect(bare).toMatchObject({
    rateLimit: undefined,
    permission: undefined,
    effect: undefined,
    preconditions: [],
    world: {},
  });
});

test('checks rules in the order of the contract, and codes that it leaves out last', () => {
  const operation = readChanged({
    target: '$..post',
    update: { 'x-check-order': ['InvalidSize.Malformed'] },
  });

  expect(operation.rules.map(({ id }) => id)).toStrictEqual([
    'size/wrong-type',
    'size/below-minimum',
    'size/above-maximum',
    'name/missing',
  ]);
});

test('names a template in the order of checks as the contract writes it', () => {
  const order = { 'x-check-order': ['InvalidSize.Malformed', 'Missing{name}'] };

  expect(readChanged({ target: '$..post', update: order }).rules.at(-1)?.id).toBe('name/missing');
});

const post = '#/paths/~1/post';

test.each<{ flaw: string; change: JsonObject; message: string }>([
  {
    flaw: 'no operation',
    change: { target: "$.paths['/'].post", remove: true },
    message: `Failed to read contract: "post" is missing or not an object. Build it with "contract build". (at ${post})`,
  },
  {
    flaw: 'no request',
    change: { target: '$.components.schemas.Request', remove: true },
    message:
      'Failed to read contract: "Request" is missing or not an object. Build it with "contract build". (at #/components/schemas/Request)',
  },
  {
    flaw: 'no name',
    change: { target: '$..operationId', remove: true },
    message: `Failed to read "operationId": it is missing or not a text. Write a text. (at ${post}/operationId)`,
  },
  {
    flaw: 'no version',
    change: { target: '$.info', update: { version: 2 } },
    message: 'Failed to read "version": it is missing or not a text. Write a text. (at #/info/version)',
  },
  {
    flaw: 'no servers',
    change: { target: '$', update: { servers: 'https://live.aliyuncs.com' } },
    message:
      'Failed to read "servers": it is missing or not a list of objects. Write a list of objects. (at #/servers)',
  },
  {
    flaw: 'servers that are not all objects',
    change: { target: '$', update: { servers: ['https://live.aliyuncs.com'] } },
    message:
      'Failed to read "servers": it is missing or not a list of objects. Write a list of objects. (at #/servers)',
  },
  {
    flaw: 'a server without an address',
    change: { target: '$', update: { servers: [{ description: 'ours' }] } },
    message: 'Failed to read "url": it is missing or not a text. Write a text. (at #/servers/2/url)',
  },
  {
    flaw: 'a common parameter without a name',
    change: { target: '$..x-common-parameters[1].name', remove: true },
    message: `Failed to read "name": it is missing or not a text. Write a text. (at ${post}/x-common-parameters/1/name)`,
  },
  {
    flaw: 'an answer without a content type',
    change: { target: '$..x-answer.contentTypes.xml', remove: true },
    message: 'Failed to read "xml": it is missing or not a text. Write a text.',
  },
  {
    flaw: 'a misspelt extension of a parameter',
    change: { target: '$..Request.properties.Name', update: { 'x-maxbytes': 64 } },
    message:
      'Failed to read schema keyword "x-maxbytes": it is not known. Did you mean "x-max-bytes"? (at #/components/schemas/Request/properties/Name/x-maxbytes)',
  },
  {
    flaw: 'an extension that says something of a misspelt keyword',
    change: { target: '$..Request.properties.Size', update: { 'x-source': { maximun: 'Sizes' } } },
    message:
      'Failed to read "x-source": "maximun" is not a keyword. Did you mean "maximum"? (at #/components/schemas/Request/properties/Size/x-source/maximun)',
  },
  {
    flaw: 'a variant that is not known',
    change: {
      target: '$..Request.properties.Name',
      update: { 'x-equivalents': [{ variant: 'title-case', as: 'same' }] },
    },
    message:
      'Failed to read variant "title-case": it is not known. Use one of upper-case, leading-space, trailing-space, trailing-dot, decomposed, empty. (at #/components/schemas/Request/properties/Name/x-equivalents/0)',
  },
  {
    flaw: 'a rate limit without a number',
    change: { target: '$..x-rate-limit', update: { requests: 'many' } },
    message: `Failed to read "x-rate-limit": it needs "requests" (a number above 0) and "per" (second or minute). (at ${post}/x-rate-limit)`,
  },
  {
    flaw: 'a rate limit that lets nobody in',
    change: { target: '$..x-rate-limit', update: { requests: 0 } },
    message: 'Failed to read "x-rate-limit": it needs "requests" (a number above 0)',
  },
  {
    flaw: 'a rate limit per fortnight',
    change: { target: '$..x-rate-limit', update: { per: 'fortnight' } },
    message:
      'Failed to read "x-rate-limit": it needs "requests" (a number above 0) and "per" (second or minute).',
  },
  {
    flaw: 'a rate limit without an error',
    change: { target: '$..x-rate-limit.error', remove: true },
    message: `Failed to read "error": it is missing or not a text. Write a text. (at ${post}/x-rate-limit/error)`,
  },
  {
    flaw: 'an order of checks with a code that no rule means',
    change: { target: '$..post', update: { 'x-check-order': ['Missing{name}', 'Name.Taken'] } },
    message: `Failed to read "x-check-order": no rule means "Name.Taken". Remove it, or correct it. (at ${post}/x-check-order/1)`,
  },
  {
    flaw: 'an order of checks that begins with such a code',
    change: { target: '$..post', update: { 'x-check-order': ['Size.Wrong', 'Missing{name}'] } },
    message: `Failed to read "x-check-order": no rule means "Size.Wrong". Remove it, or correct it. (at ${post}/x-check-order/0)`,
  },
  {
    flaw: 'a rule whose error has no row',
    change: { target: '$..Size', update: { 'x-error': 'Size.Wrong' } },
    message:
      'Failed to read error "Size.Wrong": no row of x-errors or x-common-errors has it. Add one, or correct the code. (at #/components/schemas/Request/properties/Size/type)',
  },
  {
    flaw: 'a misspelt error that a template of the gateway happens to fit',
    change: { target: '$..Size', update: { 'x-error': 'InvalidSize.Malformd' } },
    message: 'Failed to read error "InvalidSize.Malformd": no row of x-errors or x-common-errors has it.',
  },
  {
    flaw: 'a precondition whose error has no row',
    change: { target: '$..x-preconditions[0]', update: { error: 'Name.Used' } },
    message: `Failed to read error "Name.Used": no row of x-errors or x-common-errors has it. Add one, or correct the code. (at ${post}/x-preconditions/0)`,
  },
  {
    flaw: 'a rate limit whose error has no row',
    change: { target: '$..x-rate-limit', update: { error: 'TooMany' } },
    message: `Failed to read error "TooMany": no row of x-errors or x-common-errors has it. Add one, or correct the code. (at ${post}/x-rate-limit)`,
  },
  {
    flaw: 'a precondition about a parameter that no request has',
    change: { target: '$..x-preconditions[0]', update: { key: ['Nmae'] } },
    message: `Failed to read "key": the request has no parameter "Nmae". Correct it. (at ${post}/x-preconditions/0/key)`,
  },
  {
    flaw: 'an effect on a parameter that no request has',
    change: { target: '$..x-effect', update: { key: ['Nmae'] } },
    message: `Failed to read "key": the request has no parameter "Nmae". Correct it. (at ${post}/x-effect/key)`,
  },
  {
    flaw: 'a creation that nothing can refuse',
    change: { target: '$..x-preconditions', remove: true },
    message: `Failed to read "x-effect": it creates in "widgets", but no precondition says what a record that is there already means. Add one with "absent: widgets". (at ${post}/x-effect)`,
  },
  {
    flaw: 'a creation that only a record elsewhere can refuse',
    change: { target: '$..x-preconditions[0]', update: { absent: 'gadgets' } },
    message: 'Add one with "absent: widgets".',
  },
])('refuses $flaw', ({ change, message }) => {
  expect(() => readChanged(change)).toThrow(message);
});

test('refuses what is no document', () => {
  expect(() => readOperation('openapi: 3.1.1')).toThrow(
    'Failed to read contract: it is not an object. Give an OpenAPI document.',
  );
});

function readChanged(...actions: readonly JsonObject[]): ReturnType<typeof readOperation> {
  return readOperation(applyOverlay(document, { overlay: '1.0.0', actions }));
}
