/** What a check costs in CPU time: of random scenarios in process and over HTTP, and of the others as a whole command. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Pool } from 'undici';
import { createReport } from '../../conformance/report/create/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import type { Call, Target } from '../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { createMock } from '../../mocks/index.ts';
import { startServer as serveHere } from '../../mocks/server/server.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { packageRoot } from '../cli/package-root.ts';
import { openTarget } from '../cli/targets/targets.ts';
import { startServer } from './load.ts';
import { spreadOf, type Spread } from './measure.ts';
import type { RandomTimes } from './random-alone.ts';
import type { BenchRow } from './row.ts';
import { ours } from './serve.ts';

const contract = readContract();
const operation = mainOperation(contract);

/** How many calls are under way at a time, as `check` has it. */
const connections = 16;

export async function measureRuns(): Promise<readonly BenchRow[]> {
  return [measureRandom(), await measureRandomOverHttp(), measureCommand(), await measureOverUndici()];
}

/** How often a process is started whose time is taken. */
const starts = 5;

function measureRandom(): BenchRow {
  const times = Array.from({ length: starts }, () => timeRandom());
  const spread = (of: (times: RandomTimes) => number): Spread =>
    spreadOf(times.map((one) => (of(one) * 10_000) / one.scenarios));
  const show = (of: (times: RandomTimes) => number): string => `${spread(of).median.toFixed(2)} s`;
  const { median, low, high } = spread(({ generated, played }) => generated.own + played.own);
  const inAll = show(({ generated, played }) => generated.all + played.all);
  const byClock = show(({ generated, played }) => generated.wall + played.wall);
  return {
    what: '10000 random scenarios: generated, run and judged in process',
    value: median,
    low,
    high,
    unit: 's',
    bar: { atMost: 1 },
    note:
      `CPU time of the thread that does the work, for which one waits where another processor is free: ` +
      `${show(({ generated }) => generated.own)} to generate, ${show(({ played }) => played.own)} to run and judge; ` +
      `by the clock ${byClock}; with the threads that compile and collect garbage ${inAll} of CPU time`,
  };
}

/** In a process of its own, over HTTP where there is an address. */
function timeRandom(...url: readonly string[]): RandomTimes {
  const script = join(packageRoot(), 'scripts/bench/random-alone.ts');
  const { stdout } = spawnSync(process.execPath, [script, ...url], { encoding: 'utf8' });
  return JSON.parse(stdout) as RandomTimes; // as it writes them
}

async function measureRandomOverHttp(): Promise<BenchRow> {
  const rounds: { readonly client: number; readonly server: number }[] = [];
  for (let start = 0; start < starts; start += 1) {
    await using server = await startServer(ours);
    const before = server.cpuMs();
    const { played, scenarios } = timeRandom(server.url);
    const scale = 10_000 / scenarios;
    rounds.push({ client: played.all * scale, server: ((server.cpuMs() - before) / 1000) * scale });
  }
  const { median, low, high } = spreadOf(rounds.map(({ client, server }) => Math.max(client, server)));
  const show = (side: 'client' | 'server'): string =>
    `${spreadOf(rounds.map((round) => round[side])).median.toFixed(2)} s`;
  return {
    what: `10000 random scenarios: run and judged over HTTP, ${connections} connections`,
    value: median,
    low,
    high,
    unit: 's',
    bar: { atMost: 2 },
    note: `the longer CPU time of all threads: ${show('client')} of the check, ${show('server')} of the server`,
  };
}

/** Play scenarios on a target and draw the report up. `onCall` hears of each call before it is sent. */
async function check(
  scenarios: readonly Scenario[],
  name: string,
  onCall?: (call: Call) => void,
): Promise<void> {
  const opened = await openTarget(name, contract, operation, { accounts: 'any' });
  const target = onCall ? watched(opened, onCall) : opened;
  createReport(await run({ contract, operation, target, seed: 1, scenarios }));
  await target.close();
}

function watched(target: Target, onCall: (call: Call) => void): Target {
  return {
    ...target,
    send: (call) => {
      onCall(call);
      return target.send(call);
    },
  };
}

function measureCommand(): BenchRow {
  const { median, low, high } = spreadOf(Array.from({ length: starts }, checkMock));
  return {
    what: 'check mock, whole process',
    value: median,
    low,
    high,
    unit: 's',
    bar: { atMost: 1.2 },
    note: 'CPU time of all threads',
  };
}

/** Tells the CPU time of its process, all threads together, in microseconds. */
const tellCpuTime = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('cpu ' + (user + system));
})`;

/** Seconds. */
function checkMock(): number {
  const hook = `data:text/javascript,${encodeURIComponent(tellCpuTime)}`;
  const command = join(packageRoot(), 'dist/scripts/understudy.js');
  const { stderr } = spawnSync(process.execPath, ['--import', hook, command, 'check', 'mock'], {
    encoding: 'utf8',
  });
  return Number(/cpu (\d+)/.exec(stderr)?.[1]) / 1e6;
}

/** A check over HTTP beside the same calls sent by the client alone, as fast as the server answers. */
async function measureOverUndici(): Promise<BenchRow> {
  // Limits of a second, and pauses, take as many seconds, whoever asks.
  const scenarios = generateScenarios(operation, contract).filter(
    (scenario) => scenario.family !== 'rate-limit' && !hasPause(scenario),
  );
  const calls: Call[] = [];
  const own = await secondsOnServer((url) => check(scenarios, url, (call) => void calls.push(call)));
  const alone = await secondsOnServer((url) => sendAll(url, calls));
  return {
    what: `check over HTTP, ${calls.length} calls on ${connections} connections, over undici alone`,
    value: own / alone,
    unit: '×',
    note: `${own.toFixed(2)} s over ${alone.toFixed(2)} s`,
  };
}

function hasPause({ arrange, act }: Scenario): boolean {
  return [...arrange, ...('steps' in act ? act.steps : [])].some(({ waitMs = 0 }) => waitMs > 0);
}

async function sendAll(url: string, calls: readonly Call[]): Promise<void> {
  const pool = new Pool(url, { connections });
  const waiting = [...calls];
  const client = async (): Promise<void> => {
    for (let call = waiting.shift(); call; call = waiting.shift()) {
      const { method, path, headers, body } = call;
      const sent = method === 'GET' ? {} : { body };
      await (await pool.request({ method, path, headers: { ...headers }, ...sent })).body.text();
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
}

/** Seconds by the clock that something takes with a server of its own, in this process. */
async function secondsOnServer(use: (url: string) => Promise<void>): Promise<number> {
  await using server = await serveHere(createMock({ seed: 1 }), { port: 0 });
  const from = performance.now();
  await use(server.url);
  return (performance.now() - from) / 1000;
}
