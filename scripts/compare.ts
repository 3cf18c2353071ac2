/** `understudy compare`. */
import { compareRuns, printComparison } from '../conformance/compare.ts';
import type { Run } from '../conformance/run.ts';
import { exitCodes, UsageError } from './exit.ts';
import { playWith } from './play.ts';
import { assertWritable, readReportFlag, saveReport } from './report-files.ts';
import type { CheckFlags } from './understudy.ts';

export async function compare(names: readonly string[], flags: CheckFlags): Promise<void> {
  if (names.length < 2)
    throw new UsageError(`Failed to compare "${names.join(' ')}": it is one target. Name at least two.`);
  const reports = (flags.report ?? []).map((flag) => readReportFlag(flag, ['json']));
  for (const { path } of reports) await assertWritable(path);
  const runs: Run[] = [];
  for (const name of names) runs.push((await playWith(name, flags)).run);
  const comparison = compareRuns(runs);
  for (const { path } of reports) await saveReport(path, `${JSON.stringify(comparison, null, 2)}\n`);
  process.stdout.write(printComparison(comparison));
  process.exitCode = exitCodes.ok;
}
