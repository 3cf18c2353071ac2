/** Values that are available at once, or promised. */

/** A value, or a promise of one. Who gets it goes on without a turn of the event loop where it is a value. */
export type Awaitable<Value> = Value | Promise<Value>;

export function isPromise<Value>(value: Awaitable<Value>): value is Promise<Value> {
  // Not `instanceof`: the promise may come from another realm (under Jest), or be a caller's own kind.
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { readonly then?: unknown }).then === 'function'
  );
}
