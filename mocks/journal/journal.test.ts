import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { operation, valid } from '../fixtures/valid-request.ts';
import { createMock, type Mock } from '../index.ts';

test('shows what was asked, what was answered, and which rule decided', async () => {
  const mock = createMock({ clock: 'virtual' });
  await call(mock, { DelayTime: '14' });

  expect(mock.journal.requests()).toMatchObject([
    {
      id: 1,
      at: Date.parse('2026-01-01T00:00:00Z'),
      operation,
      account: 'anonymous',
      parameters: { DelayTime: 14 },
      request: {
        method: 'POST',
        url: '/',
        headers: { host: 'live' },
        body: expect.stringContaining('DelayTime=14'),
      },
      answer: { status: 400, body: expect.stringContaining('InvalidDelayTime') },
      decision: { kind: 'refused', rule: 'delay-time/below-minimum', evidence: 'stated' },
      durationMs: expect.any(Number),
    },
  ]);
});

test('finds calls by operation and parameters', async () => {
  const mock = createMock({ clock: 'virtual' });
  await call(mock);
  await call(mock, { AppName: 'other' });
  await mock.handle({ method: 'GET', url: '/?Action=Nothing', headers: {}, body: '' });

  const ids = (filter?: Parameters<Mock['journal']['requests']>[0]): readonly number[] =>
    mock.journal.requests(filter).map(({ id }) => id);
  expect(ids()).toEqual([1, 2, 3]);
  expect(ids({ operation })).toEqual([1, 2]);
  expect(ids({ where: { AppName: 'other' } })).toEqual([2]);
  expect(ids({ operation, where: { 'RecordFormat.1.Format': 'flv' } })).toEqual([]);
  expect(mock.journal.find(2)?.parameters).toMatchObject({ AppName: 'other' });
  expect(mock.journal.find(4)).toBeUndefined();
});

test('says what became of a call with an injected fault', async () => {
  const mock = createMock({
    clock: 'virtual',
    faults: [{ fault: 'request-lost', times: 1 }, { fault: 'answer-lost' }],
  });
  await call(mock);
  await call(mock);

  expect(mock.journal.requests()).toMatchObject([
    { answer: undefined, decision: { kind: 'lost' }, fault: { name: 'request-lost', id: 'fault-1' } },
    {
      answer: { status: 200 },
      decision: { kind: 'accepted' },
      fault: { name: 'answer-lost', id: 'fault-2' },
    },
  ]);
});

test('remembers the latest calls only', async () => {
  const mock = createMock({ clock: 'virtual', journalSize: 3 });
  for (let index = 0; index < 8; index += 1) {
    await call(mock);
    expect(mock.journal.requests().length).toBe(Math.min(index + 1, 3));
  }

  expect(mock.journal.requests().map(({ id }) => id)).toEqual([6, 7, 8]);
  expect(mock.journal.find(5)).toBeUndefined();
});

test('remembers fewer calls where they are long, and always the last', async () => {
  const mock = createMock({ clock: 'virtual' });
  for (let index = 0; index < 60; index += 1) await call(mock, { Filler: 'x'.repeat(1_000_000) });

  const ids = mock.journal.requests().map(({ id }) => id);
  expect(ids.at(-1)).toBe(60);
  expect(ids.length).toBeGreaterThan(10);
  expect(ids.length).toBeLessThan(40);
});

test('a listener can hold a long call without the whole of its request', async () => {
  const mock = createMock({ clock: 'virtual', journalSize: 0 });
  const held: unknown[] = [];
  mock.journal.subscribe((entry) => held.push(entry));
  const before = heapUsed();
  for (let index = 0; index < 50; index += 1)
    await call(mock, { Filler: `${index}${'x'.repeat(1_000_000)}` });

  expect(held).toHaveLength(50);
  expect(heapUsed() - before).toBeLessThan(50 * 100_000);
});

test('remembers nothing where it is told to, and still tells listeners', async () => {
  const mock = createMock({ clock: 'virtual', journalSize: 0 });
  const heard: number[] = [];
  mock.journal.subscribe(({ id }) => heard.push(id));
  await call(mock);

  expect(mock.journal.requests()).toEqual([]);
  expect(heard).toEqual([1]);
});

test.each([-1, 1.5, Number.NaN])('refuses to remember %d calls', (journalSize) => {
  expect(() => createMock({ journalSize })).toThrow('it is no whole number from 0. The default is 1000.');
});

test('forgets when it is told to, and counts on', async () => {
  const mock = createMock({ clock: 'virtual' });
  await call(mock);
  mock.journal.clear();
  await call(mock);

  expect(mock.journal.requests().map(({ id }) => id)).toEqual([2]);
});

test('tells listeners of each call until they stop', async () => {
  const mock = createMock({ clock: 'virtual' });
  const heard: number[] = [];
  const stop = mock.journal.subscribe(({ id }) => heard.push(id));
  await call(mock);
  stop();
  await call(mock);

  expect(heard).toEqual([1]);
});

test('answers although a listener throws, and tells it no more', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => error.mockRestore());
  const mock = createMock({ clock: 'virtual' });
  const listener = vi.fn<() => never>(() => {
    throw new Error('deaf');
  });
  mock.journal.subscribe(listener);
  await call(mock);
  await call(mock);

  expect(mock.journal.requests()).toHaveLength(2);
  expect(listener).toHaveBeenCalledOnce();
});

test('leaves out what browsers ask before they call', async () => {
  const mock = createMock({ clock: 'virtual' });
  await mock.handle({ method: 'OPTIONS', url: '/', headers: {}, body: '' });

  expect(mock.journal.requests()).toEqual([]);
});

test('shows no secret: neither signatures nor security tokens nor other credentials', async () => {
  const mock = createMock({ clock: 'virtual' });
  const secret = 'c2VjcmV0';
  await mock.handle({
    method: 'POST',
    url: `/?Action=${operation}&Signature=${secret}%3D&SecurityToken=${secret}&AccessKeyId=testid`,
    headers: {
      authorization: `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host,Signature=${secret}`,
      'x-acs-security-token': secret,
      'x-acs-bearer-token': secret,
      'proxy-authorization': `Basic ${secret}`,
      cookie: secret,
    },
    body: new TextEncoder().encode(`SecurityToken=${secret}&Signature=${secret}&SignatureMethod=HMAC-SHA1`),
  });
  await mock.handle({ method: 'GET', url: '/', headers: { authorization: `Bearer ${secret}` }, body: '' });
  await mock.handle({ method: 'GET', url: `/?SecurityToken=${secret}#`, headers: {}, body: '' });
  // Names with escapes mean the same.
  const escaped = `%53ignature=${secret}&Security%54oken=${secret}&%zz=1&%53%65curityToken=${secret}`;
  await mock.handle({ method: 'POST', url: `/?${escaped}`, headers: {}, body: escaped });

  const shown = JSON.stringify(mock.journal.requests().map(({ request }) => request));
  expect(shown).not.toContain(secret);
  expect(shown).toContain('AccessKeyId=testid');
  expect(shown).toContain('SignatureMethod=HMAC-SHA1');
  expect(shown).toContain('Credential=testid,SignedHeaders=host,Signature=***');
  expect(shown).toContain('Bearer ***');
});

test('hides every secret of a long request, however they are written', async () => {
  const mock = createMock();
  const secrets = ['Signature=s3cret&', '%53ignature=s3cret&', 'Security%54oken=s3cret&'];
  for (const unit of [...secrets, '%', '&', '=', '?'])
    await mock.handle({ method: 'POST', url: '/', headers: {}, body: unit.repeat(65_536 / unit.length) });

  const entries = mock.journal.requests();
  const shown = JSON.stringify(entries);
  expect(entries).toHaveLength(7);
  expect(shown).toContain('Signature=***&Signature=***');
  expect(shown).not.toContain('s3cret');
});

function call(mock: Mock, changes: Readonly<Record<string, string>> = {}) {
  return mock.handle({
    method: 'POST',
    url: '/',
    headers: { host: 'live', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Action: operation, ...valid, ...changes }).toString(),
  });
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
