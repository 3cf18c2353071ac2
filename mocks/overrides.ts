/** Answers that a test gives in place of the mock's own, such as one that the documentation does not mention. */
import { isObject, type JsonObject } from '../contract/json.ts';
import { MisuseError } from '../contract/text/misuse-error.ts';
import type { Exchange } from './engine/engine.ts';
import type { ReceivedCall } from './gateway/call.ts';
import type { WireRequest } from './gateway/request.ts';

/** A call that has arrived, before anything is decided. */
export interface IncomingCall {
  /** By the mock's clock, in milliseconds since the epoch. */
  readonly at: number;
  readonly operation: string;
  /** The account of the access key, or the access key id where nothing is verified. */
  readonly account: string;
  /** Decoded, nested. */
  readonly parameters: JsonObject;
  readonly request: WireRequest;
}

/** The answer, or undefined to leave it to the next one, at last to the mock. */
export type Responder = (exchange: IncomingCall) => Response | undefined | Promise<Response | undefined>;

export interface Overrides {
  /** Ask this one first from now on. Returns a function that asks it no more. */
  add(operation: string, responder: Responder): () => void;
  clear(): void;
  readonly isEmpty: boolean;
  /** The exchange with the first answer; undefined where the mock answers. */
  answer(call: ReceivedCall, request: WireRequest): Promise<Exchange | undefined>;
}

export function createOverrides(): Overrides {
  let entries: readonly { readonly operation: string; readonly responder: Responder }[] = [];
  return {
    add(operation, responder) {
      const entry = { operation, responder };
      entries = [entry, ...entries];
      return () => {
        entries = entries.filter((one) => one !== entry);
      };
    },
    clear() {
      entries = [];
    },
    get isEmpty() {
      return entries.length === 0;
    },
    async answer({ at, operation, account, decoded, received }, request) {
      if (!operation) return undefined;
      const { parameters } = decoded;
      const summary = {
        at,
        operation: operation.name,
        account,
        parameters,
        ...(received.unread !== undefined && { unread: received.unread }),
      };
      for (const { responder } of entries.filter((one) => one.operation === operation.name)) {
        const response = await responder({ at, operation: operation.name, account, parameters, request });
        if (!response) continue;
        requireResponse(response, operation.name);
        return exchangeOf(summary, response);
      }
      return undefined;
    },
  };
}

/** Not by `instanceof`: a test environment may have a `Response` of its own. */
function requireResponse(given: unknown, operation: string): void {
  if (isObject(given) && 'headers' in given && 'text' in given) return;
  throw new MisuseError(
    `Failed to use an answer for "${operation}": the function gave no Response. Let it return a Response, such as Response.json({}), or undefined for the mock's own answer.`,
  );
}

type Summary = Omit<Exchange, 'answer' | 'decision' | 'fault'>;

/** `Response.error()` is what a connection makes that is lost. */
async function exchangeOf(summary: Summary, response: Response): Promise<Exchange> {
  if (response.type === 'error')
    return {
      ...summary,
      answer: undefined,
      decision: { kind: 'lost' },
      fault: { name: 'request-lost', id: undefined },
    };
  const headers = Object.fromEntries(response.headers);
  return {
    ...summary,
    answer: { status: response.status, headers, body: await response.text() },
    decision: { kind: 'overridden' },
  };
}
