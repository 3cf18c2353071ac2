/** A mock of the API: an engine with a state, a clock and a seed of its own. Two mocks never meet. */
import { bodyFormats, type BodyFormat } from '../contract/answer-form.ts';
import { mainOperation, readContract, type Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { readWorld, type World } from '../contract/state.ts';
import { createClock, type Clock, type ClockStart } from './clock.ts';
import { defaultCredentials, type Credentials } from './credentials.ts';
import { keysOf } from './effect.ts';
import { createEngine, type Exchange } from './engine.ts';
import { createGateway, type ThrottlingAnswer } from './gateway.ts';
import { createNonces } from './nonces.ts';
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
  /**
   * What exists around the API, collection by collection; each replaces that of the contract. A record of `present` with an
   * `account` exists for that account only.
   */
  readonly world?: Readonly<Record<string, unknown>>;
  /**
   * `none` (default): whoever calls is believed, and each access key id is an account of its own. `verify`: signatures V1
   * and V3 are verified, and what goes with them: time, nonce, security token, RAM policy.
   */
  readonly auth?: 'none' | 'verify';
  /** Who may call where signatures are verified, from `readCredentials`; by default the keys testid and teststsid. */
  readonly credentials?: Credentials;
  /** How to answer a request that asks for no format; by default as the contract says. */
  readonly defaultFormat?: BodyFormat;
  /** What a throttled call is answered with; by default the contract's error. The code has to be one of the contract's. */
  readonly throttling?: ThrottlingAnswer;
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
  /** Forget every record, every nonce, and every call that counts against a rate limit. The clock stays. */
  reset(): void;
}

/**
 * Create a mock without any host.
 *
 * Throws ContractError for a world that is malformed, and Error for any other option that is.
 */
export function createHostlessMock(options: MockOptions = {}): Mock {
  const contract = options.contract ?? readContract();
  const operations = [...contract.values()];
  const clock = createClock(options.clock);
  const store = createMemoryStore();
  const throttle = createThrottle();
  const worlds = [...operations.map((operation) => operation.world), readWorld(options.world)];
  const world: World = Object.fromEntries(worlds.flatMap((one) => Object.entries(one)));
  const main = mainOperation(contract);
  const nonces = createNonces();
  const defaultFormat = readFormat(options.defaultFormat) ?? main.answer.defaultFormat;
  const gateway = createGateway({
    contract,
    main,
    credentials: readAuth(options),
    nonces,
    throttle,
    throttling: readThrottling(options.throttling, main),
    defaultFormat,
  });
  const random = createRandom(options.seed);
  const keys = keysOf(operations.map(({ effect }) => effect));
  const engine = createEngine({ main, gateway, world, store, keys, clock, random, defaultFormat });

  return {
    contract,
    clock,
    endpoints: [...new Set(operations.flatMap(({ servers }) => servers))],
    handle: (request) => engine.handle(request),
    async fetch(request) {
      const { answer } = await engine.handle({
        method: request.method,
        url: request.url,
        // A Request has its host in the URL only; signatures cover it.
        headers: { host: new URL(request.url).host, ...Object.fromEntries(request.headers) },
        body: new Uint8Array(await request.arrayBuffer()),
      });
      // Neither of these may have a body, not even an empty one.
      const body = answer.status === 204 || request.method === 'HEAD' ? null : answer.body;
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
    reset() {
      void store.clear();
      throttle.clear();
      nonces.clear();
    },
  };
}

// These come from flags and files as well as from typed code.

function readAuth({ auth = 'none', credentials }: MockOptions): Credentials | undefined {
  if (auth === 'none') return undefined;
  if (auth === 'verify') return credentials ?? defaultCredentials();
  throw new Error(`Failed to create a mock with auth "${String(auth)}": it is neither "none" nor "verify".`);
}

function readFormat(format: BodyFormat | undefined): BodyFormat | undefined {
  if (format === undefined || bodyFormats.includes(format)) return format;
  throw new Error(
    `Failed to create a mock with defaultFormat "${String(format)}": it is neither "json" nor "xml".`,
  );
}

function readThrottling(throttling: ThrottlingAnswer = {}, { errors }: Operation): ThrottlingAnswer {
  const { status, code } = throttling;
  if (code !== undefined && !errors.find(code))
    throw new Error(
      `Failed to create a mock with throttling code "${code}": the contract has no such error. Use one of its codes.`,
    );
  if (status !== undefined && !(Number.isInteger(status) && status >= 400 && status <= 599))
    throw new Error(
      `Failed to create a mock with throttling status "${status}": it is no status of an error. Use 400 to 599.`,
    );
  return throttling;
}
