import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { add } from '../testing/add.ts';
import { command, ensureBuilt, startServing, understudyAlone, type Serving } from '../testing/processes.ts';

const folder = temporaryFolder();
beforeAll(ensureBuilt, 60_000);

let count = 0;

/** One creation under a new name: the code of its answer, and the name. */
async function addNext({ url }: Serving): Promise<{ readonly code: string; readonly name: string }> {
  const name = `app-${(count += 1)}`;
  const { code } = await add(url, { AppName: name, AccessKeyId: `account-${name}` });
  return { name, code };
}

/** The log is written a few milliseconds later. */
function linesOfLoss(server: Serving): number {
  return server.output().split('Lost the store').length - 1;
}

test('a second server on the same file is refused with one sentence', async () => {
  const store = `sqlite:${join(folder, 'shared.db')}`;
  await using first = await startServing(['--store', store]);
  await addNext(first);

  const second = await understudyAlone(['serve', '--port', '0', '--store', store]);

  expect(second.exitCode).toBe(2);
  expect(second.stderr).toContain(
    'another process, or another store of this one, has it open. Stop or close that one, or use another file; several processes share a redis:// store.',
  );
  expect(second.stderr.trim().split('\n')).toHaveLength(1);
  expect((await addNext(first)).code).toBe('OK');
});

test('a file that is deleted while it is served is missed at once, in answers, log, health and metrics', async () => {
  const path = join(folder, 'deleted.db');
  await using server = await startServing(['--store', `sqlite:${path}`]);
  expect((await addNext(server)).code).toBe('OK');

  rmSync(path);

  expect((await addNext(server)).code).toBe('ServiceUnavailable');
  expect((await addNext(server)).code).toBe('ServiceUnavailable');
  await expect.poll(() => linesOfLoss(server)).toBe(1);
  expect((await fetch(`${server.url}/_understudy/health`)).status).toBe(503);
  const metrics = await (await fetch(`${server.url}/_understudy/metrics`)).text();
  expect(metrics).toContain('\nunderstudy_store_reachable 0\n');
  expect(metrics).toContain('\nunderstudy_records NaN\n');
  const state = await fetch(`${server.url}/_understudy/state`);
  expect(state.status).toBe(503);
  expect(await state.json()).toStrictEqual({
    error: `Failed to answer the request: the store "sqlite:${path}" cannot be reached. Look at the log of the server.`,
  });
});

test.skipIf(process.platform === 'win32')(
  'a disk that is full refuses, and keeps every success for the next server',
  async () => {
    const store = `sqlite:${join(folder, 'full.db')}`;
    const told = new Map<string, string>();
    {
      // Blocks of 512 bytes; what is written beyond fails like a full disk.
      const limited = 'trap "" XFSZ; ulimit -f 2000; exec "$0" "$@"';
      await using server = await startServing(['--store', store], {
        file: 'sh',
        first: ['-c', limited, process.execPath, command],
      });
      for (let call = 0; call < 5000; call += 1) {
        const { name, code } = await addNext(server);
        told.set(name, code);
        if (code !== 'OK') break;
      }
      expect([...told.values()].at(-1)).toBe('ServiceUnavailable');
      await expect.poll(() => linesOfLoss(server)).toBe(1);
      expect((await fetch(`${server.url}/_understudy/health`)).status).toBe(503);
    }

    await using server = await startServing(['--store', store]);

    const state = await (await fetch(`${server.url}/_understudy/state`)).text();
    for (const [name, code] of told)
      expect([name, state.includes(`"${name}"`)]).toStrictEqual([name, code === 'OK']);
    expect((await addNext(server)).code).toBe('OK');
  },
  30_000,
);
