/** The standalone host: `node:http` straight to the engine. */
/// <reference lib="esnext.disposable" preserve="true" />
import type { Server } from 'node:http';
import { Server as NetServer, type AddressInfo } from 'node:net';
import type { AdminOptions } from '../admin/api.ts';
import type { Exchange } from '../engine/engine.ts';
import { httpTransport } from '../faults/transports.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import { refuseUnknownOptions } from '../../contract/text/options.ts';
import type { Spaces } from '../spaces.ts';
import { watchConnections } from './connections.ts';
import { openFastLane } from './fast-lane.ts';
import { createMetrics } from './metrics.ts';
import { createServer, nodeHttps } from './node-http.ts';
import { createRequestListener } from './request-listener.ts';
import { answerUnreadable } from './unreadable.ts';
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

const defaultRequestTimeoutMs = 60_000;

/** While a server drains, an idle connection may make one more call for so long: its client may have sent it already. */
const idleDrainMs = 100;

/** The same of one from which nothing has come: its client may have just opened it. */
const silentDrainMs = 1000;

/** As the gateway says in its header keep-alive. */
const keepAliveMs = 25_000;

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
  const { onExchange, admin, spaces, spaceByAccount = false } = options;
  const { listener, expectation, lastWaiting, isRefused, drain, ...serving } = createRequestListener(
    mock,
    metrics,
    {
      onExchange,
      admin,
      spaces,
      spaceByAccount,
    },
  );
  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / 4,
    // Looked at by the listener, which says what is wrong.
    requireHostHeader: false,
  };
  const server = options.tls
    ? nodeHttps().createServer({ ...options.tls, ...timeouts, handshakeTimeout: requestTimeoutMs }, listener)
    : createServer(timeouts, listener);
  const fastLane = options.tls
    ? undefined
    : openFastLane(server, { ...serving, keepAliveMs, tickMs: Math.min(1000, requestTimeoutMs / 4) });
  server.keepAliveTimeout = keepAliveMs;
  const connections = watchConnections(server, {
    isTls: options.tls !== undefined,
    halfClosedMs: requestTimeoutMs,
  });
  server.on('checkExpectation', expectation);
  answerUnreadable(server, { mock, note: serving.note, lastWaiting, isRefused });
  await listen(server, port, host);
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  const detach = mock.transports.attach(httpTransport);
  const end = async (longestMs: number): Promise<void> => {
    const closed = stopListening(server);
    drain();
    fastLane?.drain();
    const endIdle = (): void => {
      fastLane?.endIdle();
      server.close();
    };
    const endAll = (): void => {
      fastLane?.close();
      connections.endAll();
    };
    const timers = [
      setTimeout(endIdle, Math.min(idleDrainMs, longestMs)),
      setTimeout(() => connections.endSilent(), Math.min(silentDrainMs, longestMs)),
      setTimeout(endAll, longestMs),
    ];
    if (longestMs === 0) endAll();
    await closed;
    for (const timer of timers) clearTimeout(timer);
    server.close();
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

/** Resolves once all connections are gone. The `close` of `node:http` would also end idle ones, at once; Bun has no other. */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const closed = (): void => resolve();
    if (server instanceof NetServer) NetServer.prototype.close.call(server, closed);
    else (server as Server).close(closed);
  });
}

/** A host that can be opened, for one that stands for all addresses, such as `0.0.0.0`. */
function openableHost(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (/^\[?[0:]+\]?$/.test(host)) return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

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
    case 'EADDRNOTAVAIL':
      return new Error(
        `Failed to listen on "${place}": this machine has no such address. Correct --host, or leave it out.`,
        { cause },
      );
    case 'ENOTFOUND':
      return new Error(
        `Failed to listen on "${place}": there is no such host. Correct --host, or leave it out.`,
        {
          cause,
        },
      );
    default:
      return new Error(
        `Failed to listen on "${place}": ${cause.message.replace(/\.$/, '')}. Correct --host or --port.`,
        { cause },
      );
  }
}
