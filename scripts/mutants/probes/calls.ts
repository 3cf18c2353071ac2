/** Probes of one call each: the full request with one thing changed. */
import type { Broken } from '../faults/fault.ts';
import { hoursAhead } from './play.ts';
import type { Probe, Sent } from './play.ts';

const prefix = 'record/{AppName}/{StreamName}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}';
const slicePrefix = 'record/{AppName}/{StreamName}/{UnixTimestamp}_{Sequence}';

/** One entry of a format list, complete for its format. */
export function entry(list: string, n: number, Format: string, change: Sent = {}): Sent {
  const isSliced = Format === 'm3u8' || Format === 'cmaf';
  const fields: Sent = {
    Format,
    CycleDuration: '3600',
    OssObjectPrefix: prefix,
    ...(isSliced && { SliceDuration: '20', SliceOssObjectPrefix: slicePrefix }),
    ...change,
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${list}.${n}.${name}`, value]));
}

export const required: Sent = {
  DomainName: 'live.example.com',
  AppName: 'liveApp',
  OssEndpoint: 'oss-cn-beijing.aliyuncs.com',
  OssBucket: 'live-bucket',
};

/** Everything that can be given, in no way that any correct server may refuse. */
export const full: Sent = {
  ...required,
  StreamName: 'teststream',
  StartTime: hoursAhead(24),
  EndTime: hoursAhead(72),
  OnDemand: '0',
  DelayTime: '180',
  ...entry('RecordFormat', 1, 'm3u8'),
  ...entry('TranscodeRecordFormat', 1, 'm3u8'),
  'TranscodeTemplates.1': 'sd',
};

/** The full request without the one list or the other. */
const noSource: Sent = leaveOut(entry('RecordFormat', 1, 'm3u8'));
const noTranscoding: Sent = leaveOut(entry('TranscodeRecordFormat', 1, 'm3u8'), {
  'TranscodeTemplates.1': 'sd',
});

function leaveOut(...given: readonly Sent[]): Sent {
  return Object.fromEntries(given.flatMap((sent) => Object.keys(sent)).map((name) => [name, undefined]));
}

type Row = readonly [title: string, change: Sent];

function refused(code: Broken, rows: readonly Row[]): Probe[] {
  return rows.map(([title, change]) => ({
    title: `${code}: ${title}`,
    exercises: [code],
    steps: [{ send: [{ ...full, ...change }] }],
    expected: [code],
  }));
}

function allowed(rows: readonly Row[]): Probe[] {
  return rows.map(([title, change]) => ({
    title: `accepts ${title}`,
    exercises: ['accepts'],
    steps: [{ send: [{ ...full, ...change }] }],
    expected: ['accepted'],
  }));
}

function templates(...names: string[]): Sent {
  return Object.fromEntries(names.map((name, i) => [`TranscodeTemplates.${i + 1}`, name]));
}

function many(count: number): Sent {
  return templates(...Array.from({ length: count }, (_, i) => `t${i + 1}`));
}

/** A prefix of exactly so many bytes, filled up with the character. */
function ofBytes(bytes: number, base: string, filler = 'x'): string {
  const size = new TextEncoder().encode(filler).length;
  const rest = bytes - base.length;
  return base + filler.repeat(Math.floor(rest / size)) + 'y'.repeat(rest % size);
}

const everyEntry = [
  ['InvalidFormat.Malformed', { Format: 'avi' }, 'any'],
  ['InvalidCycleDuration.Malformed', { CycleDuration: 'abc' }, 'any'],
  ['MissingOssObjectPrefix', { OssObjectPrefix: undefined }, 'any'],
  ['InvalidOssObjectPrefix.Malformed', { OssObjectPrefix: 'record/{EndTime}' }, 'any'],
  ['InvalidSliceDuration.Malformed', { SliceDuration: '31' }, 'sliced'],
  ['MissingSliceOssObjectPrefix', { SliceOssObjectPrefix: undefined }, 'sliced'],
  ['InvalidSliceOssObjectPrefix.Malformed', { SliceOssObjectPrefix: 'record/{Sequence}' }, 'sliced'],
] as const;

/** Every rule about an entry broken in every list, at every place, in every format it applies to. */
const entries: Probe[] = everyEntry.flatMap(([code, change, applies]) =>
  ['RecordFormat', 'TranscodeRecordFormat'].flatMap((list) =>
    (applies === 'any' ? ['m3u8', 'cmaf', 'mp4'] : ['m3u8', 'cmaf']).flatMap((format) => {
      const other = format === 'm3u8' ? 'flv' : 'm3u8';
      const none = list === 'RecordFormat' ? noSource : noTranscoding;
      return refused(code, [
        [`${list} ${format}, alone`, { ...none, ...templates('sd'), ...entry(list, 1, format, change) }],
        [
          `${list} ${format}, first of two`,
          { ...none, ...templates('sd'), ...entry(list, 1, format, change), ...entry(list, 2, other) },
        ],
        [
          `${list} ${format}, last of two`,
          { ...none, ...templates('sd'), ...entry(list, 1, other), ...entry(list, 2, format, change) },
        ],
      ]);
    }),
  ),
);

function repeated(list: string, formats: readonly string[]): Sent {
  return Object.assign(
    {},
    ...formats.map((format, i) => entry(list, i + 1, format, { CycleDuration: String(3600 + i) })),
  ) as Sent; // Object.assign returns any for a spread
}

const lists: Probe[] = [
  ...['RecordFormat', 'TranscodeRecordFormat'].flatMap((list) =>
    refused('InvalidFormat.IllegalOperation', [
      [`${list}: m3u8 twice`, repeated(list, ['m3u8', 'm3u8'])],
      [`${list}: mp4 twice`, repeated(list, ['mp4', 'mp4'])],
      [`${list}: m3u8 twice, the same throughout`, { ...entry(list, 1, 'm3u8'), ...entry(list, 2, 'm3u8') }],
      [`${list}: mp4 twice, apart`, repeated(list, ['mp4', 'm3u8', 'mp4'])],
    ]),
  ),
  ...refused('MissingTemplate', [
    ['beside RecordFormat', { 'TranscodeTemplates.1': undefined }],
    ['without RecordFormat', { ...noSource, 'TranscodeTemplates.1': undefined }],
  ]),
  ...refused('InvalidTemplateLength.Malformed', [
    ['11 templates', many(11)],
    ['12 templates', many(12)],
  ]),
  ...refused('InvalidTemplate.ForbidRaw', [
    ['alone', templates('raw')],
    ['first', templates('raw', 'sd')],
    ['between', templates('sd', 'raw', 'hd')],
    ['last', templates('sd', 'raw')],
  ]),
];

const times: Probe[] = [
  ...['2027-02-30T00:00:00Z', '2027-13-01T00:00:00Z', '2027-03-01T25:00:00Z', '2027-03-01'].flatMap(
    bothMalformed,
  ),
  ...['2027-03-01T00:00:00', '2027-03-01 00:00:00Z', '2027-03-01T00:00:00.000Z'].flatMap(bothMalformed),
  ...['2027-03-01T00:00:00+08:00', '2027-03-01T00:00Z', 'tomorrow', '1827360000'].flatMap(bothMalformed),
  ...refused('InvalidStartTime.Mismatch', [
    ['past, EndTime ahead', { StartTime: hoursAhead(-720) }],
    ['past, no EndTime', { StartTime: hoursAhead(-720), EndTime: undefined }],
  ]),
  ...refused('InvalidEndTime.Mismatch', [
    ['past, no StartTime', { StartTime: undefined, EndTime: hoursAhead(-720) }],
    ['equal to StartTime', { EndTime: hoursAhead(24) }],
    ['a day before StartTime', { StartTime: hoursAhead(72), EndTime: hoursAhead(48) }],
    ['an hour before StartTime', { StartTime: hoursAhead(26), EndTime: hoursAhead(25) }],
  ]),
];

function bothMalformed(text: string): Probe[] {
  return [
    ...refused('InvalidStartTime.Malformed', [[text, { StartTime: text, EndTime: undefined }]]),
    ...refused('InvalidEndTime.Malformed', [
      [text, { EndTime: text }],
      [`${text}, no StartTime`, { EndTime: text, StartTime: undefined }],
    ]),
  ];
}

const start = '{StartTime}{EndTime}';
const slices = '{UnixTimestamp}{Sequence}';
const ossPrefix = (value: string): Sent => ({ 'RecordFormat.1.OssObjectPrefix': value });
const ossSlicePrefix = (value: string): Sent => ({ 'RecordFormat.1.SliceOssObjectPrefix': value });

const values: Probe[] = [
  ...['DomainName', 'AppName', 'OssEndpoint', 'OssBucket'].flatMap((name) =>
    refused(`Missing${name}` as Broken, [
      ['absent', { [name]: undefined }],
      ['empty', { [name]: '' }],
    ]),
  ),
  ...refused('InvalidOssEndpoint.Malformed', [
    ['spaces', { OssEndpoint: 'not an endpoint' }],
    ['spaces and a dot', { OssEndpoint: 'not an.endpoint' }],
    ['symbols', { OssEndpoint: 'oss!cn.aliyuncs.com' }],
    ['one label', { OssEndpoint: 'endpoint' }],
    ['hyphens at the ends', { OssEndpoint: '-oss-.aliyuncs.com' }],
  ]),
  ...refused('InvalidOssBucket.Malformed', [
    ['spaces', { OssBucket: 'not a bucket!' }],
    ['too short', { OssBucket: 'ab' }],
    ['too long', { OssBucket: 'b'.repeat(64) }],
    ['hyphen first', { OssBucket: '-bucket' }],
  ]),
  ...refused('InvalidOssBucket.NotFound', [['unknown', { OssBucket: 'no-such-bucket' }]]),
  ...refused(
    'InvalidDelayTime',
    ['14', '21601', '99999', '0', '-180', '180.5', '180s', 'abc', '1e3'].map((DelayTime) => [
      DelayTime,
      { DelayTime },
    ]),
  ),
  ...refused(
    'InvalidSliceDuration.Malformed',
    ['4', '31', '60', '0', '-20', '20.5', '20s', 'abc'].map((value) => [
      value,
      { 'RecordFormat.1.SliceDuration': value },
    ]),
  ),
  ...refused(
    'InvalidCycleDuration.Malformed',
    ['0', '-1', '3600.5', '3600s', 'abc', '21601'].map((value) => [
      value,
      { 'RecordFormat.1.CycleDuration': value },
    ]),
  ),
  ...refused('InvalidOssObjectPrefix.Malformed', [
    ['no end', ossPrefix('a/{StartTime}')],
    ['no start', ossPrefix('a/{EscapedEndTime}')],
    ['no variable', ossPrefix('a/b')],
    ['no braces', ossPrefix('a/StartTime_EndTime')],
    ['others only', ossPrefix('a/{Sequence}')],
    ['256 bytes', ossPrefix(ofBytes(256, start))],
    ['256 bytes, few characters', ossPrefix(ofBytes(256, start, '录'))],
    ['256 bytes, characters of four', ossPrefix(ofBytes(256, start, '\u{1F600}'))],
    ['1000 bytes', ossPrefix(ofBytes(1000, start))],
  ]),
  ...refused('InvalidSliceOssObjectPrefix.Malformed', [
    ['no sequence', ossSlicePrefix('a/{UnixTimestamp}')],
    ['no timestamp', ossSlicePrefix('a/{Sequence}')],
    ['no variable', ossSlicePrefix('a/b')],
    ['no braces', ossSlicePrefix('a/UnixTimestamp_Sequence')],
    ['256 bytes', ossSlicePrefix(ofBytes(256, slices))],
    ['256 bytes, few characters', ossSlicePrefix(ofBytes(256, slices, '录'))],
    ['1000 bytes', ossSlicePrefix(ofBytes(1000, slices))],
  ]),
];

const accepted: Probe[] = allowed([
  ['the full request', {}],
  ['no transcoding', noTranscoding],
  ['transcoding only', noSource],
  ['no stream', { StreamName: undefined, StartTime: undefined, EndTime: undefined }],
  ['all streams', { StreamName: '*' }],
  ['all applications', { AppName: '*' }],
  ['all templates', templates('*****')],
  ['no times', { StartTime: undefined, EndTime: undefined }],
  ['StartTime alone', { EndTime: undefined }],
  ['EndTime alone', { StartTime: undefined }],
  ['a StartTime in an hour', { StartTime: hoursAhead(1) }],
  ['an EndTime nine days after StartTime', { EndTime: hoursAhead(240) }],
  ['times without effect', { StreamName: '*', StartTime: 'never', EndTime: 'never' }],
  ...['0', '1', '2', '7'].map((OnDemand): Row => [`OnDemand ${OnDemand}`, { OnDemand }]),
  ['no OnDemand', { OnDemand: undefined }],
  ...['15', '3601', '21600'].map((DelayTime): Row => [`DelayTime ${DelayTime}`, { DelayTime }]),
  ['no DelayTime', { DelayTime: undefined }],
  ...['5', '30'].map((value): Row => [`SliceDuration ${value}`, { 'RecordFormat.1.SliceDuration': value }]),
  ['no SliceDuration', { 'RecordFormat.1.SliceDuration': undefined }],
  ...['1', '21600'].map((value): Row => [
    `CycleDuration ${value}`,
    { 'RecordFormat.1.CycleDuration': value },
  ]),
  ['no CycleDuration', { 'RecordFormat.1.CycleDuration': undefined }],
  ...['flv', 'mp4', 'cmaf'].map((format): Row => [
    format,
    { ...noSource, ...entry('RecordFormat', 1, format) },
  ]),
  ['four formats', repeated('RecordFormat', ['m3u8', 'flv', 'mp4', 'cmaf'])],
  ['ten templates', many(10)],
  ['two templates', templates('sd', 'hd')],
  ['a template with raw in its name', templates('drawing')],
  ['plain variables', ossPrefix('a/{Sequence}/{StartTime}_{EndTime}')],
  ['mixed variables', ossPrefix('a/{StartTime}_{EscapedEndTime}')],
  ['variables the other way round', ossPrefix('a/{EscapedEndTime}_{EscapedStartTime}')],
  ['characters of three bytes', ossPrefix('录/{StartTime}{EndTime}')],
  ['only the variables', ossPrefix('{EscapedStartTime}{EscapedEndTime}')],
  ['an unknown variable', ossPrefix('{Date}/{StartTime}{EndTime}')],
  ['a prefix of 250 bytes', ossPrefix(ofBytes(250, `${start}/`))],
  ['a prefix of 255 bytes', ossPrefix(ofBytes(255, `${start}/`))],
  ['a prefix of 255 bytes, few characters', ossPrefix(ofBytes(255, `${start}/`, '录'))],
  ['a prefix of 255 bytes, characters of four', ossPrefix(ofBytes(255, `${start}/`, '\u{1F600}'))],
  ['slice variables the other way round', ossSlicePrefix('{Sequence}{UnixTimestamp}')],
  ['slice variables apart', ossSlicePrefix('{AppName}/{StreamName}/{UnixTimestamp}/{Sequence}')],
  ['a slice prefix of 250 bytes', ossSlicePrefix(ofBytes(250, slices))],
  ['a slice prefix of 255 bytes', ossSlicePrefix(ofBytes(255, slices))],
  ['SliceDuration without effect', entry('RecordFormat', 2, 'mp4', { SliceDuration: '99' })],
  ['an unknown parameter', { RegionId: 'cn-beijing' }],
]);

export const callProbes: readonly Probe[] = [...values, ...entries, ...lists, ...times, ...accepted];
