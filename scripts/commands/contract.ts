/** `understudy contract build` and `understudy contract check`. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ContractError } from '../../contract/contract-error.ts';
import { readContract, type Contract } from '../../contract/contract.ts';
import { traceRequirements } from '../../scenarios/traceability.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { violationScenarios } from '../../scenarios/families/violations.ts';
import type { Gap } from '../../scenarios/requests/gap.ts';
import type { JsonObject } from '../../contract/json.ts';
import { quoteForShell } from '../../contract/wire/curl.ts';
import { buildContractFiles, prebuildContractFiles } from '../../contract/files/contract-files.ts';
import { exitCodes, UsageError } from '../cli/exit.ts';
import { writeFile } from '../cli/write-file.ts';
import { invocation } from '../cli/invocation.ts';
import type { ContractFlags } from '../cli/documents/load.ts';
import { writeScenarioList } from '../cli/documents/scenario-list.ts';
import { writeTraceabilityPage } from '../cli/documents/traceability-page.ts';

export async function build(flags: ContractFlags = {}): Promise<void> {
  const files = madeFiles(flags);
  listIdleRules(readContract(documentsIn(files)));
  for (const [path, content] of files) {
    await writeFile(path, content);
    process.stdout.write(`${path}\n`);
  }
}

export async function check(flags: ContractFlags = {}): Promise<void> {
  const files = madeFiles(flags);
  for (const [path, content] of files) {
    if (existsSync(path) && (await readFile(path, 'utf8')) === content) continue;
    process.stderr.write(
      `${path} is not what the sources of the contract make. Run "${buildLine(flags)}".\n`,
    );
    process.exitCode = exitCodes.fallsShort;
  }
  if (process.exitCode === undefined)
    process.stdout.write(
      `${[...new Set([...files.keys()].map(placeOf))].join(' and ')} are what their sources make.\n`,
    );
}

function listIdleRules(contract: Contract): void {
  for (const operation of contract.values()) {
    const gaps: Gap[] = [];
    violationScenarios(operation, gaps);
    for (const { subject, reason } of gaps)
      process.stderr.write(`${operation.name}: nothing breaks the rule "${subject}", since ${reason}.\n`);
  }
}

/** Throws one ContractError, with a line for each contradiction in any operation: what `understudy check` would refuse to play. */
function assertPlayable(contract: Contract): void {
  const flaws: string[] = [];
  for (const operation of contract.values()) {
    try {
      traceRequirements(operation, generateScenarios(operation, contract));
    } catch (cause) {
      if (!(cause instanceof ContractError)) throw cause;
      flaws.push(cause.message);
    }
  }
  if (flaws.length > 0) throw new ContractError(flaws.join('\n'));
}

function documentsIn(files: ReadonlyMap<string, string>): readonly JsonObject[] {
  return [...files]
    .filter(([path]) => path.endsWith('.yaml'))
    .map(([, content]) => parse(content) as JsonObject); // it was written from one
}

/** The folder of made files that a file is below, such as `a/openapi` for `a/openapi/B.yaml`; any other file itself. */
function placeOf(path: string): string {
  return /^.*[\\/](?:openapi|scenarios)(?=[\\/])/.exec(path)?.[0] ?? path;
}

function buildLine({ contract = [] }: ContractFlags): string {
  const paths = contract.map((path) => ` --contract ${quoteForShell(path)}`).join('');
  return `${contract.length === 0 ? 'npm run understudy --' : invocation()} contract build${paths}`;
}

/** File contents by path: of the folders of the flags, or of the contract in a clone. Throws the errors of building. */
function madeFiles({ contract = [] }: ContractFlags): ReadonlyMap<string, string> {
  if (contract.length === 0) return filesOfClone();
  const files = new Map(
    contract.flatMap((folder) => {
      if (!existsSync(join(folder, 'pages')))
        throw new UsageError(
          `Failed to build contract "${folder}": it has no folder "pages". Name the folder above "pages" and "overlays".`,
        );
      return [...prebuildContractFiles(folder)].map(
        ([path, content]) => [join(folder, path), content] as const,
      );
    }),
  );
  assertPlayable(readContract(documentsIn(files)));
  return files;
}

/** Relative to the root of a clone: the documents, and the page that is drawn from them. */
function filesOfClone(): ReadonlyMap<string, string> {
  // The sources of the contract are in a clone, not in the package.
  if (!existsSync(join('contract', 'pages'))) {
    throw new UsageError(
      'Failed to find "contract/pages": it is not below this folder. Run the command at the root of a clone, or name a folder with --contract.',
    );
  }
  const files = buildContractFiles('contract');
  const contract = readContract(documentsIn(files));
  assertPlayable(contract);
  const lists = [...contract.values()].map(
    (operation) =>
      [`contract/scenarios/${operation.name}.tsv`, writeScenarioList(operation, contract)] as const,
  );
  return new Map([
    ...[...files].map(([path, content]) => [`contract/${path}`, content] as const),
    ...lists,
    ['docs/traceability.md', writeTraceabilityPage(contract)],
  ]);
}
