/** The state of a mock, to look at, to keep, and to go back to. */
import type { Contract } from '../../contract/contract.ts';
import { isObject, type JsonObject } from '../../contract/json.ts';
import { isPromise, type Awaitable } from '../../contract/awaitable.ts';
import { whenDone } from '../awaitable.ts';
import { suggestion } from '../../contract/text/nearest.ts';
import { refuseNonObject } from '../../contract/text/options.ts';
import type { CollectionCount, AccountCollection, Contents, Store } from './store.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

/** The records of a mock, as JSON. Clock, rate limits and nonces are not part of it. */
export interface Snapshot {
  readonly version: 2;
  /** By account, collection and key. */
  readonly records: Contents;
}

/** The stored records, of a mock whose state answers at once. */
export interface State extends AwaitedState {
  clear(): void;
  collections(): readonly CollectionState[];
  counts(): readonly CollectionCount[];
  count(name: AccountCollection): number | undefined;
  records(name: AccountCollection): readonly JsonObject[];
}

/** Of a store in another process each answer is a promise. */
export interface AwaitedState {
  /** Forget every record; the next look at a collection finds its initial records. Rate limits, nonces and all else stay. */
  clear(): Awaitable<void>;
  /** By account and collection; where the store can tell, those that came into being first come first. Those without records are left out. */
  collections(): Awaitable<readonly CollectionState[]>;
  /** How many records each collection has, without reading them; those that nobody has looked at are left out. */
  counts(): Awaitable<readonly CollectionCount[]>;
  /** The same of one collection; undefined for one that nobody has looked at. */
  count(name: AccountCollection): Awaitable<number | undefined>;
  /** The records of one collection, in the order of creation; of one that nobody has looked at, those that it would begin with. */
  records(name: AccountCollection): Awaitable<readonly JsonObject[]>;
  /** What every account starts with. */
  initial(): readonly Omit<CollectionState, 'account'>[];
}

/** The records of one collection that belong to one account. */
export interface CollectionState {
  readonly account: string;
  readonly collection: string;
  /** In the order of creation. */
  readonly records: readonly JsonObject[];
}

/** `initial`: what an account starts with in each collection. */
export function createState(
  store: Store,
  contract: Contract,
  initial: (account: string) => readonly Omit<CollectionState, 'account'>[] = () => [],
): AwaitedState {
  return {
    clear: () => store.clear(),
    collections: () => whenDone(store.export(), collectionsOf),
    counts: () => store.counts(),
    count(name) {
      assertCollection(name, contract, 'count records');
      return store.count(name);
    },
    records(name) {
      assertCollection(name, contract, 'list records');
      return whenDone(store.count(name), (count) =>
        count === undefined
          ? (initial(name.account).find(({ collection }) => collection === name.collection)?.records ?? [])
          : store.list(name),
      );
    },
    initial: () => initial(''),
  };
}

/** Of a misspelt collection there would never be a record. */
function assertCollection(name: AccountCollection, contract: Contract, doing: string): void {
  refuseNonObject(doing, name);
  const known = new Set(
    [...contract.values()].flatMap(({ effect, preconditions }) =>
      [...(effect ? [effect] : []), ...preconditions].map(({ collection }) => collection),
    ),
  );
  if (known.has(name.collection)) return;
  throw new MisuseError(
    `Failed to ${doing} of "${name.collection}": no operation looks there. ${suggestion(String(name.collection), [...known])}`,
  );
}

function collectionsOf(contents: Contents): readonly CollectionState[] {
  return Object.entries(contents).flatMap(([account, collections]) =>
    Object.entries(collections).flatMap(([collection, records]) => {
      const all = Object.values(records);
      return all.length === 0 ? [] : [{ account, collection, records: all }];
    }),
  );
}

export function takeSnapshot(store: Store): Awaitable<Snapshot> {
  return whenDone(store.export(), (records) => ({ version: 2, records }));
}

/** Records are as flat as requests; what is nested deeper could be stored, and not be written again. */
const deepest = 32;

/** Throws MisuseError, and changes nothing, for a value that `snapshot` did not return. */
export function restoreSnapshot(store: Store, snapshot: unknown): Awaitable<void> {
  const records = isObject(snapshot) && snapshot['version'] === 2 ? snapshot['records'] : undefined;
  if (!isObject(records) || !Object.values(records).every(isCollections))
    throw new MisuseError(
      'Failed to restore a snapshot: it is not a snapshot of this version. Give what `mock.snapshot()` answered.',
    );
  if (isDeeperThan(deepest, records))
    throw new MisuseError(
      `Failed to restore a snapshot: a record is nested more than ${deepest} levels deep. Leave that record out.`,
    );
  return whenDone(store.export(), (before) => {
    const goBack = (cause: unknown): Awaitable<never> =>
      whenDone(store.import(before), () => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new MisuseError(`Failed to restore a snapshot: ${reason}`, { cause });
      });
    try {
      const done = store.import(records as Contents); // every collection was looked at
      return isPromise(done) ? done.catch(goBack) : done;
    } catch (cause) {
      return goBack(cause);
    }
  });
}

function isCollections(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.values(value).every((one) => isObject(one) && Object.values(one).every(isObject))
  );
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}
