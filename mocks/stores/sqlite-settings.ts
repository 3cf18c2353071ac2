/** How the clock was moved and which faults were set, in SQLite. */
import type { JsonObject } from '../../contract/json.ts';
import { createFaultCounts, type FaultCount, type FaultCounts } from '../faults/counts.ts';
import type { Settings } from '../state-store.ts';
import type { SqliteFile } from './sqlite-file.ts';

/** Nobody else writes to the file, so that nobody has to be told. */
export function createSqliteSettings({ database, guard }: SqliteFile, space: string): Settings {
  const one = database.prepare('SELECT value FROM settings WHERE space = ? AND name = ?');
  const write = database.prepare('INSERT OR REPLACE INTO settings (space, name, value) VALUES (?, ?, ?)');
  const settings: Settings = {
    read(name) {
      const row = one.get(space, name);
      return row && (JSON.parse(String(row['value'])) as JsonObject); // written here
    },
    write: (name, value) => void write.run(space, name, JSON.stringify(value)),
    subscribe: () => () => undefined,
    settled: () => Promise.resolve(),
  };
  return guard(settings, ['write']);
}

/** Counts that are as they were left when the file is opened again. */
export function keepFaultCounts(settings: Settings): FaultCounts {
  const known = (settings.read('fault-counts') ?? {}) as unknown as Record<string, FaultCount>; // written below
  return createFaultCounts(Object.entries(known), (counts) => {
    settings.write(
      'fault-counts',
      Object.fromEntries([...counts].map(([key, count]) => [key, { ...count }])),
    );
  });
}
