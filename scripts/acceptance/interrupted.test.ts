/** Runs that are stopped, as processes, and clean-ups that fail, against servers that do what they like. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import type { Report } from '../../conformance/report/report.ts';
import { refusal, startFront, type Front, type FrontAnswer, type FrontCall } from '../testing/front.ts';
import { ensureBuilt, startUnderstudy, understudy } from '../testing/processes.ts';

const folder = temporaryFolder();
beforeAll(ensureBuilt, 60_000);

const prefix = 'usmine';
const isRemoval = ({ action }: FrontCall): boolean => action.startsWith('Delete');

function place(name: string): string {
  return join(folder, name);
}

function readReport(name: string): Report {
  return JSON.parse(readFileSync(place(name), 'utf8')) as Report; // of our own command
}

/** A check of scenarios that make records, which is stopped once some are there. */
function startCheck(front: Front, name: string) {
  const list = place(`${name}.list.json`);
  const reports = ['--report', `json=${place(`${name}.json`)}`, '--report', `junit=${place(`${name}.xml`)}`];
  const running = startUnderstudy(
    ['check', front.url, '--accounts', 'any', '--prefix', prefix, '--cleanup-file', list, ...reports],
    { cwd: folder },
  );
  return { ...running, list };
}

async function untilRecords(front: Front, count: number): Promise<void> {
  await expect
    .poll(() => front.records(prefix), { timeout: 15_000, interval: 20 })
    .toBeGreaterThanOrEqual(count);
}

describe('a check that is stopped', () => {
  test.for(['SIGINT', 'SIGTERM'] as const)(
    'by %s removes what it made, writes its reports, and ends with 130',
    async (signal) => {
      await using front = await startFront({ delayMs: 15 });
      const check = startCheck(front, signal);
      await untilRecords(front, 10);

      check.kill(signal);

      expect(await check.ended).toEqual({ exitCode: 130, signal: null });
      expect(check.output()).toContain(`Stopped by ${signal}`);
      expect(front.records(prefix)).toBe(0);
      expect(existsSync(check.list)).toBe(false);
      const report = readReport(`${signal}.json`);
      expect(report.cutOff?.reason).toBe(`the run was stopped by ${signal}`);
      expect(report.verdicts.skipped).toBeGreaterThan(100);
      expect(report.failures).toEqual([]);
      expect(readFileSync(place(`${signal}.xml`), 'utf8')).toContain(`stopped by ${signal}`);
      expect(check.output()).toMatch(/cut off|stopped by/);
    },
  );

  test('before anybody answered plays nothing, and says so', async () => {
    await using front = await startFront({ instead: () => 'hang' });
    const report = ['--report', `json=${place('silent.json')}`];
    const check = startUnderstudy(['check', front.url, '--only', 'delay-time/*', ...report], { cwd: folder });
    await expect.poll(() => front.calls.length, { timeout: 15_000 }).toBe(1);

    check.kill('SIGINT');

    expect(await check.ended).toEqual({ exitCode: 130, signal: null });
    expect(check.output()).not.toMatch(/^ +at /m);
    expect(readReport('silent.json')).toMatchObject({ cutOff: { reason: expect.any(String) }, failures: [] });
  });

  test('by its --max-seconds ends with 3, and says what was not played', async () => {
    await using front = await startFront({ instead: () => 'hang' });
    const args = ['check', front.url, '--only', 'delay-time/*', '--max-seconds', '0.5'];
    const { exitCode, stdout, stderr } = await understudy(args, folder);
    expect([exitCode, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(/the run took longer than 0\.5 s \(--max-seconds\)/);
  });

  test('twice stops its clean-up too, and leaves a list by which `cleanup` removes the rest', async () => {
    let isOpen = false;
    await using front = await startFront({
      delayMs: 15,
      instead: (call) => (isRemoval(call) && !isOpen ? 'hang' : undefined),
    });
    const check = startUnderstudy(
      ['check', front.url, '--accounts', 'any', '--prefix', prefix, '--only', 'accepted/*'],
      { cwd: folder },
    );
    await untilRecords(front, 10);

    check.kill('SIGINT');
    await expect.poll(() => front.calls.some(isRemoval)).toBe(true);
    // One Ctrl-C may arrive twice within this time.
    await new Promise((resolve) => setTimeout(resolve, 250));
    check.kill('SIGINT');

    expect(await check.ended).toEqual({ exitCode: 130, signal: null });
    expect(front.records(prefix)).toBeGreaterThan(0);
    const [, file = ''] = /listed in (\S+)\./.exec(check.output()) ?? [];
    expect(check.output()).toContain(`cleanup ${file} --accounts any`);
    expect(readdirSync(folder)).toContain(file);

    isOpen = true;
    const { exitCode, stdout } = await understudy(['cleanup', file, '--accounts', 'any'], folder);
    expect(stdout).toMatch(/^(\d+) of \1 records removed/);
    expect(exitCode).toBe(0);
    expect(front.records(prefix)).toBe(0);
    expect(existsSync(place(file))).toBe(false);
  });

  test(
    'by SIGKILL leaves a list that is whole and is enough, whenever it comes',
    { timeout: 60_000 },
    async () => {
      await using front = await startFront();
      for (let time = 0; time < 5; time += 1) {
        const check = startCheck(front, `killed${time}`);
        await untilRecords(front, 5 + time * 12);
        check.kill('SIGKILL');
        await check.ended;

        expect(front.records(prefix)).toBeGreaterThan(0);
        const { exitCode, stderr } = await understudy(['cleanup', check.list, '--accounts', 'any'], folder);
        expect(stderr).not.toContain('Failed');
        expect(exitCode).toBe(0);
        expect(front.records(prefix)).toBe(0);
      }
    },
  );
});

describe('a clean-up that is answered with an error', () => {
  const answers: Readonly<Record<string, FrontAnswer>> = {
    '503': { status: 503, headers: { 'content-type': 'text/plain' }, body: 'busy' },
    '403 Forbidden': refusal(403, 'Forbidden.RAM'),
    '400 Throttling.User': refusal(400, 'Throttling.User'),
    '400 MissingParameter': refusal(400, 'MissingSecurityToken'),
    '200 of something else': { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
  };

  test.concurrent.for(Object.entries(answers))(
    'of %s removes nothing, keeps its list, and does not end with 0',
    { timeout: 60_000 },
    async ([name, answer]) => {
      await using front = await startFront({ instead: (call) => (isRemoval(call) ? answer : undefined) });
      const removals = ['one', 'two', 'three'].map((app) => ({
        step: {
          operation: 'DeleteLiveAppRecordConfig',
          parameters: { DomainName: 'example.com', AppName: app },
        },
      }));
      const file = place(`${name}.json`);
      writeFileSync(file, JSON.stringify({ target: front.url, removals }));

      const { exitCode, stdout } = await understudy(['cleanup', file], folder);

      expect(stdout).toMatch(/^0 of 3 records removed/);
      expect(stdout).toMatch(/^3 records may still be there: answered with /m);
      expect(exitCode).toBe(3);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ removals });
    },
  );
});

describe('a list for `cleanup`', () => {
  const removal = (parameters: object, operation = 'DeleteLiveAppRecordConfig'): string =>
    JSON.stringify({ target: 'http://127.0.0.1:1', removals: [{ step: { operation, parameters } }] });
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);

  test.for<readonly [string, string, RegExp]>([
    ['that is no list', '3', /it is not a list of created records/],
    [
      'nested without end',
      `{"target":"http://127.0.0.1:1","removals":[${deep}]}`,
      /removal 1 names no operation/,
    ],
    ['of a removal of everything', removal({}), /do not name one record/],
    ['of a record without its whole key', removal({ AppName: 'a' }), /do not name one record/],
    [
      'of more than a key',
      removal({ DomainName: 'a', AppName: 'b', SecurityToken: 'c' }),
      /do not name one record, which DomainName, AppName/,
    ],
    ['of half a character', removal({ DomainName: '\uD800', AppName: 'b' }), /not a map of texts/],
    ['that makes something', removal({}, 'AddLiveAppRecordConfig'), /it removes nothing/],
    ['that names code', '{"target":"module:./x.mjs","removals":[]}', /a list names no code.*--target/],
    [
      'of a server with user and password',
      '{"target":"http://***@127.0.0.1:1/","removals":[]}',
      /without user and password, which no list holds\. Say which it is with --target/,
    ],
  ])('%s is refused in one sentence', async ([name, content, sentence]) => {
    const file = place(`${name}.list.json`);
    writeFileSync(file, content);
    const { exitCode, stdout, stderr } = await understudy(['cleanup', file], folder);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});

test('user and password of an address are in no list, and are given again to clean up', async () => {
  let isOpen = false;
  await using front = await startFront({
    instead: (call) => {
      if (call.headers.authorization !== `Basic ${btoa('me:pass-word')}`) return refusal(401, 'Unauthorized');
      return isRemoval(call) && !isOpen ? refusal(403, 'Forbidden') : undefined;
    },
  });
  const target = front.url.replace('//', '//me:pass-word@');
  const check = await understudy(
    ['check', target, '--accounts', 'any', '--prefix', prefix, '--only', 'accepted/minimal'],
    folder,
  );
  expect(front.records(prefix)).toBeGreaterThan(0);
  const [, file = ''] = /cleanup (\S+) --target/.exec(check.stderr) ?? [];
  expect(check.stderr).toContain(`--target ${front.url.replace('//', '//USER:PASSWORD@')}`);
  expect(readFileSync(place(file), 'utf8')).not.toContain('pass-word');

  isOpen = true;
  expect((await understudy(['cleanup', file], folder)).exitCode).toBe(2);
  const done = await understudy(['cleanup', file, '--target', target], folder);
  expect(done.exitCode, done.stdout + done.stderr).toBe(0);
  expect(front.records(prefix)).toBe(0);
});
