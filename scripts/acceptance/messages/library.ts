/** Mistakes in code that uses the package. */
import { readContract } from '../../../contract/contract.ts';
import { readCurlLine } from '../../../mocks/admin/page/curl-line.ts';
import { createMock, matchers, readCredentials, type MockOptions } from '../../../mocks/index.ts';
import type { FetchMockOptions } from '../../../mocks/mock-options.ts';
import { createFetchMock } from '../../../mocks/mock.ts';
import { startServer } from '../../../mocks/server/server.ts';
import { openSqliteStore } from '../../../mocks/stores/sqlite.ts';
import { createMockTest, type MockTestOptions } from '../../../mocks/vitest.ts';
import { mergeReports } from '../../../conformance/index.ts';
import type { NamedMistake, MessageSection } from './causes.ts';

/** What comes from JavaScript, where no compiler looks. */
function untyped<T>(value: unknown): T {
  return value as T;
}

function mockWith(mistake: string, options: object): NamedMistake {
  return [mistake, () => createMock(untyped<MockOptions>({ ...options }))];
}

function faultOf(mistake: string, rule: object): NamedMistake {
  return [mistake, () => createMock({ seed: 1 }).faults.add(untyped(rule))];
}

function line(mistake: string, text: string): NamedMistake {
  return [mistake, () => readCurlLine(text)];
}

export const library: readonly MessageSection[] = [
  {
    title: '`createMock`',
    causes: [
      ['options that are none', () => createMock(untyped<MockOptions>(1))],
      mockWith('a misspelt option', { clok: 'virtual' }),
      mockWith('a seed that is a text', { seed: '1' }),
      mockWith('an `auth` that does not exist', { auth: 'yes' }),
      mockWith('a form of answers that does not exist', { defaultFormat: 'csv' }),
      mockWith('a clock that is no time', { clock: 'tomorrow' }),
      mockWith('a journal of no size', { journalSize: -1 }),
      mockWith('a status of throttling that is no error', { throttling: { status: 200 } }),
      mockWith('a code of throttling that no contract has', { throttling: { code: 'Throttling.Usr' } }),
      mockWith('a misspelt collection of the world', { world: { bucket: {} } }),
      mockWith('a state that is kept nowhere', { persist: 'disk' }),
      mockWith('a state that is kept in a tab, outside of one', { persist: 'session' }),
      [
        'a state that is kept in two places',
        () => createMock(untyped<MockOptions>({ persist: 'session', store: {} })),
      ],
      mockWith('credentials that were not read', { auth: 'verify', credentials: { accounts: [] } }),
      [
        'an `auth` of a fetch mock that does not exist',
        () => createFetchMock(untyped<FetchMockOptions>({ contract: readContract(), auth: 'verify' })),
      ],
      mockWith('a store that was not opened', { store: 'sqlite:a.db' }),
      ['a SQLite store without a file', () => openSqliteStore('')],
      mockWith('a malformed contract', { contract: {} }),
      mockWith('a space that is a number', { space: 5 }),
      mockWith('a fault in place of a list', { faults: { fault: 'hang' } }),
      mockWith('`explainHeaders` in words', { explainHeaders: 'yes' }),
      [
        'credentials that are none',
        () => readCredentials({ accounts: [{ id: '1', accessKeys: [{ id: 'a' }] }] }),
      ],
      [
        'credentials that end at no time',
        () =>
          readCredentials({
            accounts: [{ id: '1', accessKeys: [{ id: 'a', secret: 'b', expires: 'soon' }] }],
          }),
      ],
    ],
  },
  {
    title: 'Faults',
    causes: [
      ['a fault that does not exist', () => createMock().faults.add(untyped({ fault: 'slow' }))],
      ['a fault by its name alone', () => createMock().faults.add(untyped('hang'))],
      faultOf('a setting of another fault', { fault: 'hang', latencyMs: 1 }),
      faultOf('an operation that does not exist', { fault: 'hang', operation: 'AddLive' }),
      faultOf('`where` as a text', { fault: 'hang', where: 'a' }),
      faultOf('the 0th call', { fault: 'hang', nth: 0 }),
      faultOf('a probability above 1', { fault: 'hang', probability: 2 }),
      faultOf('a latency without a time', { fault: 'latency' }),
      faultOf('a latency with two', {
        fault: 'latency',
        latencyMs: 1,
        distribution: { kind: 'uniform', minMs: 1, maxMs: 2 },
      }),
      faultOf('an error without a code', { fault: 'error' }),
      faultOf('an error that no contract has', { fault: 'error', error: 'InvalidDelyTime' }),
      faultOf('a malformed time', { fault: 'hang', between: ['a', 'b'] }),
      faultOf('a content type with a line break', { fault: 'wrong-content-type', contentType: 'a\nb' }),
      [
        'more rules than anybody reads',
        () => {
          const { faults } = createMock({ seed: 1 });
          for (let count = 0; count < 100_000; count += 1) faults.add({ fault: 'hang', nth: 1000 + count });
        },
      ],
      faultOf('a rule without an end', { fault: 'hang', where: { AppName: 'a'.repeat(100_000) } }),
    ],
  },
  {
    title: 'Clock, state, journal, matchers',
    causes: [
      ['a step without a unit', () => createMock({ clock: 'virtual' }).clock.advance(untyped(1000))],
      ['a step back', () => createMock({ clock: 'virtual' }).clock.advance({ seconds: -1 })],
      [
        'a step that is no number',
        () => createMock({ clock: 'virtual' }).clock.advance(untyped({ seconds: '1' })),
      ],
      [
        'a step with a misspelt unit',
        () => createMock({ clock: 'virtual' }).clock.advance(untyped({ secnds: 1 })),
      ],
      [
        'a time beyond the calendar',
        () => createMock({ clock: 'virtual' }).clock.set('+275760-01-01T00:00:00Z'),
      ],
      ['a malformed time', () => createMock({ clock: 'virtual' }).clock.set('noon')],
      ['a step out of the calendar', () => createMock({ clock: 'virtual' }).clock.advance({ seconds: 1e12 })],
      ['a wait without a number', () => createMock().clock.sleep(Number.NaN)],
      ['a malformed snapshot', () => createMock().restore(untyped({}))],
      [
        'a snapshot with a record that never ends',
        () => {
          const mock = createMock({ seed: 1 });
          let deep: unknown = 1;
          for (let level = 0; level < 5000; level += 1) deep = { deep };
          mock.restore(
            untyped({
              ...mock.snapshot(),
              records: { a: { recordConfigs: { k: { deep } } } },
            }),
          );
        },
      ],
      [
        'a port that another program has',
        async () => {
          await using first = await startServer(createMock(), { port: 0 });
          await startServer(createMock(), { port: Number(new URL(first.url).port) });
        },
      ],
      [
        'an answer of its own that is no Response',
        async () => {
          const mock = createMock();
          mock.use('AddLiveAppRecordConfig', () => untyped({}));
          await mock.fetch(
            new Request(`${mock.endpoints[0]}/?Action=AddLiveAppRecordConfig&Version=2016-11-01`),
          );
        },
      ],
      ['a request without an address', () => createMock().handle(untyped({ method: 'GET' }))],
      ['a listener that is no function', () => createMock().journal.subscribe(untyped({}))],
      [
        'an event that does not exist',
        () => createMock().events.on(untyped<never>('reqest:end'), () => undefined),
      ],
      [
        'a misspelt collection',
        () => createMock().state.records({ account: 'anonymous', collection: 'recordConfig' }),
      ],
      [
        'a matcher of a journal that keeps nothing',
        () => matchers.toHaveReceived(createMock({ journalSize: 0 }), 'AddLiveAppRecordConfig'),
      ],
      ['a wait in words', () => matchers.toHaveRetriedAfter(createMock(), untyped('1s'))],
      ['a misspelt filter of the journal', () => createMock().journal.requests(untyped({ operaton: 'a' }))],
      ['a matcher of something else', () => matchers.toHaveReceived(untyped({}), 'AddLiveAppRecordConfig')],
      [
        'a fixture that lets everything through',
        () => createMockTest(untyped<MockTestOptions>({ onUnhandledFrame: 'ignore' })),
      ],
      [
        'an admin token that is empty',
        () => startServer(createMock(), untyped({ port: 0, admin: { token: '' } })),
      ],
      [
        'an answer for an operation that does not exist',
        () => createMock().use(untyped('AddLive'), () => undefined),
      ],
      ['a port in words', () => startServer(createMock(), untyped({ port: 'any' }))],
      ['no reports to merge', () => mergeReports([], readContract())],
    ],
  },
  {
    title: 'A curl line in the inspector',
    causes: [
      line('another program', 'wget http://127.0.0.1'),
      line('no address', 'curl -s'),
      line('a file', 'curl http://127.0.0.1 -d @body.txt'),
      line('an option that it does not know', 'curl --cookie a http://127.0.0.1'),
      line('a quotation mark alone', "curl 'http://127.0.0.1"),
    ],
  },
];
