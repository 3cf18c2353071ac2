/** Loads a contract of the user from files: sources to build, or built documents. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readContract, type Contract, type ContractDocument } from '../contract.ts';
import { ContractError } from '../contract-error.ts';
import type { ContractTypes } from '../contract-types.ts';
import { isObject } from '../json.ts';
import { buildDocuments } from './contract-files.ts';
import { builtIn, combinePaths, readReady } from './paths.ts';
import { readYaml } from './read-yaml.ts';

/**
 * Load a contract.
 *
 * A path is a folder with `pages/` and `overlays/`, a folder of built OpenAPI documents (its own, or in `openapi/`), one such
 * document, or `built-in`. If several paths describe one operation, the last one is used.
 *
 * `Types`: the names in it, as `understudy contract types` writes them; any by default.
 *
 * Throws ContractError, in one sentence with the file's name, for a path that does not exist or holds no contract.
 *
 *     const mock = createMock({ contract: loadContract('my-contract') });
 */
export function loadContract<Types extends ContractTypes = ContractTypes>(
  ...paths: readonly string[]
): Contract<Types> {
  return readContract(loadDocuments(...paths));
}

/** The documents of a contract, as `loadContract` finds them. */
export function loadDocuments(...paths: readonly string[]): readonly ContractDocument[] {
  return combinePaths(paths.length === 0 ? [builtIn] : paths, readDocuments);
}

/** The documents below a path, in the order of their files' names. Throws as `loadContract` does. */
function readDocuments(path: string): readonly ContractDocument[] {
  const ready = readReady(path);
  if (ready) return ready;
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) throw notFound(path, 'there is no such file or folder');
  if (!kind.isDirectory()) return [readDocument(path)];
  if (existsSync(join(path, 'pages'))) return [...buildDocuments(path).values()];
  const folder = existsSync(join(path, 'openapi')) ? join(path, 'openapi') : path;
  const files = readdirSync(folder).filter((file) => /\.(?:ya?ml|json)$/.test(file));
  if (files.length === 0) throw notFound(path, 'the folder has neither pages nor OpenAPI documents');
  return files.toSorted().map((file) => readDocument(join(folder, file)));
}

function readDocument(file: string): ContractDocument {
  const document = readYaml(file);
  if (isObject(document) && typeof document['openapi'] === 'string') return document;
  if (isObject(document) && typeof document['operation'] === 'string')
    throw new ContractError(
      `Failed to read contract "${file}": it is a page, which needs its overlay. Name the folder above its "pages".`,
    );
  throw new ContractError(
    `Failed to read contract "${file}": it is not an OpenAPI document. Name one, or a folder of them, or a folder with "pages".`,
  );
}

function notFound(path: string, problem: string): ContractError {
  return new ContractError(
    `Failed to read contract "${path}": ${problem}. Name a folder with "pages" and "overlays", a folder of OpenAPI documents, one such document, or ${builtIn}.`,
  );
}
