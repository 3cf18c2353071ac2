/** What the command line says of wrong usage, and how help fits into a terminal. */
import { Argument, Option } from 'commander';
import { expect, test } from 'vitest';
import { UsageError } from '../exit.ts';
import { wholeNumber } from '../options/flags.ts';
import { UsageCommand } from './usage-command.ts';

function smallProgram(): UsageCommand {
  const program = new UsageCommand('understudy').helpCommand(false);
  program
    .command('play <scenario-id>')
    .addOption(new Option('--port <number>', 'port').argParser(wholeNumber(0, 65_535)))
    .addOption(new Option('--auth <none|v1>', 'signing').choices(['none', 'v1']))
    .option('--a-very-long-option <one of several>', `of which there is much to say: ${'word '.repeat(20)}`)
    .action(() => undefined);
  program
    .command('completion')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh']))
    .action(() => undefined);
  return program;
}

test.for([
  [['plya'], 'Failed to run "plya": there is no such command. Did you mean "play"?'],
  [
    ['--prot'],
    'Failed to run understudy: there is no option "--prot". "npx understudy help" says what there is.',
  ],
  [['play', 'x', '--prot'], 'Failed to run play: there is no option "--prot". Did you mean "--port"?'],
  [
    ['play'],
    'Failed to run play: the scenario id is missing. "npx understudy help play" says what there is.',
  ],
  [['play', 'x', '--port'], 'Failed to read --port: its value is missing. Write --port <number>.'],
  [['play', 'x', '--port', '7x'], 'Failed to read --port "7x": it must be a whole number from 0 to 65535.'],
  [
    ['play', 'x', '--port', "it's' is invalid. So"],
    `Failed to read --port "it's' is invalid. So": it must be a whole number from 0 to 65535.`,
  ],
  [['play', 'x', '--auth', 'v9'], 'Failed to read --auth "v9": it must be one of none, v1.'],
  [['completion', 'sh'], 'Failed to read the shell "sh": it must be one of bash, zsh.'],
  [
    ['play', 'x', 'y'],
    'Failed to run play: it was given too much. Expected 1 argument but got 2: x, y. "npx understudy help play" says what there is.',
  ],
] as const)('%j', async ([words, sentence]) => {
  const error = await smallProgram()
    .parseAsync([...words], { from: 'user' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toHaveProperty('message', sentence);
});

test.for([50, 80, 120])('help stays within %i columns, however long the names of options are', (columns) => {
  const play = smallProgram().commands[0];
  const help = play?.configureOutput({ getOutHelpWidth: () => columns }).helpInformation() ?? '';
  expect(help).toContain('--a-very-long-option <one of several>');
  expect(help.split('\n').filter((line) => line.length > columns)).toEqual([]);
});
