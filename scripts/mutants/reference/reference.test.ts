import { expect, test } from 'vitest';
import { documentedCodes, errors } from './errors.ts';
import { hoursAhead, play, startMs } from '../probes/play.ts';
import { callProbes } from '../probes/calls.ts';
import { sequenceProbes } from '../probes/sequences.ts';
import { createReference } from './reference.ts';
import fetchReference from './reference-target.ts';

const probes = [...callProbes, ...sequenceProbes];

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

test.each(probes)('$title', async ({ steps, expected }) => {
  const answers = await play(createReference, steps);

  expect(answers.map((answer) => answer.verdict)).toEqual(expected);
});

test.each(documentedCodes)('answers %s as documented', async (code) => {
  const probe = probes.find(({ expected }) => expected.at(-1) === code);
  const answer = (await play(createReference, probe?.steps ?? [])).at(-1);

  expect(answer).toEqual({
    verdict: code,
    message: errors[code]?.Message,
    shape: '400 application/json;charset=utf-8 {Code,HostId,Message,RequestId} id new',
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

test('plays a fault by name and knows no others', async () => {
  const [answer] = await play(
    (options) => createReference({ ...options, fault: 'delay-from-14' }),
    [{ send: [{ ...pageExample, DelayTime: '14' }] }],
  );

  expect(answer?.verdict).toBe('accepted');
  expect(() => createReference({ fault: 'no-such-fault' })).toThrow(
    'Failed to find the fault "no-such-fault"',
  );
});

test('is a target as it stands', async () => {
  const response = await fetchReference(new Request('http://live.test/?Action=AddLiveAppRecordConfig'));

  expect(await response.json()).toMatchObject({ Code: 'MissingDomainName' });
});
