/** `understudy cleanup`. */
import { readFile } from 'node:fs/promises';
import { printable } from '../../contract/printable.ts';
import { createSession } from '../../conformance/run/session.ts';
import { exitCodes, UsageError } from '../cli/exit.ts';
import { keepCleanupFile, readCleanupFile } from '../cli/cleanup-file.ts';
import { loadContract } from '../cli/load.ts';
import { mainOperation } from '../../contract/contract.ts';
import { openTarget, type TargetFlags } from '../cli/targets.ts';

/** Remove what a run that was cut off left on its target; the file shrinks as it goes, and goes when nothing is left. */
export async function cleanup(file: string, flags: TargetFlags): Promise<void> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`Failed to read "${file}": the file cannot be opened. Correct the path.`, { cause });
  }
  const { target: name, removals } = readCleanupFile(file, content);
  const contract = await loadContract(flags);
  const target = await openTarget(name, contract, mainOperation(contract), flags);
  const session = createSession({ contract, target, fixtures: {}, rate: undefined });
  const keep = keepCleanupFile(file, name);
  const left = [];
  try {
    for (const [index, removal] of removals.entries()) {
      const { parsed } = await session.call(removal.step, { unique: '', account: removal.account });
      // What is refused is not there any more, or never was; only silence leaves it open.
      if (parsed.kind === 'silent' || parsed.kind === 'broken') left.push(removal);
      keep([...left, ...removals.slice(index + 1)]);
    }
  } finally {
    await target.close();
  }
  process.stdout.write(
    `${removals.length - left.length} of ${removals.length} records removed from ${printable(name)}
`,
  );
  process.exitCode = left.length === 0 ? exitCodes.ok : exitCodes.unreachable;
}
