/** Commands that say what is wrong with their usage in the form of every other message, and whose help fits into narrow terminals. */
import { Command, type ErrorOptions, type Help } from 'commander';
import { invocation } from '../invocation.ts';
import { UsageError } from '../exit.ts';
import { pathOf, refusal } from './settings.ts';

/** A command, and every command that is defined below it, that throws UsageError for wrong usage in place of printing Commander's words. */
export class UsageCommand extends Command {
  override createCommand(name?: string): Command {
    return new UsageCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(super.createHelp(), { formatItem, minWidthToWrap: 20 });
  }

  override error(message: string, { code = '' }: ErrorOptions = {}): never {
    throw new UsageError(sentence(this, message, code));
  }
}

function sentence(command: Command, message: string, code: string): string {
  const path = command.parent === null ? '' : pathOf(command);
  const failed = `Failed to run ${path === '' ? 'understudy' : path}`;
  const help = `"${[invocation(), 'help', path].join(' ').trim()}" says what there is.`;
  const [what = '', suggested] = message.split(/\n\(Did you mean (?:one of )?(.+)\?\)$/);
  const wayOut =
    suggested === undefined
      ? help
      : `Did you mean ${suggested
          .split(', ')
          .map((name) => `"${name}"`)
          .join(' or ')}?`;
  const named = /'(.*)'/s.exec(what)?.[1] ?? '';
  switch (code) {
    case 'commander.unknownCommand':
      return `Failed to run "${named}": there is no such command. ${wayOut}`;
    case 'commander.unknownOption':
      return `${failed}: there is no option "${named}". ${wayOut}`;
    case 'commander.missingArgument':
      return `${failed}: the ${named.replaceAll('-', ' ').replace(/s$/, '')} is missing. ${help}`;
    case 'commander.optionMissingArgument':
      return `Failed to read ${named.split(' ')[0]}: its value is missing. Write ${named}.`;
    case 'commander.excessArguments':
      return `${failed}: it was given too much. ${what.replace(/^.*?\. Expected/s, 'Expected')} ${help}`;
    case 'commander.invalidArgument':
      return invalid(what);
    default:
      return `${failed}: ${what.replace(/^error: /, '')}. ${help}`;
  }
}

/** A value that its option or argument does not take. */
function invalid(what: string): string {
  const form =
    /^error: (?:option '(\S+)[^']*' argument|command-argument value) '(.*)' is invalid(?: for argument '(.+?)')?\. (.*)$/s;
  const [, option, value = '', argument = '', why = ''] = form.exec(what) ?? [];
  return `Failed to read ${option ?? `the ${argument}`} "${value}": ${refusal(why)}`;
}

/** The least characters beside the terms that are worth a column of their own. */
const leastColumn = 40;

/** The description beside its term; below it, where a column beside it would be narrow. */
function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  const column = Math.min(termWidth, 30);
  if (description === '') return `  ${term}`;
  const beside = width - column - 4;
  const indent = beside < leastColumn ? 6 : column + 4;
  const text = helper
    .boxWrap(description, Math.max(width - indent, 20))
    .replaceAll('\n', `\n${' '.repeat(indent)}`);
  return indent > 6 && term.length <= column
    ? `  ${term.padEnd(column)}  ${text}`
    : `  ${term}\n${' '.repeat(indent)}${text}`;
}
