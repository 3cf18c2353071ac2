import { afterEach, beforeEach, expect, test } from 'vitest';
import { noRedis, startRedis, type StartedRedis } from '../fixtures/redis.ts';
import { callUnsigned } from '../fixtures/calls.ts';
import { createMock } from '../index.ts';
import { connectRedis } from './redis-connection.ts';
import { openRedisStore } from './redis.ts';

let redis: StartedRedis | undefined;
beforeEach(({ skip }) => {
  if (noRedis !== undefined) skip(noRedis);
});
afterEach(() => redis?.kill());

const silent = { say: (): void => undefined };

test('a Redis that forgot everything is told again how the clock was moved and which faults are set', async () => {
  redis = await startRedis();
  await using store = await openRedisStore(redis.url, silent);
  const mock = createMock({ store, clock: 'virtual' });
  await mock.settled();
  mock.clock.advance({ seconds: 90 });
  mock.faults.add({ fault: 'internal-error', times: 1 });
  await mock.settled();

  await redis.kill();
  await redis.restart();

  await expect.poll(() => store.isReachable, { timeout: 5000 }).toBe(true);
  const { url } = redis;
  const seen = async (): Promise<readonly unknown[]> => {
    await using later = await openRedisStore(url, silent);
    const other = createMock({ store: later, clock: 'virtual' });
    await other.settled();
    return [other.clock.now() - mock.clock.now(), other.faults.list().length];
  };
  await expect.poll(async () => (await store.open('', () => []).settings?.settled(), true)).toBe(true);
  expect(await seen()).toStrictEqual([0, 1]);
});

test('who waits for what is settled knows what others have set, before anybody tells of it', async () => {
  redis = await startRedis();
  await using store = await openRedisStore(redis.url, silent);
  const mock = createMock({ store, clock: 'virtual' });
  await mock.settled();
  const others = await connectRedis(redis.url, redis.url, silent.say);
  const [key = ''] = await others.send<readonly string[]>(['KEYS', '*setting:clock']);
  const text = await others.send<string>(['GET', key]);
  const { origin, ...more } = JSON.parse(text) as { readonly origin: number };

  await others.send(['SET', key, JSON.stringify({ ...more, origin: origin + 90_000 })]);
  await mock.settled();
  await others.close();

  expect(mock.clock.now()).toBe(origin + 90_000);
});

test('a Redis that is full says so once, whatever else it answers', async () => {
  redis = await startRedis(['--maxmemory', '3mb']);
  const said: string[] = [];
  await using store = await openRedisStore(redis.url, { say: (line) => said.push(line) });
  const { records } = store.open('', () => []);
  const name = { account: 'one', collection: 'widgets' };
  let made = 0;
  const fill = async (): Promise<void> => {
    for (; made < 10_000; made += 1) await records.create(name, `key ${made}`, { Text: 'x'.repeat(10_000) });
  };

  await expect(fill()).rejects.toThrow('OOM command not allowed');
  expect(await records.count(name)).toBe(made);
  await expect(fill()).rejects.toThrow('OOM command not allowed');

  expect(store.isReachable).toBe(false);
  expect(said).toStrictEqual([expect.stringMatching(/^Lost the store .*: OOM command not allowed/)]);
  await records.clear();
  // Redis frees memory when it has time.
  await expect
    .poll(async () => Promise.resolve(records.create(name, 'after', {})).catch(() => false))
    .toBe(true);
  expect(store.isReachable).toBe(true);
  expect(said.slice(1)).toStrictEqual([`The store "${store.name}" works again.`]);
});

test.each([
  ['redis://127.0.0.1:PORT', 'NOAUTH Authentication required. Write user and password into the address'],
  [
    'redis://:wrong@127.0.0.1:PORT',
    'WRONGPASS invalid username-password pair or user is disabled. Write user',
  ],
  ['redis://:secret@127.0.0.1:PORT/99', 'ERR DB index is out of range.'],
  ['redis://:secret@127.0.0.1:PORT/mine', 'its database is "mine". Write a number, like /0, or none.'],
])('%s is refused where a password is asked for', async (address, reason) => {
  redis = await startRedis(['--requirepass', 'secret']);

  await expect(openRedisStore(address.replace('PORT', String(redis.port)), silent)).rejects.toThrow(reason);
});

test('user, password and database of an address are used, and the password is shown nowhere', async () => {
  redis = await startRedis(['--requirepass', 'secret']);
  await using store = await openRedisStore(`redis://default:secret@127.0.0.1:${redis.port}/3`, silent);
  await using other = await openRedisStore(`redis://:secret@127.0.0.1:${redis.port}/4`, silent);
  const name = { account: 'one', collection: 'widgets' };

  expect(await store.open('', () => []).records.create(name, 'blue', {})).toBe(true);
  expect(await other.open('', () => []).records.create(name, 'blue', {})).toBe(true);
  expect(await store.open('', () => []).records.create(name, 'blue', {})).toBe(false);
  expect(store.name).toBe(`redis://default:***@127.0.0.1:${redis.port}/3`);
});

test('with expire, what is kept of a collection ends so long after the last record', async () => {
  redis = await startRedis();
  await using store = await openRedisStore(`${redis.url}?expire=1`, silent);
  const { records } = store.open('', () => []);
  const name = { account: 'one', collection: 'widgets' };
  await records.create(name, 'blue', {});

  await expect.poll(() => records.list(name), { timeout: 5000 }).toStrictEqual([]);
  expect(await records.create(name, 'blue', {})).toBe(true);
});

test('a store that was closed answers no call, and a mock on it can be ended all the same', async () => {
  redis = await startRedis();
  const store = await openRedisStore(redis.url, silent);
  const mock = createMock({ store, clock: 'virtual' });
  await mock.settled();
  await store.close();

  expect(store.isReachable).toBe(false);
  expect((await mock.handle(callUnsigned())).decision).toMatchObject({ error: 'ServiceUnavailable' });
  await expect(mock.snapshot()).rejects.toThrow(
    /^Failed to use store "redis:.*": Redis did not answer: .*closed/,
  );
  await mock[Symbol.asyncDispose]();
});
