/** The care for an endpoint that is not ours, told by a server that counts what it is sent. */
import { answered } from '../../mocks/fixtures/answered.ts';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
import { listen } from '../../contract/fixtures/listen.ts';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { summarise, type Undiagnosed } from '../../conformance/report/create/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import { defineTarget } from '../../conformance/targets/target.ts';
import { createFetchMock } from '../../mocks/mock.ts';
import { ensureBuilt, understudy } from '../testing/processes.ts';
import { clockOf } from '../cli/targets/targets.ts';
import { contract, operation, scenarios } from '../../scenarios/fixtures/own-scenarios.ts';

const folder = temporaryFolder();

beforeAll(ensureBuilt, 60_000);

interface Heard {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly action: string;
  readonly parameters: URLSearchParams;
}

/** A mock that counts: over HTTP, or in a time that is moved. What it keeps is asked of it, not of the runner. */
function counting(clock: 'real' | 'virtual') {
  const mock = createFetchMock({ contract, clock, seed: 1 });
  const heard: Heard[] = [];
  return {
    mock,
    heard,
    async answer(method: string, path: string, headers: Readonly<Record<string, string>>, body: string) {
      const parameters = new URLSearchParams(`${path.slice(path.indexOf('?') + 1)}&${body}`);
      heard.push({ at: mock.clock.now(), action: parameters.get('Action') ?? '', parameters });
      return answered(await mock.handle({ method, url: path, headers, body }));
    },
    /** Most calls of an operation in any second. */
    busiest(action: string): number {
      const times = heard.filter((one) => one.action === action).map(({ at }) => at);
      return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
    },
    async kept(): Promise<number> {
      const query = 'Action=DescribeLiveRecordConfig&Version=2016-11-01&Format=JSON&DomainName=example.com';
      const { answer } = await mock.handle({ method: 'GET', url: `/?${query}`, headers: {}, body: '' });
      return (JSON.parse(answer?.body ?? '') as { TotalNum: number }).TotalNum;
    },
  };
}

/** The whole suite against an endpoint that is not ours: one account, a memory, no overload, and a time that is moved. */
async function wholeRun(maxRequests?: number) {
  const server = counting('virtual');
  const target = defineTarget({
    name: 'https://live.example.com',
    baseUrl: 'https://live.example.com',
    clock: clockOf(server.mock),
    anyAccount: false,
    accounts: [],
    persistent: true,
    allowsOverload: false,
    send: async ({ method, path, headers, body }) => ({
      kind: 'answered',
      ...(await server.answer(method, path, headers, body)),
    }),
    close: () => Promise.resolve(),
  });
  const cap = maxRequests === undefined ? {} : { maxRequests };
  return {
    server,
    report: summarise(await run({ contract, operation, target, seed: 1, scenarios, ...cap })),
  };
}

let whole: Awaited<ReturnType<typeof wholeRun>>;
beforeAll(async () => {
  whole = await wholeRun();
}, 60_000);

test('stays below the limit of every operation, all the time', () => {
  expect(whole.server.heard.length).toBeGreaterThan(1000);
  const actions = [...new Set(whole.server.heard.map(({ action }) => action))];
  const tooFast = actions.filter((action) => {
    const limit = contract.get(action)?.rateLimit;
    return limit && whole.server.busiest(action) > (limit.requests / limit.perMs) * 1000;
  });
  expect(tooFast).toEqual([]);
  // Calls that come at once by their meaning are the only ones beyond the pace of 25.
  expect(whole.server.busiest(operation.name)).toBeLessThanOrEqual(30);
  expect(throttledBy(whole.report)).toBe(0);
});

test('overloads nothing, and says so', () => {
  const { families, skipped } = whole.report;
  const rate = families.find(({ family }) => family === 'rate-limit');
  expect(rate?.verdicts).toMatchObject({ skipped: (rate?.scenarios ?? 0) - 1, exact: 1 });
  expect(skipped.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('overload'));
});

test('uses names of its own for everything that it adds', () => {
  const added = whole.server.heard.filter(({ action }) => action === operation.name);
  const names = added.map(({ parameters }) =>
    ['AppName', 'StreamName'].flatMap((name) => parameters.get(name) ?? []).join(' '),
  );
  // Nothing but the calls that leave the required name out, or empty, has none.
  expect(names.filter((name) => name !== '' && !/\bus[\da-z]{6}-/i.test(name))).toEqual([]);
  expect(names.filter((name) => name === '').length).toBeLessThan(10);
});

test('leaves nothing behind', async () => {
  expect(await whole.server.kept()).toBe(0);
});

test('never sends more calls than it may, those that clean up included', async () => {
  const { server, report } = await wholeRun(300);
  expect(server.heard.length).toBeLessThanOrEqual(300);
  expect(server.heard.length).toBeGreaterThan(250);
  expect(report.verdicts.skipped).toBeGreaterThan(300);
  expect(report.skipped.map(({ reason }) => reason)).toContain('it would take the run over 300 calls');
  expect(await server.kept()).toBe(0);
});

test('by its command: nothing without leave, then a few calls below the limit and a list only meanwhile', async () => {
  const counted = counting('real');
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const body = Buffer.concat(chunks).toString();
      void counted
        .answer(incoming.method ?? 'GET', incoming.url ?? '/', headers, body)
        .then(({ status, headers: answered, body: text }) => outgoing.writeHead(status, answered).end(text));
    });
  });
  await using listening = await listen(server);
  // No loopback address by its name, and yet on this machine.
  const url = `http://0.0.0.0:${listening.port}`;
  const args = ['check', url, '--only', 'delay-time/*', '--only', 'accepted/delay-time/*'];

  const refused = await understudy(args, folder);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('--allow-host 0.0.0.0');
  expect(counted.heard).toEqual([]);

  const played = await understudy([...args, '--allow-host', '0.0.0.0'], folder);
  expect(played).toMatchObject({ exitCode: 0 });
  expect(counted.heard.length).toBeGreaterThan(10);
  expect(counted.busiest(operation.name)).toBeLessThanOrEqual(26);
  expect(await counted.kept()).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

function throttledBy({ confusion }: Undiagnosed): number {
  return confusion
    .filter(({ answered }) => answered === operation.rateLimit?.error)
    .reduce((sum, { times }) => sum + times, 0);
}
