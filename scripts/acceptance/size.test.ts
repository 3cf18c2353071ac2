/** How much a page loads for `mock.fetch` with one operation, as a bundler of a user makes it of the package. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { build, type Rolldown } from 'vite';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { readContract } from '../../contract/contract.ts';
import { createFetchTarget, createReport, runConformance } from '../../conformance/index.ts';
import { createFetchMock, compileContract } from '../../mocks/fetch-mock.ts';
import type { JsonObject } from '../../contract/json.ts';
import { clockOf } from '../cli/targets/targets.ts';
import { ensureBuilt, root } from '../testing/processes.ts';

/** In bytes, gzipped: 40 kB of 1024 each. */
const most = 40 * 1024;

const folder = temporaryFolder();
beforeAll(ensureBuilt);

/** What is loaded at once, with all that it imports; what is imported later is in `later`. */
async function bundle(source: string) {
  const entry = join(folder, 'entry.js');
  writeFileSync(entry, source.replaceAll("from 'understudy/", `from '${root}/dist/`));
  const built = (await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { [`${root}/dist/contracts/`]: `${root}/dist/contract/openapi/played/` } },
    // As for a server: for pages, vite adds 700 bytes of its own, which preload style sheets.
    build: { write: false, target: 'es2024', ssr: true, minify: true, rolldownOptions: { input: entry } },
  })) as Rolldown.RolldownOutput; // of one configuration that is not watched
  const chunks = built.output.filter((one) => one.type === 'chunk');
  const sizeOf = (some: typeof chunks): number =>
    some.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  const first = chunks.filter(({ isDynamicEntry }) => !isDynamicEntry);
  return {
    bytes: sizeOf(first),
    later: sizeOf(chunks) - sizeOf(first),
    code: chunks.map(({ code }) => code).join('\n'),
    modules: chunks.flatMap(({ moduleIds }) => moduleIds),
  };
}

describe('mock.fetch with one operation', () => {
  const source = `
    import { compileContract, createFetchMock } from 'understudy/mocks/fetch-mock.js';
    import { document } from 'understudy/contracts/add-live-app-record-config.js';
    const mock = createFetchMock({ contract: compileContract([document]) });
    globalThis.fetch = (input, init) => mock.fetch(new Request(input, init));`;

  test('is at most 40 kB, without MSW and without other operations', async () => {
    const { bytes, later, modules, code } = await bundle(source);

    expect(bytes).toBeLessThan(most);
    expect(bytes).toBeGreaterThan(most / 2);
    expect(later).toBeLessThan(6000);
    expect(modules.filter((id) => /node_modules\/(?!pure-rand)/.test(id))).toEqual([]);
    expect(modules.filter((id) => id.includes('/openapi/'))).toHaveLength(1);
    expect(code).not.toMatch(/\beval\(|new Function\(/);
  });
});

test(
  'the parts of the documents that are played answer as the whole documents do',
  { timeout: 60_000 },
  async () => {
    const contract = readContract();
    const played = join(root, 'contract/openapi/played');
    const modules = (await Promise.all(readdirSync(played).map((file) => import(join(played, file))))) as {
      document: JsonObject;
    }[]; // as they are generated
    const mock = createFetchMock({
      contract: compileContract(modules.map(({ document }) => document)),
      clock: 'virtual',
      seed: 1,
    });
    const target = createFetchTarget({
      name: 'played',
      fetch: (request) => mock.fetch(request),
      anyAccount: true,
      clock: clockOf(mock),
    });

    for (const name of ['AddLiveAppRecordConfig', 'AddLiveRecordNotifyConfig', 'DescribeLiveRecordConfig']) {
      const operation = contract.get(name);
      if (!operation) throw new Error(`Failed to find ${name}.`);
      const report = createReport(await runConformance({ contract, operation, target, seed: 1 }));
      expect(report.failures.map(({ id }) => id)).toEqual([]);
      expect(report.scenarios.length).toBeGreaterThan(20);
    }
  },
);
