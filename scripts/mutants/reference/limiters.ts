/** Rate limiters: how many calls one key may make. They differ only in how they look back in time. */

/** Asking and counting are apart, so that a server may count later, or not every call. */
export interface Limiter {
  isFull(key: string, nowMs: number): boolean;
  count(key: string, nowMs: number): void;
}

/** At most `size` calls in any stretch of `windowMs`. */
export function createSlidingWindow(size: number, windowMs = 1000): Limiter {
  const hits = new Map<string, number[]>();
  const recent = (key: string, nowMs: number) =>
    (hits.get(key) ?? []).filter((hit) => nowMs - hit < windowMs);
  return {
    isFull: (key, nowMs) => recent(key, nowMs).length >= size,
    count: (key, nowMs) => hits.set(key, [...recent(key, nowMs), nowMs]),
  };
}

/** Windows of `windowMs`; `startOf` says when the window of a call that opens one began. */
export function createFixedWindow(
  size: number,
  windowMs = 1000,
  startOf: (nowMs: number) => number = (nowMs) => nowMs,
): Limiter {
  const windows = new Map<string, { startMs: number; calls: number }>();
  const current = (key: string, nowMs: number) => {
    const window = windows.get(key);
    return window && nowMs - window.startMs < windowMs ? window : { startMs: startOf(nowMs), calls: 0 };
  };
  return {
    isFull: (key, nowMs) => current(key, nowMs).calls >= size,
    count: (key, nowMs) => {
      const { startMs, calls } = current(key, nowMs);
      windows.set(key, { startMs, calls: calls + 1 });
    },
  };
}

/** A bucket of `size` tokens that gains `size` a second. */
export function createTokenBucket(size: number): Limiter {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const tokens = (key: string, nowMs: number) => {
    const bucket = buckets.get(key) ?? { tokens: size, atMs: nowMs };
    return Math.min(size, bucket.tokens + ((nowMs - bucket.atMs) * size) / 1000);
  };
  return {
    isFull: (key, nowMs) => tokens(key, nowMs) < 1,
    count: (key, nowMs) => buckets.set(key, { tokens: tokens(key, nowMs) - 1, atMs: nowMs }),
  };
}
