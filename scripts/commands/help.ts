/** `understudy help`. */
import type { Command } from 'commander';
import { suggestion } from '../../contract/text/nearest.ts';
import { UsageError } from '../cli/exit.ts';

/** Prints the options of a command by its words, such as `contract build`; without words, the commands. Throws UsageError. */
export function printHelp(program: Command, words: readonly string[]): void {
  let command = program;
  for (const word of words) {
    const names = command.commands.map((one) => one.name());
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined)
      throw new UsageError(
        `Failed to show help on "${words.join(' ')}": there is no such command. ${suggestion(word, names)}`,
      );
    command = next;
  }
  command.outputHelp();
}
