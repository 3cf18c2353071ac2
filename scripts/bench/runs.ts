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
import { generateRandomScenarios } from '../../scenarios/generate-random.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { packageRoot } from '../cli/package-root.ts';
import { openTarget } from '../cli/targets/targets.ts';
import { startServer } from './load.ts';
import { spreadOf } from './measure.ts';
import type { BenchRow } from './row.ts';
import { ours } from './serve.ts';

const contract = readContract();
const operation = mainOperation(contract);

export async function measureRuns(): Promise<readonly BenchRow[]> {
  const random = await measureRandom();
  const command = spreadOf([checkMock(), checkMock(), checkMock(), checkMock(), checkMock()]);
  const scenarios = generateScenarios(operation, contract);
  // Limits of a second take as many seconds, whoever asks.
  const [mine, alone, calls] = await measureOverHttp(
    scenarios.filter(({ family }) => family !== 'rate-limit'),
  );
  return [
    ...random,
    {
      what: 'check mock, whole process',
      value: command.median,
      low: command.low,
      high: command.high,
      unit: 's',
      bar: { atMost: 1.2 },
      note: 'CPU time of all threads',
    },
    {
      what: `check over HTTP, ${calls} calls on 16 connections, over undici alone`,
      value: mine / alone,
      unit: '×',
      note: `${mine.toFixed(2)} s over ${alone.toFixed(2)} s`,
    },
  ];
}

async function measureRandom(): Promise<readonly BenchRow[]> {
  let random: readonly Scenario[] = [];
  const generated = await cpuTime(() => {
    random = generateRandomScenarios(operation, contract, { seed: 1, runs: 4762 });
  });
  const played = await cpuTime(async () => check(random));
  const [client, server] = await checkOverHttp(random);
  const share = 10_000 / random.length;
  const show = (seconds: number): string => `${(seconds * share).toFixed(2)} s`;
  const shown = ({ all, own }: CpuTime): string => `${show(all)} (${show(own)})`;
  return [
    {
      what: '10000 random scenarios: generated, run and judged in process',
      value: (generated.all + played.all) * share,
      unit: 's',
      bar: { atMost: 1 },
      note: `CPU time of all threads (without those that compile and collect garbage): ${shown(generated)} to generate, ${shown(played)} to run and judge`,
    },
    {
      what: '10000 random scenarios: run and judged over HTTP, 16 connections',
      value: Math.max(client.all, server) * share,
      unit: 's',
      bar: { atMost: 2 },
      note: `the longer CPU time: ${shown(client)} of the check, ${show(server)} of the server`,
    },
  ];
}

async function checkOverHttp(
  scenarios: readonly Scenario[],
): Promise<readonly [client: CpuTime, server: number]> {
  const server = await startServer(ours);
  try {
    const target = await openTarget(server.url, contract, operation, { accounts: 'any' });
    const before = server.cpuMs?.() ?? Number.NaN;
    const client = await cpuTime(async () => {
      createReport(await run({ contract, operation, target, seed: 1, scenarios }));
    });
    await target.close();
    return [client, ((server.cpuMs?.() ?? Number.NaN) - before) / 1000];
  } finally {
    await server.stop();
  }
}

async function check(scenarios: readonly Scenario[]): Promise<void> {
  const target = await openTarget('mock', contract, operation, {});
  createReport(await run({ contract, operation, target, seed: 1, scenarios }));
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
async function measureOverHttp(
  scenarios: readonly Scenario[],
): Promise<readonly [ours: number, alone: number, calls: number]> {
  const calls: Call[] = [];
  const ours = await served(async (url) => {
    const target = await openTarget(url, contract, operation, { accounts: 'any' });
    const send: Target['send'] = (call) => {
      calls.push(call);
      return target.send(call);
    };
    createReport(await run({ contract, operation, target: { ...target, send }, seed: 1, scenarios }));
    await target.close();
  });
  const alone = await served(async (url) => {
    const pool = new Pool(url, { connections: 16 });
    const waiting = [...calls];
    const client = async (): Promise<void> => {
      for (let call = waiting.shift(); call; call = waiting.shift()) {
        const { method, path, headers, body } = call;
        const sent = method === 'GET' ? {} : { body };
        await (await pool.request({ method, path, headers: { ...headers }, ...sent })).body.text();
      }
    };
    await Promise.all(Array.from({ length: 16 }, client));
    await pool.close();
  });
  return [ours, alone, calls.length];
}

/** The time that somebody needs with a server of their own. */
async function served(use: (url: string) => Promise<void>): Promise<number> {
  await using server = await serveHere(createMock({ seed: 1 }), { port: 0 });
  return await seconds(async () => use(server.url));
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/** In seconds. */
interface CpuTime {
  /** Of all threads of this process. */
  readonly all: number;
  /** Of the thread that does the work: where another processor is free, as long as it takes. */
  readonly own: number;
}

async function cpuTime(work: () => Promise<void> | void): Promise<CpuTime> {
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  await work();
  return { all: sum(process.cpuUsage(all)), own: sum(process.threadCpuUsage(own)) };
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}
