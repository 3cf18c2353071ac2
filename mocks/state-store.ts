/** Where mocks keep what they remember: in memory, in a file, or in a service that several processes share. */
/// <reference lib="esnext.disposable" preserve="true" />
import type { JsonObject } from '../contract/json.ts';
import type { Awaitable } from '../contract/awaitable.ts';
import { createNonces, type Nonces, type PromptNonces } from './auth/nonces.ts';
import type { FaultCounts } from './faults/counts.ts';
import type { Faults, FaultSettingsOwner } from './faults/faults.ts';
import { createThrottle, type PromptThrottle, type Throttle } from './gateway/throttle.ts';
import type { Clock, ClockStart } from './settings/clock.ts';
import { Accounts } from './state/accounts.ts';
import { createMemoryStore, type InitialRecords, type PromptStore, type Store } from './state/store.ts';

/** A place for the states of mocks, one for each space. */
export interface StateStore extends AsyncDisposable {
  /** To show, without secrets: `memory`, `sqlite:PATH`, or the address of a Redis. */
  readonly name: string;
  /** False from when an answer did not come until one comes again. */
  readonly isReachable: boolean;
  /** Whether it answers at once; else each of its answers is a promise, and others may share it. */
  readonly isPrompt: boolean;
  /** The state of a space; the same name finds the same state. `''` is the space of those who name none. */
  open(space: string, initial: InitialRecords): KeptState;
  /** The spaces that it remembers, but for `''`. */
  spaces(): Awaitable<readonly KeptSpace[]>;
  /** Note that a space is in use, in milliseconds since the epoch. */
  touch(space: string, at: number): void;
  /** Forget a space, all of it; with `since` only if it was not used after that. */
  remove(space: string, since?: number): void | Promise<void>;
  /** Hear of spaces that somebody else has removed. */
  onRemoved(listener: (space: string) => void): void;
  close(): Promise<void>;
}

export interface KeptSpace {
  readonly name: string;
  /** In milliseconds since the epoch, or a little less; undefined where nobody has noted it. */
  readonly lastUsed: number | undefined;
}

/** A store that answers at once. */
export interface PromptStateStore extends StateStore {
  readonly isPrompt: true;
  open(space: string, initial: InitialRecords): PromptKeptState;
  spaces(): readonly KeptSpace[];
  remove(space: string, since?: number): void;
}

/** What one mock remembers beside its journal, which is its own. */
export interface KeptState {
  readonly records: Store;
  readonly throttle: Throttle;
  readonly nonces: Nonces;
  /** How the clock was moved and which faults were set; undefined where they end with the process. */
  readonly settings: Settings | undefined;
  /** Makes clock and faults of a mock those of all who share the settings; undefined where nobody does. */
  readonly share: ShareSettings | undefined;
  /** The same of how often faults were injected. */
  readonly faultCounts: FaultCounts | undefined;
}

export interface PromptKeptState extends KeptState {
  readonly records: PromptStore;
  readonly throttle: PromptThrottle;
  readonly nonces: PromptNonces;
}

/** A clock and faults that others move and set as well. */
export type ShareSettings = <Own extends Faults & FaultSettingsOwner>(
  own: { readonly clock: Clock; readonly faults: Own },
  start: ClockStart | undefined,
) => { readonly clock: Clock; readonly faults: Own };

/** Small values by name, which all who share a state have in common. */
export interface Settings {
  /** As it was last heard of; undefined where nobody has written it. */
  read(name: SettingName): JsonObject | undefined;
  /**
   * Atomic: put what `next` makes of the latest value in its place. Of simultaneous changes none is lost. It may be called again, and
   * later, so that it has to be pure.
   */
  change(name: SettingName, next: (latest: JsonObject | undefined) => JsonObject): void;
  subscribe(listener: SettingListener): void;
  /** Done when what was changed here has arrived, or could not; undefined where it has. */
  readonly arriving: Promise<void> | undefined;
  /** Done when everything that was written has arrived, and what others have written is known. */
  settled(): Promise<void>;
}

export interface SettingListener {
  /** To be done at once, and again where the settings may have been forgotten. */
  readonly begin: () => void;
  /** Somebody has written a value, this listener perhaps. */
  readonly take: (name: SettingName, value: JsonObject) => void;
}

export type SettingName = 'clock' | 'faults' | 'fault-counts';

/** A state that cannot be reached, or was not answered in time: nothing may be said about what became of a call. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  readonly code = 'ERR_STORE_UNAVAILABLE';
}

/** What a store in memory says of itself. */
export const inMemory = { name: 'memory', isReachable: true, isPrompt: true } as const;

/** One state in memory, for a mock that needs no store. */
export function createMemoryState(initial: InitialRecords): PromptKeptState {
  const accounts = new Accounts();
  return {
    records: createMemoryStore(initial, undefined, accounts),
    throttle: createThrottle([], accounts),
    nonces: createNonces(),
    settings: undefined,
    share: undefined,
    faultCounts: undefined,
  };
}

/** States in memory, forgotten with the process. */
export function createMemoryStateStore(): PromptStateStore {
  const kept = new Map<string, PromptKeptState>();
  const used = new Map<string, number>();
  const close = async (): Promise<void> => kept.clear();
  return {
    ...inMemory,
    open(space, initial) {
      const known = kept.get(space);
      if (known) return known;
      const state = createMemoryState(initial);
      kept.set(space, state);
      return state;
    },
    spaces: () =>
      [...kept.keys()].filter((space) => space !== '').map((name) => ({ name, lastUsed: used.get(name) })),
    touch: (space, at) => void used.set(space, at),
    remove(space, since = Infinity) {
      if ((used.get(space) ?? -Infinity) > since) return;
      kept.delete(space);
      used.delete(space);
    },
    onRemoved: () => undefined,
    close,
    [Symbol.asyncDispose]: close,
  };
}
