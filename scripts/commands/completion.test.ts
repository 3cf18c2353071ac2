/** What a shell asks when somebody presses the tab key, and what it sources beforehand. */
import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt, run, understudyAlone } from '../testing/processes.ts';

beforeAll(ensureBuilt, 60_000);

test.concurrent.for([
  ['check mo', 'mock'],
  ['compare mock pr', 'prism'],
  ['check mock --fail-on st', 'stated'],
  ['help comple', 'completion'],
  ['config contr', 'contract'],
  ['contract im', 'import'],
] as const)('completes %s', async ([typed, meant]) => {
  const { stdout } = await understudyAlone(['complete', '--', ...typed.split(' ')]);
  const [word = '', ...rest] = stdout.split(/\t.*\n/);
  expect([word, ...rest]).toEqual([meant, ':4\n']);
});

// 0 leaves the word to the shell, 4 forbids file names.
test.concurrent.for([
  ['merge part', 0],
  ['serve --world wor', 0],
  ['check http://127.0.0.1:4010 --accounts acc', 0],
  ['--config my', 0],
  ['contract import pag', 0],
  ['check mock --seed 1', 4],
  ['replay del', 4],
] as const)('of %s leaves file names to the shell: %i', async ([typed, directive]) => {
  const { stdout } = await understudyAlone(['complete', '--', ...typed.split(' ')]);
  expect(stdout).toBe(`:${directive}\n`);
});

test.skipIf(spawnSync('bash', ['--version']).status !== 0)(
  'can be sourced twice by bash, which completes file names',
  async () => {
    const { stdout: script } = await understudyAlone(['completion', 'bash']);
    const { stdout, stderr } = await run('bash', [
      '--norc',
      '-c',
      `${script}\n${script}\ncomplete -p understudy`,
    ]);
    expect(stderr).toBe('');
    expect(stdout).toBe('complete -o default -F __understudy_complete understudy\n');
  },
);
