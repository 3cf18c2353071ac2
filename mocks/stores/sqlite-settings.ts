/** How the clock was moved and which faults were set, in SQLite. */
import type { JsonObject } from '../../contract/json.ts';
import { createFaultCounts, type FaultCount, type FaultCounts } from '../faults/counts.ts';
import type { SettingListener, Settings } from '../state-store.ts';
import type { SqliteFile } from './sqlite-file.ts';

/** No other process writes to the file: those who have to be told are in this one. */
export function createSqliteSettings({ database, guard }: SqliteFile, space: string): Settings {
  const one = database.prepare('SELECT value FROM settings WHERE space = ? AND name = ?');
  const write = database.prepare('INSERT OR REPLACE INTO settings (space, name, value) VALUES (?, ?, ?)');
  const listeners: SettingListener[] = [];
  const settings: Settings = {
    read(name) {
      const row = one.get(space, name);
      return row && (JSON.parse(String(row['value'])) as JsonObject); // written here
    },
    change(name, next) {
      const latest = settings.read(name);
      const value = next(latest);
      if (value !== latest) write.run(space, name, JSON.stringify(value));
      for (const { take } of listeners) take(name, value);
    },
    subscribe(listener) {
      listeners.push(listener);
      listener.begin();
    },
    arriving: undefined,
    settled: () => Promise.resolve(),
  };
  return guard(settings, ['change']);
}

/** Counts that are as they were left when the file is opened again. */
export function keepFaultCounts(settings: Settings): FaultCounts {
  const known = (settings.read('fault-counts') ?? {}) as unknown as Record<string, FaultCount>; // written below
  return createFaultCounts(Object.entries(known), (counts) => {
    settings.change('fault-counts', () =>
      Object.fromEntries([...counts].map(([key, count]) => [key, { ...count }])),
    );
  });
}
