/** A whole story told by the vendor's own clients, each call signed, against the HTTP server. */
import { expect, test } from 'vitest';
import { vendorCalls } from '../fixtures/vendor-clients.ts';
import { createMock } from '../index.ts';
import { startServer } from '../server/server.ts';

const stream = { DomainName: 'example.com', AppName: 'live', StreamName: 'one' };
const recording = {
  ...stream,
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  OnDemand: '7',
  'RecordFormat.1.Format': 'm3u8',
  'RecordFormat.1.OssObjectPrefix': 'record/{AppName}/{EscapedStartTime}_{EscapedEndTime}',
  'RecordFormat.1.SliceOssObjectPrefix': 'slice/{UnixTimestamp}_{Sequence}',
};
const done = { RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) };

test.each(Object.entries(vendorCalls))('%s', async (_, send) => {
  // A real clock: the clients write their own times.
  await using server = await startServer(createMock({ auth: 'verify' }), { port: 0 });
  const caller = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
  const setup = { endpoint: server.url, version: '2016-11-01', caller };
  const call = (operation: string, parameters: Readonly<Record<string, string>>) =>
    send(setup, operation, parameters);

  const callback = { DomainName: 'example.com', NotifyUrl: 'http://example.com/notify' };
  expect(await call('AddLiveRecordNotifyConfig', { ...callback, NeedStatusNotify: 'true' })).toEqual(done);
  expect(await call('AddLiveAppRecordConfig', recording)).toEqual(done);
  await expect(call('AddLiveAppRecordConfig', recording)).rejects.toMatchObject({
    code: 'ConfigAlreadyExists',
  });
  const vod = { ...stream, VodTranscodeGroupId: 'group' };
  await expect(call('AddLiveRecordVodConfig', vod)).rejects.toMatchObject({
    code: 'CommomLiveRcordConfigExisted',
  });

  expect(await call('DescribeLiveRecordNotifyConfig', { DomainName: 'example.com' })).toMatchObject({
    LiveRecordNotifyConfig: { NotifyUrl: 'http://example.com/notify', NeedStatusNotify: true },
  });
  expect(await call('DescribeLiveRecordConfig', { DomainName: 'example.com', PageSize: '5' })).toMatchObject({
    PageSize: 5,
    TotalNum: 1,
    LiveAppRecordList: {
      LiveAppRecord: [
        {
          ...stream,
          OnDemond: 7,
          RecordFormatList: { RecordFormat: [{ Format: 'm3u8', CycleDuration: 21600, SliceDuration: 30 }] },
        },
      ],
    },
  });

  const command = { ...stream, Command: 'start' };
  expect(await call('RealTimeRecordCommand', command)).toEqual(done);
  await expect(call('RealTimeRecordCommand', command)).rejects.toMatchObject({ code: 'TaskAlreadyStarted' });
  expect(await call('RealTimeRecordCommand', { ...command, Command: 'stop' })).toEqual(done);

  const change = {
    ...stream,
    OssEndpoint: 'oss-cn-beijing.aliyuncs.com',
    DelayTime: '60',
    'RecordFormat.1.Format': 'm3u8',
  };
  expect(await call('UpdateLiveAppRecordConfig', change)).toEqual(done);
  expect(await call('DescribeLiveRecordConfig', stream)).toMatchObject({
    LiveAppRecordList: { LiveAppRecord: [{ OssEndpoint: 'oss-cn-beijing.aliyuncs.com', DelayTime: 60 }] },
  });

  expect(await call('DeleteLiveAppRecordConfig', stream)).toEqual(done);
  await expect(call('DeleteLiveAppRecordConfig', stream)).rejects.toMatchObject({
    code: 'InvalidConfig.NotFound',
  });
  expect(await call('AddLiveRecordVodConfig', vod)).toEqual(done);
  await expect(call('AddLiveAppRecordConfig', recording)).rejects.toMatchObject({
    code: 'Live2Vod.ConfigAlreadyExists',
  });
  expect(await call('DescribeLiveRecordVodConfigs', stream)).toMatchObject({ Total: '1' });
  expect(await call('DeleteLiveRecordVodConfig', stream)).toEqual(done);
  expect(await call('AddLiveAppRecordConfig', recording)).toEqual(done);
  expect(await call('DeleteLiveRecordNotifyConfig', { DomainName: 'example.com' })).toEqual(done);
});
