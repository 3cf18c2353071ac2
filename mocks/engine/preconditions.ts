/** Checks x-preconditions (present, absent, near) against the records of one account. */
import { parseInstant } from '../../contract/instant.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import type { Violation } from '../../contract/schema/rules.ts';
import { firstResult, whenDone, type Awaitable } from '../awaitable.ts';
import { pickKey, type View } from '../state/view.ts';

/** The first precondition that the state breaks. `record` is the request with its defaults. */
export function findBroken(
  operation: Operation,
  record: JsonObject,
  view: View,
): Awaitable<Precondition | undefined> {
  return firstResult(operation.preconditions, (precondition) =>
    whenDone(isMet(precondition, record, view), (met) => (met ? undefined : precondition)),
  );
}

/** The first violation that counts: what is near a moment that the state knows need not be ahead of the present one as well. */
export function firstThatCounts(
  operation: Operation,
  violations: readonly Violation[],
  record: JsonObject,
  view: View,
): Awaitable<Violation | undefined> {
  return firstResult(violations, (violation) => {
    const { keyword, path } = violation.rule;
    const near = operation.preconditions.find(
      (one) => one.kind === 'near' && keyword === 'x-not-before' && path.join('.') === one.parameter,
    );
    if (near?.kind !== 'near') return violation;
    return whenDone(view.find(near.collection, pickKey(record, near.key)), (found) =>
      instantOf(found?.[near.field]) === undefined ? violation : undefined,
    );
  });
}

function isMet(precondition: Precondition, record: JsonObject, view: View): Awaitable<boolean> {
  const { collection, wildcard } = precondition;
  const key = pickKey(record, precondition.key);
  switch (precondition.kind) {
    case 'present':
      return view.has(collection, key, wildcard);
    case 'absent':
      return whenDone(view.has(collection, key, wildcard), (isThere) => !isThere);
    case 'near':
      return whenDone(view.find(collection, key), (found) => {
        const [value, origin] = [
          instantOf(record[precondition.parameter]),
          instantOf(found?.[precondition.field]),
        ];
        if (value === undefined || origin === undefined) return true;
        return Math.abs(value - origin) <= precondition.seconds * 1000;
      });
  }
}

function instantOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}
