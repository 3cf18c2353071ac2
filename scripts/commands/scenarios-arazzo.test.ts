import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolderOfTest } from '../../contract/fixtures/temporary-folder.ts';
import { createMock } from '../../mocks/index.ts';
import { startServer } from '../../mocks/server/server.ts';
import { toArazzo } from '../../scenarios/arazzo.ts';
import { defaultFixtures } from '../../scenarios/requests/bindings.ts';
import { packageRoot } from '../cli/package-root.ts';
import { contract, scenarios as ownScenarios } from '../../scenarios/fixtures/own-scenarios.ts';

const call = promisify(execFile);

function documentOf(only: (id: string) => boolean = () => true) {
  const scenarios = ownScenarios.filter(({ id }) => only(id));
  const fixtures = Object.assign({}, ...[...contract.values()].map(defaultFixtures)) as ReturnType<
    typeof defaultFixtures
  >;
  return toArazzo(scenarios, contract, {
    bindings: { now: Date.now(), unique: 'arazzo', fixtures },
    documentUrl: (name) => join(packageRoot(), 'contract', 'openapi', `${name}.yaml`),
  });
}

/** What `redocly respect` says of a document played against our server. */
async function replay(document: unknown): Promise<{ readonly passed: boolean; readonly output: string }> {
  const folder = temporaryFolderOfTest();
  await using server = await startServer(createMock(), { port: 0 });
  try {
    const file = join(folder, 'scenarios.arazzo.json');
    await writeFile(file, JSON.stringify(document));
    const servers = [...contract.keys()].flatMap((name) => ['--server', `${name}=${server.url}`]);
    const cli = join(packageRoot(), 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
    const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const options = { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 };
    const { stdout, stderr } = await call(process.execPath, [cli, 'respect', file, ...servers], options);
    return { passed: true, output: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }; // what execFile throws
    return { passed: false, output: stdout + stderr };
  }
}

test(
  'another replayer plays every scenario that Arazzo can say, and agrees',
  { timeout: 120_000 },
  async () => {
    const document = documentOf();

    const { passed, output } = await replay(document);

    expect(output).toMatch(/Workflows: \d{3} passed, \d{3} total/);
    expect(passed).toBe(true);
  },
);

test('it sees an answer that is not the one that is due', { timeout: 60_000 }, async () => {
  const document = JSON.stringify(documentOf((id) => id === 'delay-time/below-minimum'));

  const { passed, output } = await replay(JSON.parse(document.replaceAll('InvalidDelayTime', 'AnotherCode')));

  expect(passed).toBe(false);
  expect(output).toContain('1 failed');
});
