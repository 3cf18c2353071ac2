/** What a hostile or broken client sends, through sockets. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { callUnsigned } from '../fixtures/calls.ts';
import { heapUsed } from '../fixtures/heap-used.ts';
import { createMock, type Mock } from '../index.ts';
import { startServer, type RunningServer, type ServerOptions } from './server.ts';

const query = callUnsigned().url.slice(2);
const target = '/?Action=AddLiveAppRecordConfig&Version=2016-11-01';

async function serving(options: ServerOptions = {}): Promise<RunningServer & { readonly mock: Mock }> {
  const mock = createMock({ seed: 1 });
  const server = await startServer(mock, { port: 0, ...options });
  onTestFinished(() => server.close());
  return { ...server, mock };
}

/** What comes back until the connection ends. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(pieces).toString();
}

const compressions = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const;

test.each(compressions)('reads a form that is compressed as %s', async (encoding, compress) => {
  const { url, mock } = await serving();
  const send = (body: Uint8Array<ArrayBuffer>): Promise<Response> =>
    fetch(url + target, { method: 'POST', headers: { 'content-encoding': encoding }, body });

  expect((await send(new Uint8Array(compress(query)))).status).toBe(200);
  expect((await send(new Uint8Array(compress('x'.repeat(3_000_000))))).status).toBe(413);
  const refused = await send(new TextEncoder().encode(query));
  expect(await refused.json()).toMatchObject({ Code: expect.stringContaining('Missing') });
  expect(mock.journal.requests().at(-1)?.unread).toContain(`its encoding "${encoding}" is not known here`);
});

test('says of a body in JSON that it was not read', async () => {
  const { url, mock } = await serving();
  await fetch(url + target, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });

  expect(mock.journal.requests().at(-1)?.unread).toContain('it is "application/json"');
});

test('answers an address that is too long, and keeps it in log and journal', async () => {
  const logged: (number | undefined)[] = [];
  const { port, mock } = await serving({ onExchange: ({ answer }) => logged.push(answer?.status) });

  const answer = await raw(
    port,
    `GET ${target}&AppName=${'a'.repeat(17_000)} HTTP/1.1\r\nHost: live\r\n\r\n`,
  );

  expect(answer).toMatch(/^HTTP\/1\.1 431 [\s\S]*"Code":"Understudy.HeadersTooLong"/);
  expect(mock.journal.requests().map(({ decision }) => decision)).toMatchObject([
    { by: 'gateway', error: 'Understudy.HeadersTooLong', rule: 'gateway/headers-too-long' },
  ]);
  expect(logged).toEqual([431]);
});

test('keeps a body that is too long in log and journal', async () => {
  const logged: (number | undefined)[] = [];
  const { url, mock } = await serving({ onExchange: ({ answer }) => logged.push(answer?.status) });
  await fetch(url + target, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });

  expect(mock.journal.requests()).toMatchObject([{ decision: { error: 'Understudy.BodyTooLong' } }]);
  expect(logged).toEqual([413]);
});

test.each([
  ['DELETE', '/faults/%', undefined, 400],
  ['PUT', '/clock', '{"now":8640000000000000}', 400],
  ['PUT', '/clock', '{"now":-8640000000000000}', 400],
  ['PUT', '/clock', '{"advance":{"seconds":1e300}}', 400],
  [
    'PUT',
    '/state',
    `{"snapshot":{"version":2,"records":{"x":{"y":{"k":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}}}}}`,
    400,
  ],
  ['GET', '/state?limit=many', undefined, 400],
  ['GET', '/state?limit=0', undefined, 400],
])('the admin API refuses %s %s with a sentence, and goes on', async (method, path, body, status) => {
  const { url } = await serving();
  const ask = (how: RequestInit, where: string): Promise<Response> =>
    fetch(`${url}/_understudy${where}`, { ...how, headers: { 'content-type': 'application/json' } });

  const refused = await ask({ method, ...(body !== undefined && { body }) }, path);

  expect(refused.status).toBe(status);
  expect(await refused.json()).toEqual({ error: expect.stringMatching(/^Failed to .*\.$/) });
  expect((await ask({}, '/state')).status).toBe(200);
  expect((await fetch(url + target)).status).toBe(400);
});

test('shows the state in pages', async () => {
  const { url, mock } = await serving();
  for (let index = 0; index < 25; index += 1) await mock.handle(callUnsigned({ AppName: `app-${index}` }));
  const page = async (path: string): Promise<Record<string, unknown>> =>
    (await (await fetch(url + path)).json()) as Record<string, unknown>;

  const whole = await page('/_understudy/state');
  const first = await page('/_understudy/state?limit=10');
  const last = await page('/_understudy/state?limit=10&offset=20');

  expect(whole).toMatchObject({ total: 25, next: null, snapshot: { version: 2 } });
  expect(first).toMatchObject({ total: 25, snapshot: null, next: '/_understudy/state?offset=10&limit=10' });
  expect(last).toMatchObject({ next: null, collections: [{ records: Array(5).fill(expect.anything()) }] });
});

test('lets 64 listeners in, and one more when one has gone', async () => {
  const { url } = await serving();
  const stop = new AbortController();
  const listen = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${url}/_understudy/events`, { ...(signal && { signal }) });
  await Promise.all([...Array.from({ length: 63 }, () => listen()), listen(stop.signal)]);

  expect((await listen()).status).toBe(503);
  stop.abort();
  await expect.poll(async () => (await listen()).status).toBe(200);
});

test('an empty admin token is refused at the start', async () => {
  for (const token of ['', ' '])
    await expect(startServer(createMock(), { port: 0, admin: { token } })).rejects.toThrow(
      'Failed to start a server: its admin token is empty.',
    );
});

test('names an address that can be opened where it listens on all', async () => {
  expect((await serving({ host: '0.0.0.0' })).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test.each([
  [
    'half a request, then the end',
    `POST ${target} HTTP/1.1\r\nHost: live\r\nContent-Length: 90\r\n\r\nDomain`,
  ],
  ['headers without end', `GET / HTTP/1.1\r\nHost: live\r\nX: `],
  ['two lengths', `POST / HTTP/1.1\r\nHost: live\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
  [
    'length and chunks',
    `POST / HTTP/1.1\r\nHost: live\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  ['an absolute target of the admin API', 'GET http://x/_understudy/%zz HTTP/1.1\r\nHost: live\r\n\r\n'],
  ['an admin address that is none', 'GET /_understudy//[:: HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'],
  ['an upgrade', 'GET / HTTP/1.1\r\nHost: live\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['CONNECT', 'CONNECT live:443 HTTP/1.1\r\nHost: live\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01'],
  ['many headers', `GET / HTTP/1.1\r\nHost: live\r\n${'a: b\r\n'.repeat(1900)}\r\n`],
])('goes on after %s', async (_, text) => {
  const { url, port } = await serving();
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  socket.end(text, 'latin1');
  await Promise.race([once(socket, 'close'), fetch(url + target)]);
  socket.destroy();

  expect((await fetch(url + target)).status).toBe(400);
});

test('answers pipelined requests in order, chunks with trailers, and Expect: 100-continue', async () => {
  const { port } = await serving();
  const chunked = `${Buffer.byteLength(query).toString(16)}\r\n${query}\r\n0\r\nX-Trailer: a\r\n\r\n`;
  const answer = await raw(
    port,
    [
      'GET /?Action=Nothing HTTP/1.1\r\nHost: live\r\n\r\n',
      `POST ${target} HTTP/1.1\r\nHost: live\r\nTransfer-Encoding: chunked\r\nTrailer: X-Trailer\r\n\r\n${chunked}`,
      `POST ${target} HTTP/1.1\r\nHost: live\r\nExpect: 100-continue\r\nContent-Length: ${query.length}\r\nConnection: close\r\n\r\n${query}`,
    ].join(''),
  );

  expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    '404',
    '200',
    '100',
    '400',
  ]);
});

const halfRequests = [
  ['its headers', `GET ${target} HTTP/1.1\r\nHost: live\r\nX-Slow: `],
  ['its body', `POST ${target} HTTP/1.1\r\nHost: live\r\nContent-Length: 100000\r\n\r\n`],
] as const;

test.each(halfRequests)('answers 408 to a client that sends %s byte by byte', async (_, start) => {
  const logged: (number | undefined)[] = [];
  const { port, url, mock } = await serving({
    requestTimeoutMs: 200,
    onExchange: ({ answer }) => logged.push(answer?.status),
  });
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const answer: Buffer[] = [];
  socket.on('data', (piece: Buffer) => answer.push(piece));
  socket.write(start);
  // The slowness itself is what is tested, so that this waits in real time.
  const trickle = setInterval(() => socket.write('a'), 10);
  await once(socket, 'close');
  clearInterval(trickle);

  expect(Buffer.concat(answer).toString()).toMatch(
    /^HTTP\/1\.1 408 [\s\S]*"Code":"Understudy.RequestTimeout"/,
  );
  expect(logged).toEqual([408]);
  expect(mock.journal.requests()).toMatchObject([{ decision: { error: 'Understudy.RequestTimeout' } }]);
  expect((await fetch(url + target)).status).toBe(400);
});

test('answers others while 200 clients have sent half a request', async () => {
  const { port, url } = await serving();
  const sockets = Array.from({ length: 200 }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.write(halfRequests[0][1]);

  expect((await fetch(url + target)).status).toBe(400);
});

test('cuts off a listener that reads nothing, and lets others in', async () => {
  const { port, mock } = await serving();
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write('GET /_understudy/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await once(socket, 'data');
  socket.pause();
  let isCut = false;
  socket.once('error', () => (isCut = true));
  socket.once('close', () => (isCut = true));

  // More than what the system and the server keep for one connection.
  const long = 'x'.repeat(60_000);
  for (let sent = 0; sent < 1000; sent += 1)
    await mock.handle({ method: 'POST', url: target, headers: { 'x-long': long }, body: long });
  socket.resume();

  await expect.poll(() => isCut).toBe(true);
  expect(socket.bytesRead).toBeLessThan(40e6);
});

test('holds little for listeners of calls that come faster than they are told of', async () => {
  const { url, mock } = await serving();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  await fetch(`${url}/_understudy/events`, { signal: stop.signal });
  mock.journal.clear();
  const long = 'x'.repeat(60_000);
  const before = heapUsed();
  // Without a pause: no timer fires.
  for (let sent = 0; sent < 500; sent += 1) {
    await mock.handle({ method: 'POST', url: target, headers: {}, body: `${sent}${long}` });
    mock.journal.clear();
  }

  expect(heapUsed() - before).toBeLessThan(8_000_000);
});

test('holds what it tells of once, however many listeners read nothing', async () => {
  const { port, mock } = await serving();
  const sockets = Array.from({ length: 30 }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  for (const socket of sockets) {
    socket.on('error', () => undefined);
    socket.write('GET /_understudy/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await once(socket, 'data');
    socket.pause();
  }
  const pairs = Array.from({ length: 60 }, (_, index) => `${index}${'n'.repeat(100)}=${'v'.repeat(110)}`);
  const body = pairs.join('&');
  const before = heapUsed();
  for (let sent = 0; sent < 200; sent += 1)
    await mock.handle({ method: 'POST', url: target, headers: {}, body });
  mock.journal.clear();

  expect(heapUsed() - before).toBeLessThan(10_000_000);
});

test.each([
  '/_understudy/../../package.json',
  '/_understudy/../a-long-folder/state',
  '/_understudy/%2e%2e/x',
])('serves nothing that leads out of the admin API, such as %s', async (path) => {
  const { port } = await serving();
  const head = 'HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';

  expect(await raw(port, `GET ${path} ${head}`)).toMatch(/^HTTP\/1\.1 404 [^]*is not below/);
});

test('takes addresses with an origin, as clients of a proxy send them', async () => {
  const { port } = await serving();
  const head = 'HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';

  expect(await raw(port, `GET http://live.aliyuncs.com${target}&${query} ${head}`)).toMatch(
    /^HTTP\/1\.1 200 /,
  );
  expect(await raw(port, `GET http://127.0.0.1/_understudy/health ${head}`)).toContain('"status":"ok"');
  expect(await raw(port, `GET http://127.0.0.1?Action=Nothing ${head}`)).toMatch(/^HTTP\/1\.1 404 /);
});
