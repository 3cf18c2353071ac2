/** Checks x-preconditions (present, absent, near) against the records of one account. */
import { parseInstant } from '../../contract/schema/instant.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import type { Violation } from '../../contract/schema/rules.ts';
import { firstResult, whenDone, type Awaitable } from '../awaitable.ts';
import type { View } from '../state/view.ts';

/** The first precondition that the state breaks. `record` is the request with its defaults. */
export function findBroken(
  operation: Operation,
  record: JsonObject,
  view: View,
  account: string,
): Awaitable<Precondition | undefined> {
  return firstResult(operation.preconditions, (precondition) =>
    whenDone(isMet(precondition, record, view, account), (met) => (met ? undefined : precondition)),
  );
}

/** The first violation that counts: what is near a moment that the state knows need not be ahead of the present one as well. */
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
      return whenDone(view.has(account, precondition, record), (isThere) => !isThere);
    case 'near':
      return whenDone(view.find(account, precondition, record), (found) => {
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
