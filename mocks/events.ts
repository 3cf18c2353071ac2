/** What a mock tells those who listen. */
import { MisuseError } from '../contract/text/misuse-error.ts';
import { suggestion } from '../contract/text/nearest.ts';
import { refuseNonFunction } from '../contract/text/options.ts';
import type { WireRequest } from './gateway/request.ts';
import { tell } from './state/tell.ts';
import type { Journal, JournalEntry } from './journal/journal.ts';

/** What listeners get, by the name of the event. */
export interface MockEventMap {
  /** A request arrived; nothing is decided yet. */
  readonly 'request:start': { readonly request: WireRequest };
  /** A call was answered, or lost: as the journal keeps it. */
  readonly 'request:end': JournalEntry;
  /** A call was refused; `request:end` follows. */
  readonly 'request:refused': JournalEntry;
  /** A fault was injected into a call; `request:end` follows. */
  readonly 'fault:injected': JournalEntry;
  /** The mock went back to how it was created. */
  readonly reset: undefined;
}

/** The names of the events. */
export type MockEventName = keyof MockEventMap;

/** Listeners are called in the order in which they came. One that throws is removed, and the error printed. */
export interface MockEvents {
  /** Returns a function that ends it. */
  on<Name extends MockEventName>(name: Name, listener: (event: MockEventMap[Name]) => void): () => void;
  /** The same for the next such event only. */
  once<Name extends MockEventName>(name: Name, listener: (event: MockEventMap[Name]) => void): () => void;
  /** Of one event, or of all. */
  removeAllListeners(name?: MockEventName): void;
}

export interface MockEventSource extends MockEvents {
  emit<Name extends MockEventName>(name: Name, event: MockEventMap[Name]): void;
  /** Whether anybody listens; to be asked before an event is made. */
  has(name: MockEventName): boolean;
}

/** Those of calls come from the journal, which is asked only while somebody listens to them. */
export function createEvents(journal: Pick<Journal, 'subscribe'>): MockEventSource {
  const listeners: Readonly<Record<MockEventName, Set<(event: never) => void>>> = {
    'request:start': new Set(),
    'request:end': new Set(),
    'request:refused': new Set(),
    'fault:injected': new Set(),
    reset: new Set(),
  };
  const listenersOf = (name: MockEventName): Set<(event: never) => void> => {
    if (Object.hasOwn(listeners, name)) return listeners[name];
    // Of an event that does not exist, nobody would ever hear.
    throw new MisuseError(
      `Failed to listen to "${name}": there is no such event. ${suggestion(String(name), Object.keys(listeners))}`,
    );
  };
  let unsubscribe: (() => void) | undefined;

  const follow = (): void => {
    const isFollowed = (['request:end', 'request:refused', 'fault:injected'] as const).some((name) =>
      events.has(name),
    );
    if (isFollowed) unsubscribe ??= journal.subscribe(tellOfCall);
    else {
      unsubscribe?.();
      unsubscribe = undefined;
    }
  };
  const tellOfCall = (entry: JournalEntry): void => {
    if (entry.decision.kind === 'refused') events.emit('request:refused', entry);
    if (entry.fault !== undefined && entry.fault.unplayable === undefined)
      events.emit('fault:injected', entry);
    events.emit('request:end', entry);
  };
  const events: MockEventSource = {
    on(name, listener) {
      refuseNonFunction(`listen to "${name}"`, listener);
      const those = listenersOf(name).add(listener);
      follow();
      return () => {
        those.delete(listener);
        follow();
      };
    },
    once(name, listener) {
      refuseNonFunction(`listen to "${name}"`, listener);
      const end = events.on(name, (event) => {
        end();
        listener(event);
      });
      return end;
    },
    removeAllListeners(name) {
      const those = name === undefined ? Object.values(listeners) : [listenersOf(name)];
      for (const some of those) some.clear();
      follow();
    },
    has: (name) => listeners[name].size > 0,
    emit(name, event) {
      const those = listeners[name];
      for (const listener of those)
        // It was added for events of this name.
        if (!tell(listener as (event: MockEventMap[typeof name]) => void, event, `"${name}"`))
          those.delete(listener);
    },
  };
  return events;
}
