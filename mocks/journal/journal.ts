/** What a mock was asked and what it answered, the latest calls of it. */
import type { Exchange } from '../engine/engine.ts';
import { matchesParameters } from '../parameter-match.ts';
import { redact, type SeenRequest } from './redact.ts';
import type { WireRequest } from '../gateway/request.ts';

export interface JournalEntry extends Exchange {
  /** Counts the calls of the mock, from 1, in the order of the answers. */
  readonly id: number;
  /** As it came, but for secrets. */
  readonly request: SeenRequest;
  /** In real time, latency that was played included. */
  readonly durationMs: number;
}

export interface JournalFilter {
  readonly operation?: string;
  /** Parameters that the call has, nested or by their names on the wire, such as `Parts.1.Kind`. */
  readonly where?: Readonly<Record<string, unknown>>;
}

export type JournalListener = (entry: JournalEntry) => void;

export interface Journal {
  /** The calls that are still remembered, oldest first. */
  requests(filter?: JournalFilter): readonly JournalEntry[];
  /** The call with this id, while it is remembered. */
  find(id: number): JournalEntry | undefined;
  /** Forget the calls; ids go on counting. */
  clear(): void;
  /** Subscribe to every call from now on; call the returned function to unsubscribe. A listener that throws is removed. */
  subscribe(listener: JournalListener): () => void;
}

export interface JournalWriter extends Journal {
  write(request: WireRequest, exchange: Exchange, durationMs: number): void;
}

/** `size` calls are remembered; with 0 none, and only listeners hear of them. Throws Error for a size that is not a whole number from 0. */
export function createJournal(size = 1000): JournalWriter {
  if (!(Number.isInteger(size) && size >= 0))
    throw new Error(
      `Failed to create a mock with journalSize "${size}": it is no whole number from 0. The default is 1000.`,
    );
  let entries: JournalEntry[] = [];
  let count = 0;
  const listeners = new Set<JournalListener>();
  return {
    requests: ({ operation, where } = {}) =>
      entries
        .slice(-size)
        .filter(
          (entry) =>
            (operation === undefined || entry.operation === operation) &&
            matchesParameters(entry.parameters, where),
        ),
    find: (id) => entries.slice(-size).find((entry) => entry.id === id),
    clear() {
      entries = [];
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    write(request, exchange, durationMs) {
      count += 1;
      if (size === 0 && listeners.size === 0) return;
      const entry: JournalEntry = { ...exchange, id: count, request: redact(request), durationMs };
      if (size > 0) entries.push(entry);
      // Shortened now and then: to move a thousand entries at every call would cost more than the call.
      if (entries.length >= size * 2) entries = entries.slice(-size);
      for (const listener of listeners) tell(listener, entry);
    },
  };

  function tell(listener: JournalListener, entry: JournalEntry): void {
    try {
      listener(entry);
    } catch (error) {
      // An answer must not fail because somebody listens.
      listeners.delete(listener);
      console.error(
        'Failed to tell a listener of the journal of a call: it threw, and is told no more.',
        error,
      );
    }
  }
}
