/** Two products, each in two versions, that call an operation the same: which of them a request is for. */
import { expect, test } from 'vitest';
import { buildDocument } from '../../contract/build/document.ts';
import { readContract } from '../../contract/contract.ts';
import type { JsonObject } from '../../contract/json.ts';
import { common } from '../../contract/openapi/common.ts';
import { createFetchMock } from '../mock.ts';

const mock = createFetchMock({ contract: readContract(documents()), clock: 'virtual', seed: 1 });

test.for([
  ['gadgets.example.com', 'TagThings', '2020-01-01', 'gadgets.2020-01-01.TagThings'],
  ['gadgets.example.com', 'TagThings', '2024-01-01', 'gadgets.2024-01-01.TagThings'],
  ['gadgets.north.example.com', 'TagThings', '2024-01-01', 'gadgets.2024-01-01.TagThings'],
  ['Gadgets.Example.com:443', 'TagThings', '2024-01-01', 'gadgets.2024-01-01.TagThings'],
  ['widgets.example.com', 'TagThings', '2024-01-01', 'widgets.TagThings'],
  ['127.0.0.1:4010', 'TagThings', '2020-01-01', 'gadgets.2020-01-01.TagThings'],
  ['127.0.0.1:4010', 'DropWidget', '2024-01-01', 'DropWidget'],
  ['widgets.example.com', 'TagThings', undefined, 'widgets.TagThings'],
  ['127.0.0.1', 'DropWidget', undefined, 'DropWidget'],
] as const)('%s, %s of version %s is %s', async ([host, action, version, name]) => {
  expect(await ask(host, action, version)).toMatchObject({ operation: name, status: 200 });
});

test.for([
  [
    'a version that the product does not have',
    'gadgets.example.com',
    'TagThings',
    '1999-01-01',
    400,
    'InvalidVersion',
  ],
  ['the version of another product', 'widgets.example.com', 'TagThings', '2020-01-01', 400, 'InvalidVersion'],
  [
    'an operation of another version',
    'gadgets.example.com',
    'CountGadgets',
    '2020-01-01',
    404,
    'InvalidAction.NotFound',
  ],
  [
    'an operation of another product',
    'gadgets.example.com',
    'DropWidget',
    '2024-01-01',
    404,
    'InvalidAction.NotFound',
  ],
  [
    'an operation that there is not',
    'widgets.example.com',
    'Nothing',
    '2024-01-01',
    404,
    'InvalidAction.NotFound',
  ],
  [
    'no version where several have the operation',
    'gadgets.example.com',
    'TagThings',
    undefined,
    400,
    'MissingVersion',
  ],
] as const)('refuses %s', async ([, host, action, version, status, code]) => {
  expect(await ask(host, action, version)).toMatchObject({ status, body: { Code: code } });
});

test('says that a host has to tell which product is meant, where nothing else does', async () => {
  expect(await ask('127.0.0.1:4010', 'TagThings', '2024-01-01')).toMatchObject({
    status: 501,
    body: {
      Code: 'Understudy.AmbiguousOperation',
      Message:
        'TagThings of version 2024-01-01 is an operation of gadgets and widgets, and the host "127.0.0.1" does not say which is meant. ' +
        'Send it with the header Host: gadgets.example.com or widgets.example.com, or play one of them alone.',
    },
  });
});

test.for([
  ['gadgets.north.example.com', 'TagThings', 'gadgets.north.example.com'],
  ['widgets.example.com', 'Nothing', 'widgets.example.com'],
  ['127.0.0.1:4010', 'DropWidget', 'widgets.example.com'],
] as const)('a refusal at %s of %s names the host %s', async ([host, action, hostId]) => {
  expect(await ask(host, action, '1999-01-01')).toMatchObject({ body: { HostId: hostId } });
});

test('remembers for each product by itself', async () => {
  const tag = (host: string): Promise<{ status: number; body: unknown }> =>
    ask(host, 'TagThings', '2024-01-01', { Thing: 'first' });

  expect((await tag('widgets.example.com')).status).toBe(200);
  expect((await tag('gadgets.example.com')).status).toBe(200);
  expect(await tag('gadgets.example.com')).toMatchObject({ body: { Code: 'Thing.Tagged' } });
});

async function ask(
  host: string,
  action: string,
  version: string | undefined,
  parameters: Record<string, string> = { Thing: `thing-${(asked += 1)}` },
): Promise<{ operation: string | undefined; status: number; body: unknown }> {
  const query = new URLSearchParams({ Action: action, ...(version && { Version: version }), ...parameters });
  const { operation, answer } = await mock.handle({
    method: 'POST',
    url: `/?${query.toString()}`,
    headers: { host },
    body: '',
  });
  return { operation, status: answer?.status ?? 0, body: JSON.parse(answer?.body ?? '') };
}

let asked = 0;

function documents(): readonly JsonObject[] {
  return [
    document('gadgets', '2020-01-01', 'TagThings'),
    document('gadgets', '2024-01-01', 'TagThings'),
    document('gadgets', '2024-01-01', 'CountGadgets'),
    document('widgets', '2024-01-01', 'TagThings'),
    document('widgets', '2024-01-01', 'DropWidget'),
  ];
}

function document(product: string, version: string, operation: string): JsonObject {
  const endpoints = [`${product}.example.com`, `${product}.north.example.com`];
  const parameters = [{ name: 'Thing', type: 'string', example: 'one' }];
  const response = [{ name: 'RequestId', type: 'string', example: '1F' }];
  const errors = [{ status: 409, code: 'Thing.Tagged', message: 'It is tagged.' }];
  const state = {
    'x-preconditions': [{ absent: 'things', key: ['Thing'], error: 'Thing.Tagged' }],
    'x-effect': { create: 'things', key: ['Thing'] },
  };
  return buildDocument({
    page: { operation, product, version, endpoints, parameters, response, errors },
    common,
    overlays:
      operation === 'TagThings'
        ? [{ overlay: '1.0.0', actions: [{ target: "$.paths['/'].post", update: state }] }]
        : [],
  });
}
