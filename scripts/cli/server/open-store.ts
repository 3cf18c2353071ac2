/** `--store`: where a server keeps its state. */
import { createMemoryStateStore, type StateStore } from '../../../mocks/state-store.ts';
import { UsageError } from '../exit.ts';

/** `memory`, `sqlite:PATH`, or an address of Redis. `say` gets a sentence when it is lost, and when it is back. */
export async function openStore(text: string, say: (line: string) => void): Promise<StateStore> {
  if (text === 'memory') return createMemoryStateStore();
  const path = /^sqlite:(?<path>.+)$/s.exec(text)?.groups?.['path'];
  const isRedis = /^rediss?:\/\//.test(text);
  if (path === undefined && !isRedis)
    throw new UsageError(
      `Failed to open store "${text}": it is not known. Use memory, sqlite:PATH or redis://HOST:PORT.`,
    );
  try {
    if (path !== undefined)
      return (await import('../../../mocks/stores/sqlite.ts')).openSqliteStore(path, { say });
    return await (await import('../../../mocks/stores/redis.ts')).openRedisStore(text, { say });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
