/** What is there at once, or later. */

/** A value, or a promise of one. */
export type Awaitable<Value> = Value | Promise<Value>;

/** Thousands of calls are answered at once by a target in process: waiting for each would take as long as much else. */
export function isPromise<Value>(value: Awaitable<Value>): value is Promise<Value> {
  // Not `instanceof`: who sends may bring promises of their own kind.
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { readonly then?: unknown }).then === 'function'
  );
}
