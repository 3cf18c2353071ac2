/** The options of a mock, and what is read of them. They come from flags and files as well as from typed code. */
import type { Contract } from '../contract/compile.ts';
import type { ContractTypes } from '../contract/contract-types.ts';
import { bodyFormats, type BodyFormat } from '../contract/operation/answer-form.ts';
import type { Operation } from '../contract/operation/operation.ts';
import { suggestion } from '../contract/text/nearest.ts';
import { refuseNonText, refuseUnknownOptions, type OptionNames } from '../contract/text/options.ts';
import type { FaultRule } from './faults/rule.ts';
import type { ThrottlingAnswer, Verification } from './gateway/parts.ts';
import type { ClockStart } from './settings/clock.ts';
import type { PromptStateStore, StateStore } from './state-store.ts';
import { MisuseError } from '../contract/text/misuse-error.ts';

/** Options of a mock without MSW. `Types`: the names that the compiler knows, those of `contract`. */
export interface FetchMockOptions<Types extends ContractTypes = ContractTypes> {
  /** The contract to play. */
  readonly contract: Contract<Types>;
  /** `real` (default), `virtual` (stands still until moved), or a point in time to stand still at. */
  readonly clock?: ClockStart;
  /** Makes request ids repeatable; random by default. */
  readonly seed?: number;
  /**
   * Records that exist beside the API's own, by collection; each replaces that of the contract. A record of `present` with an
   * `account` exists for that account only.
   */
  readonly world?: NoInfer<Types>['world'];
  /**
   * `none` (default): signatures are not checked, and each access key id is a separate account. Otherwise they are verified,
   * by what `verifySignatures` returns.
   */
  readonly auth?: 'none' | Verification;
  /** How to answer requests that name no form, JSON or XML; by default as the contract says. */
  readonly defaultFormat?: BodyFormat;
  /** Error of throttled calls, one of the contract's codes; by default the one that the contract names. */
  readonly throttling?: ThrottlingAnswer<NoInfer<Types>['errors']>;
  /** Fault rules set at creation; see `Mock.faults`. */
  readonly faults?: readonly FaultRule<NoInfer<Types>>[];
  /** How many calls the journal keeps; 1000 by default, 0 for none. */
  readonly journalSize?: number;
  /** Whether answers have the headers `x-understudy-rule`, the rule that decided, and `x-understudy-source`, its place. */
  readonly explainHeaders?: boolean;
  /**
   * Where records, rate limits, nonces, the clock and the faults that were set are kept; in memory by default. Others come
   * from `openSqliteStore` of `understudy/sqlite` and `openRedisStore` of `understudy/redis`. Who opened a store closes it.
   */
  readonly store?: PromptStateStore;
  /** Which of the states of the store it is. Mocks that name the same share it. */
  readonly space?: string;
}

/** Of a mock whose state is in another process. */
export interface AwaitedFetchMockOptions<Types extends ContractTypes = ContractTypes> extends Omit<
  FetchMockOptions<Types>,
  'store'
> {
  readonly store: StateStore;
}

export const mockOptionNames: OptionNames<FetchMockOptions> = {
  contract: true,
  clock: true,
  seed: true,
  world: true,
  auth: true,
  defaultFormat: true,
  throttling: true,
  faults: true,
  journalSize: true,
  explainHeaders: true,
  store: true,
  space: true,
};

/** Throws MisuseError for an option that does not exist, for one that is malformed, and where the contract is missing. */
export function assertMockOptions(options: FetchMockOptions | AwaitedFetchMockOptions): void {
  refuseUnknownOptions<FetchMockOptions>('create a mock', options as FetchMockOptions, mockOptionNames);
  const { contract, seed, explainHeaders, store, space = '' } = options;
  assertContract('create a mock', contract);
  refuseNonText('open a space', space);
  if (store !== undefined && typeof (store as Partial<StateStore> | null)?.open !== 'function')
    throw new MisuseError(
      'Failed to create a mock: "store" is no store. Use openSqliteStore(path) of understudy/sqlite, or await openRedisStore(address) of understudy/redis.',
    );
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new MisuseError(
      `Failed to create a mock with seed ${JSON.stringify(seed)}: it is not a whole number. Write it like 1.`,
    );
  if (explainHeaders !== undefined && typeof explainHeaders !== 'boolean')
    throw new MisuseError(
      `Failed to create a mock with explainHeaders ${JSON.stringify(explainHeaders)}: it is neither true nor false. Leave it out, or say true.`,
    );
}

/** Throws MisuseError for anything but a contract. */
export function assertContract(doing: string, contract: unknown): void {
  if (contract instanceof Map) return;
  throw new MisuseError(
    `Failed to ${doing}: "contract" is no contract. Use what readContract or loadContract returns.`,
  );
}

export function readVerification(auth: FetchMockOptions['auth'] = 'none'): Verification | undefined {
  if (auth === 'none') return undefined;
  if (typeof auth === 'object' && 'createChecks' in auth) return auth;
  throw new MisuseError(
    `Failed to create a mock with auth "${String(auth)}": it is neither "none" nor from verifySignatures(). Use one of the two.`,
  );
}

export function readFormat(format: BodyFormat | undefined): BodyFormat | undefined {
  if (format === undefined || bodyFormats.includes(format)) return format;
  throw new MisuseError(
    `Failed to create a mock with defaultFormat "${String(format)}": it is neither "json" nor "xml". Use one of the two.`,
  );
}

export function readThrottling(throttling: ThrottlingAnswer = {}, { errors }: Operation): ThrottlingAnswer {
  refuseUnknownOptions<ThrottlingAnswer>('create a mock with throttling', throttling, {
    status: true,
    code: true,
  });
  const { status, code } = throttling;
  if (code !== undefined && !errors.find(String(code)))
    throw new MisuseError(
      `Failed to create a mock with throttling code "${code}": the contract has no such error. ${suggestion(
        String(code),
        errors.all.map((row) => row.code),
      )}`,
    );
  if (status !== undefined && !(Number.isInteger(status) && status >= 400 && status <= 599))
    throw new MisuseError(
      `Failed to create a mock with throttling status "${status}": it is no status of an error. Use 400 to 599.`,
    );
  return throttling;
}
