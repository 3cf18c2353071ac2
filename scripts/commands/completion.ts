/** `understudy completion`, and `understudy complete`, which the shells call. */
import tab, { script } from '@bomb.sh/tab';
import addTo from '@bomb.sh/tab/commander';
import type { Command, Option } from 'commander';
import { commandsOf, pathOf } from '../cli/settings/settings.ts';

export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

/** Prints the script that a shell sources. */
export function printCompletion(shell: Shell): void {
  const name = 'understudy';
  if (shell !== 'bash') {
    script(shell, name, name);
    return;
  }
  // Its constants are read-only, and would be complained of in a shell that has them already.
  process.stdout.write('{\n');
  script(shell, name, name);
  process.stdout.write(`} 2> /dev/null || true\ncomplete -o default -F __${name}_complete ${name}\n`);
}

/** Adds `complete -- WORDS`, with the words that only this program knows. */
export function addCompletion(program: Command, words: readonly string[]): void {
  if (isFileNext(program, words.slice(words.indexOf('--') + 1))) {
    // No words, and leave for file names: the library always forbids them.
    program
      .command('complete', { hidden: true })
      .argument('[words...]')
      .action(() => void process.stdout.write(':0\n'));
    return;
  }
  const names = program.commands.map((one) => one.name());
  addTo(program);
  tab.commands.delete('complete');
  for (const name of ['check', 'compare']) complete(name, 'target', ['mock', 'prism'], name === 'compare');
  for (const name of ['help', 'config']) complete(name, 'command', names);
}

function complete(command: string, argument: string, values: readonly string[], isVariadic = false): void {
  tab.commands.get(command)?.argument(
    argument,
    (add) => {
      for (const value of values) add(value, '');
    },
    isVariadic,
  );
}

/** Whether the last word, which is being typed, is the name of a file or folder. */
function isFileNext(program: Command, words: readonly string[]): boolean {
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? '';
  const command = commandsOf(program)
    .filter((one) => `${before.join(' ')} `.startsWith(`${pathOf(one)} `))
    .at(-1);
  if (word.startsWith('-')) return false;
  const find = (name: string | undefined): Option | undefined =>
    [...(command?.options ?? []), ...program.options].find(({ long }) => long === name);
  const option = find(before.at(-1));
  if (option?.required === true || option?.optional === true) return isOfFile(option.flags);
  return command !== undefined && command.registeredArguments.some((one) => isOfFile(`<${one.name()}>`));
}

function isOfFile(flags: string): boolean {
  return /[<[|](?:file|path|folder|dir|reports|source|new)\b/.test(flags);
}
