/** Spaces: mocks of their own on one server, one for each tester, branch or test. */
import { isPromise, type Awaitable } from '../contract/awaitable.ts';
import { whenDone } from './awaitable.ts';
import type { UnreadableRequest } from './engine/engine.ts';
import type { AwaitedFetchMock } from './mock.ts';
import { ownText } from './state/own-text.ts';
import { StoreUnavailableError, type StateStore } from './state-store.ts';

export interface Spaces {
  /** The mock of a space, made when it is first asked for. Throws SpaceError for an invalid name, and where there is no room. */
  open(name: string): AwaitedFetchMock;
  /** Those that are in use, and those that the store remembers. */
  list(): Promise<readonly SpaceSummary[]>;
  /** Forget a space and its state; whether there was one. */
  remove(name: string): Promise<boolean>;
  /** The mocks of those that are in use. */
  readonly mocks: readonly AwaitedFetchMock[];
}

export interface SpaceSummary {
  readonly name: string;
  /** When it was last used, in milliseconds since the epoch; undefined where nobody has noted it. */
  readonly lastUsed: number | undefined;
}

export interface SpacesOptions {
  /** Makes the mock of a space, on a state of its own. */
  readonly create: (name: string) => AwaitedFetchMock;
  readonly store: StateStore;
  /** 1000 by default. */
  readonly most?: number;
  /** A space that was not used for so long is forgotten; a day by default. */
  readonly longestIdleMs?: number;
  /** Milliseconds since the epoch, of the real clock. */
  readonly now?: () => number;
}

/** Why there is no such space, as the request is answered that asked for it. */
export class SpaceError extends Error {
  override readonly name = 'SpaceError';
  readonly code = 'ERR_SPACE';
  readonly problem: UnreadableRequest;

  constructor(problem: UnreadableRequest) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Not the names that stand for folders: clients take them out of an address. */
const nameForm = /^(?!\.{1,2}$)[\w.~-]{1,64}$/;
const dayMs = 24 * 60 * 60 * 1000;

interface OpenSpace {
  readonly name: string;
  readonly mock: AwaitedFetchMock;
  readonly lastUsed: number;
  /** When the store was last told. */
  readonly touched: number;
}

const longestTouchPauseMs = 60_000;

export function createSpaces({
  create,
  store,
  most = 1000,
  longestIdleMs = dayMs,
  now = Date.now,
}: SpacesOptions): Spaces {
  // Least recently used first.
  const open = new Map<string, OpenSpace>();
  store.onRemoved((name) => void open.delete(name));
  /** What the store knows of use is as old as that at most. */
  const touchEveryMs = Math.min(longestTouchPauseMs, longestIdleMs / 10);
  let sweptAt = -Infinity;
  const forgetIdle = (): Awaitable<void> => {
    for (const [name, { lastUsed }] of open) {
      if (now() - lastUsed < longestIdleMs) break;
      open.delete(name);
    }
    if (!store.isPrompt && now() - sweptAt < touchEveryMs) return undefined;
    sweptAt = now();
    return whenDone(store.spaces(), async (kept) => {
      const since = now() - longestIdleMs;
      await Promise.all(
        kept.map(async ({ name, lastUsed }) => {
          // Kept since before anybody noted it.
          if (lastUsed === undefined) store.touch(name, now());
          else if (!open.has(name) && lastUsed <= since) await store.remove(name, since);
        }),
      );
    });
  };
  const use = ({ name, mock, touched }: Omit<OpenSpace, 'lastUsed'>): AwaitedFetchMock => {
    const at = now();
    const isStale = at - touched >= touchEveryMs;
    if (isStale) store.touch(name, at);
    open.delete(name);
    open.set(name, { name, mock, lastUsed: at, touched: isStale ? at : touched });
    return mock;
  };
  const make = (name: string): AwaitedFetchMock => {
    if (!nameForm.test(name)) throw new SpaceError(notAName);
    // What others have kept idle is swept when there is time.
    Promise.resolve(forgetIdle()).catch(() => undefined);
    // Of a store that others share, each counts those that it has open.
    const kept = store.isPrompt ? store.spaces() : [];
    const others = isPromise(kept) ? 0 : kept.filter((one) => one.name !== name).length;
    if (Math.max(open.size, others) >= most) throw new SpaceError(noRoom(most));
    const own = ownText(name);
    return use({ name: own, mock: create(own), touched: -Infinity });
  };

  return {
    open(name) {
      try {
        const known = open.get(name);
        return known ? use(known) : make(name);
      } catch (error) {
        if (error instanceof StoreUnavailableError) throw new SpaceError(noStore);
        throw error;
      }
    },
    async list() {
      await forgetIdle();
      const kept = new Map((await store.spaces()).map(({ name, lastUsed }) => [name, lastUsed]));
      for (const [name, { lastUsed }] of open) kept.set(name, Math.max(lastUsed, kept.get(name) ?? 0));
      return [...kept]
        .map(([name, lastUsed]) => ({ name, lastUsed }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async remove(name) {
      const kept = await store.spaces();
      const wasOpen = open.delete(name);
      if (!wasOpen && kept.every((one) => one.name !== name)) return false;
      await store.remove(name);
      return true;
    },
    get mocks() {
      return [...open.values()].map(({ mock }) => mock);
    },
  };
}

const notAName: UnreadableRequest = {
  status: 400,
  code: 'InvalidSpace',
  message: 'The name of the space is not valid. Use 1 to 64 letters, digits, and . _ ~ -.',
};

const noStore: UnreadableRequest = {
  status: 503,
  code: 'StoreUnavailable',
  message: 'The store of the spaces cannot be reached. Look at the log of the server.',
};

function noRoom(most: number): UnreadableRequest {
  return {
    status: 507,
    code: 'SpacesFull',
    message: `There are ${most} spaces already. Remove some with DELETE /_understudy/spaces/NAME.`,
  };
}
