/** What comes to a server and is no request that it could hand to a mock: it is answered all the same, and kept in log and journal. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Exchange, UnreadableRequest } from '../engine/engine.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import { sendProblem } from './send.ts';

interface Refusing {
  readonly mock: AwaitedFetchMock;
  /** Counts and logs an answer that was sent. `from`: when its request was read, by `performance.now`. */
  readonly note: (exchange: Exchange, from: number) => void;
  /** The response to the last request of a connection that has come whole, while it is not sent. */
  readonly lastWaiting: (socket: Duplex) => ServerResponse | undefined;
  /** Whether nothing more is answered on a connection. */
  readonly isRefused: (socket: Duplex) => boolean;
}

/** A client reads an answer more surely when its connection is not closed in the midst of what it sends. */
const lingerMs = 1000;

/** Answers what Node could not read as HTTP, or gave up waiting for. */
export function answerUnreadable(server: Server, { mock, note, lastWaiting, isRefused }: Refusing): void {
  const refused = new WeakSet<Duplex>();
  const refuse = (socket: Duplex, head: RefusedHead, problem: UnreadableRequest): void => {
    // A client that went away is told nothing, nor is one to which an answer said that it is the last.
    if (!socket.writable) return;
    const from = performance.now();
    const exchange = mock.reject({ ...head, body: '' }, problem);
    sendProblem(exchange, socket);
    setTimeout(() => void socket.destroy(), lingerMs).unref();
    note(exchange, from);
  };
  /** After the answers to what came before it. */
  const refuseInTurn = (socket: Duplex, head: RefusedHead, problem: UnreadableRequest): void => {
    const before = lastWaiting(socket);
    if (!before) return refuse(socket, head, problem);
    // Before Node, which ends the connection of a client that sends nothing more.
    before.prependOnceListener('finish', () => {
      if (before.shouldKeepAlive) refuse(socket, head, problem);
    });
  };

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') return void socket.destroy(error);
    // What follows the last request of a connection is nobody's business.
    if (error.code === 'HPE_CLOSED_CONNECTION') return;
    // Whatever follows cannot be read either.
    if (refused.has(socket) || isRefused(socket)) return;
    refused.add(socket);
    refuseInTurn(socket, unknownHead, problems[error.code ?? ''] ?? notHttp);
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => void socket.destroy());
    refuseInTurn(socket, headOf(request), noTunnel);
  });
}

interface RefusedHead {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const unknownHead: RefusedHead = { method: '-', url: '-', headers: {} };

/** The head of a request as a mock takes it. */
export function headOf({ method = 'GET', url = '/', headers }: IncomingMessage): RefusedHead {
  return { method, url, headers: headers as RefusedHead['headers'] }; // the few headers that Node keeps as lists are not read
}

/**
 * What is wrong with the head of a request, although Node reads it; undefined where nothing is. Sources: RFC 9112, sections 3.2 and
 * 6.1.
 */
export function flawOf({
  httpVersionMinor,
  headers,
  rawHeaders,
}: IncomingMessage): UnreadableRequest | undefined {
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked') return unknownCoding;
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') hosts += 1;
  return hosts === 1 || (hosts === 0 && httpVersionMinor === 0) ? undefined : notOneHost;
}

const notHttp: UnreadableRequest = {
  status: 400,
  code: 'NotHttp',
  message:
    'The request cannot be read as HTTP/1.1. Look at its first line, its headers and the length of its body.',
};

const notOneHost: UnreadableRequest = {
  status: 400,
  code: 'NotOneHost',
  message: 'The request has no header Host, or more than one. Send one.',
};

const unknownCoding: UnreadableRequest = {
  status: 501,
  code: 'UnknownTransferEncoding',
  message:
    'The Transfer-Encoding of the request is not chunked alone. Send the body so, or with its Content-Length.',
};

export const unknownExpectation: UnreadableRequest = {
  status: 417,
  code: 'UnknownExpectation',
  message: 'The header Expect of the request is not 100-continue. Leave it out.',
};

const noTunnel: UnreadableRequest = {
  status: 501,
  code: 'NoTunnel',
  message: 'The request is a CONNECT, and this is no proxy. Send requests to its own address.',
};

const problems: Readonly<Record<string, UnreadableRequest>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'HeadersTooLong',
    message:
      'The address and the headers of the request are longer than 16 KiB. Send parameters in the body.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'RequestTimeout',
    message: 'The request did not arrive whole in time. Look at its Content-Length.',
  },
};
