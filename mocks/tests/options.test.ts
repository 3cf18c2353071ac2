import { expect, test } from 'vitest';
import {
  createMock,
  matchers,
  readCredentials,
  type MockOptions,
  type FaultRule,
  type JournalFilter,
} from '../index.ts';
import { startServer } from '../server/server.ts';

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
