/**
 * Bodies of requests to a server of `node:http`.
 *
 * Most come in one piece with their head, and are there when Node has read that piece: they are taken out at once. Listening for
 * them, or worse, iterating over them, costs as much as half an answer.
 */
import type { IncomingMessage } from 'node:http';
import { isPromise } from '../../contract/awaitable.ts';
import { createRequestQueue } from './request-queue.ts';

/** Why a body was not kept: it is longer than allowed, or others that come at the same time leave it no room. */
export type BodyProblem = 'too-long' | 'no-room';

type UseBody = (body: Buffer | BodyProblem) => Promise<void> | void;

type Fail = (error: unknown) => void;

/**
 * Hand over the body when it is whole, or say why it is not kept. The rest is read all the same: a client that is cut off
 * never sees the answer. `fail` is told where the request breaks off, and of what `use` throws.
 */
export type ReadBody = (request: IncomingMessage, maxBytes: number, use: UseBody, fail: Fail) => void;

/**
 * `mostHeld`: bytes of all bodies together that have come in part.
 *
 * Of one connection, a body is handed over once the request before it is done with: whoever sends several requests at once may
 * count on it that each finds what those before it have done.
 */
export function createBodyReader(mostHeld: number): ReadBody {
  let held = 0;
  const listen: ReadBody = (request, maxBytes, use, fail) => {
    let pieces: Buffer[] = [];
    let length = 0;
    let problem: BodyProblem | undefined;
    const release = (): void => {
      for (const piece of pieces) held -= piece.length;
      pieces = [];
    };
    request.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > maxBytes) problem = 'too-long';
      else if (held + piece.length > mostHeld) problem = 'no-room';
      if (problem) return release();
      held += piece.length;
      pieces.push(piece);
    });
    request.on('error', fail);
    request.on('close', release);
    request.on('end', () => {
      const body = problem ?? Buffer.concat(pieces);
      release();
      handOver(body, use, fail);
    });
  };
  /** Called when Node has read the piece of the connection that the head of the request came in. */
  const takeWhole: ReadBody = (request, maxBytes, use, fail) => {
    if (!request.complete) return listen(request, maxBytes, use, fail);
    const body = (request.read() as Buffer | null) ?? empty; // without an encoding it reads bytes
    handOver(body.length > maxBytes ? 'too-long' : body, use, fail);
  };
  const queue = createRequestQueue();
  return (request, maxBytes, use, fail) => {
    const { headers, socket } = request;
    queue(socket, (next) => {
      if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
        process.nextTick(takeWhole, request, maxBytes, useThen(use, next), fail);
        return false;
      }
      let isDone = false;
      let isLate = false;
      const end = (): void => {
        isDone = true;
        if (isLate) next();
      };
      handOver(empty, useThen(use, end), fail);
      isLate = !isDone;
      return isDone;
    });
  };
}

/** Calls `next` once all is done. */
function useThen(use: UseBody, next: () => void): UseBody {
  return (body) => {
    try {
      const done = use(body);
      if (isPromise(done)) return done.finally(next);
    } catch (error) {
      next();
      throw error;
    }
    return next();
  };
}

const empty = Buffer.alloc(0);

function handOver(body: Buffer | BodyProblem, use: UseBody, fail: Fail): void {
  try {
    void use(body)?.catch(fail);
  } catch (error) {
    fail(error);
  }
}
