/** `understudy serve` beside a bare `node:http` server and beside Prism, on the same load, each in a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { signV3 } from '../../contract/wire/signature-v3.ts';
import { packageRoot } from '../cli/package-root.ts';
import { startServer, timeStart, type ServerStart } from './load.ts';
import { quantile, sideBySide, spreadOf, type Timing } from './measure.ts';
import { form, type Sent } from './requests.ts';
import type { BenchRow } from './row.ts';

const command = join(packageRoot(), 'dist/scripts/understudy.js');
export const document = join(packageRoot(), 'contract/openapi/AddLiveAppRecordConfig.yaml');

/** Reads the form and answers, as the least that a server can do. */
const bareServer = `require('node:http').createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (piece) => (body += piece)).on('end', () => {
    const answer = JSON.stringify({ RequestId: new URLSearchParams(body).get('AppName') });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
  });
}).listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port); });`;

export const bare: ServerStart = { name: 'bare node:http', args: ['-e', bareServer] };
export const ours: ServerStart = { name: 'serve', args: [command, 'serve', '--port', '0'] };

export async function measureServing(): Promise<readonly BenchRow[]> {
  const credentials = writeCredentials();
  const servers = [
    await startServer(bare),
    await startServer(ours),
    await startServer({
      name: 'serve --auth verify',
      args: [...ours.args, '--auth', 'verify', '--credentials', credentials],
      sign,
    }),
  ];
  const found = findPrism();
  const prism = found && (await startServer(found));
  try {
    const [base, plain, signed] = await sideBySide(servers, { calls: 3000 });
    const [others, mine] = prism
      ? await sideBySide([prism, servers[1] ?? prism], { calls: 2000, rounds: 5 })
      : [];
    const [baseP99, ourP99] = servers.map(({ latencies }) => quantile(latencies, 0.99));
    return [
      share('serve, all rules, state, throttle, journal and log', plain, base, 0.65),
      share('serve --auth verify, each request signed by V3', signed, base, 0.5),
      ...(others && mine
        ? [{ ...share('serve over Prism (silent)', mine, others, 6), note: 'requests for the same CPU time' }]
        : []),
      {
        what: 'p99 over that of bare node:http',
        value: (ourP99 ?? Number.NaN) / (baseP99 ?? Number.NaN),
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
    for (const server of [bare, ours, ...(prism ? [prism] : [])])
      taken.set(server.name, [...(taken.get(server.name) ?? []), await timeStart(server)]);
  const [base, own, others] = [bare.name, ours.name, prism?.name ?? ''].map((name) =>
    spreadOf(taken.get(name) ?? []),
  );
  if (!base || !own || !others) return [];
  return [
    {
      what: 'first answer after the start, over bare node:http',
      value: own.median / base.median,
      low: own.low / base.median,
      high: own.high / base.median,
      unit: '×',
      bar: { atMost: 2.5 },
      note: `${own.median.toFixed(0)} ms over ${base.median.toFixed(0)} ms`,
    },
    ...(prism
      ? [
          {
            what: 'first answer sooner than that of Prism',
            value: others.median / own.median,
            unit: '×',
            bar: { atLeast: 4 },
            note: `${others.median.toFixed(0)} ms`,
          },
        ]
      : []),
  ];
}

/** Prism's command as a script; undefined where it is not installed. */
function findPrism(): ServerStart | undefined {
  try {
    const require = createRequire(import.meta.url);
    return prismIn(dirname(require.resolve('@stoplight/prism-cli/package.json')));
  } catch {
    return undefined;
  }
}

/** From the folder of its package. */
export function prismIn(folder: string): ServerStart {
  return {
    name: 'Prism, silent',
    args: [join(folder, 'dist/index.js'), 'mock', '--port', '4919', '--verboseLevel', 'silent', document],
    url: 'http://127.0.0.1:4919',
    mayRefuse: true,
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

function sign({ body }: Sent, host: string): { path: string; headers: Record<string, string> } {
  nonce += 1;
  const headers = signV3(
    { method: 'POST', host, query: [], headers: form, body },
    {
      action: 'AddLiveAppRecordConfig',
      version: '2016-11-01',
      accessKeyId: `key${nonce % accounts}`,
      accessKeySecret: 'secret',
      now: new Date(),
      nonce: `${process.pid}-${nonce}`,
    },
  );
  return { path: '/', headers: { ...headers } };
}
