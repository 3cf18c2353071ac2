/** Requests and Responses of the Fetch standard, for `mock.fetch` and MSW. */
import { isPromise } from './awaitable.ts';
import type { Clock } from './settings/clock.ts';
import type { Exchange } from './engine/engine.ts';
import type { InjectedFault } from './faults/rule.ts';
import type { Transport } from './faults/transports.ts';
import type { WireRequest } from './gateway/request.ts';

/** The part of a mock that this module needs. */
interface Answering {
  readonly clock: Clock;
  answer(request: WireRequest, transport?: Transport): Exchange | Promise<Exchange>;
}

/** A Request as plain data. Consumes its body. */
export async function readFetchRequest(request: Request): Promise<WireRequest> {
  const { method, url } = request;
  // A Request has its host only in the URL, but signatures cover the header.
  const headers: Record<string, string> = { host: hostOf(url) };
  for (const [name, value] of request.headers) headers[name] = value;
  const body = new Uint8Array(await request.arrayBuffer());
  const encoding = headers['content-encoding'];
  const decodedBody = encoding === undefined ? undefined : await decode(body, encoding);
  return { method, url, headers, body, ...(decodedBody && { decodedBody }) };
}

/** Host and port of a URL that a Request has made regular, which has no user in it. */
function hostOf(url: string): string {
  const [, , host = ''] = url.split(/[/?#]/, 3);
  return host;
}

/** Longest decoded body in bytes: a few compressed bytes can expand to gigabytes. */
const mostDecoded = 1024 * 1024;

/** Undefined for an unknown encoding, for a malformed body, and for one that is too long. */
async function decode(body: Uint8Array<ArrayBuffer>, encoding: string): Promise<Uint8Array | undefined> {
  const format = encodings.find((one) => one === encoding.trim().toLowerCase());
  if (!format || body.length === 0) return undefined;
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream(format));
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > mostDecoded) {
        await reader.cancel();
        return undefined;
      }
      pieces.push(next.value);
    }
  } catch {
    return undefined;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The encodings that every browser supports. The server of node:http supports more. */
const encodings = ['gzip', 'deflate'] as const;

/**
 * Answer a Request on a transport.
 *
 * Rejects like `fetch` does where a fault ends the connection: with a TypeError whose cause says how.
 */
export async function answerRequest(
  mock: Answering,
  request: Request,
  transport: Transport,
): Promise<Response> {
  const answered = mock.answer(await readFetchRequest(request), transport);
  const exchange = isPromise(answered) ? await answered : answered;
  if (exchange.answer === undefined) return endConnection(exchange.fault, request.signal);
  const { answer, fault } = exchange;
  // A Response with one of these statuses may not have a body, not even an empty one.
  const body = answer.status === 204 || request.method === 'HEAD' ? null : answer.body;
  const respond = (content: BodyInit | null): Response =>
    new Response(content, { status: answer.status, headers: answer.headers });
  if (fault === undefined || fault.unplayable !== undefined) return respond(body);
  switch (fault.name) {
    case 'answer-lost':
      return endConnection(fault, request.signal);
    case 'truncated-body':
      return respond(body && truncated(body, fault.bytes));
    case 'slow-body':
      return respond(body && slow(body, fault.latencyMs ?? 0, mock.clock));
    default:
      return respond(body);
  }
}

/** The ends without an answer: the connection is closed, reset, or left open until the client gives up. */
function endConnection({ name }: InjectedFault, signal: AbortSignal): Promise<never> {
  if (name === 'hang') return abortOf(signal);
  return Promise.reject(
    name === 'reset'
      ? connectionLost('read ECONNRESET', 'ECONNRESET')
      : connectionLost('other side closed', 'UND_ERR_SOCKET'),
  );
}

/** As Node's `fetch` reports the end of a connection. */
function connectionLost(message: string, code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

/** Never resolves; rejects when the client gives up. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason as Error); // of an AbortSignal, by convention an Error
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

const encoder = new TextEncoder();

/** The first part of a body, then an error. */
function truncated(body: string, length: number | undefined): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = encoder.encode(body);
  const pieces = [bytes.subarray(0, truncatedLength(bytes.length, length))];
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece && piece.length > 0) controller.enqueue(piece);
      else controller.error(connectionLost('other side closed', 'UND_ERR_SOCKET'));
    },
  });
}

/** How many bytes of a body arrive that is cut off: as many as the fault says, by default half, and never all. */
export function truncatedLength(length: number, wanted: number | undefined): number {
  return Math.max(0, Math.min(wanted ?? Math.floor(length / 2), length - 1));
}

/** The ten pieces in which a slow body comes, as even as may be. */
export function slowPieces(bytes: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] {
  const count = 10;
  const edge = (piece: number): number => Math.floor((bytes.length * piece) / count);
  return Array.from({ length: count }, (_, piece) => bytes.subarray(edge(piece), edge(piece + 1)));
}

/** A body sent in pieces, at equal intervals by the mock's clock. */
function slow(body: string, milliseconds: number, clock: Clock): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = slowPieces(encoder.encode(body));
  const left = [...pieces];
  return new ReadableStream({
    async pull(controller) {
      await clock.sleep(milliseconds / pieces.length);
      const piece = left.shift();
      if (piece) controller.enqueue(piece);
      if (left.length === 0) controller.close();
    },
  });
}
