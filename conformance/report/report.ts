/** The report: one value that every format is drawn from. */
import type { Evidence } from '../../contract/evidence.ts';
import type { Family } from '../../scenarios/scenario/scenario.ts';
import type { Verdict } from '../run/judge/judge.ts';
import type { Shard } from '../run/select.ts';
import type { Call } from '../targets/target.ts';
import type { Diagnoses } from '../diagnosis/diagnosis.ts';
import type { Transcript } from '../diagnosis/model/transcript.ts';
import type { FailOn, FailureOutcome } from './outcome.ts';

/** The report of a run, from which every format is drawn. JSON of it is the JSON report. */
export interface Report extends Diagnoses {
  readonly target: string;
  readonly contract: {
    readonly operation: string;
    /** Date of the documentation page. */
    readonly page: string;
    /** Of the operation's document, overlays applied: two reports with the same one asked for the same. */
    readonly digest: string;
  };
  readonly seed: number;
  /** What the run was asked for beside the seed. */
  readonly options: ReportOptions;
  /** When the run began, such as `2026-11-25T09:00:00Z`; of shards, when the first did. */
  readonly startedAt?: string;
  /** From the first call to the last one of the clean-up; of shards, the longest. */
  readonly durationMs: number;
  /** Why the run ended before everything was played, where it did. */
  readonly cutOff?: { readonly reason: string };
  /** The weakest evidence that makes the run fail. */
  readonly failOn: FailOn;
  /** The largest share of scenarios that may be skipped; a run that skips more has tested too little. */
  readonly maxSkipped: number;
  /**
   * From 0 to 1: the mean over the documented codes, times the mean over the families of what is about no documented code. 1
   * only where nothing falls short; null where nothing could be judged. See docs/decisions/score.md.
   */
  readonly score: number | null;
  /** What the score is the product of. */
  readonly factors: { readonly codes: number | null; readonly others: number | null };
  /** Documented codes that the target ever answered. */
  readonly codesProduced: number;
  readonly codesDocumented: number;
  /** Documented codes all of whose scenarios conform that count in their score. */
  readonly codesMatched: number;
  readonly codes: readonly CodeReport[];
  /** What is about no documented code: accepted requests, state, answers, the rate limit. */
  readonly others: readonly OtherReport[];
  readonly families: readonly {
    readonly family: Family;
    readonly scenarios: number;
    readonly verdicts: VerdictCounts;
  }[];
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** What was expected against what came, for each judged call. */
  readonly confusion: readonly {
    readonly expected: string;
    readonly answered: string;
    readonly times: number;
    /** How many of them conform: another answer may be right as well, and the right code may come with a wrong status. */
    readonly conforming: number;
  }[];
  /** Every scenario that was played, in the order of the run. */
  readonly scenarios: readonly ScenarioReport[];
  /** Every scenario that does not conform and was not skipped, whatever its evidence. */
  readonly failures: readonly Failure[];
  /** Every scenario that conforms without being answered exactly as documented. */
  readonly nearMisses: readonly NearMiss[];
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
  /** Those that the run was told, for this operation. */
  readonly knownFailures?: readonly { readonly pattern: string; readonly reason: string }[];
  /** Known failures that do not fail, or that no scenario is meant by. */
  readonly staleKnownFailures?: readonly StaleKnownFailure[];
  /** Calls beyond the scenarios, sent to tell explanations apart; left out where there are none. */
  readonly probes?: readonly ProbeReport[];
  /** Of a shard: what it saw, so that the whole can be diagnosed as one run. */
  readonly transcript?: Transcript;
}

export interface ProbeReport {
  readonly curl: string;
  /** `OK`, or status and code, or what came instead. */
  readonly answered: string;
}

/** As the command line has them; what was not asked for is left out. */
export interface ReportOptions {
  /** Random scenarios of each kind. */
  readonly runs?: number;
  readonly only?: readonly string[];
  /** The part of the scenarios that was played. */
  readonly shard?: Shard;
  readonly maxRequests?: number;
  readonly rate?: number;
  readonly fixtures?: Readonly<Record<string, string>>;
  readonly accounts?: string;
  readonly auth?: string;
  readonly gateway?: boolean;
  readonly strictRate?: boolean;
  readonly overlays?: readonly string[];
}

export interface StaleKnownFailure {
  readonly pattern: string;
  readonly problem: string;
  /** The first that conforms, where one does. */
  readonly scenario?: string;
}

export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>;

/** How the target did at one documented error code. */
export interface CodeReport {
  readonly code: string;
  /** The strongest evidence that a scenario of the code has; only those scenarios count. */
  readonly evidence: Evidence;
  /** The share of them that conform, those counted with them in which the code was `unexpected`; null where none could be judged. */
  readonly score: number | null;
  readonly scenarios: number;
  /** Scenarios about something else, of evidence as strong, that were answered with this code where another answer was expected. */
  readonly unexpected: number;
  readonly verdicts: VerdictCounts;
}

/** A family of scenarios, those of a documented code left out. */
export interface OtherReport {
  readonly family: Family;
  /** The strongest evidence that one of the scenarios has; only those count. */
  readonly evidence: Evidence;
  /** The share of them that conform; null where none could be judged. */
  readonly score: number | null;
  readonly scenarios: number;
}

/** One scenario of a run, and its verdict. */
export interface ScenarioReport {
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  /** The error code that it is about, or `OK`. */
  readonly exercises: string;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

/** What the contract says of an answer; no code for a success. */
export interface ExpectedAnswer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
}

/** What came, as far as it could be read. */
export interface GivenAnswer {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  /** What is wrong with it beyond status, code and message. */
  readonly reason?: string;
}

/** A scenario that is `code` (another message) or `alternative` (another answer that is right as well). */
export interface NearMiss extends ScenarioReport {
  readonly expected: ExpectedAnswer;
  readonly answered: GivenAnswer;
  readonly replay: string;
}

/** A scenario whose verdict does not conform, with what is needed to see it again. */
export interface Failure extends ScenarioReport {
  readonly outcome: FailureOutcome;
  readonly expected: ExpectedAnswer;
  readonly answered: GivenAnswer;
  /** The body of the answer as it came, cut after `mostBody` characters. */
  readonly body?: string;
  /** The call that decided. */
  readonly request?: Call;
  /** How many calls lead up to it, itself included; those at once with it are not counted. */
  readonly calls: number;
  /** How many others are sent along with it, at once or at a pace; absent where it is sent alone. */
  readonly along?: number;
  readonly curl?: string;
  /** The calls that lead up to it, in the order in which they were sent. Left out where calls were sent at once, or in great numbers. */
  readonly before?: readonly string[];
  /** How its calls are signed, where they are: `curl` lines are not. */
  readonly signed?: 'v1' | 'v3';
  readonly source: string;
  /** The name of the rule that the scenario breaks, where it breaks one. */
  readonly rule?: string;
  /** JSON pointer to what was broken, inside the contract's document of the operation. */
  readonly pointer: string;
  readonly replay: string;
  /** Why it is known to fail, where it is. */
  readonly known?: string;
}
