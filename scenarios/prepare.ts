/** What has to be there, or must not be, before a call can be about itself: made and removed by the operation's neighbours. */
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { Draft } from './draft.ts';
import { clear, isKeyFixed, keyOf, make, needsOf, propertyOf, type Need } from './neighbours.ts';
import type { Scenario, Step } from './scenario.ts';

/**
 * Put in front of each scenario what its calls need: a record for each key that they name, where the operation works on
 * records that others make, and a free place, where no part of the key is free. Checks of the rate limit do without: what
 * they count is the same whatever a call is answered.
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
    return {
      ...scenario,
      arrange: [...freePlace(operation, contract, creates), ...made, ...scenario.arrange],
    };
  });
}

/** A free place for the one record that a target can have. */
export function freePlace(
  operation: Operation,
  contract: Contract,
  wanted = isKeyFixed(operation),
): readonly Step[] {
  return wanted && operation.effect ? clear(contract, operation.effect.collection, keyOf(operation)) : [];
}

function recordsFor(
  { precondition, maker }: Need,
  operation: Operation,
  steps: readonly Step[],
  contract: Contract,
): readonly Step[] {
  const keys = new Map<string, Draft>();
  for (const { operation: name, parameters } of steps) {
    if (name !== operation.name) continue;
    const key = Object.fromEntries(
      precondition.key.flatMap((field) => {
        const value = parameters[field] ?? propertyOf(operation, field)?.['default'];
        return value === undefined ? [] : [[field, value] as const];
      }),
    );
    keys.set(JSON.stringify(key), key);
  }
  return [...keys.values()].flatMap((key) => [...freePlace(maker, contract), make(maker, key)]);
}
