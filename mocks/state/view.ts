/** One account's view: its stored records, then the records that the world declares. */
import type { Key } from '../../contract/operation/effect.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { World } from '../../contract/operation/preconditions.ts';
import type { CollectionName, Store } from './store.ts';

/** One account's view of collections. A record is named by the values of its key. */
export interface View {
  /** Part of a key asks for any record that agrees in it. A record with `wildcard` in a field is for every value of it. */
  has(collection: string, key: JsonObject, wildcard?: string): Promise<boolean>;
  /** The record, if it is known by more than its existence. */
  find(collection: string, key: JsonObject): Promise<JsonObject | undefined>;
  /** The records that agree with what is asked, in the order of creation; of the world those that have all `fields`. */
  list(collection: string, asked: JsonObject, fields: Key): Promise<readonly JsonObject[]>;
  create(collection: string, key: JsonObject, record: JsonObject): Promise<boolean>;
  /** See `Store.change`. */
  change(
    collection: string,
    key: JsonObject,
    next: (record: JsonObject | undefined) => JsonObject | undefined,
  ): Promise<JsonObject | undefined>;
  /** Whether there was a record. What the world says exists stays. */
  remove(collection: string, key: JsonObject): Promise<boolean>;
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

  const isStored = async (collection: string, key: JsonObject): Promise<boolean> => {
    const whole = keys.get(collection);
    if (!whole || whole.every((field) => key[field] !== undefined))
      return (await store.get(name(collection), keyOf(key))) !== undefined;
    return (await store.list(name(collection))).some((record) => agrees(record, key));
  };
  const isStoredForAll = async (
    collection: string,
    key: JsonObject,
    wildcard: string | undefined,
  ): Promise<boolean> => {
    const covering = wildcard === undefined ? [key] : coveringKeys(key, wildcard);
    for (const one of covering) if (await isStored(collection, one)) return true;
    return false;
  };

  return {
    async has(collection, key, wildcard) {
      if (await isStoredForAll(collection, key, wildcard)) return true;
      const around = world[collection];
      if (!around) return false;
      const known = patterns(collection, key);
      // What belongs to another account does not exist for this one, however open the collection is.
      if (known.length > 0) return known.some(isVisible);
      return around.open && !around.absent.some((record) => matches(record, key));
    },
    async find(collection, key) {
      return (await store.get(name(collection), keyOf(key))) ?? patterns(collection, key).find(isVisible);
    },
    async list(collection, asked, fields) {
      const around = world[collection]?.present.filter(
        (record) => isVisible(record) && fields.every((field) => record[field] !== undefined),
      );
      return [...(around ?? []), ...(await store.list(name(collection)))].filter((record) =>
        agrees(record, asked),
      );
    },
    change: async (collection, key, next) =>
      store.change(name(collection), keyOf(key), (record) =>
        next(record ?? patterns(collection, key).find(isVisible)),
      ),
    create: async (collection, key, record) => store.create(name(collection), keyOf(key), record),
    remove: async (collection, key) =>
      (await store.remove(name(collection), keyOf(key))) || patterns(collection, key).some(isVisible),
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
