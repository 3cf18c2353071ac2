/** `npm run bench`: how long a start and a request take, as ratios that mean the same on every machine. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setupServer } from 'msw/node';
import { Pool } from 'undici';
import { createReport } from '../../conformance/report/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import type { Call, Target } from '../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { createMock } from '../../mocks/index.ts';
import { startServer } from '../../mocks/server/server.ts';
import { generateRandomScenarios } from '../../scenarios/generate-random.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { openTarget } from '../cli/targets.ts';
import { measureStores } from './stores.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const command = join(root, 'dist/scripts/understudy.js');
const bareServer = `require('node:http').createServer((request, response) => {
  request.resume().on('end', () => response.end('{}'));
}).listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port); });`;

const rows: (readonly string[])[] = [];

const starts = 10;
const [bareStart, ourStart] = await measureStarts();
rows.push(['start to first answer, bare node:http', ms(bareStart), '1.0']);
rows.push(['start to first answer, understudy serve', ms(ourStart), ratio(ourStart, bareStart)]);

await measureRequests();
await measureRuns();
rows.push(...(await measureStores()));

const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
process.stdout.write(
  `Node ${process.version}, medians; the last column is the ratio to the last row above that has 1.0\n\n`,
);
for (const [what = '', time = '', times = ''] of rows)
  process.stdout.write(
    `${what.padEnd(widths[0] ?? 0)}  ${time.padStart(widths[1] ?? 0)}  ${times.padStart(widths[2] ?? 0)}`.trimEnd() +
      '\n',
  );

/** By turns, so that what else the machine does falls on both. */
async function measureStarts(): Promise<readonly [number, number]> {
  const bare: number[] = [];
  const ours: number[] = [];
  for (let start = 0; start < starts; start += 1) {
    bare.push(await timeStart(['-e', bareServer]));
    ours.push(await timeStart([command, 'serve', '--port', '0']));
  }
  return [median(bare), median(ours)];
}

async function timeStart(args: readonly string[]): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const url = await new Promise<string>((resolve) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      const found = /http:\/\/[\d.:]+(?=\s)/.exec(printed)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  await (await fetch(url, { method: 'POST' })).text();
  const took = performance.now() - from;
  child.kill();
  await ended;
  return took;
}

/** One request that only the last check refuses: all the work, and the same each time. */
async function measureRequests(): Promise<void> {
  const operation = mainOperation(readContract());
  const path = `/?Action=${operation.action}&Version=${operation.version}`;
  const body = new URLSearchParams({
    DomainName: 'example.com',
    AppName: 'already-recorded',
    OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
    OssBucket: 'live-bucket',
    'RecordFormat.1.Format': 'mp4',
    'RecordFormat.1.OssObjectPrefix': '{StartTime}_{EndTime}',
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  // A thousand requests share a second; each account is its own, so that none is throttled.
  let account = 0;
  const next = (): string => `${path}&AccessKeyId=${(account += 1)}`;
  const mock = createMock({ clock: 'virtual', seed: 1 });

  const bare = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => void bare.listen(0, '127.0.0.1', resolve));
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`; // a TCP server that listens has one
  const bareTime = await overHttp(bareUrl);
  bare.close();

  await using server = await startServer(mock, { port: 0 });
  const httpTime = await overHttp(server.url);
  const engineTime = await timeEach(() => mock.handle({ method: 'POST', url: next(), headers, body }));
  const fetchTime = await timeEach(async () => {
    const request = new Request(`https://live.aliyuncs.com${next()}`, { method: 'POST', headers, body });
    return (await mock.fetch(request)).text();
  });
  const interception = setupServer(...mock.handlers);
  interception.listen({ onUnhandledFrame: 'error' });
  const mswTime = await timeEach(async () =>
    (await fetch(`https://live.aliyuncs.com${next()}`, { method: 'POST', headers, body })).text(),
  );
  interception.close();

  rows.push(['a request, bare node:http', ms(bareTime), '1.0']);
  rows.push(['a request, our HTTP server', ms(httpTime), ratio(httpTime, bareTime)]);
  rows.push(['a request, mock.handle', ms(engineTime), ratio(engineTime, bareTime)]);
  rows.push(['a request, mock.fetch', ms(fetchTime), ratio(fetchTime, bareTime)]);
  rows.push(['a request, fetch through MSW', ms(mswTime), ratio(mswTime, bareTime)]);

  async function overHttp(url: string): Promise<number> {
    const pool = new Pool(url, { connections: 1 });
    const time = await timeEach(async () =>
      (await pool.request({ method: 'POST', path: next(), headers, body })).body.text(),
    );
    await pool.close();
    return time;
  }
}

/** What a check costs: without random scenarios, with ten thousand of them, and over HTTP with sixteen connections. */
async function measureRuns(): Promise<void> {
  const contract = readContract();
  const operation = mainOperation(contract);
  const scenarios = generateScenarios(operation, contract);
  const check = async (some: readonly Scenario[]): Promise<void> => {
    const target = await openTarget('mock', contract, operation, {});
    createReport(await run({ contract, operation, target, seed: 1, scenarios: some }));
  };
  const generation = await timeEach(async () => Promise.resolve(generateScenarios(operation, contract)), 10);
  rows.push([`generate ${scenarios.length} scenarios`, ms(generation), '']);
  rows.push([
    `check mock, ${scenarios.length} scenarios`,
    ms(await timeEach(() => check(scenarios), 10)),
    '',
  ]);

  let random: readonly Scenario[] = [];
  const drawing = await timeEach(async () => {
    random = generateRandomScenarios(operation, contract, { seed: 1, runs: 4762 });
    return Promise.resolve();
  }, 1);
  rows.push([`generate ${random.length} random scenarios`, ms(drawing), '']);
  rows.push([
    `check mock, ${random.length} random scenarios`,
    ms(await timeEach(() => check(random), 1)),
    '',
  ]);

  // Limits of a second take as many seconds, whoever asks.
  await measureOverHttp(scenarios.filter(({ family }) => family !== 'rate-limit'));
}

/** A check over HTTP beside the same calls sent by the client alone, as fast as the server answers. */
async function measureOverHttp(scenarios: readonly Scenario[]): Promise<void> {
  const contract = readContract();
  const operation = mainOperation(contract);
  const calls: Call[] = [];
  const checked = await served(async (url) => {
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
  rows.push([`${calls.length} calls, 16 connections, undici alone`, ms(alone), '1.0']);
  rows.push([`the same calls by check over HTTP`, ms(checked), ratio(checked, alone)]);
}

/** The time that somebody needs with a server of their own. */
async function served(use: (url: string) => Promise<void>): Promise<number> {
  await using server = await startServer(createMock({ seed: 1 }), { port: 0 });
  const from = performance.now();
  await use(server.url);
  return performance.now() - from;
}

/** The median, after a third as many calls that only warm up. */
async function timeEach(call: () => Promise<unknown>, times = 1500): Promise<number> {
  const took: number[] = [];
  for (let index = -Math.ceil(times / 3); index < times; index += 1) {
    const from = performance.now();
    await call();
    if (index >= 0) took.push(performance.now() - from);
  }
  return median(took);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 3 : 0)} ms`;
}

function ratio(time: number, bare: number): string {
  return (time / bare).toFixed(1);
}
