/** Requests and Responses of the Fetch standard, for `mock.fetch` and MSW. */
import { isPromise } from '../contract/awaitable.ts';
import type { Clock } from './settings/clock.ts';
import type { Exchange } from './engine/engine.ts';
import type { WireAnswer } from './engine/answer.ts';
import type { FaultName } from './faults/rule.ts';
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

async function decode(body: Uint8Array<ArrayBuffer>, encoding: string): Promise<Uint8Array | undefined> {
  const { decodeBody } = await import('./decode-body.ts');
  return decodeBody(body, encoding);
}

/**
 * Answer a Request on a transport.
 *
 * Rejects like `fetch` does where a fault ends the connection, with a TypeError whose cause says how, and where the request's signal is
 * aborted, with its reason.
 */
export async function answerRequest(
  mock: Answering,
  request: Request,
  transport: Transport,
): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  const answered = mock.answer(await readFetchRequest(request), transport);
  const exchange = isPromise(answered) ? await waitFor(answered, signal) : answered;
  const { answer, fault } = exchange;
  if (
    answer === undefined ||
    (fault !== undefined && fault.unplayable === undefined && breaks.has(fault.name))
  ) {
    const { breakAnswer } = await import('./broken-answer.ts');
    return breakAnswer(exchange, request, { clock: mock.clock, hasBody: mayHaveBody(answer, request) });
  }
  return new Response(mayHaveBody(answer, request) ? answer.body : null, answer);
}

async function waitFor(answered: Promise<Exchange>, signal: AbortSignal): Promise<Exchange> {
  // It may fail before the rest is loaded.
  answered.catch(() => undefined);
  const { unlessAborted } = await import('./broken-answer.ts');
  return unlessAborted(answered, signal);
}

/** Faults of the connection; of any other the answer is in the exchange. */
const breaks: ReadonlySet<FaultName> = new Set<FaultName>(['answer-lost', 'truncated-body', 'slow-body']);

/** A Response with some statuses may not have a body, not even an empty one. */
function mayHaveBody(answer: WireAnswer | undefined, { method }: Request): boolean {
  return method !== 'HEAD' && ![204, 205, 304].includes(answer?.status ?? 200);
}
