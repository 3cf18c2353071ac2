/** `npm run crash [-- ROUNDS]`: kills servers in the middle of load, on SQLite and on Redis, and says what was lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noRedis, startRedis } from '../../mocks/fixtures/redis.ts';
import { crash } from './crash.ts';

const rounds = Number(process.argv[2] ?? 50);
const seed = Number(process.env['SEED'] ?? 1);
if (!(Number.isInteger(rounds) && rounds > 0)) {
  process.stderr.write(`Failed to crash "${process.argv[2]}" times: it is not a whole number from 1.\n`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'understudy-crash-'));
try {
  await report('sqlite', `sqlite:${join(folder, 'state.db')}`);
  if (noRedis === undefined) {
    await using redis = await startRedis();
    await report('redis', redis.url);
  } else process.stdout.write(`redis: left out, since ${noRedis}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

async function report(kind: string, store: string): Promise<void> {
  const onRound = (round: number): void => void process.stderr.write(`\r${kind}: ${round} of ${rounds}`);
  const { succeeded, refused, unanswered, problems } = await crash(store, { rounds, seed, onRound });
  process.stderr.write('\r');
  process.stdout.write(
    `${kind}: killed ${rounds} times; ${succeeded} successes, ${refused} refusals, ${unanswered} calls without an answer; ${problems.length} problems\n`,
  );
  for (const problem of problems.slice(0, 20)) process.stdout.write(`  ${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
