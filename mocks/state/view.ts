/** What an account sees: its stored records, then the records that the world declares. */
import type { Key } from '../../contract/operation/effect.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { CollectionWorld, World } from '../../contract/operation/preconditions.ts';
import { type Awaitable } from '../../contract/awaitable.ts';
import { firstResult, whenDone } from '../awaitable.ts';
import type { AccountCollection, Store } from './store.ts';

/** A record of a collection, by the fields that name it; a precondition and an effect are such. */
export interface Named {
  readonly collection: string;
  readonly key: Key;
  /** In a record, this value of a key field stands for every value. */
  readonly wildcard?: string;
}

/** The records that an account can see. `asked` is a request or a record with the values of the key. */
export interface View {
  /** Whether there is a record. With part of a key: any record that has the same values in it. */
  has(account: string, named: Named, asked: JsonObject): Awaitable<boolean>;
  /** Whether the world declares such a record. */
  isDeclared(account: string, named: Named, asked: JsonObject): boolean;
  /** The record; undefined for a missing one, and for one of which the world declares no more than that it exists. */
  find(account: string, named: Named, asked: JsonObject): Awaitable<JsonObject | undefined>;
  /** The records that agree with `asked` in all of it, in the order of creation; of the world those that have all `fields`. */
  list(account: string, collection: string, asked: JsonObject, fields: Key): Awaitable<readonly JsonObject[]>;
  create(account: string, named: Named, record: JsonObject): Awaitable<boolean>;
  /** See `Store.change`. */
  change(
    account: string,
    named: Named,
    asked: JsonObject,
    next: (record: JsonObject | undefined) => JsonObject | undefined,
  ): Awaitable<JsonObject | undefined>;
  /** Removes a stored record. Returns whether there was one, stored or declared by the world; what the world declares stays. */
  remove(account: string, named: Named, asked: JsonObject): Awaitable<boolean>;
}

/**
 * Creates the view of accounts: their stored records, then those that the world declares for them or for everyone. `keys` are
 * the key fields of each collection that some operation creates in.
 */
export function createView(store: Store, world: World, keys: ReadonlyMap<string, Key> = new Map()): View {
  const isStored = (name: AccountCollection, fields: Key, asked: JsonObject): Awaitable<boolean> => {
    const whole = keys.get(name.collection);
    if (!whole || holdsAll(fields, whole)) {
      return whenDone(store.get(name, keyOf(asked, fields)), isThere);
    }
    const part = pickKey(asked, fields);
    return whenDone(store.list(name, keyStartOf(whole, part)), (records) =>
      records.some((record) => agrees(record, part)),
    );
  };
  const isCovered = (
    name: AccountCollection,
    { key, wildcard = '' }: Named,
    asked: JsonObject,
  ): Awaitable<boolean> => {
    const covering = coveringKeys(pickKey(asked, key), wildcard);
    const stored = firstResult(covering, (one) =>
      whenDone(isStored(name, key, one), (found) => (found ? one : undefined)),
    );
    return whenDone(stored, isThere);
  };
  /** The first record of the world that has the values of `asked` and that this account may see. */
  const declared = (account: string, { collection, key }: Named, asked: JsonObject): JsonObject | undefined =>
    world[collection]?.present.find((pattern) => matches(pattern, key, asked) && isVisible(pattern, account));

  return {
    has(account, named, asked) {
      const { collection, key, wildcard } = named;
      // The world is at hand, and a store may have to be waited for.
      if (exists(world[collection], key, asked, account)) return true;
      const name = { account, collection };
      if (store.isEmpty?.(name) === true) return false;
      return wildcard === undefined ? isStored(name, key, asked) : isCovered(name, named, asked);
    },
    isDeclared: (account, { collection, key }, asked) => exists(world[collection], key, asked, account),
    find(account, named, asked) {
      const name = { account, collection: named.collection };
      if (store.isEmpty?.(name) === true) return declared(account, named, asked);
      return whenDone(
        store.get(name, keyOf(asked, named.key)),
        (record) => record ?? declared(account, named, asked),
      );
    },
    list: (account, collection, asked, fields) =>
      whenDone(store.list({ account, collection }, keyStartOf(keys.get(collection), asked)), (records) => {
        const around = world[collection]?.present.filter(
          (record) => isVisible(record, account) && fields.every((field) => record[field] !== undefined),
        );
        return [...(around ?? []), ...records].filter((record) => agrees(record, asked));
      }),
    change: (account, named, asked, next) =>
      store.change({ account, collection: named.collection }, keyOf(asked, named.key), (record) =>
        next(record ?? declared(account, named, asked)),
      ),
    create: (account, { collection, key }, record) =>
      store.create({ account, collection }, keyOf(record, key), record),
    remove: (account, named, asked) =>
      whenDone(
        store.remove({ account, collection: named.collection }, keyOf(asked, named.key)),
        (wasThere) => wasThere || declared(account, named, asked) !== undefined,
      ),
  };
}

function isThere(found: JsonObject | undefined): boolean {
  return found !== undefined;
}

function holdsAll(fields: Key, whole: Key): boolean {
  for (const field of whole) if (!fields.includes(field)) return false;
  return true;
}

/** Whether the world declares such a record. */
function exists(around: CollectionWorld | undefined, key: Key, asked: JsonObject, account: string): boolean {
  if (!around) return false;
  let isKnown = false;
  for (const pattern of around.present) {
    if (!matches(pattern, key, asked)) continue;
    if (isVisible(pattern, account)) return true;
    isKnown = true;
  }
  // What belongs to another account does not exist for this one, however open the collection is.
  if (isKnown || !around.open) return false;
  for (const pattern of around.absent) if (matches(pattern, key, asked)) return false;
  return true;
}

function isVisible({ account: owner }: JsonObject, account: string): boolean {
  return owner === undefined || String(owner) === account;
}

/** The key of a record: its key fields only. */
export function pickKey(record: JsonObject, key: Key): JsonObject {
  return Object.fromEntries(key.map((field) => [field, record[field] ?? '']));
}

/** The name of a record in a store: the JSON of the values that name it, by default all. */
export function keyOf(record: JsonObject, key: Key = Object.keys(record)): string {
  // A copy has room for so many values and no more.
  const values: Json[] = key.slice();
  for (let index = 0; index < values.length; index += 1) values[index] = record[key[index] ?? ''] ?? '';
  return JSON.stringify(values);
}

/** The beginning of the names of all records that agree in the first fields of their key; undefined where not even the first is given. */
function keyStartOf(whole: Key = [], asked: JsonObject): string | undefined {
  const open = whole.findIndex((field) => asked[field] === undefined);
  const given = open < 0 ? whole : whole.slice(0, open);
  if (given.length === 0) return undefined;
  const start = keyOf(asked, given);
  return open < 0 ? start : `${start.slice(0, -1)},`;
}

/** The key, and every key with the wildcard in place of some of its values. */
function coveringKeys(key: JsonObject, wildcard: string): readonly JsonObject[] {
  return Object.entries(key).reduce<readonly JsonObject[]>(
    (keys, [field, value]) =>
      keys.flatMap((one) => [
        { ...one, [field]: value },
        ...(value === wildcard ? [] : [{ ...one, [field]: wildcard }]),
      ]),
    [{}],
  );
}

function agrees(record: JsonObject, asked: JsonObject): boolean {
  return Object.entries(asked).every(([field, value]) => record[field] === value);
}

/** A field that the pattern leaves out matches anything. */
function matches(pattern: JsonObject, key: Key, asked: JsonObject): boolean {
  // Patterns have fewer fields than keys.
  for (const field in pattern)
    if (key.includes(field) && pattern[field] !== (asked[field] ?? '')) return false;
  return true;
}
