/** The public API of the mock. Runs in Node and in browsers. */
import type { HttpHandler } from 'msw/http';
import { readContract, type Contract } from '../contract/contract.ts';
import type { ContractTypes } from '../contract/contract-types.ts';
import type { BuiltInTypes } from '../contract/openapi/types.ts';
import type { Credentials } from './auth/credentials.ts';
import { verifySignatures } from './gateway/verification.ts';
import { createFetchMock, type AwaitedFetchMock, type FetchMock } from './mock.ts';
import { mockOptionNames, type FetchMockOptions } from './mock-options.ts';
import { createHandlers } from './msw.ts';
import { refuseUnknownOptions } from '../contract/text/options.ts';
import { persistState, type Persistence } from './persist.ts';
import type { StateStore } from './state-store.ts';
import { MisuseError } from '../contract/text/misuse-error.ts';

/** A mock of the API with handlers for MSW. `Types`: the names that the compiler knows, by default those of this package's contract. */
export interface Mock<Types extends ContractTypes = BuiltInTypes> extends FetchMock<Types> {
  /** For `setupServer(...mock.handlers)` or `setupWorker(...mock.handlers)`. */
  readonly handlers: readonly HttpHandler[];
}

/** A mock whose state may be in another process: what asks for it is answered by a promise. */
export interface AwaitedMock<Types extends ContractTypes = BuiltInTypes> extends AwaitedFetchMock<Types> {
  readonly handlers: readonly HttpHandler[];
}

/** `Types`: the names that the compiler knows, those of `contract`. */
export interface MockOptions<Types extends ContractTypes = BuiltInTypes> extends Omit<
  FetchMockOptions<Types>,
  'contract' | 'auth'
> {
  /** The contract to play, from `loadContract` or `readContract` of `understudy/contract`; by default the one in this package. */
  readonly contract?: Contract<Types>;
  /**
   * `none` (default): signatures are not checked, and each access key id is a separate account. `verify`: signatures V1
   * and V3 are verified, with their time, nonce, security token and RAM policy.
   */
  readonly auth?: 'none' | 'verify';
  /** Credentials for `verify`, from `readCredentials`; by default the keys testid and teststsid. */
  readonly credentials?: Credentials;
  /** In a browser: keep records over a reload, until the tab is closed (`session`) or permanently (`local`). */
  readonly persist?: Persistence;
}

/** Options of a mock whose state is in another process. */
export interface AwaitedMockOptions<Types extends ContractTypes = BuiltInTypes> extends Omit<
  MockOptions<Types>,
  'store' | 'persist'
> {
  readonly store: StateStore;
  readonly persist?: undefined;
}

/**
 * Create a mock of the API.
 *
 * Throws ContractError for an invalid world, and MisuseError for any other invalid option.
 *
 *     const mock = createMock({ clock: 'virtual', seed: 1 });
 *     const server = setupServer(...mock.handlers);
 *     server.listen({ onUnhandledFrame: 'error' });
 *     mock.clock.advance({ seconds: 1 });
 */
export function createMock<Types extends ContractTypes = BuiltInTypes>(
  options?: MockOptions<Types>,
): Mock<Types>;
export function createMock<Types extends ContractTypes = BuiltInTypes>(
  options: AwaitedMockOptions<Types>,
): AwaitedMock<Types>;
export function createMock(
  options: MockOptions<ContractTypes> | AwaitedMockOptions<ContractTypes> = {},
): AwaitedMock<ContractTypes> {
  refuseUnknownOptions<MockOptions<ContractTypes>>('create a mock', options as MockOptions<ContractTypes>, {
    ...mockOptionNames,
    credentials: true,
    persist: true,
  });
  const { persist, contract = readContract(), auth = 'none', credentials, ...rest } = options;
  const others = { ...rest, auth: verificationOf(auth, credentials) };
  if (persist === undefined) {
    const mock = createFetchMock({ contract, ...others });
    return { ...mock, handlers: createHandlers(mock) };
  }
  const { store, ...ownOptions } = others;
  if (store)
    throw new MisuseError(
      'Failed to create a mock with "store" and "persist": each says where the state is kept. Leave one out.',
    );
  const mock = persistState(createFetchMock({ contract, ...ownOptions }), persist);
  return { ...mock, handlers: createHandlers(mock) };
}

function verificationOf(auth: 'none' | 'verify', credentials: Credentials | undefined) {
  if (auth === 'none' && credentials !== undefined)
    throw new MisuseError(
      "Failed to create a mock with credentials: nothing verifies signatures. Add auth: 'verify', or leave credentials out.",
    );
  if (auth === 'none') return auth;
  if (auth === 'verify') return verifySignatures(credentials);
  throw new MisuseError(
    `Failed to create a mock with auth "${String(auth)}": it is neither "none" nor "verify". Use one of the two.`,
  );
}

export { MisuseError } from '../contract/text/misuse-error.ts';
export type { KeptState, PromptStateStore, StateStore } from './state-store.ts';
export { readCredentials, type AccessKey, type Credentials } from './auth/credentials.ts';
export { matchers, type MatcherResult } from './matchers.ts';
export type { Persistence } from './persist.ts';
export { reportSignature } from './auth/signature/report.ts';
export type { RefusedSignature } from './auth/signature/explain.ts';
export type { ThrottlingAnswer } from './gateway/parts.ts';
export type { SignatureExplanation } from './auth/signature/explain.ts';
export type { Clock } from './settings/clock.ts';
export type { RequestExplanation, ExplainedViolation, SeenValue } from './explain/explain.ts';
export type { Fix, ParameterChange } from './explain/fix.ts';
export type { MockEventMap, MockEventName, MockEvents } from './events.ts';
export type { IncomingCall, Responder } from './overrides.ts';
export type { Faults } from './faults/faults.ts';
export type { Transport, Transports } from './faults/transports.ts';
export {
  faultHeader,
  faultNames,
  type Distribution,
  type FaultHandle,
  type FaultName,
  type FaultRule,
  type InjectedFault,
} from './faults/rule.ts';
export type { Journal, JournalEntry, JournalFilter } from './journal/journal.ts';
export type { CollectionState, Snapshot, State } from './state/snapshot.ts';
export type { Decision, Exchange } from './engine/engine.ts';
export type { WireAnswer } from './engine/answer.ts';
export type { WireRequest } from './gateway/request.ts';
