/**
 * What follows from values that are available at once, or promised.
 *
 * Stores in memory return values; a store in another process returns promises. The engine continues without a turn of
 * the event loop where it got a value.
 */
import { isPromise, type Awaitable } from '../contract/awaitable.ts';

/**
 * Apply a function to a value, at once or when its promise resolves.
 *
 * With a `context`, which `follow` is given too, it can be a function that exists already: on the way of every request none is
 * made for what might have to be waited for.
 */
export function whenDone<Value, Result>(
  value: Awaitable<Value>,
  follow: (value: Value) => Awaitable<Result>,
): Awaitable<Result>;
export function whenDone<Value, Result, Context>(
  value: Awaitable<Value>,
  follow: (value: Value, context: Context) => Awaitable<Result>,
  context: Context,
): Awaitable<Result>;
export function whenDone<Value, Result, Context>(
  value: Awaitable<Value>,
  follow: (value: Value, context: Context) => Awaitable<Result>,
  context?: Context,
): Awaitable<Result> {
  return isPromise(value)
    ? value.then((one) => follow(one, context as Context)) // left out where `follow` does not need it
    : follow(value, context as Context);
}

/** The first result that is not undefined. Items are tried one after the other; undefined where no item gives one. */
export function firstResult<Item, Result>(
  items: readonly Item[],
  attempt: (item: Item) => Awaitable<Result | undefined>,
  from = 0,
): Awaitable<Result | undefined> {
  for (let index = from; index < items.length; index += 1) {
    const result = attempt(items[index] as Item); // within the list
    if (isPromise(result))
      return result.then((one) => (one === undefined ? firstResult(items, attempt, index + 1) : one));
    if (result !== undefined) return result;
  }
  return undefined;
}
