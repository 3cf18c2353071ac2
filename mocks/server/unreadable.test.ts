/** What no mock is asked about: it is answered in its turn, and log, journal and metrics tell of it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { callUnsigned } from '../fixtures/calls.ts';
import { createMock, type Mock } from '../index.ts';
import { startServer } from './server.ts';

const form = callUnsigned().url.slice(2);
const target = '/?Action=AddLiveAppRecordConfig&Version=2016-11-01';
const host = 'Host: live\r\n';

function post(headers = '', body = form): string {
  return `POST ${target} HTTP/1.1\r\n${host}${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

interface Conversation {
  readonly mock: Mock;
  readonly socket: Socket;
  /** The status of each answer, and the code of an error. */
  readonly answers: () => readonly string[];
  readonly closed: Promise<unknown>;
  readonly logged: readonly (number | undefined)[];
  readonly url: string;
}

async function open(): Promise<Conversation> {
  const mock = createMock({ clock: 'virtual' });
  const logged: (number | undefined)[] = [];
  const server = await startServer(mock, {
    port: 0,
    onExchange: ({ answer }) => void logged.push(answer?.status),
  });
  onTestFinished(() => server.close());
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  let text = '';
  socket.on('error', () => undefined).on('data', (bytes: Buffer) => (text += bytes.toString()));
  onTestFinished(() => void socket.destroy());
  return {
    mock,
    socket,
    answers: () =>
      text
        .split('HTTP/1.1 ')
        .slice(1)
        .map((one) => [one.slice(0, 3), ...(/"Code":"([\w.]+)"/.exec(one) ?? []).slice(1)].join(' ')),
    closed: new Promise((resolve) => void socket.once('end', resolve).once('close', resolve)),
    logged,
    url: server.url,
  };
}

const refused: readonly (readonly [what: string, sent: string, answer: string])[] = [
  ['what is not HTTP', 'HELLO\r\n\r\n', '400 Understudy.NotHttp'],
  ['a greeting of TLS', '\x16\x03\x01\x02\x00\x01\x00', '400 Understudy.NotHttp'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '400 Understudy.NotHttp'],
  ['no host', `GET ${target} HTTP/1.1\r\n\r\n`, '400 Understudy.NotOneHost'],
  ['two hosts', `GET ${target} HTTP/1.1\r\n${host}${host}\r\n`, '400 Understudy.NotOneHost'],
  ['an unknown expectation', post('Expect: a miracle\r\n'), '417 Understudy.UnknownExpectation'],
  ['CONNECT', `CONNECT live:443 HTTP/1.1\r\n${host}\r\n`, '501 Understudy.NoTunnel'],
  [
    'a coding that is not read',
    `POST ${target} HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    '501 Understudy.UnknownTransferEncoding',
  ],
  [
    'a coding that does not say where the body ends',
    `POST ${target} HTTP/1.1\r\n${host}Transfer-Encoding: identity\r\n\r\n${form}`,
    '501 Understudy.UnknownTransferEncoding',
  ],
  [
    'a chunk of no length',
    `POST ${target} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    '400 Understudy.NotHttp',
  ],
];

test.each(refused)('answers %s once, and tells of it', async (_, sent, answer) => {
  const { socket, answers, closed, logged, mock, url } = await open();
  socket.write(sent, 'latin1');
  await closed;

  expect(answers()).toEqual([answer]);
  const [status = '', code = ''] = answer.split(' ');
  expect(logged).toEqual([Number(status)]);
  expect(mock.journal.requests()).toHaveLength(1);
  const metrics = await (await fetch(`${url}/_understudy/metrics`)).text();
  expect(metrics).toContain(`understudy_requests_total{operation="unknown",code="${code}",fault=""} 1`);
});

test.each([
  ['in the same piece', [`${post()}HELLO\r\n\r\n`]],
  ['in another piece', [post(), 'HELLO\r\n\r\n']],
])('answers a request, and then what follows it %s', async (_, pieces) => {
  const { socket, answers, closed } = await open();
  for (const piece of pieces) socket.write(piece);
  await closed;

  expect(answers()).toEqual(['200', '400 Understudy.NotHttp']);
});

test.each([
  ['with a body', post('Connection: close\r\n')],
  ['without one', `GET ${target}&${form} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`],
])('ignores what follows a request %s that is the last of its connection', async (_, last) => {
  const { socket, answers, closed } = await open();
  socket.write(`${last}HELLO`);
  await closed;

  expect(answers()).toEqual(['200']);
});

test('tells a client that sends nothing more what it sent last, after an answer that is late', async () => {
  const { socket, answers, closed, mock } = await open();
  mock.faults.add({ fault: 'latency', latencyMs: 1000 });
  socket.write(post());
  await expect.poll(() => mock.clock.waiting).toBe(1);
  socket.end('HELLO\r\n\r\n');
  await expect(fetchHealth(mock)).resolves.toBe(true);
  mock.clock.advance({ seconds: 1 });
  await closed;

  expect(answers()).toEqual(['200', '400 Understudy.NotHttp']);
});

test.each([
  ['what is not HTTP', 'HELLO\r\n\r\n', '400 Understudy.NotHttp'],
  ['headers that are too long', `GET /?${'x'.repeat(20_000)}`, '431 Understudy.HeadersTooLong'],
  ['CONNECT', `CONNECT live:443 HTTP/1.1\r\n${host}\r\n`, '501 Understudy.NoTunnel'],
])('an answer that is late comes before that to %s', async (_, sent, answer) => {
  const { socket, answers, closed, mock } = await open();
  mock.faults.add({ fault: 'latency', latencyMs: 1000 });
  socket.write(post());
  await expect.poll(() => mock.clock.waiting).toBe(1);
  socket.write(sent);
  await expect(fetchHealth(mock)).resolves.toBe(true);
  mock.clock.advance({ seconds: 1 });
  await closed;

  expect(answers()).toEqual(['200', answer]);
});

/** Until a server had time to read what was sent to another connection. */
async function fetchHealth(mock: Mock): Promise<boolean> {
  await using server = await startServer(mock, { port: 0 });
  return (await fetch(`${server.url}/_understudy/health`)).ok;
}

test('what a body breaks off in has its answer after those before it', async () => {
  const { socket, answers, closed } = await open();
  socket.write(`${post()}POST ${target} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`);
  await closed;

  expect(answers()).toEqual(['200', '400 Understudy.NotHttp']);
});

test.each(['reset', 'request-lost'] as const)('%s waits for the answers before it', async (fault) => {
  const { socket, answers, mock, closed } = await open();
  mock.faults.add({ fault: 'latency', latencyMs: 1000, times: 1 });
  socket.write(post() + post(`x-understudy-fault: ${fault}\r\n`));
  await expect.poll(() => mock.clock.waiting).toBe(1);
  expect(socket.destroyed).toBe(false);
  mock.clock.advance({ seconds: 1 });
  await closed;

  expect(answers()).toEqual(['200']);
});

test('keeps no connection of a client that leaves it open after the answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { socket, closed } = await open();
  socket.write('HELLO\r\n\r\n');
  await closed;
  const reset = once(socket, 'error');
  vi.advanceTimersByTime(1000);
  // Whoever writes to a connection that is gone is told so.
  const writing = setInterval(() => socket.write('more'), 10);
  onTestFinished(() => clearInterval(writing));

  expect(await reset).toMatchObject([{ code: expect.stringMatching(/ECONNRESET|EPIPE/) }]);
});
