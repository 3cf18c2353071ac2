/** Where the options of a command come from: the command line, the environment, the settings of the project, or the default. */
import { InvalidArgumentError, type Command, type Option } from 'commander';
import { almost, suggestion } from '../../../contract/text/nearest.ts';
import { UsageError } from '../exit.ts';
import { collect } from '../options/flags.ts';
import type { ConfigFile } from './config-file.ts';

/** What an option says of a value that it does not take, as a part of a sentence: its own parser's words, or Commander's. */
export function refusal(message: string): string {
  return `it ${message.replace(/^Allowed choices are /, 'must be one of ')}`;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'UNDERSTUDY_';

/** `--max-skipped` is UNDERSTUDY_MAX_SKIPPED. */
export function variableOf(option: Option): string {
  return `${prefix}${nameOf(option).replaceAll('-', '_').toUpperCase()}`;
}

/**
 * Gives each option of a command that is not on the command line the value of its environment variable, or else that of
 * the settings file: beneath the command's name, or at the top, where it counts for every command that has the option.
 *
 * Throws UsageError for a setting that no command has, and for a value that its option would refuse.
 */
export function applySettings(command: Command, environment: Environment, file?: ConfigFile): void {
  const program = rootOf(command);
  const settings = file === undefined ? new Map<string, Setting>() : settingsOf(command, program, file);
  for (const option of command.options) {
    if (command.getOptionValueSource(option.attributeName()) === 'cli') continue;
    const variable = variableOf(option);
    const said = isServiceLink(environment[variable]) ? undefined : environment[variable];
    const setting = settings.get(nameOf(option));
    if (said !== undefined) set(command, option, valuesIn(said, option), 'env', variable);
    else if (setting !== undefined) set(command, option, setting.values, 'config', setting.where);
  }
}

/** Kubernetes sets UNDERSTUDY_PORT in every pod beside a service of this name, to an address. */
function isServiceLink(value: string | undefined): boolean {
  return value?.startsWith('tcp://') === true;
}

/** A line for each variable of the environment that is a misspelt one of ours: it has no effect. */
export function misspeltVariables(program: Command, environment: Environment): readonly string[] {
  const known = commandsOf(program).flatMap(({ options }) => options.map(variableOf));
  return Object.keys(environment).flatMap((name) => {
    const meant = name.startsWith(prefix) ? almost(name, known) : undefined;
    return meant === undefined ? [] : [`Ignored ${name}: no option is called so. Did you mean ${meant}?`];
  });
}

/** Every command that does something, those inside others as well. */
export function commandsOf(program: Command): readonly Command[] {
  return program.commands.flatMap((one) => (one.commands.length > 0 ? commandsOf(one) : [one]));
}

/** `contract build`, as it is typed. */
export function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

/** The option's name without dashes, such as `max-skipped`. */
export function nameOf({ long }: Option): string {
  return (long ?? '').replace(/^--/, '');
}

interface Setting {
  readonly values: readonly string[];
  readonly where: string;
}

/** The settings of a command by the names of its options. Those beneath its name count more than those at the top. */
function settingsOf(
  command: Command,
  program: Command,
  { path, content }: ConfigFile,
): ReadonlyMap<string, Setting> {
  const commands = commandsOf(program);
  const groups = new Set(commands.map((one) => pathOf(one)));
  const everywhere = new Map<string, Setting>();
  const own = new Map<string, Setting>();
  for (const [key, value] of Object.entries(content)) {
    if (!groups.has(key)) {
      const option = findOption(commands, key);
      if (option === undefined)
        throw new UsageError(
          `Failed to read "${path}": no command and no option is called "${key}". ${suggestion(key, [...new Set([...groups, ...commands.flatMap((one) => one.options.map(nameOf))])])}`,
        );
      everywhere.set(nameOf(option), { values: valuesOf(value, key, path), where: `"${key}" in ${path}` });
      continue;
    }
    const section = commands.filter((one) => pathOf(one) === key);
    for (const [name, inner] of Object.entries(sectionOf(value, key, path))) {
      const option = findOption(section, name);
      if (option === undefined)
        throw new UsageError(
          `Failed to read "${path}": ${key} has no option "${name}". ${suggestion(
            name,
            section.flatMap((one) => one.options.map(nameOf)),
          )}`,
        );
      if (key === pathOf(command))
        own.set(nameOf(option), {
          values: valuesOf(inner, `${key}, ${name}`, path),
          where: `"${name}" of ${key} in ${path}`,
        });
    }
  }
  return new Map([...everywhere, ...own]);
}

function sectionOf(value: unknown, key: string, path: string): Readonly<Record<string, unknown>> {
  if (value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>; // an object
  throw new UsageError(
    `Failed to read "${path}": what stands beneath "${key}" should be options with their values, such as "port: 8080".`,
  );
}

/** By its name (`max-skipped`), or as TypeScript writes it (`maxSkipped`). */
function findOption(commands: readonly Command[], name: string): Option | undefined {
  return commands
    .flatMap(({ options }) => options)
    .find((option) => nameOf(option) === name || option.attributeName() === name);
}

function valuesOf(value: unknown, key: string, path: string): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => {
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') return String(one);
    // YAML reads a date without quotation marks as text; a script may have a Date.
    if (one instanceof Date) return one.toISOString();
    throw new UsageError(
      `Failed to read "${path}": "${key}" should be a text, a number, true or false, or a list of these.`,
    );
  });
}

/** An option that may be repeated takes a value from each line. */
function valuesIn(text: string, option: Option): readonly string[] {
  if (!isRepeatable(option) || text.trim() === '') return [text];
  return text.split('\n').filter((line) => line.trim() !== '');
}

function isRepeatable({ parseArg }: Option): boolean {
  return parseArg === collect;
}

function set(
  command: Command,
  option: Option,
  values: readonly string[],
  source: string,
  where: string,
): void {
  if (values.length !== 1 && !isRepeatable(option))
    throw new UsageError(
      `Failed to read ${where}: ${option.long} takes one value, and these are ${values.length}. Keep one.`,
    );
  // Where a value may be left out, "true" is the option without one.
  const isSwitch = option.optional
    ? ['true', 'false'].includes(values[0]?.toLowerCase() ?? '')
    : !option.required;
  const value = isSwitch ? switched(option, values, where) : parsed(option, values, where);
  if (value !== undefined) command.setOptionValueWithSource(option.attributeName(), value, source);
}

function parsed({ parseArg }: Option, values: readonly string[], where: string): unknown {
  if (values.some((value) => value.trim() === ''))
    throw new UsageError(`Failed to read ${where}: it is given and empty. Give it a value, or leave it out.`);
  try {
    return values.reduce<unknown>((before, value) => (parseArg ? parseArg(value, before) : value), undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`Failed to read "${values.join(', ')}" as ${where}: ${refusal(error.message)}`);
  }
}

function switched({ long }: Option, [text = '']: readonly string[], where: string): boolean | undefined {
  if (['true', '1', 'yes'].includes(text.toLowerCase())) return true;
  if (['false', '0', 'no'].includes(text.toLowerCase())) return undefined;
  throw new UsageError(
    `Failed to read ${where}: ${long} is true or false, and this is "${text}". Write one of the two.`,
  );
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
