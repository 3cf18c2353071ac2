/** What a run is asked for. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { refuseUnknownOptions } from '../../contract/text/options.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import type { Target } from '../targets/target.ts';
import type { AskMore } from './ask-more.ts';
import type { Shard } from './select.ts';
import type { Removal } from './session/created-resources.ts';

/** What is run, against what, and within which bounds. */
export interface RunOptions {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly target: Target;
  /** Made the choices of random scenarios; it is reported, so that they can be made again. */
  readonly seed: number;
  /**
   * What the names that the run makes begin with. Default: new in every run, so that nothing is in the way that an earlier run
   * left; on a target that forgets, the same for the same seed.
   */
  readonly prefix?: string;
  /** Values that the target has, `/` between several; those that are left out are the contract's. */
  readonly fixtures?: Readonly<Record<string, string>>;
  /** Default: all that the contract gives. */
  readonly scenarios?: readonly Scenario[];
  /** Scenario ids, `*` for any text; all where it is empty. */
  readonly only?: readonly string[];
  /** The part of the chosen scenarios that this run plays; all where it is left out. */
  readonly shard?: Shard;
  /** Most calls that are sent, those that clean up included; scenarios that would need more are skipped. Default: as many as it takes. */
  readonly maxRequests?: number;
  /** Most calls a second, of all operations and accounts together. Default: five sixths of what the contract allows each account. */
  readonly rate?: number;
  /** Hears what the run would leave on the target if it ended now. */
  readonly onCreated?: (remaining: readonly Removal[]) => void;
  /** What a command line has to repeat so that a replay meets the same scenario, such as ` --seed 7`. */
  readonly replayFlags?: string;
  /** Hears why the first answer is not one of this API, such as a page of HTML from another address. */
  readonly onOddAnswer?: (reason: string) => void;
  readonly onProgress?: (done: number, total: number) => void;
  /** Hears how many of the records that the run made are removed. */
  readonly onCleanUp?: (done: number, total: number) => void;
  /** Longest time for the scenarios, in seconds; those that are not played by then are skipped. Default: as long as it takes. */
  readonly maxSeconds?: number;
  /** Once it is aborted nothing more is played, and what was made is removed, for at most half a minute. */
  readonly signal?: AbortSignal;
  /** Once it is aborted nothing more is removed either. */
  readonly cleanUpSignal?: AbortSignal;
  /** Asks for more once the scenarios are played, before anything is removed; `probeFor` of the diagnosis makes one. */
  readonly askMore?: AskMore;
}

/** Throws MisuseError for an option that does not exist. */
export function refuseUnknownRunOptions(options: RunOptions): void {
  refuseUnknownOptions<RunOptions>('run', options, {
    contract: true,
    operation: true,
    target: true,
    seed: true,
    prefix: true,
    fixtures: true,
    scenarios: true,
    only: true,
    shard: true,
    maxRequests: true,
    rate: true,
    onCreated: true,
    replayFlags: true,
    onOddAnswer: true,
    onProgress: true,
    onCleanUp: true,
    maxSeconds: true,
    signal: true,
    cleanUpSignal: true,
    askMore: true,
  });
  const { shard } = options;
  if (shard) refuseUnknownOptions<Shard>('run with shard', shard, { index: true, count: true });
}
