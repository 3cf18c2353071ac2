/** `npm run soak [-- SECONDS]`: loads a server on each store, with faults in between, and then fuzzes it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noRedis, startRedis } from '../../mocks/fixtures/redis.ts';
import { startServing } from '../testing/processes.ts';
import { fuzz } from './fuzz.ts';
import { soak } from './soak.ts';

const seconds = Number(process.argv[2] ?? 600);
const seed = Number(process.env['SEED'] ?? 1);
if (!(seconds > 0)) {
  process.stderr.write(`Failed to soak for "${process.argv[2]}": it is not a number of seconds above 0.\n`);
  process.exit(2);
}
const fuzzed = Math.min(100_000, Math.ceil(seconds * 167));

const folder = mkdtempSync(join(tmpdir(), 'understudy-soak-'));
try {
  await report('memory', 'memory');
  await report('sqlite', `sqlite:${join(folder, 'state.db')}`);
  if (noRedis === undefined) {
    await using redis = await startRedis();
    await report('redis', redis.url);
  } else print(`redis: left out, since ${noRedis}`);
  await using server = await startServing(['--json-logs']);
  const { statuses, problems } = await fuzz(server.url, { requests: fuzzed, seed });
  print(`fuzz: ${fuzzed} requests, by status ${JSON.stringify(statuses)}; ${problems.length} problems`);
  complain(problems);
} finally {
  rmSync(folder, { recursive: true });
}

/** A third of the time for each store. */
async function report(kind: string, store: string): Promise<void> {
  const { requests, codes, problems } = await soak(store, {
    seconds: seconds / 3,
    seed,
    onSample: ({ second, liveBytes, residentBytes, records, longestDelayMs }) =>
      print(
        `${kind}: after ${second} s ${mib(liveBytes)} MiB in use, ${mib(residentBytes)} resident, ${records} records, event loop late by ${longestDelayMs.toFixed(1)} ms at most`,
      ),
  });
  print(`${kind}: ${requests} requests, by code ${JSON.stringify(codes)}; ${problems.length} problems`);
  complain(problems);
}

function complain(problems: readonly string[]): void {
  for (const problem of problems.slice(0, 20)) print(`  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
