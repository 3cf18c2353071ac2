/** The options of each command, as Commander hands them over. */
import type { ContractFlags } from '../documents/load.ts';
import type { ConnectionFlags } from '../targets/connection.ts';
import type { PrintFlags } from '../reports/print-options.ts';
import type { TargetFlags } from '../targets/targets.ts';
import type { FailOn } from '../../../conformance/report/outcome.ts';

export interface ScenarioFlags {
  readonly json?: boolean;
  readonly triggers?: boolean;
  readonly arazzo?: boolean;
  readonly seed: number;
  readonly contract?: readonly string[];
  readonly overlay?: readonly string[];
  readonly operation?: string;
}

export interface MergeFlags extends ContractFlags, PrintFlags {
  readonly report?: readonly string[];
  readonly minScore?: number;
  /** The file or folder in the user's repository that SARIF results point to. */
  readonly sarifRoot?: string;
}

export interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly world?: string;
  readonly contract?: readonly string[];
  readonly overlay?: readonly string[];
  readonly clock: string;
  readonly store: string;
  readonly spaceByAccount?: boolean;
  readonly maxSpaces?: number;
  /** Milliseconds. */
  readonly drain?: number;
  readonly seed?: number;
  readonly faults?: string;
  readonly adminToken?: string;
  readonly jsonLogs?: boolean;
  readonly open?: boolean;
  readonly https?: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly auth: 'none' | 'verify';
  readonly credentials?: string;
  readonly defaultFormat?: 'json' | 'xml';
  readonly throttlingStatus?: number;
}

export interface CheckFlags extends ConnectionFlags, PrintFlags {
  readonly fixture?: readonly string[];
  readonly report?: readonly string[];
  readonly seed: number;
  /** Random scenarios of each kind. */
  readonly runs: number;
  readonly only?: readonly string[];
  readonly minScore?: number;
  /** The file or folder in the user's repository that SARIF results point to. */
  readonly sarifRoot?: string;
  /** The weakest evidence that makes a run fail. */
  readonly failOn?: FailOn;
  /** The largest share of scenarios that may be skipped. */
  readonly maxSkipped?: number;
  /** The folder whose changes are a reason to play again; true for the one in which the command runs. */
  readonly watch?: string | true;
  readonly knownFailures?: string;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly maxRequests?: number;
  /** Calls beyond the scenarios, to tell explanations of what falls short apart. */
  readonly probe?: number;
  readonly accounts?: string;
  readonly auth?: 'none' | 'v1' | 'v3';
  readonly gateway?: boolean;
  readonly strictRate?: boolean;
  readonly cleanupFile?: string;
  readonly rate?: number;
  readonly contract?: readonly string[];
  readonly overlay?: readonly string[];
  readonly operation?: string;
  /** Prefix of the names of the run. */
  readonly prefix?: string;
  readonly maxSeconds?: number;
  /** For a shrunk random sequence: fast-check's path. */
  readonly path?: string;
  readonly replayPath?: string;
}

export interface CleanUpFlags extends TargetFlags {
  /** Instead of the target that the list names. */
  readonly target?: string;
  readonly rate?: number;
}

/** `all` stands for every operation. */
export interface CheckSeveralFlags extends Omit<CheckFlags, 'operation'> {
  readonly operation?: readonly string[];
}
