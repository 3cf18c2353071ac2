/** `understudy contract build` and `understudy contract check`. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { readContract } from '../../contract/contract.ts';
import type { JsonObject } from '../../contract/json.ts';
import { buildContractFiles } from '../../contract/files/contract-files.ts';
import { exitCodes, UsageError } from '../cli/exit.ts';
import { writeTraceabilityPage } from '../cli/traceability-page.ts';

export async function build(): Promise<void> {
  for (const [path, content] of await madeFiles()) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    process.stdout.write(`${path}\n`);
  }
}

export async function check(): Promise<void> {
  for (const [path, content] of await madeFiles()) {
    if (existsSync(path) && (await readFile(path, 'utf8')) === content) continue;
    process.stderr.write(
      `${path} is not what the sources of the contract make. Run "npm run understudy -- contract build".\n`,
    );
    process.exitCode = exitCodes.fallsShort;
  }
  if (process.exitCode === undefined)
    process.stdout.write('contract/openapi and docs/traceability.md are what their sources make.\n');
}

/** File contents by path, relative to the root of a clone: the documents, and the page that is drawn from them. */
async function madeFiles(): Promise<ReadonlyMap<string, string>> {
  // The sources of the contract are in a clone, not in the package.
  if (!existsSync(join('contract', 'pages'))) {
    throw new UsageError(
      'Failed to find "contract/pages": it is not below this folder. Run the command at the root of a clone.',
    );
  }
  const files = buildContractFiles('contract');
  const documents = [...files]
    .filter(([path]) => path.endsWith('.yaml'))
    .map(([, content]) => parse(content) as JsonObject); // it was written from one
  return new Map([
    ...[...files].map(([path, content]) => [`contract/${path}`, content] as const),
    ['docs/traceability.md', writeTraceabilityPage(readContract(documents))],
  ]);
}
