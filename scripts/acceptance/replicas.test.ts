import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { noRedis, startRedis, type StartedRedis } from '../../mocks/fixtures/redis.ts';
import { valid } from '../../mocks/fixtures/valid-request.ts';
import { add } from '../testing/add.ts';
import { ensureBuilt, startServing, type Serving } from '../testing/processes.ts';

let redis: StartedRedis;
let replicas: readonly Serving[] = [];

const start = (count: number, ...flags: readonly string[]): Promise<readonly Serving[]> =>
  Promise.all(Array.from({ length: count }, () => startServing(flags)));

beforeAll(async () => {
  if (noRedis !== undefined) return;
  await ensureBuilt();
  redis = await startRedis();
  replicas = await start(4, '--store', redis.url, '--clock', '2026-01-01T00:00:00Z');
}, 60_000);

afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  if (noRedis === undefined) await redis.kill();
});

beforeEach(async ({ skip }) => {
  if (noRedis !== undefined) skip(noRedis);
  for (const { url } of replicas.slice(0, 1)) await fetch(`${url}/_understudy/reset`, { method: 'POST' });
});

async function codeOf(
  { url }: Pick<Serving, 'url'>,
  changes: Readonly<Record<string, string>>,
): Promise<string> {
  return (await add(url, changes)).code;
}

/** A query that is signed by V1, with the one nonce. */
function signed(changes: Readonly<Record<string, string>>): string {
  const parameters = {
    ...valid,
    ...changes,
    AccessKeyId: 'testid',
    Action: 'AddLiveAppRecordConfig',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: 'the-one-nonce',
    SignatureVersion: '1.0',
    Timestamp: '2026-01-01T00:00:00Z',
    Version: '2016-11-01',
  };
  const encode = (text: string): string =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = Object.entries(parameters)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  const signature = createHmac('sha1', 'testsecret&')
    .update(`GET&%2F&${encode(query)}`)
    .digest('base64');
  return `${query}&Signature=${encode(signature)}`;
}

function replica(index: number): Serving {
  const found = replicas[index % replicas.length];
  if (!found) throw new Error('There are no replicas.');
  return found;
}

function count(codes: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]));
}

test('let one of simultaneous duplicates succeed, of 1,000 over four replicas', async () => {
  const calls = Array.from({ length: 1000 }, (_, index) => ({
    replica: replica(index),
    triple: Math.floor(index / 25),
  }));

  const codes = await Promise.all(
    calls.map(async ({ replica: asked, triple }) => ({
      triple,
      code: await codeOf(asked, { AccessKeyId: `account-${triple}`, AppName: `app-${triple}` }),
    })),
  );

  const byTriple = [...Map.groupBy(codes, ({ triple }) => triple).values()];
  expect(byTriple).toHaveLength(40);
  for (const answers of byTriple)
    expect(count(answers.map(({ code }) => code))).toStrictEqual({ OK: 1, ConfigAlreadyExists: 24 });
});

test('admit 30 calls in a second of an account over all replicas, by the clock that they share', async () => {
  const ask = async (): Promise<Readonly<Record<string, number>>> =>
    count(
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) =>
          codeOf(replica(index), { AppName: `app-${index}`, OssBucket: 'no-such-bucket' }),
        ),
      ),
    );

  expect(await ask()).toStrictEqual({ 'InvalidOssBucket.NotFound': 30, 'Throttling.User': 70 });
  expect(await ask()).toStrictEqual({ 'Throttling.User': 100 });
  await fetch(`${replica(2).url}/_understudy/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: { seconds: 1 } }),
  });
  expect(await ask()).toStrictEqual({ 'InvalidOssBucket.NotFound': 30, 'Throttling.User': 70 });
});

test('show the state of all, and reset it for all', async () => {
  await codeOf(replica(0), { AppName: 'first' });
  await codeOf(replica(1), { AppName: 'second' });

  const state = async (index: number): Promise<{ readonly total: number }> =>
    (await fetch(`${replica(index).url}/_understudy/state`)).json() as Promise<{ readonly total: number }>;
  const before = (await state(2)).total;
  await fetch(`${replica(3).url}/_understudy/reset`, { method: 'POST' });

  expect(before - (await state(2)).total).toBe(2);
  expect(await codeOf(replica(1), { AppName: 'first' })).toBe('OK');
});

test('play a fault that was set on any of them', async () => {
  await fetch(`${replica(0).url}/_understudy/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault: 'internal-error' }),
  });

  await expect.poll(() => codeOf(replica(3), { AppName: 'any' })).toBe('InternalError');
  await fetch(`${replica(1).url}/_understudy/faults`, { method: 'DELETE' });
  await expect.poll(() => codeOf(replica(2), { AppName: 'any' })).toBe('OK');
});

test('play a fault as often as it says, over all of them, and each shows how often', async () => {
  await fetch(`${replica(0).url}/_understudy/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault: 'internal-error', nth: 3, times: 2 }),
  });
  const faultsOf = async (index: number): Promise<unknown> =>
    (await fetch(`${replica(index).url}/_understudy/faults`)).json();
  for (const index of replicas.keys())
    await expect.poll(() => faultsOf(index)).toMatchObject({ faults: [{ id: 'fault-1' }] });

  const codes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => codeOf(replica(index), { AppName: `app-${index}` })),
  );

  expect(count(codes)).toStrictEqual({ OK: 18, InternalError: 2 });
  for (const index of replicas.keys())
    expect(await faultsOf(index)).toMatchObject({ faults: [{ matched: 20, injected: 2 }] });
});

test('tell that each remembers its own requests', async () => {
  await codeOf(replica(0), { AppName: 'of-the-first' });
  const requestsOf = async (index: number): Promise<unknown> =>
    (await fetch(`${replica(index).url}/_understudy/requests?account=anonymous`)).json();

  expect(await requestsOf(0)).toMatchObject({ sharedStore: redis.url });
  expect(await requestsOf(1)).toMatchObject({ sharedStore: redis.url });
  await using alone = (await start(1))[0] as Serving; // one was asked for
  expect(await (await fetch(`${alone.url}/_understudy/requests`)).json()).toMatchObject({
    sharedStore: null,
  });
});

test('take a nonce once over all replicas', async () => {
  const prefixed = `${redis.url}?prefix=nonces`;
  const verifying = await start(
    2,
    '--store',
    prefixed,
    '--auth',
    'verify',
    '--clock',
    '2026-01-01T00:00:00Z',
  );
  try {
    const query = signed({ AppName: 'signed' });
    const codes = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const answer = await fetch(`${verifying[index % 2]?.url}/?${query}`);
        return ((await answer.json()) as { readonly Code?: string }).Code ?? 'OK';
      }),
    );

    expect(count(codes)).toStrictEqual({ OK: 1, SignatureNonceUsed: 19 });
  } finally {
    await Promise.all(verifying.map((one) => one.stop()));
  }
});

test('refuse calls while Redis is away, say so once, and go on when it is back', async () => {
  const own = await startRedis();
  const [one] = await start(1, '--store', own.url);
  if (!one) throw new Error('It did not start.');
  try {
    expect(await codeOf(one, { AppName: 'before' })).toBe('OK');
    await own.kill();
    const away = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => codeOf(one, { AppName: `away-${index}` })),
    );
    expect(count(away)).toStrictEqual({ ServiceUnavailable: 50 });
    expect((await fetch(`${one.url}/_understudy/health`)).status).toBe(503);
    await own.restart();

    await expect.poll(() => codeOf(one, { AppName: 'after' }), { timeout: 5000 }).toBe('OK');
    expect(await codeOf(one, { AppName: 'after' })).toBe('ConfigAlreadyExists');
    // The log is written a few milliseconds later.
    await expect.poll(() => one.output().split(/The store .* works again/).length - 1).toBe(1);
    expect(one.output().match(/Lost the store/g)).toHaveLength(1);
    expect((await fetch(`${one.url}/_understudy/health`)).status).toBe(200);
  } finally {
    await one.stop();
    await own.kill();
  }
});

test('refuse calls while Redis hangs', async () => {
  const own = await startRedis();
  const [one] = await start(1, '--store', own.url);
  if (!one) throw new Error('It did not start.');
  try {
    own.signal('SIGSTOP');
    expect(await codeOf(one, { AppName: 'hanging' })).toBe('ServiceUnavailable');
    own.signal('SIGCONT');
    await expect.poll(() => codeOf(one, { AppName: 'after' }), { timeout: 5000 }).toBe('OK');
  } finally {
    own.signal('SIGCONT');
    await one.stop();
    await own.kill();
  }
});
