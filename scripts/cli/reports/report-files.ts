/** The flags of report files, and the exit code of a report. */
import { isMostlyPlayed } from '../../../conformance/report/summary/headline.ts';
import type { Report } from '../../../conformance/report/report.ts';
import { exitCodes, UsageError } from '../exit.ts';

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
