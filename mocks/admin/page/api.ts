/** The admin API as the page sees it. */

/** A call in the list. */
export interface RequestRow {
  readonly id: number;
  /** By the mock's clock. */
  readonly at: string;
  readonly operation: string | null;
  readonly account: string;
  readonly address: string;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly outcome: 'accepted' | 'refused' | 'throttled' | 'lost';
  readonly error: string | null;
  readonly parameter: string | null;
  /** Names of the faults that were injected. */
  readonly faults: readonly string[];
  readonly delivery: Delivery['kind'];
  /** What names the record that the call is about. */
  readonly key: readonly string[];
  /** By names on the wire; long values are cut. */
  readonly pairs: readonly (readonly [string, string])[];
}

/** What became of an answer on its way to the client. */
export interface Delivery {
  readonly kind: 'whole' | 'altered' | 'none';
  readonly sentence: string;
  /** What the client got, where that is not the answer. */
  readonly body?: string;
}

export interface ShownRequest {
  readonly id: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** Null for a call that a fault took away. */
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  } | null;
  readonly decision: Decision;
  /** Why parts of the request were not read. */
  readonly unread?: string;
  readonly delivery: Delivery;
}

export type Decision =
  | { readonly kind: 'accepted' | 'lost' }
  | {
      readonly kind: 'refused';
      readonly by: 'rule' | 'state' | 'gateway' | 'fault';
      readonly error: string;
      /** What refused it, such as a rule of the request by its id. */
      readonly rule: string;
      readonly parameter?: string;
      readonly evidence: string;
      readonly source: string;
    };

export interface Explanation {
  readonly id: number;
  /** What is wrong; empty for a call that is accepted. */
  readonly sentence: string;
  readonly fix: {
    /** Null stands for a parameter that is not sent. */
    readonly changes: readonly { readonly parameter: string; readonly from: unknown; readonly to: unknown }[];
    readonly call: Call | null;
  } | null;
  readonly record: RecordLink | null;
  readonly nearest: {
    readonly id: number;
    readonly differences: readonly {
      readonly parameter: string;
      readonly here: string | null;
      readonly there: string | null;
    }[];
  } | null;
}

export interface RecordLink {
  readonly account: string;
  readonly collection: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly effect: string;
}

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

export interface CollectionCount {
  readonly account: string;
  readonly collection: string;
  readonly count: number;
}

export interface Collections {
  /** Of all collections together. */
  readonly records: number;
  /** How many collections there are. */
  readonly total: number;
  /** The newest of them. */
  readonly collections: readonly CollectionCount[];
  /** What every account starts with. */
  readonly initial: readonly { readonly collection: string; readonly count: number }[];
}

export type StoredRecord = Readonly<Record<string, unknown>>;

export interface Records {
  readonly total: number;
  readonly key: readonly string[];
  readonly records: readonly StoredRecord[];
}

/** What calls have changed. */
export interface Counts {
  readonly requests: number;
  readonly collections: readonly CollectionCount[];
  readonly faults: readonly { readonly id: string; readonly matched: number; readonly injected: number }[];
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
  readonly product: string;
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

/**
 * Send a call to the mock itself, as any client would. Answers the status, and the values of all headers: one of them is the
 * id of the request. Throws Error where no answer came.
 */
export async function call({ method, path, headers, body }: Call): Promise<{
  readonly status: number;
  readonly values: readonly string[];
}> {
  const options = { method, headers, ...(method === 'GET' || method === 'HEAD' ? {} : { body }) };
  const response = await fetch(path, options).catch(() => undefined);
  if (!response) throw new Error('The call was not answered: its connection ended.');
  // A body that breaks off is no reason not to say what was answered.
  await response.text().catch(() => '');
  return { status: response.status, values: [...response.headers.values()] };
}
