/** A contract: all its operations, by name. */
import { ContractError } from './contract-error.ts';
import type { ContractTypes } from './contract-types.ts';
import { isObject, pointerTo, type JsonObject } from './json.ts';
import { almost } from './text/nearest.ts';
import { createNaming } from './naming.ts';
import { compileOperation, deferOperation, type Operation } from './operation/operation.ts';
import { readOutline, renameCollections, type Outline } from './operation/outline.ts';

/** Operations by name. An operation is a product, a version and an action; see `Operation.name`. */
export type Contract<Types extends ContractTypes = ContractTypes> = ReadonlyMap<string, Operation> &
  OfTypes<Types>;

declare const types: unique symbol;

/** For the compiler only: no value has it. A method, so that what knows names goes where any are taken, and back. */
interface OfTypes<Types> {
  [types]?(names: Types): void;
}

/**
 * An OpenAPI document whose names the compiler knows.
 *
 *     const contract = compileContract([document]);
 */
export type TypedDocument<Types extends ContractTypes> = JsonObject & OfTypes<Types>;

/** The names that the compiler knows of documents; any, of others. */
export type TypesOf<Document> =
  Document extends OfTypes<infer Types extends ContractTypes> ? Types : ContractTypes;

/** A document that was validated when it was built: it is parsed when its operation is first used. */
export interface DeferredDocument {
  /** The document, or its outline. */
  readonly outline: JsonObject;
  readonly read: () => JsonObject;
}

export type ContractDocument = JsonObject | DeferredDocument;

/**
 * Make a contract of OpenAPI documents.
 *
 * Throws ContractError for an invalid document, an empty list, or two documents of one operation.
 *
 *     const contract = compileContract([document]);
 */
export function compileContract<Document extends ContractDocument>(
  documents: Iterable<Document>,
): Contract<TypesOf<Document>> {
  const parts = [...documents].map(readPart);
  if (parts.length === 0)
    throw new ContractError('Failed to read contract: there is no document. Give at least one.');
  assertCollections(parts.map(({ outline }) => outline));
  const naming = createNaming(parts.map(({ outline }) => outline));
  const contract = new Map<string, Operation>();
  for (const { outline, create } of parts) {
    const name = naming.operation(outline);
    if (contract.has(name))
      throw new ContractError(
        `Failed to read contract: "${name}" is described twice. Leave one of the two out.`,
      );
    const renamed = renameCollections(outline, (collection) => naming.collection(outline, collection));
    contract.set(name, create(renamed, name));
  }
  return contract;
}

/** Refuses a collection that no operation creates records in, no world declares, and whose name is close to another's: it is misspelt. */
function assertCollections(outlines: readonly Outline[]): void {
  const known = new Set(
    outlines.flatMap(({ effect, world }) => [...(effect ? [effect.collection] : []), ...Object.keys(world)]),
  );
  for (const { action, preconditions } of outlines)
    for (const { collection, kind, pointer } of preconditions) {
      const meant = almost(collection, [...known]);
      if (meant === undefined) continue;
      throw new ContractError(
        `Failed to read precondition of "${action}": nothing makes or holds "${collection}". Did you mean "${meant}"?`,
        { pointer: pointerTo(pointer, kind) },
      );
    }
}

/** The outline of a document, whatever form it has. Throws ContractError for one that cannot be read. */
export function outlineOfDocument(document: ContractDocument): Outline {
  return readOutline(isDeferred(document) ? document.outline : document);
}

/** The whole document, whatever form it has. */
export function contentOf(document: ContractDocument): JsonObject {
  return isDeferred(document) ? document.read() : document;
}

interface ContractPart {
  readonly outline: Outline;
  readonly create: (outline: Outline, name: string) => Operation;
}

function readPart(document: ContractDocument): ContractPart {
  if (!isDeferred(document) && !isObject(document))
    throw new ContractError('Failed to read contract: it is not an object. Give an OpenAPI document.');
  const create: ContractPart['create'] = isDeferred(document)
    ? (outline, name) => deferOperation(outline, name, () => compileOperation(document.read(), outline, name))
    : (outline, name) => compileOperation(document, outline, name);
  return { outline: outlineOfDocument(document), create };
}

/** A document is JSON, and holds no function. */
function isDeferred(document: ContractDocument): document is DeferredDocument {
  return isObject(document) && typeof (document as Partial<DeferredDocument>).read === 'function';
}

/**
 * The default operation: the first with a documentation page, otherwise the first.
 *
 *     const { name, errors } = mainOperation(readContract());
 *     console.log(name, errors.documented.map(({ code }) => code));
 */
export function mainOperation(contract: Contract): Operation {
  const operations = [...contract.values()];
  const main = operations.find(({ page }) => page !== '') ?? operations[0];
  if (!main)
    throw new ContractError('Failed to read contract: it has no operation. Build it with "contract build".');
  return main;
}
