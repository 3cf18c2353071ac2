/** Exit codes, and the errors that map to them. */
import { ContractError } from '../../contract/contract-error.ts';
import { reasonOf } from '../../contract/text/reason.ts';
import { printableLines } from '../../contract/text/printable.ts';

export const exitCodes = {
  ok: 0,
  fallsShort: 1,
  usage: 2,
  unreachable: 3,
  interrupted: 130,
  help: 'Exit codes: 0 as expected, 1 the target falls short, 2 wrong usage or an unreadable contract,\n3 the target cannot be reached, or too much was skipped or stayed unjudged, 130 stopped by Ctrl-C.\n',
} as const;

/** Wrong usage of a command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** By the error's name, so that the classes need not be loaded. */
const codeOf: Readonly<Record<string, number>> = {
  UsageError: exitCodes.usage,
  ImportError: exitCodes.usage,
  SelectionError: exitCodes.usage,
  HostError: exitCodes.usage,
  KnownFailuresError: exitCodes.usage,
  PrismMissingError: exitCodes.usage,
  UnreachableError: exitCodes.unreachable,
};

/** Prints the error's message, and sets the exit code. Unexpected errors are printed with their stack. */
export function failWith(error: unknown): void {
  const text = sentenceOf(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`${printableLines(text)}\n`);
  process.exitCode = (error instanceof Error ? codeOf[error.name] : undefined) ?? exitCodes.usage;
}

/** What a person is told of an error; undefined for one that nobody expected, of which the stack says more. */
export function sentenceOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const isKnown =
    codeOf[error.name] !== undefined ||
    error instanceof ContractError ||
    error.message.startsWith('Failed to ');
  return isKnown ? error.message : fileProblem(error);
}

/** What the file system says of a path, for places that expect no more of it. */
function fileProblem(error: NodeJS.ErrnoException): string | undefined {
  const { path, syscall = '' } = error;
  if (path === undefined || error.code === undefined) return undefined;
  const verb = { mkdir: 'make the folder', scandir: 'read the folder', open: 'open' }[syscall] ?? syscall;
  return `Failed to ${verb} "${path}": ${reasonOf(error)}. Look at the path, and at who may use it.`;
}

/**
 * Ignores EPIPE, for readers that end early such as `| head -1`: further output is dropped, and the exit code stays the same. Output
 * that cannot be written otherwise ends the program.
 */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      if (stream === process.stdout)
        process.stderr.write(`Failed to print: ${error.message}. Send the output elsewhere.\n`);
      process.exit(exitCodes.usage);
    });
}
