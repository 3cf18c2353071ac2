/** How the clock was moved and which faults were set, in SQLite. */
import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '../../contract/json.ts';
import type { Settings } from '../state-store.ts';
import { guardSqlite } from './guard.ts';

/** Nobody else writes to the file, so that nobody has to be told. */
export function createSqliteSettings(database: DatabaseSync, space: string): Settings {
  const one = database.prepare('SELECT value FROM settings WHERE space = ? AND name = ?');
  const write = database.prepare('INSERT OR REPLACE INTO settings (space, name, value) VALUES (?, ?, ?)');
  return guardSqlite<Settings>({
    read(name) {
      const row = one.get(space, name);
      return row && (JSON.parse(String(row['value'])) as JsonObject); // written here
    },
    write: (name, value) => void write.run(space, name, JSON.stringify(value)),
    subscribe: () => () => undefined,
    settled: () => Promise.resolve(),
  });
}
