import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { noRedis, startRedis } from '../../mocks/fixtures/redis.ts';
import { ensureBuilt } from '../testing/processes.ts';
import { soak, type SoakReport } from './soak.ts';

const folder = temporaryFolder();
beforeAll(ensureBuilt, 60_000);

/** Of its problems one would be that memory has grown. */
function assertNothingLost({ problems, codes, samples }: SoakReport): void {
  expect(problems).toStrictEqual([]);
  expect(codes['OK']).toBeGreaterThan(500);
  expect(codes['ServiceUnavailable']).toBeGreaterThan(0);
  expect(samples.length).toBeGreaterThan(1);
}

test('four rounds of mixed load with faults lose nothing in memory', async () => {
  assertNothingLost(await soak('memory', { seconds: 0, seed: 1 }));
}, 90_000);

test('four rounds of mixed load with faults lose nothing in SQLite', async () => {
  assertNothingLost(await soak(`sqlite:${join(folder, 'state.db')}`, { seconds: 0, seed: 1 }));
}, 90_000);

test('four rounds of mixed load with faults lose nothing in Redis', async ({ skip }) => {
  if (noRedis !== undefined) skip(noRedis);
  await using redis = await startRedis();
  assertNothingLost(await soak(redis.url, { seconds: 0, seed: 1 }));
}, 90_000);
