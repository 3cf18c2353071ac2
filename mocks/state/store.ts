/** The store of a mock: records by collection and key. */
import type { JsonObject } from '../../contract/json.ts';
import { Accounts, chainOf, type Account } from './accounts.ts';
import { Collection } from './collection.ts';

/** A collection of one account. */
export interface AccountCollection {
  readonly account: string;
  readonly collection: string;
}

/**
 * Methods may answer at once or later, so that a store can also live in another process. A key is the JSON of the list of the
 * record's key values, in the order of the key's fields.
 */
export interface Store {
  /** Atomic: store a record unless the key is taken. Of any number of simultaneous calls for one key, one gets true. */
  create(name: AccountCollection, key: string, record: JsonObject): boolean | Promise<boolean>;
  get(name: AccountCollection, key: string): JsonObject | undefined | Promise<JsonObject | undefined>;
  /**
   * Atomic read-modify-write. `next` gets undefined for a missing record; what it returns is stored (a new record last), and
   * returned; undefined changes nothing. It may be called again, so it must be pure.
   */
  change(
    name: AccountCollection,
    key: string,
    next: (record: JsonObject | undefined) => JsonObject | undefined,
  ): JsonObject | undefined | Promise<JsonObject | undefined>;
  /** Whether there was a record. */
  remove(name: AccountCollection, key: string): boolean | Promise<boolean>;
  /**
   * In the order of creation. The caller needs only records whose key begins with `keyStart`, such as `["example.com",`; a store
   * that cannot tell them sooner may return others too.
   */
  list(name: AccountCollection, keyStart?: string): readonly JsonObject[] | Promise<readonly JsonObject[]>;
  /** Whether a collection holds nothing; left out by a store that cannot tell at once. */
  isEmpty?(name: AccountCollection): boolean;
  clear(): void | Promise<void>;
  /** All of it. Records are never changed in place, so it stays as it is. */
  export(): Contents | Promise<Contents>;
  /** In place of all that is there. */
  import(contents: Contents): void | Promise<void>;
  /** How many records each collection has that has begun; where the store can tell, those that began first come first. */
  counts(): readonly CollectionCount[] | Promise<readonly CollectionCount[]>;
  /** The same of one collection; undefined where it has not begun. To ask does not begin it. */
  count(name: AccountCollection): number | undefined | Promise<number | undefined>;
  /** A copy for dry runs: its changes are not seen here. Each collection is copied when the dry run first reads it. */
  fork(): Store;
}

export interface CollectionCount extends AccountCollection {
  readonly count: number;
}

/** Records by key, in the order of creation, by account and collection. */
export type Contents = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, JsonObject>>>>>
>;

/** A store that answers at once. */
export interface PromptStore extends Store {
  create(name: AccountCollection, key: string, record: JsonObject): boolean;
  get(name: AccountCollection, key: string): JsonObject | undefined;
  change(
    name: AccountCollection,
    key: string,
    next: (record: JsonObject | undefined) => JsonObject | undefined,
  ): JsonObject | undefined;
  remove(name: AccountCollection, key: string): boolean;
  list(name: AccountCollection, keyStart?: string): readonly JsonObject[];
  clear(): void;
  export(): Contents;
  import(contents: Contents): void;
  counts(): readonly CollectionCount[];
  count(name: AccountCollection): number | undefined;
}

export interface MemoryStore extends PromptStore {
  fork(): MemoryStore;
}

/** The records that a collection has from the start. */
export type InitialRecords = (
  name: AccountCollection,
) => readonly { readonly key: string; readonly record: JsonObject }[];

/** The store is full: a record would exceed its limit. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
  readonly code = 'ERR_STORE_FULL';
}

/** Characters of JSON, of records, their keys and the names of their accounts; one byte of memory each, or two where one of a record is no Latin letter. */
const mostLength = 384 * 1024 * 1024;

/**
 * A store in memory, forgotten with the process. A collection begins with its initial records when somebody first looks at it.
 *
 * Throws StoreFullError for a record beyond `limit`, in characters of JSON.
 */
export function createMemoryStore(
  initial: InitialRecords = () => [],
  limit = mostLength,
  accounts = new Accounts(),
): MemoryStore {
  return createStoreOf(0, (name) => collectionOf(name.collection, initial(name)), limit, accounts);
}

/** Undefined for one without records. */
function collectionOf(name: string, records: ReturnType<InitialRecords>): Collection | undefined {
  if (records.length === 0) return undefined;
  return new Collection(
    name,
    records.map(({ key, record }) => [key, JSON.stringify(record)]),
  );
}

function inChain(collection: Collection | undefined, name: string): Collection | undefined {
  let one = collection;
  while (one && one.name !== name) one = one.next;
  return one;
}

/** `first` is what a collection begins with when somebody first looks at it. */
function createStoreOf(
  firstLength: number,
  first: (name: AccountCollection) => Collection | undefined,
  limit: number,
  accounts: Accounts,
  isFork = false,
): MemoryStore {
  // Those with collections, in the order in which they came into being.
  const stored = new Set<Account>();
  let length = firstLength;

  const put = (name: string, records: Collection): Collection => {
    const account = accounts.open(name);
    if (!account.collection) {
      stored.add(account);
      length += name.length;
    }
    const last = chainOf(account.collection).at(-1);
    if (last) last.next = records;
    else account.collection = records;
    return records;
  };
  const known = ({ account, collection }: AccountCollection): Collection | undefined =>
    inChain(accounts.find(account)?.collection, collection);
  const empty = (): void => {
    for (const account of stored) {
      account.collection = undefined;
      accounts.tidy(account);
    }
    stored.clear();
    length = 0;
  };
  /** In a full store a collection is created anew at each read: nothing can be written to it anyway. */
  const begin = (name: AccountCollection): Collection | undefined => {
    const records = first(name);
    if (!records) return undefined;
    const begun = isFork ? 0 : records.length();
    if (length + name.account.length + begun > limit) return records;
    length += begun;
    return put(name.account, records);
  };
  const find = (name: AccountCollection): Collection | undefined => known(name) ?? begin(name);
  /** The record as JSON, in place of `before`. Throws StoreFullError if it does not fit. */
  const room = (account: string, key: string, record: JsonObject, before?: string): string => {
    const json = JSON.stringify(record);
    const ofAccount = accounts.find(account)?.collection ? 0 : account.length;
    const more = before === undefined ? key.length + json.length : json.length - before.length;
    if (more > 0 && length + ofAccount + more > limit)
      throw new StoreFullError(
        `The state is full: it holds ${length} characters of JSON, and at most ${limit}. Reset the mock, or remove records.`,
      );
    length += more;
    return json;
  };
  const forget = (key: string, json: string): void => {
    length = Math.max(0, length - key.length - json.length);
  };

  return {
    isEmpty: (name) => (find(name)?.size ?? 0) === 0,
    create(name, key, record) {
      const records = find(name);
      if (records?.has(key)) return false;
      const json = room(name.account, key, record);
      (records ?? put(name.account, new Collection(name.collection))).set(key, json);
      return true;
    },
    change(name, key, next) {
      const records = find(name);
      const before = records?.text(key);
      const old = records?.get(key);
      const changed = next(old);
      if (!changed || changed === old) return changed;
      const json = room(name.account, key, changed, before);
      (records ?? put(name.account, new Collection(name.collection))).set(key, json);
      return changed;
    },
    get: (name, key) => find(name)?.get(key),
    remove(name, key) {
      const records = find(name);
      const old = records?.text(key);
      if (!records || old === undefined) return false;
      forget(key, old);
      return records.delete(key);
    },
    list: (name, keyStart = '') => find(name)?.list(keyStart) ?? [],
    clear: empty,
    export: () =>
      byName(stored, ({ collection }) =>
        byName(chainOf(collection), (records) => Object.fromEntries(records.all())),
      ),
    counts: () =>
      [...stored].flatMap(({ name: account, collection }) =>
        chainOf(collection).map(({ name, size }) => ({ account, collection: name, count: size })),
      ),
    count: (name) => known(name)?.size,
    // A collection is copied when the dry run looks at it: one of a large store costs no more than one of a small store.
    fork: () =>
      createStoreOf(length, (name) => known(name)?.fork() ?? first(name), limit, new Accounts(), true),
    import(contents) {
      empty();
      for (const [account, collections] of Object.entries(contents))
        for (const [collection, records] of Object.entries(collections)) {
          const kept = Object.entries(records).map(([key, record]): [string, string] => [
            key,
            room(account, key, record),
          ]);
          put(account, new Collection(collection, kept));
        }
    },
  };
}

function byName<Item extends { readonly name: string }, Result>(
  items: Iterable<Item>,
  change: (item: Item) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries([...items].map((item) => [item.name, change(item)]));
}
