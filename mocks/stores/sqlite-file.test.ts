import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { valid } from '../fixtures/valid-request.ts';
import { createMock } from '../index.ts';
import type { FetchMock } from '../mock.ts';
import { StoreUnavailableError } from '../state-store.ts';
import { createSqliteRecords } from './sqlite-records.ts';
import { watchSqliteFile } from './sqlite-file.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = temporaryFolder();

let count = 0;
const freshPath = (): string => join(folder, `${(count += 1)}.db`);

/** The code of the answer to a creation, or `OK`. */
async function add(mock: FetchMock): Promise<string> {
  const { decision } = await mock.handle({
    method: 'POST',
    url: '/?Action=AddLiveAppRecordConfig&Version=2016-11-01',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...valid, AppName: `app-${(count += 1)}` }).toString(),
  });
  return decision.kind === 'refused' ? decision.error : 'OK';
}

test.each([
  ['deleted', (path: string) => rmSync(path)],
  ['replaced', (path: string) => renameSync(`${path}.other`, path)],
  ['left without its log', (path: string) => rmSync(`${path}-wal`)],
])('a file that is %s takes no success with it', async (_, spoil) => {
  const path = freshPath();
  writeFileSync(`${path}.other`, '');
  const said: string[] = [];
  await using store = openSqliteStore(path, { say: (line) => said.push(line) });
  const mock = createMock({ store });
  expect(await add(mock)).toBe('OK');

  spoil(path);

  expect(store.isReachable).toBe(false);
  expect([await add(mock), await add(mock)]).toStrictEqual(['ServiceUnavailable', 'ServiceUnavailable']);
  expect(said).toStrictEqual([
    `Lost the store "sqlite:${path}": its file was deleted; start the server again, with a file that is there or a new one. Calls are refused until it works again.`,
  ]);
});

/** Records in a database whose settings the test has its hands on. */
function openRecords() {
  const database = new DatabaseSync(freshPath());
  database.exec(`
    PRAGMA synchronous = OFF;
    CREATE TABLE records (position INTEGER PRIMARY KEY, space, account, collection, key, record,
      UNIQUE (space, account, collection, key));
    CREATE TABLE begun (space, account, collection)`);
  const said: string[] = [];
  const file = watchSqliteFile(database, '', { shown: 'sqlite:state.db', say: (line) => said.push(line) });
  const records = createSqliteRecords(file, '', () => []);
  const name = { account: 'one', collection: 'widgets' };
  const create = (): boolean => records.create(name, `key ${(count += 1)}`, { Text: 'x'.repeat(500) });
  return { database, file, records, name, create, said };
}

test.each([
  ['is full', 'PRAGMA max_page_count = 20', 'PRAGMA max_page_count = 2000', 'database or disk is full'],
  [
    'may not be written',
    'PRAGMA query_only = ON',
    'PRAGMA query_only = OFF',
    'attempt to write a readonly database',
  ],
])('a disk that %s refuses what is to be written, once it says so', (_, spoil, mend, reason) => {
  const { database, file, records, name, create, said } = openRecords();
  create();
  database.exec(spoil);
  const fill = (): void => {
    for (let record = 0; record < 300; record += 1) create();
  };

  expect(fill).toThrow(StoreUnavailableError);
  expect(fill).toThrow(`Failed to use store "sqlite:state.db": ${reason}`);
  const { length } = records.list(name);
  expect(create).toThrow(StoreUnavailableError);
  expect(records.list(name)).toHaveLength(length);
  expect(file.isReachable()).toBe(false);
  expect(said).toStrictEqual([
    `Lost the store "sqlite:state.db": ${reason}. Calls are refused until it works again.`,
  ]);

  database.exec(mend);
  expect(create()).toBe(true);
  expect(records.list(name)).toHaveLength(length + 1);
  expect(file.isReachable()).toBe(true);
  expect(said.slice(1)).toStrictEqual(['The store "sqlite:state.db" works again.']);
  file.close();
});

test('a full disk leaves all of a snapshot that cannot be put back as it was', () => {
  const { database, file, records, name, create } = openRecords();
  create();
  const before = records.export();
  database.exec('PRAGMA max_page_count = 20');
  const big = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`key ${index}`, { Text: 'x'.repeat(500) }]),
  );

  expect(() => records.import({ one: { widgets: big } })).toThrow(
    'Failed to use store "sqlite:state.db": database or disk is full.',
  );

  expect(records.export()).toStrictEqual(before);
  database.exec('PRAGMA max_page_count = 2000');
  records.import({ one: { widgets: big } });
  expect(records.list(name)).toHaveLength(200);
  file.close();
});

test('a misspelt option is refused', () => {
  const open = () => openSqliteStore(join(folder, 'options.db'), { sayy: () => undefined } as object);
  expect(open).toThrow('Did you mean "say"?');
});

test.each([
  [
    'of a later version',
    'PRAGMA user_version = 2',
    'another version of Understudy made it (layout 2, this one has 1)',
  ],
  ['with other tables', 'DROP TABLE records; CREATE TABLE records (Name)', 'it is not a store of Understudy'],
])('a file %s is left alone', async (_, change, reason) => {
  const path = freshPath();
  await openSqliteStore(path).close();
  const database = new DatabaseSync(path);
  database.exec(change);
  database.close();

  expect(() => openSqliteStore(path)).toThrow(`Failed to open store "${path}": ${reason}`);
});

test('a file that is half gone is called damaged, and one that is open says so', async () => {
  const path = freshPath();
  const store = openSqliteStore(path);
  expect(() => openSqliteStore(path)).toThrow('another process, or another store of this one, has it open.');
  await store.close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, bytes.length / 2));

  expect(() => openSqliteStore(path)).toThrow('it is damaged. Use a copy of it, or another file.');
});

test('a store that was closed answers no call, and says so where somebody asks for its state', async () => {
  const store = openSqliteStore(freshPath());
  const mock = createMock({ store });
  await store.close();

  expect(store.isReachable).toBe(false);
  expect(await add(mock)).toBe('ServiceUnavailable');
  expect(() => mock.snapshot()).toThrow(/^Failed to use store "sqlite:.*": it is closed\. /);
  expect(() => createMock({ store })).toThrow('it is closed.');
  await mock[Symbol.asyncDispose]();
});
