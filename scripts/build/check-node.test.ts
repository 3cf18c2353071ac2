import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const checkNode = fileURLToPath(new URL('check-node.cjs', import.meta.url));

const versions = [
  { version: '18.20.8', runs: false, tests: false },
  { version: '20.20.2', runs: false, tests: false },
  { version: '22.11.0', runs: false, tests: false },
  { version: '22.12.0', runs: true, tests: false },
  { version: '23.11.1', runs: false, tests: false },
  { version: '24.0.0', runs: true, tests: false },
  { version: '24.18.0', runs: true, tests: true },
  { version: '26.0.0', runs: true, tests: true },
];

test.for(versions)('Node $version runs the command: $runs, the tests: $tests', ({ version, runs, tests }) => {
  expect(check(version).exitCode).toBe(runs ? 0 : 1);
  expect(check(version, '24.18').exitCode).toBe(tests ? 0 : 1);
});

test('accepts what package.json does', () => {
  const manifest: unknown = createRequire(import.meta.url)('../../package.json');
  expect(manifest).toMatchObject({ engines: { node: '^22.12 || >=24' } });
});

test('says in one line what is wrong and what to do', () => {
  const { output } = check('20.20.2', '24.18');
  expect(output).toMatch(
    /^Failed to start on "Node 20\.20\.2": Node 24\.18 or newer is needed\. .*npm ci.*macOS.*\n$/,
  );
});

test('is written for the Nodes that it refuses', () => {
  expect(readFileSync(checkNode, 'utf8')).not.toMatch(/\b(const|let|class|async)\b|=>|`\$|\?\.|\?\?|,\s*\)/);
});

/** Runs the check in a process that claims to be this version. */
function check(version: string, ...args: string[]): { exitCode: number | null; output: string } {
  const claim = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`;
  const code = `${claim} process.argv.splice(1, 0, 'check-node'); require(${JSON.stringify(checkNode)});`;
  const run = spawnSync(process.execPath, ['-e', code, '--', ...args], { encoding: 'utf8' });
  return { exitCode: run.status, output: run.stderr };
}
