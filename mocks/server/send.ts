/** Answers over `node:http`, and what faults of the connection make of them. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../settings/clock.ts';
import type { Exchange } from '../engine/engine.ts';
import type { InjectedFault } from '../faults/rule.ts';
import { resetConnection } from './connections.ts';
import { slowPieces, truncatedLength } from '../broken-answer.ts';
import { STATUS_CODES } from './node-http.ts';

/** Sends an answer, or plays the fault of its connection. Resolves when nothing is left to write. */
export function sendAnswer(exchange: Exchange, response: ServerResponse, clock: Clock): Promise<void> | void {
  if (exchange.answer === undefined) return endConnection(exchange.fault, response);
  const { answer, fault } = exchange;
  const writeHead = (announced = Buffer.byteLength(answer.body)): void => {
    // A flat list, which Node writes as it is.
    const lines = ['date', dateHeader(exchange.at)];
    for (const name in answer.headers) lines.push(name, answer.headers[name] ?? '');
    if (answer.status !== 204) lines.push('content-length', String(announced));
    response.writeHead(answer.status, lines);
  };
  if (!fault || fault.unplayable !== undefined) {
    writeHead();
    response.end(answer.body);
    return;
  }
  const body = Buffer.from(answer.body);
  switch (fault.name) {
    case 'answer-lost':
      endConnection(fault, response);
      return;
    case 'truncated-body': {
      writeHead();
      response.flushHeaders();
      response.write(body.subarray(0, truncatedLength(body.length, fault.bytes)), () =>
        response.socket?.destroy(),
      );
      return;
    }
    case 'wrong-content-length':
      writeHead(Math.max(0, body.length + (fault.bytes ?? 10)));
      response.end(body);
      return;
    case 'slow-body':
      writeHead();
      response.flushHeaders();
      return writeSlowly(response, body, fault.latencyMs ?? 0, clock);
    default:
      writeHead();
      response.end(body);
  }
}

let lastSecond = Number.NaN;
let lastDate = '';

/** As `Date.toUTCString`; all answers of a second say the same. */
export function dateHeader(at: number): string {
  const second = Math.floor(at / 1000);
  if (second !== lastSecond) [lastSecond, lastDate] = [second, new Date(at).toUTCString()];
  return lastDate;
}

/**
 * Ends a connection without an answer, once the answers before are sent. A `hang` lasts until the client gives up or the server is
 * closed.
 */
function endConnection({ name }: InjectedFault, response: ServerResponse): void {
  const end = (socket: Socket): void => {
    if (name === 'hang') endWithClient(socket);
    else if (name === 'reset') resetConnection(socket);
    else socket.destroy();
  };
  if (response.socket) end(response.socket);
  else response.once('socket', end);
}

/** Ends a connection as soon as its client sends nothing more, which is all that one that gives up says. */
export function endWithClient(socket: Socket): void {
  if (socket.readableEnded) socket.destroy();
  else socket.once('end', () => void socket.destroy());
}

/** Send an answer where there is no response to write to, and end the connection. */
export function sendProblem({ at, answer }: Exchange, socket: Duplex): void {
  if (!answer) return void socket.destroy();
  const headers = {
    date: new Date(at).toUTCString(),
    ...answer.headers,
    'content-length': String(Buffer.byteLength(answer.body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n${answer.body}`,
  );
}

/** Writes in pieces, evenly over the time by the mock's clock; stops when the client has gone. */
async function writeSlowly(
  response: ServerResponse,
  body: Buffer<ArrayBuffer>,
  milliseconds: number,
  clock: Clock,
): Promise<void> {
  const pieces = slowPieces(body);
  for (const piece of pieces) {
    await clock.sleep(milliseconds / pieces.length);
    if (response.destroyed) return;
    response.write(piece);
  }
  response.end();
}
