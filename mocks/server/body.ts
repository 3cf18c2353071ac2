/**
 * Bodies of requests to a server of `node:http`.
 *
 * Most come in one piece with their head, and are there when Node has read that piece: they are taken out at once. Listening for
 * them, or worse, iterating over them, costs as much as half an answer.
 */
import type { IncomingMessage } from 'node:http';

/** `body` is undefined where it is too long. */
type UseBody = (body: Buffer | undefined) => Promise<void> | void;

type Fail = (error: unknown) => void;

/**
 * Hand over the body when it is whole; undefined where it is too long. The rest is read all the same: a client that is cut off
 * never sees the answer. `fail` is told where the request breaks off, and of what `use` throws.
 */
export function readBody(request: IncomingMessage, maxBytes: number, use: UseBody, fail: Fail): void {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
    handOver(empty, maxBytes, use, fail);
  else process.nextTick(takeWhole, request, maxBytes, use, fail);
}

const empty = Buffer.alloc(0);

/** Called when Node has read the piece of the connection that the head of the request came in. */
function takeWhole(request: IncomingMessage, maxBytes: number, use: UseBody, fail: Fail): void {
  if (!request.complete) return listen(request, maxBytes, use, fail);
  handOver((request.read() as Buffer | null) ?? empty, maxBytes, use, fail); // without an encoding it reads bytes
}

function listen(request: IncomingMessage, maxBytes: number, use: UseBody, fail: Fail): void {
  let pieces: Buffer[] = [];
  let length = 0;
  request.on('data', (piece: Buffer) => {
    length += piece.length;
    if (length > maxBytes) pieces = [];
    else pieces.push(piece);
  });
  request.on('error', fail);
  request.on('end', () =>
    handOver(length > maxBytes ? undefined : Buffer.concat(pieces), maxBytes, use, fail),
  );
}

function handOver(body: Buffer | undefined, maxBytes: number, use: UseBody, fail: Fail): void {
  try {
    void use(body && body.length > maxBytes ? undefined : body)?.catch(fail);
  } catch (error) {
    fail(error);
  }
}
