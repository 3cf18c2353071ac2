/** Rate limits, exact at every instant: a sliding window over the calls that were admitted. */
import { Accounts, chainOf, type Account, type AccountWindow, type Window } from '../state/accounts.ts';

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

export function createThrottle(known: Iterable<Window> = [], accounts = new Accounts()): PromptThrottle {
  // Those with windows: of others, there may be many times as many.
  let callers: Account[] = [];
  let count = 0;
  let sweepAt = sweepAbove;

  const put = (who: Caller, admitted: readonly number[], perMs: number): AccountWindow => {
    const account = accounts.open(who.account);
    if (!account.window) callers.push(account);
    const window: AccountWindow = {
      account: account.name,
      operation: who.operation,
      admitted: [...admitted],
      perMs,
      next: account.window,
    };
    account.window = window;
    count += 1;
    return window;
  };
  const find = ({ account, operation }: Caller): AccountWindow | undefined => {
    let window = accounts.find(account)?.window;
    while (window && window.operation !== operation) window = window.next;
    return window;
  };
  const all = (): readonly Window[] => callers.flatMap(({ window }) => chainOf(window));
  /** Keeps those windows that are wanted. */
  const keep = (isWanted: (window: Window) => boolean): void => {
    count = 0;
    callers = callers.filter((account) => {
      let { window } = account;
      account.window = undefined;
      while (window) {
        const { next } = window;
        if (isWanted(window)) {
          window.next = account.window;
          account.window = window;
          count += 1;
        }
        window = next;
      }
      accounts.tidy(account);
      return account.window !== undefined;
    });
    sweepAt = Math.max(sweepAbove, count * 2);
  };
  for (const { admitted, perMs, ...who } of known) put(who, admitted, perMs);

  return {
    admit(who, { requests, perMs }, now) {
      if (count >= sweepAt)
        keep((window) => {
          forgetStale(window, now);
          return window.admitted.length > 0;
        });
      const window = find(who);
      if (!window) {
        put(who, [now], perMs);
        return admittedOnce;
      }
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
    clear: () => keep(() => false),
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
