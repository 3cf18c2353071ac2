import { describe, expect, test } from 'vitest';
import { correctServers } from './correct.ts';
import { documentedCodes, requiredParameters } from '../reference/errors.ts';
import { hoursAhead, play } from '../fixtures/play.ts';
import type { Sent, Step } from '../fixtures/play.ts';
import { entry, full } from '../fixtures/requests.ts';
import { createReference } from '../reference/reference.ts';

const vod = { ...full, Action: 'AddLiveRecordVodConfig' };
const templates = Object.fromEntries(
  Array.from({ length: 11 }, (_, i) => [`TranscodeTemplates.${i + 1}`, `t${i + 1}`]),
);

/** One plain way to each code, which no server may see otherwise. */
const plainlyBroken: Readonly<Record<string, Sent>> = {
  'InvalidOssEndpoint.Malformed': { OssEndpoint: 'not an endpoint' },
  'InvalidOssBucket.Malformed': { OssBucket: 'not a bucket!' },
  'InvalidOssBucket.NotFound': { OssBucket: 'no-such-bucket' },
  'InvalidFormat.Malformed': { 'RecordFormat.1.Format': 'avi' },
  'InvalidCycleDuration.Malformed': { 'RecordFormat.1.CycleDuration': 'abc' },
  'InvalidSliceDuration.Malformed': { 'RecordFormat.1.SliceDuration': '31' },
  'InvalidTemplateLength.Malformed': templates,
  'InvalidTemplate.ForbidRaw': { 'TranscodeTemplates.1': 'raw' },
  MissingTemplate: { 'TranscodeTemplates.1': undefined },
  MissingOssObjectPrefix: { 'RecordFormat.1.OssObjectPrefix': undefined },
  MissingSliceOssObjectPrefix: { 'RecordFormat.1.SliceOssObjectPrefix': undefined },
  'InvalidOssObjectPrefix.Malformed': { 'RecordFormat.1.OssObjectPrefix': 'record/{AppName}' },
  'InvalidSliceOssObjectPrefix.Malformed': { 'RecordFormat.1.SliceOssObjectPrefix': 'record/{AppName}' },
  'InvalidFormat.IllegalOperation': entry('RecordFormat', 2, 'm3u8'),
  InvalidDelayTime: { DelayTime: '14' },
  'InvalidStartTime.Malformed': { StartTime: 'tomorrow' },
  'InvalidEndTime.Malformed': { EndTime: 'tomorrow' },
  'InvalidEndTime.Mismatch': { EndTime: hoursAhead(12) },
  'InvalidStartTime.Mismatch': { StartTime: hoursAhead(-720) },
  ...Object.fromEntries(requiredParameters.map((name) => [`Missing${name}`, { [name]: undefined }])),
};

/** Two accepted calls come before some codes can be met. */
const plainSequences: Readonly<Record<string, readonly Step[]>> = {
  ...Object.fromEntries(
    Object.entries(plainlyBroken).map(([code, change]) => [code, [{ send: [{ ...full, ...change }] }]]),
  ),
  ConfigAlreadyExists: [{ send: [full] }, { send: [full] }],
  'Live2Vod.ConfigAlreadyExists': [{ send: [vod] }, { send: [full] }],
};

test('has a plain way to every documented code', () => {
  expect(documentedCodes.filter((code) => !plainSequences[code])).toEqual([]);
});

test('knows several correct servers, each under a name of its own', () => {
  expect(correctServers.length).toBeGreaterThanOrEqual(4);
  expect(new Set(correctServers.map(({ name }) => name)).size).toBe(correctServers.length);
});

const noFormats = Object.fromEntries(
  Object.keys(full).map((name) => [name, /Format|Template/.test(name) ? undefined : full[name]]),
);

function one(change: Sent): readonly Step[] {
  return [{ send: [{ ...full, ...change }] }];
}

function burst(count: number, afterMs: number): Step[] {
  return Array.from({ length: count }, (_, i) => ({
    send: [{ DelayTime: '1' }],
    afterMs: i === 0 ? afterMs : 0,
  }));
}

/** Where each of them answers otherwise than the reference. What only takes time, answers alike. */
const decided: Readonly<Record<string, readonly Step[]>> = {
  'checks-reversed': one({ OssEndpoint: 'x', DelayTime: '1' }),
  'state-before-values': [...one({}), ...one({ DelayTime: '1' })],
  'fixed-window': [...burst(1, 0), ...burst(29, 900), ...burst(5, 150)],
  'calendar-second': [...burst(1, 0), ...burst(29, 900), ...burst(5, 150)],
  'token-bucket': [...burst(1, 0), ...burst(29, 900), ...burst(5, 150)],
  'throttled-calls-count': [...burst(31, 0), ...burst(5, 500), ...burst(30, 600)],
  'other-words': one({ OssEndpoint: 'x' }),
  'recommends-a-page': one({ OssEndpoint: 'x' }),
  'absent-stream-is-another': [...one({ StreamName: '*' }), ...one({ StreamName: undefined })],
  'state-of-each-account': [...one({}), ...one({ AccessKeyId: 'another' })],
  'names-in-any-spelling': [
    ...one({}),
    ...one({ DomainName: 'LIVE.example.com.', StreamName: ' teststream' }),
  ],
  'removal-reports-absence': one({ Action: 'DeleteLiveAppRecordConfig' }),
  'formats-in-any-case': one({ 'RecordFormat.1.Format': 'M3U8' }),
  'no-format-list-malformed': [{ send: [noFormats] }],
  'slice-duration-needed': one({ 'RecordFormat.1.SliceDuration': undefined }),
  'slice-settings-always-checked': one(entry('RecordFormat', 2, 'mp4', { SliceDuration: '99' })),
  'cycle-from-900': one({ 'RecordFormat.1.CycleDuration': '1' }),
  'cycle-without-bounds': one({ 'RecordFormat.1.CycleDuration': '99999' }),
  'raw-in-any-case': one({ 'TranscodeTemplates.1': 'Raw' }),
  'known-variables-only': one({ 'RecordFormat.1.OssObjectPrefix': '{Date}{StartTime}{EndTime}' }),
  'time-variables-in-pairs': one({ 'RecordFormat.1.OssObjectPrefix': '{StartTime}{EscapedEndTime}' }),
  'start-within-weeks': one({ StartTime: hoursAhead(-48) }),
  'times-always-checked': one({ StreamName: '*', StartTime: 'tomorrow' }),
  'strict-bucket-names': one({ OssBucket: 'liveBucket****' }),
  'endpoint-with-scheme': one({ OssEndpoint: 'https://oss.example.com' }),
  'console-names-only': one({ StreamName: 'a stream' }),
  'on-demand-malformed': one({ OnDemand: '3' }),
  'empty-is-malformed': one({ DelayTime: '' }),
  'this-operation-only': one({ Action: 'DeleteLiveAppRecordConfig' }),
  'xml-unless-asked': one({ Format: 'XML' }),
};

test.each(correctServers.filter(({ name }) => name !== 'answers-overtake'))(
  '$name decides otherwise than the reference',
  async ({ name, create }) => {
    const steps = decided[name] ?? [];

    expect(await play(create, steps)).not.toEqual(await play(createReference, steps));
  },
);

describe.each(correctServers)('$name', ({ create, unreachable }) => {
  test('accepts the full request', async () => {
    const [answer] = await play(create, [{ send: [full] }]);

    expect(answer?.verdict).toBe('accepted');
  });

  test('refuses what is plainly broken with the documented code', async () => {
    const reachable = Object.entries(plainSequences).filter(([code]) => !unreachable.includes(code));
    const answers = await Promise.all(
      reachable.map(async ([code, steps]) => [code, (await play(create, steps)).at(-1)] as const),
    );

    expect(answers.filter(([code, answer]) => answer?.verdict !== code)).toEqual([]);
    expect(answers.filter(([, answer]) => !answer?.shape.startsWith('400 '))).toEqual([]);
  });

  test('throttles at 31 calls in an instant, not at 30', async () => {
    const call = (i: number): Step => ({ send: [{ ...full, StreamName: `stream-${i}` }], afterMs: 0 });
    const answers = await play(
      create,
      Array.from({ length: 31 }, (_, i) => call(i)),
    );

    expect(answers.slice(0, 30).every(({ verdict }) => verdict === 'accepted')).toBe(true);
    expect(answers.at(30)?.verdict).toMatch(/^Throttling/);
  });
});
