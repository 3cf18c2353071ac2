/** What a call is answered by `mock.use`. Few tests use it, so that this is loaded when one does. */
import { isObject } from '../contract/json.ts';
import { MisuseError } from '../contract/text/misuse-error.ts';
import type { Exchange } from './engine/engine.ts';
import type { ReceivedCall } from './gateway/call.ts';
import type { WireRequest } from './gateway/request.ts';
import type { Responder } from './overrides.ts';

/** The exchange with the first answer of these; undefined where none of them answers. */
export async function answerByOverrides(
  respondersOf: (operation: string) => readonly Responder[],
  { at, operation, account, decoded, received }: ReceivedCall,
  request: WireRequest,
): Promise<Exchange | undefined> {
  if (!operation) return undefined;
  const { name } = operation;
  const { parameters } = decoded;
  const summary = {
    at,
    operation: name,
    account,
    parameters,
    ...(received.unread !== undefined && { unread: received.unread }),
  };
  for (const respond of respondersOf(name)) {
    const response = await respond({ at, operation: name, account, parameters, request });
    if (!response) continue;
    requireResponse(response, name);
    return exchangeOf(summary, response);
  }
  return undefined;
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
