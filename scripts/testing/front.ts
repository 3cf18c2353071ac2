/** A server in front of a mock, which passes calls on, or does something else with them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { listen, type Listening } from '../../contract/fixtures/listen.ts';
import { createMock, type Mock } from '../../mocks/index.ts';
import { answered } from '../../mocks/fixtures/answered.ts';

export interface FrontCall {
  /** From 1, in the order in which the calls came. */
  readonly number: number;
  readonly action: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

export interface FrontAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FrontOptions {
  /** What is answered instead; `hang` for nothing at all, undefined to pass the call on. */
  readonly instead?: (call: FrontCall) => FrontAnswer | 'hang' | undefined;
  /** Changes what the mock answers. */
  readonly change?: (answer: FrontAnswer, call: FrontCall) => FrontAnswer;
  /** How long each answer takes, in milliseconds. */
  readonly delayMs?: number;
  readonly certificate?: { readonly cert: string; readonly key: string };
}

export interface Front extends Listening {
  readonly mock: Mock;
  readonly calls: FrontCall[];
  /** How many records the mock holds with names of this prefix, whoever made them. */
  readonly records: (prefix: string) => number;
}

export async function startFront(options: FrontOptions = {}): Promise<Front> {
  const mock = createMock({ seed: 1 });
  const calls: FrontCall[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void respond(request, Buffer.concat(chunks).toString(), response));
  };
  const respond = async (
    { method = 'GET', url = '/', headers }: IncomingMessage,
    body: string,
    response: ServerResponse,
  ): Promise<void> => {
    const action = new URL(url, 'http://127.0.0.1').searchParams.get('Action') ?? '';
    const call: FrontCall = { number: calls.length + 1, action, method, path: url, body, headers };
    calls.push(call);
    let answer = options.instead?.(call);
    if (answer === 'hang') return;
    if (!answer) {
      const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      const passed = answered(await mock.handle({ method, url, headers: texts, body }));
      answer = options.change ? options.change(passed, call) : passed;
    }
    const { status, headers: own, body: text } = answer;
    setTimeout(() => response.writeHead(status, own).end(text), options.delayMs ?? 0);
  };
  const { certificate } = options;
  const server = certificate ? createSecureServer({ ...certificate }, listener) : createServer(listener);
  const listening = await listen(server, certificate ? 'https' : 'http');
  return {
    ...listening,
    mock,
    calls,
    records: (prefix) =>
      mock.state
        .collections()
        .flatMap(({ records }) => records)
        .filter((record) => JSON.stringify(record).includes(prefix)).length,
  };
}

const json = { 'content-type': 'application/json' };

/** An answer that accepts, in the form of the API. */
export const success: FrontAnswer = {
  status: 200,
  headers: json,
  body: '{"RequestId":"5E5C0E5C-04D6-4E8A-9E50-3A2F0B0E4C55"}',
};

/** An error in the form of the API. */
export function refusal(status: number, code: string): FrontAnswer {
  const body = { RequestId: 'A', HostId: 'h', Code: code, Message: 'no' };
  return { status, headers: json, body: JSON.stringify(body) };
}
