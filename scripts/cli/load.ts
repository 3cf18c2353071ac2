/** What commands read from files: the contract with overlays of the user, and worlds. */
import type { KnownFailure } from '../../conformance/report/known-failures.ts';
import { mainOperation, readContract, type Contract } from '../../contract/contract.ts';
import { documents } from '../../contract/openapi/documents.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { UsageError } from './exit.ts';

/**
 * The contract that this package carries, with overlays applied in the order given. An overlay is about the operation
 * that its `extends` names, or else about the documented one.
 *
 * Throws ContractError, with the file's name, for an overlay that cannot be read or does not fit.
 */
export async function loadContract(overlayFiles: readonly string[] = []): Promise<Contract> {
  if (overlayFiles.length === 0) return readContract();
  // Loaded only here: a start without overlays reads no YAML.
  const { applyOverlayFile } = await import('./overlay-file.ts');
  const main = mainOperation(readContract()).name;
  let changed: typeof documents = documents;
  for (const file of overlayFiles) changed = await applyOverlayFile(changed, main, file);
  return readContract(Object.values(changed));
}

/** Throws UsageError for an operation that the contract lacks. */
export function chooseOperation(contract: Contract, name: string | undefined): Operation {
  if (name === undefined) return mainOperation(contract);
  const operation = contract.get(name);
  if (operation) return operation;
  throw new UsageError(
    `Failed to find operation "${name}": the contract has ${[...contract.keys()].join(', ')}. Name one of them.`,
  );
}

/** Throws KnownFailuresError for a list that cannot be read, and what `loadYaml` throws. */
export async function loadKnownFailures({
  knownFailures: file,
  overlay,
}: {
  readonly knownFailures?: string;
  readonly overlay?: readonly string[];
}): Promise<readonly KnownFailure[]> {
  if (file === undefined) return [];
  const { readKnownFailures } = await import('../../conformance/report/known-failures.ts');
  return readKnownFailures(await loadYaml(file), [...(await loadContract(overlay)).keys()]);
}

/** Throws ContractError for a file that cannot be read. */
export async function loadYaml(file: string): Promise<unknown> {
  const { readYaml } = await import('../../contract/files/contract-files.ts');
  return readYaml(file);
}
