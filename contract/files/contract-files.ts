/** The contract's files: pages and overlays in, OpenAPI documents out. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { buildDocument } from '../build/document.ts';
import { compileContract, type Contract } from '../compile.ts';
import { ContractError } from '../contract-error.ts';
import type { Json, JsonObject } from '../json.ts';
import { common as builtInCommon, products as builtInProducts } from '../openapi/common.ts';
import { readOperation } from '../operation/operation.ts';
import { suggestion } from '../text/nearest.ts';
import { typeName, writeTypes } from '../write-types.ts';
import { playedDocument } from './played-document.ts';
import { pagesOf, prebuiltFile, writePrebuilt, yamlIn } from './prebuilt.ts';
import { readYaml } from './read-yaml.ts';

/**
 * Build the document of every page below the contract folder of this package, without writing anything.
 *
 * Returns file contents by path relative to that folder: `openapi/NAME.yaml` for people and tools; modules with the same
 * content, which programs load without a YAML parser; and `openapi/types.ts`, with the names in them for the compiler.
 *
 * Throws ContractError for pages and overlays that cannot be read, with the file's name.
 */
export function buildContractFiles(folder: string): ReadonlyMap<string, string> {
  const documents = buildDocuments(folder);
  return new Map([
    ...yamlOf(documents),
    ...[...documents].map(
      ([name, document]) => [`openapi/played/${fileName(name)}.ts`, playedModule(name, document)] as const,
    ),
    ['openapi/documents.ts', documentsModule(documents)],
    ['openapi/types.ts', typesModule(compileContract(documents.values()))],
    ['openapi/common.ts', commonModule(readYaml(join(folder, 'common.yaml')), readProducts(folder))],
  ]);
}

/**
 * The same for a contract folder of the user: `openapi/NAME.yaml`, and `openapi/documents.jsonl`, which `--contract` reads at once.
 *
 * Throws ContractError for pages and overlays that cannot be read, with the file's name.
 */
export function prebuildContractFiles(folder: string): ReadonlyMap<string, string> {
  const documents = buildDocuments(folder);
  return new Map([...yamlOf(documents), [prebuiltFile, writePrebuilt(folder, documents)]]);
}

/**
 * The document of every page of a folder, by the name of the page's file.
 *
 * Beside `pages/NAME.yaml` there may be `overlays/NAME.yaml` and `requirements/NAME.yaml`; `common.yaml`, which is shared by every operation
 * of the vendor (default: that of this package); and `products/PRODUCT.yaml`, with the members that differ for one product.
 *
 * Documents of `known` are not built again. Throws ContractError, with a line for each page that cannot be read or does not fit together.
 */
export function buildDocuments(
  folder: string,
  known: ReadonlyMap<string, JsonObject> = new Map(),
): ReadonlyMap<string, JsonObject> {
  const commonFile = join(folder, 'common.yaml');
  const common = existsSync(commonFile) ? readYaml(commonFile) : builtInCommon;
  const products = [builtInProducts, readProducts(folder)];
  const names = pagesOf(folder);
  const problems = strayFiles(folder, names);
  if (names.length === 0 && problems.length === 0)
    throw new ContractError(`Failed to read contract "${folder}": "pages" has no YAML file. Add one.`);
  const documents = new Map<string, JsonObject>();
  for (const name of names) {
    try {
      documents.set(name, known.get(name) ?? buildFrom(folder, name, common, products));
    } catch (problem) {
      if (!(problem instanceof ContractError)) throw problem;
      problems.push(problem);
    }
  }
  const [first, ...others] = problems;
  if (!first) return documents;
  throw others.length === 0 ? first : new ContractError(problems.map(({ message }) => message).join('\n'));
}

/** Files that nothing would read, such as an overlay with another name than its page: what they say would silently have no effect. */
function strayFiles(folder: string, pages: readonly string[]): ContractError[] {
  const found = ['pages', 'overlays', 'requirements', 'products'].flatMap((kind) => {
    const files = existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)) : [];
    return files
      .filter((file) => /\.ya?ml$/.test(file))
      .map((file) => ({ kind, file, name: file.replace(/\.ya?ml$/, '') }));
  });
  return found.flatMap(({ kind, file, name }) => {
    const path = join(folder, kind, file);
    if (file.endsWith('.yml'))
      return [
        new ContractError(`Failed to read "${path}": only .yaml files are read. Call it ${name}.yaml.`),
      ];
    if (kind === 'pages' || kind === 'products' || pages.includes(name)) return [];
    return [
      new ContractError(
        `Failed to read "${path}": there is no page of that name. ${suggestion(name, pages)}`,
      ),
    ];
  });
}

function readProducts(folder: string): JsonObject {
  const names = yamlIn(join(folder, 'products'));
  return Object.fromEntries(
    names.map((name) => [name.toLowerCase(), readYaml(join(folder, 'products', `${name}.yaml`))]),
  );
}

function buildFrom(folder: string, name: string, common: Json, products: readonly JsonObject[]): JsonObject {
  const page = readYaml(join(folder, 'pages', `${name}.yaml`));
  const [overlay, requirements] = ['overlays', 'requirements'].map((kind) => {
    const file = join(folder, kind, `${name}.yaml`);
    return existsSync(file) ? readYaml(file) : undefined;
  });
  try {
    const overlays = overlay === undefined ? [] : [overlay];
    const document = buildDocument({ page, common, products, requirements, overlays });
    readOperation(document);
    return document;
  } catch (cause) {
    if (!(cause instanceof ContractError)) throw cause;
    throw new ContractError(`${name}: ${cause.message}`, { cause });
  }
}

function yamlOf(documents: ReadonlyMap<string, JsonObject>): readonly (readonly [string, string])[] {
  return [...documents].map(([name, document]) => [`openapi/${name}.yaml`, asYaml(document)]);
}

function asYaml(document: JsonObject): string {
  const comment =
    '# Made from ../pages and ../overlays by `npm run understudy -- contract build`. Not to be edited.\n';
  return comment + stringify(document, { lineWidth: 130, aliasDuplicateObjects: false });
}

/** `AddThing` as `add-thing`, the name of its entry point below `understudy/contracts/`. */
function fileName(name: string): string {
  return name
    .replaceAll(/(?<=[a-z0-9])[A-Z]|[A-Z](?=[a-z])/g, (letter, at: number) =>
      at === 0 ? letter.toLowerCase() : `-${letter.toLowerCase()}`,
    )
    .toLowerCase();
}

const generated =
  'Made from ../pages and ../overlays by `npm run understudy -- contract build`. Not to be edited.';

function playedModule(name: string, document: JsonObject): string {
  return `/** ${generated.replaceAll('../', '../../')} */
import type { TypedDocument } from '../../compile.ts';
import type { ${typeName(name)} } from '../types.ts';

/** ${name}: the part of its OpenAPI document that a mock plays, for \`compileContract\`. */
export const document: TypedDocument<${typeName(name)}> = ${JSON.stringify(playedDocument(document))};
`;
}

function documentsModule(documents: ReadonlyMap<string, JsonObject>): string {
  const members = [...documents].map(([name, document]) => `  ${name}: ${JSON.stringify(document)},`);
  return `/** ${generated} */
import type { JsonObject } from '../json.ts';

/**
 * The OpenAPI documents, by operation.
 *
 *     const names = Object.keys(documents);
 */
export const documents: Readonly<Record<string, JsonObject>> = {
${members.join('\n')}
};
`;
}

function typesModule(contract: Contract): string {
  return `/** ${generated} */
${writeTypes(contract, 'BuiltInTypes', '../contract-types.ts')}`;
}

function commonModule(common: Json, products: JsonObject): string {
  return `/** ${generated} */
import type { JsonObject } from '../json.ts';

/** What every operation of the vendor shares: \`common.yaml\`. */
export const common: JsonObject = ${JSON.stringify(common)};

/** What is otherwise for a product, by its name: \`products/PRODUCT.yaml\`. */
export const products: JsonObject = ${JSON.stringify(products)};
`;
}
