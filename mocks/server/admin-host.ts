/** The admin API over `node:http`: the page's files, and events that never end. Loaded when it is first asked for. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuseAdmin, type AdminAnswer, type AdminRequest } from '../admin/answer.ts';
import { checkAccess, pageFiles } from '../admin/access.ts';
import { answerAdmin, changeOf, eventsPath, type AdminOptions } from '../admin/api.ts';
import type { CallCounts } from '../admin/bodies.ts';
import { countsAfter, rowsOf } from '../admin/events.ts';
import { isPromise } from '../../contract/awaitable.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import type { BodyProblem, ReadBody } from './body.ts';
import { endWithClient } from './send.ts';

export interface AdminHost {
  /** Answer one request below the prefix. */
  serve(request: IncomingMessage, response: ServerResponse, base: string): Promise<void>;
}

export interface AdminServing {
  /** Such as `/_understudy`. */
  readonly prefix: string;
  /** Gets the responses that do not end by themselves, as long as they are open. */
  readonly endless: Set<ServerResponse>;
  readonly readBody: ReadBody;
}

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** Nothing but this server's own files may run or be asked. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function createAdminHost(
  mock: AwaitedFetchMock,
  options: AdminOptions,
  { prefix, endless, readBody }: AdminServing,
): AdminHost {
  const feed = createFeed(mock);
  // Relative: below the path of a space it is another one.
  const ownFolder = `${prefix.slice(1)}/`;
  const tell = (event: string, data: object): void => {
    // What happened before is told before.
    feed.flush();
    feed.write(eventOf(event, data));
  };
  const answer = async (request: AdminRequest, response: ServerResponse): Promise<void> => {
    const found = await answerAdmin(mock, request, options);
    if (found) {
      send(response, found);
      const what = changeOf(request, found);
      if (what === undefined) return;
      if (what === 'requests' || what === 'everything') tell('cleared', {});
      if (what !== 'requests') tell('changed', { what });
    } else if (request.path === eventsPath) follow(feed, response, endless);
    else send(response, await readPageFile(request.path));
  };

  return {
    async serve(message, response, base) {
      if (!URL.canParse(message.url ?? '/', 'http://understudy.invalid')) return send(response, notAnAddress);
      const url = new URL(message.url ?? '/', 'http://understudy.invalid');
      // A path that leads out of the prefix, such as `/_understudy/../..`, is another one.
      if (url.pathname !== prefix && !url.pathname.startsWith(`${prefix}/`))
        return send(response, refuseAdmin(404, `"${url.pathname}" is not below "${prefix}/"`));
      const request: AdminRequest = {
        method: message.method === 'HEAD' ? 'GET' : (message.method ?? 'GET'),
        path: url.pathname.slice(prefix.length) || '/',
        base: base + prefix,
        query: url.searchParams,
        headers: message.headers as Readonly<Record<string, string | undefined>>, // the few headers that Node keeps as lists are not read
        body: '',
        isLocal: isLoopback(message.socket.remoteAddress ?? ''),
      };
      // Relative links of the page want the slash.
      if (url.pathname === prefix) return void response.writeHead(308, { location: ownFolder }).end();
      // Nothing is kept of the body of one without access.
      const refusal = checkAccess(request, options);
      const mostBytes = refusal ? 0 : longestBodyOf(request.path);
      await new Promise<void>((resolve, reject) => {
        const use = async (body: Buffer | BodyProblem): Promise<void> => {
          if (refusal) send(response, refusal);
          else if (typeof body === 'string') send(response, refuseBody(body, mostBytes));
          else await answer({ ...request, body: body.toString() }, response);
          resolve();
        };
        readBody(message, mostBytes, use, reject);
      });
    },
  };
}

/** A snapshot has many records; all else is a few lines. */
function longestBodyOf(path: string): number {
  return path === '/state' ? 16 * 1024 * 1024 : 128 * 1024;
}

function refuseBody(problem: BodyProblem, mostBytes: number): AdminAnswer {
  const close = { connection: 'close' };
  return problem === 'too-long'
    ? refuseAdmin(413, `its body is longer than ${mostBytes / 1024} KiB`, close)
    : refuseAdmin(503, 'others send too much at the same time. Try it again', close);
}

const notAnAddress = refuseAdmin(400, 'its address cannot be read');

function send(response: ServerResponse, { status, headers, body }: AdminAnswer): void {
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}

/** Each page and each program that listens costs memory and time at every call. */
const mostListeners = 64;

/** What waits to be sent to a listener that does not read; one with more is cut off. */
const mostWaiting = 1024 * 1024;

/** A call is told of after so many milliseconds, together with those that came meanwhile. */
const soonMs = 50;

/** Where more than a few were told of together, the next ones wait longer: to tell of each would cost more than to answer it. */
const gatherMs = 500;
const few = 2;

/** Most calls that are told together, the latest ones. */
const mostRows = 300;

/** Calls with more characters together than these are told of at once: until then the whole of each is held. */
const mostHeld = 1024 * 1024;

/** Tells of calls all who listen to a mock. They share one text: each of its own would cost as much again. */
interface Feed {
  readonly listeners: ReadonlySet<ServerResponse>;
  add(listener: ServerResponse): void;
  remove(listener: ServerResponse): void;
  write(event: string): void;
  /** Tell of the calls that wait to be told of. */
  flush(): void;
}

function createFeed(mock: AwaitedFetchMock): Feed {
  const listeners = new Set<ServerResponse>();
  let stop: (() => void) | undefined;
  let waiting: JournalEntry[] = [];
  let held = 0;
  let timer: NodeJS.Timeout | undefined;
  let delayMs = soonMs;
  const hear = (entry: JournalEntry): void => {
    waiting.push(entry);
    // The list shows no more; the counts tell of the others.
    if (waiting.length > mostRows * 2) waiting = waiting.slice(-mostRows);
    held += entry.request.url.length + entry.request.body.length;
    if (held > mostHeld) feed.flush();
    else timer ??= setTimeout(feed.flush, delayMs);
  };
  const feed = {
    listeners,
    add(listener: ServerResponse): void {
      // Who comes now is not told of the calls of before.
      feed.flush();
      listeners.add(listener);
      stop ??= mock.journal.subscribe(hear);
    },
    remove(listener: ServerResponse): void {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      stop?.();
      stop = undefined;
      clearTimeout(timer);
      timer = undefined;
      waiting = [];
      held = 0;
    },
    write(event: string): void {
      for (const listener of listeners) write(listener, event);
    },
    flush: (): void => {
      clearTimeout(timer);
      timer = undefined;
      delayMs = waiting.length > few ? gatherMs : soonMs;
      if (waiting.length === 0) return;
      const calls = waiting;
      waiting = [];
      held = 0;
      feed.write(
        rowsOf(mock, calls)
          .map((row) => eventOf('request', row, row.id))
          .join(''),
      );
      const tellCounts = (counts: CallCounts): void => feed.write(eventOf('counts', counts));
      const counts = countsAfter(mock, calls);
      // Where the state is away, the counts come with the next call.
      if (isPromise(counts)) void counts.then(tellCounts, () => undefined);
      else tellCounts(counts);
    },
  };
  return feed;
}

/** Until the client goes away, or the server ends its connections. */
function follow(feed: Feed, response: ServerResponse, endless: Set<ServerResponse>): void {
  if (feed.listeners.size >= mostListeners)
    return send(response, refuseAdmin(503, `${mostListeners} others listen already. Close some of them`));
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write(eventOf('hello', {}));
  feed.add(response);
  endless.add(response);
  endWithClient(response.req.socket);
  response.once('close', () => {
    endless.delete(response);
    feed.remove(response);
  });
}

function write(listener: ServerResponse, event: string): void {
  if (listener.writableLength > mostWaiting) listener.destroy();
  else listener.write(event);
}

function eventOf(name: string, data: object, id?: number): string {
  const line = id === undefined ? '' : `id: ${id}\n`;
  return `event: ${name}\n${line}data: ${JSON.stringify(data)}\n\n`;
}

async function readPageFile(path: string): Promise<AdminAnswer> {
  const name = pageFiles[path] ?? '';
  const headers = { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
  try {
    const body = await readFile(new URL(`../admin/page/${name}`, import.meta.url), 'utf8');
    const type = contentTypes[name.split('.').pop() ?? ''] ?? 'text/plain';
    return {
      status: 200,
      headers: {
        ...headers,
        'content-type': type,
        'content-security-policy': pagePolicy,
        'referrer-policy': 'no-referrer',
      },
      body,
    };
  } catch {
    return {
      status: 503,
      headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
      body: 'Failed to show the inspector: it is not built here. Start the server with npm start.\n',
    };
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
