/** `understudy compare`. */
import { toComparisonHtml } from '../../conformance/compare/html.ts';
import { toComparisonMarkdown } from '../../conformance/compare/markdown.ts';
import { printComparison } from '../../conformance/compare/terminal.ts';
import { compareRuns, type Comparison } from '../../conformance/compare/compare.ts';
import { isReportFormat } from '../../conformance/report/formats.ts';
import { printableJson } from '../../conformance/report/printable-report.ts';
import type { Run } from '../../conformance/run/run.ts';
import { exitCodes, UsageError } from '../cli/exit.ts';
import { invocation } from '../cli/invocation.ts';
import { playWith } from '../cli/runs/play.ts';
import { readReportFlag } from '../cli/reports/report-files.ts';
import { assertWritable, writeFile } from '../cli/write-file.ts';
import type { CheckFlags } from '../cli/options/command-flags.ts';
import { addToSummary } from '../cli/reports/write-reports.ts';

const formats: Readonly<Record<string, (comparison: Comparison) => string>> = {
  json: printableJson,
  html: (comparison) => toComparisonHtml(comparison, { command: invocation() }),
  markdown: toComparisonMarkdown,
};

export async function compare(names: readonly string[], flags: CheckFlags): Promise<void> {
  if (names.length < 2)
    throw new UsageError(`Failed to compare "${names.join(' ')}": it is one target. Name at least two.`);
  const files = (flags.report ?? []).map(readFlag);
  for (const { path } of files) await assertWritable(path);
  const runs: Run[] = [];
  let isInterrupted = false;
  for (const name of names) {
    const played = await playWith(name, flags);
    runs.push(played.run);
    isInterrupted ||= played.wasInterrupted;
    // Only scenarios that every report has are compared.
    if (isInterrupted) break;
  }
  if (isInterrupted) {
    process.exitCode = exitCodes.interrupted;
    return;
  }
  const comparison = compareRuns(runs);
  for (const { format, path } of files) {
    const content = formats[format]?.(comparison) ?? '';
    await writeFile(path, content);
    if (format === 'markdown') await addToSummary(content);
  }
  process.stdout.write(printComparison(comparison));
  process.exitCode = exitCodes.ok;
}

function readFlag(flag: string): ReturnType<typeof readReportFlag> {
  const [format = ''] = flag.split('=');
  if (!Object.hasOwn(formats, format) && isReportFormat(format))
    throw new UsageError(
      `Failed to read --report "${flag}": ${format} is about one target, and a comparison has several. Use json, html or markdown, or check one target.`,
    );
  return readReportFlag(flag, Object.keys(formats));
}
