/**
 * Random calls of all twelve operations against a model that knows lists and numbers, and was written from the documentation: it shares
 * nothing with the contract.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { encodePairs } from '../../contract/wire/percent-encoding.ts';
import { createMock } from '../index.ts';

interface Call {
  readonly action: keyof typeof limits;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** How often it is made, one time after the other. */
  readonly times: number;
  /** Milliseconds that pass before. */
  readonly pause: number;
}

/** Calls of one account in any so many milliseconds. */
const limits = {
  AddLiveAppRecordConfig: [30, 1000],
  UpdateLiveAppRecordConfig: [30, 1000],
  DeleteLiveAppRecordConfig: [50, 1000],
  DescribeLiveRecordConfig: [100, 1000],
  AddLiveRecordVodConfig: [1000, 60_000],
  DeleteLiveRecordVodConfig: [1000, 60_000],
  DescribeLiveRecordVodConfigs: [1000, 60_000],
  AddLiveRecordNotifyConfig: [30, 1000],
  UpdateLiveRecordNotifyConfig: [30, 1000],
  DeleteLiveRecordNotifyConfig: [30, 1000],
  DescribeLiveRecordNotifyConfig: [50, 1000],
  RealTimeRecordCommand: [50, 1000],
} as const;

const format = {
  OssEndpoint: fc.constant('oss-cn-shanghai.aliyuncs.com'),
  'RecordFormat.1.Format': fc.constant('mp4'),
  'RecordFormat.1.OssObjectPrefix': fc.constant('{StartTime}_{EndTime}'),
};
const DomainName = fc.constantFrom('a.example.com', 'b.example.com');
const NotifyUrl = fc.constant('http://a.example.com/');
const triple = {
  DomainName,
  AppName: fc.constantFrom('one', 'two', '*'),
  StreamName: fc.constantFrom(undefined, 's', 't', '*'),
};
const page = {
  DomainName,
  AppName: fc.constantFrom(undefined, 'one'),
  PageNum: fc.constantFrom('1', '2', '3'),
  PageSize: fc.constantFrom('5', '6'),
};
const asked: Readonly<Record<Call['action'], Readonly<Record<string, fc.Arbitrary<string | undefined>>>>> = {
  AddLiveAppRecordConfig: { ...triple, ...format, OssBucket: fc.constant('live-bucket') },
  UpdateLiveAppRecordConfig: { ...triple, ...format },
  DeleteLiveAppRecordConfig: triple,
  DescribeLiveRecordConfig: { ...page, Order: fc.constantFrom('asc', 'desc') },
  AddLiveRecordVodConfig: { ...triple, VodTranscodeGroupId: fc.constant('group') },
  DeleteLiveRecordVodConfig: triple,
  DescribeLiveRecordVodConfigs: page,
  AddLiveRecordNotifyConfig: { DomainName, NotifyUrl },
  UpdateLiveRecordNotifyConfig: { DomainName, NotifyUrl },
  DeleteLiveRecordNotifyConfig: { DomainName },
  DescribeLiveRecordNotifyConfig: { DomainName },
  RealTimeRecordCommand: {
    DomainName,
    AppName: fc.constantFrom('one', 'two'),
    StreamName: fc.constantFrom('s', 't'),
    Command: fc.constantFrom('start', 'stop', 'restart'),
  },
};
const calls = fc.array(
  fc.oneof(
    ...Object.entries(asked).map(([action, parameters]) =>
      fc.record({
        action: fc.constant(action as Call['action']),
        parameters: fc.record(parameters),
        times: fc.oneof({ weight: 15, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(60) }),
        pause: fc.constantFrom(0, 0, 1, 500, 999, 1000),
      }),
    ),
  ),
  { maxLength: 100, size: 'max' },
);

interface ModelRecord {
  readonly DomainName: string;
  readonly AppName: string;
  readonly StreamName: string;
  readonly second: number;
}

function createModel() {
  const recordings: ModelRecord[] = [];
  const vods: ModelRecord[] = [];
  const notified = new Set<string>();
  const started = new Set<string>();
  const admitted = new Map<string, number[]>();

  const isThrottled = (action: Call['action'], now: number): boolean => {
    const [most, perMs] = limits[action];
    const counted = (admitted.get(action) ?? []).filter((at) => at > now - perMs);
    if (counted.length >= most) return true;
    admitted.set(action, [...counted, now]);
    return false;
  };
  const add = (list: ModelRecord[], record: ModelRecord, others: ModelRecord[], conflict: string): string => {
    const isOf = (other: ModelRecord): boolean =>
      other.DomainName === record.DomainName && other.AppName === record.AppName;
    if (others.some(isOf)) return conflict;
    if (list.some((other) => isOf(other) && other.StreamName === record.StreamName))
      return 'ConfigAlreadyExists';
    list.push(record);
    return 'OK';
  };
  const find = (list: ModelRecord[], { DomainName: domain, AppName, StreamName }: ModelRecord): number =>
    list.findIndex(
      (one) => one.DomainName === domain && one.AppName === AppName && one.StreamName === StreamName,
    );
  const okIf = (isThere: boolean): string => (isThere ? 'OK' : 'InvalidConfig.NotFound');
  const remove = (list: ModelRecord[], record: ModelRecord): string => {
    const index = find(list, record);
    if (index >= 0) list.splice(index, 1);
    return okIf(index >= 0);
  };
  const command = ({ DomainName: domain, AppName, StreamName }: ModelRecord, given: string): string => {
    const isCovered = recordings.some(
      (one) =>
        one.DomainName === domain &&
        ['*', AppName].includes(one.AppName) &&
        ['*', StreamName].includes(one.StreamName),
    );
    const task = [domain, AppName, StreamName].join(' ');
    if (!isCovered) return 'CodeConfigNotFound';
    if (given === 'start' && started.has(task)) return 'TaskAlreadyStarted';
    if (given === 'stop') started.delete(task);
    else started.add(task);
    return 'OK';
  };

  return {
    /** The code that is answered, or `OK`. */
    codeOf({ action, parameters }: Call, now: number): string {
      if (isThrottled(action, now)) return 'Throttling.User';
      const { DomainName: domain = '', AppName = '', StreamName = '*', Command = '' } = parameters;
      const record = { DomainName: domain, AppName, StreamName, second: Math.floor(now / 1000) };
      switch (action) {
        case 'AddLiveAppRecordConfig':
          return add(recordings, record, vods, 'Live2Vod.ConfigAlreadyExists');
        case 'AddLiveRecordVodConfig':
          return add(vods, record, recordings, 'CommomLiveRcordConfigExisted');
        case 'UpdateLiveAppRecordConfig':
          return okIf(find(recordings, record) >= 0);
        case 'DeleteLiveAppRecordConfig':
          return remove(recordings, record);
        case 'DeleteLiveRecordVodConfig':
          return remove(vods, record);
        case 'AddLiveRecordNotifyConfig':
          return notified.has(domain) ? 'ConfigAlreadyExists' : (notified.add(domain), 'OK');
        case 'DeleteLiveRecordNotifyConfig':
          return okIf(notified.delete(domain));
        case 'UpdateLiveRecordNotifyConfig':
        case 'DescribeLiveRecordNotifyConfig':
          return okIf(notified.has(domain));
        case 'RealTimeRecordCommand':
          return command(record, Command);
        case 'DescribeLiveRecordConfig':
        case 'DescribeLiveRecordVodConfigs':
          return 'OK';
      }
    },
    /** What a list shows: application and stream of each row, and how many there are on all pages. */
    shownBy({ action, parameters }: Call): { readonly rows: readonly string[]; readonly total: number } {
      const { DomainName: domain, AppName, Order, PageNum, PageSize } = parameters;
      const all = (action === 'DescribeLiveRecordConfig' ? recordings : vods).filter(
        (one) => one.DomainName === domain && (AppName === undefined || one.AppName === AppName),
      );
      const sorted = Order === undefined ? all : all.toSorted((one, other) => one.second - other.second);
      const ordered = Order === 'desc' ? sorted.toReversed() : sorted;
      const from = (Number(PageNum) - 1) * Number(PageSize);
      const rows = ordered.slice(from, from + Number(PageSize));
      return { rows: rows.map((one) => `${one.AppName} ${one.StreamName}`), total: all.length };
    },
  };
}

function shownIn(body: string): unknown {
  const answer = JSON.parse(body) as JsonObject;
  const list = Object.values(answer).find((member) => typeof member === 'object') as JsonObject | undefined;
  const rows = (Object.values(list ?? {})[0] ?? []) as readonly JsonObject[];
  return {
    rows: rows.map((row) => `${String(row['AppName'])} ${String(row['StreamName'])}`),
    total: Number(answer['TotalNum'] ?? answer['Total']),
  };
}

test('answers as a model that was written from the documentation', async () => {
  await fc.assert(
    fc.asyncProperty(calls, async (all) => {
      const mock = createMock({ clock: 'virtual', seed: 1, journalSize: 10_000 });
      const model = createModel();
      let count = 0;
      for (const call of all) {
        const { action, parameters, times, pause } = call;
        mock.clock.advance({ milliseconds: pause });
        const pairs = Object.entries({ Action: action, Version: '2016-11-01', ...parameters }).flatMap(
          ([name, value]) => (value === undefined ? [] : [[name, value] as const]),
        );
        for (let time = 0; time < times; time += 1) {
          count += 1;
          const { decision, answer } = await mock.handle({
            method: 'GET',
            url: `/?${encodePairs(pairs)}`,
            headers: {},
            body: '',
          });
          const expected = model.codeOf(call, mock.clock.now());
          expect(decision.kind === 'refused' ? decision.error : 'OK').toBe(expected);
          if (expected === 'OK' && parameters['PageNum'] !== undefined)
            expect(shownIn(answer?.body ?? '')).toEqual(model.shownBy(call));
        }
      }
      expect(mock.journal.requests().map(({ id }) => id)).toEqual(
        Array.from({ length: count }, (_, index) => index + 1),
      );
    }),
    { numRuns: 60 },
  );
});
