/** The contract's files: pages and overlays in, OpenAPI documents out. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { buildDocument } from '../build/document.ts';
import { ContractError } from '../contract-error.ts';
import { readOperation } from '../operation/operation.ts';
import type { JsonObject } from '../json.ts';

/**
 * Build the document of every page below a contract folder, without writing anything.
 *
 * Answers file contents by path relative to that folder: `openapi/NAME.yaml` for people and tools, and
 * `openapi/documents.ts`, which holds the same and is what a program loads, since it needs no YAML.
 *
 * Throws ContractError for pages and overlays that cannot be read, with the file's name.
 */
export async function buildContractFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const common: unknown = await readYaml(join(folder, 'common.yaml'));
  const documents = new Map<string, JsonObject>();
  for (const name of await namesIn(join(folder, 'pages'))) {
    documents.set(name, await buildFrom(folder, name, common));
  }
  const yaml = [...documents].map(([name, document]) => [`openapi/${name}.yaml`, asYaml(document)] as const);
  return new Map([...yaml, ['openapi/documents.ts', asModule(documents)]]);
}

/** Read one YAML or JSON file. Throws ContractError with the file's name and the line. */
export async function readYaml(file: string): Promise<unknown> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ContractError(`Failed to read "${file}": the file cannot be opened. Correct the path.`, {
      cause,
    });
  }
  try {
    return parse(content) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new ContractError(`Failed to read "${file}": ${reason.replace(/:$/, '')}. Correct the YAML.`, {
      cause,
    });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .toSorted();
}

async function buildFrom(folder: string, name: string, common: unknown): Promise<JsonObject> {
  const page = await readYaml(join(folder, 'pages', `${name}.yaml`));
  const overlay = await readYaml(join(folder, 'overlays', `${name}.yaml`));
  const requirementsFile = join(folder, 'requirements', `${name}.yaml`);
  try {
    const requirements = existsSync(requirementsFile) ? await readYaml(requirementsFile) : undefined;
    const document = buildDocument({ page, common, requirements, overlays: [overlay] });
    readOperation(document);
    return document;
  } catch (cause) {
    if (!(cause instanceof ContractError)) throw cause;
    throw new ContractError(`${name}: ${cause.message}`, { cause });
  }
}

function asYaml(document: JsonObject): string {
  const comment =
    '# Made from ../pages and ../overlays by `npm run understudy -- contract build`. Not to be edited.\n';
  return comment + stringify(document, { lineWidth: 130, aliasDuplicateObjects: false });
}

function asModule(documents: ReadonlyMap<string, JsonObject>): string {
  const members = [...documents].map(([name, document]) => `  ${name}: ${JSON.stringify(document)},`);
  return `/** Made from ../pages and ../overlays by \`npm run understudy -- contract build\`. Not to be edited. */
import type { JsonObject } from '../json.ts';

/** The OpenAPI documents, by operation. */
export const documents: Readonly<Record<string, JsonObject>> = {
${members.join('\n')}
};
`;
}
