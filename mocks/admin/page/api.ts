/** Asks the admin API, and the mock itself. What it answers stands in ../bodies.ts. */
import type { SentRequest } from '../../../contract/wire/curl.ts';

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
export async function call({ method, path, headers, body }: SentRequest): Promise<{
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
