/** Writes a report in each of the formats given. */
import { existsSync, statSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printable } from '../../../contract/text/printable.ts';
import { printableJson } from '../../../conformance/report/printable-report.ts';
import type { Report } from '../../../conformance/report/report.ts';
import { isReportFormat, reportFormats, type FormatOptions } from '../../../conformance/report/formats.ts';
import type { Sentence } from '../../../conformance/report/html/sentences.ts';
import { UsageError } from '../exit.ts';
import { invocation } from '../invocation.ts';
import { reasonOf } from '../../../contract/text/reason.ts';
import { assertWritable, writeFile } from '../write-file.ts';
import { readReportFlag } from './report-files.ts';

/** The formats of `--report`. */
export const formats: readonly string[] = Object.keys(reportFormats);

export type ReportFile = ReturnType<typeof readReportFlag>;

/** Throws UsageError for a format that does not exist and for a file that cannot be written, before anything is sent. */
export async function readReportFlags(flags: readonly string[] = []): Promise<readonly ReportFile[]> {
  const files = flags.map((flag) => readReportFlag(flag, formats));
  for (const { path } of files) await assertWritable(path);
  return files;
}

/** Data for reports from the command; each format uses its part. */
export interface WriteOptions {
  /** The requirements of the documentation page. */
  readonly sentences?: readonly Sentence[];
  /** How long each scenario took, in milliseconds. */
  readonly times?: ReadonlyMap<string, number>;
  /** Where in the user's repository SARIF should point: a folder with the contract's documents, or one file. */
  readonly sarifRoot?: string | undefined;
}

/**
 * Write a report to every file given. Markdown is also added to the summary of a GitHub job, where
 * `GITHUB_STEP_SUMMARY` names one.
 *
 * Throws UsageError if a file cannot be written.
 */
export async function writeReports(
  report: Report,
  files: readonly ReportFile[],
  { sarifRoot, ...others }: WriteOptions = {},
): Promise<void> {
  const places = files.some(({ format }) => format === 'sarif') ? await placesIn(report, sarifRoot) : {};
  const options = { ...places, ...others, command: invocation() };
  for (const { format, path } of files) {
    if (!isReportFormat(format)) continue;
    const content = reportFormats[format](report, options);
    await writeFile(path, content);
    if (format === 'markdown') await addToSummary(content);
  }
}

/**
 * Write the reports of several operations: JSON holds all of them in a list; a file of another format holds one, and has the
 * operation in its name. Says on stderr which files those are.
 *
 * Throws UsageError if a file cannot be written.
 */
export async function writeSeveral(
  reports: readonly Report[],
  files: readonly ReportFile[],
  options: Pick<WriteOptions, 'sarifRoot'> = {},
): Promise<void> {
  for (const { path } of files.filter(({ format }) => format === 'json'))
    await writeFile(path, printableJson(reports));
  for (const { format, path } of files.filter((file) => file.format !== 'json')) {
    const written = reports.map((report) => ({ report, path: nameAfter(path, report.contract.operation) }));
    for (const one of written) await writeReports(one.report, [{ format, path: one.path }], options);
    const names = written.map((one) => one.path);
    if (names.length > 0)
      process.stderr.write(
        printable(`--report ${format}=${path}: one file for each operation, ${names.join(', ')}`) + '\n',
      );
  }
}

/** `out/report.html` becomes `out/report.NAME.html`. */
function nameAfter(path: string, operation: string): string {
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)}.${operation}${extension}`);
}

/** Add to the summary of a GitHub job, where `GITHUB_STEP_SUMMARY` names one. Throws UsageError where it cannot be written. */
export async function addToSummary(markdown: string): Promise<void> {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  try {
    await appendFile(file, markdown);
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new UsageError(
      `Failed to write "${file}": ${reason}. Correct GITHUB_STEP_SUMMARY, or leave it unset.`,
      {
        cause,
      },
    );
  }
}

/**
 * In the user's repository: `root` is the document itself or any other file, which then has all results in its first line, or
 * a folder that holds the document, by itself or in `contract/openapi`.
 *
 * Throws UsageError where no such document is there.
 */
async function placesBelow(root: string, name: string): Promise<FormatOptions> {
  const file = [root, join(root, name), join(root, 'contract', 'openapi', name)].find((path) =>
    statSync(path, { throwIfNoEntry: false })?.isFile(),
  );
  if (file === undefined)
    throw new UsageError(
      `Failed to read --sarif-root "${root}": it is neither a file nor a folder with ${name}. Name one of your repository.`,
    );
  const contractPath = relative(process.cwd(), file).split(sep).join('/');
  if (!file.endsWith(name)) return { contractPath };
  const { createLineOf } = await import('../documents/pointer-lines.ts');
  return { contractPath, lineOf: createLineOf(await readFile(file, 'utf8')) };
}

/** Folders of the contract: in a clone, or in the installed package. */
async function placesIn({ contract }: Report, root: string | undefined): Promise<FormatOptions> {
  const name = `${contract.operation}.yaml`;
  if (root !== undefined) return placesBelow(root, name);
  const here = fileURLToPath(new URL('../..', import.meta.url));
  const file = [process.cwd(), join(here, '..'), join(here, '..', '..')]
    .map((root) => join(root, 'contract', 'openapi', name))
    .find((path) => existsSync(path));
  if (file === undefined) return {};
  const { createLineOf } = await import('../documents/pointer-lines.ts');
  const lineOf = createLineOf(await readFile(file, 'utf8'));
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? { lineOf } : { lineOf, contractPath: path.split(sep).join('/') };
}
