/** `understudy merge`. */
import type { Contract } from '../../contract/contract.ts';
import { loadContract } from '../cli/documents/load.ts';
import { mergeReports } from '../../conformance/report/create/merge.ts';
import type { Report } from '../../conformance/report/report.ts';
import { printOverview, printReport } from '../../conformance/report/formats/terminal.ts';
import { UsageError } from '../cli/exit.ts';
import { printOptionsOf } from '../cli/reports/print-options.ts';
import { readReportFile } from '../cli/reports/read-report-file.ts';
import { exitCodeOf, worstOf } from '../cli/reports/report-files.ts';
import type { MergeFlags } from '../cli/options/command-flags.ts';
import { readReportFlags, writeReports, writeSeveral } from '../cli/reports/write-reports.ts';

/** Prints and writes the merged reports, and sets the exit code as a run of all of it would. Throws UsageError. */
export async function merge(files: readonly string[], flags: MergeFlags): Promise<void> {
  const targets = await readReportFlags(flags.report);
  const shards: (readonly Report[])[] = [];
  for (const file of files) shards.push(await readReportFile(file));
  const print = printOptionsOf(flags);
  const [first = []] = shards;
  const contract = await contractOf(shards.flat(), flags);
  if (shards.every(({ length }) => length === 1) && first.length === 1) {
    const report = mergeReports(shards.flat(), contract);
    await writeReports(report, targets, { sarifRoot: flags.sarifRoot });
    process.stdout.write(printReport(report, print));
    process.exitCode = exitCodeOf(report, flags.minScore);
    return;
  }
  const reports = mergeSeveral(shards, files, contract);
  await writeSeveral(reports, targets, { sarifRoot: flags.sarifRoot });
  for (const report of reports) process.stdout.write(`${printReport(report, print)}\n`);
  process.stdout.write(printOverview(reports, print));
  process.exitCode = worstOf(reports.map((report) => exitCodeOf(report, flags.minScore)));
}

/** By which failures are explained: the one that the run was played with, as far as its reports say. */
async function contractOf(
  reports: readonly Report[],
  { contract, overlay = reports[0]?.options.overlays ?? [] }: MergeFlags,
): Promise<Contract> {
  const isNeeded = reports.some(({ failures, options }) => options.shard && failures.length > 0);
  return isNeeded ? loadContract({ ...(contract && { contract }), overlay }) : new Map();
}

/** Reports of several operations: each file has one report per operation. Throws UsageError if one is missing. */
function mergeSeveral(
  shards: readonly (readonly Report[])[],
  files: readonly string[],
  contract: Contract,
): readonly Report[] {
  const namesOf = (reports: readonly Report[]): readonly string[] =>
    reports.map(({ contract }) => contract.operation);
  const names = namesOf(shards[0] ?? []);
  const other = shards.findIndex((reports) => JSON.stringify(namesOf(reports)) !== JSON.stringify(names));
  if (other >= 0)
    throw new UsageError(
      `Failed to merge reports: "${files[0]}" and "${files[other]}" are about different operations. Merge the shards of one run.`,
    );
  return names.map((_, index) =>
    mergeReports(
      shards.flatMap((reports) => reports[index] ?? []),
      contract,
    ),
  );
}
