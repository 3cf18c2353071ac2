/**
 * What the documentation page demands, rule by rule, at each boundary. Each request breaks one thing, or nothing.
 *
 * The page: ApsaraVideo Live, AddLiveAppRecordConfig, 2025-07-24. Where it leaves a rule open, the overlay of the operation
 * says how it is read.
 */
import { describe, expect, test } from 'vitest';
import { createMock, type Mock, type MockOptions } from '../index.ts';

/** Names and values as on the wire; undefined leaves a parameter of the valid request out. */
type Changes = Readonly<Record<string, string | undefined>>;

// The virtual clock stands at 2026-01-01T00:00:00Z.
const valid: Changes = {
  DomainName: 'example.com',
  AppName: 'app',
  StreamName: 'stream',
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  StartTime: '2026-01-02T00:00:00Z',
  EndTime: '2026-01-03T00:00:00Z',
  OnDemand: '0',
  DelayTime: '180',
  'RecordFormat.1.Format': 'm3u8',
  'RecordFormat.1.CycleDuration': '3600',
  'RecordFormat.1.OssObjectPrefix': 'record/{EscapedStartTime}_{EscapedEndTime}',
  'RecordFormat.1.SliceDuration': '30',
  'RecordFormat.1.SliceOssObjectPrefix': 'record/{UnixTimestamp}_{Sequence}',
  'TranscodeRecordFormat.1.Format': 'm3u8',
  'TranscodeRecordFormat.1.CycleDuration': '3600',
  'TranscodeRecordFormat.1.OssObjectPrefix': 'record/{EscapedStartTime}_{EscapedEndTime}',
  'TranscodeRecordFormat.1.SliceDuration': '30',
  'TranscodeRecordFormat.1.SliceOssObjectPrefix': 'record/{UnixTimestamp}_{Sequence}',
  'TranscodeTemplates.1': 'sd',
};

const lists = ['RecordFormat', 'TranscodeRecordFormat'] as const;
const formats = ['m3u8', 'flv', 'mp4', 'cmaf'];
const sliced = ['m3u8', 'cmaf'];
const unsliced = ['flv', 'mp4'];
const widths = [['one byte', 'x'], ['two bytes', 'é'], ['three bytes', '录'], ['four bytes', '😀']] as const; // prettier-ignore
const taken = 'OK';

test('accepts a request with every parameter', async () => {
  expect(await answerTo({})).toBe(taken);
});

test.each<[code: string, changes: Changes, message: string]>([
  [
    'InvalidOssEndpoint.Malformed',
    { OssEndpoint: 'nowhere' },
    'Specified parameter OssEndpoint is not valid.',
  ],
  ['InvalidOssBucket.Malformed', { OssBucket: 'under_score' }, 'Specified parameter OssBucket is not valid.'],
  ['InvalidOssBucket.NotFound', { OssBucket: 'no-such-bucket' }, 'The parameter OssBucket does not exist.'],
  ['InvalidFormat.Malformed', { 'RecordFormat.1.Format': 'avi' }, 'Specified parameter Format is not valid.'],
  [
    'InvalidCycleDuration.Malformed',
    { 'RecordFormat.1.CycleDuration': '0' },
    'Specified CycleDuration Format is not valid.',
  ],
  [
    'InvalidSliceDuration.Malformed',
    { 'RecordFormat.1.SliceDuration': '31' },
    'Specified SliceDuration Format is not valid.',
  ],
  ['InvalidTemplateLength.Malformed', templates(11), 'Specified record template length is not valid.'],
  ['InvalidTemplate.ForbidRaw', { 'TranscodeTemplates.1': 'raw' }, 'Template named raw is Forbidden.'],
  ['MissingTemplate', { 'TranscodeTemplates.1': undefined }, 'Template is mandatory for this action.'],
  [
    'MissingOssObjectPrefix',
    { 'RecordFormat.1.OssObjectPrefix': undefined },
    'OssObjectPrefix is mandatory for this action.',
  ],
  [
    'MissingSliceOssObjectPrefix',
    { 'RecordFormat.1.SliceOssObjectPrefix': undefined },
    'SliceOssObjectPrefix is mandatory for this action.',
  ],
  [
    'InvalidOssObjectPrefix.Malformed',
    { 'RecordFormat.1.OssObjectPrefix': 'record/{EscapedStartTime}' },
    'Specified parameter OssObjectPrefix is not valid.',
  ],
  [
    'InvalidSliceOssObjectPrefix.Malformed',
    { 'RecordFormat.1.SliceOssObjectPrefix': 'record/{Sequence}' },
    'Specified parameter SliceOssObjectPrefix is not valid.',
  ],
  ['ConfigAlreadyExists', { AppName: 'already-recorded' }, 'Config has already exist.'],
  [
    'InvalidFormat.IllegalOperation',
    item('RecordFormat', 2, 'm3u8'),
    'Specified parameter Format can not be multiple.',
  ],
  ['InvalidDelayTime', { DelayTime: '14' }, 'Specified Delaytime is invalid.'],
  ['Live2Vod.ConfigAlreadyExists', { AppName: 'live-to-vod' }, 'Had live2vod record config already.'],
  ['InvalidStartTime.Malformed', { StartTime: 'tomorrow' }, 'Specified StartTime is malformed.'],
  ['InvalidEndTime.Malformed', { EndTime: 'tomorrow' }, 'Specified EndTime is malformed.'],
  [
    'InvalidEndTime.Mismatch',
    { EndTime: '2026-01-01T12:00:00Z' },
    'Specified EndTime does not math the specified StartTime or current time.',
  ],
  [
    'InvalidStartTime.Mismatch',
    { StartTime: '2025-12-31T00:00:00Z' },
    'Specified StartTime does not math the current time.',
  ],
])('answers %s as the page prints it', async (code, changes, message) => {
  const { answer } = await call(createMock({ clock: 'virtual' }), changes);

  expect(answer?.status).toBe(400);
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({
    Code: code,
    Message: message,
    HostId: 'live.aliyuncs.com',
  });
});

test.each(['DomainName', 'AppName', 'OssEndpoint', 'OssBucket'])('requires %s', async (name) => {
  expect(await answerTo({ [name]: undefined })).toBe(`Missing${name}`);
  expect(await answerTo({ [name]: '' })).toBe(`Missing${name}`);
});

test('requires nothing else but one of the two lists', async () => {
  const { DomainName, AppName, OssEndpoint, OssBucket } = valid;
  const required = { DomainName, AppName, OssEndpoint, OssBucket };

  expect(await answerToOnly({ ...required, ...item('RecordFormat', 1, 'mp4') })).toBe(taken);
  expect(
    await answerToOnly({
      ...required,
      ...item('TranscodeRecordFormat', 1, 'mp4'),
      'TranscodeTemplates.1': 'sd',
    }),
  ).toBe(taken);
  expect(await answerToOnly(required)).toBe('MissingRecordFormat');
});

describe.each(lists)('%s', (list) => {
  const at = (n: number, member: string): string => `${list}.${n}.${member}`;

  test.each(formats)('takes the format %s', async (format) => {
    expect(await answerTo({ [at(1, 'Format')]: format })).toBe(taken);
  });

  test.each(['avi', 'M3U8', 'Mp4', 'm3u', 'hls', 'ts', 'm3u8,mp4', ' mp4', '0'])(
    'refuses the format %j',
    async (format) => {
      expect(await answerTo({ [at(1, 'Format')]: format })).toBe('InvalidFormat.Malformed');
    },
  );

  test('refuses an item without a format', async () => {
    expect(await answerTo({ [at(1, 'Format')]: undefined })).toBe('InvalidFormat.Malformed');
  });

  test.each(formats)('refuses the format %s twice, with the same or other values', async (format) => {
    const twice = { ...item(list, 1, format), ...item(list, 2, format) };

    expect(await answerTo(twice)).toBe('InvalidFormat.IllegalOperation');
    expect(await answerTo({ ...twice, [at(2, 'CycleDuration')]: '60' })).toBe(
      'InvalidFormat.IllegalOperation',
    );
  });

  test('refuses a format twice wherever the two stand', async () => {
    const three = { ...item(list, 1, 'mp4'), ...item(list, 2, 'flv'), ...item(list, 3, 'mp4') };

    expect(await answerTo(three)).toBe('InvalidFormat.IllegalOperation');
  });

  test('takes all formats at once', async () => {
    const all = formats.map((format, index) => item(list, index + 1, format));

    expect(await answerTo(Object.assign({}, ...all) as Changes)).toBe(taken);
  });

  test.each(['1', '900', '21599', '21600', undefined])('takes the cycle %j', async (seconds) => {
    expect(await answerTo({ [at(1, 'CycleDuration')]: seconds })).toBe(taken);
  });

  test.each(['0', '-1', '21601', '86400', 'soon', '20.5', '1e3', '99999999999999999999'])(
    'refuses the cycle %j',
    async (seconds) => {
      expect(await answerTo({ [at(1, 'CycleDuration')]: seconds })).toBe('InvalidCycleDuration.Malformed');
    },
  );

  describe.each(sliced)('with slices, of %s', (format) => {
    test.each(['5', '6', '29', '30', undefined])('takes slices of %j', async (seconds) => {
      expect(await answerTo({ ...item(list, 1, format), [at(1, 'SliceDuration')]: seconds })).toBe(taken);
    });

    test.each(['4', '31', '0', '-5', 'soon', '20.5'])('refuses slices of %j', async (seconds) => {
      expect(await answerTo({ ...item(list, 1, format), [at(1, 'SliceDuration')]: seconds })).toBe(
        'InvalidSliceDuration.Malformed',
      );
    });

    test('requires a name for the slices', async () => {
      expect(await answerTo({ ...item(list, 1, format), [at(1, 'SliceOssObjectPrefix')]: undefined })).toBe(
        'MissingSliceOssObjectPrefix',
      );
    });

    test.each(['record/{AppName}/{StreamName}/{UnixTimestamp}_{Sequence}', '{Sequence}{UnixTimestamp}'])(
      'names slices %s',
      async (prefix) => {
        expect(await answerTo({ ...item(list, 1, format), [at(1, 'SliceOssObjectPrefix')]: prefix })).toBe(
          taken,
        );
      },
    );

    test.each([
      'record/{UnixTimestamp}',
      'record/{Sequence}',
      'record/{StartTime}_{EndTime}',
      'record/UnixTimestamp_Sequence',
      'record/{unixtimestamp}_{sequence}',
      'record/{UnixTimestamp}_{ Sequence }',
    ])('names no slices %s', async (prefix) => {
      expect(await answerTo({ ...item(list, 1, format), [at(1, 'SliceOssObjectPrefix')]: prefix })).toBe(
        'InvalidSliceOssObjectPrefix.Malformed',
      );
    });
  });

  test.each(widths)('measures names in bytes, of characters of %s', async (_, filler) => {
    const files = (bytes: number): Changes => ({
      [at(1, 'OssObjectPrefix')]: ofBytes(bytes, filler, '{StartTime}_{EndTime}'),
    });
    const slices = (bytes: number): Changes => ({
      [at(1, 'SliceOssObjectPrefix')]: ofBytes(bytes, filler, '{UnixTimestamp}_{Sequence}'),
    });

    expect(await answerTo({ ...files(255), ...slices(255) })).toBe(taken);
    expect(await answerTo(files(256))).toBe('InvalidOssObjectPrefix.Malformed');
    expect(await answerTo(slices(256))).toBe('InvalidSliceOssObjectPrefix.Malformed');
  });

  describe.each(unsliced)('without slices, of %s', (format) => {
    test('needs nothing about slices', async () => {
      const bare = {
        ...item(list, 1, format),
        ...without(at(1, 'SliceDuration'), at(1, 'SliceOssObjectPrefix')),
      };

      expect(await answerTo(bare)).toBe(taken);
    });

    test.each(['4', '31', 'soon'])('does not look at slices of %j', async (seconds) => {
      expect(await answerTo({ ...item(list, 1, format), [at(1, 'SliceDuration')]: seconds })).toBe(taken);
    });

    test('does not look at the name of slices', async () => {
      expect(
        await answerTo({ ...item(list, 1, format), [at(1, 'SliceOssObjectPrefix')]: 'x'.repeat(300) }),
      ).toBe(taken);
    });
  });

  describe.each(formats)('files of %s', (format) => {
    test('require a name', async () => {
      expect(await answerTo({ ...item(list, 1, format), [at(1, 'OssObjectPrefix')]: undefined })).toBe(
        'MissingOssObjectPrefix',
      );
    });
  });

  test.each([
    'record/{StartTime}_{EndTime}',
    'record/{StartTime}_{EscapedEndTime}',
    'record/{EscapedStartTime}_{EndTime}',
    'record/{EscapedStartTime}_{EscapedEndTime}',
    '{EndTime}{StartTime}',
    'record/{AppName}/{StreamName}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}',
    'record/{Date}/{StartTime}_{EndTime}',
  ])('names files %s', async (prefix) => {
    expect(await answerTo({ [at(1, 'OssObjectPrefix')]: prefix })).toBe(taken);
  });

  test.each([
    'record/{StartTime}',
    'record/{EscapedStartTime}',
    'record/{EndTime}',
    'record/{EscapedEndTime}',
    'record/{Sequence}',
    'record/StartTime_EndTime',
    'record/{starttime}_{endtime}',
    'record/{UnixTimestamp}_{Sequence}',
  ])('names no files %s', async (prefix) => {
    expect(await answerTo({ [at(1, 'OssObjectPrefix')]: prefix })).toBe('InvalidOssObjectPrefix.Malformed');
  });

  test.each([
    ['Format', 'avi', 'InvalidFormat.Malformed'],
    ['CycleDuration', '0', 'InvalidCycleDuration.Malformed'],
    ['SliceDuration', '4', 'InvalidSliceDuration.Malformed'],
    ['OssObjectPrefix', undefined, 'MissingOssObjectPrefix'],
    ['OssObjectPrefix', 'x', 'InvalidOssObjectPrefix.Malformed'],
    ['SliceOssObjectPrefix', undefined, 'MissingSliceOssObjectPrefix'],
    ['SliceOssObjectPrefix', 'x', 'InvalidSliceOssObjectPrefix.Malformed'],
  ])('looks at %s %j of every item, and names the one at fault', async (member, value, code) => {
    const three = { ...item(list, 2, 'cmaf'), ...item(list, 7, 'mp4') };
    const { decision } = await call(createMock({ clock: 'virtual' }), { ...three, [at(2, member)]: value });

    expect(decision).toMatchObject({ error: code, parameter: at(2, member) });
  });

  test('begins at any N', async () => {
    const moved = { ...withoutItem(list, 1), ...item(list, 7, 'm3u8') };

    expect(await answerTo(moved)).toBe(taken);
    expect(await answerTo({ ...moved, [at(7, 'SliceDuration')]: '31' })).toBe(
      'InvalidSliceDuration.Malformed',
    );
  });
});

test('takes the same format in both lists', async () => {
  for (const format of formats) {
    expect(
      await answerTo({ ...item('RecordFormat', 1, format), ...item('TranscodeRecordFormat', 1, format) }),
    ).toBe(taken);
  }
});

describe('templates', () => {
  test.each([1, 9, 10])('takes %i', async (count) => {
    expect(await answerTo(templates(count))).toBe(taken);
  });

  test.each([11, 12, 100])('refuses %i', async (count) => {
    expect(await answerTo(templates(count))).toBe('InvalidTemplateLength.Malformed');
  });

  test('counts what was sent, not how far N goes', async () => {
    expect(await answerTo({ 'TranscodeTemplates.1': undefined, 'TranscodeTemplates.999': 'sd' })).toBe(taken);
  });

  test.each([1, 5, 10])('refuses raw as number %i of ten', async (n) => {
    expect(await answerTo({ ...templates(10), [`TranscodeTemplates.${n}`]: 'raw' })).toBe(
      'InvalidTemplate.ForbidRaw',
    );
  });

  test.each(['sd', 'raw2', 'drawing', '*****', '*'])('takes one named %s', async (name) => {
    expect(await answerTo({ 'TranscodeTemplates.1': name })).toBe(taken);
  });

  test('are required with transcoded recordings only', async () => {
    const original = { ...withoutItem('TranscodeRecordFormat', 1), 'TranscodeTemplates.1': undefined };

    expect(await answerTo(original)).toBe(taken);
    expect(await answerTo({ ...original, ...item('TranscodeRecordFormat', 1, 'flv') })).toBe(
      'MissingTemplate',
    );
  });

  test('may stand without transcoded recordings', async () => {
    expect(await answerTo(withoutItem('TranscodeRecordFormat', 1))).toBe(taken);
  });
});

describe('DelayTime', () => {
  test.each(['15', '16', '180', '21600', undefined])('may be %j', async (seconds) => {
    expect(await answerTo({ DelayTime: seconds })).toBe(taken);
  });

  test.each(['14', '0', '-15', '21601', 'soon', '20.5', '15s'])('may not be %j', async (seconds) => {
    expect(await answerTo({ DelayTime: seconds })).toBe('InvalidDelayTime');
  });
});

describe('OnDemand', () => {
  test.each(['0', '1', '2', '7', undefined])('may be %j', async (value) => {
    expect(await answerTo({ OnDemand: value })).toBe(taken);
  });

  test.each(['3', '-1', '8', 'true', '1.5'])('may not be %j', async (value) => {
    expect(await answerTo({ OnDemand: value })).toBe('InvalidOnDemand');
  });
});

describe('OssEndpoint', () => {
  test('has at most 63 characters between dots, and 253 altogether', async () => {
    expect(await answerTo({ OssEndpoint: `${'a'.repeat(63)}.com` })).toBe(taken);
    expect(await answerTo({ OssEndpoint: `${'a'.repeat(64)}.com` })).toBe('InvalidOssEndpoint.Malformed');
    expect(await answerTo({ OssEndpoint: `${'a.'.repeat(126)}b` })).toBe(taken);
    expect(await answerTo({ OssEndpoint: `${'a.'.repeat(126)}bc` })).toBe('InvalidOssEndpoint.Malformed');
  });

  test.each(['oss-cn-beijing.aliyuncs.com', 'learn.developer.aliyundoc.com', 'a.b'])(
    'may be %s',
    async (endpoint) => {
      expect(await answerTo({ OssEndpoint: endpoint })).toBe(taken);
    },
  );

  test.each([
    'localhost',
    'oss cn.aliyuncs.com',
    'oss-cn..aliyuncs.com',
    '.aliyuncs.com',
    'aliyuncs.com.',
    '-oss.aliyuncs.com',
    'oss-.aliyuncs.com',
    'https://oss-cn-shanghai.aliyuncs.com',
    'oss-cn-shanghai.aliyuncs.com/bucket',
    'oss-cn-shanghai.aliyuncs.com:443',
    'oss!.aliyuncs.com',
  ])('may not be %s', async (endpoint) => {
    expect(await answerTo({ OssEndpoint: endpoint })).toBe('InvalidOssEndpoint.Malformed');
  });
});

describe('OssBucket', () => {
  test('has at most 63 characters', async () => {
    expect(await answerTo({ OssBucket: 'a'.repeat(63) })).toBe(taken);
    expect(await answerTo({ OssBucket: 'a'.repeat(64) })).toBe('InvalidOssBucket.Malformed');
  });

  test.each(['abc', 'a-1', '123', 'liveBucket****'])('may be %s', async (bucket) => {
    expect(await answerTo({ OssBucket: bucket })).toBe(taken);
  });

  test.each(['ab', '-abc', 'abc-', 'a_c', 'a.c', 'a c', 'bucket*', 'bücket', '****'])(
    'may not be %s',
    async (bucket) => {
      expect(await answerTo({ OssBucket: bucket })).toBe('InvalidOssBucket.Malformed');
    },
  );
});

describe('times', () => {
  const malformed = [
    'tomorrow',
    '2026-01-02',
    '2026-01-02 00:00:00',
    '2026-01-02T00:00:00',
    '2026-01-02T00:00Z',
    '2026-01-02T00:00:00.000Z',
    '2026-01-02T00:00:00+08:00',
    '20260102T000000Z',
    '1780272000',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-02T24:00:01Z',
  ];

  test.each(malformed)('StartTime may not be %s', async (time) => {
    expect(await answerTo({ StartTime: time, EndTime: undefined })).toBe('InvalidStartTime.Malformed');
  });

  test.each(malformed)('EndTime may not be %s', async (time) => {
    expect(await answerTo({ EndTime: time })).toBe('InvalidEndTime.Malformed');
    expect(await answerTo({ EndTime: time, StartTime: undefined })).toBe('InvalidEndTime.Malformed');
  });

  test.each([
    ['a second ago', '2025-12-31T23:59:59Z', 'InvalidStartTime.Mismatch'],
    ['years ago', '2018-04-10T09:57:21Z', 'InvalidStartTime.Mismatch'],
    ['now', '2026-01-01T00:00:00Z', taken],
    ['in a second', '2026-01-01T00:00:01Z', taken],
    ['in a year', '2027-01-01T00:00:00Z', taken],
  ])('a recording that starts %s', async (_, StartTime, answer) => {
    expect(await answerTo({ StartTime, EndTime: undefined })).toBe(answer);
  });

  test('a recording may start within the present second', async () => {
    const mock = createMock({ clock: '2026-01-01T00:00:00.999Z' });

    const { decision } = await call(mock, { StartTime: '2026-01-01T00:00:00Z', EndTime: undefined });

    expect(decision.kind).toBe('accepted');
  });

  test.each([
    ['a second before it starts', '2026-01-01T23:59:59Z', 'InvalidEndTime.Mismatch'],
    ['when it starts', '2026-01-02T00:00:00Z', 'InvalidEndTime.Mismatch'],
    ['a second after it starts', '2026-01-02T00:00:01Z', taken],
    ['7 days after it starts', '2026-01-09T00:00:00Z', taken],
    ['more than 7 days after it starts: it is cut', '2026-01-09T00:00:01Z', taken],
    ['a year after it starts', '2027-01-02T00:00:00Z', taken],
  ])('a recording that ends %s', async (_, EndTime, answer) => {
    expect(await answerTo({ EndTime })).toBe(answer);
  });

  test.each([
    ['a second ago', '2025-12-31T23:59:59Z', 'InvalidEndTime.Mismatch'],
    ['now', '2026-01-01T00:00:00Z', 'InvalidEndTime.Mismatch'],
    ['in a second', '2026-01-01T00:00:01Z', taken],
  ])('a recording without a start that ends %s', async (_, EndTime, answer) => {
    expect(await answerTo({ EndTime, StartTime: undefined })).toBe(answer);
  });

  test('follow the clock', async () => {
    const mock = createMock({ clock: 'virtual' });
    mock.clock.set('2026-01-02T00:00:01Z');

    expect((await call(mock, {})).decision).toMatchObject({ error: 'InvalidStartTime.Mismatch' });
  });

  test.each([undefined, '*'])('are ignored for all streams (StreamName %j)', async (StreamName) => {
    expect(await answerTo({ StreamName, StartTime: '2018-04-10T09:57:21Z' })).toBe(taken);
    expect(await answerTo({ StreamName, StartTime: 'tomorrow', EndTime: 'yesterday' })).toBe(taken);
    expect(await answerTo({ StreamName, EndTime: '2018-04-16T09:57:21Z' })).toBe(taken);
  });
});

describe("the page's own example", () => {
  const example: Changes = {
    DomainName: 'example.com',
    AppName: 'liveApp****',
    OssEndpoint: 'learn.developer.aliyundoc.com',
    OssBucket: 'liveBucket****',
    StreamName: 'teststream',
    StartTime: '2018-04-10T09:57:21Z',
    EndTime: '2018-04-16T09:57:21Z',
    OnDemand: '1',
    DelayTime: '180',
    'RecordFormat.1.SliceDuration': '30',
    'RecordFormat.1.SliceOssObjectPrefix': 'record/{AppName}/{StreamName}/{UnixTimestamp}_{Sequence}',
    'RecordFormat.1.CycleDuration': '1',
    'RecordFormat.1.OssObjectPrefix':
      'record/{AppName}/{StreamName}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}',
    'RecordFormat.1.Format': 'm3u8',
    'TranscodeRecordFormat.1.SliceDuration': '30',
    'TranscodeRecordFormat.1.SliceOssObjectPrefix':
      'record/{AppName}/{StreamName}/{UnixTimestamp}_{Sequence}',
    'TranscodeRecordFormat.1.CycleDuration': '21600',
    'TranscodeRecordFormat.1.OssObjectPrefix':
      'record/{AppName}/{StreamName}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}',
    'TranscodeRecordFormat.1.Format': 'm3u8',
    'TranscodeTemplates.1': 'sd',
  };

  test('is refused today: its times have passed', async () => {
    expect(await answerToOnly(example, { clock: 'real' })).toBe('InvalidStartTime.Mismatch');
  });

  test('is accepted on the morning that it was written for', async () => {
    expect(await answerToOnly(example, { clock: '2018-04-10T09:00:00Z' })).toBe(taken);
  });

  test('is accepted today without its times, masked values and all', async () => {
    const timeless = { ...example, ...without('StartTime', 'EndTime') };

    expect(await answerToOnly(timeless, { clock: 'real' })).toBe(taken);
  });
});

describe('what exists already', () => {
  test('has a configuration for each DomainName, AppName and StreamName only once', async () => {
    const mock = createMock({ clock: 'virtual' });
    await call(mock, {});

    expect(await answerTo({}, mock)).toBe('ConfigAlreadyExists');
    expect(await answerTo({ OssBucket: 'other-bucket', DelayTime: '60' }, mock)).toBe('ConfigAlreadyExists');
    expect(await answerTo({ DomainName: 'other.example.com' }, mock)).toBe(taken);
    expect(await answerTo({ AppName: 'other' }, mock)).toBe(taken);
    expect(await answerTo({ StreamName: 'other' }, mock)).toBe(taken);
  });

  test('tells names apart by case and space', async () => {
    const mock = createMock({ clock: 'virtual' });
    await call(mock, {});

    expect(await answerTo({ StreamName: 'Stream' }, mock)).toBe(taken);
    expect(await answerTo({ StreamName: 'stream ' }, mock)).toBe(taken);
  });

  test('does not take two keys for one because of what stands in them', async () => {
    const mock = createMock({ clock: 'virtual' });
    await call(mock, { AppName: 'a","b', StreamName: 'c' });

    expect(await answerTo({ AppName: 'a', StreamName: 'b","c' }, mock)).toBe(taken);
  });

  test('counts StreamName * and no StreamName as the same', async () => {
    const mock = createMock({ clock: 'virtual' });
    await call(mock, { StreamName: '*' });

    expect(await answerTo({ StreamName: undefined }, mock)).toBe('ConfigAlreadyExists');
    expect(await answerTo({}, mock)).toBe(taken);
  });

  test('is the same for an AppName * and another AppName: neither includes the other', async () => {
    const mock = createMock({ clock: 'virtual' });
    await call(mock, { AppName: '*' });

    expect(await answerTo({ AppName: '*' }, mock)).toBe('ConfigAlreadyExists');
    expect(await answerTo({}, mock)).toBe(taken);
  });

  test("is each account's own", async () => {
    const mock = createMock({ clock: 'virtual' });
    await call(mock, { AccessKeyId: 'one' });

    expect(await answerTo({ AccessKeyId: 'two' }, mock)).toBe(taken);
    expect(await answerTo({ AccessKeyId: 'one' }, mock)).toBe('ConfigAlreadyExists');
  });

  test('is gone after it was removed', async () => {
    const mock = createMock({ clock: 'virtual' });
    await call(mock, {});
    const { DomainName, AppName, StreamName } = valid;
    await callOnly(mock, { DomainName, AppName, StreamName }, 'DeleteLiveAppRecordConfig');

    expect(await answerTo({}, mock)).toBe(taken);
  });

  test('is gone after a reset', async () => {
    const mock = createMock({ clock: 'virtual' });
    await call(mock, {});
    mock.reset();

    expect(await answerTo({}, mock)).toBe(taken);
  });

  test('may be a live-to-VOD configuration of the application, made by its own operation', async () => {
    const mock = createMock({ clock: 'virtual' });
    const vod = { DomainName: 'example.com', AppName: 'app', VodTranscodeGroupId: 'group' };
    await callOnly(mock, vod, 'AddLiveRecordVodConfig');

    expect(await answerTo({}, mock)).toBe('Live2Vod.ConfigAlreadyExists');
    expect(await answerTo({ StreamName: 'other' }, mock)).toBe('Live2Vod.ConfigAlreadyExists');
    expect(await answerTo({ AppName: 'other' }, mock)).toBe(taken);
  });
});

test.each<[code: string, changes: Changes]>([
  ['MissingDomainName', { DomainName: undefined }],
  ['InvalidFormat.Malformed', { 'RecordFormat.1.Format': 'avi' }],
  ['InvalidTemplate.ForbidRaw', { 'TranscodeTemplates.1': 'raw' }],
  ['InvalidDelayTime', { DelayTime: '14' }],
  ['InvalidEndTime.Mismatch', { EndTime: '2026-01-01T12:00:00Z' }],
  ['InvalidOssBucket.NotFound', { OssBucket: 'no-such-bucket' }],
])('a call that is answered with %s leaves nothing', async (code, changes) => {
  const mock = createMock({ clock: 'virtual' });

  expect(await answerTo(changes, mock)).toBe(code);
  expect(await answerTo({}, mock)).toBe(taken);
});

test('a call that finds the key in use leaves what was there', async () => {
  const mock = createMock({ clock: 'virtual' });
  await call(mock, {});
  await call(mock, { OssBucket: 'other-bucket' });

  expect(await answerTo({}, mock)).toBe('ConfigAlreadyExists');
});

describe('the world', () => {
  test('has every domain and every bucket, but for those that its contract names as triggers', async () => {
    const { answer } = await call(createMock({ clock: 'virtual' }), {
      DomainName: 'no-such-domain.example.com',
    });

    expect(answer?.status).toBe(404);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ Code: 'InvalidDomain.NotFound' });
    expect(await answerTo({ OssBucket: 'no-such-bucket' })).toBe('InvalidOssBucket.NotFound');
    expect(await answerTo({ DomainName: 'any.example.org', OssBucket: 'any-bucket' })).toBe(taken);
  });

  test('has triggers for configurations in the way', async () => {
    expect(await answerTo({ AppName: 'live-to-vod', DomainName: 'any.example.org' })).toBe(
      'Live2Vod.ConfigAlreadyExists',
    );
    expect(await answerTo({ AppName: 'already-recorded', StreamName: 'any' })).toBe('ConfigAlreadyExists');
  });

  test('may have only the buckets that a test names', async () => {
    const options = { world: { buckets: { present: [{ OssBucket: 'mine' }] } } };

    expect(await answerToOnly({ ...valid, OssBucket: 'mine' }, options)).toBe(taken);
    expect(await answerToOnly({ ...valid, OssBucket: 'theirs' }, options)).toBe('InvalidOssBucket.NotFound');
  });

  test('may have only the domains that a test names', async () => {
    const options = { world: { domains: { present: [{ DomainName: 'my.example.com' }] } } };

    expect(await answerToOnly({ ...valid, DomainName: 'my.example.com' }, options)).toBe(taken);
    expect(await answerToOnly(valid, options)).toBe('InvalidDomain.NotFound');
  });

  test('keeps its other collections where a test names one', async () => {
    const options = { world: { domains: { open: true } } };

    expect(await answerToOnly({ ...valid, DomainName: 'no-such-domain.example.com' }, options)).toBe(taken);
    expect(await answerToOnly({ ...valid, OssBucket: 'no-such-bucket' }, options)).toBe(
      'InvalidOssBucket.NotFound',
    );
  });

  test('knows when a stream started: a recording starts within 7 days of it', async () => {
    const options = {
      clock: '2026-01-05T00:00:00Z',
      world: {
        streams: {
          present: [
            {
              DomainName: 'example.com',
              AppName: 'app',
              StreamName: 'stream',
              StartedAt: '2026-01-01T00:00:00Z',
            },
          ],
        },
      },
    };
    const within = { ...valid, StartTime: '2026-01-08T00:00:00Z', EndTime: undefined };
    const beyond = { ...valid, StartTime: '2026-01-08T00:00:01Z', EndTime: undefined };

    expect(await answerToOnly(within, options)).toBe(taken);
    expect(await answerToOnly(beyond, options)).toBe('InvalidStartTime.Mismatch');
    expect(await answerToOnly({ ...beyond, StreamName: 'other' }, options)).toBe(taken);
    expect(await answerToOnly({ ...beyond, StartTime: undefined }, options)).toBe(taken);
    // Near a start that is known, it need not be ahead of now.
    const yesterday = { ...within, StartTime: '2026-01-04T00:00:00Z' };
    expect(await answerToOnly(yesterday, options)).toBe(taken);
    expect(await answerToOnly({ ...yesterday, StreamName: 'other' }, options)).toBe(
      'InvalidStartTime.Mismatch',
    );
  });

  test('keeps a configuration for years', async () => {
    const mock = createMock({ clock: 'virtual' });
    const open = { StartTime: undefined, EndTime: undefined };

    expect((await call(mock, open)).decision.kind).toBe('accepted');
    mock.clock.advance({ seconds: 3 * 365 * 86_400 });
    expect((await call(mock, open)).decision).toMatchObject({ error: 'ConfigAlreadyExists' });
  });
});

test('names the parameter at fault, the rule, and how sure it is', async () => {
  const { decision } = await call(createMock({ clock: 'virtual' }), { DelayTime: '14' });

  expect(decision).toStrictEqual({
    kind: 'refused',
    by: 'rule',
    error: 'InvalidDelayTime',
    parameter: 'DelayTime',
    rule: 'delay-time/below-minimum',
    evidence: 'stated',
    source: 'Request parameters, DelayTime',
  });
});

function item(list: (typeof lists)[number], n: number, format: string): Changes {
  return {
    [`${list}.${n}.Format`]: format,
    [`${list}.${n}.CycleDuration`]: '3600',
    [`${list}.${n}.OssObjectPrefix`]: 'record/{StartTime}_{EndTime}',
    [`${list}.${n}.SliceDuration`]: '10',
    [`${list}.${n}.SliceOssObjectPrefix`]: 'record/{UnixTimestamp}_{Sequence}',
  };
}

function withoutItem(list: (typeof lists)[number], n: number): Changes {
  return without(...Object.keys(item(list, n, '')));
}

function without(...names: readonly string[]): Changes {
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function templates(count: number): Changes {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`TranscodeTemplates.${index + 1}`, `template-${index + 1}`]),
  );
}

/** A text that ends as given, filled up in front to exactly so many bytes of UTF-8. */
function ofBytes(bytes: number, filler: string, end: string): string {
  const room = bytes - Buffer.byteLength(end);
  const width = Buffer.byteLength(filler);
  return '-'.repeat(room % width) + filler.repeat(Math.floor(room / width)) + end;
}

/** `OK`, or the code of the error. */
async function answerTo(changes: Changes, mock: Mock = createMock({ clock: 'virtual' })): Promise<string> {
  return codeOf(await call(mock, changes));
}

async function answerToOnly(parameters: Changes, options: MockOptions = {}): Promise<string> {
  return codeOf(await callOnly(createMock({ clock: 'virtual', ...options }), parameters));
}

type Exchange = Awaited<ReturnType<Mock['handle']>>;

function codeOf({ decision }: Exchange): string {
  return decision.kind === 'refused' ? decision.error : taken;
}

/** The valid request, with changes. */
function call(mock: Mock, changes: Changes): Promise<Exchange> {
  return callOnly(mock, { ...valid, ...changes });
}

function callOnly(mock: Mock, parameters: Changes, action = 'AddLiveAppRecordConfig'): Promise<Exchange> {
  const sent = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return mock.handle({
    method: 'POST',
    url: `/?Action=${action}&Version=2016-11-01`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(sent).toString(),
  });
}
