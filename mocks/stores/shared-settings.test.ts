/** Clock and faults of mocks that share a state: two replicas on one Redis, and two mocks on one space of a file. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { noRedis, startRedis } from '../fixtures/redis.ts';
import { sharedRedis } from '../fixtures/shared-redis.ts';
import { callUnsigned } from '../fixtures/calls.ts';
import { createMock, type AwaitedMock, type FaultRule } from '../index.ts';
import type { StateStore } from '../state-store.ts';
import { openRedisStore } from './redis.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = temporaryFolder();
const redis = sharedRedis();
let count = 0;
const opened: StateStore[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});

const newYear = Date.parse('2026-01-01T00:00:00Z');
const faultsOf = ({ faults }: AwaitedMock): readonly string[] => faults.list().map(({ rule }) => rule.fault);
const settle = async (...mocks: readonly AwaitedMock[]): Promise<void> => {
  for (let round = 0; round < 2; round += 1) await Promise.all(mocks.map((mock) => mock.settled()));
};

/** Two mocks of one state, each in a process of its own as far as Redis can tell. */
const pairs = {
  async redis(faults: readonly FaultRule[]): Promise<readonly [AwaitedMock, AwaitedMock]> {
    const address = `${redis()}?prefix=settings-${(count += 1)}`;
    const create = async (): Promise<AwaitedMock> => {
      const store = await openRedisStore(address);
      opened.push(store);
      return createMock({ store, clock: 'virtual', faults });
    };
    const two = [await create(), await create()] as const;
    await settle(...two);
    return two;
  },
  async sqlite(faults: readonly FaultRule[]): Promise<readonly [AwaitedMock, AwaitedMock]> {
    const store = openSqliteStore(join(folder, `${(count += 1)}.db`));
    opened.push(store);
    return [createMock({ store, clock: 'virtual', faults }), createMock({ store, clock: 'virtual', faults })];
  },
};

test.for(['redis', 'sqlite'] as const)(
  '%s: loses no change that two make in the same moment',
  async (kind, { skip }) => {
    if (kind === 'redis' && noRedis !== undefined) skip(noRedis);
    const [a, b] = await pairs[kind]([]);

    for (let turn = 0; turn < 20; turn += 1) {
      a.clock.advance({ seconds: 1 });
      b.clock.advance({ milliseconds: 1 });
      a.faults.add({ fault: 'internal-error', nth: turn + 1 });
      b.faults.add({ fault: 'answer-lost', nth: turn + 1 });
      if (turn % 5 === 0) await settle(a, b);
    }
    await settle(a, b);

    for (const { clock, faults } of [a, b]) {
      expect(clock.now()).toBe(newYear + 20 * 1001);
      expect(new Set(faults.list().map(({ id }) => id)).size).toBe(40);
    }
    expect(faultsOf(a)).toStrictEqual(faultsOf(b));
  },
);

test.for(['redis', 'sqlite'] as const)(
  '%s: what one does to the clock or the faults is done for both',
  async (kind, { skip }) => {
    if (kind === 'redis' && noRedis !== undefined) skip(noRedis);
    const [a, b] = await pairs[kind](
      [{ fault: 'hang' }, { fault: 'reset' }, { fault: 'latency', latencyMs: 1 }]
        .slice(0, 1)
        .concat([{ fault: 'empty-body' }]) as FaultRule[],
    );
    const both = async (): Promise<unknown> => {
      await settle(a, b);
      expect([b.clock.now(), b.clock.isFrozen, faultsOf(b)]).toStrictEqual([
        a.clock.now(),
        a.clock.isFrozen,
        faultsOf(a),
      ]);
      return [a.clock.now() - newYear, faultsOf(a)];
    };

    b.faults.list()[0]?.remove();
    b.clock.advance({ seconds: 1 });
    expect(await both()).toStrictEqual([1000, ['empty-body']]);
    const handle = a.faults.add({ fault: 'internal-error' });
    a.clock.set('2026-01-02T00:00:00Z');
    expect(await both()).toStrictEqual([86_400_000, ['empty-body', 'internal-error']]);
    expect(b.faults.remove(handle.id)).toBe(true);
    expect(await both()).toStrictEqual([86_400_000, ['empty-body']]);
    a.faults.clear();
    expect(await both()).toStrictEqual([86_400_000, []]);
    await b.reset();
    expect(await both()).toStrictEqual([0, ['hang', 'empty-body']]);
    b.faults.remove('fault-1');
    await settle(a, b);
    await b.handle(callUnsigned());
    await settle(a, b);
    const matched = ({ faults }: AwaitedMock): readonly number[] => faults.list().map((one) => one.matched);
    expect([matched(a), matched(b)]).toStrictEqual([[1], [1]]);
    a.faults.clear();
    await settle(a, b);
    await b.reset();
    await settle(a, b);
    expect([matched(a), matched(b)]).toStrictEqual([
      [0, 0],
      [0, 0],
    ]);
  },
);

test.for(['redis', 'sqlite'] as const)(
  '%s: a rule that was removed at once is not there, and another with its id is',
  async (kind, { skip }) => {
    if (kind === 'redis' && noRedis !== undefined) skip(noRedis);
    const [a, b] = await pairs[kind]([]);

    b.faults.add({ fault: 'internal-error' });
    const handle = a.faults.add({ fault: 'answer-lost' });
    handle.remove();
    await settle(a, b);

    expect([faultsOf(a), faultsOf(b)]).toStrictEqual([['internal-error'], ['internal-error']]);
  },
);

test('SQLite: a rule of the start that was removed is not there when the file is opened again', async () => {
  const path = join(folder, 'start.db');
  const faults: readonly FaultRule[] = [{ fault: 'hang' }, { fault: 'empty-body' }];
  const open = async <Result>(
    rules: readonly FaultRule[],
    act: (mock: AwaitedMock) => Result,
  ): Promise<Result> => {
    await using store = openSqliteStore(path);
    return act(createMock({ store, faults: rules }));
  };

  await open(faults, (mock) => mock.faults.list()[0]?.remove());
  expect(await open(faults, faultsOf)).toStrictEqual(['empty-body']);
  await open(faults, (mock) => mock.faults.add({ fault: 'reset', nth: 9 }).id);
  expect(await open(faults, (mock) => mock.faults.list().map(({ id }) => id))).toStrictEqual([
    'fault-2',
    'fault-3',
  ]);
  await open(faults, (mock) => mock.faults.remove('fault-3'));
  expect(await open([{ fault: 'internal-error' }, ...faults.slice(1)], faultsOf)).toStrictEqual([
    'internal-error',
    'empty-body',
  ]);
  expect(await open(faults, (mock) => (mock.faults.set(faults), faultsOf(mock)))).toStrictEqual([
    'hang',
    'empty-body',
  ]);
});

test.skipIf(noRedis !== undefined)('Redis: the first calls count by the clock that all share', async () => {
  for (let round = 0; round < 10; round += 1) {
    const store = await openRedisStore(`${redis()}?prefix=first-${round}`);
    opened.push(store);
    const mock = createMock({ store, clock: 'virtual' });
    mock.faults.add({ fault: 'internal-error', nth: 100 });

    const answers = await Promise.all(
      Array.from({ length: 35 }, () => mock.handle(callUnsigned({ OssBucket: 'no-such-bucket' }))),
    );

    expect(
      answers.filter(({ decision }) => decision.kind === 'refused' && decision.error === 'Throttling.User'),
    ).toHaveLength(5);
    expect(await mock.limits()).toMatchObject([{ used: 30 }]);
  }
});

test.skipIf(noRedis !== undefined)(
  'Redis: a change that could not be told is taken back when Redis is there again',
  async () => {
    await using own = await startRedis(['--appendonly', 'no']);
    const store = await openRedisStore(own.url, { say: () => undefined });
    opened.push(store);
    const mock = createMock({ store, clock: 'virtual' });
    mock.clock.advance({ seconds: 5 });
    await mock.settled();
    await own.kill();
    await expect(mock.settled()).rejects.toThrow('Redis did not answer');
    mock.clock.advance({ seconds: 7 });
    mock.faults.add({ fault: 'hang' });
    await own.restart();
    await expect.poll(() => store.isReachable, { timeout: 5000 }).toBe(true);

    await expect.poll(async () => (await mock.settled(), mock.clock.now())).toBe(newYear + 5000);
    expect(mock.faults.list()).toHaveLength(0);
    expect((await mock.handle(callUnsigned())).decision.kind).toBe('accepted');
  },
);
