/** Rate limits, exact at every instant: a sliding window over the calls that were admitted. */
import { ownText } from '../state/own-text.ts';

export interface Throttle {
  /** Atomic: admit a call, or say in how many milliseconds the next one would be admitted. Each caller has a window of its own. */
  admit(who: Caller, limit: Limit, now: number): Admission | Promise<Admission>;
  /** For dry runs: it begins with the same calls, and nothing that is done to it is seen here. */
  fork(): Throttle;
  /** Who has calls that still count, and how many; those that were called latest come last. */
  usage(now: number): readonly Usage[] | Promise<readonly Usage[]>;
  clear(): void | Promise<void>;
}

/** A throttle that answers at once. */
export interface PromptThrottle extends Throttle {
  admit(who: Caller, limit: Limit, now: number): Admission;
  fork(): PromptThrottle;
  usage(now: number): readonly Usage[];
  clear(): void;
}

/** At most so many calls in any so many milliseconds. */
export interface Limit {
  readonly requests: number;
  readonly perMs: number;
}

export interface Usage extends Caller {
  readonly used: number;
}

/** What counts together: the calls of one operation by one account. */
export interface Caller {
  readonly account: string;
  readonly operation: string;
}

export type Admission =
  { readonly kind: 'admitted' } | { readonly kind: 'throttled'; readonly retryAfterMs: number };

const admittedOnce: Admission = { kind: 'admitted' };

/** Callers beyond this number make the throttle forget those whose window has passed, so that many names cannot fill the memory. */
const sweepAbove = 1000;

export interface Window extends Caller {
  /** When the admitted calls came, oldest first. */
  readonly admitted: number[];
  perMs: number;
}

export function createThrottle(known: Iterable<Window> = []): PromptThrottle {
  // By operation, then by account.
  const windows = new Map<string, Map<string, Window>>();
  let count = 0;
  let sweepAt = sweepAbove;

  const put = (window: Window): Window => {
    const ofOperation = windows.get(window.operation) ?? new Map<string, Window>();
    windows.set(window.operation, ofOperation.set(window.account, window));
    count += 1;
    return window;
  };
  const all = (): readonly Window[] => [...windows.values()].flatMap((accounts) => [...accounts.values()]);
  const sweep = (now: number): void => {
    for (const accounts of windows.values())
      for (const [account, window] of accounts) {
        forgetStale(window, now);
        if (window.admitted.length > 0) continue;
        accounts.delete(account);
        count -= 1;
      }
    sweepAt = Math.max(sweepAbove, count * 2);
  };
  for (const window of known) put({ ...window, admitted: [...window.admitted] });

  return {
    admit({ account, operation }, { requests, perMs }, now) {
      if (count >= sweepAt) sweep(now);
      const window =
        windows.get(operation)?.get(account) ??
        put({ account: ownText(account), operation, admitted: [], perMs });
      window.perMs = perMs;
      forgetStale(window, now);
      const { admitted } = window;
      const oldest = admitted[0];
      if (admitted.length >= requests && oldest !== undefined)
        return { kind: 'throttled', retryAfterMs: oldest + perMs - now };
      admitted.push(now);
      return admittedOnce;
    },
    fork: () => createThrottle(all()),
    usage: (now) => usageOf(all(), now),
    clear() {
      windows.clear();
      count = 0;
      sweepAt = sweepAbove;
    },
  };
}

/** Who has calls that still count; those that were called latest come last, of simultaneous ones by name. */
export function usageOf(windows: readonly Window[], now: number): readonly Usage[] {
  for (const window of windows) forgetStale(window, now);
  return windows
    .filter(({ admitted }) => admitted.length > 0)
    .toSorted(
      (a, b) =>
        latestOf(a) - latestOf(b) || compare(a.account, b.account) || compare(a.operation, b.operation),
    )
    .map(({ account, operation, admitted }) => ({ account, operation, used: admitted.length }));
}

function latestOf({ admitted }: Window): number {
  return admitted[admitted.length - 1] ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Calls that have left the window count no more, nor do calls of the future, which a clock that was set back leaves. */
export function forgetStale({ admitted, perMs }: Pick<Window, 'admitted' | 'perMs'>, now: number): void {
  while ((admitted[admitted.length - 1] ?? now) > now) admitted.pop();
  while ((admitted[0] ?? now) <= now - perMs) admitted.shift();
}
