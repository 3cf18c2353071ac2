/** `understudy check --operation …` for more than one operation: a report for each, and nothing added up over them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { documents } from '../../contract/openapi/documents.ts';
import { ensureBuilt, understudy } from '../testing/processes.ts';

const folder = temporaryFolder();
const several = [
  '--operation',
  'DescribeLiveRecordNotifyConfig',
  '--operation',
  'DeleteLiveRecordNotifyConfig',
];

beforeAll(ensureBuilt, 60_000);

test('prints a section for each operation, and one line for each at the end', async () => {
  const { exitCode, stdout } = await understudy(['check', 'mock', ...several]);

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^DescribeLiveRecordNotifyConfig of mock[^]*^DeleteLiveRecordNotifyConfig of mock/m);
  expect(stdout.slice(stdout.indexOf('2 operations'))).toMatch(
    /^2 operations\n\n.*\n✓ {2}DescribeLiveRecordNotifyConfig +1 of 1 +1\.000 +\d+ of \d+\n✓ {2}DeleteLiveRecordNotifyConfig .*\n$/,
  );
});

test('means every operation of the contract by all', async () => {
  const { exitCode, stdout } = await understudy([
    'check',
    'mock',
    '--operation',
    'all',
    '--only',
    'accepted/minimal',
  ]);

  expect(exitCode).toBe(0);
  for (const name of Object.keys(documents)) expect(stdout).toContain(`✓  ${name}`);
});

test('writes JSON as a list of reports, and of every other format a file for each', async () => {
  await understudy([
    'check',
    'mock',
    ...several,
    ...['json=all.json', 'junit=all.xml'].flatMap((report) => [
      '--report',
      report.replace('=', `=${folder}/`),
    ]),
  ]);

  const reports = JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8')) as readonly unknown[];
  expect(reports).toMatchObject([
    { contract: { operation: 'DescribeLiveRecordNotifyConfig' }, codesMatched: 1 },
    { contract: { operation: 'DeleteLiveRecordNotifyConfig' }, codesMatched: 1 },
  ]);
  expect(readdirSync(folder).toSorted()).toStrictEqual([
    'all.DeleteLiveRecordNotifyConfig.xml',
    'all.DescribeLiveRecordNotifyConfig.xml',
    'all.json',
  ]);
});

test('plays only operations that have a chosen scenario, and refuses a choice that none has', async () => {
  const chosen = await understudy(['check', 'mock', '--operation', 'all', '--only', 'record-tasks/*']);
  const none = await understudy(['check', 'mock', '--operation', 'all', '--only', 'no-such/*']);

  expect(chosen.stdout).toMatch(/^1 operation$/m);
  expect(none).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Failed to select "no-such/*"'),
  });
});

test('falls short where one of them does', async () => {
  const { exitCode, stdout } = await understudy([
    'check',
    'prism',
    '--operation',
    'AddLiveAppRecordConfig',
    '--operation',
    'DeleteLiveRecordNotifyConfig',
    '--only',
    'accepted/minimal',
    '--only',
    '*/missing',
  ]);

  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^✗ {2}AddLiveAppRecordConfig/m);
});

test('praises nobody for what was skipped from first to last', async () => {
  const chosen = ['--operation', 'AddLiveAppRecordConfig', ...several, '--only', 'accepted/minimal'];
  const { stdout } = await understudy(['check', 'prism', ...chosen]);

  expect(stdout).toMatch(/^✓ {2}AddLiveAppRecordConfig/m);
  expect(stdout).toMatch(/^- {2}DeleteLiveRecordNotifyConfig +0 of 2/m);
});

test('says how to play a scenario of a neighbour again', async () => {
  const { stdout } = await understudy(['check', 'prism', '--operation', 'DeleteLiveRecordNotifyConfig']);

  expect(stdout).toMatch(/replay .* prism --operation DeleteLiveRecordNotifyConfig/);
});
