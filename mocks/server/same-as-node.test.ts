/** The fast lane answers as `node:http` does, byte for byte, whatever is sent. */
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { assert, array, asyncProperty, constantFrom, integer, oneof, string, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { callUnsigned, now } from '../fixtures/calls.ts';
import { createMock, type Exchange, type JournalEntry, type Mock } from '../index.ts';
import { createSpaces } from '../spaces.ts';
import { createMemoryStateStore } from '../state-store.ts';
import { startServer } from './server.ts';

const form = callUnsigned().url.slice(2);
const target = '/?Action=AddLiveAppRecordConfig&Version=2016-11-01';

/** Sent in front of the first request of a connection, it makes no difference but that the lane does not take it. */
const notPlain = '\r\n';

function post(body: string, headers = ''): string {
  return `POST ${target} HTTP/1.1\r\nHost: live\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

interface Played {
  /** All bytes that came back. */
  readonly received: string;
  readonly journal: readonly ReturnType<typeof withoutDuration>[];
  readonly logged: readonly Exchange[];
  /** How many requests `node:http` has read. */
  readonly byNode: number;
}

type SetUp = (mock: Mock) => unknown;

/** Sends pieces to a server of its own, each when the one before it was read, and then ends. */
async function play(pieces: readonly string[], setUp?: SetUp): Promise<Played> {
  const logged: Exchange[] = [];
  const store = createMemoryStateStore();
  const create = (space: string): Mock => createMock({ seed: 1, clock: now, store, space });
  const mock = create('');
  const spaces = createSpaces({ store, create, most: 2 });
  const opened = listenTo<{ readonly socket: Socket }>('net.server.socket');
  const read = listenTo('http.server.request.start');
  const server = await startServer(mock, { port: 0, onExchange: (one) => void logged.push(one), spaces });
  setUp?.(mock);
  try {
    const socket = connect(server.port, '127.0.0.1');
    const received: Buffer[] = [];
    socket.on('error', () => undefined).on('data', (bytes: Buffer) => received.push(bytes));
    const closed = new Promise((resolve) => void socket.once('close', resolve));
    await once(socket, 'connect');
    let sent = 0;
    for (const piece of pieces) {
      if (socket.destroyed) break;
      socket.write(piece, 'latin1');
      sent += piece.length;
      await whenRead(opened.seen[0]?.socket, sent);
    }
    socket.end();
    await closed;
    const journal = mock.journal.requests().map(withoutDuration);
    // Where Node refuses by itself, it says the real time.
    const text = Buffer.concat(received)
      .toString('latin1')
      .replaceAll(/\r\nDate: .*?\r\n/g, '\r\nDate: now\r\n');
    return { received: text, journal, logged, byNode: read.seen.length };
  } finally {
    opened.stop();
    read.stop();
    await server.close();
  }
}

function withoutDuration(entry: JournalEntry) {
  const { durationMs: _, ...rest } = entry;
  return rest;
}

/** Until a connection has read so many bytes, and what follows from it is done. */
async function whenRead(socket: Socket | undefined, bytes: number): Promise<void> {
  const until = performance.now() + 200;
  // Of a connection that it ends or holds back, it reads no more.
  while (socket?.writable === true && socket.bytesRead < bytes && performance.now() < until) await turn();
  for (let turns = 0; turns < 4; turns += 1) await turn();
}

function listenTo<Message>(name: string): { readonly seen: Message[]; readonly stop: () => unknown } {
  const seen: Message[] = [];
  const listener = (message: unknown): void => void seen.push(message as Message); // as Node documents it
  channel(name).subscribe(listener);
  return { seen, stop: () => channel(name).unsubscribe(listener) };
}

async function assertSame(pieces: readonly string[], setUp?: SetUp): Promise<Played> {
  const [first = '', ...rest] = pieces;
  const lane = await play(pieces, setUp);
  const node = await play([notPlain + first, ...rest], setUp);
  expect(lane.received).toBe(node.received);
  expect(lane.journal).toEqual(node.journal);
  // In the same order, too.
  expect(JSON.stringify(lane.journal)).toBe(JSON.stringify(node.journal));
  expect(lane.logged).toEqual(node.logged);
  return lane;
}

test('answers plain requests without node:http', async () => {
  const { received, byNode, journal } = await assertSame([
    post(form),
    post(form),
    `GET ${target}&${form} HTTP/1.1\r\nhost: live\r\naccept:*/*\r\n\r\n`,
  ]);

  expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 400']);
  expect(journal).toHaveLength(3);
  expect(byNode).toBe(0);
});

/** `alone`: how many of two equal requests, one after the other, are answered without `node:http`. */
const answers: readonly {
  readonly what: string;
  readonly respond: () => Response;
  readonly alone: number;
}[] = [
  { what: 'a body of ASCII', respond: () => new Response('{}', { headers: { 'x-a': 'b' } }), alone: 2 },
  { what: 'a body of other text', respond: () => new Response('录像 é'), alone: 2 },
  { what: 'no body', respond: () => new Response(''), alone: 2 },
  { what: 'status 204', respond: () => new Response(null, { status: 204 }), alone: 0 },
  { what: 'status 304', respond: () => new Response(null, { status: 304 }), alone: 0 },
  { what: 'a status that has no name', respond: () => new Response('x', { status: 599 }), alone: 0 },
  {
    what: 'connection: close',
    respond: () => new Response('x', { headers: { connection: 'close' } }),
    alone: 0,
  },
  {
    what: 'chunks',
    respond: () => new Response('x', { headers: { 'transfer-encoding': 'chunked' } }),
    alone: 0,
  },
  {
    what: 'a wrong length',
    respond: () => new Response('x', { headers: { 'content-length': '3' } }),
    alone: 0,
  },
  { what: 'a date', respond: () => new Response('x', { headers: { date: 'yesterday' } }), alone: 0 },
  {
    what: 'a header of Latin-1',
    respond: () => new Response('x', { headers: { 'x-a': 'caf\xe9' } }),
    alone: 0,
  },
  { what: 'no answer', respond: () => Response.error(), alone: 0 },
];

test.each(answers)('writes what a test answers with as node:http does: $what', async ({ respond }) => {
  const { received } = await assertSame([post(form), post(form)], (mock) =>
    mock.use('AddLiveAppRecordConfig', respond),
  );

  expect(received === '').toBe(respond().type === 'error');
});

test.each(['answer-lost', 'truncated-body', 'wrong-content-length', 'reset', 'empty-body'] as const)(
  'plays the fault %s as node:http does, and goes on',
  async (fault) => {
    const { journal } = await assertSame([post(form), post(form), post(form)], (mock) =>
      mock.faults.add({ operation: 'AddLiveAppRecordConfig', fault, times: 1 }),
    );

    expect(journal[0]?.fault?.name).toBe(fault);
  },
);

const methods = constantFrom('GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'get', 'FLY', 'CONNECT');
const targets = constantFrom(
  target,
  `${target}&${form}`,
  '/',
  '/?',
  '//',
  '/?Action=%zz&a=b=c&&#x',
  '/spaces/one/?Action=Nothing',
  '/spaces/one',
  '/spaces//?a',
  '/spaces/two/_understudy/clock',
  '/_understudy/clock',
  '/_understudyx',
  '/?\x7f',
  '/?\xe9',
  '/a b',
  '*',
  'live:443',
  'http://live/?Action=Nothing',
);
const versions = constantFrom(
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/1.2',
  'HTTP/2.0',
  'http/1.1',
  'HTTP/1.1 ',
);
const names = constantFrom(
  'Content-Type',
  'content-length',
  'Content-Length',
  'Connection',
  'Proxy-Connection',
  'Keep-Alive',
  'Transfer-Encoding',
  'Expect',
  'Upgrade',
  'TE',
  'Trailer',
  'Cookie',
  'Host',
  'host ',
  'Accept',
  'accept',
  'X-Acs-Action',
  'x-understudy-space',
  'x-understudy-fault',
  'Content-Encoding',
  'Authorization',
  'constructor',
  '__proto__',
  'x-a\x00',
  'x(a)',
  'x-\xe9',
  '',
);
const values = constantFrom(
  '',
  ' ',
  'keep-alive',
  'Keep-Alive',
  'close',
  'keep-alive, close',
  'upgrade',
  'chunked',
  'identity',
  '100-continue',
  'websocket',
  'application/x-www-form-urlencoded',
  'application/json',
  'AddLiveAppRecordConfig',
  'error;error=InternalError',
  'answer-lost',
  'truncated-body',
  'wrong-content-length',
  'reset',
  'nothing',
  'one',
  '.',
  'live',
  'a\tb',
  'a\r\n b',
  'a\nx: b',
  'a\rb',
  'caf\xe9',
  '0',
  '5',
  '+5',
  '05',
  '5, 5',
  '5 5',
  'trailers',
  'x'.repeat(9000),
);
const separators = constantFrom(': ', ': ', ': ', ':', ':  ', ':\t', ' : ', '');
const lines = tuple(names, separators, values, constantFrom('', '', '', ' ', '\t')).map((parts) =>
  parts.join(''),
);
const bodies = oneof(
  constantFrom(
    '',
    form,
    `${form}&StreamName=\xe5\xbd\x95`,
    'hello',
    '5\r\nhello\r\n0\r\n\r\n',
    post(form),
    '{"a":1}',
  ),
  string({ unit: 'binary-ascii', maxLength: 20 }),
);
const ends = constantFrom('\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\n\r', '\r\n\r\n');

/** Mostly with one host and the right length, since all others are refused soon. */
const requests = tuple(
  tuple(methods, targets, versions).map((parts) => parts.join(' ')),
  constantFrom(['Host: live'], ['Host: live'], ['host:live:80'], ['Host: live', 'Host: live'], ['Host:'], []),
  array(lines, { maxLength: 3 }),
  bodies,
  constantFrom('right', 'right', 'right', 'absent', 'long', 'short'),
  ends,
).map(([first, hosts, others, body, length, end]) => {
  const said = body.length + (length === 'long' ? 1 : length === 'short' ? -1 : 0);
  const own = length === 'absent' ? [] : [`Content-Length: ${said}`];
  return `${[first, ...hosts, ...others, ...own].join(end)}${end}${end}${body}`;
});
const plain = tuple(constantFrom('a', 'b', 'c'), array(lines, { maxLength: 2 })).map(([app, others]) =>
  post(`${form}&AppName=${app}`, others.map((line) => `${line}\r\n`).join('')),
);

/** One byte that is another one, missing, or new. */
const changes = tuple(
  oneof(plain, requests),
  constantFrom('replace', 'remove', 'insert'),
  integer({ min: 0, max: 400 }),
  constantFrom('\0', '\t', '\n', '\r', ' ', ':', ';', '_', '1', '\x7f', '\x80', '\xff'),
).map(([text, kind, place, byte]) => {
  const at = place % (text.length + 1);
  return text.slice(0, at) + (kind === 'remove' ? '' : byte) + text.slice(kind === 'insert' ? at : at + 1);
});

const conversations = tuple(
  array(oneof({ arbitrary: plain, weight: 2 }, changes, requests), { minLength: 1, maxLength: 4 }),
  array(integer({ min: 0, max: 600 }), { maxLength: 3 }),
  constantFrom('each', 'together', 'cut'),
).map(([texts, places, how]) => {
  if (how === 'each') return texts;
  const whole = texts.join('');
  if (how === 'together') return [whole];
  const cuts = [0, ...places.map((place) => place % whole.length).toSorted((a, b) => a - b), whole.length];
  return cuts.slice(1).map((end, index) => whole.slice(cuts[index], end));
});

/** More of them: `LANE_RUNS=5000 npx vitest run mocks/server/same-as-node.test.ts`. */
const runs = Number(process.env['LANE_RUNS'] ?? 100);

test(
  'answers whatever is sent, in whatever pieces, as node:http does',
  { timeout: 30_000 + runs * 200 },
  async () => {
    let plainly = 0;
    await assert(
      asyncProperty(conversations, async (pieces) => {
        const { byNode, journal } = await assertSame(pieces.filter((piece) => piece !== ''));
        plainly += Math.max(0, journal.length - byNode);
      }),
      { numRuns: runs },
    );

    // Else nothing was compared.
    expect(plainly).toBeGreaterThan(30);
  },
);
