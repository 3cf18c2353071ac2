import { beforeAll, describe, expect, test } from 'vitest';
import type { Undiagnosed } from '../../../conformance/report/create/create-report.ts';
import { hoursAhead, play, startMs } from '../fixtures/play.ts';
import { reportOn } from '../strength.ts';
import { documentedCodes } from './errors.ts';
import { createReference } from './reference.ts';
import fetchReference from './reference-target.ts';
import { contract, scenarios } from '../../../scenarios/fixtures/own-scenarios.ts';

/** The request of the page's own examples, its times moved to where they can still come. */
const pageExample = {
  DomainName: 'example.com',
  AppName: 'liveApp****',
  OssEndpoint: 'learn.developer.aliyundoc.com',
  OssBucket: 'liveBucket****',
  StreamName: 'teststream',
  StartTime: hoursAhead(1),
  EndTime: hoursAhead(145),
  OnDemand: '1',
  DelayTime: '180',
  ...Object.fromEntries(
    ['RecordFormat.1', 'TranscodeRecordFormat.1'].flatMap((entry) => [
      [`${entry}.SliceDuration`, '30'],
      [`${entry}.SliceOssObjectPrefix`, 'record/{AppName}/{StreamName}/{UnixTimestamp}_{Sequence}'],
      [`${entry}.CycleDuration`, entry === 'RecordFormat.1' ? '1' : '21600'],
      [
        `${entry}.OssObjectPrefix`,
        'record/{AppName}/{StreamName}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}',
      ],
      [`${entry}.Format`, 'm3u8'],
    ]),
  ),
  'TranscodeTemplates.1': 'sd',
};

test('accepts the request of the page, and answers nothing but a request id', async () => {
  const [answer] = await play(createReference, [{ send: [pageExample] }]);

  expect(answer?.shape).toBe('200 application/json;charset=utf-8 {RequestId} id new');
});

describe('played by the suite', () => {
  let report: Undiagnosed;
  beforeAll(async () => {
    report = await reportOn({ contract, scenarios, seed: 1, create: createReference });
  });

  test('fails nothing that is more than assumed', () => {
    expect(report.failures.filter(({ evidence }) => evidence !== 'assumed')).toEqual([]);
  });

  test.each(documentedCodes)('answers %s as documented', (code) => {
    const row = report.codes.find((one) => one.code === code);
    expect(row?.verdicts.exact).toBe(row?.scenarios);
    expect(row?.scenarios).toBeGreaterThan(0);
  });
});

test('takes the account from an ACS3 header and the action from x-acs-action', async () => {
  const fetch = createReference({ now: () => startMs });
  const send = (key: string) =>
    fetch(
      new Request('http://live.test/', {
        method: 'POST',
        headers: {
          'x-acs-action': 'AddLiveAppRecordConfig',
          authorization: `ACS3-HMAC-SHA256 Credential=${key},SignedHeaders=host,Signature=00`,
        },
      }),
    );

  const bodies = await Promise.all(
    [...Array.from({ length: 31 }, () => 'key-1'), 'key-2'].map(async (key): Promise<unknown> =>
      (await send(key)).json(),
    ),
  );

  expect(bodies.slice(-3)).toMatchObject([
    { Code: 'MissingDomainName' },
    { Code: 'Throttling.User' },
    { Code: 'MissingDomainName' },
  ]);
});

test('asks its options for buckets and ids', async () => {
  const fetch = createReference({ bucketExists: () => false, nextId: () => 'ID' });
  const query = new URLSearchParams({ Action: 'AddLiveAppRecordConfig', ...pageExample });
  const response = await fetch(new Request(`http://live.test/?${query}`));

  expect(await response.json()).toMatchObject({ Code: 'InvalidOssBucket.NotFound', RequestId: 'ID' });
  expect(response.headers.get('x-acs-request-id')).toBe('ID');
});

test('is a target as it stands', async () => {
  const response = await fetchReference(new Request('http://live.test/?Action=AddLiveAppRecordConfig'));

  expect(await response.json()).toMatchObject({ Code: 'MissingDomainName' });
});
