/** A mock of the API: an engine with a state, a clock and a seed of its own. No state is shared between mocks. */
/// <reference lib="esnext.disposable" preserve="true" />
import { mainOperation, type Contract } from '../contract/compile.ts';
import { readContract } from '../contract/contract.ts';
import { refuseUnknownOptions } from '../contract/text/options.ts';
import type { ContractTypes, OperationName } from '../contract/contract-types.ts';
import { suggestion } from '../contract/text/nearest.ts';
import type { World } from '../contract/operation/preconditions.ts';
import { worldOf } from '../contract/world.ts';
import { isPromise, type Awaitable } from '../contract/awaitable.ts';
import { whenDone } from './awaitable.ts';
import { createClock, type Clock } from './settings/clock.ts';
import { keysOf } from './engine/effect.ts';
import {
  createEngine,
  type Engine,
  type EngineParts,
  type Exchange,
  type UnreadableRequest,
} from './engine/engine.ts';
import type { RequestExplanation } from './explain/explain.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { createTransports, fetchTransport, type Transport, type Transports } from './faults/transports.ts';
import { answerRequest, readFetchRequest } from './fetch.ts';
import { createEvents, type MockEvents } from './events.ts';
import type { ReceivedCall } from './gateway/call.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import type { GatewayParts } from './gateway/parts.ts';
import { createJournal, type Journal, type JournalEntry, type ReadParameters } from './journal/journal.ts';
import { createOverrides, type Responder } from './overrides.ts';
import { createRandom } from './settings/random.ts';
import type { WireRequest } from './gateway/request.ts';
import { wholeRequest } from './gateway/whole-request.ts';
import {
  createState,
  restoreSnapshot,
  takeSnapshot,
  type AwaitedState,
  type Snapshot,
  type State,
} from './state/snapshot.ts';
import { initialRecordsOf } from './state/initial-records.ts';
import {
  assertContract,
  assertMockOptions,
  readFormat,
  readThrottling,
  readVerification,
  type AwaitedFetchMockOptions,
  type FetchMockOptions,
} from './mock-options.ts';
import { createMemoryState, inMemory, type KeptState, type StateStore } from './state-store.ts';
import type { InitialRecords } from './state/store.ts';
import { createView, type View } from './state/view.ts';
import { MisuseError } from '../contract/text/misuse-error.ts';

/** A mock. Where its state is in another process, what asks for it is answered by a promise. */
export interface AwaitedFetchMock<Types extends ContractTypes = ContractTypes> extends AsyncDisposable {
  readonly contract: Contract<Types>;
  readonly clock: Clock;
  /** The endpoints that the contract names, such as `https://live.aliyuncs.com`. */
  readonly endpoints: readonly string[];
  /** The calls received, with their answers. */
  readonly journal: Journal<Types>;
  /** The fault rules. */
  readonly faults: Faults<Types>;
  /** The stored records. */
  readonly state: AwaitedState;
  /** The transports of this mock; a fault can be added if one of them supports it. */
  readonly transports: Transports;
  /** Answer one request, as plain data. The caller plays faults of the connection; see `Exchange.fault`. */
  handle(request: WireRequest, transport?: Transport): Promise<Exchange>;
  /** Like `handle`, but returns a promise only if something has to be waited for. For transports. */
  answer(request: WireRequest, transport?: Transport): Exchange | Promise<Exchange>;
  /** Answer a malformed request, and keep it in the journal. For transports. */
  reject(request: WireRequest, problem: UnreadableRequest): Exchange;
  /**
   * Answer as the global `fetch` would, in place of which it can be given to a client. Rejects, as that does, for a malformed address,
   * and where a fault ends the connection.
   */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /**
   * Explains the answer to a request now, or to a call of the journal then, with the smallest change that
   * would be accepted now. A dry run.
   */
  explain(request: WireRequest | Request | JournalEntry): Promise<RequestExplanation>;
  /**
   * Answer calls of an operation in place of the mock, until `reset`, or until the returned function is called. What was added last is
   * asked first. It is asked before anything is checked, counted or stored: of `undefined` the mock answers as ever,
   * and `Response.error()` loses the connection. Throws MisuseError for an operation that the contract has not.
   *
   *     mock.use('DescribeWidgets', ({ parameters }) => parameters['Page'] === 2 ? new Response('', { status: 502 }) : undefined);
   */
  use(operation: OperationName<Types>, respond: Responder): () => void;
  /** What happens: `mock.events.on('request:end', ({ operation, decision }) => …)`. Listeners stay over a `reset`. */
  readonly events: MockEvents;
  /** A copy of all records, for `restore`. */
  snapshot(): Awaitable<Snapshot>;
  /** Throws MisuseError, and changes nothing, for a value that `snapshot` did not return. */
  restore(snapshot: Snapshot): Awaitable<void>;
  /** The use of rate limits by each account that called recently. */
  limits(): Awaitable<readonly LimitUse[]>;
  /**
   * Change the contract, or its world, from now on. Records, faults, journal and clock stay, and so do the
   * endpoints. Throws, and changes nothing, for anything that `createMock` refuses.
   */
  replace(what: Partial<Pick<FetchMockOptions, 'contract' | 'world'>>): void;
  /**
   * Go back to how the mock was created: records, rate limits, nonces, faults, answers of `use`, journal and clock. Listeners stay, and
   * request ids continue. A call that waits is answered, and leaves nothing behind. `mock.state.clear()` removes records only.
   */
  reset(): Awaitable<void>;
  /** Whose state a request is about: its account, or access key id, or `anonymous`. */
  accountOf(request: WireRequest): string;
  /** Where its state is kept. */
  readonly store: Pick<StateStore, 'name' | 'isReachable' | 'isPrompt'>;
  /** Done when clock and faults, as they are set now, have reached those who share them, and what others have set and counted is known. */
  settled(): Promise<void>;
}

/** A mock whose state answers at once: in memory, or in a file. */
export interface FetchMock<Types extends ContractTypes = ContractTypes> extends AwaitedFetchMock<Types> {
  readonly state: State;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  limits(): readonly LimitUse[];
  reset(): void;
}

/** An engine for one contract and world. */
interface PlayedContract {
  readonly engine: Engine;
  /** An engine on a copy of the state, for dry runs (`explain`). */
  readonly fork: () => Engine;
  readonly view: () => View;
  readonly seeds: InitialRecords;
  /** What such an engine decides of a request with other parameters, past the gateway. */
  readonly play: Engine['play'];
  /** The collections in which records can be made. */
  readonly collections: readonly string[];
  /** A request as the gateway reads it. */
  readonly receive: (request: WireRequest) => ReceivedCall;
  /** The parameters of a request, as the engine reads them. */
  readonly read: ReadParameters;
}

export interface LimitUse {
  readonly account: string;
  readonly operation: string;
  /** Calls that count at this moment. */
  readonly used: number;
  /** Calls that are allowed in any so many milliseconds. */
  readonly requests: number;
  readonly perMs: number;
}

/**
 * Create a mock that no MSW handler or server is attached to.
 *
 * Throws ContractError for a world that is malformed, and MisuseError for any other option that is.
 *
 *     const mock = createFetchMock({ contract: compileContract([document]) });
 *     const response = await mock.fetch(new Request(`${mock.endpoints[0]}/`, { method: 'POST' }));
 */
export function createFetchMock<Types extends ContractTypes>(
  options: FetchMockOptions<Types>,
): FetchMock<Types>;
export function createFetchMock<Types extends ContractTypes>(
  options: FetchMockOptions<Types> | AwaitedFetchMockOptions<Types>,
): AwaitedFetchMock<Types>;
export function createFetchMock(options: FetchMockOptions | AwaitedFetchMockOptions): AwaitedFetchMock {
  assertMockOptions(options);
  // Emptied and filled again where the contract is replaced, so that whoever holds it sees the new one.
  const contract = new Map(options.contract);
  const seedsOf: InitialRecords = (name) => playing.seeds(name);
  const kept: KeptState = options.store?.open(options.space ?? '', seedsOf) ?? createMemoryState(seedsOf);
  const { records: store, throttle, nonces, settings, share, faultCounts } = kept;
  const transports = createTransports(fetchTransport);
  const own = {
    clock: createClock(options.clock),
    faults: createFaults(contract, transports, options.seed, faultCounts),
  };
  const { clock, faults } = share?.(own, options.clock) ?? own;
  if (options.faults !== undefined) faults.set(options.faults);
  const journal = createJournal(contract, options.journalSize);
  const events = createEvents(journal);
  const overrides = createOverrides();
  const random = createRandom(options.seed);
  const verification = readVerification(options.auth);
  const format = readFormat(options.defaultFormat);

  const play = (world: World): PlayedContract => {
    const main = mainOperation(contract);
    const defaultFormat = format ?? main.answer.defaultFormat;
    const throttling = readThrottling(options.throttling, main);
    const gatewayParts: GatewayParts = {
      contract,
      main,
      verification,
      nonces,
      throttle,
      throttling,
      defaultFormat,
    };
    const keys = keysOf([...contract.values()].map(({ effect }) => effect));
    const seeds = initialRecordsOf(world, keys);
    const parts: EngineParts = {
      gateway: createGateway(gatewayParts),
      world,
      store,
      keys,
      clock,
      random,
      defaultFormat,
      faults,
      throttling,
      explainHeaders: options.explainHeaders ?? false,
    };
    const { faults: _, ...others } = parts;
    const dryRun = (gateway: Gateway): Engine =>
      createEngine({
        ...others,
        gateway,
        store: store.fork(),
        clock: createClock(clock.now()),
        random: createRandom(0),
      });
    return {
      engine: createEngine(parts),
      fork: () =>
        dryRun(createGateway({ ...gatewayParts, nonces: nonces.fork(), throttle: throttle.fork() })),
      // The gateway only reads the request: no check of it counts a call.
      play: (request, parameters) => dryRun(parts.gateway).play(request, parameters),
      receive: (request) => parts.gateway.read(request, clock.now()),
      read: (request) => parts.gateway.read(request, 0).decoded.parameters,
      seeds,
      collections: [...keys.keys()],
      // To look at a collection of the store itself would begin it.
      view: () => createView(store.fork(), world, keys),
    };
  };
  let playing = play(worldOf(contract, options.world));

  let resets = 0;
  const keep = (request: WireRequest, exchange: Exchange, from: number, read: ReadParameters): Exchange => {
    if (request.method !== 'OPTIONS') journal.write(request, exchange, performance.now() - from, read);
    return exchange;
  };

  const answerOverridden = async (call: ReceivedCall, request: WireRequest): Promise<Exchange | undefined> =>
    (await import('./overridden.ts')).answerByOverrides(overrides.of, call, request);

  const mock: AwaitedFetchMock = {
    contract,
    clock,
    endpoints: [...new Set([...contract.values()].flatMap(({ servers }) => servers))],
    journal,
    faults,
    state: createState(store, contract, (account) =>
      playing.collections.flatMap((collection) => {
        const records = playing.seeds({ account, collection }).map(({ record }) => record);
        return records.length === 0 ? [] : [{ collection, records }];
      }),
    ),
    transports,
    handle: async (request, transport) => mock.answer(wholeRequest(request, 'handle'), transport),
    answer(request, transport) {
      // Whoever moves the clock, or sets a fault, and then calls, is answered so. Where that cannot arrive, the call is refused.
      const arriving = settings?.arriving;
      if (arriving) return arriving.then(() => mock.answer(request, transport));
      const from = performance.now();
      const before = resets;
      const { engine, read, receive } = playing;
      if (events.has('request:start')) events.emit('request:start', { request });
      const handled = overrides.isEmpty
        ? engine.handle(request, transport)
        : answerOverridden(receive(request), request).then(
            (exchange) => exchange ?? engine.handle(request, transport),
          );
      return isPromise(handled)
        ? handled.then((exchange) => (resets === before ? keep(request, exchange, from, read) : exchange))
        : keep(request, handled, from, read);
    },
    reject(request, problem) {
      const exchange = playing.engine.reject(problem);
      journal.write(request, exchange, 0, () => exchange.parameters);
      return exchange;
    },
    fetch: async (input, init) =>
      answerRequest(
        mock,
        isFetchRequest(input) && init === undefined ? input : new Request(input, init),
        fetchTransport,
      ),
    async explain(asked) {
      const request = isFetchRequest(asked)
        ? await readFetchRequest(copyOf(asked))
        : isEntry(asked)
          ? asked
          : wholeRequest(asked, 'explain');
      // Loaded when somebody asks: a page that only calls the mock does without.
      const { explainRequest } = await import('./explain/explain.ts');
      return explainRequest(request, {
        contract,
        fork: playing.fork,
        play: playing.play,
        find: async (account, collection, key) =>
          playing.view().find(account, { collection, key: Object.keys(key) }, key),
        list: async (account, collection) => playing.view().list(account, collection, {}, []),
      });
    },
    snapshot: () => takeSnapshot(store),
    restore: (snapshot) => restoreSnapshot(store, snapshot),
    limits: () =>
      whenDone(throttle.usage(clock.now()), (usage) =>
        usage.flatMap(({ account, operation, used }) => {
          const limit = contract.get(operation)?.rateLimit;
          if (!limit) return [];
          return [{ account, operation, used, requests: limit.requests, perMs: limit.perMs }];
        }),
      ),
    replace(what) {
      refuseUnknownOptions<Partial<Pick<FetchMockOptions, 'contract' | 'world'>>>(
        'replace the contract of a mock',
        what,
        {
          contract: true,
          world: true,
        },
      );
      const { contract: next = new Map(contract), world } = what;
      assertContract('replace the contract of a mock', next);
      const around = worldOf(next, world);
      readThrottling(options.throttling, mainOperation(next));
      contract.clear();
      for (const [name, operation] of next) contract.set(name, operation);
      playing = play(around);
    },
    reset() {
      resets += 1;
      const cleared = [store.clear(), throttle.clear(), nonces.clear()];
      faults.reset();
      journal.reset();
      clock.reset();
      overrides.clear();
      events.emit('reset', undefined);
      return cleared.some(isPromise)
        ? Promise.all([...cleared, mock.settled()]).then(() => undefined)
        : undefined;
    },
    accountOf: (request) => playing.receive(wholeRequest(request, 'read the account of')).account,
    store: options.store ?? inMemory,
    use(operation, respond) {
      assertOperation(contract, operation);
      return overrides.add(operation, respond);
    },
    events,
    async [Symbol.asyncDispose]() {
      overrides.clear();
      events.removeAllListeners();
      // A store that is away, or was closed before, keeps nothing anyway.
      await settings?.arriving;
    },
    async settled() {
      await settings?.settled();
      await faultCounts?.refresh();
    },
  };
  return mock;
}

/** A fetch mock of the contract in this package, for scripts that import this file by its path. */
export function createHostlessMock(options: Partial<FetchMockOptions> = {}): FetchMock {
  return createFetchMock({ contract: readContract(), ...options });
}

function assertOperation(contract: Contract, name: string): void {
  if (contract.has(name)) return;
  throw new MisuseError(
    `Failed to use an answer for "${name}": the contract has no such operation. ${suggestion(name, [...contract.keys()])}`,
  );
}

/** Not by `instanceof`: merely to name `Request` makes Node load all of its `fetch`. */
function isFetchRequest(asked: unknown): asked is Request {
  return typeof asked === 'object' && asked !== null && 'arrayBuffer' in asked;
}

function isEntry(asked: unknown): asked is JournalEntry {
  return typeof asked === 'object' && asked !== null && 'decision' in asked;
}

/** With an empty body where somebody has read it already. */
function copyOf(request: Request): Request {
  if (!request.bodyUsed) return request.clone();
  return new Request(request.url, { method: 'POST', headers: request.headers });
}
