/** The GitHub action: its script is run as a runner does, with a project that has the package. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolderOfTest } from '../../contract/fixtures/temporary-folder.ts';
import { command, ensureBuilt, root, run } from '../testing/processes.ts';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const text = readFileSync(join(root, 'action.yml'), 'utf8');
const action = parse(text) as Action; // our own file
const check = action.runs.steps.find(({ id }) => id === 'check');

beforeAll(ensureBuilt);

/** What the step leaves behind when the inputs are these, in a project that has the package or not. */
async function play(
  inputs: Readonly<Record<string, string>>,
  isInstalled = true,
): Promise<{
  readonly outputs: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly printed: string;
}> {
  const folder = temporaryFolderOfTest();
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  if (isInstalled) symlinkSync(command, join(folder, 'node_modules/.bin/understudy'));
  // The checkout of the action, where a stand-in for npm only says what it was asked.
  const checkout = join(folder, 'checkout');
  mkdirSync(join(checkout, 'node_modules/.bin'), { recursive: true });
  symlinkSync(join(root, 'dist'), join(checkout, 'dist'));
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "npm $* in $(basename "$PWD")"\n', { mode: 0o755 });
  const given = Object.entries(action.inputs).map(([name, { default: usual = '' }]) => [
    name,
    inputs[name] ?? usual,
  ]);
  const values = Object.fromEntries(given) as Readonly<Record<string, string>>; // pairs of texts
  const environment = Object.entries(check?.env ?? {}).map(([name, value]) => {
    const filled = value.replace(
      /\$\{\{ inputs\.([a-z-]+) \}\}/g,
      (_, input: string) => values[input] ?? '?',
    );
    return `export ${name}='${filled}'`;
  });
  const script = [
    ...environment,
    `export GITHUB_OUTPUT=outputs GITHUB_STEP_SUMMARY=summary GITHUB_ACTION_PATH='${checkout}' PATH="$PWD:$PATH"`,
    check?.run ?? '',
  ];
  writeFileSync(join(folder, 'step.sh'), script.join('\n'));
  const { stdout, stderr } = await run('bash', ['-e', '-o', 'pipefail', 'step.sh'], folder);
  const lines = readFileSync(join(folder, 'outputs'), 'utf8').trim().split('\n');
  return {
    folder,
    printed: stdout + stderr,
    outputs: Object.fromEntries(lines.map((line) => line.split('=') as [string, string])),
  };
}

test('reports, summary and outputs are in place after a check', async () => {
  const { outputs, folder, printed } = await play({
    target: 'mock',
    options: `--runs 0 --only 'delay-time/*' --causes "all"`,
  });
  expect(outputs, printed).toEqual({
    report: './understudy-report/report.json',
    'exit-code': '0',
    written: 'true',
  });
  for (const name of ['report.json', 'report.xml', 'report.sarif', 'report.html', 'report.md'])
    expect(existsSync(join(folder, 'understudy-report', name)), name).toBe(true);
  expect(readFileSync(join(folder, 'summary'), 'utf8')).toContain('AddLiveAppRecordConfig');
});

test('a project without the package gets the version of the action, and never a package by its name', async () => {
  const { outputs, printed } = await play({ target: 'mock', options: '--only delay-time/*' }, false);
  expect(printed).toContain('npm ci --no-audit --no-fund in checkout\n');
  expect(outputs['exit-code'], printed).toBe('0');
  expect(check?.run).not.toMatch(/npx (?:--yes )?"?understudy/);
});

test('a check that fails hands its exit code on, and says what is wrong', async () => {
  const { outputs, printed } = await play({ target: 'mock', options: '--only no-such-scenario' });
  expect(outputs['exit-code']).toBe('2');
  expect(outputs['written']).toBeUndefined();
  expect(printed).toContain('no-such-scenario');
});

test('every input and output that is used is declared, and every one that is declared is used', () => {
  const used = [...text.matchAll(/inputs\.([a-z-]+)/g)].map(([, name = '']) => name);
  expect(new Set(used)).toEqual(new Set(Object.keys(action.inputs)));
  const set = [...(check?.run ?? '').matchAll(/echo "([a-z-]+)=/g)].map(([, name = '']) => name);
  for (const { value } of Object.values(action.outputs))
    expect(set).toContain(/steps\.check\.outputs\.([a-z-]+)/.exec(value)?.[1]);
  expect(action.runs.using).toBe('composite');
  expect(action.runs.steps.at(-1)?.run).toBe('exit "$CODE"');
});
