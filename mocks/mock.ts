/** A mock of the API: an engine with a state, a clock and a seed of its own. Two mocks never meet. */
import { readContract, type Contract } from '../contract/contract.ts';
import { readWorld, type World } from '../contract/state.ts';
import { createClock, type Clock, type ClockStart } from './clock.ts';
import { createEngine, type Exchange } from './engine.ts';
import { createRandom } from './random.ts';
import type { WireRequest } from './request.ts';
import { createMemoryStore } from './store.ts';
import { createThrottle } from './throttle.ts';

export interface MockOptions {
  /** What to play; by default the contract that this package carries. */
  readonly contract?: Contract;
  /** `real` (default), `virtual` (stands still until moved), or a point in time to stand still at. */
  readonly clock?: ClockStart;
  /** Makes request ids repeatable; drawn where it is left out. */
  readonly seed?: number;
  /** What exists around the API, collection by collection; each replaces that of the contract. */
  readonly world?: Readonly<Record<string, unknown>>;
}

export interface Mock {
  readonly contract: Contract;
  readonly clock: Clock;
  /** The endpoints that the contract names, such as `https://live.aliyuncs.com`. */
  readonly endpoints: readonly string[];
  /** Answer one request, as plain data. */
  handle(request: WireRequest): Promise<Exchange>;
  /** Answer a Request with a Response, whatever its host. */
  fetch(request: Request): Promise<Response>;
  /** Forget every record and every call that counts against a rate limit. The clock stays. */
  reset(): void;
}

/**
 * Create a mock without any host.
 *
 * Throws ContractError for a world that is malformed, and Error for a clock that is no point in time.
 */
export function createHostlessMock(options: MockOptions = {}): Mock {
  const contract = options.contract ?? readContract();
  const operations = [...contract.values()];
  const clock = createClock(options.clock);
  const store = createMemoryStore();
  const throttle = createThrottle();
  const worlds = [...operations.map((operation) => operation.world), readWorld(options.world)];
  const world: World = Object.fromEntries(worlds.flatMap((one) => Object.entries(one)));
  const engine = createEngine({
    contract,
    world,
    store,
    throttle,
    clock,
    random: createRandom(options.seed),
  });

  return {
    contract,
    clock,
    endpoints: [...new Set(operations.flatMap(({ servers }) => servers))],
    handle: (request) => engine.handle(request),
    async fetch(request) {
      const { answer } = await engine.handle({
        method: request.method,
        url: request.url,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      });
      // Neither of these statuses may have a body, not even an empty one.
      const body = answer.status === 204 || answer.status === 304 ? null : answer.body;
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
    reset() {
      void store.clear();
      throttle.clear();
    },
  };
}
