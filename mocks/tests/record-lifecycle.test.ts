/** Whole stories of a front end, by API alone: add, list, change, remove, and what stands in the way of what. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { createMock } from '../index.ts';

const stream = { DomainName: 'example.com', AppName: 'live', StreamName: 'one' };
const recording = {
  ...stream,
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  'RecordFormat.1.Format': 'mp4',
  'RecordFormat.1.OssObjectPrefix': 'record/{AppName}/{EscapedStartTime}_{EscapedEndTime}',
};

const vod = { ...stream, VodTranscodeGroupId: 'group' };

test('adds, lists, changes, removes and adds again a recording to OSS', async () => {
  const call = createCaller();
  const { StreamName: _, ...application } = stream;
  await call('AddLiveAppRecordConfig', {
    ...recording,
    OnDemand: '1',
    'RecordFormat.2.Format': 'm3u8',
    'RecordFormat.2.OssObjectPrefix': 'record/{AppName}/{EscapedStartTime}_{EscapedEndTime}',
    'RecordFormat.2.SliceOssObjectPrefix': 'slice/{UnixTimestamp}_{Sequence}',
    'TranscodeRecordFormat.1.Format': 'flv',
    'TranscodeRecordFormat.1.OssObjectPrefix': 'transcoded/{EscapedStartTime}_{EscapedEndTime}',
    'TranscodeTemplates.1': 'sd',
  });

  expect(await call('DescribeLiveRecordConfig', application)).toStrictEqual({
    RequestId: expect.any(String),
    PageNum: 1,
    PageSize: 10,
    Order: 'asc',
    TotalNum: 1,
    TotalPage: 1,
    LiveAppRecordList: {
      LiveAppRecord: [
        {
          ...stream,
          OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
          OssBucket: 'live-bucket',
          CreateTime: '2026-01-01T00:00:00Z',
          OnDemond: 1,
          RecordFormatList: {
            RecordFormat: [
              {
                Format: 'mp4',
                CycleDuration: 3600,
                OssObjectPrefix: 'record/{AppName}/{EscapedStartTime}_{EscapedEndTime}',
              },
              {
                Format: 'm3u8',
                CycleDuration: 21600,
                SliceDuration: 30,
                OssObjectPrefix: 'record/{AppName}/{EscapedStartTime}_{EscapedEndTime}',
                SliceOssObjectPrefix: 'slice/{UnixTimestamp}_{Sequence}',
              },
            ],
          },
          TranscodeRecordFormatList: {
            RecordFormat: [
              {
                Format: 'flv',
                CycleDuration: 3600,
                OssObjectPrefix: 'transcoded/{EscapedStartTime}_{EscapedEndTime}',
              },
            ],
          },
          TranscodeTemplates: { Templates: ['sd'] },
        },
      ],
    },
  });

  await call('UpdateLiveAppRecordConfig', {
    ...stream,
    OssEndpoint: 'oss-cn-beijing.aliyuncs.com',
    DelayTime: '60',
    'RecordFormat.1.Format': 'mp4',
    'RecordFormat.1.CycleDuration': '900',
  });
  expect(await call('DescribeLiveRecordConfig', stream)).toMatchObject({
    LiveAppRecordList: {
      LiveAppRecord: [
        {
          OssEndpoint: 'oss-cn-beijing.aliyuncs.com',
          OssBucket: 'live-bucket',
          DelayTime: 60,
          OnDemond: 1,
          RecordFormatList: {
            RecordFormat: [
              {
                Format: 'mp4',
                CycleDuration: 900,
                OssObjectPrefix: recording['RecordFormat.1.OssObjectPrefix'],
              },
            ],
          },
        },
      ],
    },
  });

  await call('DeleteLiveAppRecordConfig', stream);
  expect(await call('DescribeLiveRecordConfig', { DomainName: 'example.com' })).toMatchObject({
    TotalNum: 0,
    LiveAppRecordList: { LiveAppRecord: [] },
  });
  expect(await call('DeleteLiveAppRecordConfig', stream)).toMatchObject({ Code: 'InvalidConfig.NotFound' });
  expect(await call('AddLiveAppRecordConfig', recording)).not.toHaveProperty('Code');
});

test('turns pages, and lists the last first where asked to', async () => {
  const call = createCaller();
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
    await call('AddLiveAppRecordConfig', { ...recording, StreamName: name });
  const listed = async (more: Readonly<Record<string, string>>): Promise<unknown> => {
    const page = { DomainName: 'example.com', PageSize: '5', ...more };
    const { LiveAppRecordList } = await call('DescribeLiveRecordConfig', page);
    const { LiveAppRecord } = LiveAppRecordList as { readonly LiveAppRecord: readonly JsonObject[] };
    return LiveAppRecord.map(({ StreamName }) => StreamName);
  };

  expect(await listed({})).toStrictEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await listed({ PageNum: '2' })).toStrictEqual(['f']);
  expect(await listed({ Order: 'desc' })).toStrictEqual(['f', 'e', 'd', 'c', 'b']);
});

test('adds, lists and removes a recording to VOD, whose total is a text', async () => {
  const call = createCaller();
  await call('AddLiveRecordVodConfig', {
    ...stream,
    VodTranscodeGroupId: 'group',
    AutoCompose: 'ON',
    ComposeVodTranscodeGroupId: 'composed',
  });

  expect(await call('DescribeLiveRecordVodConfigs', { DomainName: 'example.com' })).toMatchObject({
    Total: '1',
    PageNum: 1,
    LiveRecordVodConfigs: {
      LiveRecordVodConfig: [
        {
          ...stream,
          CreateTime: '2026-01-01T00:00:00Z',
          CycleDuration: 3600,
          OnDemand: 0,
          VodTranscodeGroupId: 'group',
          AutoCompose: 'ON',
          ComposeVodTranscodeGroupId: 'composed',
        },
      ],
    },
  });

  await call('DeleteLiveRecordVodConfig', stream);
  expect(await call('DescribeLiveRecordVodConfigs', { DomainName: 'example.com' })).toMatchObject({
    Total: '0',
  });
});

test('lets an application be recorded to OSS or to VOD, not to both', async () => {
  const call = createCaller();
  await call('AddLiveRecordVodConfig', vod);
  expect(await call('AddLiveAppRecordConfig', recording)).toMatchObject({
    Code: 'Live2Vod.ConfigAlreadyExists',
  });

  await call('DeleteLiveRecordVodConfig', stream);
  expect(await call('AddLiveAppRecordConfig', recording)).not.toHaveProperty('Code');
  expect(await call('AddLiveRecordVodConfig', { ...vod, StreamName: 'two' })).toMatchObject({
    Code: 'CommomLiveRcordConfigExisted',
  });
});

test('adds a callback, then a recording that asks it; shows, changes and removes the callback', async () => {
  const call = createCaller();
  const domain = { DomainName: 'example.com' };
  const callback = {
    ...domain,
    NotifyUrl: 'http://example.com/notify',
    OnDemandUrl: 'http://example.com/ask',
  };
  await call('AddLiveRecordNotifyConfig', { ...callback, NeedStatusNotify: 'true' });
  expect(await call('AddLiveAppRecordConfig', { ...recording, OnDemand: '1' })).not.toHaveProperty('Code');

  expect(await call('DescribeLiveRecordNotifyConfig', domain)).toStrictEqual({
    RequestId: expect.any(String),
    LiveRecordNotifyConfig: { ...callback, NeedStatusNotify: true, NotifyReqAuth: false },
  });
  expect(await call('AddLiveRecordNotifyConfig', callback)).toMatchObject({ Code: 'ConfigAlreadyExists' });

  await call('UpdateLiveRecordNotifyConfig', { ...domain, NotifyUrl: 'https://example.com/other' });
  expect(await call('DescribeLiveRecordNotifyConfig', domain)).toMatchObject({
    LiveRecordNotifyConfig: {
      NotifyUrl: 'https://example.com/other',
      OnDemandUrl: callback.OnDemandUrl,
      NeedStatusNotify: false,
    },
  });

  await call('DeleteLiveRecordNotifyConfig', domain);
  for (const action of ['DescribeLiveRecordNotifyConfig', 'DeleteLiveRecordNotifyConfig'])
    expect(await call(action, domain)).toMatchObject({ Code: 'InvalidConfig.NotFound' });
});

test('starts and stops recording by hand, on a configuration for every stream', async () => {
  const call = createCaller();
  const command = async (Command: string): Promise<unknown> =>
    (await call('RealTimeRecordCommand', { ...stream, Command }))['Code'];
  expect(await command('start')).toBe('CodeConfigNotFound');
  await call('AddLiveAppRecordConfig', { ...recording, StreamName: '*', OnDemand: '7' });

  expect(await command('start')).toBeUndefined();
  expect(await command('start')).toBe('TaskAlreadyStarted');
  for (const name of ['stop', 'cancel_delay', 'start', 'restart'])
    expect(await command(name)).toBeUndefined();
  expect(await command('pause')).toBe('MalformedParam');
});

test('takes parameters that SDKs send and no page documents', async () => {
  const call = createCaller();
  const legacy = { OwnerId: '1', SecurityToken: 'token', RegionId: 'cn-shanghai' };

  expect(await call('DescribeLiveRecordConfig', { ...stream, ...legacy })).not.toHaveProperty('Code');
});

test('counts the calls of each operation by themselves, a minute of them where the limit is one of a minute', async () => {
  const call = createCaller();
  const last = async (action: string, times: number): Promise<unknown> => {
    const codes = [];
    for (let sent = 0; sent < times; sent += 1)
      codes.push((await call(action, { DomainName: 'example.com' }))['Code']);
    return codes.slice(-2);
  };

  expect(await last('DescribeLiveRecordConfig', 101)).toStrictEqual([undefined, 'Throttling.User']);
  expect(await last('DescribeLiveRecordVodConfigs', 1001)).toStrictEqual([undefined, 'Throttling.User']);
  call.clock.advance({ seconds: 2 });
  expect(await last('DescribeLiveRecordConfig', 1)).toStrictEqual([undefined]);
  expect(await last('DescribeLiveRecordVodConfigs', 1)).toStrictEqual(['Throttling.User']);
  call.clock.advance({ seconds: 60 });
  expect(await last('DescribeLiveRecordVodConfigs', 1)).toStrictEqual([undefined]);
});

test('answers lists as XML with repeated elements', async () => {
  const call = createCaller();
  await call('AddLiveAppRecordConfig', recording);

  const { answer } = await call.mock.handle({
    method: 'GET',
    url: '/?Action=DescribeLiveRecordConfig&Version=2016-11-01&DomainName=example.com&Format=XML',
    headers: {},
    body: '',
  });

  expect(answer?.body).toContain(
    '<LiveAppRecordList><LiveAppRecord><AppName>live</AppName><StreamName>one</StreamName>',
  );
});

function createCaller() {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  const call = async (action: string, parameters: Readonly<Record<string, string>>): Promise<JsonObject> => {
    const body = new URLSearchParams({
      Action: action,
      Version: '2016-11-01',
      Format: 'JSON',
      ...parameters,
    });
    const { answer } = await mock.handle({ method: 'POST', url: '/', headers: {}, body: body.toString() });
    return JSON.parse(answer?.body ?? '') as JsonObject;
  };
  return Object.assign(call, { mock, clock: mock.clock });
}
