/** The flags of report files, and the exit code of a report. */
import { constants, existsSync } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isMostlyPlayed } from '../../../conformance/report/summary/headline.ts';
import type { Report } from '../../../conformance/report/report.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { reasonOf } from '../reason.ts';

/** Read `--report FORMAT=PATH`. Throws UsageError for another form, or an unknown format. */
export function readReportFlag(
  flag: string,
  formats: readonly string[],
): { readonly format: string; readonly path: string } {
  const [format = '', ...rest] = flag.split('=');
  const path = rest.join('=');
  if (formats.includes(format) && path !== '') return { format, path };
  throw new UsageError(
    `Failed to read --report "${flag}": it needs FORMAT=PATH with a format of ${formats.join(', ')}.`,
  );
}

/** Throws UsageError if a file cannot be written. Called before a run, which may take minutes. */
export async function assertWritable(path: string): Promise<void> {
  try {
    if (!existsSync(path)) await access(dirname(resolve(path)), constants.W_OK);
    else if ((await stat(path)).isDirectory()) throw new Error('it is a folder');
    else await access(path, constants.W_OK);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** Throws UsageError where the file cannot be written. */
export async function saveReport(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function cannotWrite(path: string, cause: unknown): UsageError {
  const reason = reasonOf(cause);
  return new UsageError(`Failed to write "${path}": ${reason}. Give a path that can be written.`, { cause });
}

/** Greatest share of scenarios without a verdict for a report to be meaningful. */
const mostUnjudged = 0.01;

/** The exit code of a report: 1 for failures, 3 if too few scenarios have a verdict. */
export function exitCodeOf(report: Report, minScore: number | undefined): number {
  const total = report.scenarios.length;
  if (report.cutOff || report.verdicts.unjudged > total * mostUnjudged) return exitCodes.unreachable;
  if ((report.staleKnownFailures ?? []).length > 0) return exitCodes.fallsShort;
  const fallsShort =
    minScore === undefined || !hasScore(report)
      ? report.failures.some(({ outcome }) => outcome === 'failed')
      : (report.score ?? 0) < minScore;
  if (fallsShort) return exitCodes.fallsShort;
  return isMostlyPlayed(report) ? exitCodes.ok : exitCodes.unreachable;
}

/** An operation without documented codes has no score. */
function hasScore({ score, contract }: Report): boolean {
  return score !== null || contract.page !== '';
}

/** The exit code for several operations: the most serious. */
export function worstOf(codes: readonly number[]): number {
  const order = [exitCodes.unreachable, exitCodes.fallsShort];
  return order.find((code) => codes.includes(code)) ?? exitCodes.ok;
}
