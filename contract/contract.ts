/** The contract of this package, and those that are read in its place. */
import {
  compileContract,
  type Contract,
  type ContractDocument,
  type DeferredDocument,
  type TypesOf,
} from './compile.ts';
import { documents as builtIn } from './openapi/documents.ts';
import type { BuiltInTypes } from './openapi/types.ts';

export {
  contentOf,
  mainOperation,
  outlineOfDocument,
  type Contract,
  type ContractDocument,
  type DeferredDocument,
} from './compile.ts';

/** Compiled once in a process, however many mocks play it: operations do not change. */
let builtInContract: Contract | undefined;

/**
 * Read OpenAPI documents, by default those that this package carries.
 *
 * Throws ContractError for an invalid document, an empty list, or two documents of one operation.
 *
 *     const names = [...readContract().keys()];
 */
export function readContract(): Contract<BuiltInTypes>;
export function readContract<Document extends ContractDocument>(
  documents: Iterable<Document>,
): Contract<TypesOf<Document>>;
export function readContract(documents?: Iterable<ContractDocument>): Contract {
  if (documents) return compileContract(documents);
  builtInContract ??= compileContract(builtInDocuments());
  return new Map(builtInContract);
}

/** The documents that this package carries. */
export function builtInDocuments(): readonly DeferredDocument[] {
  return Object.values(builtIn).map((document) => ({ outline: document, read: () => document }));
}
