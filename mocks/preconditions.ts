/** What an operation asks of the state, and what it does to it. */
import { parseInstant } from '../contract/instant.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import type { Operation } from '../contract/operation.ts';
import type { Precondition } from '../contract/state.ts';
import { pickKey, type View } from './world.ts';

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

async function isMet(precondition: Precondition, record: JsonObject, view: View): Promise<boolean> {
  const key = pickKey(record, precondition.key);
  switch (precondition.kind) {
    case 'present':
      return view.has(precondition.collection, key);
    case 'absent':
      return !(await view.has(precondition.collection, key));
    case 'near': {
      const found = await view.find(precondition.collection, key);
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

/**
 * Change the state. The one step that may still refuse: of two simultaneous requests that both found a key free, one comes
 * second, and breaks the precondition that the key be absent.
 */
export async function applyEffect(
  operation: Operation,
  record: JsonObject,
  view: View,
): Promise<Precondition | undefined> {
  const { effect } = operation;
  if (!effect) return undefined;
  const key = pickKey(record, effect.key);
  if (effect.kind === 'remove') {
    await view.remove(effect.collection, key);
    return undefined;
  }
  if (await view.create(effect.collection, key, record)) return undefined;
  return operation.preconditions.find(
    ({ kind, collection }) => kind === 'absent' && collection === effect.collection,
  );
}

function instantOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}
