/** `understudy merge`. */
import { readFile } from 'node:fs/promises';
import { isObject } from '../../contract/json.ts';
import { mergeReports, type Report } from '../../conformance/report/report.ts';
import { printReport } from '../../conformance/report/terminal.ts';
import { UsageError } from '../cli/exit.ts';
import { invocation } from '../cli/invocation.ts';
import { exitCodeOf } from '../cli/report-files.ts';
import type { MergeFlags } from '../cli/command-flags.ts';
import { readReportFlags, writeReports } from '../cli/write-reports.ts';

export async function merge(files: readonly string[], flags: MergeFlags): Promise<void> {
  const targets = await readReportFlags(flags.report);
  const report = mergeReports(await Promise.all(files.map(readReport)));
  await writeReports(report, targets);
  process.stdout.write(
    printReport(report, { color: process.stdout.isTTY, mostInFull: 5, command: invocation() }),
  );
  process.exitCode = exitCodeOf(report, flags.minScore);
}

async function readReport(file: string): Promise<Report> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `Failed to read "${file}": ${reason}. Name a report that was written by --report json=FILE.`,
      { cause },
    );
  }
  const lists = ['codes', 'scenarios', 'failures', 'confusion', 'skipped'];
  if (isObject(content) && lists.every((name) => Array.isArray(content[name])))
    return content as unknown as Report; // its lists are there; a report of ours has the rest
  throw new UsageError(
    `Failed to read "${file}": it is no report. Name one that was written by --report json=FILE.`,
  );
}
