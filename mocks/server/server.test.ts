import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { operation, valid } from '../fixtures/valid-request.ts';
import { createMock, type Exchange } from '../index.ts';
import { startServer } from './server.ts';

const mebibyte = 1024 * 1024;
const query = new URLSearchParams({ Action: operation, ...valid });

test('listens on any free port, and says where', async () => {
  await using server = await startServer(createMock(), { port: 0 });

  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect(await codeOf(await fetch(`${server.url}/?${query}`))).toBe('OK');
});

test('says plainly that the port is taken, and what to do', async () => {
  await using first = await startServer(createMock(), { port: 0 });

  await expect(startServer(createMock(), { port: first.port })).rejects.toThrow(
    `Failed to listen on "127.0.0.1:${first.port}": another program has that port. Stop it, or choose another with --port.`,
  );
});

test.each([
  { host: '127.0.0.1', port: 70_000 },
  { host: '127.0.0.1', port: Number.NaN },
])('says plainly that it cannot listen on $host:$port', async ({ host, port }) => {
  await expect(startServer(createMock(), { host, port })).rejects.toThrow(
    new RegExp(`^Failed to listen on "${host}:${port}": .+\\. Correct --host or --port\\.$`),
  );
});

test('says plainly that the address is of another machine', async () => {
  // Reserved for documentation: no machine has it.
  await expect(startServer(createMock(), { host: '192.0.2.1', port: 0 })).rejects.toThrow(
    'Failed to listen on "192.0.2.1:0": this machine has no such address. Correct --host, or leave it out.',
  );
});

test('starts again on the port that it left', async () => {
  const first = await startServer(createMock(), { port: 0 });
  await first.close();

  await using second = await startServer(createMock(), { port: first.port });
  expect((await fetch(second.url)).status).toBe(400);
});

test('ends connections that are kept open, when it is closed', async () => {
  const server = await startServer(createMock(), { port: 0 });
  const [idle, busy] = [await connectTo(server.port), await connectTo(server.port)];
  idle.write('GET / HTTP/1.1\r\nHost: live\r\nConnection: keep-alive\r\n\r\n');
  await once(idle, 'data');
  busy.write('POST / HTTP/1.1\r\nHost: live\r\nContent-Length: 100\r\n\r\nhalf');
  const ended = Promise.all([closeOf(idle), closeOf(busy)]);

  await server.close();
  await ended;

  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
});

test('may be closed twice', async () => {
  const server = await startServer(createMock(), { port: 0 });

  await server.close();
  await expect(server.close()).resolves.toBeUndefined();
});

test('reads a body that comes in pieces and does not say how long it is', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'transfer-encoding': 'chunked' };
  const request = httpRequest(server.url, { method: 'POST', headers });

  // In pieces of 7 bytes, so that a character of several bytes is cut.
  const body = Buffer.from(`${query}&StreamName=录像`);
  for (let start = 0; start < body.length; start += 7) request.write(body.subarray(start, start + 7));
  request.end();

  expect((await once(request, 'response'))[0]).toMatchObject({ statusCode: 200 });
  const named = new URLSearchParams({ ...Object.fromEntries(query), StreamName: '录像' });
  expect(await codeOf(await fetch(`${server.url}/?${named}`))).toBe('ConfigAlreadyExists');
});

test('takes a body of 1 MiB, and answers 413 to a longer one', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  const send = (bytes: number): Promise<Response> => {
    const body = new URLSearchParams({ Filler: 'x'.repeat(bytes - 'Filler='.length) });
    return fetch(`${server.url}/?${query}`, { method: 'POST', body });
  };

  expect(await codeOf(await send(mebibyte))).toBe('OK');
  const refused = await send(mebibyte + 1);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({
    Code: 'Understudy.BodyTooLong',
    Message: 'The body is longer than 1048576 bytes. Send a shorter one.',
  });
  expect((await send(20 * mebibyte)).status).toBe(413);
  expect(await codeOf(await fetch(`${server.url}/?${query}`))).toBe('ConfigAlreadyExists');
});

test.each([
  ['garbage', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 no request\r\n\r\n'],
  ['a method that is none', 'FLY / HTTP/1.1\r\nHost: live\r\n\r\n'],
  ['a length that is none', 'POST / HTTP/1.1\r\nHost: live\r\nContent-Length: many\r\n\r\n'],
  ['a chunk that is none', 'POST / HTTP/1.1\r\nHost: live\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n'],
  ['headers without end', `GET / HTTP/1.1\r\nHost: live\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
])('goes on serving after %s', async (_, bytes) => {
  await using server = await startServer(createMock(), { port: 0 });
  const socket = await connectTo(server.port);
  socket.resume();
  socket.write(bytes, 'latin1');
  await closeOf(socket);

  expect(await codeOf(await fetch(`${server.url}/?${query}`))).toBe('OK');
});

test.each([
  ['before a request', ''],
  ['inside the headers', 'POST / HTTP/1.1\r\nHost: li'],
  ['inside the body', `POST / HTTP/1.1\r\nHost: live\r\nContent-Length: 9999\r\n\r\n${query}`],
  ['inside a chunk', `POST / HTTP/1.1\r\nHost: live\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n${query}`],
])('goes on serving after a connection broke %s, and counts no half request', async (_, bytes) => {
  const seen: Exchange[] = [];
  await using server = await startServer(createMock(), { port: 0, onExchange: (one) => void seen.push(one) });
  const socket = await connectTo(server.port);
  if (bytes !== '') socket.write(bytes);
  socket.resetAndDestroy();

  expect(await codeOf(await fetch(`${server.url}/?${query}`))).toBe('OK');
  expect(seen).toHaveLength(1);
});

test('answers requests in the order in which one connection sends them', async () => {
  await using server = await startServer(createMock({ clock: 'virtual' }), { port: 0 });
  const socket = await connectTo(server.port);
  const requests = ['app', 'app', 'other'].map((AppName) => {
    const one = new URLSearchParams({ ...Object.fromEntries(query), AppName });
    return `GET /?${one} HTTP/1.1\r\nHost: live\r\n\r\n`;
  });
  socket.write(
    requests.slice(0, 2).join('') + requests[2]?.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'),
  );

  const received: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => received.push(bytes));
  await once(socket, 'close');
  const answers = Buffer.concat(received).toString();
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toStrictEqual(['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 200']);
});

test('carries requests out in the order in which one connection sends them, with a body or without', async () => {
  await using server = await startServer(createMock({ clock: 'virtual' }), { port: 0 });
  const list = `/?Action=DescribeLiveRecordConfig&Version=2016-11-01&DomainName=${valid['DomainName']}&PageNum=1&PageSize=10`;
  const add = (name: string): string =>
    new URLSearchParams({ ...Object.fromEntries(query), AppName: name }).toString();
  const post = (body: string): string =>
    `POST / HTTP/1.1\r\nHost: live\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const get = (headers = ''): string => `GET ${list} HTTP/1.1\r\nHost: live\r\n${headers}\r\n`;
  const whole =
    post(add('one')) + get() + post(add('two')) + post(add('three')) + get('Connection: close\r\n');
  // In one piece, and with the first body in two.
  for (const cut of [whole.length, whole.indexOf('\r\n\r\n') + 10]) {
    await fetch(`${server.url}/_understudy/reset`, { method: 'POST' });
    const socket = await connectTo(server.port);
    const received: Buffer[] = [];
    socket.on('data', (bytes: Buffer) => received.push(bytes));
    const closed = once(socket, 'close');
    socket.setNoDelay(true).write(whole.slice(0, cut));
    await fetch(`${server.url}/_understudy/health`);
    if (cut < whole.length) socket.write(whole.slice(cut));
    await closed;

    expect(namesIn(Buffer.concat(received).toString())).toEqual([['one'], ['one', 'two', 'three']]);
  }
});

test('carries out what comes behind a call that is late after it', async () => {
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0 });
  mock.faults.add({ fault: 'latency', latencyMs: 1000, times: 1 });
  const list = `/?Action=DescribeLiveRecordConfig&Version=2016-11-01&DomainName=${valid['DomainName']}&PageNum=1&PageSize=10`;
  const socket = await connectTo(server.port);
  const received: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => received.push(bytes));
  const head = 'HTTP/1.1\r\nHost: live\r\n';
  socket.write(`GET /?${query} ${head}\r\nGET ${list} ${head}Connection: close\r\n\r\n`);
  await expect.poll(() => mock.clock.waiting).toBe(1);
  mock.clock.advance({ seconds: 1 });
  await once(socket, 'close');

  expect(namesIn(Buffer.concat(received).toString())).toEqual([[valid['AppName']]]);
});

function namesIn(answers: string): readonly (readonly string[])[] {
  return answers
    .split('HTTP/1.1 ')
    .map((answer) => [...answer.matchAll(/"AppName":"(\w+)"/g)].map(([, name = '']) => name))
    .filter((names) => names.length > 0);
}

test('tells of every exchange once its answer is sent', async () => {
  const seen: Exchange[] = [];
  await using server = await startServer(createMock(), { port: 0, onExchange: (one) => void seen.push(one) });

  await fetch(`${server.url}/?${query}`);
  await fetch(`${server.url}/?${query}`);

  expect(seen.map(({ operation, decision }) => [operation, decision.kind])).toStrictEqual([
    ['AddLiveAppRecordConfig', 'accepted'],
    ['AddLiveAppRecordConfig', 'refused'],
  ]);
});

test('two servers with a mock each never meet; two with the same mock are one', async () => {
  const mock = createMock({ clock: 'virtual' });
  await using one = await startServer(mock, { port: 0 });
  await using same = await startServer(mock, { port: 0 });
  await using other = await startServer(createMock(), { port: 0 });

  expect(await codeOf(await fetch(`${one.url}/?${query}`))).toBe('OK');
  expect(await codeOf(await fetch(`${other.url}/?${query}`))).toBe('OK');
  expect(await codeOf(await fetch(`${same.url}/?${query}`))).toBe('ConfigAlreadyExists');
});

test('lets one of 100 simultaneous requests through connections of their own succeed', async () => {
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0 });

  const codes = await Promise.all(
    Array.from({ length: 100 }, async () => {
      mock.clock.advance({ milliseconds: 40 });
      return codeOf(await fetch(`${server.url}/?${query}`));
    }),
  );

  expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
});

async function connectTo(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // a connection that the server resets is none of the client's mistakes
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** However it is closed, by an error too. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

async function codeOf(response: Response): Promise<string> {
  const { Code } = (await response.json()) as { Code?: string };
  return Code ?? 'OK';
}
