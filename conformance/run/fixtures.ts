/** Fixtures: what a run expects to exist on its target, such as buckets. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { defaultFixtures } from '../../scenarios/requests/bindings.ts';
import type { Fixtures } from '../../scenarios/scenario/placeholders.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';

/**
 * The values of each fixture: those that are given, `/` between several, and the contract's for the others. Related operations
 * arrange what a scenario needs, and have fixtures of their own.
 */
export function fixturesOf(
  contract: Contract,
  operation: Operation,
  scenarios: readonly Scenario[],
  given: Readonly<Record<string, string>> = {},
): Fixtures {
  const defaults = [...contract.values(), operation].map(defaultFixtures);
  const fixtures = { ...Object.assign({}, ...defaults), ...split(given) } as Fixtures; // Object.assign of several is any
  return withoutNeeds(fixtures, scenarios, given);
}

/** A fixture that a scenario can make itself counts as given only where the user gave it. */
function withoutNeeds(
  fixtures: Readonly<Record<string, readonly string[]>>,
  scenarios: readonly Scenario[],
  given: Readonly<Record<string, string>> = {},
): Readonly<Record<string, readonly string[]>> {
  const needed = new Set(scenarios.flatMap(({ needs }) => (needs ? [needs.name] : [])));
  return Object.fromEntries(
    Object.entries(fixtures).filter(([name]) => !needed.has(name) || given[name] !== undefined),
  );
}

function split(fixtures: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(fixtures).map(([name, value]) => [name, value.split('/')]));
}
