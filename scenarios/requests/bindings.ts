/** Placeholder values while scenarios are generated. Any other time and name would give the same scenarios. */
import { isObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { locateSchemas } from '../../contract/schema/rules.ts';
import type { Bindings } from '../scenario/placeholders.ts';

const bindings = new WeakMap<Operation, Bindings>();

export function bindingsFor(operation: Operation): Bindings {
  const known = bindings.get(operation) ?? {
    now: Date.UTC(2026, 0, 1),
    unique: 'unique',
    fixtures: defaultFixtures(operation),
  };
  bindings.set(operation, known);
  return known;
}

/** The fixtures of the contract, by name. */
export function defaultFixtures(operation: Operation): Readonly<Record<string, readonly string[]>> {
  const ofParameters = locateSchemas(operation.request).flatMap(({ schema }) => {
    const fixture = schema['x-fixture'];
    return isObject(fixture) ? [entry(String(fixture['name']), [String(fixture['value'])])] : [];
  });
  const ofPreconditions = operation.preconditions.flatMap(({ fixture }) =>
    fixture?.value === undefined ? [] : [entry(fixture.name, fixture.value.split('/'))],
  );
  return Object.fromEntries([...ofParameters, ...ofPreconditions]);
}

function entry(name: string, values: readonly string[]): [string, readonly string[]] {
  return [name, values];
}
