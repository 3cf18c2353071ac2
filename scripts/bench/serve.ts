/** `understudy serve` beside a bare `node:http` server and beside Prism, on the same load, each in a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { signV3 } from '../../contract/wire/signature-v3.ts';
import { packageRoot } from '../cli/package-root.ts';
import { startServer, timeStarts, type MeasuredServer, type ServerStart } from './load.ts';
import { quantile, sideBySide, type Spread, type Timing } from './measure.ts';
import { form, type Sent } from './requests.ts';
import { timesAsMuch, type BenchRow } from './row.ts';

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
  using credentials = writeCredentials();
  await using base = await startServer(bare);
  await using plain = await startServer(ours);
  await using signed = await startServer({
    name: 'serve --auth verify',
    args: [...ours.args, '--auth', 'verify', '--credentials', credentials.file],
    sign,
  });
  const prism = findPrism();
  const shares = await measureShares(base, plain, signed);
  const besidePrism = prism ? [await measureBesidePrism(plain, prism)] : [];
  return [
    ...shares,
    ...besidePrism,
    {
      what: 'p99 over that of bare node:http',
      value: quantile(plain.latencies, 0.99) / quantile(base.latencies, 0.99),
      unit: '×',
      bar: { atMost: 3 },
    },
  ];
}

async function measureShares(
  base: MeasuredServer,
  plain: MeasuredServer,
  signed: MeasuredServer,
): Promise<readonly BenchRow[]> {
  const [theirs, own, ownSigned] = await sideBySide([base, plain, signed], { calls: 10_000 });
  return [
    share('serve, all rules, state, throttle, journal and log', own, theirs, 0.65),
    share('serve --auth verify, each request signed by V3', ownSigned, theirs, 0.5),
  ];
}

async function measureBesidePrism(plain: MeasuredServer, start: ServerStart): Promise<BenchRow> {
  await using prism = await startServer(start);
  const [theirs, own] = await sideBySide([prism, plain], { calls: 2000, rounds: 5 });
  const row = share('serve over Prism (silent)', own, theirs, 6);
  return { ...row, note: 'requests for the same CPU time' };
}

/** How much of the other's work is done in the same CPU time; by the clock where no CPU time is known. */
function share(what: string, own: Timing, other: Timing, atLeast: number): BenchRow {
  const kind = Number.isNaN(own.cpuUs.median) ? 'wallUs' : 'cpuUs';
  const [mine, theirs] = [own[kind], other[kind].median];
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
  const [base, own, others] = await timeStarts([bare, ours, ...(prism ? [prism] : [])], 7);
  return [
    {
      what: 'first answer after the start, over bare node:http',
      ...timesAsMuch(own, base.median),
      bar: { atMost: 2.5 },
      note: `${own.median.toFixed(0)} ms over ${base.median.toFixed(0)} ms`,
    },
    ...(others ? [soonerThanPrism(own, others)] : []),
  ];
}

function soonerThanPrism(own: Spread, prism: Spread): BenchRow {
  return {
    what: 'first answer sooner than that of Prism',
    value: prism.median / own.median,
    unit: '×',
    bar: { atLeast: 4 },
    note: `${prism.median.toFixed(0)} ms`,
  };
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

/** The credentials of all accounts, in a file that goes when it is disposed. */
function writeCredentials(): Disposable & { readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-bench-'));
  const file = join(folder, 'credentials.json');
  const list = Array.from({ length: accounts }, (_, index) => ({
    id: `account${index}`,
    accessKeys: [{ id: `key${index}`, secret: 'secret' }],
  }));
  writeFileSync(file, JSON.stringify({ accounts: list }));
  return { file, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
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
