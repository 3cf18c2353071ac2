/** A run that is cut off leaves a list of what it made, and the list is enough to remove it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHttpTarget } from '../../../conformance/targets/http.ts';
import { run } from '../../../conformance/run/run.ts';
import type { Target } from '../../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { createMock } from '../../../mocks/index.ts';
import { startServer } from '../../../mocks/server/server.ts';
import { cleanup } from '../../commands/cleanup.ts';
import { keepCleanupFile, readCleanupFile } from './cleanup-file.ts';

const contract = readContract();
const operation = mainOperation(contract);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-cleanup-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** The records of a mock, by the account that made them. */
async function recordsOf(url: string): Promise<number> {
  const query = 'Action=DescribeLiveRecordConfig&Version=2016-11-01&Format=JSON&DomainName=example.com';
  const body = (await (await fetch(`${url}/?${query}`)).json()) as { TotalNum?: number };
  return body.TotalNum ?? -1;
}

test('asks for a folder before anything is sent', async () => {
  const file = join(folder, 'no-folder');
  await writeFile(file, '');

  for (const place of [file, join(folder, 'missing')])
    expect(() => keepCleanupFile(join(place, 'left.json'), 'http://127.0.0.1')).toThrow(
      `there is no folder "${place}" that can be written to. Make it, or name another file.`,
    );
});

test('removes by the list what a run left that was cut off', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  const file = join(folder, 'left.json');
  const target = createHttpTarget(server.url, { anyAccount: false, allowHosts: [] });
  // Cut off: after some calls nothing is sent any more, and nothing is cleaned up.
  let calls = 0;
  const cut: Target = {
    ...target,
    send(call) {
      calls += 1;
      return calls > 12 ? Promise.reject(new Error('cut off')) : target.send(call);
    },
  };
  const options = { contract, operation, target: cut, seed: 1, only: ['accepted/*'], rate: 1000 };
  await expect(run({ ...options, onCreated: keepCleanupFile(file, server.url) })).rejects.toThrow('cut off');
  expect(await recordsOf(server.url)).toBeGreaterThan(5);

  await cleanup(file, {});

  expect(await recordsOf(server.url)).toBe(0);
  expect(existsSync(file)).toBe(false);
  await target.close();
});

test('keeps the list while the target is silent', async () => {
  const file = join(folder, 'left.json');
  const step = {
    operation: 'DeleteLiveAppRecordConfig',
    parameters: { DomainName: 'example.com', AppName: 'my-app' },
    via: 'form',
    expect: ['OK'],
  };
  const content = JSON.stringify({ target: 'http://127.0.0.1:1', removals: [{ step }] });
  await writeFile(file, content);

  await cleanup(file, {});

  expect(process.exitCode).toBe(3);
  expect(readCleanupFile(file, await readFile(file, 'utf8')).removals).toHaveLength(1);
});

test('a run that ends leaves no list', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  const file = join(folder, 'left.json');
  const target = createHttpTarget(server.url, { anyAccount: false, allowHosts: [] });

  await run({
    contract,
    operation,
    target,
    seed: 1,
    only: ['delay-time/*'],
    rate: 1000,
    onCreated: keepCleanupFile(file, server.url),
  });

  expect(existsSync(file)).toBe(false);
  await target.close();
});

test.each(['nonsense', '{}', '{"target":"http://127.0.0.1:1","removals":[3]}'])(
  'refuses a list that is %s',
  (content) => {
    expect(() => readCleanupFile('left.json', content)).toThrow(
      /Failed to read "left\.json": .* Name a file that a run left\./,
    );
  },
);
