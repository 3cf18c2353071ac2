/** `understudy contract build` and `understudy contract check`. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildContractFiles } from './contract-files.ts';
import { exitCodes, UsageError } from './exit.ts';

export async function build(): Promise<void> {
  const folder = contractFolder();
  for (const [path, content] of await buildContractFiles(folder)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    process.stdout.write(`contract/${path}\n`);
  }
}

export async function check(): Promise<void> {
  const folder = contractFolder();
  for (const [path, content] of await buildContractFiles(folder)) {
    const file = join(folder, path);
    if (existsSync(file) && (await readFile(file, 'utf8')) === content) continue;
    process.stderr.write(
      `contract/${path} is not what its page and overlay make. Run "npm run understudy -- contract build".\n`,
    );
    process.exitCode = exitCodes.fallsShort;
  }
  if (process.exitCode === undefined)
    process.stdout.write('contract/openapi is what pages and overlays make.\n');
}

/** The sources of the contract are in a clone, not in the package. */
function contractFolder(): string {
  const folder = join(process.cwd(), 'contract');
  if (existsSync(join(folder, 'pages'))) return folder;
  throw new UsageError(
    'Failed to find "contract/pages": it is not below this folder. Run the command at the root of a clone.',
  );
}
