import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { noRedis, startRedis } from '../../mocks/fixtures/redis.ts';
import { ensureBuilt } from '../testing/processes.ts';
import { crash } from './crash.ts';

const folder = temporaryFolder();
beforeAll(ensureBuilt, 60_000);

test('a server on SQLite that is killed has lost no success, and kept nothing that was refused', async () => {
  const { problems, succeeded, refused } = await crash(`sqlite:${join(folder, 'state.db')}`, {
    rounds: 3,
    seed: 1,
  });

  expect(problems).toStrictEqual([]);
  expect(succeeded).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(10);
}, 60_000);

test('a replica on Redis that is killed has lost no success, and kept nothing that was refused', async ({
  skip,
}) => {
  if (noRedis !== undefined) skip(noRedis);
  await using redis = await startRedis();
  const { problems, succeeded, refused } = await crash(redis.url, { rounds: 3, seed: 1 });

  expect(problems).toStrictEqual([]);
  expect(succeeded).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(10);
}, 60_000);

test('loss is noticed: of a server that keeps its state in memory', async () => {
  const { problems } = await crash('memory', { rounds: 1, seed: 1 });

  expect(problems[0]).toMatch(/was answered with a success and is lost/);
}, 60_000);
