import { expect, test } from 'vitest';
import { createMock, type Mock, type Snapshot } from '../index.ts';

test('lists what each account has, by collection', async () => {
  const mock = createMock({ clock: 'virtual' });
  expect(mock.state.collections()).toEqual([]);
  await add(mock, 'one', 'blue');
  await add(mock, 'a/b', 'red');
  await add(mock, 'one', 'green');

  expect(
    mock.state
      .collections()
      .map(({ account, collection, records }) => [
        account,
        collection,
        records.map(({ AppName }) => AppName),
      ]),
  ).toEqual([
    ['one', 'recordConfigs', ['blue', 'green']],
    ['a/b', 'recordConfigs', ['red']],
  ]);
});

test('goes back to a snapshot, also through JSON and in another mock', async () => {
  const mock = createMock({ clock: 'virtual' });
  await add(mock, 'one', 'blue');
  const snapshot = mock.snapshot();
  await add(mock, 'one', 'red');

  mock.restore(snapshot);
  expect(await add(mock, 'one', 'red')).toBe('OK');
  expect(await add(mock, 'one', 'blue')).toBe('ConfigAlreadyExists');

  const other = createMock({ clock: 'virtual' });
  other.restore(JSON.parse(JSON.stringify(snapshot)) as Snapshot);
  expect(other.state.collections()).toEqual(createFrom(snapshot).state.collections());
  expect(await add(other, 'one', 'blue')).toBe('ConfigAlreadyExists');
});

test('a snapshot stays as it is, whatever happens after it', async () => {
  const mock = createMock({ clock: 'virtual' });
  await add(mock, 'one', 'blue');
  const snapshot = mock.snapshot();
  const before = JSON.stringify(snapshot);
  await add(mock, 'one', 'red');
  mock.reset();

  expect(JSON.stringify(snapshot)).toBe(before);
});

test.each([
  undefined,
  null,
  {},
  { version: 1, records: {} },
  { version: 2, records: { x: [] } },
  { version: 2, records: { x: { y: { key: 'text' } } } },
])('what is no snapshot is refused, and changes nothing: %j', async (value) => {
  const mock = createMock({ clock: 'virtual' });
  await add(mock, 'one', 'blue');
  const before = mock.snapshot();

  expect(() => mock.restore(value as unknown as Snapshot)).toThrow(
    'Failed to restore a snapshot: it is not a snapshot of this version',
  );
  expect(mock.snapshot()).toEqual(before);
});

function createFrom(snapshot: Snapshot): Mock {
  const mock = createMock();
  mock.restore(snapshot);
  return mock;
}

async function add(mock: Mock, account: string, AppName: string): Promise<string> {
  const query = new URLSearchParams({
    Action: 'AddLiveAppRecordConfig',
    AccessKeyId: account,
    AppName,
    DomainName: 'example.com',
    OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
    OssBucket: 'live-bucket',
    'RecordFormat.1.Format': 'mp4',
    'RecordFormat.1.OssObjectPrefix': 'record/{StartTime}_{EndTime}',
  });
  const { answer } = await mock.handle({ method: 'POST', url: `/?${query}`, headers: {}, body: '' });
  return (JSON.parse(answer?.body ?? '') as { Code?: string }).Code ?? 'OK';
}
