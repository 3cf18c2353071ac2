/** Related operations: those that create, update, remove and list the records of one collection. */
import type { Contract } from '../../contract/contract.ts';
import type { Effect } from '../../contract/operation/effect.ts';
import { isObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { enumAt, isFreePart, validValue, type Draft, type DraftValue } from '../requests/draft.ts';
import { minimalRequest } from '../requests/valid-requests.ts';
import { success, type Step } from '../scenario/scenario.ts';
import { stepFor } from './steps.ts';

/** The first operation with an effect of one of these kinds on the collection. */
export function findOperation(
  contract: Contract,
  collection: string,
  ...kinds: readonly Effect['kind'][]
): Operation | undefined {
  return [...contract.values()].find(
    ({ effect }) => effect?.collection === collection && kinds.includes(effect.kind),
  );
}

/** A precondition on a record, and the operation that creates such records. */
export interface NeededRecord {
  readonly precondition: Precondition;
  readonly maker: Operation;
}

/** The records that an operation needs and that another one can create. All others must exist on the target already. */
export function needsOf(operation: Operation, contract: Contract): readonly NeededRecord[] {
  return operation.preconditions.flatMap((precondition) => {
    const maker = findOperation(contract, precondition.collection, 'create');
    return precondition.kind === 'present' && maker ? [{ precondition, maker }] : [];
  });
}

/** The error of a record that exists, or does not exist, in the operation's own collection. */
export function stateError(
  { effect, preconditions }: Operation,
  kind: 'present' | 'absent',
): string | undefined {
  return preconditions.find((one) => one.kind === kind && one.collection === effect?.collection)?.error;
}

/** Values for the whole key of a collection, as the creating operation accepts them. */
export function keyOf(maker: Operation): Draft {
  return Object.fromEntries((maker.effect?.key ?? []).map((field) => [field, validValue(maker, [field])]));
}

/** The call that creates a record under this key; fields left out get the creating operation's values. */
export function make(maker: Operation, key: Draft): Step {
  const names = maker.effect?.key ?? [];
  const known = Object.entries(key).filter(([name]) => names.includes(name));
  return stepFor(maker, { ...minimalRequest(maker), ...Object.fromEntries(known) });
}

/** The call that removes a record and expects either success or its absence; empty where no operation removes. */
export function clear(contract: Contract, collection: string, key: Draft): readonly Step[] {
  const remover = findOperation(contract, collection, 'remove');
  if (!remover) return [];
  const unknown = stateError(remover, 'present');
  return [
    stepFor(
      remover,
      { ...minimalRequest(remover), ...key },
      { expect: [success, ...(unknown === undefined ? [] : [unknown])] },
    ),
  ];
}

/** Whether no key field is free text: every scenario is then about one of the few records that the target can have. */
export function isKeyFixed(maker: Operation): boolean {
  return !(maker.effect?.key ?? []).some((field) => isFreePart(maker, field));
}

/** A value for a key field other than the usual one; undefined where the contract lists only one. */
export function anotherValue(operation: Operation, field: string): DraftValue | undefined {
  const value = validValue(operation, [field]);
  if (isFreePart(operation, field)) return `${String(value)}-other`;
  if (propertyOf(operation, field)?.['x-fixture'] !== undefined) return `other.${String(value)}`;
  return enumAt(operation, [field]).find((member) => member !== value);
}

export function propertyOf({ request }: Operation, field: string) {
  const properties = isObject(request['properties']) ? request['properties'] : {};
  const property = properties[field];
  return isObject(property) ? property : undefined;
}
