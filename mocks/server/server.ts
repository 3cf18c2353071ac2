/** The standalone host: `node:http` straight to the engine. */
import { isAscii } from 'node:buffer';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AdminOptions } from '../admin/api.ts';
import { whenDone } from '../awaitable.ts';
import type { Exchange, UnreadableRequest } from '../engine/engine.ts';
import { httpTransport } from '../faults/transports.ts';
import type { WireRequest } from '../gateway/request.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import { refuseUnknownOptions } from '../../contract/text/options.ts';
import { SpaceError, type Spaces } from '../spaces.ts';
import type { AdminHost } from './admin-host.ts';
import { readBody } from './body.ts';
import { decodeBody, type DecodedBody } from './decode.ts';
import { createMetrics, readGauges, type Metrics } from './metrics.ts';
import { createServer } from './node-http.ts';
import { sendAnswer, sendProblem } from './send.ts';
import { createSites, type Site } from './sites.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

/** A server that listens. `await using` closes it. */
export interface RunningServer extends AsyncDisposable {
  /** An address that can be opened on this machine, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Refuse new connections, end open ones, and wait until all are gone. */
  close(): Promise<void>;
  /** Refuses new connections, answers open calls for at most this time, then closes. */
  drain(longestMs: number): Promise<void>;
}

/** Options of `startServer`. */
export interface ServerOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Serve https. Both in PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** How long a request may take to arrive, in milliseconds; 60 s by default. Then it is answered with status 408. */
  readonly requestTimeoutMs?: number;
  /** Called after each answer that was sent. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Of the admin API: who may use it, and what it has beside the mock. */
  readonly admin?: Omit<AdminOptions, 'metrics' | 'spaces'>;
  /** The mocks of spaces; absent where requests cannot name a space. */
  readonly spaces?: Spaces;
  /** Whether each account has a space of its own, where a request names none. */
  readonly spaceByAccount?: boolean;
}

/** Longest body that is read; more is answered with status 413 and the connection ended. */
const maxBodyBytes = 1024 * 1024;

/** Longest body of the admin API, which takes whole snapshots. */
const maxAdminBodyBytes = 16 * 1024 * 1024;

const adminPath = '/_understudy';

const defaultRequestTimeoutMs = 60_000;

/** As the gateway says in its header keep-alive. */
const keepAliveMs = 25_000;

/** Bodies are read, answers written; a request that breaks off ends its connection. */
function createRequestListener(main: AwaitedFetchMock, metrics: Metrics, options: ServerOptions) {
  const { onExchange, spaces, spaceByAccount } = options;
  const endless = new Set<ServerResponse>();
  const sites = createSites(main, {
    spaces,
    serveAdmin: (mock, admin) => createAdminServing(mock, admin, endless),
    admin: { ...options.admin, spaces, metrics: async () => metrics.write(await readGauges(main, spaces)) },
  });
  const serving = new Set<ServerResponse>();
  let isDraining = false;
  return {
    listener(this: void, request: IncomingMessage, response: ServerResponse): void {
      serving.add(response);
      if (isDraining) response.shouldKeepAlive = false;
      const from = performance.now();
      const done = (exchange: Exchange): void => {
        serving.delete(response);
        metrics.observe(exchange, performance.now() - from);
        onExchange?.(exchange);
      };
      const fail = (error: unknown): void => {
        serving.delete(response);
        if (!(error instanceof SpaceError) || response.headersSent)
          return void response.destroy(error instanceof Error ? error : undefined);
        const { method = 'GET', url = '/' } = request;
        const exchange = main.reject({ method, url, headers: {}, body: '' }, error.problem);
        void sendAnswer(exchange, response, main.clock);
        done(exchange);
      };
      try {
        const { site, isNamed, base } = sites.find(request);
        if (isAdmin(request)) {
          response.once('close', () => void serving.delete(response));
          void site.serveAdmin(request, response, base).catch(fail);
          return;
        }
        const choose =
          spaceByAccount === true && !isNamed
            ? (asked: WireRequest) => sites.findByAccount(asked)
            : undefined;
        serve({ mock: site.mock, request, response, done, fail, choose });
      } catch (error) {
        fail(error);
      }
    },
    /** Makes each answer end its connection from now on. */
    drain(this: void): void {
      isDraining = true;
      for (const response of serving) response.shouldKeepAlive = false;
      for (const response of endless) response.end();
    },
  };
}

function isAdmin({ url = '' }: IncomingMessage): boolean {
  return url.startsWith(adminPath) && /^[/?]?$/.test(url.charAt(adminPath.length));
}

/** The admin API is loaded when it is first asked for: most servers start without it, and sooner. */
function createAdminServing(mock: AwaitedFetchMock, options: AdminOptions, endless: Set<ServerResponse>) {
  let host: Promise<AdminHost> | undefined;
  return async (request: IncomingMessage, response: ServerResponse, base: string): Promise<void> => {
    host ??= import('./admin-host.ts').then(({ createAdminHost }) =>
      createAdminHost(mock, options, adminPath, endless),
    );
    const admin = await host;
    await new Promise<void>((resolve, reject) => {
      const use = async (body: Buffer | undefined): Promise<void> => {
        await admin.serve(request, response, body, base);
        resolve();
      };
      readBody(request, maxAdminBodyBytes, use, reject);
    });
  };
}

function refuseUnknown(options: ServerOptions): void {
  refuseUnknownOptions<ServerOptions>('start a server', options, {
    port: true,
    host: true,
    tls: true,
    requestTimeoutMs: true,
    onExchange: true,
    admin: true,
    spaces: true,
    spaceByAccount: true,
  });
  const { port, tls, admin } = options;
  if (port !== undefined && typeof port !== 'number')
    throw new MisuseError(
      `Failed to start a server on port ${JSON.stringify(port)}: it is not a number. Write it like 4010.`,
    );
  if (tls) refuseUnknownOptions('start a server with tls', tls, { cert: true, key: true });
  if (admin)
    refuseUnknownOptions<NonNullable<ServerOptions['admin']>>('start a server with admin', admin, {
      token: true,
      triggers: true,
    });
}

/**
 * Start a server.
 *
 * Throws MisuseError, with what to do about it, where the port is taken or may not be used.
 *
 *     await using server = await startServer(createMock(), { port: 0 });
 *     console.log(server.url);
 */
export async function startServer(
  mock: AwaitedFetchMock,
  options: ServerOptions = {},
): Promise<RunningServer> {
  refuseUnknown(options);
  const { port = 4010, host = '127.0.0.1', requestTimeoutMs = defaultRequestTimeoutMs } = options;
  if (options.admin?.token?.trim() === '')
    throw new MisuseError(
      'Failed to start a server: its admin token is empty. Give it a token, or leave it out.',
    );
  const metrics = createMetrics();
  const { listener, drain } = createRequestListener(mock, metrics, options);
  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / 4,
  };
  const server = options.tls
    ? createTlsServer({ ...options.tls, ...timeouts }, listener)
    : createServer(timeouts, listener);
  server.keepAliveTimeout = keepAliveMs;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
    answerUnreadable(mock, error, socket, options.onExchange),
  );
  await listen(server, port, host);
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  const detach = mock.transports.attach(httpTransport);
  const end = async (longestMs: number): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    drain();
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), longestMs);
    if (longestMs === 0) server.closeAllConnections();
    await closed;
    clearTimeout(timer);
    detach();
    metrics.close();
  };
  const close = (): Promise<void> => end(0);
  return {
    url: `${options.tls ? 'https' : 'http'}://${openableHost(host)}:${address.port}`,
    port: address.port,
    close,
    drain: end,
    [Symbol.asyncDispose]: close,
  };
}

/** A host that can be opened, for one that stands for all addresses, such as `0.0.0.0`. */
function openableHost(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (/^\[?[0:]+\]?$/.test(host)) return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** Answers what Node could not read as HTTP, or gave up waiting for, and keeps it in the journal. */
function answerUnreadable(
  mock: AwaitedFetchMock,
  error: NodeJS.ErrnoException,
  socket: Duplex,
  onExchange?: (exchange: Exchange) => void,
): void {
  // A client that went away, or one whose answer has begun, is told nothing.
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy(error);
  const problem = unreadable[error.code ?? ''] ?? {
    status: 400,
    code: 'NotHttp',
    message:
      'The request cannot be read as HTTP/1.1. Look at its first line, its headers and the length of its body.',
  };
  const exchange = mock.reject({ method: '-', url: '-', headers: {}, body: '' }, problem);
  sendProblem(exchange, socket);
  onExchange?.(exchange);
}

const unreadable: Readonly<Record<string, UnreadableRequest>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'HeadersTooLong',
    message:
      'The address and the headers of the request are longer than 16 KiB. Send parameters in the body.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'RequestTimeout',
    message: 'The request did not arrive whole in time. Look at its Content-Length.',
  },
};

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, port, host); // Node throws only errors
  }
}

function listenError(cause: NodeJS.ErrnoException, port: number, host: string): Error {
  const place = `${host}:${port}`;
  switch (cause.code) {
    case 'EADDRINUSE':
      return new Error(
        `Failed to listen on "${place}": another program has that port. Stop it, or choose another with --port.`,
        { cause },
      );
    case 'EACCES':
      return new Error(
        `Failed to listen on "${place}": this user may not use that port. Choose one above 1023 with --port.`,
        { cause },
      );
    default:
      return new Error(
        `Failed to listen on "${place}": ${cause.message.replace(/\.$/, '')}. Correct --host or --port.`,
        { cause },
      );
  }
}

const bodyTooLong: UnreadableRequest = {
  status: 413,
  code: 'BodyTooLong',
  message: `The body is longer than ${maxBodyBytes} bytes. Send a shorter one.`,
};

interface Visit {
  readonly mock: AwaitedFetchMock;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly done: (exchange: Exchange) => void;
  readonly fail: (error: unknown) => void;
  readonly choose: ((request: WireRequest) => Site) | undefined;
}

function serve(visit: Visit): void {
  const { request, fail } = visit;
  const use = (body: Buffer | undefined): Promise<void> | void => {
    const encoding = request.headers['content-encoding'];
    const decoded = body && encoding !== undefined ? decodeBody(body, encoding, maxBodyBytes) : undefined;
    return whenDone(decoded, (one) => answer(visit, one?.kind === 'too-long' ? undefined : body, one));
  };
  readBody(request, maxBodyBytes, use, fail);
}

/** `body` is undefined where it is too long. */
function answer(
  { mock, request, response, done, choose }: Visit,
  body: Buffer | undefined,
  decoded: DecodedBody | undefined,
): Promise<void> | void {
  const headers = request.headers as Readonly<Record<string, string | undefined>>; // the few headers that Node keeps as lists are not read
  const { method = 'GET', url = '/' } = request;
  const send = (exchange: Exchange): Promise<void> | void =>
    whenDone(sendAnswer(exchange, response, mock.clock), () => done(exchange));
  if (!body) {
    response.shouldKeepAlive = false;
    return send(mock.reject({ method, url, headers, body: '' }, bodyTooLong));
  }
  const asked: WireRequest =
    decoded?.kind === 'decoded'
      ? { method, url, headers, body, decodedBody: decoded.body }
      : { method, url, headers, body: textOf(body) };
  return (choose?.(asked).mock ?? mock).handle(asked, httpTransport).then(send);
}

/** As text where that is the same bytes: then nobody has to decode it, or to keep its memory outside of the heap. */
function textOf(body: Buffer): Buffer | string {
  return isAscii(body) ? body.toString('latin1') : body;
}
