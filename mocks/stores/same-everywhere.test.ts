/** Whatever is asked of a mock, in whatever order: the answers are the same whichever store it has. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { encodePairs } from '../../contract/wire/percent-encoding.ts';
import { noRedis } from '../fixtures/redis.ts';
import { sharedRedis } from '../fixtures/shared-redis.ts';
import { createMock, type AwaitedMock, type Snapshot } from '../index.ts';
import type { StateStore } from '../state-store.ts';
import { openRedisStore } from './redis.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = temporaryFolder();
const redis = sharedRedis();

const recording = {
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  'RecordFormat.1.Format': 'mp4',
  'RecordFormat.1.OssObjectPrefix': '{StartTime}_{EndTime}',
};
const one = (...names: readonly string[]) => fc.constantFrom(...names);
const maybe = (...names: readonly string[]) => fc.option(one(...names), { nil: undefined });
const domain = one('a.example.com', 'b.example.com');
const place = { DomainName: domain, AppName: one('one', 'two', '*'), StreamName: maybe('s', 't') };
const page = { PageNum: maybe('1', '2', '3'), PageSize: maybe('4', '5', '10') };

type Parameters = Readonly<Record<string, fc.Arbitrary<string | undefined>>>;

const operations: Readonly<Record<string, Parameters>> = {
  AddLiveAppRecordConfig: {
    ...place,
    ...Object.fromEntries(Object.entries(recording).map(([name, value]) => [name, fc.constant(value)])),
    OnDemand: maybe('0', '1', '7'),
    DelayTime: maybe('14', '15'),
    OssBucket: one('live-bucket', 'no-such-bucket'),
  },
  UpdateLiveAppRecordConfig: {
    ...place,
    DelayTime: maybe('15', '16'),
    OssEndpoint: fc.constant(recording.OssEndpoint),
    'RecordFormat.1.Format': one('mp4', 'flv'),
    'RecordFormat.1.CycleDuration': maybe('900', '1800'),
    'RecordFormat.1.OssObjectPrefix': fc.constant('{StartTime}_{EndTime}'),
  },
  DeleteLiveAppRecordConfig: place,
  DescribeLiveRecordConfig: {
    ...place,
    ...page,
    AppName: maybe('one', 'two'),
    Order: maybe('asc', 'desc'),
  },
  AddLiveRecordVodConfig: { ...place, VodTranscodeGroupId: one('g', 'no-such-template-group') },
  DeleteLiveRecordVodConfig: place,
  DescribeLiveRecordVodConfigs: { ...place, ...page, AppName: maybe('one', 'two') },
  AddLiveRecordNotifyConfig: {
    DomainName: domain,
    NotifyUrl: one('http://a.example.com/x', 'nothing'),
    NeedStatusNotify: maybe('true', 'false'),
  },
  UpdateLiveRecordNotifyConfig: { DomainName: domain, NotifyUrl: one('http://b.example.com/y') },
  DeleteLiveRecordNotifyConfig: { DomainName: domain },
  DescribeLiveRecordNotifyConfig: { DomainName: domain },
  RealTimeRecordCommand: { ...place, Command: one('start', 'stop', 'restart', 'cancel_delay', 'wait') },
};

interface Step {
  readonly name: string;
  readonly act: (mock: AwaitedMock, kept: Snapshot[]) => Promise<unknown>;
}

const calls = Object.entries(operations).map(([Action, parameters]) =>
  fc
    .tuple(fc.record(parameters), one('ann', 'bob'), fc.integer({ min: 1, max: 40 }))
    .map(([asked, AccessKeyId, times]): Step => {
      const given = Object.entries({ Action, Version: '2016-11-01', AccessKeyId, ...asked });
      const pairs = given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
      // Often enough to meet a limit, now and then.
      const count = times > 38 ? 35 : times > 30 ? 2 : 1;
      return {
        name: `${count} times ${encodePairs(pairs)}`,
        async act(mock) {
          const request = { method: 'POST', url: '/', headers: {}, body: encodePairs(pairs) };
          const answers: unknown[] = [];
          for (let index = 0; index < count; index += 1) {
            const { answer, decision, fault } = await mock.handle(request);
            answers.push([
              answer?.status,
              answer?.body,
              answer?.headers,
              { ...decision, signature: 0 },
              fault?.name,
            ]);
          }
          return answers;
        },
      };
    }),
);

const advance = fc.constantFrom(1, 999, 1000, 1001, 59_999, 60_000, 60_001).map((milliseconds): Step => ({
  name: `advance ${milliseconds}`,
  act: async ({ clock }) => clock.advance({ milliseconds }),
}));
const setBack = fc.constantFrom('2026-01-01T00:00:00Z', '2025-12-31T23:59:59.500Z').map((instant): Step => ({
  name: `set ${instant}`,
  act: async ({ clock }) => clock.set(instant),
}));
const rule = fc.record(
  {
    fault: fc.constantFrom(
      'answer-lost' as const,
      'request-lost' as const,
      'internal-error' as const,
      'throttled' as const,
    ),
    operation: fc.constantFrom(...(Object.keys(operations) as 'AddLiveAppRecordConfig'[])),
    nth: fc.integer({ min: 1, max: 3 }),
    times: fc.integer({ min: 1, max: 2 }),
    probability: fc.constantFrom(0, 0.5, 1),
  },
  { requiredKeys: ['fault'] },
);
const others: readonly fc.Arbitrary<Step>[] = [
  advance,
  rule.map((given) => ({
    name: `add fault ${JSON.stringify(given)}`,
    act: async ({ faults }) => {
      const { id } = faults.add(given);
      return id;
    },
  })),
  fc.integer({ min: 0, max: 3 }).map((index) => ({
    name: `remove fault ${index}`,
    act: async ({ faults }) => faults.list()[index]?.remove(),
  })),
  fc.constant({ name: 'clear faults', act: async ({ faults }: AwaitedMock) => faults.clear() }),
  fc.constant({
    name: 'count faults',
    async act(mock: AwaitedMock) {
      await mock.settled();
      return mock.faults
        .list()
        .map(({ id, matched, injected, rule: { fault } }) => [id, fault, matched, injected]);
    },
  }),
  fc.constant({
    name: 'snapshot',
    async act(mock: AwaitedMock, kept: Snapshot[]) {
      const snapshot = await mock.snapshot();
      kept.push(snapshot);
      return ordered(snapshot);
    },
  }),
  fc.integer({ min: 0, max: 5 }).map((index) => ({
    name: `restore ${index}`,
    act: async (mock: AwaitedMock, kept: Snapshot[]) => {
      const snapshot = kept[index % Math.max(1, kept.length)];
      if (snapshot) await mock.restore(snapshot);
    },
  })),
  fc.constant({ name: 'limits', act: async (mock: AwaitedMock) => mock.limits() }),
  fc.constant({ name: 'clear', act: async ({ state }: AwaitedMock) => state.clear() }),
  fc.constant({ name: 'reset', act: async (mock: AwaitedMock) => mock.reset() }),
  fc
    .tuple(one('ann', 'bob'), one('recordConfigs', 'vodConfigs', 'notifyConfigs', 'recordTasks'))
    .map(([account, collection]) => ({
      name: `records of ${account} ${collection}`,
      act: async ({ state }: AwaitedMock) => state.records({ account, collection }),
    })),
  fc.constant({
    name: 'counts',
    async act({ state }: AwaitedMock) {
      const counts = await state.counts();
      return counts
        .filter(({ count }) => count > 0)
        .map((count) => JSON.stringify(count))
        .toSorted();
    },
  }),
];

/** As it is written: the order of records counts, that of collections does not, nor those without records. */
function ordered({ records }: Snapshot): readonly string[] {
  const collections = Object.entries(records).flatMap(([account, those]) =>
    Object.entries(those).map(([name, kept]) => [account, name, Object.entries(kept)] as const),
  );
  return collections
    .filter(([, , kept]) => kept.length > 0)
    .map((one) => JSON.stringify(one))
    .toSorted();
}

const stepsWith = (...more: readonly fc.Arbitrary<Step>[]) =>
  fc.array(
    fc
      .oneof(
        { weight: 4, arbitrary: fc.oneof(...calls) },
        { weight: 1, arbitrary: fc.oneof(...others, ...more) },
      )
      .map((step) => ({ ...step, [fc.toStringMethod]: () => step.name })),
    { minLength: 1, maxLength: 40, size: 'max' },
  );

const options = {
  clock: 'virtual',
  seed: 1,
  world: {
    recordConfigs: {
      records: [{ DomainName: 'a.example.com', AppName: 'two', StreamName: 's', account: 'ann' }],
    },
  },
  faults: [{ fault: 'service-unavailable', operation: 'DescribeLiveRecordConfig', nth: 2 }],
} as const;

/** `mockFor` says by whom a step is carried out. */
async function play(
  story: readonly Step[],
  mockFor: (step: number) => AwaitedMock | Promise<AwaitedMock>,
): Promise<unknown[]> {
  const kept: Snapshot[] = [];
  const seen: unknown[] = [];
  for (const [step, { name, act }] of story.entries())
    seen.push([name, await act(await mockFor(step), kept)]);
  const mock = await mockFor(story.length);
  return [...seen, ordered(await mock.snapshot()), mock.clock.now()];
}

function journalOf({ journal }: AwaitedMock): readonly unknown[] {
  return journal
    .requests()
    .map(({ id, at, operation, account, decision }) => [id, at, operation, account, decision.kind]);
}

/** Request ids are new with each process. */
function withoutIds(seen: readonly unknown[]): string {
  return JSON.stringify(seen).replaceAll(/[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}|[\da-f]{32}/g, 'ID');
}

const numRuns = Number(process.env['RUNS'] ?? 15);
let count = 0;

test.skipIf(noRedis !== undefined)(
  'answers alike from memory, SQLite and Redis',
  async () => {
    await fc.assert(
      fc.asyncProperty(stepsWith(setBack), async (story) => {
        count += 1;
        await using file = openSqliteStore(join(folder, `${count}.db`));
        await using shared = await openRedisStore(`${redis()}?prefix=same-${count}`);
        const inMemory = createMock(options);
        const expected = await play(story, () => inMemory);

        for (const store of [file, shared]) {
          const mock: AwaitedMock = createMock({ ...options, store });
          expect(await play(story, () => mock)).toEqual(expected);
          expect(journalOf(mock)).toEqual(journalOf(inMemory));
        }
      }),
      { numRuns },
    );
  },
  300_000,
);

test.skipIf(noRedis !== undefined)(
  'answers alike from one process, from processes that follow each other on a file, and from two on one Redis',
  async () => {
    await fc.assert(
      // A process that opens a file forgets the limits that have passed: a clock that is set back does not find them again.
      fc.asyncProperty(stepsWith(), fc.integer({ min: 1, max: 5 }), async (story, stepsEach) => {
        count += 1;
        const path = join(folder, `${count}.db`);
        const inMemory = createMock(options);
        const expected = withoutIds(await play(story, () => inMemory));

        const open = (): { readonly file: StateStore; readonly mock: AwaitedMock } => {
          const file = openSqliteStore(path);
          return { file, mock: createMock({ ...options, store: file }) };
        };
        let current = open();
        const one = await play(story, async (step) => {
          if (step % stepsEach !== 0) return current.mock;
          await current.file.close();
          current = open();
          return current.mock;
        });
        await current.file.close();
        expect(withoutIds(one)).toEqual(expected);

        const address = `${redis()}?prefix=same-${count}`;
        await using first = await openRedisStore(address);
        await using second = await openRedisStore(address);
        const replicas: readonly AwaitedMock[] = [first, second].map((store) =>
          createMock({ ...options, store }),
        );
        const both = await play(story, async (step) => {
          // What one has changed has to arrive before the other looks.
          for (const mock of replicas) await mock.settled();
          await replicas[step % 2]?.settled();
          return replicas[step % 2] as AwaitedMock; // there are two
        });
        expect(withoutIds(both)).toEqual(expected);
      }),
      { numRuns },
    );
  },
  300_000,
);
