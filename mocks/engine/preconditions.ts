/** Checks x-preconditions (present, absent, near) against the records of one account. */
import { parseInstant } from '../../contract/schema/instant.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import type { Violation } from '../../contract/schema/violations.ts';
import { isPromise, type Awaitable } from '../../contract/awaitable.ts';
import { firstResult, whenDone } from '../awaitable.ts';
import type { View } from '../state/view.ts';

/** The first precondition that the state breaks, from the one at `from` on. `record` is the request with its defaults. */
export function findBroken(
  operation: Operation,
  record: JsonObject,
  view: View,
  account: string,
  from = 0,
): Awaitable<Precondition | undefined> {
  const { preconditions } = operation;
  for (let index = from; index < preconditions.length; index += 1) {
    const precondition = preconditions[index] as Precondition; // within the list
    const met =
      index === preconditions.length - 1 && isOwnRecord(precondition, operation)
        ? !view.isDeclared(account, precondition, record)
        : isMet(precondition, record, view, account);
    if (isPromise(met))
      return met.then((one) =>
        one ? findBroken(operation, record, view, account, index + 1) : precondition,
      );
    if (!met) return precondition;
  }
  return undefined;
}

/** Whether a precondition is about the record that the operation creates. The creation checks that itself, atomically. */
function isOwnRecord(precondition: Precondition, { effect }: Operation): boolean {
  if (precondition.kind !== 'absent' || precondition.wildcard !== undefined) return false;
  if (effect?.kind !== 'create' || effect.collection !== precondition.collection) return false;
  const { key } = precondition;
  return key.length === effect.key.length && key.every((field, index) => field === effect.key[index]);
}

/** The first violation. `x-not-before` does not count for a time that a `near` precondition finds in a stored record. */
export function firstThatCounts(
  operation: Operation,
  violations: readonly Violation[],
  record: JsonObject,
  view: View,
  account: string,
): Awaitable<Violation | undefined> {
  return firstResult(violations, (violation) => {
    const { keyword, path } = violation.rule;
    const near = operation.preconditions.find(
      (one) => one.kind === 'near' && keyword === 'x-not-before' && path.join('.') === one.parameter,
    );
    if (near?.kind !== 'near') return violation;
    return whenDone(view.find(account, near, record), (found) =>
      instantOf(found?.[near.field]) === undefined ? violation : undefined,
    );
  });
}

function isMet(
  precondition: Precondition,
  record: JsonObject,
  view: View,
  account: string,
): Awaitable<boolean> {
  switch (precondition.kind) {
    case 'present':
      return view.has(account, precondition, record);
    case 'absent':
      return whenDone(view.has(account, precondition, record), not);
    case 'near': {
      const value = instantOf(record[precondition.parameter]);
      if (value === undefined) return true;
      return whenDone(view.find(account, precondition, record), (found) => {
        const origin = instantOf(found?.[precondition.field]);
        return origin === undefined || Math.abs(value - origin) <= precondition.seconds * 1000;
      });
    }
  }
}

function not(isThere: boolean): boolean {
  return !isThere;
}

function instantOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}
