/** An open SQLite file, and whether it can still be relied on. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError } from '../state-store.ts';
import { createHealth } from './health.ts';

export interface SqliteFile {
  readonly database: DatabaseSync;
  /** Whether nothing has failed, or what failed has succeeded since, and the file is where it was. */
  isReachable(): boolean;
  /** Throws StoreUnavailableError once it is closed. */
  assertOpen(): void;
  /**
   * The same methods, but what SQLite throws, such as on a full disk, is a StoreUnavailableError, and nothing is done to a file that
   * was deleted. `writes`: methods whose success somebody will be told of.
   */
  readonly guard: <Methods extends object>(
    methods: Methods,
    writes?: readonly (keyof Methods & string)[],
  ) => Methods;
  close(): void;
}

/** `shown`: the store, for what is said. `say` gets a sentence when something has failed, and one when it works again. */
export function watchSqliteFile(
  database: DatabaseSync,
  path: string,
  { shown, say }: { readonly shown: string; readonly say: (line: string) => void },
): SqliteFile {
  // Kept open until SQLite has closed the file: to close another handle of a file gives its locks away.
  const handles = [path, `${path}-wal`].flatMap(openExisting);
  const health = createHealth(shown, say, ['create', 'change']);
  // Linux goes on writing to a file that has no name any more, and nobody will find what was written.
  const isInPlace = (): boolean => handles.every((handle) => fstatSync(handle).nlink > 0);
  const unavailable = (reason: string, cause?: unknown): StoreUnavailableError =>
    new StoreUnavailableError(`Failed to use store "${shown}": ${reason}. ${wayOut}`, { cause });
  const assertOpen = (): void => {
    if (!database.isOpen) throw unavailable('it is closed');
  };
  const checkPlace = (): void => {
    if (isInPlace()) return;
    health.lose('file', deleted);
    throw unavailable(deleted);
  };

  return {
    database,
    isReachable: () => database.isOpen && health.failed === undefined && isInPlace(),
    assertOpen,
    guard<Methods extends object>(methods: Methods, writes: readonly string[] = []) {
      const guarded = Object.entries(methods).map(([name, method]: [string, unknown]) => {
        if (typeof method !== 'function') return [name, method];
        const isWrite = writes.includes(name);
        const call = (...values: readonly unknown[]): unknown => {
          assertOpen();
          if (isWrite || health.failed === 'file') checkPlace();
          try {
            const result: unknown = (method as (...all: readonly unknown[]) => unknown)(...values);
            if (health.failed !== undefined) health.find(name);
            return result;
          } catch (cause) {
            if (!(cause instanceof Error && 'errcode' in cause)) throw cause;
            health.lose(name, cause.message);
            throw unavailable(cause.message, cause);
          }
        };
        return [name, call];
      });
      return Object.fromEntries(guarded) as Methods;
    },
    close() {
      if (database.isOpen) database.close();
      for (const handle of handles.splice(0)) closeSync(handle);
    },
  };
}

const wayOut = 'Look at the file and the disk, or open the store again.';
const deleted = 'its file was deleted; start the server again, with a file that is there or a new one';

/** None for `:memory:`. */
function openExisting(path: string): readonly number[] {
  try {
    return [openSync(path, 'r')];
  } catch {
    return [];
  }
}

/** All of it or, where it throws, nothing. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // On a full disk SQLite has rolled back itself.
    }
    throw error;
  }
}
