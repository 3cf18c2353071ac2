/** The standalone host: `node:http` straight to the engine. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdminOptions } from '../admin/api.ts';
import type { Exchange } from '../engine/engine.ts';
import { httpTransport } from '../faults/transports.ts';
import type { Mock } from '../mock.ts';
import type { AdminHost } from './admin-host.ts';
import { sendAnswer } from './send.ts';

export interface RunningServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Refuse new connections, end open ones, and wait until all are gone. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Called after each answer that was sent. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Of the admin API: who may use it, and what it has beside the mock. */
  readonly admin?: AdminOptions;
}

/** Longest body that is read; more is answered with status 413 and the connection ended. */
const maxBodyBytes = 1024 * 1024;

/** The same for the admin API, which takes whole states. */
const maxAdminBodyBytes = 16 * 1024 * 1024;

const adminPath = '/_understudy';

/** As the gateway says in its header keep-alive. */
const keepAliveMs = 25_000;

/** Bodies are read, answers written; a request that breaks off ends its connection. */
function createRequestListener(mock: Mock, { onExchange, admin }: ServerOptions) {
  const serveAdmin = createAdminServing(mock, admin);
  return (request: IncomingMessage, response: ServerResponse): void => {
    const served = isAdmin(request)
      ? serveAdmin(request, response)
      : serve(mock, request, response, onExchange);
    served.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  };
}

function isAdmin({ url = '' }: IncomingMessage): boolean {
  return url.startsWith(adminPath) && /^[/?]?$/.test(url.charAt(adminPath.length));
}

/** The admin API is loaded when it is first asked for: most servers start without it, and sooner. */
function createAdminServing(mock: Mock, options: AdminOptions = {}) {
  let host: Promise<AdminHost> | undefined;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    host ??= import('./admin-host.ts').then(({ createAdminHost }) =>
      createAdminHost(mock, options, adminPath),
    );
    await (await host).serve(request, response, await readBody(request, maxAdminBodyBytes));
  };
}

/**
 * Start a server.
 *
 * Throws Error, with what to do about it, where the port is taken or may not be used.
 */
export async function startServer(mock: Mock, options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 4010, host = '127.0.0.1' } = options;
  const server = createServer(createRequestListener(mock, options));
  server.keepAliveTimeout = keepAliveMs;
  await listen(server, port, host);
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  const detach = mock.transports.attach(httpTransport);
  const close = async (): Promise<void> => {
    detach();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shownHost}:${address.port}`,
    port: address.port,
    close,
    [Symbol.asyncDispose]: close,
  };
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
    default:
      return new Error(
        `Failed to listen on "${place}": ${cause.message.replace(/\.$/, '')}. Correct --host or --port.`,
        { cause },
      );
  }
}

async function serve(
  mock: Mock,
  request: IncomingMessage,
  response: ServerResponse,
  onExchange?: (exchange: Exchange) => void,
): Promise<void> {
  const body = await readBody(request, maxBodyBytes);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end(`The body is longer than ${maxBodyBytes} bytes.\n`);
    return;
  }
  const headers = request.headers as Readonly<Record<string, string | undefined>>; // the few headers that Node keeps as lists are not read
  const asked = { method: request.method ?? 'GET', url: request.url ?? '/', headers, body };
  const exchange = await mock.handle(asked, httpTransport);
  await sendAnswer(exchange, response, mock.clock);
  onExchange?.(exchange);
}

/** Undefined where the body is too long. The rest is read all the same: a client that is cut off never sees the answer. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
  }
  if (length > maxBytes) return undefined;
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
