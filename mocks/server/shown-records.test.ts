/** What Describe shows over HTTP of values that have no effect, and of values that it shows otherwise. */
import { expect, test } from 'vitest';
import { createMock } from '../index.ts';
import { startServer } from './server.ts';

const prefix = 'record/{AppName}/{StartTime}_{EndTime}';
const configuration = {
  DomainName: 'example.com',
  AppName: 'my-app',
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  'RecordFormat.1.Format': 'mp4',
  'RecordFormat.1.OssObjectPrefix': prefix,
};

/** Adds over HTTP, and gives back the text that Describe then answers, and the record in it. */
async function described(parameters: Readonly<Record<string, string>>) {
  await using server = await startServer(createMock({ clock: '2026-01-01T00:00:00Z', seed: 1 }), { port: 0 });
  const ask = async (action: string, body: Readonly<Record<string, string>>): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/?Action=${action}&Version=2016-11-01`, {
      method: 'POST',
      body: new URLSearchParams(body),
    });
    return response.text();
  };
  const added = await ask('AddLiveAppRecordConfig', { ...configuration, ...parameters });
  expect(Object.keys(JSON.parse(added) as object)).toEqual(['RequestId']);
  const text = await ask('DescribeLiveRecordConfig', { DomainName: 'example.com' });
  const { LiveAppRecordList } = JSON.parse(text) as {
    readonly LiveAppRecordList: { readonly LiveAppRecord: readonly Readonly<Record<string, unknown>>[] };
  };
  return { text, record: LiveAppRecordList.LiveAppRecord[0] };
}

test.for([
  ['a segment duration that is a word', { 'RecordFormat.1.SliceDuration': 'soon' }],
  ['a segment duration out of range', { 'RecordFormat.1.SliceDuration': '99' }],
  ['a segment name without variables', { 'RecordFormat.1.SliceOssObjectPrefix': 'slices' }],
] as const)('of an mp4 with %s, nothing of it', async ([, parameters]) => {
  const { text, record } = await described(parameters);

  expect(text).not.toContain('null');
  expect(record?.['RecordFormatList']).toEqual({
    RecordFormat: [{ Format: 'mp4', OssObjectPrefix: prefix, CycleDuration: 3600 }],
  });
});

test.for([
  ['words', { StartTime: 'tomorrow', EndTime: 'yesterday' }],
  ['instants', { StartTime: '2026-01-02T00:00:00Z', EndTime: '2026-01-03T00:00:00Z' }],
  ['words, for every stream', { StreamName: '*', StartTime: 'tomorrow', EndTime: 'yesterday' }],
] as const)('of times without a stream that are %s, nothing', async ([, parameters]) => {
  const { text, record } = await described(parameters);

  expect(text).not.toContain('null');
  expect(record).not.toHaveProperty('StartTime');
  expect(record).not.toHaveProperty('EndTime');
});

test('of an empty template and an empty duration, nothing', async () => {
  const { text, record } = await described({ 'TranscodeTemplates.1': '', DelayTime: '' });

  expect(text).not.toContain('null');
  expect(record).not.toHaveProperty('DelayTime');
  expect(record?.['TranscodeTemplates']).toEqual({ Templates: [] });
});

test('one asterisk where all transcoded streams are recorded', async () => {
  const { record } = await described({
    'TranscodeRecordFormat.1.Format': 'flv',
    'TranscodeRecordFormat.1.OssObjectPrefix': prefix,
    'TranscodeTemplates.1': '*****',
  });

  expect(record?.['TranscodeTemplates']).toEqual({ Templates: ['*'] });
});
