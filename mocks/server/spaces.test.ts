import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { heapUsed } from '../fixtures/heap-used.ts';
import { valid } from '../fixtures/valid-request.ts';
import { createMock } from '../index.ts';
import { createSpaces, SpaceError, type SpacesOptions } from '../spaces.ts';
import { createMemoryStateStore } from '../state-store.ts';
import { startServer, type ServerOptions } from './server.ts';

async function startWithSpaces(options: Partial<SpacesOptions & ServerOptions> = {}) {
  const store = createMemoryStateStore();
  const create = (space: string) => createMock({ store, space, clock: 'virtual', seed: 1 });
  const { most, longestIdleMs, now, ...others } = options;
  const spaces = createSpaces({
    store,
    create,
    ...(most !== undefined && { most }),
    ...(longestIdleMs !== undefined && { longestIdleMs }),
    ...(now && { now }),
  });
  return startServer(create(''), { port: 0, spaces, ...others });
}

async function add(base: string, headers: Record<string, string> = {}, key?: string): Promise<string> {
  const body = new URLSearchParams({ ...valid, ...(key !== undefined && { AccessKeyId: key }) });
  const query = 'Action=AddLiveAppRecordConfig&Version=2016-11-01';
  const answer = await fetch(`${base}/?${query}`, { method: 'POST', body, headers });
  return ((await answer.json()) as { readonly Code?: string }).Code ?? 'OK';
}

async function ask(url: string, method = 'GET', body?: object): Promise<{ status: number; body: unknown }> {
  const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(url, { method, ...json });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

test('a header, or the start of the path, chooses a state of its own', async () => {
  await using server = await startWithSpaces();
  const { url } = server;

  expect(await add(url)).toBe('OK');
  expect(await add(url, { 'x-understudy-space': 'one' })).toBe('OK');
  expect(await add(`${url}/spaces/two`)).toBe('OK');
  expect(await add(`${url}/spaces/one`)).toBe('ConfigAlreadyExists');
  expect(await add(url, { 'x-understudy-space': 'two' })).toBe('ConfigAlreadyExists');
  expect(await add(`${url}/spaces/two`, { 'x-understudy-space': 'three' })).toBe('ConfigAlreadyExists');
});

test('the way to the inspector of a space leads to that one', async () => {
  await using server = await startWithSpaces();

  const own = await fetch(`${server.url}/_understudy`, { redirect: 'manual' });
  const ofSpace = await fetch(`${server.url}/spaces/one/_understudy`, { redirect: 'manual' });

  for (const answer of [own, ofSpace]) {
    expect(answer.status).toBe(308);
    expect(new URL(answer.headers.get('location') ?? '', answer.url).href).toBe(`${answer.url}/`);
  }
});

test('the next page of the state of a space is one of that space', async () => {
  await using server = await startWithSpaces();
  for (const key of ['one', 'two']) await add(`${server.url}/spaces/one`, {}, key);

  const { body } = await ask(`${server.url}/spaces/one/_understudy/state?limit=1`);
  const { next } = body as { readonly next: string };

  expect((await ask(new URL(next, server.url).href)).body).toMatchObject({ total: 2, next: null });
});

test('clock, faults, journal and limits of a space are its own', async () => {
  await using server = await startWithSpaces();
  const [one, two] = [`${server.url}/spaces/one`, `${server.url}/spaces/two`];
  await ask(`${one}/_understudy/faults`, 'POST', { fault: 'internal-error' });
  await ask(`${one}/_understudy/clock`, 'PUT', { advance: { seconds: 60 } });

  expect(await add(one)).toBe('InternalError');
  expect(await add(two)).toBe('OK');
  expect(await ask(`${two}/_understudy/clock`)).toMatchObject({ body: { now: '2026-01-01T00:00:00.000Z' } });
  expect(await ask(`${one}/_understudy/clock`)).toMatchObject({ body: { now: '2026-01-01T00:01:00.000Z' } });
  expect(await ask(`${two}/_understudy/requests`)).toMatchObject({ body: { requests: [{ id: 1 }] } });
  await ask(`${one}/_understudy/reset`, 'POST');
  for (let call = 0; call < 30; call += 1) await add(one);
  expect(await add(one)).toBe('Throttling.User');
  expect(await add(two)).toBe('ConfigAlreadyExists');
});

test('each account has a space of its own where the server is told so', async () => {
  await using server = await startWithSpaces({ spaceByAccount: true });
  await add(server.url, {}, 'key-1');
  await ask(`${server.url}/spaces/key-1/_understudy/faults`, 'POST', { fault: 'internal-error' });

  expect(await add(server.url, {}, 'key-1')).toBe('InternalError');
  expect(await add(server.url, {}, 'key-2')).toBe('OK');
  expect(await add(server.url)).toBe('OK');
});

test('spaces are listed, and removed with their state', async () => {
  await using server = await startWithSpaces({ now: () => Date.parse('2026-02-01T00:00:00Z') });
  const { url } = server;
  await add(`${url}/spaces/one`);
  await add(`${url}/spaces/two`);

  expect(await ask(`${url}/_understudy/spaces`)).toEqual({
    status: 200,
    body: {
      spaces: [
        { name: 'one', lastUsed: '2026-02-01T00:00:00.000Z' },
        { name: 'two', lastUsed: '2026-02-01T00:00:00.000Z' },
      ],
    },
  });
  expect((await ask(`${url}/_understudy/spaces/one`, 'DELETE')).status).toBe(204);
  expect((await ask(`${url}/_understudy/spaces/one`, 'DELETE')).status).toBe(404);
  expect(await add(`${url}/spaces/one`)).toBe('OK');
  expect(await add(`${url}/spaces/two`)).toBe('ConfigAlreadyExists');
});

test('there are only so many, and what is not used is forgotten', async () => {
  let now = 0;
  await using server = await startWithSpaces({ most: 2, longestIdleMs: 1000, now: () => now });
  const { url } = server;
  await add(`${url}/spaces/one`);
  now = 500;
  await add(`${url}/spaces/two`);

  expect(await add(`${url}/spaces/three`)).toBe('Understudy.SpacesFull');
  now = 1000;
  expect(await add(`${url}/spaces/three`)).toBe('OK');
  expect(await add(`${url}/spaces/two`)).toBe('ConfigAlreadyExists');
  now = 1999;
  expect(await add(`${url}/spaces/one`)).toBe('Understudy.SpacesFull');
  now = 2000;
  expect(await add(`${url}/spaces/one`)).toBe('OK');
});

test.each(['', 'a b', '../x', 'ü', 'x'.repeat(65)])('%j is not the name of a space', async (name) => {
  await using server = await startWithSpaces();

  expect(await add(`${server.url}/spaces/${encodeURIComponent(name)}`)).toBe('Understudy.InvalidSpace');
});

test.each(['.', '..'])(
  '%s is not the name of a space, since clients take it out of an address',
  async (name) => {
    await using server = await startWithSpaces();

    expect(await add(server.url, { 'x-understudy-space': name })).toBe('Understudy.InvalidSpace');
    expect(await add(server.url, { 'x-understudy-space': '...' })).toBe('OK');
  },
);

test('a space that cannot be had is a SpaceError', () => {
  const store = createMemoryStateStore();
  const spaces = createSpaces({ store, create: (space) => createMock({ store, space }), most: 1 });
  spaces.open('one');

  expect(() => spaces.open('two')).toThrow(SpaceError);
});

test('eight workers share a server, each test in a space of its own', async () => {
  await using server = await startWithSpaces();
  const worker = async (index: number): Promise<readonly string[]> => {
    const codes: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const space = `test-${index}-${round}`;
      const base = `${server.url}/spaces/${space}`;
      codes.push(await add(base), await add(base));
      await ask(`${server.url}/_understudy/spaces/${space}`, 'DELETE');
    }
    return codes;
  };

  const codes = await Promise.all(Array.from({ length: 8 }, (_, index) => worker(index)));

  expect(codes.flat()).toStrictEqual(Array.from({ length: 40 }, () => ['OK', 'ConfigAlreadyExists']).flat());
  expect(await ask(`${server.url}/_understudy/spaces`)).toMatchObject({ body: { spaces: [] } });
});

test('holds of a request only the name of its space', async () => {
  const mock = createMock();
  const spaces = createSpaces({ store: createMemoryStateStore(), create: () => mock });
  const open = async (index: number): Promise<void> => {
    // A header is cut out of the text of its request.
    spaces.open(`${'x'.repeat(30_000)}name-of-a-space-${index}`.slice(30_000));
    await setImmediate();
  };
  for (let index = 0; index < 50; index += 1) await open(index);
  const before = heapUsed();
  for (let index = 50; index < 450; index += 1) await open(index);

  expect(heapUsed() - before).toBeLessThan(5_000_000);
});
