/** `--report FORMAT=PATH`, from the command line to the file. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../contract/fixtures/temporary-folder.ts';
import { goodReport, mixedReport } from '../../../conformance/fixtures/reports.ts';
import { UsageError } from '../exit.ts';
import { formats, readReportFlags, writeReports } from './write-reports.ts';

const folder = temporaryFolder();
afterEach(() => vi.unstubAllEnvs());

test('writes each format to its own file', async () => {
  vi.stubEnv('GITHUB_STEP_SUMMARY', '');
  const flags = formats.map((format) => `${format}=${join(folder, format)}`);
  await writeReports(goodReport, await readReportFlags(flags));

  const start = async (format: string) => (await readFile(join(folder, format), 'utf8')).slice(0, 15);
  expect(await start('json')).toBe('{\n  "target": "');
  expect(await start('junit')).toBe('<?xml version="');
  expect(await start('html')).toBe('<!doctype html>');
  expect(await start('markdown')).toBe('## <code>http&#');
  expect(await start('sarif')).toBe('{\n  "$schema": ');
  expect(await start('badge')).toBe('{\n  "schemaVers');
});

test('points at lines of the contract that the run was made from', async () => {
  const path = join(folder, 'lines.sarif');
  const contract = { operation: 'AddLiveAppRecordConfig', page: '2025-07-24', digest: '' };
  await writeReports({ ...mixedReport, contract }, await readReportFlags([`sarif=${path}`]));
  const sarif = await readFile(path, 'utf8');
  expect(sarif).toContain('"uri": "contract/openapi/AddLiveAppRecordConfig.yaml"');
  expect(sarif).toMatch(/"startLine": \d+/);
});

test('points into the repository of the user where it is told to', async () => {
  const contract = { operation: 'AddLiveAppRecordConfig', page: '2025-07-24', digest: '' };
  const write = async (sarifRoot: string): Promise<string> => {
    const path = join(folder, 'rooted.sarif');
    await writeReports({ ...mixedReport, contract }, await readReportFlags([`sarif=${path}`]), { sarifRoot });
    return readFile(path, 'utf8');
  };
  expect(await write('contract/openapi')).toMatch(/"uri": "contract\/openapi\/AddLiveAppRecordConfig.yaml"/);
  expect(await write('.')).toMatch(/"startLine": (?!1$)\d+/m);
  expect(await write('README.md')).toMatch(/"uri": "README.md"/);
  await expect(write('docs')).rejects.toThrow('Failed to read --sarif-root "docs": it is neither a file nor');
});

test('adds Markdown to the summary of a job, and nothing where it was not asked for', async () => {
  const summary = join(folder, 'summary.md');
  vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
  const asked = await readReportFlags([`markdown=${join(folder, 'a.md')}`]);
  await writeReports(goodReport, asked);
  await writeReports(goodReport, asked);
  await writeReports(goodReport, await readReportFlags([`junit=${join(folder, 'a.xml')}`]));
  const once = await readFile(join(folder, 'a.md'), 'utf8');
  expect(await readFile(summary, 'utf8')).toBe(once + once);
});

test.for(['xml=report.xml', 'junit', 'junit=', '=report', 'toString=report'])(
  'refuses --report %s before anything is sent',
  async (flag) => {
    await expect(readReportFlags([flag])).rejects.toThrow(
      new UsageError(
        `Failed to read --report "${flag}": it needs FORMAT=PATH with a format of json, junit, html, markdown, sarif, badge.`,
      ),
    );
  },
);

test('docs/ci.md lists every format', async () => {
  const page = await readFile(new URL('../../../docs/ci.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `(\w+)` /gm)].map(([, format]) => format);
  expect(new Set(listed)).toEqual(new Set(formats));
});

test('says which file cannot be written, before anything is sent', async () => {
  const path = join(folder, 'a-file', 'report.xml');
  await writeFile(join(folder, 'a-file'), '');
  await expect(readReportFlags([`junit=${path}`])).rejects.toThrow(`Failed to write "${path}": `);
  await expect(readReportFlags([`junit=${folder}`])).rejects.toThrow(
    `Failed to write "${folder}": it is a folder`,
  );
});
