/** A target in this process: a function that answers a Request with a Response. */
import { realClock, type Answer, type Target } from './target.ts';

export type FetchFunction = (request: Request) => Response | Promise<Response>;

export interface FetchTargetOptions {
  readonly name: string;
  readonly fetch: FetchFunction;
  readonly anyAccount: boolean;
  readonly accounts?: readonly string[];
  /** Longest wait for one answer. */
  readonly timeoutMs?: number;
}

/** Where `curl` would find it, if it were served: a function has no address of its own. */
const baseUrl = 'http://127.0.0.1:4010';

export function createFetchTarget({
  name,
  fetch,
  anyAccount,
  accounts = [],
  timeoutMs = 10_000,
}: FetchTargetOptions): Target {
  return {
    name,
    baseUrl,
    clock: realClock,
    anyAccount,
    accounts,
    // A module may keep its state somewhere else, and `replay` runs it again.
    persistent: true,
    allowsOverload: true,
    async send(call) {
      const request = new Request(baseUrl + call.path, {
        method: call.method,
        headers: call.headers,
        ...(call.method === 'GET' ? {} : { body: call.body }),
      });
      return withTimeout(answer(fetch, request), timeoutMs);
    },
    close: () => Promise.resolve(),
  };
}

async function answer(fetch: FetchFunction, request: Request): Promise<Answer> {
  try {
    const response = await fetch(request);
    return {
      kind: 'answered',
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    return { kind: 'silent', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function withTimeout(promise: Promise<Answer>, timeoutMs: number): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(
      () => resolve({ kind: 'silent', reason: `no answer within ${timeoutMs} ms`, isAbsent: true }),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
