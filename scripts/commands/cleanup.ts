/** `understudy cleanup`. */
import { mainOperation } from '../../contract/contract.ts';
import { printableLines } from '../../contract/text/printable.ts';
import { removeAll, type CleanUp } from '../../conformance/run/cleanup.ts';
import { createSession } from '../../conformance/run/session/session.ts';
import { assertRemovals, readCleanupFile, readText, writeCleanupFile } from '../cli/runs/cleanup-file.ts';
import { remainingLines } from '../cli/runs/cleanup-report.ts';
import type { CleanUpFlags } from '../cli/options/command-flags.ts';
import { exitCodes, UsageError } from '../cli/exit.ts';
import { listenForInterrupts } from '../cli/runs/interrupts.ts';
import { loadContract } from '../cli/documents/load.ts';
import { showCleanUp } from '../cli/runs/progress.ts';
import { openTarget } from '../cli/targets/targets.ts';

/** Removes the records that an interrupted run left on its target. The file is updated as it goes, and removed at the end. */
export async function cleanup(file: string, flags: CleanUpFlags): Promise<void> {
  const list = readCleanupFile(file, readText(file));
  const name = targetOf(file, list.target, flags);
  const contract = await loadContract(flags);
  assertRemovals(file, list, contract);
  const target = await openTarget(name, contract, mainOperation(contract), flags);
  using interrupts = listenForInterrupts(process, (text) => process.stderr.write(text));
  const { signal } = interrupts;
  const session = createSession({ contract, target, fixtures: {}, rate: flags.rate, signal });
  let result: CleanUp;
  try {
    result = await removeAll(list.removals, session, {
      onProgress: showCleanUp(process.stderr),
      onRemaining: (remaining) => writeCleanupFile(file, list.target, remaining),
    });
  } finally {
    await target.close();
  }
  const { removed, remaining } = result;
  const lines = [
    `${removed} of ${list.removals.length} records removed from ${target.name}`,
    ...remainingLines(remaining),
    ...(remaining.length === 0
      ? []
      : [`They stay on the list, ${file}: run this again once the reason is mended.`]),
  ];
  process.stdout.write(printableLines(`${lines.join('\n')}\n`));
  process.exitCode = signal.aborted ? exitCodes.interrupted : exitCodeOf(result);
}

/** A file cannot name a module to run, and holds no password. */
function targetOf(file: string, listed: string, { target }: CleanUpFlags): string {
  if (target !== undefined) return target;
  if (/^https?:/i.test(listed) && !listed.includes('//***@')) return listed;
  const why = /^https?:/i.test(listed)
    ? 'without user and password, which no list holds'
    : 'and a list names no code';
  throw new UsageError(
    `Failed to clean up by "${file}": it names its target as "${listed}", ${why}. Say which it is with --target.`,
  );
}

function exitCodeOf({ removed, remaining }: CleanUp): number {
  if (remaining.length === 0) return exitCodes.ok;
  return removed === 0 ? exitCodes.unreachable : exitCodes.fallsShort;
}
