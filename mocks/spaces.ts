/** Spaces: mocks of their own on one server, one for each tester, branch or test. */
import type { UnreadableRequest } from './engine/engine.ts';
import type { AwaitedFetchMock } from './mock.ts';
import type { StateStore } from './state-store.ts';

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
  /** When it was last used, in milliseconds since the epoch; undefined for one that only the store remembers. */
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
  readonly problem: UnreadableRequest;

  constructor(problem: UnreadableRequest) {
    super(problem.message);
    this.problem = problem;
  }
}

const nameForm = /^[\w.~-]{1,64}$/;
const dayMs = 24 * 60 * 60 * 1000;

export function createSpaces({
  create,
  store,
  most = 1000,
  longestIdleMs = dayMs,
  now = Date.now,
}: SpacesOptions): Spaces {
  // Least recently used first.
  const open = new Map<string, { readonly mock: AwaitedFetchMock; readonly lastUsed: number }>();
  const forgetIdle = (): void => {
    for (const [name, { lastUsed }] of open) {
      if (now() - lastUsed < longestIdleMs) return;
      open.delete(name);
      // In a store that others share, they may still use it.
      if (store.isPrompt) void store.remove(name);
    }
  };

  return {
    open(name) {
      const known = open.get(name);
      if (!known && !nameForm.test(name)) throw new SpaceError(notAName);
      if (!known) forgetIdle();
      if (!known && open.size >= most) throw new SpaceError(noRoom(most));
      const mock = known?.mock ?? create(name);
      open.delete(name);
      open.set(name, { mock, lastUsed: now() });
      return mock;
    },
    async list() {
      forgetIdle();
      const remembered = await store.spaces();
      const names = new Set([...open.keys(), ...remembered]);
      return [...names].toSorted().map((name) => ({ name, lastUsed: open.get(name)?.lastUsed }));
    },
    async remove(name) {
      const remembered = await store.spaces();
      const wasOpen = open.delete(name);
      if (!wasOpen && !remembered.includes(name)) return false;
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

function noRoom(most: number): UnreadableRequest {
  return {
    status: 507,
    code: 'SpacesFull',
    message: `There are ${most} spaces already. Remove some with DELETE /_understudy/spaces/NAME.`,
  };
}
