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

/** What one account sees: its own records, and what the world says exists for everyone. */
export function viewOf(account: string, store: Store, world: World): View {
  const name = (collection: string): string => `${account}/${collection}`;
  const pattern = (collection: string, key: JsonObject): JsonObject | undefined =>
    world[collection]?.present.find((record) => matches(record, key));

  return {
    async has(collection, key) {
      if ((await store.get(name(collection), keyOf(key))) !== undefined) return true;
      if (pattern(collection, key)) return true;
      const around = world[collection];
      return around !== undefined && around.open && !around.absent.some((record) => matches(record, key));
    },
    async find(collection, key) {
      return (await store.get(name(collection), keyOf(key))) ?? pattern(collection, key);
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
