/** The package as somebody else installs it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeBlocks } from '../testing/markdown.ts';
import { ensureBuilt, root, run, startServing } from '../testing/processes.ts';

// One project installs the package; the tests share it, since each installation takes seconds.
const consumer = mkdtempSync(join(tmpdir(), 'understudy-consumer-'));
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
afterAll(() => rmSync(consumer, { recursive: true, force: true }));

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

test(
  'runs the example of the README in a vitest of the consumer, through MSW',
  { timeout: 60_000 },
  async () => {
    const [example = ''] = codeBlocks(readFileSync(join(root, 'README.md'), 'utf8'), 'ts');
    writeFile('example.test.ts', example);
    const { exitCode, stdout, stderr } = await run('npx', ['--no-install', 'vitest', 'run'], consumer);
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Tests\s+2 passed/);
  },
);

test('checks the mock from the command line', { timeout: 60_000 }, async () => {
  const { exitCode, stdout, stderr } = await run(
    'npx',
    ['--no-install', 'understudy', 'check', 'mock'],
    consumer,
  );
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('matches 21 of 21 documented codes');
});

test("imports an operation of one's own, checks it and serves it", { timeout: 120_000 }, async () => {
  writeFile('workshop.json', JSON.stringify(workshop));
  const understudy = async (...args: string[]) =>
    run('npx', ['--no-install', 'understudy', ...args], consumer);
  const imported = await understudy('contract', 'import', 'workshop.json', '--out', 'my-contract');
  expect(imported.exitCode, imported.stderr).toBe(0);
  expect(imported.stdout).toContain('1 operations imported into my-contract');

  const checked = await understudy('check', 'mock', '--contract', 'my-contract', '--operation', 'all');
  expect(checked.exitCode, checked.stdout + checked.stderr).toBe(0);

  const file = join(installed, 'dist/scripts/understudy.js');
  const server = await startServing(['--contract', 'my-contract'], { first: [file], cwd: consumer });
  const create = async (teeth: number): Promise<unknown> => {
    const query = `Action=CreateWidget&Version=2026-01-01&Label=blue&Teeth=${teeth}`;
    return (await fetch(`${server.url}/?${query}`, { method: 'POST' })).json();
  };
  expect(await create(65)).toMatchObject({ Code: 'InvalidTeeth', Message: 'Teeth must fit.' });
  expect(await create(64)).toStrictEqual({ RequestId: expect.any(String) });
  await server.stop();
});

test('serves from the command line until it is told to end', async () => {
  const file = join(installed, 'dist/scripts/understudy.js');
  const server = await startServing([], { first: [file], cwd: consumer });
  const response = await fetch(server.url, { method: 'POST' });
  expect(await response.json()).toHaveProperty('RequestId');
  expect(await server.stop()).toEqual({ exitCode: 0, signal: null });
});

test.for([
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
    import { createFetchTarget, createReport, printReport, run } from 'understudy/conformance';
    import { mainOperation, readContract } from 'understudy/contract';
    import { generateScenarios } from 'understudy/scenarios';
    import { startServer, type RunningServer } from 'understudy/server';
    import { createMockTest } from 'understudy/vitest';

    const mock: Mock = createMock({ clock: 'virtual', seed: 1 });
    export const handlers = setupServer(...mock.handlers);
    mock.clock.advance({ seconds: 1 });
    export const mockTest = createMockTest({ clock: 'virtual' });
    mock.faults.add({ fault: 'latency', latencyMs: 500, times: 1 });
    // @ts-expect-error A misspelt option is found by the compiler.
    createMock({ clok: 'virtual' });

    const statuses: number[] = [];
    const onExchange = ({ answer }: Exchange): void => void statuses.push(answer?.status ?? 0);
    export const server: RunningServer = await startServer(mock, { port: 0, onExchange });

    const contract = readContract();
    const operation = mainOperation(contract);
    export const ids: string[] = generateScenarios(operation, contract).map(({ id }) => id);
    const target = createFetchTarget({ name: 'mine', fetch: (request) => mock.fetch(request), anyAccount: true });
    export const text: string = printReport(createReport(await run({ contract, operation, target, seed: 1 })));
    `,
    );
    const compilerOptions = {
      ...resolution,
      target: 'es2024',
      lib: ['es2024', 'dom', 'esnext.disposable'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    };
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

/** Metadata of an invented product, in the shape of the vendor's. */
const workshop = {
  info: { style: 'RPC', product: 'Workshop', version: '2026-01-01' },
  apis: {
    CreateWidget: {
      methods: ['post'],
      parameters: [
        { name: 'Label', in: 'query', schema: { type: 'string', required: true, example: 'blue' } },
        {
          name: 'Teeth',
          in: 'query',
          schema: { type: 'integer', required: false, example: '12', description: 'Valid values: 8 to 64.' },
        },
      ],
      responses: { '200': { schema: { type: 'object', properties: { RequestId: { type: 'string' } } } } },
      errorCodes: { '400': [{ errorCode: 'InvalidTeeth', errorMessage: 'Teeth must fit.' }] },
    },
  },
};
