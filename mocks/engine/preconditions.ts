/** Checks x-preconditions (present, absent, near) against the records of one account. */
import { parseInstant } from '../../contract/instant.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import type { Violation } from '../../contract/schema/rules.ts';
import { pickKey, type View } from '../state/view.ts';

/** The first precondition that the state breaks. `record` is the request with its defaults. */
export async function findBroken(
  operation: Operation,
  record: JsonObject,
  view: View,
): Promise<Precondition | undefined> {
  for (const precondition of operation.preconditions) {
    if (!(await isMet(precondition, record, view))) return precondition;
  }
  return undefined;
}

/** The first violation that counts: what is near a moment that the state knows need not be ahead of the present one as well. */
export async function firstThatCounts(
  operation: Operation,
  violations: readonly Violation[],
  record: JsonObject,
  view: View,
): Promise<Violation | undefined> {
  for (const violation of violations) {
    const { keyword, path } = violation.rule;
    const near = operation.preconditions.find(
      (one) => one.kind === 'near' && keyword === 'x-not-before' && path.join('.') === one.parameter,
    );
    if (near?.kind !== 'near') return violation;
    const found = await view.find(near.collection, pickKey(record, near.key));
    if (instantOf(found?.[near.field]) === undefined) return violation;
  }
  return undefined;
}

async function isMet(precondition: Precondition, record: JsonObject, view: View): Promise<boolean> {
  const { collection, wildcard } = precondition;
  const key = pickKey(record, precondition.key);
  switch (precondition.kind) {
    case 'present':
      return view.has(collection, key, wildcard);
    case 'absent':
      return !(await view.has(collection, key, wildcard));
    case 'near': {
      const found = await view.find(collection, key);
      const [value, origin] = [
        instantOf(record[precondition.parameter]),
        instantOf(found?.[precondition.field]),
      ];
      return (
        value === undefined || origin === undefined || Math.abs(value - origin) <= precondition.seconds * 1000
      );
    }
  }
}

function instantOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}
