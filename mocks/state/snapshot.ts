/** The state of a mock, to look at, to keep, and to go back to. */
import { isObject, type JsonObject } from '../../contract/json.ts';
import type { Contents, MemoryStore } from './store.ts';

/** What a mock remembers, as JSON. Clock, rate limits and nonces are not part of it. */
export interface Snapshot {
  readonly version: 1;
  readonly records: Contents;
}

export interface State {
  /** By account and collection, in the order in which they came into being; those without records are left out. */
  collections(): readonly CollectionState[];
}

export interface CollectionState {
  readonly account: string;
  readonly collection: string;
  /** In the order of creation. */
  readonly records: readonly JsonObject[];
}

export function createState(store: MemoryStore): State {
  return {
    collections: () =>
      Object.entries(store.export()).flatMap(([name, records]) => {
        const all = Object.values(records);
        // An account is whatever a caller says it is; the name of a collection has no slash.
        const slash = name.lastIndexOf('/');
        return all.length === 0
          ? []
          : [{ account: name.slice(0, slash), collection: name.slice(slash + 1), records: all }];
      }),
  };
}

export function takeSnapshot(store: MemoryStore): Snapshot {
  return { version: 1, records: store.export() };
}

/** Throws Error, and changes nothing, for a value that `snapshot` did not return. */
export function restoreSnapshot(store: MemoryStore, snapshot: unknown): void {
  const records = isObject(snapshot) && snapshot['version'] === 1 ? snapshot['records'] : undefined;
  if (!isObject(records) || !Object.entries(records).every(([name, one]) => isCollection(name, one)))
    throw new Error(
      'Failed to restore a snapshot: it is not a snapshot of this version. Give what `mock.snapshot()` answered.',
    );
  store.import(records as Contents); // every collection was looked at
}

function isCollection(name: string, value: unknown): boolean {
  return name.includes('/') && isObject(value) && Object.values(value).every(isObject);
}
