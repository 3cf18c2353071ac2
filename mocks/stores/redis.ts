/**
 * State in Redis or Valkey, which any number of processes share: together they are one service.
 *
 * Needs the package `@redis/client`, which is loaded when a store is opened.
 */
import { refuseNonFunction, refuseUnknownOptions } from '../../contract/text/options.ts';
import { shareSettings } from '../shared-settings.ts';
import type { KeptState, StateStore } from '../state-store.ts';
import type { InitialRecords } from '../state/store.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';
import { createRedisFaultCounts } from './redis-fault-counts.ts';
import { createRedisNonces, createRedisThrottle } from './redis-limits.ts';
import { createRedisRecords } from './redis-records.ts';
import { createRedisSettings, type RedisSettings } from './redis-settings.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

/** Options of `openRedisStore`. */
export interface RedisStoreOptions {
  /** Gets a sentence when Redis is lost, and one when it works again. By default it goes to stderr. */
  readonly say?: (line: string) => void;
}

/**
 * Connect to a Redis.
 *
 * `redis://[user:password@]host[:port][/database][?prefix=NAME&expire=SECONDS]`, or `rediss://…`. `prefix` stands before all
 * keys (`understudy` by default): mocks with one prefix share one state. With `expire`, records are forgotten so many seconds
 * after the last one of their collection was written.
 *
 * Throws MisuseError for an address that cannot be read, where `@redis/client` is not installed, and where no Redis answers.
 *
 *     const store = await openRedisStore('redis://127.0.0.1:6379');
 *     const mock = createMock({ store });
 */
export async function openRedisStore(address: string, options: RedisStoreOptions = {}): Promise<StateStore> {
  refuseUnknownOptions<RedisStoreOptions>('open a Redis store', options, { say: true });
  const { say = (line) => console.error(line) } = options;
  refuseNonFunction('tell of a Redis store', say);
  const { url, shown, prefix, expireSeconds } = readAddress(address);
  const connection = await connectRedis(url, shown, say);
  const open = new Map<string, OpenState>();
  const changes = `{${prefix}}:changes`;
  const ownId = crypto.randomUUID();
  const removalListeners = new Set<(space: string) => void>();
  await connection.listen(
    changes,
    (text) => {
      const message = JSON.parse(text) as ChangeMessage | RemovalMessage; // published below
      if ('removedBy' in message) {
        if (message.removedBy === ownId) return;
        open.delete(message.space);
        for (const listener of removalListeners) listener(message.space);
      } else open.get(message.space)?.settings.hear(message);
    },
    () => {
      for (const { settings } of open.values()) settings.reread();
    },
  );
  /** Names of spaces by when they were last used. */
  const spaces = `{${prefix}}:used-spaces`;
  const close = (): Promise<void> => connection.close();
  const sendAside = (command: readonly string[]): void =>
    void connection.send(command).catch(() => undefined);
  const openSpace = (space: string, initial: InitialRecords): OpenState => {
    const known = open.get(space);
    if (known) return known;
    // Braces keep the keys of one prefix together in a cluster, as scripts need it.
    const own = `{${prefix}}:${encodeURIComponent(space)}:`;
    const settings = createRedisSettings(connection, own, (message) =>
      connection.send(['PUBLISH', changes, JSON.stringify({ space, ...message } satisfies ChangeMessage)]),
    );
    const state: OpenState = {
      records: createRedisRecords(connection, own, expireSeconds, initial),
      throttle: createRedisThrottle(connection, own, settings.clockKey),
      nonces: createRedisNonces(connection, own, settings.clockKey),
      settings,
      share: shareSettings(settings),
      faultCounts: createRedisFaultCounts(connection, `${own}fault-counts`, settings.enqueue),
      otherKeys: [`${own}positions`, `${own}fault-counts`],
    };
    open.set(space, state);
    // Noted once more whenever the space is used; where this fails, so does every call.
    if (space !== '') sendAside(['ZADD', spaces, 'NX', String(Date.now()), space]);
    return state;
  };
  return {
    name: shown,
    get isReachable() {
      return connection.isReachable();
    },
    isPrompt: false,
    open: openSpace,
    async spaces() {
      const flat = await connection.send<readonly string[]>(['ZRANGE', spaces, '0', '-1', 'WITHSCORES']);
      return flat.flatMap((name, index) =>
        index % 2 === 0 ? [{ name, lastUsed: Number(flat[index + 1]) }] : [],
      );
    },
    touch: (space, at) => sendAside(['ZADD', spaces, 'GT', String(at), space]),
    async remove(space, since) {
      if (since !== undefined) {
        const lastUsed = await connection.send<string | null>(['ZSCORE', spaces, space]);
        if (lastUsed === null || Number(lastUsed) > since) return;
      }
      await forget(
        openSpace(space, () => []),
        connection,
      );
      open.delete(space);
      const removal: RemovalMessage = { space, removedBy: ownId };
      await connection.sendTogether([
        ['ZREM', spaces, space],
        ['PUBLISH', changes, JSON.stringify(removal)],
      ]);
    },
    onRemoved: (listener) => void removalListeners.add(listener),
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface OpenState extends KeptState {
  readonly settings: RedisSettings;
  /** That no part of it removes when it is cleared. */
  readonly otherKeys: readonly string[];
}

interface RemovalMessage {
  readonly space: string;
  readonly removedBy: string;
}

type ChangeMessage = Parameters<RedisSettings['hear']>[0] & { readonly space: string };

async function forget(
  { records, throttle, nonces, settings, otherKeys }: OpenState,
  connection: RedisConnection,
): Promise<void> {
  await settings.settled();
  await Promise.all([records.clear(), throttle.clear(), nonces.clear()]);
  await connection.send(['UNLINK', ...settings.keys, ...otherKeys]);
}

function readAddress(address: string) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['redis:', 'rediss:'].includes(url.protocol))
    throw new MisuseError(
      `Failed to open store "${address}": it is not an address of Redis. Write it like redis://127.0.0.1:6379.`,
    );
  const { searchParams } = url;
  const unknown = [...searchParams.keys()].find((name) => !['prefix', 'expire'].includes(name));
  if (unknown !== undefined)
    throw new MisuseError(
      `Failed to open store "${shownAddress(url)}": there is no option "${unknown}". There are prefix and expire.`,
    );
  const prefix = searchParams.get('prefix') ?? 'understudy';
  const expire = searchParams.get('expire') ?? '0';
  if (!/^[\w.:-]+$/.test(prefix))
    throw new MisuseError(
      `Failed to open store "${shownAddress(url)}": its prefix is "${prefix}". Use letters, digits, and . : - _.`,
    );
  if (!/^\d{1,9}$/.test(expire))
    throw new MisuseError(
      `Failed to open store "${shownAddress(url)}": expire is "${expire}". Write a whole number of seconds.`,
    );
  if (!/^\/?\d{0,4}$/.test(url.pathname))
    throw new MisuseError(
      `Failed to open store "${shownAddress(url)}": its database is "${url.pathname.slice(1)}". Write a number, like /0, or none.`,
    );
  const shown = shownAddress(url);
  url.search = '';
  return { url: url.href, shown, prefix, expireSeconds: Number(expire) };
}

/** Without the password. */
function shownAddress(url: URL): string {
  const copy = new URL(url);
  if (copy.password !== '') copy.password = '***';
  return copy.href;
}
