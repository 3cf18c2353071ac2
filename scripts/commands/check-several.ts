/** `understudy check` of several operations: one report for each, and no score over all of them. */
import type { Contract } from '../../contract/contract.ts';
import { printable } from '../../contract/text/printable.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { partsOf, type KnownFailure } from '../../conformance/report/create/known-failures.ts';
import { createReport } from '../../conformance/report/create/create-report.ts';
import type { Report } from '../../conformance/report/report.ts';
import { printOverview, printReport } from '../../conformance/report/formats/terminal.ts';
import { SelectionError } from '../../conformance/run/select.ts';
import { globToRegExp } from '../../scenarios/scenario/glob.ts';
import { exitCodes } from '../cli/exit.ts';
import { listenForInterrupts, type Interrupts } from '../cli/runs/interrupts.ts';
import { printOptionsOf } from '../cli/reports/print-options.ts';
import { chooseOperations } from '../cli/documents/choose-operation.ts';
import { loadContract, loadKnownFailures } from '../cli/documents/load.ts';
import { allScenarios, playWith, reportOptionsOf, type PreparedOperation } from '../cli/runs/play.ts';
import { exitCodeOf, worstOf } from '../cli/reports/report-files.ts';
import type { CheckFlags } from '../cli/options/command-flags.ts';
import { readReportFlags, writeSeveral } from '../cli/reports/write-reports.ts';

export async function checkSeveral(
  targetName: string,
  names: readonly string[],
  flags: Omit<CheckFlags, 'operation'>,
): Promise<void> {
  const files = await readReportFlags(flags.report);
  const contract = await loadContract(flags);
  const known = await loadKnownFailures(flags.knownFailures, contract);
  // Heard from here on: between two operations and while their scenarios are made as well.
  using interrupts = listenForInterrupts(process, (text) => process.stderr.write(text));
  const { signal } = interrupts;
  const plans = await planOf(targetName, chooseOperations(contract, names), contract, flags, interrupts);
  const reports: Report[] = [];
  const print = printOptionsOf(flags);
  for (const [index, { only, ...prepared }] of plans.entries()) {
    if (signal.aborted) break;
    const { run } = await playWith(targetName, flags, only, prepared, interrupts);
    const ids = prepared.scenarios.map(({ id }) => id);
    const about = known.filter((one) => isAbout(one, prepared, plans, index === 0));
    const report = createReport(run, { ...reportOptionsOf(flags), known: about, allIds: ids });
    reports.push(report);
    process.stdout.write(`${printReport(report, print)}\n`);
  }
  const rest = plans.slice(reports.length).map(({ operation }) => operation.name);
  if (rest.length > 0)
    process.stderr.write(printable(`Not played, since the run was stopped: ${rest.join(', ')}.`) + '\n');
  await writeSeveral(reports, files, { sarifRoot: flags.sarifRoot });
  process.stdout.write(printOverview(reports, print));
  process.exitCode = signal.aborted
    ? exitCodes.interrupted
    : worstOf(reports.map((report) => exitCodeOf(report, flags.minScore)));
}

interface Plan extends PreparedOperation {
  /** The `--only` patterns that match its scenarios. */
  readonly only: readonly string[];
}

/** Whether a known failure belongs to an operation. One that belongs to none is reported once, with the first. */
function isAbout(
  { pattern }: KnownFailure,
  { operation, scenarios }: PreparedOperation,
  plans: readonly Plan[],
  isFirst: boolean,
): boolean {
  const { operation: named, ids } = partsOf(pattern);
  if (named !== undefined) return named === operation.name;
  const matches = globToRegExp(ids);
  const hasSuch = (of: PreparedOperation['scenarios']): boolean => of.some(({ id }) => matches.test(id));
  return hasSuch(scenarios) || (isFirst && !plans.some((plan) => hasSuch(plan.scenarios)));
}

/** The operations with chosen scenarios, each once. Throws SelectionError if no scenario is chosen. */
async function planOf(
  targetName: string,
  operations: readonly Operation[],
  contract: Contract,
  flags: Omit<CheckFlags, 'operation'>,
  { signal }: Interrupts,
): Promise<readonly Plan[]> {
  const chosen = flags.only ?? [];
  const plans: Plan[] = [];
  for (const operation of operations) {
    // A signal is heard only where the process waits for something.
    await new Promise(setImmediate);
    if (signal.aborted) return [];
    const scenarios = await allScenarios(operation, contract, flags, targetName === 'mock');
    const only = chosen.filter((glob) => scenarios.some(({ id }) => globToRegExp(glob).test(id)));
    plans.push({ contract, operation, scenarios, only });
  }
  const idle = chosen.find((glob) => !plans.some(({ only }) => only.includes(glob)));
  if (idle !== undefined)
    throw new SelectionError(
      `Failed to select "${idle}": no scenario has such an id. List them with "understudy scenarios".`,
    );
  return plans.filter(({ only }) => chosen.length === 0 || only.length > 0);
}
