/** What can be measured: anything that answers a call. The one way to reach a target is its `send`. */
import type { Tamper } from '../../scenarios/scenario/scenario.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What a signed call is to do wrong; whoever does not sign ignores it. */
  readonly tamper?: Tamper;
}

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** Nothing that could be judged: a timeout, a closed connection. */
  | {
      readonly kind: 'silent';
      readonly reason: string;
      /** Nobody was there, or nobody answered in time; a closed connection is an answer of a kind. */
      readonly isAbsent?: boolean;
    };

/** The time that a target lives in; a target in process may have one that is moved instead of waited for. */
export interface TargetClock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Whether it stands still until somebody sleeps. */
  readonly virtual: boolean;
}

export interface Target {
  /** As the command line names it. */
  readonly name: string;
  /** Where `curl` finds it. */
  readonly baseUrl: string;
  readonly clock: TargetClock;
  /** Whether it takes any access key id, so that each scenario may use an account of its own. */
  readonly anyAccount: boolean;
  /** Access key ids that it knows, of one account each, where it does not take any; none where nobody named them. */
  readonly accounts: readonly string[];
  /** Whether it may hold what earlier runs left, so that names have to be looked for that are free. */
  readonly persistent: boolean;
  /** Whether it may be sent more than it allows. */
  readonly allowsOverload: boolean;
  send(call: Call): Promise<Answer>;
  close(): Promise<void>;
}

/** The time of this process. */
export const realClock: TargetClock = {
  virtual: false,
  now: () => Date.now(),
  sleep: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
};

/** A time that stands still until somebody sleeps. */
export function createVirtualClock(start = Date.UTC(2026, 0, 1)): TargetClock {
  let now = start;
  return {
    virtual: true,
    now: () => now,
    sleep(milliseconds) {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}
