import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createClient } from '@redis/client';
import { beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { noRedis } from '../fixtures/redis.ts';
import { sharedRedis } from '../fixtures/shared-redis.ts';
import { valid } from '../fixtures/valid-request.ts';
import { createMock } from '../index.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import { createSpaces, SpaceError, type Spaces } from '../spaces.ts';
import type { StateStore } from '../state-store.ts';
import { openRedisStore } from './redis.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = temporaryFolder();
const redis = sharedRedis();
beforeEach(({ skip, task }) => {
  if (task.name.startsWith('Redis') && noRedis !== undefined) skip(noRedis);
});

const hourMs = 60 * 60 * 1000;

function spacesOf(store: StateStore, now: () => number, most = 1000): Spaces {
  const create = (space: string): AwaitedFetchMock => createMock({ store, space, clock: 'virtual' });
  return createSpaces({ store, create, now, most, longestIdleMs: hourMs });
}

/** The code of the answer to a creation, or `OK`. */
async function add(mock: AwaitedFetchMock): Promise<string> {
  const { decision } = await mock.handle({
    method: 'POST',
    url: '/?Action=AddLiveAppRecordConfig&Version=2016-11-01',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(valid).toString(),
  });
  return decision.kind === 'refused' ? decision.error : 'OK';
}

/** All that a space can leave behind. */
async function useWhole(mock: AwaitedFetchMock): Promise<void> {
  mock.faults.add({ fault: 'latency', latencyMs: 0 });
  mock.clock.advance({ seconds: 1 });
  await mock.settled();
  await add(mock);
}

async function keysOf(prefix: string): Promise<readonly string[]> {
  const client = createClient({ url: redis() });
  await client.connect();
  const keys = await client.keys(`*${prefix}*`);
  client.destroy();
  return keys.toSorted();
}

function rowsOf(path: string, space: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = ['records', 'begun', 'windows', 'nonces', 'settings'];
  const count = tables.reduce(
    (sum, table) =>
      sum +
      Number(
        database.prepare(`SELECT count(*) AS count FROM ${table} WHERE space = ?`).get(space)?.['count'],
      ),
    0,
  );
  database.close();
  return count;
}

test('Redis: a space that was removed leaves nothing', async () => {
  await using store = await openRedisStore(`${redis()}?prefix=removed`);
  const spaces = spacesOf(store, Date.now);
  await useWhole(spaces.open('one'));
  expect(await keysOf('removed')).not.toStrictEqual([]);

  expect(await spaces.remove('one')).toBe(true);

  expect(await keysOf('removed')).toStrictEqual([]);
  expect(await spaces.remove('one')).toBe(false);
});

test('Redis: a space is forgotten when no replica has used it for long, and leaves nothing', async () => {
  let now = Date.now();
  await using a = await openRedisStore(`${redis()}?prefix=idle`);
  await using b = await openRedisStore(`${redis()}?prefix=idle`);
  const [ofA, ofB] = [spacesOf(a, () => now), spacesOf(b, () => now)];
  await useWhole(ofA.open('left'));
  await useWhole(ofA.open('shared'));
  now += hourMs / 2;
  expect(await add(ofB.open('shared'))).toBe('ConfigAlreadyExists');
  now += hourMs / 2 + 1000;

  const listed = await ofA.list();

  expect(listed.map(({ name }) => name)).toStrictEqual(['shared']);
  expect((await keysOf('idle')).filter((key) => key.includes('left'))).toStrictEqual([]);
  expect(await add(ofA.open('shared'))).toBe('ConfigAlreadyExists');
  expect(await add(ofA.open('left'))).toBe('OK');
});

test('Redis: a space that one replica removed begins anew on the others, with clock and faults', async () => {
  await using a = await openRedisStore(`${redis()}?prefix=anew`);
  await using b = await openRedisStore(`${redis()}?prefix=anew`);
  const [ofA, ofB] = [spacesOf(a, Date.now), spacesOf(b, Date.now)];
  const before = ofB.open('one');
  const begin = before.clock.now();
  await useWhole(before);

  await ofA.remove('one');

  await expect.poll(() => ofB.mocks).toHaveLength(0);
  const after = ofB.open('one');
  expect(await add(after)).toBe('OK');
  expect(after.faults.list()).toStrictEqual([]);
  expect(after.clock.now()).toBe(begin);
  expect(after.journal.requests()).toHaveLength(1);
});

test('SQLite: a space that was removed leaves nothing', async () => {
  const path = join(folder, 'removed.db');
  {
    await using store = openSqliteStore(path);
    const spaces = spacesOf(store, Date.now);
    await useWhole(spaces.open('one'));
    await useWhole(spaces.open('two'));
    await spaces.remove('one');
  }

  expect(rowsOf(path, 'one')).toBe(0);
  expect(rowsOf(path, 'two')).toBeGreaterThan(3);
});

test('SQLite: spaces of an earlier process are listed, counted, and forgotten when they were idle for long', async () => {
  const path = join(folder, 'idle.db');
  let now = Date.now();
  {
    await using store = openSqliteStore(path);
    const spaces = spacesOf(store, () => now);
    await useWhole(spaces.open('old'));
    now += hourMs / 2;
    await useWhole(spaces.open('new'));
  }
  {
    await using store = openSqliteStore(path);
    const spaces = spacesOf(store, () => now, 2);
    expect(await spaces.list()).toStrictEqual([
      { name: 'new', lastUsed: now },
      { name: 'old', lastUsed: now - hourMs / 2 },
    ]);
    expect(() => spaces.open('third')).toThrow(SpaceError);
    now += hourMs / 2;
    expect(await add(spaces.open('new'))).toBe('ConfigAlreadyExists');
    expect(await spaces.list()).toStrictEqual([{ name: 'new', lastUsed: now }]);
    expect(await add(spaces.open('third'))).toBe('OK');
  }

  expect(rowsOf(path, 'old')).toBe(0);
});

test('SQLite: a space that cannot be opened, since the file is gone, is a SpaceError', async () => {
  const path = join(folder, 'gone.db');
  await using store = openSqliteStore(path, { say: () => undefined });
  const spaces = spacesOf(store, Date.now);
  await add(spaces.open('one'));
  rmSync(path);

  expect(() => spaces.open('two')).toThrow('The store of the spaces cannot be reached.');
});
