/** Rate limits and nonces in SQLite. */
import { createNonces, type PromptNonces } from '../auth/nonces.ts';
import { createThrottle, forgetStale, type PromptThrottle } from '../gateway/throttle.ts';
import type { Window } from '../state/accounts.ts';
import type { SqliteFile } from './sqlite-file.ts';

/** So often, windows that have passed are forgotten. */
const sweepEvery = 1000;

export function createSqliteThrottle({ database, guard }: SqliteFile, space: string): PromptThrottle {
  const one = database.prepare(
    'SELECT admitted FROM windows WHERE space = ? AND account = ? AND operation = ?',
  );
  const all = database.prepare('SELECT account, operation, per_ms, admitted FROM windows WHERE space = ?');
  const write = database.prepare(
    'INSERT OR REPLACE INTO windows (space, account, operation, per_ms, latest, admitted) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const sweep = database.prepare(
    'DELETE FROM windows WHERE space = ? AND (latest <= ? - per_ms OR latest > ?)',
  );
  const forget = database.prepare('DELETE FROM windows WHERE space = ?');
  let calls = 0;

  const windows = (): readonly Window[] =>
    all.all(space).map((row) => ({
      account: String(row['account']),
      operation: String(row['operation']),
      perMs: Number(row['per_ms']),
      admitted: readTimes(row['admitted']),
    }));
  const fork = (): PromptThrottle => createThrottle(windows());

  return guard<PromptThrottle>({
    admit({ account, operation }, { requests, perMs }, now) {
      calls += 1;
      if (calls % sweepEvery === 0) sweep.run(space, now, now);
      const admitted = readTimes(one.get(space, account, operation)?.['admitted']);
      forgetStale({ admitted, perMs }, now);
      const oldest = admitted[0];
      if (admitted.length >= requests && oldest !== undefined)
        return { kind: 'throttled', retryAfterMs: oldest + perMs - now };
      admitted.push(now);
      write.run(space, account, operation, perMs, now, JSON.stringify(admitted));
      return { kind: 'admitted' };
    },
    fork,
    usage: (now) => fork().usage(now),
    clear: () => void forget.run(space),
  });
}

function readTimes(text: unknown): number[] {
  return text === undefined ? [] : (JSON.parse(String(text)) as number[]); // written here
}

export function createSqliteNonces({ database, guard }: SqliteFile, space: string): PromptNonces {
  const forgetPast = database.prepare('DELETE FROM nonces WHERE space = ? AND expires <= ?');
  const insert = database.prepare(
    'INSERT INTO nonces (space, nonce, expires) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const all = database.prepare('SELECT nonce, expires FROM nonces WHERE space = ?');
  const forget = database.prepare('DELETE FROM nonces WHERE space = ?');
  return guard<PromptNonces>({
    use(nonce, now, expires) {
      forgetPast.run(space, now);
      return insert.run(space, nonce, expires).changes === 1;
    },
    fork: () =>
      createNonces(all.all(space).map((row) => [String(row['nonce']), Number(row['expires'])] as const)),
    clear: () => void forget.run(space),
  });
}
