/** The world of a whole contract, with what a user says of it. */
import { ContractError } from './contract-error.ts';
import type { Contract } from './contract.ts';
import { pointerTo } from './json.ts';
import { readWorld, type World } from './operation/preconditions.ts';

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
  const known = new Set([
    ...own.map(([name]) => name),
    ...operations.flatMap(({ preconditions }) => preconditions.map(({ collection }) => collection)),
    ...operations.flatMap(({ effect }) => (effect ? [effect.collection] : [])),
  ]);
  const stranger = Object.keys(replaced).find((name) => !known.has(name));
  if (stranger !== undefined) {
    const names = [...known].toSorted().join(', ');
    throw new ContractError(
      `Failed to read world "${stranger}": no operation looks at it. Use one of ${names}.`,
      {
        pointer: pointerTo('', stranger),
      },
    );
  }
  return Object.fromEntries([...own, ...Object.entries(replaced)]);
}
