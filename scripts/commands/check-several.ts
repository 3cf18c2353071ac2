/** `understudy check` of several operations: one report for each, and no score over all of them. */
import { dirname, extname, basename, join } from 'node:path';
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { markKnownFailures } from '../../conformance/report/known-failures.ts';
import { printableJson } from '../../conformance/report/printable-report.ts';
import { createReport, type Report } from '../../conformance/report/report.ts';
import { printOverview, printReport } from '../../conformance/report/terminal.ts';
import { SelectionError } from '../../conformance/run/run.ts';
import { globToRegExp } from '../../scenarios/scenario/glob.ts';
import { exitCodes } from '../cli/exit.ts';
import { invocation } from '../cli/invocation.ts';
import { chooseOperations } from '../cli/choose-operation.ts';
import { loadContract, loadKnownFailures } from '../cli/load.ts';
import { allScenarios, playWith } from '../cli/play.ts';
import { exitCodeOf, saveReport } from '../cli/report-files.ts';
import type { CheckFlags } from '../cli/command-flags.ts';
import { readReportFlags, writeReports, type ReportFile } from '../cli/write-reports.ts';

export async function checkSeveral(
  targetName: string,
  names: readonly string[],
  flags: Omit<CheckFlags, 'operation'>,
): Promise<void> {
  const files = await readReportFlags(flags.report);
  const contract = await loadContract(flags);
  const known = await loadKnownFailures(flags.knownFailures, contract);
  const plans = await planOf(targetName, chooseOperations(contract, names), contract, flags);
  const ids = plans.flatMap((plan) => plan.ids);
  const reports: Report[] = [];
  for (const { operation, only } of plans) {
    const { run } = await playWith(targetName, { ...flags, operation }, only, contract);
    const report = markKnownFailures(createReport(run, flags), known, ids);
    reports.push(report);
    process.stdout.write(
      `${printReport(report, { color: process.stdout.isTTY, mostInFull: 5, command: invocation() })}\n`,
    );
  }
  await writeAll(reports, files);
  process.stdout.write(printOverview(reports, { color: process.stdout.isTTY }));
  process.exitCode = worstOf(reports.map((report) => exitCodeOf(report, flags.minScore)));
}

interface Plan {
  readonly operation: string;
  /** Of all its scenarios. */
  readonly ids: readonly string[];
  /** The choices that mean one of them. */
  readonly only: readonly string[];
}

/** What to play: each operation once, and none that has no scenario of the chosen ones. Throws SelectionError for a choice of nothing. */
async function planOf(
  targetName: string,
  operations: readonly Operation[],
  contract: Contract,
  flags: Omit<CheckFlags, 'operation'>,
): Promise<readonly Plan[]> {
  const chosen = flags.only ?? [];
  const plans: Plan[] = [];
  for (const operation of operations) {
    const scenarios = await allScenarios(operation, contract, flags, targetName === 'mock');
    const ids = scenarios.map(({ id }) => id);
    const only = chosen.filter((glob) => ids.some((id) => globToRegExp(glob).test(id)));
    plans.push({ operation: operation.name, ids, only });
  }
  const idle = chosen.find((glob) => !plans.some(({ only }) => only.includes(glob)));
  if (idle !== undefined)
    throw new SelectionError(
      `Failed to select "${idle}": no scenario has such an id. List them with "understudy scenarios".`,
    );
  return plans.filter(({ only }) => chosen.length === 0 || only.length > 0);
}

/** JSON holds all reports in a list; a file of another format holds one, and has the operation in its name. */
async function writeAll(reports: readonly Report[], files: readonly ReportFile[]): Promise<void> {
  for (const { path } of files.filter(({ format }) => format === 'json'))
    await saveReport(path, printableJson(reports));
  const others = files.filter(({ format }) => format !== 'json');
  for (const report of reports) {
    const named = others.map(({ format, path }) => ({
      format,
      path: nameAfter(path, report.contract.operation),
    }));
    await writeReports(report, named);
  }
}

/** `out/report.html` becomes `out/report.NAME.html`. */
function nameAfter(path: string, operation: string): string {
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)}.${operation}${extension}`);
}

function worstOf(codes: readonly number[]): number {
  const order = [exitCodes.unreachable, exitCodes.fallsShort];
  return order.find((code) => codes.includes(code)) ?? exitCodes.ok;
}
