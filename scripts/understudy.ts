#!/usr/bin/env node
/** The command line. Each command loads what it needs when it runs, so that the server starts at once. */
import './cli/require-node.ts';
import { realpathSync } from 'node:fs';
import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { Argument, Command, CommanderError, Option } from 'commander';
import type { LearnFlags } from './commands/learn.ts';
import type {
  CheckFlags,
  CheckSeveralFlags,
  CleanUpFlags,
  MergeFlags,
  ScenarioFlags,
  ServeFlags,
} from './cli/options/command-flags.ts';
import { exitCodes, failWith, surviveClosedPipes, UsageError } from './cli/exit.ts';
import {
  collect,
  defaultMaxSeconds,
  defaultRuns,
  defaultSeed,
  duration,
  numberOrAll,
  path,
  positive,
  prefix,
  replayPath,
  score,
  shard,
  share,
  wholeNumber,
} from './cli/options/flags.ts';
import { readConfigFile } from './cli/settings/config-file.ts';
import { applySettings, misspeltVariables } from './cli/settings/settings.ts';
import type { Shell } from './commands/completion.ts';
import type { DriftFlags } from './commands/drift.ts';
import type { ImportFlags } from './commands/import.ts';
import type { TypesFlags } from './commands/types.ts';
import { printableLines } from '../contract/text/printable.ts';
import type { ContractFlags } from './cli/documents/load.ts';
import { packageRoot, versionOf } from './cli/package-root.ts';

// Compiled modules are cached on disk: later starts take a quarter less time.
// Deno has no such cache.
nodeModule.enableCompileCache?.();

const contractHelp =
  'what to play: a folder with pages/ and overlays/, built OpenAPI documents or a folder of them, or built-in (default); may be repeated';

const program = new Command('understudy')
  .description(
    'Plays a documented cloud API as a stateful mock, and measures how closely any implementation plays it too.',
  )
  .version(versionOf(packageRoot()), '--version', 'print the version')
  .helpCommand(false)
  .option(
    '--config <file>',
    'settings of this project (default: understudy.config.yaml, .json, .ts or .mjs, where there is one)',
  )
  .showHelpAfterError('(--help lists what there is)')
  .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
  .exitOverride();

program
  .command('serve')
  .description('Start the mock as a server.')
  .addOption(
    new Option('--port <number>', 'port; 0 takes any free one')
      .default(4010)
      .argParser(wholeNumber('--port', 0, 65_535)),
  )
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--world <file>', 'what exists around the API: buckets, domains, streams (YAML or JSON)')
  .option('--contract <path>', contractHelp, collect)
  .option('--overlay <file>', 'OpenAPI Overlay with readings of your own; may be repeated', collect)
  .option(
    '--clock <real|instant>',
    'the time of the mock: real, or a point in time to stand still at',
    'real',
  )
  .option(
    '--store <memory|sqlite:PATH|redis://HOST:PORT>',
    'where the state is kept: forgotten at the end, in a file, or shared by several servers (docs/replicas.md)',
    'memory',
  )
  .addOption(
    new Option('--seed <number>', 'makes request ids repeatable (default: random)').argParser(
      wholeNumber('--seed', 0),
    ),
  )
  .addOption(
    new Option('--auth <none|verify>', 'whether signatures, keys, times and permissions are verified')
      .default('none')
      .choices(['none', 'verify']),
  )
  .option(
    '--credentials <file>',
    'who may call: accounts, access keys, RAM policies (YAML or JSON); default: testid and teststsid',
  )
  .addOption(
    new Option('--default-format <json|xml>', 'how to answer a request that asks for no format').choices([
      'json',
      'xml',
    ]),
  )
  .addOption(
    new Option(
      '--throttling-status <number>',
      'status of a throttled call (default: as the contract says)',
    ).argParser(wholeNumber('--throttling-status', 400, 599)),
  )
  .option(
    '--faults <file>',
    'what goes wrong on purpose: a list of fault rules (YAML or JSON). This file, the world and overlays are read again when they change',
  )
  .option(
    '--admin-token <token>',
    'let whoever has this token use the inspector and the admin API, from other machines too; else only this machine may',
  )
  .option(
    '--space-by-account',
    'give each account a space of its own (docs/replicas.md) where a request names none',
  )
  .addOption(
    new Option('--max-spaces <number>', 'most spaces at a time (default: 1000)').argParser(
      wholeNumber('--max-spaces', 1, 100_000),
    ),
  )
  .addOption(
    new Option(
      '--drain <seconds>',
      'how long a stop waits for calls that are being answered (default: 0.5)',
    ).argParser(wholeNumber('--drain', 0, 3600)),
  )
  .option('--https', 'serve https, with a certificate that is made at the start')
  .option('--cert <file>', 'certificate (PEM) for https; goes with --key')
  .option('--key <file>', 'private key (PEM) of the certificate')
  .option('--open', 'open the inspector in the browser')
  .option('--json-logs', 'print a JSON object for each request instead of a line to read')
  .addHelpText('after', '\nExample:\n  understudy serve --port 8080 --clock 2026-01-01T00:00:00Z\n')
  .action(async (options: ServeFlags) => (await import('./commands/serve.ts')).serve(options));

/** Adds the options of every command that plays scenarios. */
function playing(command: Command): Command {
  const signing =
    'sign each call, with ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN) or the credentials file of the SDKs';
  return reaching(command)
    .option(
      '--fixture <key=value>',
      'what the target has: bucket, endpoint, domain, vod (DomainName/AppName); may be repeated',
      collect,
    )
    .addOption(
      new Option('--seed <number>', 'makes the random requests of the run')
        .default(defaultSeed)
        .argParser(wholeNumber('--seed', 0)),
    )
    .addOption(
      new Option(
        '--runs <number>',
        'random requests of each kind (valid ones, and ones that break one rule), and a tenth as many sequences of calls',
      )
        .default(defaultRuns)
        .argParser(wholeNumber('--runs', 0)),
    )
    .option(
      '--accounts <any|file>',
      'any: the target takes any access key id, so that no scenario waits for the rate limit; or a file of accounts that it knows (YAML, as for serve --credentials)',
    )
    .addOption(new Option('--auth <none|v1|v3>', signing).default('none').choices(['none', 'v1', 'v3']))
    .option(
      '--gateway',
      'with --auth: also what the gateway refuses, which is sent to our own mock only otherwise',
    )
    .option('--contract <path>', contractHelp, collect)
    .option('--overlay <file>', 'OpenAPI Overlay with readings of your own; may be repeated', collect)
    .addOption(
      new Option(
        '--prefix <text>',
        'what the names that the run makes begin with (default: new in every run)',
      ).argParser(prefix),
    )
    .addOption(
      new Option(
        '--rate <number>',
        'most calls a second, all together (default: five sixths of the documented limit)',
      ).argParser(positive('--rate')),
    )
    .option('--strict-rate', 'also: of one call more than the limit, exactly the limit is admitted')
    .addOption(
      new Option('--max-seconds <number>', 'longest time for the scenarios; the rest is skipped')
        .default(defaultMaxSeconds)
        .argParser(positive('--max-seconds')),
    );
}

/** Adds the options of every command that connects to a target. */
function reaching(command: Command): Command {
  return command
    .option('--allow-host <host>', 'a host beside loopback that may be called; may be repeated', collect)
    .addOption(
      new Option(
        '--timeout <seconds>',
        'longest wait for one answer, such as 30 or 500ms (default: 10)',
      ).argParser(duration('--timeout')),
    )
    .option(
      '--header <name: value>',
      'sent with every call, and shown in no report; may be repeated',
      collect,
    )
    .option('--ca <file>', 'certificates to trust (PEM), for https')
    .option('--insecure', 'trust any certificate, for https');
}

function failOn(): Option {
  return new Option('--fail-on <evidence>', 'the weakest evidence that makes a run fail').choices([
    'stated',
    'implied',
    'assumed',
  ]);
}

const target = [
  'Targets:',
  '  mock                 our mock, in this process',
  '  prism                Prism on the same contract, in this process: what a mock without state can do',
  '  http://…, https://…  a server',
  '  module:PATH          a module whose default export is fetch(request): Promise<Response>',
].join('\n');

playing(
  program
    .command('check <target>')
    .description(
      'Play every scenario against a target and report how closely it matches the documented errors.',
    ),
)
  .option(
    '--report <format=path>',
    'write the report to a file as json, junit, html, markdown, sarif or badge; may be repeated',
    collect,
  )
  .option('--only <glob>', 'only scenarios with such an id, * for any text; may be repeated', collect)
  .addOption(failOn().default('implied'))
  .option(
    '--sarif-root <path>',
    'where SARIF points in your repository: a folder with copies of the contract, or one file (default: the contract of this package)',
  )
  .addOption(
    new Option('--min-score <score>', 'exit with 0 from this score on, whatever falls short').argParser(
      score,
    ),
  )
  .addOption(
    new Option(
      '--max-skipped <share>',
      'the largest share of scenarios that may be skipped; a run that skips more, and finds nothing wrong, ends with 3',
    )
      .default(0.05, '5%')
      .argParser(share('--max-skipped')),
  )
  .addOption(
    new Option(
      '--max-requests <number>',
      'most calls that are sent (default: 2000 to a host beside loopback)',
    ).argParser(wholeNumber('--max-requests', 1)),
  )
  .addOption(
    new Option(
      '--probe <number>',
      'most calls beyond the scenarios, to find which number a bound is and which of several explanations is right (default: 40, and 0 to a host beside loopback)',
    ).argParser(wholeNumber('--probe', 0)),
  )
  .option(
    '--cleanup-file <file>',
    'keep a list of what the run may leave on the target, for cleanup (default: only for a host beside loopback)',
  )
  .addOption(
    new Option('--causes <number|all>', 'how many causes are printed in full; all: and every list to its end')
      .default(5)
      .argParser(numberOrAll('--causes')),
  )
  .option(
    '--watch [folder]',
    'play again when a file in the folder (default: this one) changes, when the server comes back, or on Enter: what fell short first',
  )
  .option('--known-failures <file>', 'scenario ids with reasons (YAML); they still run, and must fail')
  .addOption(
    new Option('--shard <i/n>', 'play the Ith of N parts; put the reports together with merge').argParser(
      shard,
    ),
  )
  .option(
    '--operation <name>',
    'the operation to check: a name, PRODUCT.NAME, all, or a pattern with * (default: the documented one); may be repeated',
    collect,
  )
  .addHelpText(
    'after',
    `\n${target}\n\nExample:\n  understudy check http://127.0.0.1:4010 --report json=report.json\n\n${exitCodes.help}`,
  )
  .action(async (name: string, options: CheckSeveralFlags) =>
    (await import('./commands/check.ts')).check(name, options),
  );

playing(
  program
    .command('compare <targets...>')
    .description('Play every scenario against several targets and put them side by side.'),
)
  .option(
    '--report <format=path>',
    'write the comparison to a file as json, html or markdown; may be repeated',
    collect,
  )
  .option('--only <glob>', 'only scenarios with such an id, * for any text; may be repeated', collect)
  .option('--operation <name>', 'the operation to check (default: the documented one)')
  .addHelpText(
    'after',
    `\n${target}\n\nExample:\n  understudy compare mock prism http://127.0.0.1:4010\n\n${exitCodes.help}`,
  )
  .action(async (names: readonly string[], options: CheckFlags) =>
    (await import('./commands/compare.ts')).compare(names, options),
  );

program
  .command('merge <reports...>')
  .description('Put the JSON reports of a sharded run together into one, and judge it as one run.')
  .option('--contract <path>', contractHelp, collect)
  .option(
    '--overlay <file>',
    'an overlay that the run was given (default: those that its reports name)',
    collect,
  )
  .option(
    '--report <format=path>',
    'write the merged report to a file, in the formats of check; may be repeated',
    collect,
  )
  .option(
    '--sarif-root <path>',
    'where SARIF points in your repository: a folder with copies of the contract, or one file (default: the contract of this package)',
  )
  .addOption(
    new Option('--min-score <score>', 'exit with 0 from this score on, whatever falls short').argParser(
      score,
    ),
  )
  .addOption(
    new Option('--causes <number|all>', 'how many causes are printed in full; all: and every list to its end')
      .default(5)
      .argParser(numberOrAll('--causes')),
  )
  .addHelpText(
    'after',
    `\nExample:\n  understudy merge part-1.json part-2.json --report json=whole.json\n\n${exitCodes.help}`,
  )
  .action(async (files: readonly string[], options: MergeFlags) =>
    (await import('./commands/merge.ts')).merge(files, options),
  );

reaching(
  program
    .command('cleanup <file>')
    .description('Remove what a run that was cut off left on its target, by the list that it kept.'),
)
  .option(
    '--target <target>',
    'where to remove it (default: the target that the list names; a module: has to be given)',
  )
  .addOption(
    new Option('--auth <none|v1|v3>', 'sign each call, with the same credentials as check')
      .default('none')
      .choices(['none', 'v1', 'v3']),
  )
  .option('--accounts <file>', 'the accounts that check was given')
  .option('--contract <path>', contractHelp, collect)
  .addOption(new Option('--rate <number>', 'most calls a second').argParser(positive('--rate')))
  .addHelpText(
    'after',
    `\nExample:\n  understudy cleanup understudy-cleanup-live.example.com-us0x1y2.json --allow-host live.example.com\n\n${exitCodes.help}`,
  )
  .action(async (file: string, options: CleanUpFlags) =>
    (await import('./commands/cleanup.ts')).cleanup(file, options),
  );

playing(
  program
    .command('replay <scenario-id> <target>')
    .description('Play one scenario again and show what was sent and answered.'),
)
  .option('--operation <name>', 'the operation that the scenario belongs to (default: the documented one)')
  .addOption(failOn().default(undefined, 'any scenario that does not conform'))
  .addOption(
    new Option('--path <path>', 'of a random sequence: the shorter one that a report shows').argParser(path),
  )
  .addOption(new Option('--replay-path <path>', 'goes with --path; a report has both').argParser(replayPath))
  .addHelpText(
    'after',
    `\n${target}\n\nExample:\n  understudy replay delay-time/below-minimum mock\n\n${exitCodes.help}`,
  )
  .action(async (id: string, name: string, options: CheckFlags) =>
    (await import('./commands/check.ts')).replay(id, name, options),
  );

program
  .command('scenarios')
  .description('List the scenarios: id, what each is about, and why.')
  .option('--json', 'as JSON, for other programs')
  .option(
    '--triggers',
    'in place of the list: for each documented error the requests that give it, to paste into a shell',
  )
  .option('--arazzo', 'as an Arazzo 1.0 document, for any replayer of it; names and times are filled in')
  .addOption(
    new Option('--seed <number>', 'makes the names in an Arazzo document')
      .default(defaultSeed)
      .argParser(wholeNumber('--seed', 0)),
  )
  .option('--contract <path>', contractHelp, collect)
  .option('--overlay <file>', 'OpenAPI Overlay with readings of your own; may be repeated', collect)
  .option('--operation <name>', 'the operation (default: the documented one)')
  .action(async (options: ScenarioFlags) => (await import('./commands/scenarios.ts')).listScenarios(options));

const contract = program
  .command('contract')
  .description('Build and check the OpenAPI documents of the contract.');
contract
  .command('build')
  .description('Make openapi/ from pages/ and overlays/, of the folders named or of the contract in a clone.')
  .option('--contract <folder>', 'folder with pages/ and overlays/; may be repeated', collect)
  .action(async (options: ContractFlags) => (await import('./commands/contract.ts')).build(options));
contract
  .command('import')
  .description("Make pages, drafts of overlays and documents from the vendor's metadata and reference pages.")
  .argument('<source...>', 'a file, a folder of files, or an http(s) address')
  .option('--operation <glob>', 'import only these; may be repeated', collect)
  .addOption(
    new Option('--lang <en|zh>', 'of several sources of one operation, which language comes first').choices([
      'en',
      'zh',
    ]),
  )
  .option('--out <dir>', 'folder to write to', 'imported-contract')
  .option('--json', 'the summary as JSON')
  .option('--product <name>', 'for sources that do not name their product, such as live')
  .option('--api-version <version>', 'for sources that do not name their version, such as 2016-11-01')
  .action(async (sources: readonly string[], options: ImportFlags) =>
    (await import('./commands/import.ts')).importContract(sources, options),
  );
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
    (await import('./commands/drift.ts')).reportDrift(sources, options),
  );
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
    (await import('./commands/learn.ts')).learn(files, options),
  );
contract
  .command('types')
  .description('Write the names of a contract as TypeScript, for createMock and loadContract<Types>.')
  .option('--contract <path>', contractHelp, collect)
  .option('--out <file>', 'the file to write (default: print it)')
  .addHelpText(
    'after',
    "\nExample:\n  understudy contract types --contract my-contract --out my-contract.types.ts\n\n  import type { Types } from './my-contract.types.ts';\n  createMock({ contract: loadContract<Types>('my-contract') });",
  )
  .action(async (options: TypesFlags) => (await import('./commands/types.ts')).writeContractTypes(options));
contract
  .command('check')
  .description('Say whether openapi/ is what the build makes.')
  .option('--contract <folder>', 'folder with pages/ and overlays/; may be repeated', collect)
  .action(async (options: ContractFlags) => (await import('./commands/contract.ts')).check(options));

/** Refuses empty values: in a script they come from unset variables, and must not silently turn something off. */
function refuseEmpty(command: Command): void {
  const isEmpty = (value: unknown): boolean =>
    (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.some(isEmpty));
  const option = command.options.find((one) => isEmpty(command.getOptionValue(one.attributeName())));
  if (option)
    throw new UsageError(
      `Failed to use ${option.long}: it is given and empty. Give it a value, or leave it out.`,
    );
  if (command.args.some(isEmpty))
    throw new UsageError(`Failed to run ${command.name()}: an argument is empty. Give it a value.`);
}
program.hook('preAction', async (_, command) => {
  // A shell asks with an empty word; "config" only shows the options.
  if (['complete', 'completion', 'config', 'help'].includes(command.name())) return;
  refuseEmpty(command);
  const { config = process.env['UNDERSTUDY_CONFIG'] } = program.opts<{ readonly config?: string }>();
  for (const line of misspeltVariables(program, process.env))
    process.stderr.write(`${printableLines(line)}\n`);
  applySettings(command, process.env, await readConfigFile(process.cwd(), config));
});

program
  .command('config [command...]')
  .description(
    'Show every option, its environment variable, the value that it has here, and where that comes from.',
  )
  .option('--json', 'as JSON')
  .addHelpText(
    'after',
    '\nExample of understudy.config.yaml, with options by command, or for all commands that have them:\n\n  contract: [my-contract]\n  serve:\n    port: 8080\n  check:\n    report: [json=report.json, html=report.html]\n',
  )
  .action(async (words: readonly string[], options: { readonly json?: boolean }) =>
    (await import('./commands/config.ts')).printConfig(program, words, { ...program.opts(), ...options }),
  );

program
  .command('completion')
  .description('Print what a shell sources, to complete commands and options.')
  .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish', 'powershell']))
  .addHelpText('after', '\nExample:\n  source <(understudy completion bash)\n')
  .action(async (shell: Shell) => (await import('./commands/completion.ts')).printCompletion(shell));
program
  .command('help [command...]')
  .description('Show the options of a command.')
  .action(async (words: readonly string[]) => (await import('./commands/help.ts')).printHelp(program, words));

/** Run one command, given as the words after the program's name. Sets `process.exitCode`. */
export async function main(words: readonly string[]): Promise<void> {
  try {
    if (words[0] === 'complete') (await import('./commands/completion.ts')).addCompletion(program, words);
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    // Commander has printed its message already; `--help` is not a failure.
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    else failWith(error);
  }
}

// Tests import this file, to run many commands in one process.
const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  surviveClosedPipes();
  await main(process.argv.slice(2));
}
