import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith } from '../../contract/fixtures/temporary-folder.ts';

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const reporter = new URL('plain-reporter.ts', import.meta.url).href;

test('ends with one line of counts', () => {
  const { lastLine, exitCode } = runTests({ 'a.test.ts': `test('works', () => {});` });

  expect(lastLine).toBe('1 passed, 0 failed');
  expect(exitCode).toBe(0);
});

test('counts a file that does not load, a hook that throws and an unhandled error as failed', () => {
  const { lastLine, exitCode } = runTests({
    'broken.test.ts': `throw new Error('does not load');`,
    'hook.test.ts': `describe('a group', () => { beforeAll(() => { throw new Error('hook'); }); test('inside', () => {}); });`,
    'mixed.test.ts': `
      test('fails', () => { throw new Error('fails'); });
      test('leaves a rejection behind', () => { void Promise.reject(new Error('unhandled')); });
      test.todo('comes later');`,
  });

  expect(lastLine).toBe('1 passed, 4 failed, 2 skipped');
  expect(exitCode).toBe(1);
});

test('never claims that nothing failed when the run is red', () => {
  const { lastLine, exitCode } = runTests({});

  expect(lastLine).toBe('0 passed, 1 failed');
  expect(exitCode).toBe(1);
});

/** Runs test files (name to content) with vitest in a folder of their own. */
function runTests(files: Record<string, string>): { lastLine: string | undefined; exitCode: number | null } {
  const config = `import { PlainReporter } from '${reporter}';
    export default { test: { globals: true, reporters: ['default', new PlainReporter()] } };`;
  const folder = folderWith({ ...files, 'vitest.config.mjs': config });
  const run = spawnSync(process.execPath, [vitest, 'run', '--root', folder], { encoding: 'utf8' });
  return { lastLine: run.stdout.trimEnd().split('\n').at(-1), exitCode: run.status };
}
