/** How often faults were injected, in Redis. */
import { uncounted, type FaultCount, type FaultCounts } from '../faults/counts.ts';
import type { RedisConnection } from './redis-connection.ts';
import { chooseFaultScript } from './redis-scripts.ts';

/** `enqueue`: see RedisSettings. What is counted is kept in one hash, by `matched KEY` and `injected KEY`. */
export function createRedisFaultCounts(
  connection: RedisConnection,
  hash: string,
  enqueue: (work: () => Promise<unknown>) => void,
): FaultCounts {
  const known = new Map<string, FaultCount>();
  return {
    async choose(rules) {
      // Of chance, which call it is has to be known first.
      const matched = await Promise.all(
        rules.map(async ({ key, isHit }) =>
          isHit ? connection.send<number>(['HINCRBY', hash, `matched ${key}`, '1']) : 0,
        ),
      );
      const values = rules.flatMap(({ key, nth, times, isHit }, index) => [
        key,
        String(nth),
        String(Math.min(times, Number.MAX_SAFE_INTEGER)),
        isHit?.(matched[index] ?? 0) === false ? '0' : '1',
        String(matched[index]),
      ]);
      const [due = 0, ...counts] = await connection.run<readonly number[]>(chooseFaultScript, [hash], values);
      for (const [index, { key }] of rules.entries())
        known.set(key, { matched: counts[index * 2] ?? 0, injected: counts[index * 2 + 1] ?? 0 });
      return due === 0 ? undefined : due - 1;
    },
    of: (key) => known.get(key) ?? uncounted,
    forget(keys) {
      if (keys) for (const key of keys) known.delete(key);
      else known.clear();
      if (keys?.length === 0) return;
      const fields = keys?.flatMap((key) => [`matched ${key}`, `injected ${key}`]);
      enqueue(() => connection.send(fields ? ['HDEL', hash, ...fields] : ['UNLINK', hash]));
    },
    async refresh() {
      const flat = await connection.send<readonly string[]>(['HGETALL', hash]);
      known.clear();
      for (let index = 0; index < flat.length; index += 2) {
        const [, what = '', key = ''] = /^(\w+) (.*)$/s.exec(flat[index] ?? '') ?? [];
        known.set(key, { ...(known.get(key) ?? uncounted), [what]: Number(flat[index + 1]) });
      }
    },
  };
}
