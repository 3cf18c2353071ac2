/** `understudy serve` beside a bare `node:http` server and beside Prism, on the same load, each in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Pool } from 'undici';
import { signV3 } from '../../contract/wire/signature-v3.ts';
import { packageRoot } from '../cli/package-root.ts';
import { cpuMsOf, quantile, sideBySide, spreadOf, type Side, type Timing } from './measure.ts';
import { form, nextMinimal } from './requests.ts';
import type { BenchRow } from './row.ts';

const command = join(packageRoot(), 'dist/scripts/understudy.js');
const document = join(packageRoot(), 'contract/openapi/AddLiveAppRecordConfig.yaml');

/** Reads the form and answers, as the least that a server can do. */
const bareServer = `require('node:http').createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (piece) => (body += piece)).on('end', () => {
    const answer = JSON.stringify({ RequestId: new URLSearchParams(body).get('AppName') });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
  });
}).listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port); });`;

const bareArgs = ['-e', bareServer];
const oursArgs = [command, 'serve', '--port', '0'];

export async function measureServing(): Promise<readonly BenchRow[]> {
  const credentials = writeCredentials();
  const servers = [
    await startSide('bare node:http', bareArgs, false),
    await startSide('serve', oursArgs, false),
    await startSide(
      'serve --auth verify',
      [...oursArgs, '--auth', 'verify', '--credentials', credentials],
      true,
    ),
  ];
  const prismArgs = findPrism();
  const prism = prismArgs && (await startSide('Prism, silent', prismArgs, false));
  try {
    const [bare, plain, signed] = await sideBySide(servers, { calls: 3000 });
    const [others, ours] = prism
      ? await sideBySide([prism, servers[1] ?? prism], { calls: 2000, rounds: 5 })
      : [];
    const [bareP99, ourP99] = servers.map(({ latencies }) => quantile(latencies, 0.99));
    return [
      share('serve, all rules, state, throttle, journal and log', plain, bare, 0.65),
      share('serve --auth verify, each request signed by V3', signed, bare, 0.5),
      ...(others && ours
        ? [{ ...share('serve over Prism (silent)', ours, others, 6), note: 'requests for the same CPU time' }]
        : []),
      {
        what: 'p99 over that of bare node:http',
        value: (ourP99 ?? Number.NaN) / (bareP99 ?? Number.NaN),
        unit: '×',
        bar: { atMost: 3 },
      },
    ];
  } finally {
    for (const server of [...servers, ...(prism ? [prism] : [])]) await server.stop();
    rmSync(dirname(credentials), { recursive: true });
  }
}

/** How much of the other's work is done in the same CPU time; on the wall where no other is known. */
function share(what: string, own: Timing | undefined, other: Timing | undefined, atLeast: number): BenchRow {
  const kind = Number.isNaN(own?.cpuUs.median ?? Number.NaN) ? 'wallUs' : 'cpuUs';
  const [mine, theirs] = [own?.[kind] ?? spreadOf([]), other?.[kind].median ?? Number.NaN];
  return {
    what,
    value: theirs / mine.median,
    low: theirs / mine.high,
    high: theirs / mine.low,
    unit: '×',
    bar: { atLeast },
    note: `of bare node:http, by ${kind === 'cpuUs' ? 'CPU time' : 'time'}; ${mine.median.toFixed(0)} µs over ${theirs.toFixed(0)} µs`,
  };
}

export async function measureStarts(): Promise<readonly BenchRow[]> {
  const prism = findPrism();
  const taken = new Map<string, number[]>();
  for (let start = 0; start < 7; start += 1)
    for (const [name, args] of Object.entries({ bare: bareArgs, ours: oursArgs, ...(prism && { prism }) }))
      taken.set(name, [...(taken.get(name) ?? []), await timeStart(args)]);
  const [bare, ours, others] = ['bare', 'ours', 'prism'].map((name) => spreadOf(taken.get(name) ?? []));
  if (!bare || !ours || !others) return [];
  return [
    {
      what: 'first answer after the start, over bare node:http',
      value: ours.median / bare.median,
      low: ours.low / bare.median,
      high: ours.high / bare.median,
      unit: '×',
      bar: { atMost: 2.5 },
      note: `${ours.median.toFixed(0)} ms over ${bare.median.toFixed(0)} ms`,
    },
    ...(prism
      ? [
          {
            what: 'first answer sooner than that of Prism',
            value: others.median / ours.median,
            unit: '×',
            bar: { atLeast: 4 },
            note: `${others.median.toFixed(0)} ms`,
          },
        ]
      : []),
  ];
}

/** Prism's command as a script; undefined where it is not installed. */
function findPrism(): readonly string[] | undefined {
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('@stoplight/prism-cli/package.json'));
    return [join(folder, 'dist/index.js'), 'mock', '--port', '4919', '--verboseLevel', 'silent', document];
  } catch {
    return undefined;
  }
}

interface ServerSide extends Side {
  /** Milliseconds. */
  readonly latencies: number[];
  stop(): Promise<void>;
}

async function startSide(name: string, args: readonly string[], isSigned: boolean): Promise<ServerSide> {
  const { child, url } = await start(args);
  const pool = new Pool(url, { connections: 10 });
  const latencies: number[] = [];
  const send = async (): Promise<void> => {
    const { path, body } = nextMinimal();
    const headers = isSigned ? sign(body, new URL(url).host) : form;
    const from = performance.now();
    const response = await pool.request({ method: 'POST', path: isSigned ? '/' : path, headers, body });
    const answer = await response.body.text();
    if (response.statusCode >= 400 && !name.startsWith('Prism'))
      throw new Error(`${name} answered ${answer}`);
    latencies.push(performance.now() - from);
  };
  return {
    name,
    latencies,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    async run(calls) {
      let left = calls;
      const client = async (): Promise<void> => {
        for (; left > 0; await send()) left -= 1;
      };
      await Promise.all(Array.from({ length: 10 }, client));
    },
    async stop() {
      await pool.destroy();
      await end(child);
    },
  };
}

let nonce = 0;

/** So many accounts take turns that none is throttled. */
const accounts = 2000;

/** Writes the credentials of all accounts to a file of its own. */
function writeCredentials(): string {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-bench-'));
  const file = join(folder, 'credentials.json');
  const list = Array.from({ length: accounts }, (_, index) => ({
    id: `account${index}`,
    accessKeys: [{ id: `key${index}`, secret: 'secret' }],
  }));
  writeFileSync(file, JSON.stringify({ accounts: list }));
  return file;
}

function sign(body: string, host: string): Record<string, string> {
  nonce += 1;
  return {
    ...signV3(
      { method: 'POST', host, query: [], headers: form, body },
      {
        action: 'AddLiveAppRecordConfig',
        version: '2016-11-01',
        accessKeyId: `key${nonce % accounts}`,
        accessKeySecret: 'secret',
        now: new Date(),
        nonce: `${process.pid}-${nonce}`,
      },
    ),
  };
}

async function timeStart(args: readonly string[]): Promise<number> {
  const from = performance.now();
  const { child, url } = await start(args);
  await (await fetch(url, { method: 'POST' })).text();
  const took = performance.now() - from;
  await end(child);
  return took;
}

async function start(args: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await new Promise<string>((resolve) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (printed.length > 10_000) return;
      printed += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (found !== undefined) resolve(found);
    });
    // Prism is silent about where it is.
    if (args.includes('silent')) void answering('http://127.0.0.1:4919').then(resolve);
  });
  return { child, url };
}

async function answering(url: string): Promise<string> {
  for (;;) {
    try {
      await (await fetch(url)).text();
      return url;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill();
  await ended;
}
