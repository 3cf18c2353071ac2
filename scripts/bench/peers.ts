/**
 * `npm run bench:peers`: other mock servers beside ours, on the same contract and under the same load, each in a process of its own.
 *
 * Their packages are installed in `scripts/bench/peers` and nowhere else. Prints a table and writes it to docs/benchmarks.md. What is
 * compared is the CPU time of the server: it says the same on a machine that has other work, whichever core a process runs on.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../cli/package-root.ts';
import { startServer, timeStarts, type MeasuredServer, type ServerStart } from './load.ts';
import { machineNow } from './machine.ts';
import { sideBySide, spreadOf, type Spread, type Timing } from './measure.ts';
import { today, writeResults } from './page.ts';
import { form, nextMinimal } from './requests.ts';
import { show } from './row.ts';
import { bare, document, ours, prismIn } from './serve.ts';

const folder = join(packageRoot(), 'scripts/bench/peers');
const { resolve } = createRequire(join(folder, 'package.json'));

/** A script of the folder of the peers, where `import` finds their packages. */
function script(name: string, port: number, text: string): ServerStart {
  const args = ['--input-type=module', '-e', text];
  return { name, args, cwd: folder, url: `http://127.0.0.1:${port}`, mayRefuse: true };
}

const scalar = script(
  '@scalar/mock-server',
  4920,
  `import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { createMockServer } from '@scalar/mock-server';
import { parse } from 'yaml';
const document = parse(readFileSync(${JSON.stringify(document)}, 'utf8'));
const app = await createMockServer({ document });
serve({ fetch: app.fetch, port: 4920, hostname: '127.0.0.1' });`,
);

/** What somebody writes by hand: it reads the form and answers a constant. */
const handWritten = script(
  "a hand-written handler, by msw's getResponse",
  4922,
  `import { createServer } from 'node:http';
import { getResponse, http, HttpResponse } from 'msw';
const handlers = [
  http.post('https://live.aliyuncs.com/*', async ({ request }) => {
    const form = new URLSearchParams(await request.text());
    return HttpResponse.json({ RequestId: form.get('AppName') });
  }),
];
createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const { method, headers } = request;
  const body = method === 'POST' ? Buffer.concat(pieces) : undefined;
  const asked = new Request('https://live.aliyuncs.com' + request.url, { method, headers, body });
  const answer = await getResponse(handlers, asked);
  response.writeHead(answer?.status ?? 404, Object.fromEntries(answer?.headers ?? []));
  response.end(answer ? await answer.text() : '');
}).listen(4922, '127.0.0.1');`,
);

function mockoon(): ServerStart {
  const run = join(dirname(resolve('@mockoon/cli/package.json')), 'bin/run.js');
  const options = ['--data', document, '--port', '4921', '--hostname', '127.0.0.1', '--disable-log-to-file'];
  return {
    name: 'Mockoon',
    args: [run, 'start', ...options],
    cwd: folder,
    url: 'http://127.0.0.1:4921',
    mayRefuse: true,
  };
}

function versionOf(name: string): string {
  const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** Whether it knows a documented limit, and what exists already. */
async function knows({ url }: MeasuredServer): Promise<string> {
  const { path, body } = nextMinimal();
  const statusOf = async (text: string): Promise<number> => {
    const response = await fetch(url + path, { method: 'POST', headers: form, body: text });
    await response.text();
    return response.status;
  };
  const isFirstTaken = (await statusOf(body)) < 400;
  const isAgainRefused = (await statusOf(body)) >= 400;
  const isWrongRefused = (await statusOf(`${body}-2&DelayTime=14`)) >= 400;
  if (!isFirstTaken) return 'refuses what is right';
  const known = [...(isWrongRefused ? ['limits'] : []), ...(isAgainRefused ? ['state'] : [])];
  return known.length === 0 ? 'nothing' : known.join(', ');
}

interface Measured {
  readonly name: string;
  readonly cpuUs: Spread;
  readonly startMs: number;
  readonly knows: string;
}

async function measure(starts: readonly ServerStart[]): Promise<readonly Measured[]> {
  const [timings, known] = await measureRunning(starts);
  const startMs = await timeStarts(starts, 5);
  return starts.map(({ name }, index) => ({
    name,
    cpuUs: timings[index]?.cpuUs ?? spreadOf([]),
    startMs: startMs[index]?.median ?? Number.NaN,
    knows: known[index] ?? '',
  }));
}

async function measureRunning(
  starts: readonly ServerStart[],
): Promise<readonly [timings: readonly Timing[], known: readonly string[]]> {
  await using running = new AsyncDisposableStack();
  const servers: MeasuredServer[] = [];
  for (const start of starts) servers.push(running.use(await startServer(start)));
  const known: string[] = [];
  for (const server of servers) known.push(await knows(server));
  return [await sideBySide(servers, { calls: 3000, rounds: 7 }), known];
}

const starts = [
  bare,
  { ...ours, name: 'understudy serve' },
  { ...prismIn(dirname(resolve('@stoplight/prism-cli/package.json'))), name: 'Prism, silent' },
  scalar,
  mockoon(),
  handWritten,
];
const machine = machineNow();
const measured = await measure(starts);
const base = measured[0]?.cpuUs.median ?? Number.NaN;
const versions = ['@stoplight/prism-cli', '@scalar/mock-server', '@mockoon/cli', 'msw'].map(
  (name) => `${name} ${versionOf(name)}`,
);
const table = [
  '| server | of bare node:http | middle half | CPU time of a request | first answer | knows |',
  '| --- | ---: | ---: | ---: | ---: | --- |',
  ...measured.map(({ name, cpuUs, startMs, knows: known }) => {
    const share = `${show(base / cpuUs.median, '×')} | ${show(base / cpuUs.high, '')} to ${show(base / cpuUs.low, '×')}`;
    return `| ${name} | ${share} | ${show(cpuUs.median, 'µs')} | ${show(startMs, 'ms')} | ${known} |`;
  }),
].join('\n');
process.stdout.write(`${machine}\n${versions.join(', ')}\n\n${table}\n`);

writeResults('peers', `${today()}: ${machine}; ${versions.join(', ')}\n\n${table}`);
