import { expect, test } from 'vitest';
import { valid } from '../fixtures/valid-request.ts';
import { createMock } from '../index.ts';
import { createMetrics } from './metrics.ts';
import { startServer } from './server.ts';

async function readMetrics(url: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/_understudy/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return (await answer.text()).split('\n');
}

test('counts calls by operation, code and fault, and how long they took', async () => {
  await using server = await startServer(createMock({ clock: 'virtual', seed: 1 }), { port: 0 });
  const add = async (headers: Record<string, string> = {}): Promise<void> => {
    const query = 'Action=AddLiveAppRecordConfig&Version=2016-11-01';
    const body = new URLSearchParams(valid);
    await (await fetch(`${server.url}/?${query}`, { method: 'POST', body, headers })).text();
  };
  for (let call = 0; call < 3; call += 1) await add();
  await add({ 'x-understudy-fault': 'internal-error' });
  await (await fetch(`${server.url}/?Action=Nothing`)).text();

  const lines = await readMetrics(server.url);

  const requests = 'understudy_requests_total{operation="AddLiveAppRecordConfig"';
  expect(lines).toContain(`${requests},code="OK",fault=""} 1`);
  expect(lines).toContain(`${requests},code="ConfigAlreadyExists",fault=""} 2`);
  expect(lines).toContain(`${requests},code="InternalError",fault="internal-error"} 1`);
  expect(lines).toContain('understudy_request_duration_seconds_bucket{le="+Inf"} 5');
  expect(lines).toContain('understudy_request_duration_seconds_count 5');
  expect(lines).toContain('understudy_records 1');
  expect(lines).toContain('understudy_accounts 1');
  expect(lines).toContain('understudy_store_reachable 1');
});

test('writes names of a contract so that Prometheus reads them', () => {
  const metrics = createMetrics();
  const operation = 'Add "blue" \\ widgets\n';
  const answer = { status: 200, headers: {}, body: '' };
  metrics.observe(
    { at: 0, operation, account: '', parameters: {}, answer, decision: { kind: 'accepted' } },
    1,
  );

  const text = metrics.write({ records: 0, accounts: 0, spaces: 0, isReachable: true });
  metrics.close();

  expect(text).toContain(
    String.raw`understudy_requests_total{operation="Add \"blue\" \\ widgets\n",code="OK",fault=""} 1`,
  );
});

test('is text that Prometheus reads', async () => {
  await using server = await startServer(createMock(), { port: 0 });

  const lines = await readMetrics(server.url);

  expect(lines.at(-1)).toBe('');
  for (const line of lines.slice(0, -1))
    expect(line).toMatch(
      /^(# (HELP|TYPE) understudy_\w+ .+|understudy_\w+(\{(\w+="[^"]*",?)+\})? (\d+(\.\d+)?(e-?\d+)?))$/,
    );
});

test('has buckets that grow, up to the count', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  for (let call = 0; call < 20; call += 1) await (await fetch(server.url)).text();

  const counts = (await readMetrics(server.url))
    .filter((line) => line.startsWith('understudy_request_duration_seconds_bucket'))
    .map((line) => Number(line.split(' ').at(-1)));

  expect(counts).toStrictEqual(counts.toSorted((a, b) => a - b));
  expect(counts.at(-1)).toBe(20);
});

test('a drain answers what is here, ends its connection, and takes nothing new', async () => {
  const mock = createMock({ clock: 'virtual' });
  const server = await startServer(mock, { port: 0 });
  mock.faults.add({ fault: 'latency', latencyMs: 1000 });
  const query = 'Action=AddLiveAppRecordConfig&Version=2016-11-01';
  const call = fetch(`${server.url}/?${query}`, { method: 'POST', body: new URLSearchParams(valid) });
  await expect.poll(() => mock.clock.waiting).toBe(1);

  const drained = server.drain(10_000);
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  mock.clock.advance({ seconds: 1 });

  const answer = await call;
  expect(answer.status).toBe(200);
  expect(answer.headers.get('connection')).toBe('close');
  await answer.text();
  await drained;
});

test('a drain does not wait for pages that listen to events', async () => {
  const server = await startServer(createMock(), { port: 0 });
  const events = await fetch(`${server.url}/_understudy/events`);
  const read = events.text();

  await server.drain(60_000);

  expect(await read).toBe('event: hello\ndata: {}\n\n');
});

test('a drain ends what takes too long', async () => {
  const mock = createMock({ clock: 'virtual' });
  const server = await startServer(mock, { port: 0 });
  const call = fetch(server.url, { headers: { 'x-understudy-fault': 'hang' } }).catch(String);
  await expect.poll(() => mock.journal.requests().length).toBe(1);

  await server.drain(50);

  expect(await call).toContain('fetch failed');
});
