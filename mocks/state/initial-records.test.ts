/** Worlds that hold records. */
import { expect, test } from 'vitest';
import { createMock, type Mock } from '../index.ts';

const record = {
  DomainName: 'example.com',
  AppName: 'seeded',
  StreamName: '*',
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  RecordFormat: [{ Format: 'mp4', OssObjectPrefix: 'record/{StartTime}_{EndTime}' }],
  CreateTime: '2025-12-31T00:00:00Z',
};
const world = { recordConfigs: { records: [record, { ...record, AppName: 'theirs', account: 'them' }] } };

test('every account starts with the records that name none, and with its own', async () => {
  const mock = createMock({ clock: 'virtual', world });

  expect(await add(mock, 'me', 'seeded')).toBe('ConfigAlreadyExists');
  expect(await add(mock, 'them', 'seeded')).toBe('ConfigAlreadyExists');
  expect(await add(mock, 'me', 'theirs')).toBe('OK');
  expect(await add(mock, 'them', 'theirs')).toBe('ConfigAlreadyExists');
});

test('such a record is listed with those that were made, and is removed like any other, for one account', async () => {
  const mock = createMock({ clock: 'virtual', world });
  await add(mock, 'me', 'made');

  expect(await list(mock, 'me')).toEqual(['seeded', 'made']);
  await ask(mock, 'me', 'DeleteLiveAppRecordConfig', { DomainName: 'example.com', AppName: 'seeded' });
  expect(await list(mock, 'me')).toEqual(['made']);
  expect(await list(mock, 'you')).toEqual(['seeded']);
});

test('the state shows them once the account has called, and a reset brings them back', async () => {
  const mock = createMock({ clock: 'virtual', world });
  expect(mock.state.collections()).toEqual([]);
  await ask(mock, 'me', 'DeleteLiveAppRecordConfig', { DomainName: 'example.com', AppName: 'seeded' });
  expect(mock.state.collections()).toEqual([]);
  mock.reset();

  expect(await list(mock, 'me')).toEqual(['seeded']);
  expect(mock.state.collections()).toMatchObject([{ account: 'me', collection: 'recordConfigs' }]);
});

test('an explanation sees them', async () => {
  const mock = createMock({ clock: 'virtual', world });
  const query = new URLSearchParams({ Action: 'AddLiveAppRecordConfig', ...parametersOf('seeded') });

  const { saw } = await mock.explain({ method: 'POST', url: `/?${query}`, headers: {}, body: '' });

  expect(saw).toMatchObject([{ record: { CreateTime: '2025-12-31T00:00:00Z' } }]);
});

test('refuses records that lack a part of their key, and records where nothing is made', () => {
  const { StreamName: _, ...incomplete } = record;

  expect(() => createMock({ world: { recordConfigs: { records: [incomplete] } } })).toThrow(
    'Failed to read world "recordConfigs": a record has no "StreamName", which is part of its key. Add it.',
  );
  expect(() => createMock({ world: { buckets: { records: [{ OssBucket: 'mine' }] } } })).toThrow(
    'Failed to read world "buckets": no operation creates in it, so it has no "records". Use "present".',
  );
});

function parametersOf(AppName: string): Readonly<Record<string, string>> {
  return {
    AppName,
    DomainName: 'example.com',
    OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
    OssBucket: 'live-bucket',
    'RecordFormat.1.Format': 'mp4',
    'RecordFormat.1.OssObjectPrefix': 'record/{StartTime}_{EndTime}',
  };
}

async function add(mock: Mock, account: string, AppName: string): Promise<string> {
  return String((await ask(mock, account, 'AddLiveAppRecordConfig', parametersOf(AppName)))['Code'] ?? 'OK');
}

async function list(mock: Mock, account: string): Promise<readonly unknown[]> {
  const body = await ask(mock, account, 'DescribeLiveRecordConfig', { DomainName: 'example.com' });
  const { LiveAppRecord } = body['LiveAppRecordList'] as { LiveAppRecord: readonly { AppName: string }[] };
  return LiveAppRecord.map((one) => one.AppName);
}

async function ask(
  mock: Mock,
  account: string,
  operation: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const query = new URLSearchParams({ Action: operation, AccessKeyId: account, ...parameters });
  const { answer } = await mock.handle({ method: 'POST', url: `/?${query}`, headers: {}, body: '' });
  return JSON.parse(answer?.body ?? '') as Readonly<Record<string, unknown>>;
}
