/** Defines `understudy contract` and its commands. */
import { Option, type Command } from 'commander';
import type { ContractFlags } from '../cli/documents/load.ts';
import { collect } from '../cli/options/flags.ts';
import { contractHelp } from '../cli/options/option-groups.ts';
import type { DriftFlags } from './drift.ts';
import type { ImportFlags } from './import.ts';
import type { LearnFlags } from './learn.ts';
import type { TypesFlags } from './types.ts';

/** Adds the command to the program, with its own commands in the order in which help lists them. */
export function defineContract(program: Command): void {
  const contract = program.command('contract').description('Build, import, compare and check contracts.');
  defineBuild(contract);
  defineImport(contract);
  defineDrift(contract);
  defineLearn(contract);
  defineTypes(contract);
  defineCheck(contract);
}

function defineBuild(contract: Command): void {
  contract
    .command('build')
    .description(
      'Make openapi/ from pages/ and overlays/, of the folders named or of the contract in a clone.',
    )
    .option('--contract <folder>', 'folder with pages/ and overlays/; may be repeated', collect)
    .action(async (options: ContractFlags) => (await import('./contract.ts')).build(options));
}

function defineImport(contract: Command): void {
  contract
    .command('import')
    .description(
      "Make pages, drafts of overlays and documents from the vendor's metadata and reference pages.",
    )
    .argument('<source...>', 'a file, a folder of files, or an http(s) address')
    .option('--operation <glob>', 'import only these; may be repeated', collect)
    .addOption(
      new Option('--lang <en|zh>', 'of several sources of one operation, which language comes first').choices(
        ['en', 'zh'],
      ),
    )
    .option('--out <dir>', 'folder to write to', 'imported-contract')
    .option('--json', 'the summary as JSON')
    .option('--product <name>', 'for sources that do not name their product, such as live')
    .option('--api-version <version>', 'for sources that do not name their version, such as 2016-11-01')
    .action(async (sources: readonly string[], options: ImportFlags) =>
      (await import('./import.ts')).importContract(sources, options),
    );
}

function defineDrift(contract: Command): void {
  contract
    .command('drift')
    .description(
      'Say what the documentation says otherwise than the pages of a contract: what is read, not its wording.',
    )
    .argument('<new...>', 'a file, a folder of files, or an http(s) address')
    .option('--contract <path>', 'folder with "pages" (default: the contract of this package)')
    .addOption(new Option('--lang <en|zh>', 'compare sources in this language only').choices(['en', 'zh']))
    .option('--json', 'as JSON')
    .action(async (sources: readonly string[], options: DriftFlags) =>
      (await import('./drift.ts')).reportDrift(sources, options),
    );
}

function defineLearn(contract: Command): void {
  contract
    .command('learn <reports...>')
    .description(
      'Make an overlay of what a target does otherwise than the contract, from JSON reports of check.',
    )
    .option('--out <file>', 'the overlay to write', 'learned.yaml')
    .addHelpText(
      'after',
      '\nOf reports of several days the last one says how it is; what changed between them is printed.\n\nExample:\n  understudy check http://127.0.0.1:4010 --report json=report.json\n  understudy contract learn report.json --out learned.yaml\n  understudy serve --overlay learned.yaml',
    )
    .action(async (files: readonly string[], options: LearnFlags) =>
      (await import('./learn.ts')).learn(files, options),
    );
}

function defineTypes(contract: Command): void {
  contract
    .command('types')
    .description('Write the names of a contract as TypeScript, for createMock and loadContract<Types>.')
    .option('--contract <path>', contractHelp, collect)
    .option('--out <file>', 'the file to write (default: print it)')
    .addHelpText(
      'after',
      "\nExample:\n  understudy contract types --contract my-contract --out my-contract.types.ts\n\n  import type { Types } from './my-contract.types.ts';\n  createMock({ contract: loadContract<Types>('my-contract') });",
    )
    .action(async (options: TypesFlags) => (await import('./types.ts')).writeContractTypes(options));
}

function defineCheck(contract: Command): void {
  contract
    .command('check')
    .description('Say whether openapi/ is what the build makes.')
    .option('--contract <folder>', 'folder with pages/ and overlays/; may be repeated', collect)
    .action(async (options: ContractFlags) => (await import('./contract.ts')).check(options));
}
