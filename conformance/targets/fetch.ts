/** A target in this process: a function that answers a Request with a Response. */
import { addAbortSignal, Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { refuseUnknownOptions } from '../../contract/text/options.ts';
import { readBody, type Body } from './read-body.ts';
import { secretsOfHeaders } from './secrets.ts';
import { defineTarget, realClock, type Answer, type Call, type Target, type TargetClock } from './target.ts';

/**
 * An implementation as a function, such as `app.fetch` of a framework.
 *
 *     const answer: FetchFunction = (request) => Response.json({ RequestId: request.url });
 */
export type FetchFunction = (request: Request) => Response | Promise<Response>;

/** Options of `createFetchTarget`. */
export interface FetchTargetOptions {
  /** As reports name it. */
  readonly name: string;
  /** The implementation under test. One that rejects has not answered. */
  readonly fetch: FetchFunction;
  /** Whether it takes any access key id: then each scenario uses an account of its own, and none waits for the rate limit. */
  readonly anyAccount: boolean;
  /** Access key ids that it knows, where it does not take any. */
  readonly accounts?: readonly string[];
  /** The time that it lives in, where that can be moved instead of waited for; by default the time of this process. */
  readonly clock?: TargetClock;
  /** Longest wait for one answer, in milliseconds; 10000 by default. */
  readonly timeoutMs?: number;
  /** Sent with every call, and shown nowhere. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where `curl` would find it, if it were served: a function has no address of its own. */
const origin = 'http://127.0.0.1:4010';

/**
 * A target out of a function, for `runConformance` and the like. Throws MisuseError for an option that does not exist.
 *
 *     const target = createFetchTarget({
 *       name: 'mine',
 *       fetch: (request) => Response.json({ RequestId: request.url }),
 *       anyAccount: true,
 *     });
 */
export function createFetchTarget(options: FetchTargetOptions): Target {
  refuseUnknownOptions<FetchTargetOptions>('create a target', options, {
    name: true,
    fetch: true,
    anyAccount: true,
    accounts: true,
    clock: true,
    timeoutMs: true,
    headers: true,
  });
  const {
    name,
    fetch,
    anyAccount,
    accounts = [],
    clock = realClock,
    timeoutMs = 10_000,
    headers = {},
  } = options;
  return defineTarget({
    name,
    baseUrl: `${origin}/`,
    clock,
    anyAccount,
    accounts,
    secrets: secretsOfHeaders(headers),
    wayOut: 'Correct its function.',
    // A module may keep its state somewhere else, and `replay` runs it again.
    persistent: true,
    allowsOverload: true,
    async send(call) {
      return withTimeout((signal) => answer(fetch, call, headers, signal), timeoutMs);
    },
    close: () => Promise.resolve(),
  });
}

/** What could not be sent, such as a header with a line break, was not answered either. */
async function answer(
  fetch: FetchFunction,
  call: Call,
  ownHeaders: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const request = new Request(origin + call.path, {
      method: call.method,
      headers: { ...ownHeaders, ...call.headers },
      signal,
      ...(call.method === 'GET' ? {} : { body: call.body }),
    });
    const response: unknown = await fetch(request);
    if (!(response instanceof Response))
      return {
        kind: 'silent',
        reason: `its function answered with ${kindOf(response)}, which is no Response`,
      };
    const headers = Object.fromEntries(response.headers);
    const { text, problem } = await readOnce(response, signal);
    const { status } = response;
    return { kind: 'answered', status, headers, body: text, ...(problem !== undefined && { problem }) };
  } catch (error) {
    return { kind: 'silent', reason: error instanceof Error ? error.message : String(error) };
  }
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? String(value) : `a value of type ${typeof value}`;
}

/** A module may pass on what `fetch` answered: that is decoded already, and its Content-Encoding says otherwise. */
async function readOnce(response: Response, signal: AbortSignal): Promise<Body> {
  if (!response.body) return { text: '' };
  const stream = Readable.fromWeb(response.body as ReadableStream<Uint8Array>); // of bytes, as every Response's
  return readBody(addAbortSignal(signal, stream), response.headers.get('content-encoding') ?? '', {
    mayBeDecoded: true,
  });
}

async function withTimeout(
  send: (signal: AbortSignal) => Promise<Answer>,
  timeoutMs: number,
): Promise<Answer> {
  const late = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => {
      resolve({ kind: 'silent', reason: `no answer within ${timeoutMs} ms`, isAbsent: true });
      late.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([send(late.signal), silence]);
  } finally {
    clearTimeout(timer);
  }
}
