/** Requests to the admin API, and its answers. */
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';

export interface AdminRequest {
  readonly method: string;
  /** Below `/_understudy`, such as `/state`. */
  readonly path: string;
  /** What stands before it in the address; `/_understudy`, but for a space that was named in the path. */
  readonly base?: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Whether it came from the machine that the server runs on. */
  readonly isLocal: boolean;
}

export interface AdminAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A mistake in the request: the status to answer, and what is wrong. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

const commonHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function answerJson(value: unknown, status = 200): AdminAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...commonHeaders },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** In the text form of Prometheus. */
export function answerText(body: string): AdminAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', ...commonHeaders },
    body,
  };
}

export function answerNothing(): AdminAnswer {
  return { status: 204, headers: commonHeaders, body: '' };
}

/** One sentence: what is wrong, and after a full stop what to do about it. */
export function refuseAdmin(
  status: number,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): AdminAnswer {
  const answer = answerJson({ error: `Failed to answer the request: ${reason}.` }, status);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** The body as an object. Throws AdminError for anything else. */
export function readObject({ body, headers }: AdminRequest): JsonObject {
  const value = readJson(body, headers['content-type'] ?? '');
  if (isObject(value)) return value;
  throw new AdminError(400, 'its body is no JSON object');
}

function readJson(body: string, type: string): Json {
  // Forms of other sites cannot have the content type application/json.
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(type))
    throw new AdminError(415, `its body is "${type}". Send it as application/json`);
  return parseJson(body, 'its body is no JSON');
}

/** No snapshot is nested deeper: what is could not be written again, and would take long to read. */
const deepest = 64;

/** Throws AdminError with this problem for a text that is no JSON. */
export function parseJson(text: string, problem: string): Json {
  if (isDeeperThan(deepest, text))
    throw new AdminError(400, `its JSON is nested more than ${deepest} levels deep`);
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new AdminError(400, problem, { cause });
  }
}

/** Of a text that is no JSON either answer may be right. */
function isDeeperThan(levels: number, json: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === quote) isInText = !isInText;
    else if (isInText) at += Number(character === backslash);
    else if (character === openBracket || character === openBrace) depth += 1;
    else if (character === closeBracket || character === closeBrace) depth -= 1;
    if (depth > levels) return true;
  }
  return false;
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [...'"\\[]{}'].map((character) =>
  character.charCodeAt(0),
);

/** A whole number of the query. Throws AdminError for anything else, and for one below `least`. */
export function numberOf(query: URLSearchParams, name: string, otherwise: number, least: 0 | 1 = 0): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^\d+$/.test(text) || Number(text) < least)
    throw new AdminError(400, `"${name}" is not a whole number from ${least}`);
  return Number(text);
}

/** Throws AdminError for a query with a name that is not one of these. */
export function assertKnown(query: URLSearchParams, known: readonly string[]): void {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new AdminError(400, `there is no "${unknown}". There are ${known.join(', ')}`);
}

/** How much is asked of each thing in a list. Throws AdminError for another view. */
export function readView(query: URLSearchParams): 'whole' | 'rows' {
  const view = query.get('view') ?? 'whole';
  if (view !== 'whole' && view !== 'rows') throw new AdminError(400, '"view" is neither "whole" nor "rows"');
  return view;
}
