/** `understudy config`. */
import type { Command, Option } from 'commander';
import { suggestion } from '../../contract/text/nearest.ts';
import { printable } from '../../contract/text/printable.ts';
import { UsageError } from '../cli/exit.ts';
import { readConfigFile } from '../cli/settings/config-file.ts';
import { applySettings, commandsOf, nameOf, pathOf, variableOf } from '../cli/settings/settings.ts';

/** What stands in for a value that must not be shown, and for the user and password of an address. */
const hidden = '(set)';
const userInAddress = /(?<=^[a-z][a-z+.-]*:\/\/)[^/?#]*@/i;
const secrets = new Set(['admin-token', 'header']);

interface Row {
  readonly option: string;
  readonly variable: string;
  readonly value: unknown;
  readonly from: string;
}

/** Prints the options of one command, or of all, with the value that each would have here and where it comes from. */
export async function printConfig(
  program: Command,
  words: readonly string[],
  { json = false, config }: { readonly json?: boolean; readonly config?: string },
): Promise<void> {
  const file = await readConfigFile(process.cwd(), config);
  const all = commandsOf(program).filter(({ options }) => options.length > 0);
  const wanted = words.join(' ');
  const commands = wanted === '' ? all : all.filter((one) => `${pathOf(one)} `.startsWith(`${wanted} `));
  if (commands.length === 0)
    throw new UsageError(
      `Failed to show the options of "${wanted}": no command with options is called so. ${suggestion(wanted, all.map(pathOf))}`,
    );
  const tables = commands.map((command) => {
    if (pathOf(command) !== 'config') applySettings(command, process.env, file);
    return {
      command: pathOf(command),
      rows: command.options.map((option) => rowOf(command, option, file?.path)),
    };
  });
  process.stdout.write(
    json
      ? `${JSON.stringify(Object.fromEntries(tables.map(({ command, rows }) => [command, rows])), undefined, 2)}\n`
      : textOf(tables, file?.path),
  );
}

function rowOf(command: Command, option: Option, path: string | undefined): Row {
  const key = option.attributeName();
  const value: unknown = command.getOptionValue(key);
  const sources: Readonly<Record<string, string>> = {
    env: 'environment',
    config: path ?? '',
    default: 'default',
  };
  return {
    option: option.long ?? '',
    variable: variableOf(option),
    value: value === undefined ? null : secrets.has(nameOf(option)) ? hidden : withoutUser(value),
    from: value === undefined ? '' : (sources[command.getOptionValueSource(key) ?? ''] ?? ''),
  };
}

function withoutUser(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(userInAddress, '***@') : value;
}

function textOf(
  tables: readonly { readonly command: string; readonly rows: readonly Row[] }[],
  path: string | undefined,
): string {
  const lines = tables.flatMap(({ command, rows }) => [
    '',
    command,
    ...aligned(rows.map(({ option, variable, value, from }) => [option, variable, shown(value), from])),
  ]);
  const first =
    path === undefined
      ? 'No settings file here (understudy.config.yaml, .json, .ts or .mjs).'
      : `Settings from ${path}.`;
  return `${[first, 'What counts: the command line, then the environment, then the settings file, then the default.', ...lines].map((line) => printable(line)).join('\n')}\n`;
}

function shown(value: unknown): string {
  if (value === null) return '-';
  return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
}

/** Columns as wide as their widest cell. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
