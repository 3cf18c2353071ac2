/** Records in SQLite. */
import type { JsonObject } from '../../contract/json.ts';
import { keyOf } from '../state/view.ts';
import type { AccountCollection, Contents, InitialRecords, PromptStore } from '../state/store.ts';
import { define, type GrowingContents } from './contents.ts';
import { createDryRun } from './dry-run.ts';
import { inTransaction, type SqliteFile } from './sqlite-file.ts';

export function createSqliteRecords(
  { database, guard }: SqliteFile,
  space: string,
  initial: InitialRecords,
): PromptStore {
  const insert = database.prepare(
    'INSERT INTO records (space, account, collection, key, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const update = database.prepare(
    'UPDATE records SET record = ? WHERE space = ? AND account = ? AND collection = ? AND key = ?',
  );
  const one = database.prepare(
    'SELECT record FROM records WHERE space = ? AND account = ? AND collection = ? AND key = ?',
  );
  const all = database.prepare(
    'SELECT record FROM records WHERE space = ? AND account = ? AND collection = ? ORDER BY position',
  );
  const everything = database.prepare(
    'SELECT account, collection, key, record FROM records WHERE space = ? ORDER BY position',
  );
  const counted = database.prepare(
    'SELECT account, collection, COUNT(*) AS count FROM records WHERE space = ? GROUP BY account, collection ORDER BY MIN(position)',
  );
  const countedOne = database.prepare(
    'SELECT COUNT(*) AS count FROM records WHERE space = ? AND account = ? AND collection = ?',
  );
  const remove = database.prepare(
    'DELETE FROM records WHERE space = ? AND account = ? AND collection = ? AND key = ?',
  );
  const forgetRecords = database.prepare('DELETE FROM records WHERE space = ?');
  const hasBegun = database.prepare(
    'SELECT 1 AS begun FROM begun WHERE space = ? AND account = ? AND collection = ?',
  );
  const markBegun = database.prepare(
    'INSERT OR IGNORE INTO begun (space, account, collection) VALUES (?, ?, ?)',
  );
  const allBegun = database.prepare('SELECT account, collection FROM begun WHERE space = ?');
  const forgetBegun = database.prepare('DELETE FROM begun WHERE space = ?');

  /** What is known to have begun; nobody else writes to the file. */
  const begun = new Set<string>();
  const begin = ({ account, collection }: AccountCollection): void => {
    const place = keyOf({ account, collection });
    if (begun.has(place)) return;
    const records = initial({ account, collection });
    if (records.length === 0) return;
    if (!hasBegun.get(space, account, collection))
      inTransaction(database, () => {
        for (const { key, record } of records)
          insert.run(space, account, collection, key, JSON.stringify(record));
        markBegun.run(space, account, collection);
      });
    begun.add(place);
  };
  const find = ({ account, collection }: AccountCollection, key: string): JsonObject | undefined => {
    begin({ account, collection });
    const row = one.get(space, account, collection, key);
    return row && readRecord(row['record']);
  };
  const clear = (): void => {
    forgetRecords.run(space);
    forgetBegun.run(space);
    begun.clear();
  };

  const records: PromptStore = {
    get: find,
    create(name, key, record) {
      begin(name);
      return insert.run(space, name.account, name.collection, key, JSON.stringify(record)).changes === 1;
    },
    change(name, key, next) {
      const old = find(name, key);
      const changed = next(old);
      if (!changed || changed === old) return changed;
      const { account, collection } = name;
      const json = JSON.stringify(changed);
      if (old) update.run(json, space, account, collection, key);
      else insert.run(space, account, collection, key, json);
      return readRecord(json);
    },
    remove(name, key) {
      begin(name);
      return remove.run(space, name.account, name.collection, key).changes === 1;
    },
    list(name) {
      begin(name);
      return all.all(space, name.account, name.collection).map(({ record }) => readRecord(record));
    },
    clear: () => inTransaction(database, clear),
    export() {
      const contents: GrowingContents = {};
      for (const { account, collection, key, record } of everything.iterate(space))
        define(contents, [String(account), String(collection)], String(key), readRecord(record));
      // Those without a record come last: of them nothing says which began first.
      for (const { account, collection } of allBegun.iterate(space))
        define(contents, [String(account), String(collection)]);
      return contents;
    },
    import(contents) {
      inTransaction(database, () => {
        clear();
        for (const { account, collection, records } of collectionsOf(contents)) {
          for (const [key, record] of records)
            insert.run(space, account, collection, key, JSON.stringify(record));
          markBegun.run(space, account, collection);
        }
      });
    },
    counts: () =>
      counted.all(space).map(({ account, collection, count }) => ({
        account: String(account),
        collection: String(collection),
        count: Number(count),
      })),
    count({ account, collection }) {
      const count = Number(countedOne.get(space, account, collection)?.['count']);
      return count > 0 || hasBegun.get(space, account, collection) ? count : undefined;
    },
    fork: () => createDryRun(store),
  };
  const store = guard(records, ['create', 'change', 'remove', 'clear', 'import']);
  return store;
}

function readRecord(text: unknown): JsonObject {
  return JSON.parse(String(text)) as JsonObject; // written here
}

function collectionsOf(
  contents: Contents,
): readonly (AccountCollection & { readonly records: readonly (readonly [string, JsonObject])[] })[] {
  return Object.entries(contents).flatMap(([account, collections]) =>
    Object.entries(collections).map(([collection, records]) => ({
      account,
      collection,
      records: Object.entries(records),
    })),
  );
}
