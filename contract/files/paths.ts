/** The paths of a contract that can be read without building anything, and contracts of several paths. */
import { statSync } from 'node:fs';
import { builtInDocuments, outlineOfDocument, type ContractDocument } from '../contract.ts';
import { ContractError } from '../contract-error.ts';
import { fullName } from '../naming.ts';
import { readPrebuilt } from './prebuilt.ts';

/** The name, in place of a path, of the contract in this package. */
export const builtIn = 'built-in';

/** The documents of a path that is up to date, or `built-in`; undefined for any other, which has to be read or built. */
export function readReady(path: string): readonly ContractDocument[] | undefined {
  if (path === builtIn) return builtInDocuments();
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? readPrebuilt(path) : undefined;
}

/**
 * The documents of several paths in their order. If several describe one operation, the last one is used.
 *
 * Throws ContractError for two documents of one operation below one path.
 */
export function combinePaths(
  paths: readonly string[],
  read: (path: string) => readonly ContractDocument[],
): readonly ContractDocument[] {
  const combined = new Map<string, ContractDocument>();
  for (const path of paths) {
    const named = Map.groupBy(read(path), (document) => fullName(outlineOfDocument(document)));
    for (const [name, [document, another]] of named) {
      if (another)
        throw new ContractError(
          `Failed to read contract "${path}": "${name}" is described twice. Remove one of the two.`,
        );
      if (document) combined.set(name, document);
    }
  }
  return [...combined.values()];
}
