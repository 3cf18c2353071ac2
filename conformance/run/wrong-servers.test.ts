/** The judge is tested with servers that are wrong on purpose, each in one way, and with one that is right in its own way. */
import { describe, expect, test } from 'vitest';
import { inProcessServer } from '../fixtures/in-process.ts';
import type { FetchFunction } from '../targets/fetch.ts';
import { summarise, type Undiagnosed } from '../report/create/create-report.ts';
import type { Failure } from '../report/report.ts';
import { run } from './run.ts';
import { contract, operation, scenarios } from '../../scenarios/fixtures/own-scenarios.ts';

type Parameters = ReadonlyMap<string, string>;

/** A server written by hand, and its seams. */
interface Server {
  /** The code to refuse with, whatever the state is. */
  readonly check: (parameters: Parameters, now: number) => string | undefined;
  readonly keyOf: (parameters: Parameters) => string;
  /** Whether a call at this time is one too many for the account that made those before. */
  readonly isTooMany: (before: readonly number[], now: number) => boolean;
  /** Find the key free or not, and take it. */
  readonly take: (records: Set<string>, key: string) => boolean | Promise<boolean>;
  readonly answer: (code: string | undefined, parameters: Parameters) => Response;
}

const correct: Server = {
  check,
  keyOf: (parameters) =>
    ['DomainName', 'AppName', 'StreamName'].map((name) => parameters.get(name) ?? '*').join('/'),
  isTooMany: (before, now) => before.filter((at) => at > now - 1000).length >= 30,
  take: (records, key) => !records.has(key) && records.add(key).size > 0,
  answer,
};

function serve(changes: Partial<Server>, now: () => number): FetchFunction {
  const server = { ...correct, ...changes };
  const records = new Set<string>();
  const vods = new Set<string>();
  const calls = new Map<string, number[]>();
  return async (request) => {
    const form = request.method === 'POST' ? await request.text() : '';
    const pairs = [...new URL(request.url).searchParams, ...new URLSearchParams(form)];
    const parameters = new Map(pairs.filter(([, value]) => value !== '').toReversed());
    const applications = ['DomainName', 'AppName'].map((name) => parameters.get(name)).join('/');
    const action = parameters.get('Action');
    if (action === 'AddLiveRecordVodConfig') vods.add(applications);
    if (action === 'DeleteLiveRecordVodConfig') vods.delete(applications);
    if (action === 'DeleteLiveAppRecordConfig') records.delete(server.keyOf(parameters));
    if (action !== 'AddLiveAppRecordConfig') return server.answer(undefined, parameters);
    const before = calls.get(parameters.get('AccessKeyId') ?? '') ?? [];
    calls.set(parameters.get('AccessKeyId') ?? '', before);
    if (server.isTooMany(before, now())) return server.answer('Throttling.User', parameters);
    before.push(now());
    const code = server.check(parameters, now());
    if (code !== undefined) return server.answer(code, parameters);
    if (vods.has(applications)) return server.answer('Live2Vod.ConfigAlreadyExists', parameters);
    const isTaken = await server.take(records, server.keyOf(parameters));
    return server.answer(isTaken ? undefined : 'ConfigAlreadyExists', parameters);
  };
}

function answer(code: string | undefined): Response {
  const RequestId = crypto.randomUUID().toUpperCase();
  if (code === undefined) return Response.json({ RequestId });
  const row = operation.errors.find(code);
  return Response.json(
    { Code: code, HostId: 'live.aliyuncs.com', Message: row?.wireMessage, RequestId },
    { status: row?.status ?? 400 },
  );
}

type Item = Readonly<Record<string, string | undefined>>;

function itemsOf(parameters: Parameters, list: string): readonly Item[] {
  const items = new Map<string, Record<string, string>>();
  for (const [name, value] of parameters) {
    const [first, index = '', member = ''] = name.split('.');
    if (first === list) items.set(index, { ...items.get(index), [member]: value });
  }
  return [...items].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

function isWholeWithin(text: string | undefined, least: number, most: number): boolean {
  return text === undefined || (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most);
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const isSliced = ({ Format }: Item): boolean => Format === 'm3u8' || Format === 'cmaf';

function check(parameters: Parameters, now: number): string | undefined {
  const get = (name: string): string => parameters.get(name) ?? '';
  const missing = ['DomainName', 'AppName', 'OssEndpoint', 'OssBucket'].find((name) => get(name) === '');
  if (missing !== undefined) return `Missing${missing}`;
  if (
    !/^(?=.{1,253}$)[a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)+$/i.test(
      get('OssEndpoint'),
    )
  )
    return 'InvalidOssEndpoint.Malformed';
  if (!/^[a-z\d][a-z\d-]{1,61}[a-z\d]$|^[a-z\d-]+\*{4}$/i.test(get('OssBucket')))
    return 'InvalidOssBucket.Malformed';
  if (get('OssBucket') === 'no-such-bucket') return 'InvalidOssBucket.NotFound';
  if (!isWholeWithin(parameters.get('DelayTime'), 15, 21600)) return 'InvalidDelayTime';
  if (!['', '0', '1', '2', '7'].includes(get('OnDemand'))) return 'InvalidOnDemand';
  return checkFormats(parameters) ?? checkTemplates(parameters) ?? checkTimes(parameters, now);
}

function checkFormats(parameters: Parameters): string | undefined {
  const lists = ['RecordFormat', 'TranscodeRecordFormat'].map((name) => itemsOf(parameters, name));
  if (lists.flat().length === 0) return 'MissingRecordFormat';
  for (const items of lists) {
    for (const item of items) {
      const code = checkItem(item);
      if (code !== undefined) return code;
    }
    if (new Set(items.map(({ Format }) => Format)).size < items.length)
      return 'InvalidFormat.IllegalOperation';
  }
  return undefined;
}

function checkItem(item: Item): string | undefined {
  const { Format = '', OssObjectPrefix: prefix, SliceOssObjectPrefix: slices } = item;
  if (!['m3u8', 'flv', 'mp4', 'cmaf'].includes(Format)) return 'InvalidFormat.Malformed';
  if (prefix === undefined) return 'MissingOssObjectPrefix';
  if (bytes(prefix) > 255 || !/\{(Escaped)?StartTime\}/.test(prefix) || !/\{(Escaped)?EndTime\}/.test(prefix))
    return 'InvalidOssObjectPrefix.Malformed';
  if (!isWholeWithin(item['CycleDuration'], 1, 21600)) return 'InvalidCycleDuration.Malformed';
  if (!isSliced(item)) return undefined;
  if (!isWholeWithin(item['SliceDuration'], 5, 30)) return 'InvalidSliceDuration.Malformed';
  if (slices === undefined) return 'MissingSliceOssObjectPrefix';
  if (bytes(slices) > 255 || !slices.includes('{UnixTimestamp}') || !slices.includes('{Sequence}'))
    return 'InvalidSliceOssObjectPrefix.Malformed';
  return undefined;
}

function checkTemplates(parameters: Parameters): string | undefined {
  const templates = [...parameters].flatMap(([name, value]) =>
    /^TranscodeTemplates\.\d+$/.test(name) ? [value] : [],
  );
  if (templates.length > 10) return 'InvalidTemplateLength.Malformed';
  if (templates.includes('raw')) return 'InvalidTemplate.ForbidRaw';
  const isNeeded = itemsOf(parameters, 'TranscodeRecordFormat').length > 0;
  return isNeeded && templates.length === 0 ? 'MissingTemplate' : undefined;
}

function instantOf(text: string | undefined): number | undefined {
  const at =
    text !== undefined && /^\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return new Date(at).getTime() === at && new Date(at).toISOString() === text?.replace('Z', '.000Z')
    ? at
    : undefined;
}

function checkTimes(parameters: Parameters, now: number): string | undefined {
  if ((parameters.get('StreamName') ?? '*') === '*') return undefined;
  const [start, end] = ['StartTime', 'EndTime'].map((name) => parameters.get(name));
  const [from, to] = [instantOf(start), instantOf(end)];
  if (start !== undefined && from === undefined) return 'InvalidStartTime.Malformed';
  if (end !== undefined && to === undefined) return 'InvalidEndTime.Malformed';
  if (from !== undefined && from < now - 999) return 'InvalidStartTime.Mismatch';
  if (to !== undefined && (to <= now || (from !== undefined && to <= from))) return 'InvalidEndTime.Mismatch';
  return undefined;
}

async function play(changes: Partial<Server>): Promise<Undiagnosed> {
  const target = inProcessServer(({ now }) => serve(changes, now));
  return summarise(await run({ contract, operation, target, seed: 1, scenarios }));
}

/** Refuse as the correct one does, but for one code. */
function without(code: string, unless: (parameters: Parameters) => boolean = () => false): Partial<Server> {
  return {
    check: (parameters, now) => {
      const found = check(parameters, now);
      return found === code && !unless(parameters) ? undefined : found;
    },
  };
}

/** See another request than the one that was sent. */
function seeing(
  change: (pairs: (readonly [string, string])[]) => (readonly [string, string])[],
): Partial<Server> {
  return { check: (parameters, now) => check(new Map(change([...parameters])), now) };
}

interface Wrong {
  readonly title: string;
  readonly changes: Partial<Server>;
  /** A scenario that has to report it, and how. */
  readonly id: string;
  readonly verdict: string;
  /** What each failure that counts is about, and nothing else; left out where it is about many things. */
  readonly exercises?: readonly string[];
}

const wrongServers: readonly Wrong[] = [
  {
    title: 'allows a DelayTime of 14',
    changes: without('InvalidDelayTime', (parameters) => parameters.get('DelayTime') !== '14'),
    id: 'delay-time/below-minimum',
    verdict: 'accepted',
    exercises: ['InvalidDelayTime'],
  },
  {
    title: 'refuses a DelayTime of 15',
    changes: {
      check: (parameters, now) =>
        parameters.get('DelayTime') === '15' ? 'InvalidDelayTime' : check(parameters, now),
    },
    id: 'accepted/delay-time/smallest',
    verdict: 'refused',
    exercises: ['OK'],
  },
  {
    title: 'counts characters instead of bytes',
    changes: seeing((pairs) =>
      pairs.map(([name, value]) => [name, value.replaceAll(/[^\0-\x7F]/g, 'x')] as const),
    ),
    id: 'record-format/oss-object-prefix/too-many-bytes/multi-byte',
    verdict: 'accepted',
  },
  {
    title: 'looks at the first format only',
    changes: seeing((pairs) => pairs.filter(([name]) => !/Format\.(?!1\.)\d/.test(name))),
    id: 'record-format/repeated/m3u8',
    verdict: 'accepted',
  },
  {
    title: 'wants slices of m3u8 only',
    changes: without(
      'MissingSliceOssObjectPrefix',
      (parameters) => ![...parameters.values()].includes('cmaf'),
    ),
    id: 'record-format/slice-oss-object-prefix/missing/cmaf',
    verdict: 'accepted',
    exercises: ['MissingSliceOssObjectPrefix'],
  },
  {
    title: 'stores duplicates',
    changes: { take: () => true },
    id: 'record-configs/duplicate',
    verdict: 'accepted',
  },
  {
    title: 'finds duplicates whatever the stream is',
    changes: { keyOf: (parameters) => correct.keyOf(new Map([...parameters, ['StreamName', '*']])) },
    id: 'record-configs/other-stream-name',
    verdict: 'refused',
  },
  {
    title: 'lets simultaneous duplicates through',
    changes: {
      take: async (records, key) => {
        const isFree = !records.has(key);
        await Promise.resolve();
        records.add(key);
        return isFree;
      },
    },
    id: 'record-configs/simultaneous',
    verdict: 'accepted',
    exercises: ['ConfigAlreadyExists'],
  },
  {
    title: 'misspells a code',
    changes: { answer: (code) => answer(code === 'InvalidDelayTime' ? 'InvalidDelayTime.Malformed' : code) },
    id: 'delay-time/below-minimum',
    verdict: 'other-error',
    exercises: ['InvalidDelayTime'],
  },
  {
    title: 'answers errors with status 200',
    changes: {
      answer: (code) => new Response(answer(code).body, { headers: { 'content-type': 'application/json' } }),
    },
    id: 'delay-time/below-minimum',
    verdict: 'wrong-status',
  },
  {
    title: 'answers every error with status 500 and no code',
    changes: {
      answer: (code) => (code === undefined ? answer(code) : new Response('sorry', { status: 500 })),
    },
    id: 'delay-time/below-minimum',
    verdict: 'broken',
  },
  {
    title: 'accepts everything',
    changes: { check: () => undefined, take: () => true },
    id: 'delay-time/below-minimum',
    verdict: 'accepted',
  },
  {
    title: 'leaves HostId out',
    changes: {
      answer: (code) =>
        code === undefined
          ? answer(code)
          : Response.json(
              { Code: code, Message: operation.errors.find(code)?.wireMessage, RequestId: 'x' },
              { status: 400 },
            ),
    },
    id: 'answers/fields',
    verdict: 'broken',
  },
  {
    title: 'answers success without a RequestId',
    changes: { answer: (code) => (code === undefined ? Response.json({}) : answer(code)) },
    id: 'accepted/minimal',
    verdict: 'broken',
  },
  {
    title: 'has no rate limit',
    changes: { isTooMany: () => false },
    id: 'rate-limit/overload',
    verdict: 'accepted',
    exercises: ['Throttling.User'],
  },
  {
    title: 'answers 429 where it throttles',
    changes: {
      answer: (code) =>
        code === 'Throttling.User' ? new Response(answer(code).body, { status: 429 }) : answer(code),
    },
    id: 'rate-limit/answer',
    verdict: 'wrong-status',
    exercises: ['Throttling.User'],
  },
  {
    title: 'throttles at 20 calls a second',
    changes: { isTooMany: (before, now) => before.filter((at) => at > now - 1000).length >= 20 },
    id: 'rate-limit/even',
    verdict: 'refused',
  },
  {
    title: 'refuses OnDemand 7',
    changes: {
      check: (parameters, now) =>
        parameters.get('OnDemand') === '7' ? 'InvalidOnDemand' : check(parameters, now),
    },
    id: 'accepted/on-demand/7',
    verdict: 'refused',
    exercises: ['OK'],
  },
];

function countsAgainst(failure: Failure): boolean {
  return failure.outcome === 'failed';
}

test('a correct server is blamed for nothing', async () => {
  const report = await play({});
  expect(report.failures.filter(countsAgainst)).toEqual([]);
  expect(report).toMatchObject({ codesMatched: 21, codesProduced: 21, score: 1 });
});

describe('where the page is silent', () => {
  test('a server that chose otherwise is not blamed by what the page states', async () => {
    const seconds = (at: number): number => Math.floor(at / 1000);
    const { failures } = await play({
      // Formats in any case, whatever is sent of a variable that is not listed, and calls counted by the clock's seconds.
      check: (parameters, now) =>
        check(
          new Map(
            [...parameters].map(([name, value]) => [
              name,
              name.endsWith('.Format') ? value.toLowerCase() : value,
            ]),
          ),
          now,
        ),
      isTooMany: (before, now) => before.filter((at) => seconds(at) === seconds(now)).length >= 30,
      keyOf: (parameters) =>
        JSON.stringify(['DomainName', 'AppName', 'StreamName'].map((name) => parameters.get(name))),
      answer: (code) => {
        if (code === 'Throttling.User')
          return Response.json(
            { Code: 'Throttling', HostId: 'h', Message: 'Slow down.', RequestId: crypto.randomUUID() },
            { status: 429 },
          );
        return answer(code);
      },
    });
    // How a throttled call is refused follows from other pages only.
    expect(failures.filter(countsAgainst).map(({ id }) => id)).toEqual(['rate-limit/answer']);
    expect(failures.filter(({ evidence }) => evidence === 'stated')).toEqual([]);
    expect(failures.length).toBeGreaterThan(0);
  });
});

describe('a server is reported that', () => {
  test.for(wrongServers)('$title', async ({ changes, id, verdict, exercises = [''] }) => {
    const { failures } = await play(changes);

    const counted = failures.filter(countsAgainst);
    expect(counted.map((failure) => `${failure.id} ${failure.verdict}`)).toContain(`${id} ${verdict}`);
    // A scenario of the state may meet the broken rule on its way: then that answer is the one that was due.
    const about = ({ id: failed, expected }: Failure): readonly string[] => [
      expected.code ?? 'OK',
      scenarios.find((one) => one.id === failed)?.exercises ?? '',
    ];
    const elsewhere = counted.filter(
      (failure) =>
        // What is broken beside a value that is refused meets that refusal first.
        !failure.id.includes('/beside-') &&
        !exercises.some((code) => about(failure).some((other) => other.includes(code))),
    );
    expect(elsewhere.map((failure) => failure.id)).toEqual([]);
  });
});
