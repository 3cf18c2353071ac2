/** Clients that say nothing, or nothing more. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test, vi } from 'vitest';
import { callUnsigned } from '../fixtures/calls.ts';
import { createMock } from '../index.ts';
import { startServer } from './server.ts';

const form = callUnsigned().url.slice(2);
const target = '/?Action=AddLiveAppRecordConfig&Version=2016-11-01';
const post = `POST ${target} HTTP/1.1\r\nHost: live\r\nContent-Length: ${form.length}\r\n\r\n${form}`;

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function textOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const bytes of socket) text += String(bytes);
  return text;
}

/** Sent in front of the first request of a connection, it makes no difference but that the fast lane does not take it. */
const notPlain = '\r\n';

test.each([
  ['latency', post],
  ['latency', notPlain + post],
  ['slow-body', post],
  ['slow-body', notPlain + post],
] as const)('answers a client that sends nothing more, in spite of %s', async (fault, request) => {
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0 });
  mock.faults.add(fault === 'latency' ? { fault, latencyMs: 1000 } : { fault, latencyMs: 1000 });
  const socket = await open(server.port);
  const text = textOf(socket);
  const ended = new Promise((resolve) => void socket.once('finish', resolve));
  socket.end(request);
  await ended;
  await expect.poll(() => mock.clock.waiting).toBe(1);
  const advancing = setInterval(() => mock.clock.advance({ seconds: 1 }), 1);
  onTestFinished(() => clearInterval(advancing));

  expect(await text).toMatch(/^HTTP\/1\.1 200 [^]*\{"RequestId":"[\w-]+"\}$/);
});

test('answers all that a client sent before it said that it sends nothing more', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  const socket = await open(server.port);
  const text = textOf(socket);
  socket.end(`${post}`.repeat(20));

  expect((await text).match(/HTTP\/1\.1 \d+/g)).toHaveLength(20);
});

test('a connection that hangs ends with its client, which sends nothing more', async () => {
  const mock = createMock();
  await using server = await startServer(mock, { port: 0 });
  mock.faults.add({ fault: 'hang' });
  const socket = await open(server.port);
  const text = textOf(socket);
  socket.end(post);

  expect(await text).toBe('');
});

test('a listener ends with its client, which sends nothing more', async () => {
  await using server = await startServer(createMock(), { port: 0 });
  const socket = await open(server.port);
  const text = textOf(socket);
  socket.write('GET /_understudy/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await once(socket, 'readable');
  socket.end();

  expect(await text).toMatch(/^HTTP\/1\.1 200 /);
});

test('gives up a client that sends nothing more after as long as a request may take', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0, requestTimeoutMs: 5000 });
  mock.faults.add({ fault: 'latency', latencyMs: 1000 });
  const socket = await open(server.port);
  const text = textOf(socket);
  socket.end(post);
  await expect.poll(() => mock.clock.waiting).toBe(1);
  const advancing = setInterval(() => vi.advanceTimersByTime(5000), 5);
  onTestFinished(() => clearInterval(advancing));

  expect(await text).toBe('');
});

const made = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
const tls = { cert: made.cert, key: made.private };

const secure = async (port: number): Promise<Socket> => {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
};

test('resets a connection of TLS, also after an answer that is late, and serves others', async () => {
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0, tls });
  mock.faults.add({ fault: 'latency', latencyMs: 1000, nth: 2, times: 1 });
  const reset = post.replace('\r\n', '\r\nx-understudy-fault: reset\r\n');
  const [one, other] = [await secure(server.port), await secure(server.port)];
  const errors = [one, other].map((socket) => once(socket, 'error').then(String, String));
  const received: string[] = [];
  other.on('data', (bytes: Buffer) => received.push(String(bytes)));
  one.write(reset);
  expect(await errors[0]).toContain('ECONNRESET');
  other.write(post.replaceAll('Content-Length', 'x: y\r\nContent-Length') + post + reset);
  await expect.poll(() => mock.clock.waiting).toBe(1);
  mock.clock.advance({ seconds: 1 });

  expect(await errors[1]).toContain('ECONNRESET');
  expect(received.join('').match(/HTTP\/1\.1 \d+/g)?.[0]).toBe('HTTP/1.1 200');
  const third = await secure(server.port);
  third.write(post);
  expect(String(await once(third, 'data'))).toMatch(/^HTTP\/1\.1 400 /);
});

test.each([
  ['a connection', undefined, open],
  ['a connection that never agrees upon TLS', tls, open],
  ['a connection of TLS', tls, secure],
] as const)('a drain waits a second for %s from which nothing has come', async (_, secured, begin) => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const server = await startServer(createMock(), { port: 0, ...(secured && { tls: secured }) });
  const socket = await begin(server.port);
  const drained = server.drain(60_000);
  vi.advanceTimersByTime(999);
  await new Promise((resolve) => void setImmediate(resolve));
  expect(socket.destroyed).toBe(false);
  vi.advanceTimersByTime(1);

  await drained;
});
