/** One account's view: its stored records, then the records that the world declares. */
import type { Key } from '../../contract/operation/effect.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { World } from '../../contract/operation/preconditions.ts';
import { firstResult, whenDone, type Awaitable } from '../awaitable.ts';
import type { CollectionName, Store } from './store.ts';

/** One account's view of collections. A record is named by the values of its key. */
export interface View {
  /** Part of a key asks for any record that agrees in it. A record with `wildcard` in a field is for every value of it. */
  has(collection: string, key: JsonObject, wildcard?: string): Awaitable<boolean>;
  /** The record, if it is known by more than its existence. */
  find(collection: string, key: JsonObject): Awaitable<JsonObject | undefined>;
  /** The records that agree with what is asked, in the order of creation; of the world those that have all `fields`. */
  list(collection: string, asked: JsonObject, fields: Key): Awaitable<readonly JsonObject[]>;
  create(collection: string, key: JsonObject, record: JsonObject): Awaitable<boolean>;
  /** See `Store.change`. */
  change(
    collection: string,
    key: JsonObject,
    next: (record: JsonObject | undefined) => JsonObject | undefined,
  ): Awaitable<JsonObject | undefined>;
  /** Whether there was a record. What the world says exists stays. */
  remove(collection: string, key: JsonObject): Awaitable<boolean>;
}

/**
 * What one account sees: its own records, and what the world says exists for it or for everyone. `keys` are the whole keys
 * of the collections in which records can be made.
 */
export function viewOf(
  account: string,
  store: Store,
  world: World,
  keys: ReadonlyMap<string, Key> = new Map(),
): View {
  const name = (collection: string): CollectionName => ({ account, collection });
  const patterns = (collection: string, key: JsonObject): readonly JsonObject[] =>
    world[collection]?.present.filter((record) => matches(record, key)) ?? [];
  const isVisible = ({ account: owner }: JsonObject): boolean =>
    owner === undefined || String(owner) === account;

  const isStored = (collection: string, key: JsonObject): Awaitable<boolean> => {
    const whole = keys.get(collection);
    if (!whole || whole.every((field) => key[field] !== undefined))
      return whenDone(store.get(name(collection), keyOf(key)), (record) => record !== undefined);
    return whenDone(store.list(name(collection), keyStartOf(whole, key)), (records) =>
      records.some((record) => agrees(record, key)),
    );
  };
  const isDeclared = (collection: string, key: JsonObject): boolean => {
    const around = world[collection];
    if (!around) return false;
    const known = patterns(collection, key);
    // What belongs to another account does not exist for this one, however open the collection is.
    if (known.length > 0) return known.some(isVisible);
    return around.open && !around.absent.some((record) => matches(record, key));
  };

  return {
    has(collection, key, wildcard) {
      const covering = wildcard === undefined ? [key] : coveringKeys(key, wildcard);
      const stored = firstResult(covering, (one) =>
        whenDone(isStored(collection, one), (isThere) => (isThere ? one : undefined)),
      );
      return whenDone(stored, (one) => one !== undefined || isDeclared(collection, key));
    },
    find: (collection, key) =>
      whenDone(
        store.get(name(collection), keyOf(key)),
        (record) => record ?? patterns(collection, key).find(isVisible),
      ),
    list: (collection, asked, fields) =>
      whenDone(store.list(name(collection), keyStartOf(keys.get(collection), asked)), (records) => {
        const around = world[collection]?.present.filter(
          (record) => isVisible(record) && fields.every((field) => record[field] !== undefined),
        );
        return [...(around ?? []), ...records].filter((record) => agrees(record, asked));
      }),
    change: (collection, key, next) =>
      store.change(name(collection), keyOf(key), (record) =>
        next(record ?? patterns(collection, key).find(isVisible)),
      ),
    create: (collection, key, record) => store.create(name(collection), keyOf(key), record),
    remove: (collection, key) =>
      whenDone(
        store.remove(name(collection), keyOf(key)),
        (wasThere) => wasThere || patterns(collection, key).some(isVisible),
      ),
  };
}

/** The members of a record that name it. */
export function pickKey(record: JsonObject, key: Key): JsonObject {
  return Object.fromEntries(key.map((field) => [field, record[field] ?? '']));
}

/** The name of a record in a store. */
export function keyOf(key: JsonObject): string {
  return JSON.stringify(Object.values(key));
}

/** The beginning of the names of all records that agree in the first fields of their key; undefined where not even the first is given. */
function keyStartOf(whole: Key = [], asked: JsonObject): string | undefined {
  const open = whole.findIndex((field) => asked[field] === undefined);
  const given = (open < 0 ? whole : whole.slice(0, open)).map((field) => asked[field]);
  if (given.length === 0) return undefined;
  const start = JSON.stringify(given);
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
function matches(pattern: JsonObject, key: JsonObject): boolean {
  return Object.entries(key).every(
    ([field, value]) => pattern[field] === undefined || pattern[field] === value,
  );
}
