/** `understudy check` and `understudy replay`. */
import type { Operation } from '../../contract/operation/operation.ts';
import { printable } from '../../contract/text/printable.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { conforms } from '../../conformance/run/judge/judge.ts';
import { outcomeOf } from '../../conformance/report/outcome.ts';
import { describe } from '../../conformance/run/judge/describe.ts';
import { createReport, curlLine } from '../../conformance/report/create/create-report.ts';
import { printReport } from '../../conformance/report/formats/terminal.ts';
import type { Sentence } from '../../conformance/report/html/sentences.ts';
import type { Run } from '../../conformance/run/run.ts';
import type { Report } from '../../conformance/report/report.ts';
import { isPattern } from '../cli/documents/choose-operation.ts';
import { exitCodes, UsageError } from '../cli/exit.ts';
import { loadContract, loadKnownFailures } from '../cli/documents/load.ts';
import { playWith, reportOptionsOf } from '../cli/runs/play.ts';
import { printOptionsOf } from '../cli/reports/print-options.ts';
import { exitCodeOf } from '../cli/reports/report-files.ts';
import type { CheckFlags, CheckSeveralFlags } from '../cli/options/command-flags.ts';
import type { ReportFile } from '../cli/reports/write-reports.ts';

export async function check(targetName: string, { operation, ...others }: CheckSeveralFlags): Promise<void> {
  const [only, ...more] = operation ?? [];
  if (others.watch !== undefined) {
    if (more.length > 0 || (only !== undefined && isPattern(only)))
      throw new UsageError('Failed to use --watch: it plays one operation. Name one with --operation.');
    return watchOne(targetName, { ...others, ...(only !== undefined && { operation: only }) }, others.watch);
  }
  if (more.length > 0 || (only !== undefined && isPattern(only)))
    return (await import('./check-several.ts')).checkSeveral(targetName, operation ?? [], others);
  return checkOne(targetName, { ...others, ...(only !== undefined && { operation: only }) });
}

async function checkOne(targetName: string, flags: CheckFlags): Promise<void> {
  const files = await filesOf(flags);
  const { report, wasInterrupted } = await playOne(targetName, flags, files);
  process.stdout.write(printReport(report, printOptionsOf(flags)));
  process.exitCode = wasInterrupted ? exitCodes.interrupted : exitCodeOf(report, flags.minScore);
}

async function watchOne(targetName: string, flags: CheckFlags, watched: string | true): Promise<void> {
  const files = await filesOf(flags);
  const { watch } = await import('./watch.ts');
  await watch({
    target: targetName,
    folder: watched === true ? '.' : watched,
    written: files.map(({ path }) => path),
    // Of a part there is nothing to write.
    play: (only) =>
      playOne(targetName, only === undefined ? flags : { ...flags, only }, only === undefined ? files : []),
    show: (report) => process.stdout.write(printReport(report, printOptionsOf(flags))),
  });
  process.exitCode = exitCodes.interrupted;
}

/** Plays, and writes the files of `--report`. */
async function playOne(
  targetName: string,
  flags: CheckFlags,
  files: readonly ReportFile[],
): Promise<{ readonly report: Report; readonly wasInterrupted: boolean }> {
  const contract = await loadContract(flags);
  const known = await loadKnownFailures(flags.knownFailures, contract);
  const { run, scenarios, wasInterrupted } = await playWith(targetName, flags, flags.only, { contract });
  const ids = scenarios.map(({ id }) => id);
  const report = createReport(run, { ...reportOptionsOf(flags), known, allIds: ids });
  if (files.length > 0) await writeFiles(report, files, run, scenarios, flags);
  return { report, wasInterrupted };
}

/** Formats take as long to load as a run takes: only where a file is asked for. */
const loadFormats = async () => import('../cli/reports/write-reports.ts');

async function filesOf({ report = [] }: CheckFlags): Promise<readonly ReportFile[]> {
  return report.length === 0 ? [] : (await loadFormats()).readReportFlags(report);
}

async function writeFiles(
  report: Report,
  files: readonly ReportFile[],
  { options, results }: Run,
  scenarios: readonly Scenario[],
  flags: CheckFlags,
): Promise<void> {
  const { writeReports } = await loadFormats();
  await writeReports(report, files, {
    sentences: await sentencesOf(options.operation, scenarios, flags),
    times: new Map(results.map(({ scenario, durationMs = 0 }) => [scenario.id, durationMs])),
    sarifRoot: flags.sarifRoot,
  });
}

/** By an overlay a requirement may have no scenario any more; then the section is left out. */
async function sentencesOf(
  operation: Operation,
  scenarios: readonly Scenario[],
  { overlay = [] }: CheckFlags,
): Promise<readonly Sentence[]> {
  const { traceRequirements } = await import('../../scenarios/traceability.ts');
  try {
    return traceRequirements(operation, scenarios);
  } catch (error) {
    if (overlay.length > 0) return [];
    throw error;
  }
}

export async function replay(id: string, targetName: string, flags: CheckFlags): Promise<void> {
  const { run, wasInterrupted } = await playWith(targetName, flags, [id]);
  for (const { scenario, verdict, calls: sent, judged, decidingCall, reason } of run.results) {
    // A rate-limit check sends hundreds of calls: only the deciding one is shown.
    const calls = scenario.act.kind === 'rate' ? (decidingCall ? [decidingCall] : judged) : sent;
    const lines = [
      `${scenario.id} (${scenario.evidence}): ${scenario.title}`,
      `  source    ${scenario.source}`,
      ...calls.flatMap((one) => [
        `  send      ${curlLine(one, run)}`,
        `  expected  ${one.expected.join(' or ')}`,
        `  answered  ${describe(one.parsed)}`,
      ]),
      `  verdict   ${verdict}${reason === undefined ? '' : `: ${reason}`}`,
    ];
    process.stdout.write(`${lines.map(printable).join('\n')}\n`);
  }
  const verdicts = run.results.map(({ verdict }) => verdict);
  const isFailed = run.results.some(({ scenario: { evidence }, verdict }) => {
    // A replay fails for any evidence.
    return !conforms(verdict) && outcomeOf({ evidence, verdict }, flags.failOn ?? 'assumed') === 'failed';
  });
  process.exitCode = wasInterrupted
    ? exitCodes.interrupted
    : verdicts.includes('unjudged')
      ? exitCodes.unreachable
      : isFailed
        ? exitCodes.fallsShort
        : exitCodes.ok;
}
