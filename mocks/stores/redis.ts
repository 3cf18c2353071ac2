/**
 * State in Redis or Valkey, which any number of processes share: together they are one service.
 *
 * Needs the package `@redis/client`, which is loaded when a store is opened.
 */
import { refuseUnknownOptions } from '../../contract/text/options.ts';
import type { KeptState, StateStore } from '../state-store.ts';
import type { InitialRecords } from '../state/store.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';
import { createRedisFaultCounts } from './redis-fault-counts.ts';
import { createRedisNonces, createRedisThrottle } from './redis-limits.ts';
import { createRedisRecords } from './redis-records.ts';
import { createRedisSettings, type RedisSettings } from './redis-settings.ts';

export interface RedisStoreOptions {
  /** Gets a sentence when Redis is lost, and one when it answers again. By default it goes to stderr. */
  readonly say?: (line: string) => void;
}

/**
 * Connect to a Redis.
 *
 * `redis://[user:password@]host[:port][/database][?prefix=NAME&expire=SECONDS]`, or `rediss://…`. `prefix` stands before all
 * keys (`understudy` by default): mocks with one prefix share one state. With `expire`, records are forgotten so many seconds
 * after the last one of their collection was written.
 *
 * Throws Error for an address that cannot be read, where `@redis/client` is not installed, and where no Redis answers.
 */
export async function openRedisStore(address: string, options: RedisStoreOptions = {}): Promise<StateStore> {
  refuseUnknownOptions<RedisStoreOptions>('open a Redis store', options, { say: true });
  const { say = (line) => console.error(line) } = options;
  const { url, shown, prefix, expireSeconds } = readAddress(address);
  const connection = await connectRedis(url, shown, say);
  const open = new Map<string, OpenState>();
  const changes = `{${prefix}}:changes`;
  await connection.listen(
    changes,
    (text) => {
      const { space, ...message } = JSON.parse(text) as ChangeMessage; // published below
      open.get(space)?.settings.hear(message);
    },
    () => {
      for (const { settings } of open.values()) settings.reread();
    },
  );
  const spaces = `{${prefix}}:spaces`;
  const close = (): Promise<void> => connection.close();
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
      faultCounts: createRedisFaultCounts(connection, `${own}fault-counts`, settings.enqueue),
    };
    open.set(space, state);
    // Where it fails, so does every call; the next replica that uses the space notes it again.
    if (space !== '') connection.send(['SADD', spaces, space]).catch(() => undefined);
    return state;
  };
  return {
    name: shown,
    get isReachable() {
      return connection.isReachable();
    },
    isPrompt: false,
    open: openSpace,
    spaces: () => connection.send<readonly string[]>(['SMEMBERS', spaces]),
    async remove(space) {
      await forget(
        openSpace(space, () => []),
        connection,
      );
      open.delete(space);
      await connection.send(['SREM', spaces, space]);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface OpenState extends KeptState {
  readonly settings: RedisSettings;
}

type ChangeMessage = Parameters<RedisSettings['hear']>[0] & { readonly space: string };

async function forget(
  { records, throttle, nonces, settings }: OpenState,
  connection: RedisConnection,
): Promise<void> {
  await Promise.all([records.clear(), throttle.clear(), nonces.clear()]);
  await connection.send(['UNLINK', ...settings.keys]);
}

function readAddress(address: string) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['redis:', 'rediss:'].includes(url.protocol))
    throw new Error(
      `Failed to open store "${address}": it is not an address of Redis. Write it like redis://127.0.0.1:6379.`,
    );
  const { searchParams } = url;
  const unknown = [...searchParams.keys()].find((name) => !['prefix', 'expire'].includes(name));
  if (unknown !== undefined)
    throw new Error(
      `Failed to open store "${shownAddress(url)}": there is no option "${unknown}". There are prefix and expire.`,
    );
  const prefix = searchParams.get('prefix') ?? 'understudy';
  const expire = searchParams.get('expire') ?? '0';
  if (!/^[\w.:-]+$/.test(prefix))
    throw new Error(
      `Failed to open store "${shownAddress(url)}": its prefix is "${prefix}". Use letters, digits, and . : - _.`,
    );
  if (!/^\d{1,9}$/.test(expire))
    throw new Error(
      `Failed to open store "${shownAddress(url)}": expire is "${expire}". Write a whole number of seconds.`,
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
