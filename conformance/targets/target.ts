/** What can be measured: anything that answers a call. The one way to reach a target is its `send`. */
/// <reference lib="esnext.disposable" preserve="true" />
import type { Tamper } from '../../scenarios/scenario/scenario.ts';

/** One call, as it is sent. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What a signed call is to do wrong; whoever does not sign ignores it. */
  readonly tamper?: Tamper;
}

/** What a target answered, or that it did not. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      /** Why the body could not be read as it was sent, such as "longer than 512 KiB"; `body` is then its beginning. */
      readonly problem?: string;
    }
  /** Nothing that could be judged: a timeout, a closed connection. */
  | {
      readonly kind: 'silent';
      readonly reason: string;
      /** Nobody was there, or nobody answered in time; a closed connection is an answer of a kind. */
      readonly isAbsent?: boolean;
      /** The call certainly never arrived: no connection was made. */
      readonly isUnsent?: boolean;
    };

/** The time that a target lives in; a target in process may have one that is moved instead of waited for. */
export interface TargetClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves early, and does not reject, when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Whether it stands still until somebody sleeps. */
  readonly virtual: boolean;
}

/** Something that answers calls, and that a run is made against. `await using` closes it. */
export interface Target extends AsyncDisposable {
  /** As the command line names it, without a password. */
  readonly name: string;
  /** Where `curl` finds it: origin, path and query, without user and password. Every call goes below it. */
  readonly baseUrl: string;
  /** How its calls are signed on their way; absent where they are not. */
  readonly signed?: { readonly scheme: 'v1' | 'v3' };
  readonly clock: TargetClock;
  /** What to do where it does not answer at all, as a sentence; by default to start it, or to correct its address. */
  readonly wayOut?: string;
  /** Whether it takes any access key id, so that each scenario may use an account of its own. */
  readonly anyAccount: boolean;
  /** Access key ids that it knows, of one account each, where it does not take any; none where nobody named them. */
  readonly accounts: readonly string[];
  /** What calls hold that no report may show. Answers are judged as they come, and these are taken out before they are shown. */
  readonly secrets?: readonly string[];
  /** Whether it may hold what earlier runs left, so that names have to be looked for that are free. */
  readonly persistent: boolean;
  /** Whether it may be sent more than it allows. */
  readonly allowsOverload: boolean;
  /**
   * Does not throw or reject: what keeps it from answering is an answer of kind `silent`. A target in process may answer at once,
   * without a promise.
   */
  send(call: Call): Answer | Promise<Answer>;
  /** How far its clock is ahead of ours, in milliseconds, by the Date header; undefined where no answer had one. */
  clockDifference?(): number | undefined;
  /** Closes what it holds open; nothing is sent after it. */
  close(): Promise<void>;
}

/**
 * A target of its parts: `await using` closes it as `close` does.
 *
 *     const target = defineTarget({
 *       name: 'mine',
 *       baseUrl: 'http://127.0.0.1:4010/',
 *       clock: realClock,
 *       anyAccount: true,
 *       accounts: [],
 *       persistent: false,
 *       allowsOverload: true,
 *       send: ({ method, path }) => Promise.resolve({ kind: 'silent', reason: `${method} ${path} is not there yet` }),
 *       close: () => Promise.resolve(),
 *     });
 */
export function defineTarget(parts: Omit<Target, typeof Symbol.asyncDispose>): Target {
  return { ...parts, [Symbol.asyncDispose]: () => parts.close() };
}

/**
 * The time of this process.
 *
 *     console.log(realClock.now());
 */
export const realClock: TargetClock = {
  virtual: false,
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      if (signal?.aborted === true) done();
      else signal?.addEventListener('abort', done);
    }),
};

/**
 * A time that stands still until somebody sleeps.
 *
 *     const clock = createVirtualClock(Date.UTC(2026, 0, 1));
 *     await clock.sleep(60_000);
 */
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
