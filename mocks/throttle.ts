/** Rate limits, exact at every instant: a sliding window over the calls that were admitted. */

export interface Throttle {
  /** Admit a call, or say in how many milliseconds the next one would be admitted. */
  admit(who: string, limit: { readonly requests: number; readonly perMs: number }, now: number): Admission;
  clear(): void;
}

export type Admission =
  { readonly kind: 'admitted' } | { readonly kind: 'throttled'; readonly retryAfterMs: number };

/** Callers beyond this number make the throttle forget those whose window has passed, so that many names cannot fill the memory. */
const sweepAbove = 1000;

interface Window {
  /** When the admitted calls came, oldest first; none is older than the window when the next call is judged. */
  readonly admitted: number[];
  expires: number;
}

export function createThrottle(): Throttle {
  const windows = new Map<string, Window>();
  let sweepAt = sweepAbove;

  const sweep = (now: number): void => {
    for (const [who, window] of windows) if (window.expires <= now) windows.delete(who);
    sweepAt = Math.max(sweepAbove, windows.size * 2);
  };

  return {
    admit(who, { requests, perMs }, now) {
      if (windows.size >= sweepAt) sweep(now);
      const window = windows.get(who) ?? { admitted: [], expires: 0 };
      windows.set(who, window);
      const { admitted } = window;
      // A clock that was set back would leave calls of the future in the window; they count no more.
      const stale = (at: number): boolean => at <= now - perMs || at > now;
      while (admitted.length > 0 && stale(admitted[0] ?? 0)) admitted.shift();
      const oldest = admitted[0];
      if (admitted.length >= requests && oldest !== undefined)
        return { kind: 'throttled', retryAfterMs: oldest + perMs - now };
      admitted.push(now);
      window.expires = now + perMs;
      return { kind: 'admitted' };
    },
    clear() {
      windows.clear();
      sweepAt = sweepAbove;
    },
  };
}
