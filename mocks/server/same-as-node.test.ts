/** The fast lane answers as `node:http` does, byte for byte, whatever is sent. */
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import {
  assert,
  array,
  asyncProperty,
  constantFrom,
  dictionary,
  integer,
  oneof,
  string,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { expect, test } from 'vitest';
import type { WireAnswer } from '../engine/answer.ts';
import { callUnsigned, now } from '../fixtures/calls.ts';
import { createMock, type Exchange, type JournalEntry, type Mock } from '../index.ts';
import { createSpaces } from '../spaces.ts';
import { createMemoryStateStore } from '../state-store.ts';
import { openFastLane } from './fast-lane.ts';
import { sendAnswer } from './send.ts';
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
    // Where one of the two leaves the connection open, the other one does not.
    const giveUp = setTimeout(() => socket.destroy(), 2000);
    await closed;
    clearTimeout(giveUp);
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
  // Node reads a connection in C++, where ticks pass between the requests of a piece, until somebody else listens: then without ticks,
  // as it reads what the lane hands over. Of what follows a refused request only one of the two ways answers something.
  socket?.off('data', ignore).on('data', ignore);
}

function ignore(): void {}

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

test('keeps a header in the journal that node:http reads as a list', async () => {
  const { journal } = await assertSame([post(form, 'Set-Cookie: a=b\r\n')]);

  expect(journal[0]?.request.headers).toMatchObject({ 'set-cookie': ['a=b'] });
});

const odd: readonly {
  readonly what: string;
  readonly status?: number;
  readonly headers?: WireAnswer['headers'];
}[] = [
  { what: 'status 204', status: 204 },
  { what: 'status 304', status: 304 },
  { what: 'a status that has no name', status: 599 },
  { what: 'connection: close', headers: { connection: 'close' } },
  { what: 'chunks', headers: { 'Transfer-Encoding': 'chunked' } },
  { what: 'a length of its own', headers: { 'content-length': '3' } },
  { what: 'a date of its own', headers: { date: 'yesterday' } },
  { what: 'a header in Latin-1', headers: { 'x-a': 'caf\xe9' } },
  { what: 'a header with a line of its own', headers: { 'x-a': 'b\r\nx-c: d' } },
  { what: 'a header with half a line', headers: { 'x-a': 'b\nx-c: d' } },
  { what: 'a name with a line of its own', headers: { 'x-a: b\r\nx-c': 'd' } },
  { what: 'a name that is none', headers: { '': 'a' } },
];

test.each(odd)('leaves an answer with $what to node:http', async ({ status = 200, headers = {} }) => {
  const { lane, node, byNode } = await writtenAs({ status, headers, body: 'hello' });

  expect(lane).toBe(node);
  expect(byNode).toBe(1);
});

test('writes answers as node:http does', async () => {
  const body = oneof(string({ unit: 'grapheme' }), constantFrom('', '{}', '录像', 'x'.repeat(100_000)));
  const name = string({ unit: constantFrom(...'abcX-_1'), minLength: 1, maxLength: 8 });
  const headers = dictionary(name, string({ unit: 'grapheme-ascii', maxLength: 8 }), { maxKeys: 4 });
  await assert(
    asyncProperty(constantFrom(200, 201, 400, 404, 429, 503), headers, body, async (status, some, text) => {
      const { lane, node, byNode } = await writtenAs({ status, headers: some, body: text });
      expect(lane).toBe(node);
      expect(byNode).toBe(0);
    }),
    { numRuns: 50 },
  );
});

/** One answer, as the lane sends it and as `node:http` does; `byNode`: whether the lane left it to `node:http`. */
async function writtenAs(
  answer: WireAnswer,
): Promise<{ readonly lane: string; readonly node: string; readonly byNode: number }> {
  const exchange = {
    at: 0,
    operation: undefined,
    account: 'anonymous',
    parameters: {},
    answer,
    decision: { kind: 'accepted' },
  } as const;
  let byNode = 0;
  const server = createServer((_, response) => {
    byNode += 1;
    try {
      void sendAnswer(exchange, response, createMock().clock);
    } catch {
      response.destroy();
    }
  });
  server.keepAliveTimeout = 25_000;
  const lane = openFastLane(server, {
    answer: () => exchange,
    answerEarly: () => undefined,
    note: () => undefined,
    keepAliveMs: 25_000,
    tickMs: 1000,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const ask = async (text: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    const received: Buffer[] = [];
    socket.on('error', () => undefined).on('data', (bytes: Buffer) => received.push(bytes));
    const closed = new Promise((resolve) => void socket.once('close', resolve));
    socket.end(text);
    await closed;
    return Buffer.concat(received).toString();
  };
  try {
    const byLane = await ask(post(''));
    const count = byNode;
    return { lane: byLane, node: await ask(notPlain + post('')), byNode: count };
  } finally {
    lane.close();
    server.closeAllConnections();
    server.close();
  }
}

test('sends what a test answers in place of the mock', async () => {
  const { received } = await assertSame([post(form), post(form)], (mock) =>
    mock.use('AddLiveAppRecordConfig', () => new Response('录像', { status: 503 })),
  );

  expect(received.match(/HTTP\/1\.1 503 /g)).toHaveLength(2);
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

/** Mostly what is plain: a request with many oddities is refused at the first. */
function mostly<Value>(plain: Value, ...others: readonly Value[]): Arbitrary<Value> {
  return oneof(
    { arbitrary: constantFrom(plain), weight: 9 },
    { arbitrary: constantFrom(...others), weight: 1 },
  );
}

const methods = mostly('POST', 'GET', 'GET', 'HEAD', 'PUT', 'OPTIONS', 'get', 'FLY', 'CONNECT');
const targets = mostly(
  target,
  `${target}&${form}`,
  '/',
  '/?',
  '//',
  '/?Action=%zz&a=b=c&&#x',
  '/spaces/one/?Action=Nothing',
  '/spaces/one',
  '/spaces//?a',
  '/_understudyx',
  '/?\x7f',
  '/?\xe9',
  '/a b',
  '*',
  'live:443',
  'http://live/?Action=Nothing',
);
const versions = mostly('HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'http/1.1', 'HTTP/1.1 ');
const hosts = mostly(['Host: live'], ['host:live:80'], ['Host: live', 'Host: live'], ['Host:'], []);
const special = constantFrom(
  'Connection: close',
  'Connection: keep-alive',
  'Connection: Keep-Alive',
  'Connection: upgrade',
  'Connection: keep-alive, close',
  'Proxy-Connection: close',
  'Keep-Alive: timeout=1',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: identity',
  'Expect: 100-continue',
  'Expect: something',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'TE: trailers',
  'Trailer: x-a',
  'Content-Encoding: nothing',
  'Content-Encoding: identity',
  'Content-Type: application/x-www-form-urlencoded',
  'Content-Type: application/json',
  'content-type: text/plain',
  'Cookie: a=b',
  'Set-Cookie: a=b',
  'Accept: */*',
  'Content-Length: 5',
  'x-acs-action: AddLiveAppRecordConfig',
  'x-understudy-space: one',
  'x-understudy-space: .',
  'x-understudy-fault: error;error=InternalError',
  'x-understudy-fault: answer-lost',
  'x-understudy-fault: truncated-body',
  'x-understudy-fault: wrong-content-length',
  'x-understudy-fault: nothing',
);
const names = constantFrom(
  'Content-Length',
  'Host',
  'host ',
  'x-a',
  'X-A',
  'constructor',
  '__proto__',
  'x\x00',
  'x(a)',
  'x-\xe9',
  '',
);
const values = constantFrom(
  '',
  ' ',
  'a',
  '0',
  '+5',
  '05',
  '5, 5',
  'a\tb',
  'a\r\n b',
  'a\nx: b',
  'a\rb',
  'a\0b',
  'caf\xe9',
  'x'.repeat(9000),
);
const separators = constantFrom(': ', ': ', ':', ':  ', ':\t', ' : ', '');
const random = tuple(names, separators, values, constantFrom('', '', ' ', '\t')).map((parts) =>
  parts.join(''),
);
const lines = oneof({ arbitrary: special, weight: 3 }, { arbitrary: random, weight: 1 });
const bodies = oneof(
  { arbitrary: constantFrom('a', 'b', 'c').map((app) => `${form}&AppName=${app}`), weight: 9 },
  {
    arbitrary: constantFrom(
      '',
      'hello',
      `${form}&StreamName=\xe5\xbd\x95`,
      '5\r\nhello\r\n0\r\n\r\n',
      post(form),
      '{"a":1}',
    ),
    weight: 2,
  },
  { arbitrary: string({ unit: 'binary-ascii', maxLength: 20 }), weight: 1 },
);
const lengths = mostly('right', 'absent', 'long', 'short');
const ends = mostly('\r\n', '\n', '\r', '\n\r', '\r\n\r\n');

const requests = tuple(
  tuple(methods, targets, versions).map((parts) => parts.join(' ')),
  hosts,
  array(lines, { maxLength: 2 }),
  bodies,
  lengths,
  ends,
).map(([first, host, others, body, length, end]) => {
  const said = body.length + (length === 'long' ? 1 : length === 'short' ? -1 : 0);
  const own = length === 'absent' ? [] : [`Content-Length: ${said}`];
  return `${[first, ...host, ...others, ...own].join(end)}${end}${end}${body}`;
});

/** One byte that is another one, missing, or new. */
const changes = tuple(
  requests,
  constantFrom('replace', 'remove', 'insert'),
  integer({ min: 0, max: 400 }),
  constantFrom('\0', '\t', '\n', '\r', ' ', ':', ';', '_', '1', '\x7f', '\x80', '\xff'),
).map(([text, kind, place, byte]) => {
  const at = place % (text.length + 1);
  return text.slice(0, at) + (kind === 'remove' ? '' : byte) + text.slice(kind === 'insert' ? at : at + 1);
});

const conversations = tuple(
  array(oneof({ arbitrary: requests, weight: 3 }, { arbitrary: changes, weight: 1 }), {
    minLength: 1,
    maxLength: 4,
  }),
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
