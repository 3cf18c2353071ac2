/** The admin API as the page sees it. */

export interface ShownRequest {
  readonly id: number;
  /** By the mock's clock. */
  readonly at: string;
  readonly operation: string | null;
  readonly account: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Null for a call that a fault took away. */
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  } | null;
  readonly decision: Decision;
  /** Names of the faults that were injected. */
  readonly faults: readonly string[];
}

export type Decision =
  | { readonly kind: 'accepted' | 'lost' }
  | {
      readonly kind: 'refused';
      readonly error: string;
      /** What refused it, such as a rule of the request by its id. */
      readonly rule: string;
      readonly parameter?: string;
      readonly evidence: string;
      readonly source: string;
    };

export interface Clock {
  readonly now: string;
  readonly running: boolean;
}

export interface Limit {
  readonly account: string;
  readonly operation: string;
  readonly used: number;
  readonly requests: number;
  readonly perMs: number;
}

export interface Collection {
  readonly account: string;
  readonly collection: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

export interface Fault {
  readonly id: string;
  readonly rule: Readonly<Record<string, unknown>> & { readonly fault: string };
  readonly matched: number;
  readonly injected: number;
}

export interface FaultKind {
  readonly name: string;
  readonly settings: readonly string[];
}

export interface ContractError {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly evidence: string;
  readonly source: string;
}

export interface Operation {
  readonly name: string;
  readonly version: string;
  readonly page: string;
  readonly summary: string;
  readonly errors: readonly ContractError[];
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Trigger {
  readonly code: string;
  readonly title: string;
  /** The last of them is answered with the error. */
  readonly calls: readonly Call[];
}

/** Undefined where the page was opened without one, and none was asked for. */
let token = sessionStorage.getItem('understudy-token') ?? undefined;

export function setToken(given: string): void {
  token = given;
  sessionStorage.setItem('understudy-token', given);
}

/** The server requires a token that the page does not have. */
export class TokenWanted extends Error {
  override readonly name = 'TokenWanted';
}

/** Ask the admin API. Throws Error with the sentence that it answers to a mistake. */
export async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const response = await send(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
  });
  const text = await response.text();
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok)
    throw new Error(
      (value as { error?: string } | undefined)?.error ?? `The server answered ${response.status}.`,
    );
  return value as T; // our own server's answer
}

async function send(path: string, options: RequestInit): Promise<Response> {
  const headers = {
    ...options.headers,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(`.${path}`, { ...options, headers });
  if (response.status === 401) throw new TokenWanted('The server requires its token.');
  return response;
}

/**
 * Read events until the connection ends. With fetch rather than EventSource, which cannot send a token.
 *
 * `onEvent` is called with the event's name and value.
 */
export async function readEvents(onEvent: (name: string, value: unknown) => void): Promise<void> {
  const response = await send('/events', {});
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (text + value).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      const json = /^data: (.*)$/m.exec(block)?.[1];
      if (name !== undefined) onEvent(name, json === undefined ? undefined : JSON.parse(json));
    }
  }
}

/** Send a call to the mock itself, as any client would. */
export async function call({ method, path, headers, body }: Call): Promise<{ status: number; body: string }> {
  const options = { method, headers, ...(method === 'GET' || method === 'HEAD' ? {} : { body }) };
  const response = await fetch(path, options).catch(() => undefined);
  if (!response) throw new Error('The call was not answered: its connection ended.');
  return { status: response.status, body: await response.text() };
}
