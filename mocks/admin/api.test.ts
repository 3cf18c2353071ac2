/** The admin API over HTTP, as programs use it. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { request as httpRequest } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { adminDocument } from './openapi.ts';
import type { AdminRequest } from './answer.ts';
import { answerAdmin, type AdminOptions } from './api.ts';
import { settingsOf } from '../faults/rule.ts';
import { callUnsigned, callV1, now } from '../fixtures/calls.ts';
import { createMock, type Mock, type MockOptions } from '../index.ts';
import { startServer } from '../server/server.ts';

test('says that it is there', async () => {
  const { ask } = await start();

  expect(await ask('/health')).toEqual({ status: 200, body: { status: 'ok', store: 'memory' } });
});

test('describes itself in a valid OpenAPI document, which has every path that is answered', async () => {
  const { ask } = await start();

  const { body } = await ask('/openapi.json');
  expect(body).toEqual(adminDocument);
  expect(await new Validator().validate(body as Record<string, unknown>)).toMatchObject({ valid: true });
  const { body: known } = await ask('/nothing');
  const paths = Object.keys(adminDocument['paths'] as object);
  const listed = (known as { error: string }).error.match(/\/[a-z.]+(?=[,.])/g);
  expect(listed?.toSorted()).toEqual(paths.filter((one) => one !== '/' && !one.includes('{')).toSorted());
});

test('documents every setting of a fault', () => {
  const { FaultRule } = (adminDocument['components'] as { schemas: Record<string, { properties: object }> })
    .schemas;

  expect(Object.keys(FaultRule?.properties ?? {})).toEqual(
    expect.arrayContaining(Object.values(settingsOf).flat()),
  );
});

test('shows the requests with what decided them, filtered', async () => {
  const { ask, mock } = await start();
  await mock.handle(callUnsigned());
  await mock.handle(callUnsigned({ DelayTime: '14', AccessKeyId: 'other' }));

  const { body } = await ask('/requests');
  expect(body).toMatchObject({
    requests: [
      { id: 1, account: 'anonymous', answer: { status: 200 }, decision: { kind: 'accepted' } },
      {
        id: 2,
        at: '2026-01-01T00:00:00.000Z',
        account: 'other',
        request: { method: 'POST' },
        decision: {
          kind: 'refused',
          error: 'InvalidDelayTime',
          parameter: 'DelayTime',
          source: 'Request parameters, DelayTime',
        },
      },
    ],
  });
  const idsOf = async (query: string): Promise<readonly number[]> =>
    ((await ask(`/requests?${query}`)).body as { requests: { id: number }[] }).requests.map(({ id }) => id);
  expect(await idsOf('account=other')).toEqual([2]);
  expect(await idsOf('error=InvalidDelayTime')).toEqual([2]);
  for (const search of ['delaytime=14', ' OTHER ', '#2', 'invaliddelay'])
    expect(await idsOf(new URLSearchParams({ search }).toString())).toEqual([2]);
  expect(await idsOf('search=example.com&last=1')).toEqual([2]);
  expect(await idsOf('search=nowhere')).toEqual([]);
  expect(await idsOf('operation=AddLiveAppRecordConfig&last=1')).toEqual([2]);
  expect(await ask('/requests?operation=AddLiveAppRecordConfg')).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('Did you mean "AddLiveAppRecordConfig"?') },
  });

  expect((await ask('/requests', 'DELETE')).status).toBe(204);
  expect(await idsOf('')).toEqual([]);
});

test('shows the state, forgets it, and puts it back', async () => {
  const { ask, mock } = await start();
  await mock.handle(callUnsigned());

  const { body } = await ask('/state');
  expect(body).toMatchObject({
    collections: [{ account: 'anonymous', collection: 'recordConfigs', records: [{ AppName: 'live' }] }],
  });
  expect((await ask('/reset', 'POST')).status).toBe(204);
  expect(await ask('/state')).toMatchObject({ body: { collections: [] } });
  const { snapshot } = body as { snapshot: object };
  expect((await ask('/state', 'PUT', { snapshot })).status).toBe(204);
  expect((await ask('/state')).body).toEqual(body);
});

test('switches faults on and off', async () => {
  const { ask, url } = await start();

  const added = await ask('/faults', 'POST', { fault: 'internal-error', times: 1 });
  expect(added).toMatchObject({ status: 201, body: { rule: { fault: 'internal-error', times: 1 } } });
  expect((await fetch(url + callUnsigned().url)).status).toBe(500);
  expect(await ask('/faults')).toMatchObject({
    body: { faults: [{ ...(added.body as object), injected: 1 }] },
  });
  const { id } = added.body as { id: string };
  expect((await ask(`/faults/${id}`, 'DELETE')).status).toBe(204);
  expect(await ask(`/faults/${id}`, 'DELETE')).toEqual({
    status: 404,
    body: { error: `Failed to answer the request: there is no fault "${id}".` },
  });

  await ask('/faults', 'POST', { fault: 'hang' });
  expect((await ask('/faults', 'DELETE')).status).toBe(204);
  expect(await ask('/faults')).toMatchObject({ body: { faults: [] } });
});

test('moves the clock', async () => {
  const { ask } = await start();

  expect(await ask('/clock')).toEqual({
    status: 200,
    body: { now: '2026-01-01T00:00:00.000Z', running: false },
  });
  const moved = await ask('/clock', 'PUT', { now: '2030-01-01T00:00:00Z', advance: { seconds: 90 } });
  expect(moved.body).toEqual({ now: '2030-01-01T00:01:30.000Z', running: false });
  expect((await ask('/clock', 'PUT', { running: true })).body).toMatchObject({ running: true });
});

test('shows how much of the rate limit each account has used, and that it comes back', async () => {
  const { ask, mock } = await start();
  for (const AccessKeyId of ['one', 'one', 'other/with-slash'])
    await mock.handle(callUnsigned({ AccessKeyId }));

  const operation = 'AddLiveAppRecordConfig';
  expect((await ask('/limits')).body).toEqual({
    limits: [
      { account: 'one', operation, used: 2, requests: 30, perMs: 1000 },
      { account: 'other/with-slash', operation, used: 1, requests: 30, perMs: 1000 },
    ],
  });
  mock.clock.advance({ seconds: 1 });
  expect((await ask('/limits')).body).toEqual({ limits: [] });
});

test('shows the contract: the documented operation first, with its errors', async () => {
  const { ask, mock } = await start();

  const { body } = await ask('/contract');
  const [first] = (body as { operations: { name: string; errors: object[] }[] }).operations;
  expect(first?.name).toBe([...mock.contract.keys()][0]);
  expect(first?.errors).toHaveLength(21);
});

test('has the triggers that it is given, and none without', async () => {
  const trigger = { code: 'A', title: 'a', calls: [] };
  expect(await (await start()).ask('/triggers')).toMatchObject({ body: { triggers: [] } });
  const { ask } = await start({ triggers: () => Promise.resolve([trigger]) });
  expect(await ask('/triggers')).toMatchObject({ body: { triggers: [trigger] } });
});

test('sends events: each request as it is answered, and each change', async () => {
  const { ask, mock, url } = await start();
  const response = await fetch(`${url}/_understudy/events`);
  const events = readEvents(response);
  expect(await events.next()).toMatchObject({ value: ['hello', {}] });

  await mock.handle(callUnsigned());
  expect(await events.next()).toMatchObject({ value: ['request', { id: 1, account: 'anonymous' }] });
  expect(await events.next()).toEqual({
    done: false,
    value: [
      'counts',
      {
        requests: 1,
        collections: [{ account: 'anonymous', collection: 'recordConfigs', count: 1 }],
        faults: [],
      },
    ],
  });
  await ask('/clock', 'PUT', { advance: { seconds: 1 } });
  expect(await events.next()).toMatchObject({ value: ['changed', { what: 'clock' }] });
  await ask('/requests', 'DELETE');
  expect(await events.next()).toMatchObject({ value: ['cleared', {}] });
});

test('tells of calls before it tells what was changed after them', async () => {
  const { ask, mock, url } = await start();
  const events = readEvents(await fetch(`${url}/_understudy/events`));
  await events.next();

  await ask('/faults', 'POST', { fault: 'internal-error' });
  await mock.handle(callUnsigned());
  await ask('/requests', 'DELETE');

  const names: string[] = [];
  for (let count = 0; count < 4; count += 1) names.push((await events.next()).value?.[0] ?? '');
  expect(names).toEqual(['changed', 'request', 'counts', 'cleared']);
});

test('keeps the event of a call short, however long the call and the state are', async () => {
  const { mock, url } = await start({}, { world: busyWorld(200) });
  const events = readEvents(await fetch(`${url}/_understudy/events`));
  await events.next();

  await mock.handle(callUnsigned({ OssBucket: 'b'.repeat(30_000), AccessKeyId: 'k'.repeat(20_000) }));

  const told = [(await events.next()).value, (await events.next()).value];
  expect(JSON.stringify(told[0]).length).toBeLessThan(4000);
  expect(JSON.stringify(told).length).toBeLessThan(20_000);
  expect(told[0]?.[1]).toMatchObject({ outcome: 'refused', pairs: expect.anything() });
});

test('shows calls in rows: what tells them apart, and how they ended', async () => {
  const { ask, mock } = await start({}, { clock: 'virtual' });
  await mock.handle(callUnsigned());
  await mock.handle(callUnsigned({ DelayTime: '14' }));
  for (let call = 0; call < 29; call += 1) await mock.handle(callUnsigned());

  const { body } = await ask('/requests?view=rows&last=30');
  expect(body).toMatchObject({ total: 31 });
  const { requests } = body as { requests: readonly Readonly<Record<string, unknown>>[] };
  expect(requests[0]).toMatchObject({
    id: 2,
    outcome: 'refused',
    error: 'InvalidDelayTime',
    parameter: 'DelayTime',
    key: ['example.com', 'live'],
    status: 400,
    delivery: 'whole',
  });
  expect(requests[0]?.['requestId']).toMatch(/^[0-9A-F-]{36}$/);
  expect(requests[0]?.['pairs']).toContainEqual(['DelayTime', '14']);
  expect(requests.at(-1)).toMatchObject({ outcome: 'throttled', error: 'Throttling.User' });
  expect((await ask('/requests/2')).body).toMatchObject({
    id: 2,
    parameters: { DelayTime: 14 },
    delivery: { kind: 'whole', sentence: '' },
  });
  expect((await ask('/requests/2', 'DELETE')).status).toBe(405);
  expect(await ask('/requests/77')).toEqual({
    status: 404,
    body: {
      error:
        'Failed to answer the request: no request "77" is remembered. GET /requests shows those that are.',
    },
  });
});

test('explains a call: what is wrong, and the call that would be accepted', async () => {
  const { ask, mock, url } = await start();
  await mock.handle(callUnsigned());
  await mock.handle(callUnsigned({ AppName: 'other', DelayTime: '14' }));

  const { body } = await ask('/requests/2/explain');
  expect(body).toMatchObject({
    id: 2,
    sentence: 'DelayTime is 14; the least allowed is 15.',
    fix: { changes: [{ parameter: 'DelayTime', from: 14, to: 15 }] },
    record: null,
    nearest: {
      id: 1,
      differences: [
        { parameter: 'AppName', here: 'other', there: 'live' },
        { parameter: 'DelayTime', here: '14', there: null },
      ],
    },
  });
  const { fix } = body as { fix: { call: { method: string; path: string; body: string } } };
  const { method, path, body: form } = fix.call;
  expect((await fetch(url + path, { method, ...(method === 'POST' && { body: form }) })).status).toBe(200);
});

test('explains a duplicate by the record that is there, an accepted call by the one that it made', async () => {
  const { ask, mock } = await start();
  await mock.handle(callUnsigned());
  await mock.handle(callUnsigned());

  const key = { DomainName: 'example.com', AppName: 'live' };
  expect((await ask('/requests/1/explain')).body).toMatchObject({
    sentence: '',
    fix: null,
    record: { account: 'anonymous', collection: 'recordConfigs', key, effect: 'create' },
  });
  expect((await ask('/requests/2/explain')).body).toMatchObject({
    sentence: expect.stringMatching(/^There is recordConfigs "example\.com \/ live \/ .*" already\.$/),
    record: { account: 'anonymous', collection: 'recordConfigs', key, effect: 'in the way' },
    fix: { changes: [expect.anything()] },
  });
});

test('explains a throttled call by its number', async () => {
  const { ask, mock } = await start();
  for (let call = 0; call < 31; call += 1) await mock.handle(callUnsigned());

  expect((await ask('/requests/31/explain')).body).toMatchObject({
    sentence: '31st of 30 calls in 1 s.',
    fix: null,
  });
});

test('explains without changing anything, and offers no call whose signature is hidden', async () => {
  const { ask, mock } = await start({}, { auth: 'verify', clock: now });
  await mock.handle(callV1({ DelayTime: '14' }));
  const before = (await ask('/state')).body;

  expect((await ask('/requests/1/explain')).body).toMatchObject({
    fix: { changes: [{ parameter: 'DelayTime', from: 14, to: 15 }], call: null },
  });
  expect((await ask('/state')).body).toEqual(before);
});

test('says what the client got where a fault struck', async () => {
  const { ask, url } = await start();
  const answers: object[] = [];
  for (const fault of ['answer-lost', 'truncated-body', 'request-lost'] as const) {
    await ask('/faults', 'POST', { fault, times: 1, ...(fault === 'truncated-body' && { bytes: 7 }) });
    const asked = callUnsigned({ AppName: fault });
    await fetch(url + asked.url)
      .then((response) => response.text())
      .catch(() => undefined);
    answers.push((await ask(`/requests/${answers.length + 1}`)).body as object);
  }
  const asked = callUnsigned();
  await fetch(url + asked.url, { headers: { 'x-understudy-fault': 'fire' } });

  expect(answers).toMatchObject([
    {
      delivery: {
        kind: 'none',
        sentence: '200, not delivered: carried out, but the client never got the answer.',
      },
    },
    {
      delivery: { kind: 'altered', body: '{"Reque', sentence: expect.stringMatching(/^Cut off after 7 of /) },
    },
    { answer: null, delivery: { kind: 'none', sentence: 'The request never arrived.' } },
  ]);
  expect((await ask('/requests/4')).body).toMatchObject({
    delivery: { sentence: expect.stringMatching(/^No fault was injected, and nothing carried out: .*fire/) },
  });
});

test('counts records without showing them, and shows those of one collection in pages', async () => {
  const { ask, mock } = await start({}, { world: busyWorld(120) });

  expect((await ask('/collections')).body).toEqual({
    records: 0,
    total: 0,
    collections: [],
    initial: [{ collection: 'recordConfigs', count: 120 }],
  });
  const first = (await ask('/records?collection=recordConfigs')).body as { records: object[] };
  expect(first).toMatchObject({ total: 120, key: ['DomainName', 'AppName', 'StreamName'] });
  expect(first.records).toHaveLength(50);

  await mock.handle(callUnsigned({ AccessKeyId: 'mine' }));
  expect((await ask('/collections')).body).toMatchObject({
    collections: [{ account: 'mine', collection: 'recordConfigs', count: 121 }],
  });
  expect((await ask('/collections?search=nobody')).body).toMatchObject({ total: 0 });
  const query = '/records?account=mine&collection=recordConfigs';
  expect((await ask(`${query}&offset=100`)).body).toMatchObject({ total: 121, records: { length: 21 } });
  expect((await ask(`${query}&search=APP-7"`)).body).toMatchObject({
    total: 1,
    records: [{ AppName: 'app-7' }],
  });
  const [whole] = ((await ask(`${query}&offset=120`)).body as { records: Record<string, unknown>[] }).records;
  const where = encodeURIComponent(JSON.stringify(whole));
  expect((await ask(`${query}&where=${where}`)).body).toMatchObject({ total: 1, records: [whole] });
  // Looking makes no account.
  await ask('/records?account=nobody&collection=recordConfigs');
  expect((await ask('/collections')).body).toMatchObject({ total: 1 });
  expect((await ask('/records')).status).toBe(400);
});

test('ends events when the server is closed', async () => {
  const mock = createMock();
  const server = await startServer(mock, { port: 0 });
  const events = readEvents(await fetch(`${server.url}/_understudy/events`));
  await events.next();

  await server.close();
  await expect(events.next()).resolves.toStrictEqual({ done: true, value: undefined });
});

test.each<[string, string, unknown, number, string]>([
  ['GET', '/nothing', undefined, 404, 'there is no "/nothing". There are /health, '],
  ['PATCH', '/clock', {}, 405, '"/clock" has no PATCH. It has GET, PUT.'],
  ['POST', '/events', {}, 405, '"/events" has no POST. It has GET.'],
  ['PUT', '/clock', {}, 400, 'its body is empty. It may have now, advance, running.'],
  ['PUT', '/clock', { nwo: 1 }, 400, 'there is no "nwo". There are now, advance, running.'],
  ['PUT', '/clock', { now: 'yesterday' }, 400, '"yesterday": it is no point in time.'],
  ['PUT', '/clock', { advance: { days: 1 } }, 400, '"advance" is no duration, such as {"seconds":1}.'],
  ['PUT', '/clock', { advance: { seconds: -1 } }, 400, '-1000 ms is no step forward.'],
  ['PUT', '/clock', { running: 'yes' }, 400, '"running" is neither true nor false.'],
  ['PUT', '/clock', [], 400, 'its body is no JSON object.'],
  ['PUT', '/state', { snapshot: { version: 7 } }, 400, 'Failed to restore a snapshot'],
  ['PUT', '/state', { collections: [] }, 400, 'its body has no "snapshot", as GET answers it.'],
  ['POST', '/faults', { fault: 'fire' }, 400, 'Failed to read fault "fire": there is no such fault.'],
  ['GET', '/requests?colour=blue', undefined, 400, 'there is no filter "colour".'],
  ['GET', '/requests?last=many', undefined, 400, '"last" is not a whole number from 1.'],
  ['GET', '/requests?last=0', undefined, 400, '"last" is not a whole number from 1.'],
  ['GET', '/limits?last=0', undefined, 400, '"last" is not a whole number from 1.'],
  ['GET', '/collections?limit=0', undefined, 400, '"limit" is not a whole number from 1.'],
  ['GET', '/records?collection=c&limit=0', undefined, 400, '"limit" is not a whole number from 1.'],
  [
    'GET',
    '/records?collection=c&where=5',
    undefined,
    400,
    '"where" is no JSON object, such as {"Name":"a"}.',
  ],
  [
    'GET',
    '/records?collection=c&where={',
    undefined,
    400,
    '"where" is no JSON object, such as {"Name":"a"}.',
  ],
])('answers %s %s %j with %i and one sentence', async (method, path, body, status, sentence) => {
  const { ask } = await start();

  const answer = await ask(path, method, body);
  expect(answer.status).toBe(status);
  expect((answer.body as { error: string }).error).toContain(sentence);
  expect(Object.keys(answer.body as object)).toEqual(['error']);
});

test('leaves the clock where it is if a part of the request cannot be done', async () => {
  const { ask } = await start();
  const before = await ask('/clock');

  for (const advance of [{ seconds: -5 }, { seconds: 1e15 }])
    expect((await ask('/clock', 'PUT', { now: '2030-01-01T00:00:00Z', advance })).status).toBe(400);
  expect(await ask('/clock')).toEqual(before);
});

test('takes JSON only, since a form of another site can send anything else', async () => {
  const { url } = await start();
  const send = async (body: string, type: string): Promise<number> =>
    (await fetch(`${url}/_understudy/clock`, { method: 'PUT', body, headers: { 'content-type': type } }))
      .status;

  expect(await send('{"running":true}', 'text/plain')).toBe(415);
  expect(await send('{"running":', 'application/json')).toBe(400);
  expect(await send('{"running":true}', 'application/json')).toBe(200);
});

test('answers 413 to a body that is too long', async () => {
  const { ask } = await start();

  expect(await ask('/state', 'PUT', { snapshot: 'x'.repeat(17 * 1024 * 1024) })).toEqual({
    status: 413,
    body: { error: 'Failed to answer the request: its body is longer than 16384 KiB.' },
  });
  // Only snapshots are that long.
  expect(await ask('/faults', 'POST', { fault: 'x'.repeat(200 * 1024) })).toEqual({
    status: 413,
    body: { error: 'Failed to answer the request: its body is longer than 128 KiB.' },
  });
});

test.each([
  ['/faults', 'POST', `{"fault":"hang","where":{"DomainName":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`],
  ['/clock', 'PUT', `{"advance":${'{"a":'.repeat(20_000)}`],
  ['/state', 'PUT', '['.repeat(2_000_000)],
] as const)('refuses what is nested deeply at %s in a sentence', async (path, method, body) => {
  const { url } = await start();
  const headers = { 'content-type': 'application/json' };
  const asked = { method, body, headers };
  const answer = await fetch(`${url}/_understudy${path}`, asked);

  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    error: 'Failed to answer the request: its JSON is nested more than 64 levels deep.',
  });
});

test('takes brackets in texts for what they are', async () => {
  const { ask } = await start();
  const DomainName = `\\"${'['.repeat(100)}`;

  expect(await ask('/faults', 'POST', { fault: 'hang', where: { DomainName } })).toMatchObject({
    status: 201,
  });
});

test.each([
  ['another name for this machine', { host: 'attacker.example' }, 403],
  ['a page of another site', { origin: 'https://attacker.example' }, 403],
  ['a page without an origin of its own', { origin: 'null' }, 403],
  ['a page on another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['an image of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['localhost', { host: 'localhost:4010' }, 200],
  ['its IPv6 address', { host: '[::1]:4010' }, 200],
  [
    'its own page',
    { host: 'localhost:1', origin: 'http://localhost:1', 'sec-fetch-site': 'same-origin' },
    200,
  ],
])('lets in only who belongs to this machine: %s', async (_, headers, status) => {
  const { url } = await start();

  expect((await askRaw(`${url}/_understudy/requests`, headers)).status).toBe(status);
});

test('lets nobody in from another machine, unless there is a token', async () => {
  const mock = createMock();
  const request: AdminRequest = {
    method: 'GET',
    path: '/requests',
    query: new URLSearchParams(),
    headers: { host: '127.0.0.1:4010', authorization: 'Bearer open sesame' },
    body: '',
    isLocal: false,
  };

  expect(await answerAdmin(mock, request)).toMatchObject({
    status: 403,
    body: expect.stringContaining(
      'it came from another machine. Start the server with --admin-token to allow that.',
    ),
  });
  expect(await answerAdmin(mock, request, { token: 'open sesame' })).toMatchObject({ status: 200 });
});

test('wants the token where there is one, and then takes any name of the machine', async () => {
  const { url } = await start({ token: 'open sesame' });
  const statusOf = async (headers: Record<string, string>, path = '/requests'): Promise<number | undefined> =>
    (await askRaw(`${url}/_understudy${path}`, headers)).status;

  expect(await statusOf({})).toBe(401);
  expect(await statusOf({ authorization: 'Bearer open' })).toBe(401);
  expect(await statusOf({ authorization: 'Bearer open sesamE' })).toBe(401);
  expect(await statusOf({ authorization: 'Bearer open sesame' })).toBe(200);
  expect(await statusOf({ authorization: 'Bearer open sesame', host: 'mock.example' })).toBe(200);
  expect(await statusOf({ authorization: 'Bearer open sesame', origin: 'https://attacker.example' })).toBe(
    403,
  );
  expect(await statusOf({}, '/health')).toBe(200);
});

test('leaves the API itself what only begins like it', async () => {
  const { url } = await start();

  expect((await fetch(`${url}/_understudyish`)).headers.get('content-type')).toContain('json');
  expect(await (await fetch(`${url}/_understudyish`)).json()).toHaveProperty('RequestId');
});

interface Started {
  readonly mock: Mock;
  readonly url: string;
  readonly ask: (path: string, method?: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
}

/** So many records that every account starts with. */
function busyWorld(count: number): Readonly<Record<string, unknown>> {
  const records = Array.from({ length: count }, (_, index) => ({
    DomainName: 'example.com',
    AppName: `app-${index + 1}`,
    StreamName: '*',
  }));
  return { recordConfigs: { open: false, present: [], records } };
}

async function start(admin: AdminOptions = {}, options: MockOptions = {}): Promise<Started> {
  const mock = createMock({ clock: 'virtual', ...options });
  const server = await startServer(mock, { port: 0, admin });
  onTestFinished(() => server.close());
  return {
    mock,
    url: server.url,
    async ask(path, method = 'GET', body) {
      const response = await fetch(`${server.url}/_understudy${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
  };
}

/** With headers that `fetch` does not let a program set. */
function askRaw(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number | undefined }> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    })
      .once('error', reject)
      .end();
  });
}

async function* readEvents(response: Response): AsyncGenerator<readonly [string, unknown], void> {
  let text = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (text + piece).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks)
      yield [/^event: (.*)$/m.exec(block)?.[1] ?? '', JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null')];
  }
}
