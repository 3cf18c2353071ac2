/** How the clock was moved and which faults were set, in Redis; who writes tells the others. */
import type { JsonObject } from '../../contract/json.ts';
import { StoreUnavailableError, type SettingName, type Settings } from '../state-store.ts';
import type { RedisConnection } from './redis-connection.ts';

export interface RedisSettings extends Settings {
  readonly clockKey: string;
  readonly keys: readonly string[];
  /** What somebody published, this process included. */
  hear(message: SettingMessage): void;
  /** Look again at all of them: messages may have been missed. */
  reread(): void;
  /** Do it after all that was written before; `settled` waits for it. */
  readonly enqueue: (work: () => Promise<unknown>) => void;
}

/** Something was written. */
export interface SettingMessage {
  readonly writer: string;
}

const names: readonly SettingName[] = ['clock', 'faults'];

export function createRedisSettings(
  connection: RedisConnection,
  prefix: string,
  publish: (message: SettingMessage) => Promise<unknown>,
): RedisSettings {
  const writer = crypto.randomUUID();
  const keyOf = (name: SettingName): string => `${prefix}setting:${name}`;
  const known = new Map<SettingName, JsonObject>();
  const listeners = new Set<(name: SettingName, value: JsonObject) => void>();
  const take = (name: SettingName, value: JsonObject): void => {
    known.set(name, value);
    for (const listener of listeners) listener(name, value);
  };
  const readAll = async (): Promise<void> => {
    const texts = await connection.send<readonly (string | null)[]>(['MGET', ...names.map(keyOf)]);
    for (const [index, name] of names.entries()) {
      const text = texts[index] ?? null;
      const value = known.get(name);
      if (text !== null && text !== JSON.stringify(value)) take(name, JSON.parse(text) as JsonObject); // written below
      // A Redis that has started again without what it held: the clock and the faults are still as they were set.
      if (text === null && value) await connection.send(['SET', keyOf(name), JSON.stringify(value), 'NX']);
    }
  };
  let pending: Promise<void> = Promise.resolve();
  const enqueue = (work: () => Promise<unknown>): void => {
    // Whoever waits by `settled` hears of a failure; nobody else has to.
    pending = pending.catch(ignoreUnavailable).then(async () => void (await work()));
    pending.catch(ignoreUnavailable);
  };
  enqueue(readAll);

  return {
    clockKey: keyOf('clock'),
    keys: names.map(keyOf),
    read: (name) => known.get(name),
    write(name, value) {
      known.set(name, value);
      enqueue(async () => {
        await connection.send(['SET', keyOf(name), JSON.stringify(value)]);
        await publish({ writer });
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settled() {
      // What others have written and nobody has told of yet.
      enqueue(readAll);
      return pending;
    },
    hear(message) {
      // Of several who write at once, the last one counts for all: what is told may be another's already.
      if (message.writer !== writer) enqueue(readAll);
    },
    reread: () => enqueue(readAll),
    enqueue,
  };
}

/** The connection has said so already. */
function ignoreUnavailable(error: unknown): void {
  if (!(error instanceof StoreUnavailableError)) throw error;
}
