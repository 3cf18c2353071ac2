/** What exists around the API: the state a mock keeps, seen together with the world it starts in. */
import type { JsonObject } from '../contract/json.ts';
import type { Key, World } from '../contract/state.ts';
import type { Store } from './store.ts';

/** One account's view of collections. A record is named by the values of its key. */
export interface View {
  has(collection: string, key: JsonObject): Promise<boolean>;
  /** The record, if it is known by more than its existence. */
  find(collection: string, key: JsonObject): Promise<JsonObject | undefined>;
  create(collection: string, key: JsonObject, record: JsonObject): Promise<boolean>;
  remove(collection: string, key: JsonObject): Promise<boolean>;
}

/** What one account sees: its own records, and what the world says exists for it or for everyone. */
export function viewOf(account: string, store: Store, world: World): View {
  const name = (collection: string): string => `${account}/${collection}`;
  const patterns = (collection: string, key: JsonObject): readonly JsonObject[] =>
    world[collection]?.present.filter((record) => matches(record, key)) ?? [];
  const isVisible = ({ account: owner }: JsonObject): boolean =>
    owner === undefined || String(owner) === account;

  return {
    async has(collection, key) {
      if ((await store.get(name(collection), keyOf(key))) !== undefined) return true;
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
    create: async (collection, key, record) => store.create(name(collection), keyOf(key), record),
    remove: async (collection, key) => store.remove(name(collection), keyOf(key)),
  };
}

/** The members of a record that name it. */
export function pickKey(record: JsonObject, key: Key): JsonObject {
  return Object.fromEntries(key.map((field) => [field, record[field] ?? '']));
}

function keyOf(key: JsonObject): string {
  return JSON.stringify(Object.values(key));
}

/** A field that the pattern leaves out matches anything. */
function matches(pattern: JsonObject, key: JsonObject): boolean {
  return Object.entries(key).every(
    ([field, value]) => pattern[field] === undefined || pattern[field] === value,
  );
}
