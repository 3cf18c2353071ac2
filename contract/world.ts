/** The world of a whole contract, with what a user says of it. */
import { ContractError } from './contract-error.ts';
import type { Contract } from './compile.ts';
import type { Operation } from './operation/operation.ts';
import { isArray, isObject, pointerTo, type Json } from './json.ts';
import { suggestion } from './text/nearest.ts';
import { collectionsOf } from './operation/outline.ts';
import { readWorld, type CollectionWorld, type World } from './operation/preconditions.ts';

/**
 * What each operation says exists around it; collections that are given replace those of the contract as a whole.
 *
 * Throws ContractError for a world that is malformed, and for a collection that no operation looks at: misspelt, it would
 * change nothing.
 */
export function worldOf(contract: Contract, given?: unknown): World {
  const operations = [...contract.values()];
  const own = operations.flatMap(({ world }) => Object.entries(world));
  const replaced = readWorld(given);
  // Members are known of whole operations only, and most are compiled when they are first called.
  if (Object.keys(replaced).length === 0) return Object.fromEntries(own);
  const known = collectionsIn(operations);
  const stranger = Object.keys(replaced).find((name) => !known.has(name));
  if (stranger !== undefined) {
    throw new ContractError(
      `Failed to read world "${stranger}": no operation looks at it. ${suggestion(stranger, [...known.keys()].toSorted())}`,
      {
        pointer: pointerTo('', stranger),
      },
    );
  }
  for (const [name, world] of Object.entries(replaced))
    assertKnownMembers(name, world, known.get(name) ?? []);
  return Object.fromEntries([...own, ...Object.entries(replaced)]);
}

/** The collections that operations look at or change, by name, with the members that records of each may have. */
export function collectionsIn(operations: readonly Operation[]): ReadonlyMap<string, readonly string[]> {
  const names = new Set(operations.flatMap(collectionsOf));
  return new Map(
    [...names].map((name) => [
      name,
      [...new Set(operations.flatMap((operation) => membersOf(name, operation)))],
    ]),
  );
}

/** A member that no operation knows would be looked at by nobody, and a record without others would match anything. */
function assertKnownMembers(
  name: string,
  { present, absent, records = [] }: CollectionWorld,
  members: readonly string[],
): void {
  const known = ['account', ...members];
  for (const [list, entries] of Object.entries({ present, absent, records }))
    for (const [index, record] of entries.entries()) {
      const stranger = Object.keys(record).find((member) => !known.includes(member));
      if (stranger === undefined) continue;
      throw new ContractError(
        `Failed to read world "${name}": its records have no "${stranger}". ${suggestion(stranger, known)}`,
        { pointer: pointerTo(pointerTo(pointerTo(pointerTo('', name), list), index), stranger) },
      );
    }
}

/** What an operation reads of the records of a collection, puts into them, or shows of them. */
function membersOf(
  collection: string,
  { preconditions, effect, request, response }: Operation,
): readonly string[] {
  const read = preconditions
    .filter((one) => one.collection === collection)
    .flatMap((one) => [...one.key, ...(one.kind === 'near' ? [one.field] : [])]);
  if (effect?.collection !== collection) return read;
  return [
    ...read,
    ...effect.key,
    ...(effect.kind === 'create' && effect.stamp !== undefined ? [effect.stamp] : []),
    ...(effect.kind === 'list' ? effect.filter : []),
    ...(effect.kind === 'transition' ? ['state'] : []),
    ...namesIn(request),
    ...namesIn(response),
  ];
}

/** The names of all properties in a schema, and those that `x-from` refers to. */
function namesIn(schema: Json | undefined): readonly string[] {
  if (isArray(schema)) return schema.flatMap(namesIn);
  if (!isObject(schema)) return [];
  const { properties, 'x-from': from } = schema;
  return [
    ...(isObject(properties) ? Object.keys(properties) : []),
    ...(typeof from === 'string' ? from.split('.') : []),
    ...Object.values(schema).flatMap(namesIn),
  ];
}
