/** Loads a server for a while, with faults in between, and watches its memory and what becomes of its records. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { Pool } from 'undici';
import { command, startServing } from '../testing/processes.ts';
import { addRecord } from './add-record.ts';
import { followMemory, type LiveMemory } from './live-memory.ts';

export interface SoakReport {
  readonly requests: number;
  /** By code; `no answer` where a fault took it. */
  readonly codes: Readonly<Record<string, number>>;
  /** Taken after each round. */
  readonly samples: readonly MemorySample[];
  /** One sentence each; empty where nothing was lost, and nothing failed that no fault asked for. */
  readonly problems: readonly string[];
}

export interface MemorySample {
  readonly second: number;
  readonly residentBytes: number;
  /** What is in use once all garbage is collected. */
  readonly liveBytes: number;
  readonly records: number;
  /** Longest delay of the event loop since the last sample. */
  readonly longestDelayMs: number;
}

export interface SoakOptions {
  /** The last round begins before so many have passed. */
  readonly seconds: number;
  readonly seed: number;
  readonly onSample?: (sample: MemorySample) => void;
}

/** From the first round to the last, in bytes; with more, something is kept that nobody will ask for again. */
const mostGrowth = 4 * 2 ** 20;
const inFlight = 8;
const callsOfAnAccount = 20;
/** Of a round; then the records are compared and forgotten, so that memory can be flat. */
const callsOfARound = 2000;
/** Without a few to compare, nothing could be seen to grow. */
const leastRounds = 4;
const shareOfFaults = 0.1;
const faults = [
  'internal-error',
  'answer-lost',
  'service-unavailable',
  'truncated-body',
  'malformed-json',
  'latency; latencyMs=5',
];

/** Serve from a store (as `serve --store` takes it), and load the server in rounds, four at least. */
export async function soak(
  store: string,
  { seconds, seed, onSample = () => undefined }: SoakOptions,
): Promise<SoakReport> {
  await using server = await startServing(['--store', store, '--json-logs'], {
    first: ['--inspect=127.0.0.1:0', command],
  });
  await using memory = await followMemory(server.output());
  const pool = new Pool(server.url, { connections: inFlight });
  const load: SoakLoad = { pool, random: xoroshiro128plus(seed), codes: {}, problems: [] };
  const samples: MemorySample[] = [];
  const from = performance.now();
  for (let round = 1; round <= leastRounds || performance.now() - from < seconds * 1000; round += 1) {
    const succeeded = await playRound(load, round);
    load.problems.push(...(await lostOf(succeeded, server.url)));
    const sample = await takeSample(server.url, memory, Math.round((performance.now() - from) / 1000));
    samples.push(sample);
    onSample(sample);
    await fetch(`${server.url}/_understudy/reset`, { method: 'POST' });
  }
  await pool.close();
  const { codes, problems } = load;
  const requests = Object.values(codes).reduce((sum, count) => sum + count, 0);
  return { requests, codes, samples, problems: [...problems, ...growthOf(samples)] };
}

/** What all rounds share, and add to. */
interface SoakLoad {
  readonly pool: Pool;
  readonly random: RandomGenerator;
  readonly codes: Record<string, number>;
  readonly problems: string[];
}

/** The names of the records whose creation was answered with a success. */
async function playRound(load: SoakLoad, round: number): Promise<ReadonlySet<string>> {
  const succeeded = new Set<string>();
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < callsOfARound) {
      const index = (next += 1);
      const account = `account-${round}-${Math.floor(index / callsOfAnAccount)}`;
      // Each fourth call is for the record of the one before.
      const name = `app-${round}-${index % 4 === 3 ? index - 1 : index}`;
      if ((await call(load, name, account)) !== 'OK') continue;
      if (succeeded.has(name)) load.problems.push(`${name} was created twice.`);
      succeeded.add(name);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, client));
  return succeeded;
}

/** The code of the answer, `OK` for a success. */
async function call(
  { pool, random, codes, problems }: SoakLoad,
  name: string,
  account: string,
): Promise<string> {
  const fault = drawFault(random);
  const code = await codeOf(pool, name, account, fault);
  codes[code] = (codes[code] ?? 0) + 1;
  if (fault === undefined && !['OK', 'ConfigAlreadyExists'].includes(code))
    problems.push(`${name} was answered ${code}, and no fault asked for that.`);
  return code;
}

function drawFault(random: RandomGenerator): string | undefined {
  if (uniformFloat64(random) >= shareOfFaults) return undefined;
  return faults[uniformInt(random, 0, faults.length - 1)];
}

async function codeOf(pool: Pool, name: string, account: string, fault: string | undefined): Promise<string> {
  const headers: Record<string, string> = fault === undefined ? {} : { 'x-understudy-fault': fault };
  try {
    const { status, body } = await addRecord(pool, { AppName: name, AccessKeyId: account }, headers);
    const { Code } = JSON.parse(body) as { readonly Code?: string };
    return Code ?? (status === 200 ? 'OK' : String(status));
  } catch {
    // A fault took the answer, or spoiled it.
    return 'no answer';
  }
}

async function lostOf(succeeded: ReadonlySet<string>, url: string): Promise<readonly string[]> {
  const state = await (await fetch(`${url}/_understudy/state?limit=10000`)).text();
  return [...succeeded]
    .filter((name) => !state.includes(`"${name}"`))
    .map((name) => `${name} was answered with a success and is lost.`);
}

async function takeSample(url: string, memory: LiveMemory, second: number): Promise<MemorySample> {
  const metrics = await (await fetch(`${url}/_understudy/metrics`)).text();
  const gauge = (name: string): number =>
    Number(new RegExp(`^understudy_${name} (.+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN);
  return {
    second,
    residentBytes: gauge('memory_resident_bytes'),
    liveBytes: await memory.measure(),
    records: gauge('records'),
    longestDelayMs: gauge('event_loop_delay_seconds\\{quantile="1"\\}') * 1000,
  };
}

function growthOf(samples: readonly MemorySample[]): readonly string[] {
  const growth = (samples.at(-1)?.liveBytes ?? 0) - (samples[0]?.liveBytes ?? 0);
  return growth > mostGrowth
    ? [`What is in use in memory has grown by ${Math.round(growth / 2 ** 20)} MiB.`]
    : [];
}
