/** How the clock was moved and which faults were set, in Redis; who writes tells the others. */
import type { JsonObject } from '../../contract/json.ts';
import {
  StoreUnavailableError,
  type SettingListener,
  type SettingName,
  type Settings,
} from '../state-store.ts';
import type { RedisConnection } from './redis-connection.ts';
import { replaceScript } from './redis-scripts.ts';

export interface RedisSettings extends Settings {
  readonly clockKey: string;
  readonly keys: readonly string[];
  /** What somebody published, this process included. */
  hear(message: SettingMessage): void;
  /** Look again at all of them: messages may have been missed. */
  reread(): void;
  /** Do it after all that was written before; `settled` waits for it, and so do calls. */
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
  /** As it was last heard of. */
  const known = new Map<SettingName, string>();
  const changing = new Map<SettingName, number>();
  /** Those that were changed here, and could not be changed there. */
  const isStale = new Set<SettingName>();
  const listeners: SettingListener[] = [];
  const take = (name: SettingName, text: string): void => {
    const isNews = known.get(name) !== text || isStale.has(name);
    known.set(name, text);
    // What is changed here meanwhile is told when it has arrived.
    if (!isNews || (changing.get(name) ?? 0) > 0) return;
    isStale.delete(name);
    for (const listener of listeners) listener.take(name, JSON.parse(text) as JsonObject); // written below
  };
  const readAll = async (): Promise<void> => {
    const texts = await connection.send<readonly (string | null)[]>(['MGET', ...names.map(keyOf)]);
    for (const [index, name] of names.entries()) {
      const text = texts[index] ?? null;
      const last = known.get(name);
      if (text !== null) take(name, text);
      // A Redis that has started again without what it held: the clock and the faults are still as they were set.
      else if (last !== undefined) await connection.send(['SET', keyOf(name), last, 'NX']);
    }
  };
  const replace = async (name: SettingName, next: Parameters<Settings['change']>[1]): Promise<string> => {
    for (;;) {
      const text = await connection.send<string | null>(['GET', keyOf(name)]);
      const latest = text === null ? undefined : (JSON.parse(text) as JsonObject); // written below
      const json = JSON.stringify(next(latest));
      if (json === text) return json;
      // Somebody else may have been faster: then all of it again, with what is there now.
      if ((await connection.run<number>(replaceScript, [keyOf(name)], [text ?? '', json])) === 1) {
        await publish({ writer });
        return json;
      }
    }
  };
  let pending: Promise<void> = Promise.resolve();
  const look = (work: () => Promise<unknown>): void => {
    // Whoever waits by `settled` hears of a failure; nobody else has to.
    pending = pending.catch(ignoreUnavailable).then(async () => void (await work()));
    pending.catch(ignoreUnavailable);
  };
  let arriving: Promise<void> | undefined;
  const enqueue = (work: () => Promise<unknown>): void => {
    look(work);
    const last = pending.catch(ignoreUnavailable).finally(() => {
      if (arriving === last) arriving = undefined;
    });
    arriving = last;
  };
  const countChange = (name: SettingName, step: number): void =>
    void changing.set(name, (changing.get(name) ?? 0) + step);
  look(readAll);

  return {
    clockKey: keyOf('clock'),
    keys: names.map(keyOf),
    read(name) {
      const text = known.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as JsonObject); // written above
    },
    change(name, next) {
      // Whether it arrives or not, what the others have is not what was known before.
      isStale.add(name);
      countChange(name, 1);
      enqueue(async () => {
        const replaced = replace(name, next).finally(() => countChange(name, -1));
        take(name, await replaced);
      });
    },
    subscribe(listener) {
      listeners.push(listener);
      listener.begin();
    },
    settled() {
      // What others have written and nobody has told of yet.
      look(readAll);
      return pending;
    },
    hear(message) {
      // Of several who write at once, what is told may be another's already.
      if (message.writer !== writer) look(readAll);
    },
    reread() {
      look(readAll);
      for (const { begin } of listeners) begin();
    },
    enqueue,
    get arriving() {
      return arriving;
    },
  };
}

/** The connection has said so already. */
function ignoreUnavailable(error: unknown): void {
  if (!(error instanceof StoreUnavailableError)) throw error;
}
