/** What a check costs: of random scenarios in process, of the others as a whole command, and over HTTP. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Pool } from 'undici';
import { createReport } from '../../conformance/report/create/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import type { Call, Target } from '../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { createMock } from '../../mocks/index.ts';
import { startServer } from '../../mocks/server/server.ts';
import { generateRandomScenarios } from '../../scenarios/generate-random.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { packageRoot } from '../cli/package-root.ts';
import { openTarget } from '../cli/targets/targets.ts';
import { spreadOf } from './measure.ts';
import type { BenchRow } from './row.ts';

const contract = readContract();
const operation = mainOperation(contract);

export async function measureRuns(): Promise<readonly BenchRow[]> {
  const [generated, played, count] = await measureRandom();
  const command: number[] = [];
  for (let round = 0; round < 3; round += 1) command.push(await seconds(checkMock));
  const scenarios = generateScenarios(operation, contract);
  // Limits of a second take as many seconds, whoever asks.
  const [ours, alone, calls] = await measureOverHttp(
    scenarios.filter(({ family }) => family !== 'rate-limit'),
  );
  return [
    {
      what: `${count} random scenarios: generated, run and judged in process`,
      value: generated + played,
      unit: 's',
      bar: { atMost: 1 },
      note: `${generated.toFixed(2)} s to generate, ${played.toFixed(2)} s to run and judge`,
    },
    {
      what: 'check mock, whole process',
      value: spreadOf(command).median,
      low: spreadOf(command).low,
      high: spreadOf(command).high,
      unit: 's',
      bar: { atMost: 1.2 },
    },
    {
      what: `check over HTTP, ${calls} calls on 16 connections, over undici alone`,
      value: ours / alone,
      unit: '×',
      note: `${ours.toFixed(2)} s over ${alone.toFixed(2)} s`,
    },
  ];
}

/** Per 10,000 scenarios. */
async function measureRandom(): Promise<readonly [generated: number, played: number, count: number]> {
  let random: readonly Scenario[] = [];
  const generated = await seconds(() => {
    random = generateRandomScenarios(operation, contract, { seed: 1, runs: 4762 });
  });
  const played = await seconds(async () => check(random));
  const share = 10_000 / random.length;
  return [generated * share, played * share, 10_000];
}

async function check(scenarios: readonly Scenario[]): Promise<void> {
  const target = await openTarget('mock', contract, operation, {});
  createReport(await run({ contract, operation, target, seed: 1, scenarios }));
}

function checkMock(): void {
  spawnSync(process.execPath, [join(packageRoot(), 'dist/scripts/understudy.js'), 'check', 'mock'], {
    stdio: 'ignore',
  });
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
  await using server = await startServer(createMock({ seed: 1 }), { port: 0 });
  return await seconds(async () => use(server.url));
}

async function seconds(work: () => Promise<void> | void): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}
