/** Loads the contract with overlays of the user, worlds, and lists of known failures. */
import type { KnownFailure } from '../../../conformance/report/create/known-failures.ts';
import { readContract, type Contract, type ContractDocument } from '../../../contract/contract.ts';
import { combinePaths, readReady } from '../../../contract/files/paths.ts';

/** Flags of every command that needs a contract. */
export interface ContractFlags {
  /** Folders or files, or `built-in`; by default the contract in this package. */
  readonly contract?: readonly string[];
  readonly overlay?: readonly string[];
}

/**
 * The contract of the flags, with overlays applied in the order given. An overlay applies to the operation that its
 * `extends` names, or else about the documented one.
 *
 * Throws ContractError, with the file's name, for a contract or an overlay that cannot be read, or does not fit.
 */
export async function loadContract({ contract = [], overlay = [] }: ContractFlags): Promise<Contract> {
  if (contract.length === 0 && overlay.length === 0) return readContract();
  const documents = await loadDocuments(contract);
  if (overlay.length === 0) return readContract(documents);
  const { applyOverlayFile } = await import('./overlay-file.ts');
  return readContract(overlay.reduce(applyOverlayFile, documents));
}

/** The builder is imported only if needed: most starts read no YAML. */
async function loadDocuments(paths: readonly string[]): Promise<readonly ContractDocument[]> {
  const ready = new Map(paths.map((path) => [path, readReady(path)]));
  if (paths.length > 0 && ready.values().every((documents) => documents !== undefined))
    return combinePaths(paths, (path) => ready.get(path) ?? []);
  const { loadDocuments: load } = await import('../../../contract/files/load.ts');
  return load(...paths);
}

/** Throws KnownFailuresError for an invalid list, and the errors of `loadYaml`. */
export async function loadKnownFailures(
  file: string | undefined,
  contract: Contract,
): Promise<readonly KnownFailure[]> {
  if (file === undefined) return [];
  const { readKnownFailures } = await import('../../../conformance/report/create/known-failures.ts');
  return readKnownFailures(await loadYaml(file), [...contract.keys()], file);
}

/** Throws ContractError for a file that cannot be read. */
export async function loadYaml(file: string): Promise<unknown> {
  const { readYaml } = await import('../../../contract/files/read-yaml.ts');
  return readYaml(file);
}
