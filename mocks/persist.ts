/** State that outlives a reload of the page: kept in the browser's storage. */
import type { FetchMock } from './mock.ts';
import { MisuseError } from '../contract/text/misuse-error.ts';

/** `session`: as long as the tab is open. `local`: until it is forgotten. */
export type Persistence = 'session' | 'local';

const storageKey = 'understudy';

/**
 * Take the state over that an earlier page left, and keep it there from now on.
 *
 * Records only: faults, rate limits and the clock begin anew. What cannot be read is left behind, with a warning.
 *
 * Throws MisuseError where there is no such storage: outside of browsers, and where a page may not use it.
 */
export function persistState(mock: FetchMock, persistence: Persistence): FetchMock {
  const storage = storageOf(persistence);
  const kept = storage.getItem(storageKey);
  if (kept !== null) {
    try {
      mock.restore(JSON.parse(kept) as ReturnType<FetchMock['snapshot']>); // looked at by restore
    } catch (error) {
      console.warn('Failed to take over the state of an earlier page: it is left behind.', error);
    }
  }
  const keep = (): void => storage.setItem(storageKey, JSON.stringify(mock.snapshot()));
  mock.journal.subscribe(keep);
  return {
    ...mock,
    state: {
      ...mock.state,
      clear() {
        mock.state.clear();
        keep();
      },
    },
    restore(snapshot) {
      mock.restore(snapshot);
      keep();
    },
    reset() {
      mock.reset();
      keep();
    },
  };
}

function storageOf(persistence: Persistence): Storage {
  if (persistence !== 'session' && persistence !== 'local')
    throw new MisuseError(
      `Failed to persist the state in "${String(persistence)}": it is neither "session" nor "local". Use one of the two.`,
    );
  let storage: Storage | undefined;
  let cause: unknown;
  try {
    // Node has storage of its own, but no page that could be reloaded.
    if ('document' in globalThis) storage = globalThis[`${persistence}Storage`];
  } catch (error) {
    cause = error;
  }
  if (storage) return storage;
  throw new MisuseError(
    `Failed to persist the state in "${persistence}": there is no such storage here. Leave "persist" out, or use snapshot() and restore().`,
    cause === undefined ? {} : { cause },
  );
}
