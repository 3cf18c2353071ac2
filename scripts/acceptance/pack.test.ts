/** The package as somebody else installs it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { workshopMetadata } from '../../contract/import/fixtures/workshop.ts';
import { codeBlocks, section } from '../testing/markdown.ts';
import { ensureBuilt, root, run, startServing } from '../testing/processes.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

// One project installs the package; the tests share it, since each installation takes seconds.
const consumer = temporaryFolder();
const installed = join(consumer, 'node_modules/understudy');

beforeAll(async () => {
  await ensureBuilt();
  const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', consumer]);
  expect(packed.exitCode, packed.stderr).toBe(0);
  const tarball = readdirSync(consumer).find((name) => name.endsWith('.tgz')) ?? '';
  writeFile('package.json', '{ "private": true, "type": "module" }');
  const packages = [`./${tarball}`, 'msw@3.0.5', 'vitest@5.1.1', 'typescript@7.0.2'];
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages];
  const { exitCode, stdout, stderr } = await run('npm', args, consumer);
  expect(exitCode, stdout + stderr).toBe(0);
}, 180_000);

test('brings no Node of its own', () => {
  const names = readdirSync(join(consumer, 'node_modules'));
  expect(names.filter((name) => /^node(-|$)/.test(name))).toEqual([]);
  expect(readdirSync(join(consumer, 'node_modules/.bin'))).not.toContain('node');
});

test('carries what was built, and neither sources nor tests', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files.filter((path) => /(?<!\.d)\.ts$|\.test\.|^scripts/.test(path))).toEqual([]);
  expect(files).toContain('README.md');
  expect(files).toContain('LICENSE');
});

test('leaves msw, vitest and Prism to whoever has them', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<
    string,
    object
  >;
  expect(Object.keys(manifest['dependencies'] ?? {})).not.toContain('msw');
  expect(Object.keys(manifest['peerDependencies'] ?? {}).toSorted()).toEqual([
    '@redis/client',
    '@stoplight/prism-cli',
    'msw',
    'vitest',
  ]);
  expect(readdirSync(join(consumer, 'node_modules'))).not.toContain('@stoplight');
});

test('has whatever its README and pages lead to', () => {
  const pages = ['README.md', ...markdownIn('docs')];
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(installed, page), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
      .map(([, path = '']) => join(page, '..', path))
      .filter((path) => !existsSync(join(installed, path)))
      .map((path) => `${page}: ${path}`),
  );
  expect(broken).toEqual([]);
});

function markdownIn(folder: string): readonly string[] {
  const files = readdirSync(join(installed, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((path) => path.endsWith('.md')).map((path) => join(folder, path));
}

describe('the short paths of the README', () => {
  const path = (title: string) => section(readme, title);
  /** The lines of a path's first block of commands, in a shell of the consumer. */
  const paste = (lines: string) =>
    run('bash', ['-e', '-c', lines.replaceAll('npx ', 'npx --no-install ')], consumer);

  test('a unit test, and the longer example', { timeout: 60_000 }, async () => {
    const [install = '', execute = ''] = codeBlocks(path('A unit test'), 'sh');
    expect(install).toBe('npm i -D understudy msw vitest');
    writeFile('app.test.ts', codeBlocks(path('A unit test'), 'ts')[0] ?? '');
    writeFile('longer.test.ts', codeBlocks(path('In your own tests'), 'ts')[0] ?? '');

    const { exitCode, stdout, stderr } = await paste(execute);

    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Tests\s+3 passed/);
  });

  test('a front end, and in CI', { timeout: 60_000 }, async () => {
    expect(codeBlocks(path('A front end'), 'sh')).toEqual(['npx understudy serve']);
    const file = join(installed, 'dist/scripts/understudy.js');
    const server = await startServing([], { first: [file], cwd: consumer });
    const check = codeBlocks(path('In CI'), 'sh')[0] ?? '';

    const page = await fetch(`${server.url}/_understudy/`);
    const { exitCode, stdout, stderr } = await paste(check.replace('http://127.0.0.1:4010', server.url));

    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('matches 21 of 21 documented codes');
    expect(readFileSync(join(consumer, 'report.xml'), 'utf8')).toContain('<testsuite');
    expect(await server.stop()).toEqual({ exitCode: 0, signal: null });
  });

  test('your own operation', { timeout: 120_000 }, async () => {
    writeFile('my-api.json', JSON.stringify(workshopMetadata()));
    const lines = codeBlocks(path('Your own operation'), 'sh')[0] ?? '';
    expect(lines.split('\n').at(-1)).toBe('npx understudy serve --contract my-contract');

    const { exitCode, stdout, stderr } = await paste(lines.split('\n').slice(0, -1).join('\n'));

    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain('1 operation imported into my-contract');
    const file = join(installed, 'dist/scripts/understudy.js');
    const server = await startServing(['--contract', 'my-contract'], { first: [file], cwd: consumer });
    const create = async (teeth: number): Promise<unknown> => {
      const query = `Action=CreateWidget&Version=2026-01-01&Label=blue&Teeth=${teeth}`;
      return (await fetch(`${server.url}/?${query}`, { method: 'POST' })).json();
    };
    expect(await create(65)).toMatchObject({ Code: 'InvalidTeeth', Message: 'Teeth must fit.' });
    expect(await create(64)).toStrictEqual({ RequestId: expect.any(String) });
    await server.stop();

    // Its types go with the contract that was imported.
    writeFile('own/use.ts', ownUse);
    writeFile('own/tsconfig.json', JSON.stringify({ compilerOptions: strict, files: ['use.ts'] }));
    expect(await run('npx', ['--no-install', 'tsc', '-p', 'own'], consumer)).toMatchObject({
      exitCode: 0,
      stdout: '',
    });
  });
});

const ownUse = `import { createMock } from 'understudy';
import { loadContract } from 'understudy/contract';
import type { Types } from '../my-contract.types.ts';

const mock = createMock({ contract: loadContract<Types>('my-contract') });
mock.faults.add({ fault: 'error', error: 'InvalidTeeth', operation: 'CreateWidget', where: { Teeth: 8 } });
// @ts-expect-error It has no such operation.
mock.faults.add({ fault: 'hang', operation: 'CreateWidgt' });
`;

test('serves from the command line until it is told to end', async () => {
  const file = join(installed, 'dist/scripts/understudy.js');
  const server = await startServing([], { first: [file], cwd: consumer });
  const response = await fetch(server.url, { method: 'POST' });
  expect(await response.json()).toHaveProperty('RequestId');
  expect(await server.stop()).toEqual({ exitCode: 0, signal: null });
});

test.for([
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'preserve', moduleResolution: 'bundler' },
])(
  'has declarations that a strict compiler takes: $moduleResolution',
  { timeout: 60_000 },
  async (resolution) => {
    writeFile(
      `${resolution.moduleResolution}/use.ts`,
      `import { setupServer } from 'msw/node';
    import { createMock, type Exchange, type Mock } from 'understudy';
    import { createFetchTarget, createReport, printReport, runConformance } from 'understudy/conformance';
    import { compileContract, createFetchMock } from 'understudy/fetch';
    import { createHandlers } from 'understudy/msw';
    import { document } from 'understudy/contracts/add-live-app-record-config';
    import { mainOperation, readContract } from 'understudy/contract';
    import { generateScenarios } from 'understudy/scenarios';
    import { startServer, type RunningServer } from 'understudy/server';
    import { createMockTest } from 'understudy/vitest';
    // Even where jest is not installed.
    import 'understudy/jest';

    const mock: Mock = createMock({ clock: 'virtual', seed: 1 });
    export const handlers = setupServer(...mock.handlers);
    mock.clock.advance({ seconds: 1 });
    export const mockTest = createMockTest({ clock: 'virtual' });
    mock.faults.add({ fault: 'latency', latencyMs: 500, times: 1 });
    // @ts-expect-error A misspelt option is found by the compiler.
    createMock({ clok: 'virtual' });
    // @ts-expect-error A misspelt operation as well.
    mock.faults.add({ fault: 'hang', operation: 'AddLiveAppRecordConfg' });

    const small = createFetchMock({ contract: compileContract([document]) });
    export const smallHandlers = setupServer(...createHandlers(small));
    small.use('AddLiveAppRecordConfig', () => new Response());
    // @ts-expect-error That is another document.
    small.use('DeleteLiveAppRecordConfig', () => new Response());

    const statuses: number[] = [];
    const onExchange = ({ answer }: Exchange): void => void statuses.push(answer?.status ?? 0);
    export const server: RunningServer = await startServer(mock, { port: 0, onExchange });

    const contract = readContract();
    const operation = mainOperation(contract);
    export const ids: string[] = generateScenarios(operation, contract).map(({ id }) => id);
    const target = createFetchTarget({ name: 'mine', fetch: (request) => mock.fetch(request), anyAccount: true });
    export const text: string = printReport(createReport(await runConformance({ contract, operation, target, seed: 1 })));
    `,
    );
    const compilerOptions = { ...strict, ...resolution };
    writeFile(
      `${resolution.moduleResolution}/tsconfig.json`,
      JSON.stringify({ compilerOptions, files: ['use.ts'] }),
    );
    const args = ['--no-install', 'tsc', '-p', resolution.moduleResolution];
    expect(await run('npx', args, consumer)).toMatchObject({ exitCode: 0, stdout: '' });
  },
);

function writeFile(path: string, content: string): void {
  mkdirSync(join(consumer, path, '..'), { recursive: true });
  writeFileSync(join(consumer, path), content);
}

const strict = {
  module: 'nodenext',
  // As most templates of projects have it: what the package needs beyond it, its declarations bring along.
  target: 'es2022',
  lib: ['es2022', 'dom'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  skipLibCheck: false,
  noEmit: true,
  types: [],
};
