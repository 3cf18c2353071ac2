/** The faults of the connection, as a Response can play them. Most calls have none, so that this is loaded when one has. */
import type { Exchange } from './engine/engine.ts';
import type { InjectedFault } from './faults/rule.ts';
import type { Clock } from './settings/clock.ts';

/** Rejects like `fetch` does where the fault ends the connection: with a TypeError whose cause says how. */
export async function breakAnswer(
  { answer, fault }: Exchange,
  { signal }: Request,
  { clock, hasBody }: { readonly clock: Clock; readonly hasBody: boolean },
): Promise<Response> {
  if (answer === undefined || fault?.name === 'answer-lost') return endConnection(fault, signal);
  const respond = (body: BodyInit | null): Response => new Response(body, answer);
  if (!hasBody) return respond(null);
  if (fault?.name === 'truncated-body') return respond(truncated(answer.body, fault.bytes));
  return respond(slow(answer.body, fault?.latencyMs ?? 0, clock));
}

/** A client that gives up is told so at once; the call goes on, as on a server. */
export function unlessAborted(answered: Promise<Exchange>, signal: AbortSignal): Promise<Exchange> {
  return Promise.race([answered, abortOf(signal)]);
}

/** The ends without an answer: the connection is closed, reset, or left open until the client gives up. */
function endConnection(fault: InjectedFault | undefined, signal: AbortSignal): Promise<never> {
  const name = fault?.name;
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
