/** `understudy check` and `understudy replay`. */
import { writeFile } from 'node:fs/promises';
import { createReport, type Report } from '../conformance/report.ts';
import { run, type RunOptions } from '../conformance/run.ts';
import { printReport } from '../conformance/terminal.ts';
import { toCurl } from '../conformance/call.ts';
import { conforms } from '../conformance/judge.ts';
import { describe } from '../conformance/play.ts';
import { exitCodes, UsageError } from './exit.ts';
import { chooseOperation, loadContract } from './load.ts';
import { showProgress } from './progress.ts';
import { openTarget } from './targets.ts';
import type { CheckFlags } from './understudy.ts';

export async function check(targetName: string, flags: CheckFlags): Promise<void> {
  const reports = (flags.report ?? []).map(readReportFlag);
  const { report } = await runWith(targetName, flags, flags.only ?? []);
  for (const { path } of reports) await save(path, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(printReport(report, { color: process.stdout.isTTY, mostFailures: 20 }));
  process.exitCode = exitCodeOf(report, flags.minScore);
}

export async function replay(id: string, targetName: string, flags: CheckFlags): Promise<void> {
  const { results, report, baseUrl } = await runWith(targetName, flags, [id]);
  for (const { scenario, verdict, judged, decisive, reason } of results) {
    process.stdout.write(
      `${scenario.id} (${scenario.evidence}): ${scenario.title}\n  source    ${scenario.source}\n`,
    );
    for (const one of judged.length > 0 ? judged : decisive ? [decisive] : []) {
      process.stdout.write(
        `  send      ${toCurl(baseUrl, one.call)}\n  due       ${one.due.join(' or ')}\n  answered  ${describe(one.reading)}\n`,
      );
    }
    process.stdout.write(`  verdict   ${verdict}${reason === undefined ? '' : `: ${reason}`}\n`);
  }
  const failed = results.some(({ verdict }) => !conforms(verdict));
  process.exitCode =
    report.verdicts.unjudged > 0 ? exitCodes.unreachable : failed ? exitCodes.fallsShort : exitCodes.ok;
}

async function runWith(targetName: string, flags: CheckFlags, only: readonly string[]) {
  const fixtures = readFixtures(flags.fixture ?? []);
  const contract = await loadContract(flags.overlay);
  const operation = chooseOperation(contract, flags.operation);
  const target = await openTarget(targetName, contract, operation, flags);
  try {
    const options: RunOptions = {
      contract,
      operation,
      target,
      seed: flags.seed,
      fixtures,
      only,
      ...(flags.rate === undefined ? {} : { rate: flags.rate }),
      onProgress: showProgress(process.stderr),
    };
    const finished = await run(options);
    return { results: finished.results, report: createReport(finished), baseUrl: target.baseUrl };
  } finally {
    await target.close();
  }
}

/** More than this share of scenarios without a judgement says nothing about a target. */
const mostUnjudged = 0.01;

function exitCodeOf(report: Report, minScore: number | undefined): number {
  const total = Object.values(report.verdicts).reduce((sum, times) => sum + times, 0);
  if (report.verdicts.unjudged > total * mostUnjudged) return exitCodes.unreachable;
  if (minScore !== undefined) return (report.score ?? 0) >= minScore ? exitCodes.ok : exitCodes.fallsShort;
  return report.failures.some(({ scored }) => scored) ? exitCodes.fallsShort : exitCodes.ok;
}

function readFixtures(flags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    flags.map((flag) => {
      const [name = '', ...value] = flag.split('=');
      if (name === '' || value.length === 0)
        throw new UsageError(
          `Failed to read --fixture "${flag}": it wants KEY=VALUE, such as bucket=my-bucket.`,
        );
      return [name, value.join('=')];
    }),
  );
}

function readReportFlag(flag: string): { readonly path: string } {
  const [format, ...rest] = flag.split('=');
  const path = rest.join('=');
  if (format === 'json' && path !== '') return { path };
  throw new UsageError(`Failed to read --report "${flag}": it wants FORMAT=PATH, and the format is json.`);
}

async function save(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Failed to write "${path}": ${reason}. Give a path that can be written.`, { cause });
  }
}
