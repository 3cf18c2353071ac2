/** What operations do to the state, played by a small API of two YAML-like sources for each operation. */
import { expect, test } from 'vitest';
import { buildDocument } from '../../contract/build/document.ts';
import { readContract } from '../../contract/contract.ts';
import type { JsonObject } from '../../contract/json.ts';
import { common } from '../../contract/openapi/common.ts';
import { createFetchMock, type FetchMock } from '../mock.ts';

const taken = { absent: 'widgets', key: ['Owner', 'Name'], error: 'Widget.Taken' };
const known = { present: 'widgets', key: ['Owner', 'Name'], error: 'Widget.Unknown' };
const names = [
  { name: 'Owner', type: 'string', required: true },
  { name: 'Name', type: 'string' },
];
const size = { name: 'Size', type: 'integer' };
const parts = {
  name: 'Part',
  type: 'array',
  items: {
    type: 'object',
    parameters: [
      { name: 'Kind', type: 'string' },
      { ...size, name: 'Weight' },
    ],
  },
};
const sizeError = {
  target: '$.components.schemas.Request.properties.Size',
  update: { 'x-error': 'Widget.Wrong' },
};
const weightError = {
  target: '$.components.schemas.Request.properties.Part.items.properties.Weight',
  update: { 'x-error': 'Widget.Wrong' },
};

const contract = readContract([
  describe('AddWidget', [...names, size, parts], {
    state: {
      'x-preconditions': [taken],
      'x-effect': { create: 'widgets', key: ['Owner', 'Name'], stamp: 'MadeAt' },
    },
    actions: [sizeError, weightError],
  }),
  describe('ChangeWidget', [...names, size, parts], {
    state: {
      'x-preconditions': [known],
      'x-effect': { replace: 'widgets', key: ['Owner', 'Name'], match: { Part: 'Kind' } },
    },
    actions: [sizeError, weightError],
  }),
  describe('DropWidget', names, {
    state: { 'x-preconditions': [known], 'x-effect': { remove: 'widgets', key: ['Owner', 'Name'] } },
  }),
  describe('ShowWidget', names, {
    state: { 'x-preconditions': [known], 'x-effect': { read: 'widgets', key: ['Owner', 'Name'] } },
    response: [{ name: 'Widget', fields: [{ name: 'Name' }, { name: 'MadeAt' }] }],
    actions: [{ target: '$.components.schemas.Response.properties.Widget', update: { 'x-from': '$record' } }],
  }),
  describe(
    'ListWidgets',
    [
      ...names,
      { name: 'Order', type: 'string', default: 'asc' },
      { name: 'Page', type: 'integer', default: 1 },
      { name: 'Size', type: 'integer', default: 2 },
    ],
    {
      state: {
        'x-effect': {
          list: 'widgets',
          key: ['Owner'],
          filter: ['Name'],
          page: { number: 'Page', size: 'Size' },
          order: { by: 'MadeAt', parameter: 'Order', descending: 'desc' },
        },
      },
      response: [
        { name: 'Total', type: 'string' },
        { name: 'Pages', type: 'integer' },
        {
          name: 'List',
          fields: [
            {
              name: 'Widget',
              type: 'array',
              items: {
                fields: [
                  { name: 'Name' },
                  { name: 'Size', type: 'integer' },
                  {
                    name: 'Part',
                    type: 'array',
                    items: { fields: [{ name: 'Kind' }, { name: 'Weight', type: 'integer' }] },
                  },
                ],
              },
            },
          ],
        },
      ],
      actions: [
        ...['Page', 'Size'].map((name) => ({
          target: `$.components.schemas.Request.properties.${name}`,
          update: { 'x-error': 'Widget.Wrong' },
        })),
        { target: '$.components.schemas.Response.properties.Total', update: { 'x-from': '$total' } },
        { target: '$.components.schemas.Response.properties.Pages', update: { 'x-from': '$pages' } },
        { target: '$.components.schemas.Response..Widget', update: { 'x-from': '$records' } },
      ],
    },
  ),
  describe('RunWidget', [...names, { name: 'Command', type: 'string', required: true }], {
    state: {
      'x-preconditions': [{ ...known, wildcard: '*' }],
      'x-effect': {
        transition: 'runs',
        key: ['Owner', 'Name'],
        by: 'Command',
        transitions: {
          start: { to: 'running', notFrom: ['running'], error: 'Widget.Running' },
          stop: { to: 'idle' },
        },
      },
    },
  }),
  describe('AddOwnersPlan', names, {
    state: {
      'x-preconditions': [
        { absent: 'widgets', key: ['Owner'], error: 'Widget.Taken' },
        { absent: 'plans', key: ['Owner'], error: 'Widget.Taken' },
      ],
      'x-effect': { create: 'plans', key: ['Owner'] },
    },
  }),
]);

test('shows a record with the time at which it was made', async () => {
  const mock = create();
  mock.clock.set('2026-03-04T05:06:07Z');
  await call(mock, 'AddWidget', { Owner: 'o', Name: 'a' });

  expect(await call(mock, 'ShowWidget', { Owner: 'o', Name: 'a' })).toMatchObject({
    Widget: { Name: 'a', MadeAt: '2026-03-04T05:06:07Z' },
  });
  expect(await call(mock, 'ShowWidget', { Owner: 'o', Name: 'b' })).toMatchObject({ Code: 'Widget.Unknown' });
});

test('lists what agrees with the key and with each filter that is given', async () => {
  const mock = create();
  for (const [Owner, Name] of [
    ['o', 'a'],
    ['o', 'b'],
    ['p', 'a'],
  ])
    await call(mock, 'AddWidget', { Owner: Owner ?? '', Name: Name ?? '' });

  expect(await listed(mock, { Owner: 'o' })).toStrictEqual(['a', 'b']);
  expect(await listed(mock, { Owner: 'o', Name: 'b' })).toStrictEqual(['b']);
  expect(await listed(mock, { Owner: 'p' })).toStrictEqual(['a']);
  expect(await listed(mock, { Owner: 'q' })).toStrictEqual([]);
});

test('lists in pages, and in the order in which records were made, or the other way round', async () => {
  const mock = create();
  for (const Name of ['c', 'a', 'b']) await call(mock, 'AddWidget', { Owner: 'o', Name });

  expect(await listed(mock, { Owner: 'o' })).toStrictEqual(['c', 'a']);
  expect(await listed(mock, { Owner: 'o', Page: '2' })).toStrictEqual(['b']);
  expect(await listed(mock, { Owner: 'o', Page: '3' })).toStrictEqual([]);
  expect(await listed(mock, { Owner: 'o', Order: 'desc', Size: '3' })).toStrictEqual(['b', 'a', 'c']);
  expect(await call(mock, 'ListWidgets', { Owner: 'o' })).toMatchObject({ Total: '3', Pages: 2 });
  expect(await call(mock, 'ListWidgets', { Owner: 'q' })).toMatchObject({ Total: '0', Pages: 0 });
});

test('lists no record of another account', async () => {
  const mock = create();
  await call(mock, 'AddWidget', { Owner: 'o', Name: 'a', AccessKeyId: 'one' });

  expect(await listed(mock, { Owner: 'o', AccessKeyId: 'two' })).toStrictEqual([]);
});

test('lists the records of the world that are known as a whole', async () => {
  const mock = create({ widgets: { present: [{ Owner: 'o', Name: 'old', Size: 4 }, { Name: 'trigger' }] } });

  expect(await call(mock, 'ListWidgets', { Owner: 'o' })).toMatchObject({
    Total: '1',
    List: { Widget: [{ Name: 'old', Size: 4 }] },
  });
});

test('replaces what a change says, keeps the rest and the place in the list', async () => {
  const mock = create();
  await call(mock, 'AddWidget', {
    Owner: 'o',
    Name: 'a',
    Size: '1',
    'Part.1.Kind': 'x',
    'Part.1.Weight': '5',
  });
  await call(mock, 'AddWidget', { Owner: 'o', Name: 'b' });

  await call(mock, 'ChangeWidget', { Owner: 'o', Name: 'a', 'Part.1.Kind': 'y', 'Part.2.Kind': 'x' });

  expect(await call(mock, 'ListWidgets', { Owner: 'o' })).toMatchObject({
    List: {
      Widget: [{ Name: 'a', Size: 1, Part: [{ Kind: 'y' }, { Kind: 'x', Weight: 5 }] }, { Name: 'b' }],
    },
  });
  expect(await call(mock, 'ChangeWidget', { Owner: 'o', Name: 'c' })).toMatchObject({
    Code: 'Widget.Unknown',
  });
});

test('removes a record once, and lets it be made again', async () => {
  const mock = create();
  const a = { Owner: 'o', Name: 'a' };
  await call(mock, 'AddWidget', a);

  expect(await call(mock, 'DropWidget', a)).not.toHaveProperty('Code');
  expect(await call(mock, 'DropWidget', a)).toMatchObject({ Code: 'Widget.Unknown' });
  expect(await call(mock, 'AddWidget', a)).not.toHaveProperty('Code');
});

test('removes for one of two that come at once', async () => {
  const mock = create();
  await call(mock, 'AddWidget', { Owner: 'o', Name: 'a' });

  const answers = await Promise.all([1, 2].map(() => call(mock, 'DropWidget', { Owner: 'o', Name: 'a' })));

  expect(answers.map(({ Code }) => Code)).toStrictEqual([undefined, 'Widget.Unknown']);
});

test('moves a task from state to state, and refuses a transition that its state does not allow', async () => {
  const mock = create();
  await call(mock, 'AddWidget', { Owner: 'o', Name: 'a' });
  const run = async (Command: string): Promise<unknown> =>
    (await call(mock, 'RunWidget', { Owner: 'o', Name: 'a', Command }))['Code'];

  expect(await run('start')).toBeUndefined();
  expect(await run('start')).toBe('Widget.Running');
  expect(await run('stop')).toBeUndefined();
  expect(await run('start')).toBeUndefined();
});

test('takes a record with a wildcard for a record of every name', async () => {
  const mock = create();
  const run = { Owner: 'o', Name: 'any', Command: 'start' };
  expect(await call(mock, 'RunWidget', run)).toMatchObject({ Code: 'Widget.Unknown' });

  await call(mock, 'AddWidget', { Owner: 'o', Name: '*' });

  expect(await call(mock, 'RunWidget', run)).not.toHaveProperty('Code');
  expect(await call(mock, 'RunWidget', { ...run, Owner: 'p' })).toMatchObject({ Code: 'Widget.Unknown' });
});

test('finds any record that agrees in a part of its key', async () => {
  const mock = create();
  await call(mock, 'AddWidget', { Owner: 'o', Name: 'a' });

  expect(await call(mock, 'AddOwnersPlan', { Owner: 'o' })).toMatchObject({ Code: 'Widget.Taken' });
  expect(await call(mock, 'AddOwnersPlan', { Owner: 'p' })).not.toHaveProperty('Code');
});

interface Readings {
  readonly state: JsonObject;
  readonly response?: readonly JsonObject[];
  readonly actions?: readonly JsonObject[];
}

function describe(operation: string, parameters: readonly JsonObject[], readings: Readings): JsonObject {
  const { state, response = [], actions = [] } = readings;
  const page = {
    operation,
    version: '2026-01-01',
    parameters,
    response: [{ name: 'RequestId' }, ...response],
    errors: ['Taken', 'Unknown', 'Running', 'Wrong'].map((name) => ({
      status: 400,
      code: `Widget.${name}`,
      message: `${name}.`,
    })),
  };
  const required = {
    target: '$.components.schemas.Request',
    update: { 'x-error': { required: 'Missing{name}' } },
  };
  const overlay = {
    overlay: '1.0.0',
    actions: [{ target: "$.paths['/'].post", update: state }, required, ...actions],
  };
  return buildDocument({ page, common, overlays: [overlay] });
}

function create(world: Readonly<Record<string, unknown>> = {}): FetchMock {
  return createFetchMock({ contract, clock: 'virtual', seed: 1, world });
}

async function call(
  mock: FetchMock,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  const body = new URLSearchParams({ Action: action, ...parameters });
  const { answer } = await mock.handle({ method: 'POST', url: '/', headers: {}, body: body.toString() });
  return JSON.parse(answer?.body ?? '') as JsonObject;
}

/** The names of what is listed, in its order. */
async function listed(
  mock: FetchMock,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> {
  const answer = await call(mock, 'ListWidgets', parameters);
  const { List } = answer as { readonly List: { readonly Widget: readonly JsonObject[] } };
  return List.Widget.map(({ Name }) => Name);
}
