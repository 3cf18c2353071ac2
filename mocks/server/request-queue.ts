/** The requests of a connection, one after the other. */
import type { Socket } from 'node:net';

/** Begins with a request. Returns whether it is done at once; else `next` is called when it is. */
export type Turn = (next: () => void) => boolean;

/** Begins with a request of a connection when those before it are done. */
export type RequestQueue = (socket: Socket, begin: Turn) => void;

/**
 * A connection with more requests that wait is ended: each takes memory, and Node reads on. No piece of a connection has room for
 * so many, so it is only met by who sends on behind a call that is late.
 */
const mostWaiting = 3000;

export function createRequestQueue(): RequestQueue {
  /** By connections with a request that is not done. */
  const waiting = new WeakMap<Socket, Turn[]>();
  const goOn = (socket: Socket, turns: Turn[]): void => {
    for (let begin = turns.shift(); begin; begin = turns.shift())
      if (!begin(() => goOn(socket, turns))) return;
    waiting.delete(socket);
  };
  return (socket, begin) => {
    const turns = waiting.get(socket);
    if (!turns) {
      const following: Turn[] = [];
      if (!begin(() => goOn(socket, following))) waiting.set(socket, following);
    } else if (turns.length < mostWaiting) turns.push(begin);
    else socket.destroy();
  };
}
