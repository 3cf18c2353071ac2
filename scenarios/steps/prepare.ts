/** Preparation of the state before a call: related operations create the records that it needs, and remove those under its key. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Draft } from '../requests/draft.ts';
import {
  clear,
  isKeyFixed,
  keyOf,
  make,
  needsOf,
  propertyOf,
  type NeededRecord,
} from './related-operations.ts';
import { success, type Scenario, type Step } from '../scenario/scenario.ts';

/**
 * Adds to each scenario's `arrange` what its calls need: a record for each key that they name, where the operation works on
 * records that others create, and removal under a fixed key. Rate-limit checks do without it:
 * they count calls, whatever the answers.
 */
export function prepare(
  scenarios: readonly Scenario[],
  operation: Operation,
  contract: Contract,
): readonly Scenario[] {
  const needs = needsOf(operation, contract);
  const creates = operation.effect?.kind === 'create' && isKeyFixed(operation);
  if (needs.length === 0 && !creates) return scenarios;
  return scenarios.map((scenario) => {
    if (scenario.act.kind === 'rate') return scenario;
    const steps = 'steps' in scenario.act ? scenario.act.steps : [scenario.act.step];
    const made = needs.flatMap((need) => recordsFor(need, operation, steps, contract));
    const free = creates ? freePlaces(operation, contract, [...scenario.arrange, ...steps]) : [];
    return { ...scenario, arrange: [...free, ...made, ...scenario.arrange] };
  });
}

/** Steps that delete a possible leftover under a fixed key. Empty where keys are invented per run. Missing key fields get their usual values. */
export function freePlace(operation: Operation, contract: Contract, key: Draft = {}): readonly Step[] {
  if (!operation.effect || !isKeyFixed(operation)) return [];
  return clear(contract, operation.effect.collection, { ...keyOf(operation), ...key });
}

/** The same for the usual key, and for every other key under which the calls of an operation create a record. */
function freePlaces(operation: Operation, contract: Contract, steps: readonly Step[]): readonly Step[] {
  const made = steps.filter(({ expect }) => expect.includes(success));
  const usual = keyOf(operation);
  const keys = [usual, ...keysIn(operation, Object.keys(usual), made).map((key) => ({ ...usual, ...key }))];
  const different = new Map(keys.map((key) => [JSON.stringify(key), key]));
  return [...different.values()].flatMap((key) => freePlace(operation, contract, key));
}

function recordsFor(
  { precondition, maker }: NeededRecord,
  operation: Operation,
  steps: readonly Step[],
  contract: Contract,
): readonly Step[] {
  return keysIn(operation, precondition.key, steps).flatMap((key) => [
    ...freePlace(maker, contract, key),
    make(maker, key),
  ]);
}

/** The different keys that the calls of an operation name, defaults filled in; a field without either is left out. */
function keysIn(operation: Operation, fields: readonly string[], steps: readonly Step[]): readonly Draft[] {
  const keys = new Map<string, Draft>();
  for (const { operation: name, parameters } of steps) {
    if (name !== operation.name) continue;
    const key = Object.fromEntries(
      fields.flatMap((field) => {
        const value = parameters[field] ?? propertyOf(operation, field)?.['default'];
        return value === undefined ? [] : [[field, value] as const];
      }),
    );
    keys.set(JSON.stringify(key), key);
  }
  return [...keys.values()];
}
