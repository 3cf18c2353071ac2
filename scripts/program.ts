/** The command line. Each command loads what it needs when it runs, so that the server starts at once. */
import { Argument, CommanderError, type Command } from 'commander';
import { printableLines } from '../contract/text/printable.ts';
import { exitCodes, failWith, surviveClosedPipes, UsageError } from './cli/exit.ts';
import { packageRoot, versionOf } from './cli/package-root.ts';
import { readConfigFile } from './cli/settings/config-file.ts';
import { applySettings, misspeltVariables } from './cli/settings/settings.ts';
import { UsageCommand } from './cli/settings/usage-command.ts';
import type { Shell } from './commands/completion.ts';
import { defineContract } from './commands/define-contract.ts';
import { defineRuns } from './commands/define-runs.ts';
import { defineServe } from './commands/define-serve.ts';

const program = new UsageCommand('understudy')
  .description(
    'Plays a documented cloud API as a stateful mock, and measures how closely any implementation plays it too.',
  )
  .version(versionOf(packageRoot()), '--version', 'print the version')
  .helpCommand(false)
  .option(
    '--config <file>',
    'settings of this project (default: understudy.config.yaml, .json, .ts or .mjs, where there is one)',
  )
  .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
  .exitOverride();

defineServe(program);
defineRuns(program);
defineContract(program);

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
    // Help was printed; where it was asked for, that is no failure.
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    else failWith(error);
  }
}

/** What a shell starts: as `main`, for a process of its own. */
export async function mainOfProcess(): Promise<void> {
  surviveClosedPipes();
  await main(process.argv.slice(2));
}
