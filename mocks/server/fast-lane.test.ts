/** The life of a connection in the fast lane. That its answers are those of `node:http` is in `same-as-node.test.ts`. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { duplexPair, type Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AnsweredExchange, Exchange } from '../engine/engine.ts';
import { callUnsigned } from '../fixtures/calls.ts';
import { createMock } from '../index.ts';
import { openFastLane } from './fast-lane.ts';
import { keepAliveLines, writePlainAnswer } from './plain-answer.ts';
import { startServer } from './server.ts';

const form = callUnsigned().url.slice(2);
const target = '/?Action=AddLiveAppRecordConfig&Version=2016-11-01';
const post = `POST ${target} HTTP/1.1\r\nHost: live\r\nContent-Length: ${form.length}\r\n\r\n${form}`;
const get = 'GET / HTTP/1.1\r\nHost: live\r\n\r\n';

test('answers in order what comes while an answer is late', async () => {
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0 });
  mock.faults.add({ fault: 'latency', latencyMs: 1000, times: 1 });
  const socket = await open(server.port);
  const received = listenToText(socket);
  socket.write(post);
  await expect.poll(() => mock.faults.list()[0]?.injected).toBe(1);
  socket.write(`GET /?Action=Nothing HTTP/1.1\r\nHost: live\r\n\r\n`);
  for (let turns = 0; turns < 20; turns += 1) await turn();
  expect(received()).toBe('');
  mock.clock.advance({ seconds: 1 });

  await expect.poll(() => received().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404']);
});

test('answers calls of the mock and of the admin API on one connection', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  const socket = await open(server.port);
  const received = listenToText(socket);
  for (const path of [
    '/?Action=Nothing',
    '/_understudy/health',
    '/spaces/a/_understudy',
    '/?Action=Nothing',
  ]) {
    const count = received().length;
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    await expect.poll(() => received().length).toBeGreaterThan(count);
  }

  expect(received().match(/HTTP\/1\.1 \d+/g)).toEqual(
    [404, 200, 404, 404].map((status) => `HTTP/1.1 ${status}`),
  );
});

test('a client that goes away while its answer is late leaves nothing behind', async () => {
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0 });
  mock.faults.add({ fault: 'latency', latencyMs: 1000, times: 1 });
  const socket = await open(server.port);
  socket.write(post);
  await expect.poll(() => mock.faults.list()[0]?.injected).toBe(1);
  socket.resetAndDestroy();
  mock.clock.advance({ seconds: 1 });

  const other = await open(server.port);
  other.write(post);
  await once(other, 'data');
});

test('ends a connection that makes no more calls, and leaves one that has made none to node:http', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { port, toNode } = await laneOf(() => exchange, { keepAliveMs: 25_000, tickMs: 1000 });
  const [used, silent] = [await open(port), await open(port)];
  used.write(get);
  await once(used, 'data');

  const ended = once(used, 'close');
  vi.advanceTimersByTime(25_000);
  expect(toNode()).toBe(1);
  silent.write(get);
  expect(String(await once(silent, 'data'))).toContain('by node:http');
  expect(used.readyState).toBe('open');
  vi.advanceTimersByTime(1000);
  await ended;
});

test('answers 408 to a client that sends nothing', async () => {
  await using server = await startServer(createMock(), { port: 0, requestTimeoutMs: 100 });
  const socket = await open(server.port);

  expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 408 /);
});

test('keeps one answer of a client that does not read', async () => {
  const { server, toNode } = await laneOf(() => exchange);
  const [ours, theirs] = duplexPair({ highWaterMark: 100 });
  server.emit('connection', ours);
  for (let sent = 0; sent < 50; sent += 1) {
    theirs.write(get);
    await turn();
  }

  expect(toNode()).toBe(1);
  // What came after is not even read.
  expect(ours.writableLength).toBeLessThan(3 * wholeOf(exchange).length);
  expect(theirs.writableLength).toBeGreaterThan(40 * get.length);
});

test('sends an answer whole to a client that reads it slowly, and only then counts the time', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { server } = await laneOf(() => exchange, { keepAliveMs: 25_000, tickMs: 1000 });
  const [ours, theirs] = duplexPair({ highWaterMark: 100 });
  server.emit('connection', ours);
  theirs.write(get);
  await turn();
  vi.advanceTimersByTime(60_000);
  const received = listenToText(theirs);
  await expect.poll(received).toBe(wholeOf(exchange));

  vi.advanceTimersByTime(25_000);
  expect(ours.destroyed).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(ours.destroyed).toBe(true);
});

test('lets a connection that has made no call make one while the server drains, and ends the others', async () => {
  const mock = createMock();
  const server = await startServer(mock, { port: 0 });
  const [idle, silent] = [await open(server.port), await open(server.port)];
  idle.write(get);
  await once(idle, 'data');
  const ended = once(idle, 'close');
  const drained = server.drain(60_000);
  await ended;
  silent.write(get);

  expect(String(await once(silent, 'data'))).toContain('\r\nConnection: close\r\n');
  await drained;
});

test('answers a call that was sent when the server began to drain', async () => {
  const server = await startServer(createMock(), { port: 0 });
  const [byLane, byNode] = [await open(server.port), await open(server.port)];
  byLane.write(get);
  byNode.write(`\r\n${get}`);
  await Promise.all([once(byLane, 'data'), once(byNode, 'data')]);
  const drained = server.drain(60_000);
  for (const socket of [byLane, byNode]) socket.write(get);

  for (const socket of [byLane, byNode])
    expect(String(await once(socket, 'data'))).toContain('\r\nConnection: close\r\n');
  await drained;
});

test('a call that fails ends its connection, and no other', async () => {
  let calls = 0;
  const { port } = await laneOf(() => {
    calls += 1;
    if (calls === 1) throw new Error('Failed to answer.');
    return exchange;
  });
  const [one, other] = [await open(port), await open(port)];
  one.write(get);
  await once(one, 'close');
  other.write(get);

  expect(String(await once(other, 'data'))).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test('goes on where whoever is told of a call throws', async () => {
  await using server = await startServer(createMock(), {
    port: 0,
    onExchange() {
      throw new Error('Failed to write to the log.');
    },
  });
  for (const _ of ['once', 'again']) {
    const socket = await open(server.port);
    const received = listenToText(socket);
    const ended = once(socket, 'close');
    socket.write(get);
    await ended;
    expect(received()).toMatch(/^HTTP\/1\.1 \d+ /);
  }
});

test.each([
  ['a value', { 'x-a': 'b\r\nset-cookie: c' }],
  ['a value, by a line feed alone', { 'x-a': 'b\nset-cookie: c' }],
  ['a name', { 'x-a: b\r\nset-cookie': 'c' }],
])('no answer gets a header by %s', (_, headers) => {
  const { answer } = exchange;
  expect(
    writePlainAnswer({ ...exchange, answer: { ...answer, headers } }, keepAliveLines(25_000)),
  ).toBeUndefined();
});

const exchange: AnsweredExchange = {
  at: 0,
  operation: undefined,
  account: 'anonymous',
  parameters: {},
  answer: { status: 200, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(200) },
  decision: { kind: 'accepted' },
};

function wholeOf(one: Exchange): string {
  return writePlainAnswer(one, keepAliveLines(25_000))?.whole ?? '';
}

/** A server whose requests are answered by the lane with what is given, or say that `node:http` answered them. */
async function laneOf(
  answer: () => AnsweredExchange,
  times: { readonly keepAliveMs: number; readonly tickMs: number } = { keepAliveMs: 25_000, tickMs: 1000 },
): Promise<{ readonly server: Server; readonly port: number; readonly toNode: () => number }> {
  const server = createServer((_, response) => response.end('by node:http'));
  let count = 0;
  server.on('connection', () => (count += 1));
  const lane = openFastLane(server, {
    ...times,
    answer,
    note: () => undefined,
    answerEarly: () => undefined,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    lane.close();
    server.closeAllConnections();
    server.close();
  });
  return { server, port: (server.address() as AddressInfo).port, toNode: () => count };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

function listenToText(socket: Duplex): () => string {
  let text = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  return () => text;
}
