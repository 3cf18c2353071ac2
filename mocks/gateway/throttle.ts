/** Rate limits, exact at every instant: a sliding window over the calls that were admitted. */

export interface Throttle {
  /** Admit a call, or say in how many milliseconds the next one would be admitted. */
  admit(who: string, limit: { readonly requests: number; readonly perMs: number }, now: number): Admission;
  /** One that knows the same calls, and goes its own way from here. */
  fork(): Throttle;
  /** Who has calls that still count, and how many. */
  usage(now: number): readonly { readonly who: string; readonly used: number }[];
  clear(): void;
}

export type Admission =
  { readonly kind: 'admitted' } | { readonly kind: 'throttled'; readonly retryAfterMs: number };

/** Callers beyond this number make the throttle forget those whose window has passed, so that many names cannot fill the memory. */
const sweepAbove = 1000;

interface Window {
  /** When the admitted calls came, oldest first. */
  readonly admitted: number[];
  perMs: number;
}

export function createThrottle(known: Iterable<readonly [who: string, window: Window]> = []): Throttle {
  const windows = new Map([...known].map(([who, one]) => [who, { ...one, admitted: [...one.admitted] }]));
  let sweepAt = sweepAbove;

  const sweep = (now: number): void => {
    for (const [who, window] of windows) {
      forgetStale(window, now);
      if (window.admitted.length === 0) windows.delete(who);
    }
    sweepAt = Math.max(sweepAbove, windows.size * 2);
  };

  return {
    admit(who, { requests, perMs }, now) {
      if (windows.size >= sweepAt) sweep(now);
      const window = windows.get(who) ?? { admitted: [], perMs };
      windows.set(who, window);
      window.perMs = perMs;
      forgetStale(window, now);
      const { admitted } = window;
      const oldest = admitted[0];
      if (admitted.length >= requests && oldest !== undefined)
        return { kind: 'throttled', retryAfterMs: oldest + perMs - now };
      admitted.push(now);
      return { kind: 'admitted' };
    },
    fork: () => createThrottle(windows),
    usage: (now) =>
      [...windows].flatMap(([who, window]) => {
        forgetStale(window, now);
        return window.admitted.length === 0 ? [] : [{ who, used: window.admitted.length }];
      }),
    clear() {
      windows.clear();
      sweepAt = sweepAbove;
    },
  };
}

/** Calls that have left the window count no more, nor do calls of the future, which a clock that was set back leaves. */
function forgetStale({ admitted, perMs }: Window, now: number): void {
  while ((admitted.at(-1) ?? now) > now) admitted.pop();
  while ((admitted[0] ?? now) <= now - perMs) admitted.shift();
}
