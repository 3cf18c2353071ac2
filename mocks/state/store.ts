/** The store of a mock: records by collection and key. */
import type { JsonObject } from '../../contract/json.ts';

/** Methods may answer at once or later, so that a store can also live in another process. */
export interface Store {
  /** Atomic: store a record unless the key is taken. Of any number of simultaneous calls for one key, one gets true. */
  create(collection: string, key: string, record: JsonObject): boolean | Promise<boolean>;
  get(collection: string, key: string): JsonObject | undefined | Promise<JsonObject | undefined>;
  /**
   * Atomic read-modify-write. `next` gets undefined for a missing record; what it returns is stored (a new record last), and
   * returned; undefined changes nothing. It may be called again, so it must be pure.
   */
  change(
    collection: string,
    key: string,
    next: (record: JsonObject | undefined) => JsonObject | undefined,
  ): JsonObject | undefined | Promise<JsonObject | undefined>;
  /** Whether there was a record. */
  remove(collection: string, key: string): boolean | Promise<boolean>;
  /** In the order of creation. */
  list(collection: string): readonly JsonObject[] | Promise<readonly JsonObject[]>;
  clear(): void | Promise<void>;
}

/** Records by key, in the order of creation, by collection. */
export type Contents = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

export interface MemoryStore extends Store {
  get(collection: string, key: string): JsonObject | undefined;
  /** All of it. Records are never changed in place, so it stays as it is. */
  export(): Contents;
  /** In place of all that is there. */
  import(contents: Contents): void;
}

/** What a collection holds before anybody puts something in. */
export type InitialRecords = (
  collection: string,
) => readonly { readonly key: string; readonly record: JsonObject }[];

/** A store in memory, forgotten with the process. A collection begins with its seeds when somebody first looks at it. */
export function createMemoryStore(seeds: InitialRecords = () => []): MemoryStore {
  const collections = new Map<string, Map<string, JsonObject>>();
  const begin = (name: string): Map<string, JsonObject> | undefined => {
    const seeded = seeds(name);
    if (seeded.length === 0) return undefined;
    const records = new Map(seeded.map(({ key, record }) => [key, record]));
    collections.set(name, records);
    return records;
  };
  const find = (name: string): Map<string, JsonObject> | undefined => collections.get(name) ?? begin(name);
  const collection = (name: string): Map<string, JsonObject> => {
    const known = find(name) ?? new Map<string, JsonObject>();
    collections.set(name, known);
    return known;
  };
  return {
    create(name, key, record) {
      const records = collection(name);
      if (records.has(key)) return false;
      records.set(key, record);
      return true;
    },
    change(name, key, next) {
      const changed = next(find(name)?.get(key));
      if (changed) collection(name).set(key, changed);
      return changed;
    },
    get: (name, key) => find(name)?.get(key),
    remove: (name, key) => find(name)?.delete(key) ?? false,
    list: (name) => [...(find(name)?.values() ?? [])],
    clear: () => collections.clear(),
    export: () =>
      Object.fromEntries([...collections].map(([name, records]) => [name, Object.fromEntries(records)])),
    import(contents) {
      collections.clear();
      for (const [name, records] of Object.entries(contents))
        collections.set(name, new Map(Object.entries(records)));
    },
  };
}
