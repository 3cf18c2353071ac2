/** Loads a server for a while, with faults in between, and watches its memory and what becomes of its records. */
import { Pool } from 'undici';
import { valid } from '../../mocks/fixtures/valid-request.ts';
import { command, startServing } from '../testing/processes.ts';
import { followMemory } from './live-memory.ts';
import { mulberry } from './random.ts';

export interface SoakReport {
  readonly requests: number;
  /** By code; `no answer` where a fault took it. */
  readonly codes: Readonly<Record<string, number>>;
  /** Taken at even times. */
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

/** From the first round to the last, in bytes; with more, something is kept that nobody will ask for again. */
const mostGrowth = 4 * 2 ** 20;
const inFlight = 8;
const callsOfAnAccount = 20;
/** Of a round; then the records are compared and forgotten, so that memory can be flat. */
const callsOfARound = 2000;
/** Without a few to compare, nothing could be seen to grow. */
const leastRounds = 4;
const faults = [
  'internal-error',
  'answer-lost',
  'service-unavailable',
  'truncated-body',
  'malformed-json',
  'latency',
];

export async function soak(
  store: string,
  {
    seconds,
    seed,
    onSample = () => undefined,
  }: { readonly seconds: number; readonly seed: number; readonly onSample?: (sample: MemorySample) => void },
): Promise<SoakReport> {
  await using server = await startServing(['--store', store, '--json-logs'], {
    first: ['--inspect=127.0.0.1:0', command],
  });
  await using memory = await followMemory(server.output());
  const pool = new Pool(server.url, { connections: inFlight });
  const random = mulberry(seed);
  const codes: Record<string, number> = {};
  const samples: MemorySample[] = [];
  const problems: string[] = [];
  const from = performance.now();
  let requests = 0;

  const call = async (name: string, account: string, fault: string | undefined): Promise<string> => {
    requests += 1;
    let code = 'no answer';
    try {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/?Action=AddLiveAppRecordConfig&Version=2016-11-01',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(fault !== undefined && {
            'x-understudy-fault': fault === 'latency' ? 'latency; latencyMs=5' : fault,
          }),
        },
        body: new URLSearchParams({ ...valid, AppName: name, AccessKeyId: account }).toString(),
      });
      const answer = JSON.parse(await body.text()) as { readonly Code?: string };
      code = answer.Code ?? (statusCode === 200 ? 'OK' : String(statusCode));
    } catch {
      // A fault took the answer, or spoiled it.
    }
    codes[code] = (codes[code] ?? 0) + 1;
    if (fault === undefined && !['OK', 'ConfigAlreadyExists'].includes(code))
      problems.push(`${name} was answered ${code}, and no fault asked for that.`);
    return code;
  };

  const sample = async (): Promise<void> => {
    const text = await (await fetch(`${server.url}/_understudy/metrics`)).text();
    const gauge = (name: string): number =>
      Number(new RegExp(`^understudy_${name} (.+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    const one = {
      second: Math.round((performance.now() - from) / 1000),
      residentBytes: gauge('memory_resident_bytes'),
      liveBytes: await memory.measure(),
      records: gauge('records'),
      longestDelayMs: gauge('event_loop_delay_seconds\\{quantile="1"\\}') * 1000,
    };
    samples.push(one);
    onSample(one);
  };

  for (let round = 1; round <= leastRounds || performance.now() - from < seconds * 1000; round += 1) {
    const succeeded = new Set<string>();
    let next = 0;
    const client = async (): Promise<void> => {
      while (next < callsOfARound) {
        const index = (next += 1);
        const account = `account-${round}-${Math.floor(index / callsOfAnAccount)}`;
        const fault = random() < 0.1 ? faults[Math.floor(random() * faults.length)] : undefined;
        // Each fourth call is for the record of the one before.
        const name = `app-${round}-${index % 4 === 3 ? index - 1 : index}`;
        if ((await call(name, account, fault)) === 'OK') {
          if (succeeded.has(name)) problems.push(`${name} was created twice.`);
          succeeded.add(name);
        }
      }
    };
    await Promise.all(Array.from({ length: inFlight }, client));
    const state = await (await fetch(`${server.url}/_understudy/state?limit=10000`)).text();
    for (const name of succeeded)
      if (!state.includes(`"${name}"`)) problems.push(`${name} was answered with a success and is lost.`);
    await sample();
    await fetch(`${server.url}/_understudy/reset`, { method: 'POST' });
  }
  await pool.close();
  const growth = (samples.at(-1)?.liveBytes ?? 0) - (samples[0]?.liveBytes ?? 0);
  if (growth > mostGrowth)
    problems.push(`What is in use in memory has grown by ${Math.round(growth / 2 ** 20)} MiB.`);
  return { requests, codes, samples, problems };
}
