/** `understudy contract learn`: what a target does otherwise than the contract, as an overlay of the contract. */
import { stat } from 'node:fs/promises';
import { stringify } from 'yaml';
import { printable } from '../../contract/text/printable.ts';
import type { Diagnosis } from '../../conformance/diagnosis/diagnosis.ts';
import type { Report } from '../../conformance/report/report.ts';
import { UsageError } from '../cli/exit.ts';
import { writeFile } from '../cli/write-file.ts';
import { readReportFile } from '../cli/reports/read-report-file.ts';

export interface LearnFlags {
  readonly out: string;
}

interface DatedReport {
  readonly report: Report;
  /** When the run began; for reports that do not say it, when they were written. */
  readonly startedAt: string;
  /** Its day, as `2026-11-25`. */
  readonly date: string;
}

/** Write an overlay from reports of one target and operation; of several days the last says how it is. Throws UsageError for others. */
export async function learn(files: readonly string[], { out }: LearnFlags): Promise<void> {
  const seen = await readAll(files);
  assertOneTarget(seen);
  const ordered = seen.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  const last = ordered.at(-1);
  if (!last) return;
  const all = differencesOf(last.report);
  const said = all.filter(({ overlay }) => overlay !== undefined);
  const unsaid = all.filter(({ overlay }) => overlay === undefined);
  const changes = changesOf(ordered);
  if (said.length > 0) await writeFile(out, overlayText(last, said, [...changes, ...unsaid.map(commentOf)]));
  const lines = [
    ...changes,
    said.length === 0
      ? 'Nothing was learned that an overlay can say, so no file was written.'
      : `${said.length} of ${all.length} differences of ${last.report.target} are in ${out}.`,
    ...(unsaid.length === 0 ? [] : ['What an overlay cannot say:']),
    ...unsaid.map(({ sentence }) => `  ${sentence}`),
    ...last.report.unexplained.map((id) => `  ${id}, which nothing explains`),
  ];
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

async function readAll(files: readonly string[]): Promise<readonly DatedReport[]> {
  const all: DatedReport[] = [];
  for (const file of files) {
    const reports = await readReportFile(file);
    const written = (await stat(file)).mtime.toISOString();
    for (const report of reports) {
      const { startedAt = written } = report;
      all.push({ report, startedAt, date: startedAt.slice(0, 10) });
    }
  }
  return all;
}

function assertOneTarget(seen: readonly DatedReport[]): void {
  const nameOf = ({ target, contract }: Report): string => `${contract.operation} of ${target}`;
  const names = [...new Set(seen.map(({ report }) => nameOf(report)))];
  if (names.length > 1)
    throw new UsageError(
      `Failed to learn from reports: they are about ${names.join(' and ')}. Name reports of one operation and one target.`,
    );
  const shard = seen.find(({ report }) => report.options.shard);
  if (shard)
    throw new UsageError(
      'Failed to learn from reports: one is a shard. Put the shards together with merge first.',
    );
}

function differencesOf({ diagnoses, readings }: Report): readonly Diagnosis[] {
  return [...diagnoses, ...readings];
}

/** What the target did on one day and not on the one before. */
function changesOf(ordered: readonly DatedReport[]): readonly string[] {
  return ordered.flatMap(({ report, date }, index) => {
    const before = ordered[index - 1];
    if (!before) return [];
    const [then, now] = [before.report, report].map(
      (one) => new Set(differencesOf(one).map(({ sentence }) => sentence)),
    );
    if (!then || !now) return [];
    return [
      ...[...now]
        .filter((one) => !then.has(one))
        .map((one) => `Since ${date}, not on ${before.date}: ${one}`),
      ...[...then]
        .filter((one) => !now.has(one))
        .map((one) => `Until ${before.date}, not on ${date}: ${one}`),
    ];
  });
}

function commentOf({ sentence }: Diagnosis): string {
  return `An overlay cannot say: ${sentence}`;
}

function overlayText(
  { report, date }: DatedReport,
  said: readonly Diagnosis[],
  comments: readonly string[],
): string {
  const { operation, page } = report.contract;
  const overlay = {
    overlay: '1.0.0',
    info: {
      title: `${operation} as ${report.target} answered on ${date}`,
      version: page === '' ? date : page,
    },
    extends: `${operation}.yaml`,
    actions: said.flatMap(({ sentence, overlay: actions = [] }) =>
      actions.map(({ target, ...change }) => ({
        target,
        description: `${sentence} Observed on ${date} at ${report.target}.`,
        'x-evidence': 'observed',
        ...change,
      })),
    ),
  };
  return `${comments.map((line) => `# ${printable(line)}\n`).join('')}${stringify(overlay, { lineWidth: 120 })}`;
}
