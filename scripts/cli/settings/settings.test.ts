/** The command line before the environment before the settings file before the default. */
import { Command, Option } from 'commander';
import { expect, test } from 'vitest';
import { UsageError } from '../exit.ts';
import { collect, wholeNumber } from '../options/flags.ts';
import { applySettings, misspeltVariables } from './settings.ts';

/** What a command of a small program gets. */
function optionsOf(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  content?: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  let options: Readonly<Record<string, unknown>> = {};
  smallProgram((command) => {
    applySettings(command, environment, content && { path: 'understudy.config.yaml', content });
    options = command.opts();
  }).parse([...words], { from: 'user' });
  return options;
}

function smallProgram(onRun: (command: Command) => void): Command {
  const program = new Command('understudy').exitOverride().configureOutput({ writeErr: () => undefined });
  const play = program
    .command('play')
    .addOption(new Option('--port <number>').default(4010).argParser(wholeNumber(0, 65_535)))
    .addOption(new Option('--auth <none|v1>').default('none').choices(['none', 'v1']))
    .option('--max-skipped <share>')
    .option('--report <format=path>', 'may be repeated', collect)
    .option('--json-logs')
    .option('--watch [folder]');
  program.command('other').option('--only-here <text>');
  const group = program.command('contract');
  const build = group.command('build').option('--out <dir>');
  for (const command of [play, build]) command.action(() => onRun(command));
  return program;
}

test('the nearest place wins: command line, environment, own section, top of the file, default', () => {
  const content = { port: 1, play: { port: 2 } };
  const environment = { UNDERSTUDY_PORT: '3' };
  expect(optionsOf(['play'])['port']).toBe(4010);
  expect(optionsOf(['play'], {}, { port: 1 })['port']).toBe(1);
  expect(optionsOf(['play'], {}, content)['port']).toBe(2);
  expect(optionsOf(['play'], environment, content)['port']).toBe(3);
  expect(optionsOf(['play', '--port', '4010'], environment, content)['port']).toBe(4010);
});

test('names are taken as on the command line and as in TypeScript', () => {
  expect(optionsOf(['play'], {}, { play: { 'max-skipped': '5%' } })['maxSkipped']).toBe('5%');
  expect(optionsOf(['play'], {}, { play: { maxSkipped: '5%' } })['maxSkipped']).toBe('5%');
  expect(optionsOf(['contract', 'build'], {}, { 'contract build': { out: 'x' } })['out']).toBe('x');
});

test('an option that may be repeated takes a list, or a line each', () => {
  const both = ['json=a.json', 'html=a.html'];
  expect(optionsOf(['play'], {}, { report: both })['report']).toEqual(both);
  expect(optionsOf(['play'], { UNDERSTUDY_REPORT: `${both.join('\n')}\n` })['report']).toEqual(both);
});

test('a switch is true or false', () => {
  expect(optionsOf(['play'], { UNDERSTUDY_JSON_LOGS: 'true' })['jsonLogs']).toBe(true);
  expect(
    optionsOf(['play'], { UNDERSTUDY_JSON_LOGS: '0' }, { 'json-logs': true })['jsonLogs'],
  ).toBeUndefined();
  expect(optionsOf(['play'], {}, { 'json-logs': true })['jsonLogs']).toBe(true);
});

test('an option whose value may be left out is a switch as well', () => {
  expect(optionsOf(['play'], { UNDERSTUDY_WATCH: 'true' })['watch']).toBe(true);
  expect(optionsOf(['play'], {}, { watch: true })['watch']).toBe(true);
  expect(optionsOf(['play'], { UNDERSTUDY_WATCH: 'false' }, { watch: 'src' })['watch']).toBeUndefined();
  expect(optionsOf(['play'], { UNDERSTUDY_WATCH: 'src' })['watch']).toBe('src');
});

test.each([
  [{ UNDERSTUDY_PORT: 'x' }, {}, '"x" as UNDERSTUDY_PORT: it must be a whole number from 0 to 65535.'],
  [{ UNDERSTUDY_PORT: '' }, {}, 'UNDERSTUDY_PORT: it is given and empty.'],
  [{ UNDERSTUDY_REPORT: '' }, {}, 'UNDERSTUDY_REPORT: it is given and empty.'],
  [{ UNDERSTUDY_AUTH: 'v9' }, {}, '"v9" as UNDERSTUDY_AUTH: it must be one of none, v1.'],
  [{ UNDERSTUDY_JSON_LOGS: 'maybe' }, {}, '--json-logs is true or false, and this is "maybe".'],
  [{}, { prot: 1 }, 'no command and no option is called "prot". Did you mean "port"?'],
  [{}, { play: { prot: 1 } }, 'play has no option "prot". Did you mean "port"?'],
  [{}, { play: { 'only-here': 'x' } }, 'play has no option "only-here".'],
  [{}, { other: { port: 1 } }, 'other has no option "port".'],
  [{}, { play: 4 }, 'what stands beneath "play" should be options'],
  [{}, { port: [1, 2] }, '--port takes one value, and these are 2.'],
  [{}, { port: { a: 1 } }, '"port" should be a text, a number, true or false, or a list of these.'],
])('%j and %j are refused', (environment, content, sentence) => {
  const run = (): unknown => optionsOf(['play'], environment, content);
  expect(run).toThrow(UsageError);
  expect(run).toThrow(sentence);
});

test('what Kubernetes sets for a service of our name is no setting', () => {
  expect(optionsOf(['play'], { UNDERSTUDY_PORT: 'tcp://10.0.0.1:4010' })['port']).toBe(4010);
});

test('a misspelt variable is named; one of somebody else is left alone', () => {
  const program = smallProgram(() => undefined);
  expect(misspeltVariables(program, { UNDERSTUDY_PROT: '1' })).toEqual([
    'Ignored UNDERSTUDY_PROT: no option is called so. Did you mean UNDERSTUDY_PORT?',
  ]);
  expect(misspeltVariables(program, { UNDERSTUDY_PORT: '1', UNDERSTUDY_URL_OF_OURS: 'x', PROT: '' })).toEqual(
    [],
  );
});
