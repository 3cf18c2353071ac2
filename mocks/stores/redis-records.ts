/** Records in Redis. */
import type { JsonObject } from '../../contract/json.ts';
import { keyOf } from '../state/view.ts';
import type { AccountCollection, Contents, InitialRecords, Store } from '../state/store.ts';
import { createDryRun } from './dry-run.ts';
import type { Script } from './redis-batches.ts';
import type { RedisConnection } from './redis-connection.ts';
import {
  changeScript,
  createScript,
  exportScript,
  forgetNamedScript,
  getScript,
  listScript,
  removeScript,
} from './redis-scripts.ts';
import { define } from './contents.ts';

export function createRedisRecords(
  connection: RedisConnection,
  prefix: string,
  expireSeconds: number,
  initial: InitialRecords,
): Store {
  const [positions, names, hash] = [`${prefix}positions`, `${prefix}collections`, `${prefix}records:`];

  const run = <Reply>(
    script: Script,
    { account, collection }: AccountCollection,
    ...values: readonly string[]
  ): Promise<Reply> => {
    const settings = settingsOf(initial({ account, collection }), expireSeconds);
    return connection.run(
      script,
      [hash + keyOf({ account, collection }), positions],
      settings === undefined ? values : [...values, settings],
    );
  };
  /** Without initial records there is nothing to begin with, and a look at a collection does not begin it. */
  const look = <Reply>(
    command: string,
    script: Script,
    name: AccountCollection,
    ...values: readonly string[]
  ): Promise<Reply> =>
    initial(name).length === 0
      ? connection.send([
          command,
          hash + keyOf({ account: name.account, collection: name.collection }),
          ...values,
        ])
      : run(script, name, ...values);
  const getText = (name: AccountCollection, key: string): Promise<string | null> =>
    look('HGET', getScript, name, key);

  const store: Store = {
    create: (name, key, record) => run<number>(createScript, name, key, JSON.stringify(record)).then(isOne),
    async get(name, key) {
      const text = await getText(name, key);
      return text === null ? undefined : readRecord(text);
    },
    async change(name, key, next) {
      for (;;) {
        const text = await getText(name, key);
        const old = text === null ? undefined : readRecord(text);
        const changed = next(old);
        if (!changed || changed === old) return changed;
        const json = JSON.stringify(changed);
        // Somebody else may have been faster: then all of it again, with what is there now.
        if ((await run<number>(changeScript, name, key, text ?? '', json)) === 1)
          return JSON.parse(json) as JsonObject; // written above
      }
    },
    async remove(name, key) {
      return (await look<number>('HDEL', removeScript, name, key)) === 1;
    },
    async list(name) {
      const texts = await look<readonly string[]>('HVALS', listScript, name);
      return texts.toSorted((a, b) => positionOf(a) - positionOf(b)).map(readRecord);
    },
    async clear() {
      await connection.run(forgetNamedScript, [names], [hash]);
    },
    async export() {
      const found = await connection.run<readonly (readonly [string, readonly string[]])[]>(
        exportScript,
        [names],
        [hash],
      );
      return contentsOf(
        found.map(([place, flat]) => ({
          place: JSON.parse(place) as readonly [account: string, collection: string], // written by keyOf
          records: pairs(flat),
        })),
      );
    },
    async import(contents) {
      // Positions go on from collection to collection, so that these stay in their order too.
      let position = 0;
      const commands = Object.entries(contents).flatMap(([account, collections]) =>
        Object.entries(collections).flatMap(([collection, records]) => {
          const place = keyOf({ account, collection });
          const values = Object.entries(records).flatMap(([key, record]) => [
            key,
            `${(position += 1)} ${JSON.stringify(record)}`,
          ]);
          const put = values.length === 0 ? [] : [['HSET', hash + place, ...values]];
          return [['SADD', names, place], ['INCRBY', positions, String(values.length)], ...put];
        }),
      );
      // Together: nobody finds it empty meanwhile, and makes what is there a moment later.
      await connection.sendTogether([['EVAL', forgetNamedScript.text, '1', names, hash], ...commands]);
    },
    async counts() {
      const places = await connection.send<readonly string[]>(['SMEMBERS', names]);
      return Promise.all(
        places.toSorted().map(async (place) => {
          const [account, collection] = JSON.parse(place) as readonly [string, string]; // written by keyOf
          return { account, collection, count: await connection.send<number>(['HLEN', hash + place]) };
        }),
      );
    },
    async count({ account, collection }) {
      const place = keyOf({ account, collection });
      if ((await connection.send<number>(['SISMEMBER', names, place])) === 0) return undefined;
      return connection.send<number>(['HLEN', hash + place]);
    },
    fork: () => createDryRun(store),
  };
  return store;
}

/** See the scripts. */
function settingsOf(records: ReturnType<InitialRecords>, expireSeconds: number): string | undefined {
  if (records.length === 0 && expireSeconds === 0) return undefined;
  const initial = records.flatMap(({ key, record }) => [key, JSON.stringify(record)]);
  return JSON.stringify({ initial, expireSeconds });
}

function isOne(reply: number): boolean {
  return reply === 1;
}

function positionOf(text: string): number {
  return Number.parseInt(text, 10);
}

function readRecord(text: string): JsonObject {
  return JSON.parse(text.slice(text.indexOf(' ') + 1)) as JsonObject; // written here, or by a script
}

/** A hash as Redis answers it: keys and values by turns. */
function pairs(flat: readonly string[]): readonly (readonly [string, string])[] {
  return flat.flatMap((key, index) => (index % 2 === 0 ? [[key, flat[index + 1] ?? ''] as const] : []));
}

interface FoundCollection {
  readonly place: readonly [account: string, collection: string];
  readonly records: readonly (readonly [key: string, text: string])[];
}

function contentsOf(found: readonly FoundCollection[]): Contents {
  const contents: Record<string, Record<string, Record<string, JsonObject>>> = {};
  const first = ({ records }: FoundCollection): number =>
    Math.min(...records.map(([, text]) => positionOf(text)));
  for (const { place, records } of found.toSorted((a, b) => first(a) - first(b))) {
    const ordered = records.toSorted(([, a], [, b]) => positionOf(a) - positionOf(b));
    for (const [key, text] of ordered) define(contents, place, key, readRecord(text));
    if (ordered.length === 0) define(contents, place);
  }
  return contents;
}
