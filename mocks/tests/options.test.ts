import { expect, test, vi } from 'vitest';
import {
  createMock,
  matchers,
  MisuseError,
  readCredentials,
  type Mock,
  type MockOptions,
  type FaultRule,
  type JournalFilter,
} from '../index.ts';
import { readContract } from '../../contract/index.ts';
import { interceptRequests } from '../node.ts';
import { startServer } from '../server/server.ts';
import { openRedisStore } from '../stores/redis.ts';
import { openSqliteStore } from '../stores/sqlite.ts';

const wrong = (options: unknown) => () => createMock(options as MockOptions);

test.each([
  [{ clok: 'virtual' }, 'there is no option "clok". Did you mean "clock"?'],
  [{ seed: '1' }, 'with seed "1": it is not a whole number'],
  ['virtual', 'its options are "virtual". Give an object of options.'],
  [
    { world: { buckets: { present: [{ Bucket: 'x' }] } } },
    'its records have no "Bucket". Did you mean "OssBucket"?',
  ],
  [{ store: 'sqlite:state.db' }, '"store" is no store. Use openSqliteStore(path) of understudy/sqlite'],
  [{ store: Promise.resolve({}) }, 'or await openRedisStore(address) of understudy/redis.'],
  [{ world: { bukets: { open: true } } }, 'Did you mean "buckets"?'],
  [{ faults: [{ fault: 'answer-lots' }] }, 'Did you mean "answer-lost"?'],
])('refuses %j with the nearest known word', (options, sentence) => {
  expect(wrong(options)).toThrow(sentence);
});

test.each([
  [{ fault: 'error', error: 'InvalidDelyTime' }, 'Did you mean "InvalidDelayTime"?'],
  [{ fault: 'latency', latencyMS: 5 }, 'Did you mean "latencyMs"?'],
])('refuses the fault %j with the nearest known word', (rule, sentence) => {
  expect(() => createMock().faults.add(rule as unknown as FaultRule)).toThrow(sentence);
});

test('refuses a step of the clock without a unit', () => {
  const { clock } = createMock({ clock: 'virtual' });
  for (const step of [1000, undefined, null, { minutes: 1 }, { seconds: '1' }])
    expect(() => clock.advance(step as unknown as { seconds: number })).toThrow(
      /^Failed to advance the clock/,
    );
});

test('refuses an unknown option of a server', async () => {
  await expect(startServer(createMock(), { prot: 0 } as object)).rejects.toThrow('Did you mean "port"?');
});

const calls = { operation: 'AddLiveAppRecordConfig' };

test.each([
  [{ operatoin: 'AddLiveAppRecordConfig' }, 'there is no option "operatoin". Did you mean "operation"?'],
  [{ operation: 'AddLiveAppRecordConfg' }, 'Did you mean "AddLiveAppRecordConfig"?'],
  [{ where: { DomianName: 'example.com' } }, 'Did you mean "DomainName"?'],
  [
    { ...calls, where: { 'RecordFormat.1.Formt': 'mp4' } },
    'has no parameter "Formt". Did you mean "Format"?',
  ],
  [{ ...calls, where: { RecordFormat: [{ Format: 'mp4' }, { CycleDurtion: 1 }] } }, '"CycleDuration"?'],
  [{ operation: 'DescribeLiveRecordConfig', where: { DelayTime: 1 } }, 'has no parameter "DelayTime"'],
])('refuses to look for calls that cannot come: %j', (filter, sentence) => {
  const mock = createMock();
  expect(() => mock.journal.requests(filter as JournalFilter)).toThrow(sentence);
});

test('looks for parameters of whatever operation has them, nested or by name', () => {
  const { journal } = createMock();
  const nested = { RecordFormat: [{ Format: 'mp4', CycleDuration: undefined }], TranscodeTemplates: ['a'] };
  for (const where of [nested, { 'RecordFormat.2.Format': 'mp4' }, { Command: 'start' }])
    expect(journal.requests({ where })).toEqual([]);
});

test('a matcher does not pass since a name was misspelt', () => {
  const mock = createMock();
  expect(() => matchers.toHaveReceived(mock, 'AddLiveAppRecordConfg')).toThrow('AddLiveAppRecordConfig"?');
  expect(() => matchers.toHaveReceived(mock, calls.operation, { Domain: 'a' })).toThrow('"DomainName"?');
});

test.each([
  [{ fault: 'answer-lost', where: { DomianName: 'x' } }, 'Did you mean "DomainName"?'],
  [{ fault: 'answer-lost', operation: 'AddLiveAppRecordConfg' }, 'Did you mean "AddLiveAppRecordConfig"?'],
  [
    { fault: 'latency', distribution: { kind: 'lognormal', medianMs: 1, sigam: 2 } },
    'a lognormal distribution has no "sigam". Did you mean "sigma"?',
  ],
])('refuses the fault %j, which would never be injected', (rule, sentence) => {
  expect(() => createMock().faults.add(rule as unknown as FaultRule)).toThrow(sentence);
});

test.each([
  [{ throttling: { stats: 429 } }, 'with throttling: there is no option "stats". Did you mean "status"?'],
  [{ throttling: { code: 'Throttling.Usr' } }, 'Did you mean "Throttling.User"?'],
  [{ persit: 'local' }, 'Did you mean "persist"?'],
  [{ credentials: readCredentials({ accounts: [] }) }, "Add auth: 'verify'"],
  [{ auth: 'verify', credentials: { accounts: [] } }, 'Give what readCredentials returned.'],
  [{ contract: 'my-contract' }, 'Use what readContract or loadContract returns.'],
  [{ explainHeaders: 'yes' }, 'explainHeaders "yes": it is neither true nor false.'],
])('refuses %j of a mock', (options, sentence) => {
  expect(wrong(options)).toThrow(sentence);
});

test.each([
  [{ port: '0' }, 'Write it like 4010.'],
  [{ port: 0, admin: { tokn: 'x' } }, 'Did you mean "token"?'],
  [{ port: 0, tls: { crt: '', key: '' } }, 'Did you mean "cert"?'],
])('refuses %j of a server', async (options, sentence) => {
  await expect(startServer(createMock(), options as object)).rejects.toThrow(sentence);
});

test('refuses an unknown option of what may be replaced', () => {
  expect(() => createMock().replace({ wrld: {} } as object)).toThrow('Did you mean "world"?');
});

test.each([
  [{ clock: null }, '"null": it is no point in time'],
  [{ clock: true }, '"true": it is no point in time'],
  [{ faults: null }, 'Failed to set faults: null is not a list. Give a list.'],
  [{ faults: { fault: 'hang' } }, 'Failed to set faults: an object is not a list'],
  [
    { faults: ['hang'] },
    `Failed to read fault "hang": it is no object. Write it like { fault: 'answer-lost' }.`,
  ],
  [{ space: 5 }, 'Failed to open a space: 5 is not a text'],
  [{ throttling: { code: 5 } }, 'with throttling code "5": the contract has no such error'],
  [{ seed: 2 ** 60 }, 'it is not a whole number'],
])('refuses the value of %j with a sentence', (options, sentence) => {
  expect(wrong(options)).toThrow(sentence);
});

/** From JavaScript: whatever a method is given. */
const untyped = (value: unknown): never => value as never;

test.each<[string, (mock: Mock) => unknown, string]>([
  [
    'an event that never happens',
    ({ events }) => events.on(untyped('reqest:end'), () => undefined),
    '"request:end"?',
  ],
  ['no listener', ({ events }) => events.on('reset', untyped(undefined)), 'undefined is not a function'],
  ['no listener, once', ({ events }) => events.once('reset', untyped('x')), '"x" is not a function'],
  ['an event to hear no more', ({ events }) => events.removeAllListeners(untyped('x')), 'no such event'],
  [
    'no listener of the journal',
    ({ journal }) => journal.subscribe(untyped({})),
    'an object is not a function',
  ],
  [
    'an operation that is no text',
    ({ journal }) => journal.requests({ operation: untyped(5) }),
    'has no operation "5"',
  ],
  ['parameters that are a text', ({ journal }) => journal.requests({ where: untyped('x') }), 'are "x"'],
  [
    'an answer in place of a function',
    (mock) => mock.use('AddLiveAppRecordConfig', untyped(new Response())),
    'not a function',
  ],
  [
    'a misspelt collection',
    ({ state }) => state.records({ account: 'a', collection: 'recordConfig' }),
    '"recordConfigs"?',
  ],
  [
    'a collection by its name alone',
    ({ state }) => state.records(untyped('recordConfigs')),
    'Give an object',
  ],
  ['a contract that is none', (mock) => mock.replace({ contract: untyped({}) }), 'no contract'],
  [
    'faults in place of a list',
    ({ faults }) => faults.set(untyped({ fault: 'hang' })),
    'an object is not a list',
  ],
  ['a wait that is no number', ({ clock }) => clock.sleep(untyped('1s')), '"1s": it is not a number'],
  ['the account of no request', (mock) => mock.accountOf(untyped(undefined)), '"url" is not a text'],
  ['a code that is none', async () => matchers.toBeRefusedWith({}, untyped(400)), '400 is not a text'],
  [
    'no operation to look for',
    (mock) => matchers.toHaveReceived(mock, untyped(undefined)),
    'undefined is not a text',
  ],
  [
    'a wait in words',
    (mock) => matchers.toHaveRetriedAfter(mock, untyped('1s')),
    'not a number of milliseconds',
  ],
  ['no mock to hand requests to', () => interceptRequests(untyped(undefined)), 'Give an object'],
  ['a server in place of a mock', () => interceptRequests(untyped({})), 'undefined is not a list'],
  [
    'an unknown end of requests',
    (mock) => interceptRequests(mock, { onUnhandledFrame: untyped('ignore') }),
    'bypass',
  ],
  ['no file', () => openSqliteStore(untyped(undefined)), 'it is no path'],
  [
    'an empty path',
    () => openSqliteStore(''),
    'Failed to open store "": it is no path. Write it like state.sqlite.',
  ],
  [
    'a path as serve takes it',
    () => openSqliteStore('sqlite:a.db'),
    'begins like an option of the command line',
  ],
  [
    'a listener of a file',
    () => openSqliteStore('/dev/null', { say: untyped('x') }),
    '"x" is not a function',
  ],
  [
    'a listener of Redis',
    async () => openRedisStore('redis://127.0.0.1:1', { say: untyped(1) }),
    'not a function',
  ],
])('refuses %s', async (_, act, sentence) => {
  const acting = async (): Promise<unknown> => act(createMock());
  await expect(acting()).rejects.toThrow(sentence);
  await expect(acting()).rejects.toBeInstanceOf(MisuseError);
});

test.each([
  '2026-02-30',
  '2026-02-30T00:00:00Z',
  '2026-01-01T10:00:00',
  '2026-01-01 10:00',
  '5',
  'Jan 1, 2026',
  '2026',
])('takes %s for no point in time, which would be another on another machine', (text) => {
  const { clock, faults } = createMock({ clock: 'virtual' });
  expect(() => clock.set(text)).toThrow('it is no point in time. Write it like 2026-01-01T00:00:00Z.');
  expect(() => faults.add({ fault: 'hang', between: [text, '2027-01-01T00:00:00Z'] })).toThrow(
    'no pair of points',
  );
});

test.each([
  ['2026-01-01', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T10:00Z', '2026-01-01T10:00:00.000Z'],
  ['2024-02-29T23:59:59.5+08:00', '2024-02-29T15:59:59.500Z'],
  [0, '1970-01-01T00:00:00.000Z'],
  [new Date(1), '1970-01-01T00:00:00.001Z'],
])('takes %s for a point in time', (instant, shown) => {
  expect(new Date(createMock({ clock: instant }).clock.now()).toISOString()).toBe(shown);
});

test('takes the Date of fake timers', () => {
  vi.useFakeTimers({ now: 5000 });
  const fake = new Date();
  vi.useRealTimers();
  expect(createMock({ clock: fake }).clock.now()).toBe(5000);
});

test('a client is given mock.fetch in place of the global one', async () => {
  const { fetch, endpoints } = createMock({ contract: readContract(), seed: 1 });
  const given: typeof globalThis.fetch = fetch;
  const url = `${endpoints[0]}/?Action=AddLiveAppRecordConfig&Version=2016-11-01`;
  const body = new URLSearchParams({ DomainName: 'example.com' });

  for (const input of [url, new URL(url), new Request(url)])
    expect(await (await given(input, { method: 'POST', body })).json()).toMatchObject({
      Code: 'MissingAppName',
    });
  await expect(given('/relative')).rejects.toThrow(TypeError);
});

test('a matcher does not pass since the journal keeps no calls', () => {
  const mock = createMock({ journalSize: 0 });
  expect(() => matchers.toHaveReceived(mock, 'AddLiveAppRecordConfig')).toThrow(
    'Failed to match with toHaveReceived: the journal of this mock keeps no calls. Create the mock without journalSize.',
  );
});
