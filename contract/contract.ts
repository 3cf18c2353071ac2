/** All operations of the contract, ready to be played and measured. */
import { ContractError } from './contract-error.ts';
import type { JsonObject } from './json.ts';
import { documents as builtIn } from './openapi/documents.ts';
import { readOperation, type Operation } from './operation/operation.ts';

/** Operations by name. */
export type Contract = ReadonlyMap<string, Operation>;

/**
 * Read OpenAPI documents, by default those that this package carries.
 *
 * Throws ContractError for documents that cannot be read, none at all, or two of the same operation.
 */
export function readContract(documents: Iterable<JsonObject> = Object.values(builtIn)): Contract {
  const contract = new Map<string, Operation>();
  for (const document of documents) {
    const operation = readOperation(document);
    if (contract.has(operation.name))
      throw new ContractError(`Failed to read contract: "${operation.name}" is described twice.`);
    contract.set(operation.name, operation);
  }
  if (contract.size === 0)
    throw new ContractError('Failed to read contract: there is no document. Give at least one.');
  return contract;
}

/** The operation that is meant where none is named: the first that has a documentation page, else the first. */
export function mainOperation(contract: Contract): Operation {
  const operations = [...contract.values()];
  const main = operations.find(({ page }) => page !== '') ?? operations[0];
  if (!main) throw new ContractError('Failed to read contract: it has no operation.');
  return main;
}
