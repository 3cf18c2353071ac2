import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { noRedis } from '../fixtures/redis.ts';
import { sharedRedis } from '../fixtures/shared-redis.ts';
import { valid } from '../fixtures/valid-request.ts';
import { createMock } from '../index.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import type { FaultRule } from '../faults/rule.ts';
import { openRedisStore } from './redis.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = temporaryFolder();
const redis = sharedRedis();

let count = 0;

/** Whether a fault was injected into a call. */
async function meets(mock: AwaitedFetchMock): Promise<boolean> {
  const { fault } = await mock.handle({
    method: 'POST',
    url: '/?Action=AddLiveAppRecordConfig&Version=2016-11-01',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...valid, AppName: `app-${(count += 1)}` }).toString(),
  });
  return fault !== undefined;
}

const timesThree: FaultRule = { fault: 'internal-error', times: 3 };

test('SQLite: what was injected stays counted when the file is opened again', async () => {
  const path = join(folder, 'counts.db');
  {
    await using store = openSqliteStore(path);
    const mock = createMock({ store });
    mock.faults.add({ ...timesThree, times: 1 });
    expect([await meets(mock), await meets(mock)]).toStrictEqual([true, false]);
  }
  await using store = openSqliteStore(path);
  const mock = createMock({ store });

  expect(await meets(mock)).toBe(false);
  expect(mock.faults.list()).toMatchObject([{ id: 'fault-1', matched: 3, injected: 1 }]);
  mock.faults.clear();
  mock.faults.add({ ...timesThree, times: 1 });
  expect(await meets(mock)).toBe(true);
});

test('SQLite: rules that are set at creation go on counting, and other rules in their place begin', async () => {
  const path = join(folder, 'standing.db');
  const once = { ...timesThree, times: 1 };
  const codes = async (faults: readonly FaultRule[]): Promise<boolean> => {
    await using store = openSqliteStore(path);
    return await meets(createMock({ store, faults }));
  };

  expect(await codes([once])).toBe(true);
  expect(await codes([once])).toBe(false);
  expect(await codes([{ ...once, fault: 'answer-lost' }])).toBe(true);
});

test('SQLite: a reset begins to count again', async () => {
  await using store = openSqliteStore(join(folder, 'reset.db'));
  const mock = createMock({ store, faults: [{ ...timesThree, times: 1 }] });
  expect([await meets(mock), await meets(mock)]).toStrictEqual([true, false]);

  mock.reset();

  expect([await meets(mock), await meets(mock)]).toStrictEqual([true, false]);
});

beforeEach(({ skip, task }) => {
  if (task.name.startsWith('Redis') && noRedis !== undefined) skip(noRedis);
});

test('Redis: replicas count together, also simultaneous calls', async () => {
  const address = `${redis()}?prefix=together`;
  await using one = await openRedisStore(address);
  await using two = await openRedisStore(address);
  const a = createMock({ store: one, faults: [timesThree] });
  const b = createMock({ store: two, faults: [timesThree] });

  const met = await Promise.all(Array.from({ length: 20 }, (_, index) => meets(index % 2 ? a : b)));

  expect(met.filter(Boolean)).toHaveLength(3);
  for (const mock of [a, b]) {
    await mock.settled();
    expect(mock.faults.list()).toMatchObject([{ matched: 20, injected: 3 }]);
  }
});

test('Redis: the nth call is the nth of all, of a rule that was added on one of them', async () => {
  const address = `${redis()}?prefix=nth`;
  await using one = await openRedisStore(address);
  await using two = await openRedisStore(address);
  const [a, b] = [createMock({ store: one }), createMock({ store: two })];
  await Promise.all([a.settled(), b.settled()]);
  const handle = a.faults.add({ fault: 'answer-lost', nth: 3 });
  await a.settled();
  await expect.poll(() => b.faults.list()).toHaveLength(1);

  expect([await meets(a), await meets(b), await meets(a), await meets(b)]).toStrictEqual([
    false,
    false,
    true,
    false,
  ]);

  await a.settled();
  expect(handle).toMatchObject({ matched: 4, injected: 1 });
  handle.remove();
  expect(handle).toMatchObject({ matched: 4, injected: 1 });
});

test('Redis: replicas agree on the faults, also when two of them set some in the same moment', async () => {
  const address = `${redis()}?prefix=agree`;
  await using one = await openRedisStore(address);
  await using two = await openRedisStore(address);
  const [a, b] = [createMock({ store: one }), createMock({ store: two })];
  await Promise.all([a.settled(), b.settled()]);

  a.faults.add({ fault: 'internal-error' });
  b.faults.add({ fault: 'answer-lost' });
  await Promise.all([a.settled(), b.settled()]);

  const rulesOf = (mock: AwaitedFetchMock): readonly object[] => mock.faults.list().map(({ rule }) => rule);
  await Promise.all([a.settled(), b.settled()]);
  expect(rulesOf(a)).toHaveLength(2);
  expect(rulesOf(b)).toStrictEqual(rulesOf(a));
  expect(new Set(a.faults.list().map(({ id }) => id)).size).toBe(2);
});

test('Redis: a reset of one of them begins to count again for all', async () => {
  const address = `${redis()}?prefix=reset`;
  await using one = await openRedisStore(address);
  await using two = await openRedisStore(address);
  const faults: readonly FaultRule[] = [{ fault: 'internal-error', times: 1 }];
  const [a, b] = [createMock({ store: one, faults }), createMock({ store: two, faults })];
  expect([await meets(a), await meets(b)]).toStrictEqual([true, false]);

  await a.reset();

  expect([await meets(b), await meets(a)]).toStrictEqual([true, false]);
});
