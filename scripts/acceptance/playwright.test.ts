/** The recipe of docs/replicas.md, run as it stands there. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { command, ensureBuilt, root, run } from '../testing/processes.ts';
import { codeBlocks, section } from '../testing/markdown.ts';

const folder = temporaryFolder();
beforeAll(ensureBuilt, 60_000);

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
  readonly suites: readonly {
    readonly specs: readonly {
      readonly tests: readonly { readonly results: readonly { readonly parallelIndex: number }[] }[];
    }[];
  }[];
}

test('eight workers of Playwright share a server, each test in a space of its own', async () => {
  const port = await freePort();
  const blocks = codeBlocks(section(readFileSync(join(root, 'docs/replicas.md'), 'utf8'), 'Spaces'), 'ts');
  for (const [index, name] of ['playwright.config.ts', 'api.ts', 'recording.spec.ts'].entries()) {
    const recipe = (blocks[index] ?? '')
      .replaceAll('4010', String(port))
      .replace('npx understudy serve', `"${process.execPath}" "${command}" serve --port ${port}`);
    writeFileSync(join(folder, name), recipe);
  }
  // @playwright/test has nothing but what playwright exports as playwright/test.
  const shim = join(folder, 'node_modules/@playwright/test');
  mkdirSync(shim, { recursive: true });
  writeFileSync(
    join(shim, 'index.js'),
    `module.exports = require(${JSON.stringify(join(root, 'node_modules/playwright/test'))});`,
  );

  const { exitCode, stdout } = await run(
    process.execPath,
    [
      join(root, 'node_modules/playwright/cli.js'),
      'test',
      '--config',
      join(folder, 'playwright.config.ts'),
      '--reporter',
      'json',
    ],
    folder,
  );

  const { stats, suites } = JSON.parse(stdout) as PlaywrightReport;
  expect(stats).toMatchObject({ expected: 24, unexpected: 0, flaky: 0 });
  const results = suites
    .flatMap(({ specs }) => specs)
    .flatMap(({ tests }) => tests.flatMap((one) => one.results));
  expect(new Set(results.map(({ parallelIndex }) => parallelIndex)).size).toBe(8);
  expect(exitCode).toBe(0);
}, 120_000);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // it listens
      server.close(() => resolve(port));
    });
  });
}
