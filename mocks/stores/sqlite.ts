/**
 * State in a SQLite file: it survives the process, and a kill at any moment. One process at a time.
 *
 * Every change is one transaction of the file's write-ahead log. What was answered is there after the process is killed; after
 * the machine loses power the last moments may be missing.
 */
import type * as NodeSqlite from 'node:sqlite';
import { refuseNonFunction, refuseUnknownOptions } from '../../contract/text/options.ts';
import { shareSettings } from '../shared-settings.ts';
import type { KeptSpace, PromptKeptState, PromptStateStore } from '../state-store.ts';
import { inTransaction, watchSqliteFile, type SqliteFile } from './sqlite-file.ts';
import { createSqliteRecords } from './sqlite-records.ts';
import { createSqliteNonces, createSqliteThrottle } from './sqlite-limits.ts';
import { createSqliteSettings, keepFaultCounts } from './sqlite-settings.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

const tables = `
  CREATE TABLE IF NOT EXISTS records (
    position INTEGER PRIMARY KEY, space TEXT NOT NULL, account TEXT NOT NULL, collection TEXT NOT NULL, key TEXT NOT NULL,
    record TEXT NOT NULL, UNIQUE (space, account, collection, key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS begun (
    space TEXT NOT NULL, account TEXT NOT NULL, collection TEXT NOT NULL, PRIMARY KEY (space, account, collection)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS windows (
    space TEXT NOT NULL, account TEXT NOT NULL, operation TEXT NOT NULL, per_ms REAL NOT NULL, latest REAL NOT NULL,
    admitted TEXT NOT NULL, PRIMARY KEY (space, account, operation)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS nonces (
    space TEXT NOT NULL, nonce TEXT NOT NULL, expires REAL NOT NULL, PRIMARY KEY (space, nonce)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS nonces_by_end ON nonces (space, expires);
  CREATE TABLE IF NOT EXISTS settings (
    space TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (space, name)
  ) STRICT, WITHOUT ROWID;`;

const tableNames = ['records', 'begun', 'windows', 'nonces', 'settings'];

/** Of the tables above, so that a later version can tell. */
const layout = 1;

/** Options of `openSqliteStore`. */
export interface SqliteStoreOptions {
  /** Gets a sentence when the file cannot be written, and one when it can again. By default it goes to stderr. */
  readonly say?: (line: string) => void;
}

/**
 * Open or make a file of states.
 *
 * Throws MisuseError where this Node has no `node:sqlite`, where somebody else has the file open, and for a file that is not one of ours,
 * or of another version.
 *
 *     const store = openSqliteStore('state.sqlite');
 *     const mock = createMock({ store });
 */
export function openSqliteStore(path: string, options: SqliteStoreOptions = {}): PromptStateStore {
  refuseUnknownOptions<SqliteStoreOptions>('open a SQLite store', options, { say: true });
  const { say = (line) => console.error(line) } = options;
  refuseNonFunction('tell of a SQLite store', say);
  assertPath(path);
  const shown = `sqlite:${path}`;
  const file = watchSqliteFile(openDatabase(path), path, { shown, say });
  const states = new Map<string, PromptKeptState>();
  const close = async (): Promise<void> => file.close();
  const spaces = createSqliteSpaces(file);
  return {
    name: shown,
    get isReachable() {
      return file.isReachable();
    },
    isPrompt: true,
    open(space, initial) {
      file.assertOpen();
      const known = states.get(space);
      if (known) return known;
      const settings = createSqliteSettings(file, space);
      const state = {
        records: createSqliteRecords(file, space, initial),
        throttle: createSqliteThrottle(file, space),
        nonces: createSqliteNonces(file, space),
        settings,
        share: shareSettings(settings),
        faultCounts: keepFaultCounts(settings),
      };
      states.set(space, state);
      return state;
    },
    spaces: () => spaces.list(),
    touch: (space, at) => spaces.touch(space, at),
    remove(space, since) {
      if (spaces.remove(space, since)) states.delete(space);
    },
    // Nobody else has the file.
    onRemoved: () => undefined,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** When a space was last used is a setting of it. */
function createSqliteSpaces({ database, guard }: SqliteFile) {
  const all = database.prepare(
    `SELECT space, max(CASE name WHEN 'used' THEN json_extract(value, '$.at') END) AS used
      FROM settings WHERE space <> '' GROUP BY space`,
  );
  const used = database.prepare(
    "SELECT json_extract(value, '$.at') AS used FROM settings WHERE space = ? AND name = 'used'",
  );
  const note = database.prepare(
    "INSERT OR REPLACE INTO settings (space, name, value) VALUES (?, 'used', json_object('at', ?))",
  );
  const removals = tableNames.map((name) => database.prepare(`DELETE FROM ${name} WHERE space = ?`));
  const spaces = {
    list: (): readonly KeptSpace[] =>
      all.all().map((row) => ({
        name: String(row['space']),
        lastUsed: row['used'] === null ? undefined : Number(row['used']),
      })),
    touch: (space: string, at: number) => void note.run(space, at),
    /** Whether it was removed. */
    remove(space: string, since = Infinity): boolean {
      if (Number(used.get(space)?.['used'] ?? -Infinity) > since) return false;
      inTransaction(database, () => {
        for (const removal of removals) removal.run(space);
      });
      return true;
    },
  };
  return guard(spaces, ['touch', 'remove']);
}

/** SQLite takes an empty path for a file that is gone when it is closed. */
function assertPath(path: unknown): void {
  const flaw =
    typeof path !== 'string' || path === ''
      ? 'it is no path'
      : path.startsWith('sqlite:')
        ? 'it begins like an option of the command line'
        : undefined;
  if (flaw !== undefined)
    throw new MisuseError(`Failed to open store "${String(path)}": ${flaw}. Write it like state.sqlite.`);
}

function openDatabase(path: string): NodeSqlite.DatabaseSync {
  // Node before 22.13 has it only with a flag.
  const sqlite = process.getBuiltinModule('node:sqlite') as typeof NodeSqlite | undefined;
  if (!sqlite)
    throw new MisuseError(
      `Failed to open store "${path}": Node ${process.versions.node} has no SQLite. Use Node 22.13 or later, or 24.`,
    );
  let database;
  try {
    database = new sqlite.DatabaseSync(path, { timeout: 0 });
    // Held until the end: two processes on one file would each know only its own clock and faults.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    assertOurs(database);
    database.exec(`BEGIN EXCLUSIVE; ${tables} PRAGMA user_version = ${layout}; COMMIT`);
    return database;
  } catch (cause) {
    if (database?.isOpen === true) database.close();
    throw new MisuseError(`Failed to open store "${path}": ${reasonOf(cause)}`, { cause });
  }
}

/** Throws an Error that says why for a file of something else, and for one of another version. */
function assertOurs(database: NodeSqlite.DatabaseSync): void {
  const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  const columns = (table: string): number =>
    database
      .prepare(`SELECT name FROM pragma_table_info(?) WHERE name IN ('space', 'key', 'record', 'value')`)
      .all(table).length;
  const isEmpty = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'] === 0;
  const isOurs = columns('records') >= 2 && columns('settings') >= 2;
  if (isOurs && found > 0 && found !== layout) throw new Error(otherLayout(found));
  if (!isOurs && !(isEmpty && found === 0)) throw new Error('it holds something else');
}

function otherLayout(found: number): string {
  return `another version of Understudy made it (layout ${found}, this one has ${layout}). Use that version, or another file`;
}

function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/locked|busy/.test(message))
    return 'another process, or another store of this one, has it open. Stop or close that one, or use another file; several processes share a redis:// store.';
  if (/unable to open/.test(message)) return 'it cannot be opened. Look at the folder and its permissions.';
  if (/not a database|something else/.test(message))
    return 'it is not a store of Understudy. Choose a file that does not exist yet.';
  if (/malformed|corrupt/.test(message)) return 'it is damaged. Use a copy of it, or another file.';
  return `${message}.`;
}
