/**
 * A fast lane before `node:http`: a plain request that comes whole is read, answered and written here, in one piece each, which
 * takes half the time that `node:http` takes for it.
 *
 * It does only what needs no second thought. At anything else (a piece of a request, several at once, an answer that has to be waited
 * for or is spoilt by a fault, a client that does not read, one that says nothing) the connection goes to `node:http` for good, with the
 * bytes that came last, as if it had been there from the beginning. So limits, timeouts and errors are those of `node:http`.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Exchange } from '../engine/engine.ts';
import { isPromise, type Awaitable } from '../../contract/awaitable.ts';
import { keepAliveLines, writePlainAnswer } from './plain-answer.ts';
import { createPlainReader, type PlainRequest } from './plain-request.ts';

export interface FastLaneOptions {
  /** Answers a request; undefined, before anything is done, for one that `node:http` has to handle. */
  readonly answer: (request: PlainRequest) => Awaitable<Exchange> | undefined;
  /** Called after each answer that was written here. `from`: when its request was read, by `performance.now`. */
  readonly note: (exchange: Exchange, from: number) => void;
  /** Takes an answer that was made already, and that `node:http` has to send to the next request that it reads from a connection. */
  readonly answerEarly: (socket: Socket, exchange: Awaitable<Exchange>) => void;
  /** A connection ends so long after its latest answer was sent. */
  readonly keepAliveMs: number;
  /** How often connections are looked at. */
  readonly tickMs: number;
}

export interface FastLane {
  /** Leaves all requests that are still to come to `node:http`. */
  drain(): void;
  /** Ends connections without a call, once their answers are sent. */
  endIdle(): void;
  /** Ends all connections at once. */
  close(): void;
}

interface LaneConnection {
  readonly socket: Socket;
  /** The latest tick at which a call came, or at which an answer was not sent whole; undefined before the first call. */
  usedAt: number | undefined;
  readonly openedAt: number;
  readonly leave: () => void;
}

/** Lets a server that does not listen yet take connections through a fast lane. */
export function openFastLane(server: Server, options: FastLaneOptions): FastLane {
  const { answer, answerEarly, note, keepAliveMs, tickMs } = options;
  const readPlain = createPlainReader();
  // Servers of `node:http` begin to read a connection in a listener of their own, and in no other way.
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection');
  const open = new Set<LaneConnection>();
  const keepAlive = keepAliveLines(keepAliveMs);
  let ticks = 0;
  let timer: NodeJS.Timeout | undefined;
  let isDraining = false;

  const handOver = (connection: LaneConnection, bytes?: Buffer): void => {
    const { socket } = connection;
    connection.leave();
    for (const listener of listeners) listener.call(server, socket);
    if (bytes) socket.unshift(bytes);
  };
  /** Whether nothing is left to do. */
  const answerPlainly = (connection: LaneConnection, bytes: Buffer): boolean => {
    const { socket } = connection;
    // Of a client that does not read, no more than one answer is kept here.
    const request = isDraining || socket.writableLength > 0 ? undefined : readPlain(bytes);
    if (!request) return false;
    const from = performance.now();
    const answered = answer(request);
    if (answered === undefined) return false;
    const text = isPromise(answered) ? undefined : writePlainAnswer(answered, keepAlive);
    if (isPromise(answered) || text === undefined) {
      answerEarly(socket, answered);
      // Until `node:http` has read the request nobody else listens.
      if (isPromise(answered)) answered.catch(() => undefined);
      return false;
    }
    connection.usedAt = ticks;
    socket.write(text.whole, text.encoding);
    note(answered, from);
    return true;
  };
  const handle = (connection: LaneConnection, bytes: Buffer): void => {
    const { socket } = connection;
    // Nothing is carried out that cannot be answered.
    if (!socket.writable) return;
    let isDone = false;
    try {
      isDone = answerPlainly(connection, bytes);
    } catch {
      return void socket.destroy();
    }
    if (!isDone) handOver(connection, bytes);
  };
  const tick = (): void => {
    ticks += 1;
    for (const connection of open) {
      const { socket, usedAt, openedAt } = connection;
      if (usedAt === undefined) {
        if (openedAt < ticks) handOver(connection);
      } else if (socket.writableLength > 0) connection.usedAt = ticks;
      else if ((ticks - usedAt) * tickMs > keepAliveMs) socket.destroy();
    }
    if (open.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  server.on('connection', (socket: Socket) => {
    const read = (bytes: Buffer): void => handle(connection, bytes);
    const end = (): void => void socket.end();
    const ignore = (): void => undefined;
    const leave = (): void => {
      open.delete(connection);
      socket.off('data', read).off('end', end).off('error', ignore).off('close', leave);
    };
    const connection: LaneConnection = { socket, usedAt: undefined, openedAt: ticks, leave };
    open.add(connection);
    timer ??= setInterval(tick, tickMs).unref();
    socket.on('data', read).on('end', end).on('error', ignore).on('close', leave);
  });

  return {
    drain() {
      isDraining = true;
      for (const connection of open) if (connection.usedAt === undefined) handOver(connection);
    },
    endIdle() {
      for (const { socket } of open) socket.destroySoon();
    },
    close() {
      for (const { socket } of open) socket.destroy();
      clearInterval(timer);
    },
  };
}
