import { describe, expect, test } from 'vitest';
import { readContract } from '../../contract/contract.ts';
import { valid } from '../fixtures/valid-request.ts';
import { createMock, type Mock, type WireRequest } from '../index.ts';

test('says which rule decides, where it stands, and what it saw', async () => {
  const { exchange, saw, violations } = await createMock({ clock: 'virtual' }).explain(
    request({ DelayTime: '14' }),
  );

  expect(exchange.decision).toMatchObject({
    kind: 'refused',
    error: 'InvalidDelayTime',
    rule: 'delay-time/below-minimum',
    evidence: 'stated',
    source: expect.stringContaining('DelayTime'),
  });
  expect(saw).toEqual([{ kind: 'parameter', name: 'DelayTime', value: 14 }]);
  expect(violations).toMatchObject([{ error: 'InvalidDelayTime', keyword: 'minimum', limit: 15 }]);
});

test('says what else is broken', async () => {
  const { violations } = await createMock({ clock: 'virtual' }).explain(
    request({ DelayTime: '14', OnDemand: '5', OssBucket: 'bad bucket!' }),
  );

  expect(violations.map(({ parameter }) => parameter).toSorted()).toEqual([
    'DelayTime',
    'OnDemand',
    'OssBucket',
  ]);
});

test('says which record is in the way', async () => {
  const mock = createMock({ clock: 'virtual' });
  await mock.handle(request({}));

  const { exchange, saw } = await mock.explain(request({}));

  expect(exchange.decision).toMatchObject({ rule: 'state/ConfigAlreadyExists' });
  expect(saw).toMatchObject([
    {
      kind: 'record',
      collection: 'recordConfigs',
      key: { DomainName: 'example.com', AppName: 'app', StreamName: '*' },
      record: { OssBucket: 'live-bucket' },
    },
  ]);
});

test('carries nothing out: no record, no use of a rate limit, no entry of the journal, no id', async () => {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  const other = createMock({ clock: 'virtual', seed: 1 });
  for (let call = 0; call < 40; call += 1) await mock.explain(request({}));

  expect(mock.state.collections()).toEqual([]);
  expect(mock.journal.requests()).toEqual([]);
  expect((await mock.handle(request({}))).answer).toEqual((await other.handle(request({}))).answer);
});

test('uses up no rate limit of an account that has called before', async () => {
  const mock = createMock({ clock: 'virtual' });
  await mock.handle(request({}));
  for (let call = 0; call < 40; call += 1) await mock.explain(request({}));

  expect((await mock.handle(request({}))).decision).toMatchObject({ error: 'ConfigAlreadyExists' });
});

test('explains a call of the journal as it was answered then', async () => {
  const mock = createMock({ clock: 'virtual' });
  await mock.handle(request({ DelayTime: '14' }));
  await mock.handle(request({}));
  const [refused, accepted] = mock.journal.requests();

  expect(refused && (await mock.explain(refused))).toMatchObject({
    exchange: { id: 1, decision: { error: 'InvalidDelayTime' } },
    violations: [{ parameter: 'DelayTime' }],
  });
  expect(accepted && (await mock.explain(accepted))).toMatchObject({
    exchange: { id: 2, decision: { kind: 'accepted' } },
    saw: [],
    violations: [],
  });
});

describe('the smallest change that would be accepted', () => {
  test.each([
    [{ DelayTime: '14' }, { DelayTime: 15 }],
    [{ DelayTime: '21601' }, { DelayTime: 21_600 }],
    [{ OssBucket: 'bad bucket!' }, { OssBucket: 'live-bucket' }],
    [{ OssBucket: 'no-such-bucket' }, { OssBucket: 'live-bucket' }],
    [{ OssEndpoint: 'localhost' }, { OssEndpoint: 'oss-cn-shanghai.aliyuncs.com' }],
    [{ DomainName: '' }, { DomainName: 'example.com' }],
    [{ AppName: 'already-recorded' }, { AppName: 'already-recorded-2' }],
    [{ AppName: 'live-to-vod' }, { AppName: 'live-to-vod-2' }],
    [{ 'RecordFormat.1.Format': 'MP4' }, { 'RecordFormat.1.Format': 'mp4' }],
    [
      { DelayTime: '14', OssBucket: 'bad bucket!' },
      { DelayTime: 15, OssBucket: 'live-bucket' },
    ],
  ])('of %o is %o', async (broken, changes) => {
    const mock = createMock({ clock: 'virtual' });

    const { fix } = await mock.explain(request(broken));

    expect(Object.fromEntries(fix?.changes.map(({ parameter, to }) => [parameter, to]) ?? [])).toEqual(
      changes,
    );
    expect(await codeOf(mock, fix?.parameters ?? {})).toBe('OK');
  });

  test.for<readonly [string, readonly string[]]>([
    ['TranscodeTemplates', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']],
    ['RecordFormat', ['mp4', 'mp4', 'flv', 'mp4', 'mp4']],
    ['RecordFormat', ['mp4', 'm3u8', 'mp4', 'flv', 'flv', 'mp4']],
  ])('names items of %s %j as the request does, however many are left out', async ([name, values]) => {
    const mock = createMock({ clock: 'virtual' });
    const prefixes = {
      OssObjectPrefix: '{StartTime}_{EndTime}',
      SliceOssObjectPrefix: '{UnixTimestamp}_{Sequence}',
    };
    const pairs = values.flatMap((value, index) => {
      const item = `${name}.${index + 1}`;
      if (name === 'TranscodeTemplates') return [[item, value]];
      return Object.entries({ Format: value, ...prefixes }).map(([member, one]) => [
        `${item}.${member}`,
        one,
      ]);
    });

    const { exchange, fix } = await mock.explain(
      request(Object.fromEntries(pairs) as Record<string, string>),
    ); // pairs of texts

    expect(exchange.decision.kind).toBe('refused');
    const gone = fix?.changes.filter(({ to }) => to === undefined).map(({ parameter }) => parameter) ?? [];
    expect(gone.length).toBeGreaterThan(1);
    // What is left of the list as it was asked, without these, is the list of the fix.
    const list = fix?.parameters[name] as readonly (string | { readonly Format: string })[]; // as the contract has it
    expect(list.map((item) => (typeof item === 'string' ? item : item.Format))).toEqual(
      values.filter((_, index) => !gone.includes(`${name}.${index + 1}`)),
    );
    expect(await codeOf(mock, fix?.parameters ?? {})).toBe('OK');
  });

  test('is none where the call is accepted, or the gateway refuses it', async () => {
    const mock = createMock({ clock: 'virtual' });

    expect(await mock.explain(request({}))).not.toHaveProperty('fix');
    expect(await mock.explain(request({ Action: 'NoSuchAction' }))).not.toHaveProperty('fix');
  });

  test('looks at the state as it is', async () => {
    const mock = createMock({ clock: 'virtual' });
    await mock.handle(request({}));
    await mock.handle(request({ AppName: 'app-2' }));

    const { fix } = await mock.explain(request({}));

    expect(fix?.changes).toHaveLength(1);
    expect(await codeOf(mock, fix?.parameters ?? {})).toBe('OK');
  });
});

test('answers say in their headers which rule decided, where that is switched on', async () => {
  const mock = createMock({ clock: 'virtual', explainHeaders: true });

  expect((await mock.handle(request({ DelayTime: '14' }))).answer?.headers).toMatchObject({
    'x-understudy-rule': 'delay-time/below-minimum',
    'x-understudy-source': expect.stringMatching(/^[\x20-\x7e]+$/),
  });
  expect((await mock.handle(request({}))).answer?.headers).toMatchObject({ 'x-understudy-rule': 'accepted' });
  expect((await createMock().handle(request({}))).answer?.headers).not.toHaveProperty('x-understudy-rule');
});

function request(changes: Readonly<Record<string, string>>): WireRequest {
  const query = new URLSearchParams({ Action: 'AddLiveAppRecordConfig', ...valid, ...changes });
  return { method: 'POST', url: `/?${query}`, headers: {}, body: '' };
}

async function codeOf(mock: Mock, parameters: Readonly<Record<string, unknown>>): Promise<string> {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.flatMap((item: object, index) =>
          Object.entries(item).map(([member, one]) => [`${name}.${index + 1}.${member}`, String(one)]),
        )
      : [[name, String(value)]],
  );
  const query = new URLSearchParams([['Action', 'AddLiveAppRecordConfig'], ...pairs]);
  const { answer } = await mock.handle({ method: 'POST', url: `/?${query}`, headers: {}, body: '' });
  return (JSON.parse(answer?.body ?? '') as { Code?: string }).Code ?? 'OK';
}

test('finds the change for a rule whose id begins as that of a fault or of the gateway', async () => {
  const contract = new Map(
    [...readContract()].map(([name, operation]) => [
      name,
      {
        ...operation,
        rules: operation.rules.map((rule, index) => ({
          ...rule,
          id: `${index % 2 === 0 ? 'fault' : 'gateway'}-${rule.id}`,
        })),
      },
    ]),
  );

  const { fix } = await createMock({ clock: 'virtual', contract }).explain(
    request({ DelayTime: '14', OnDemand: '5' }),
  );

  expect(fix?.changes).toHaveLength(2);
});

test('explains whatever it is asked about, a Request too, and finds what is missing', async () => {
  const mock = createMock({ clock: 'virtual' });
  const url = 'https://live.aliyuncs.com/?Action=AddLiveAppRecordConfig&Version=2016-11-01';
  const read = new Request(url, { method: 'POST', body: 'AppName=app' });
  await read.text();

  const explanations = await Promise.all([
    mock.explain({ method: 'POST', url, headers: {}, body: '' }),
    mock.explain({ method: 'GET', url: '/', headers: {}, body: '' }),
    mock.explain(new Request(url, { method: 'POST', body: new URLSearchParams({ AppName: 'app' }) })),
    mock.explain(read),
    mock.explain(
      new Request(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
    ),
  ]);

  expect(explanations[0]?.fix?.parameters).toMatchObject({ RecordFormat: [{ Format: expect.any(String) }] });
  expect(explanations[2]?.exchange.parameters).toEqual({ AppName: 'app' });
  expect(explanations[4]?.exchange.unread).toContain('application/json');
});

test('proposes what the world has where something is missing', async () => {
  const mock = createMock({ clock: 'virtual', world: { buckets: { present: [{ OssBucket: 'mine' }] } } });

  expect((await mock.explain(request({}))).fix?.changes).toEqual([
    { parameter: 'OssBucket', from: 'live-bucket', to: 'mine' },
  ]);
});

test('names two hundred of the rules that a request of a megabyte breaks, and tries no changes', async () => {
  const mock = createMock();
  const items = Array.from({ length: 30_000 }, (_, index) => `&RecordFormat.${index + 1}.Format=mp4`);
  const asked = { ...request({}), body: items.join('') };

  const { violations, fix } = await mock.explain(asked);
  expect(violations).toHaveLength(200);
  expect(fix).toBeUndefined();
});
