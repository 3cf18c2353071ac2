import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { operation, valid } from './fixtures/valid-request.ts';
import { callWithRetries } from './fixtures/vendor-clients.ts';
import { createMock, type Exchange, type Mock } from './index.ts';
import { matchers } from './matchers.ts';
import { startServer } from './server/server.ts';

test('an exchange is refused with its code, and says why where it is another', async () => {
  const refused = await call(createMock({ clock: 'virtual' }), { DelayTime: '14' });

  expect((await matchers.toBeRefusedWith(refused, 'InvalidDelayTime')).pass).toBe(true);
  const other = await matchers.toBeRefusedWith(refused, 'ConfigAlreadyExists');
  expect(other.pass).toBe(false);
  expect(other.message()).toMatch(
    /^Expected a refusal with ConfigAlreadyExists\nReceived InvalidDelayTime \(DelayTime\), status 400, stated: /,
  );
});

test('a call that succeeded, was lost, or is none is refused with nothing', async () => {
  const mock = createMock({ clock: 'virtual' });
  const lost = createMock({ clock: 'virtual', faults: [{ fault: 'request-lost' }] });

  expect(await refusalMessage(await call(mock))).toContain('Received a call that was accepted');
  expect(await refusalMessage(await call(lost))).toContain('Received a call that was lost');
  expect(await refusalMessage('InvalidDelayTime')).toContain('Received InvalidDelayTime');
});

test.each(['JSON', 'XML'])(
  'a Response of %s is refused with the code of its body, which can still be read',
  async (Format) => {
    const mock = createMock({ clock: 'virtual' });
    const query = new URLSearchParams({ Action: operation, ...valid, DelayTime: '14', Format });
    const response = await mock.fetch(new Request(`https://live.aliyuncs.com/?${query}`, { method: 'POST' }));

    expect((await matchers.toBeRefusedWith(response, 'InvalidDelayTime')).pass).toBe(true);
    expect(await response.text()).toContain('InvalidDelayTime');
  },
);

test('what a client throws is refused with its code', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  const setup = {
    endpoint: server.url,
    version: '2016-11-01',
    caller: { accessKeyId: 'a', accessKeySecret: 'b' },
  };
  const thrown: unknown = await callWithRetries(
    setup,
    operation,
    { ...valid, DelayTime: '14' },
    'none',
  ).catch((error: unknown) => error);

  expect((await matchers.toBeRefusedWith(thrown, 'InvalidDelayTime')).pass).toBe(true);
});

test('a mock has received a call that has the parameters, nested or as on the wire', async () => {
  const mock = createMock({ clock: 'virtual' });
  await call(mock);

  for (const parameters of [
    {},
    { AppName: 'app' },
    { 'RecordFormat.1.Format': 'mp4' },
    { RecordFormat: [{ Format: 'mp4' }] },
  ])
    expect(matchers.toHaveReceived(mock, operation, parameters).pass).toBe(true);
  expect(matchers.toHaveReceived(mock.journal, operation).message()).toBe(
    'Expected no call of AddLiveAppRecordConfig\nReceived #1',
  );
});

test('a call that did not come is shown with the nearest that did, and what differs', async () => {
  const mock = createMock({ clock: 'virtual' });
  await call(mock, { AppName: 'far', DelayTime: '15' });
  await call(mock, { AppName: 'near', DelayTime: '30', 'RecordFormat.1.Format': 'flv' });

  const wanted = { AppName: 'near', DelayTime: 30, RecordFormat: [{ Format: 'mp4' }] };
  expect(matchers.toHaveReceived(mock, operation, wanted)).toMatchObject({ pass: false });
  expect(matchers.toHaveReceived(mock, operation, wanted).message()).toBe(
    [
      'Expected a call of AddLiveAppRecordConfig',
      '    AppName: "near"',
      '    DelayTime: 30',
      '    RecordFormat: [{"Format":"mp4"}]',
      'Received 2, the nearest first',
      '  #2, AddLiveAppRecordConfig, 200 accepted',
      '    RecordFormat.1.Format: wanted "mp4"; got "flv"',
      '  #1, AddLiveAppRecordConfig, 200 accepted',
      '    AppName: wanted "near"; got "far"',
      '    DelayTime: wanted 30; got 15',
    ].join('\n'),
  );
});

test('a call that did not come is shown with what came instead', async () => {
  const mock = createMock({ clock: 'virtual' });
  expect(matchers.toHaveReceived(mock, operation).message()).toContain('No call came.');
  await call(mock);

  expect(matchers.toHaveReceived(mock, 'DeleteLiveAppRecordConfig').message()).toContain(
    'No call of it came; received AddLiveAppRecordConfig',
  );
});

test('what is no mock is refused', () => {
  expect(() => matchers.toHaveReceived({} as Mock, operation)).toThrow(
    'Failed to match with toHaveReceived: what was given is no mock. Write expect(mock).toHaveReceived(…).',
  );
});

test('a call that came again has been retried, as long after as the clock of the mock says', async () => {
  const mock = createMock({ clock: 'virtual' });
  await call(mock);
  expect(matchers.toHaveRetriedAfter(mock, 0).message()).toContain(
    'No call came twice with the same parameters.',
  );
  mock.clock.advance({ milliseconds: 999 });
  await call(mock, { AppName: 'other' });
  expect(matchers.toHaveRetriedAfter(mock, 0).pass).toBe(false);
  await call(mock);
  mock.clock.advance({ milliseconds: 10 });
  await call(mock);

  expect(matchers.toHaveRetriedAfter(mock, 1000).pass).toBe(true);
  const tooSoon = matchers.toHaveRetriedAfter(mock, 1001);
  expect(tooSoon.pass).toBe(false);
  expect(tooSoon.message()).toBe(
    [
      'Expected a retry after 1001 ms or more',
      '  #3, 999 ms after #1: AddLiveAppRecordConfig, 400 ConfigAlreadyExists',
      '  #4, 10 ms after #3: AddLiveAppRecordConfig, 400 ConfigAlreadyExists',
    ].join('\n'),
  );
});

async function refusalMessage(received: unknown): Promise<string> {
  const result = await matchers.toBeRefusedWith(received, 'InvalidDelayTime');
  expect(result.pass).toBe(false);
  return result.message();
}

function call(mock: Mock, changes: Readonly<Record<string, string>> = {}): Promise<Exchange> {
  const query = new URLSearchParams({ Action: operation, ...valid, ...changes });
  return mock.handle({ method: 'POST', url: `/?${query}`, headers: {}, body: '' });
}

test('settles a promise: of an answer, or of a client that throws', async () => {
  expect.extend(matchers);
  const mock = createMock({ clock: 'virtual' });
  const refused = async (): Promise<unknown> =>
    mock.handle({ method: 'GET', url: '/', headers: {}, body: '' });
  const throwing = Promise.reject(Object.assign(new Error('no'), { code: 'SomeCode' }));

  await expect(refused()).toBeRefusedWith('MissingAction');
  // Under jest, what `fetch` of Node returns is a promise of another realm.
  const foreign: unknown = runInNewContext('Promise.resolve({ code: "SomeCode" })');
  await expect(foreign).toBeRefusedWith('SomeCode');
  await expect(throwing).toBeRefusedWith('SomeCode');
});
