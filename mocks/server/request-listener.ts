/** Requests of a server, handed to the mock that they are for. */
import { isAscii } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AdminOptions } from '../admin/api.ts';
import { type Awaitable } from '../../contract/awaitable.ts';
import { whenDone } from '../awaitable.ts';
import type { Exchange, UnreadableRequest } from '../engine/engine.ts';
import { httpTransport } from '../faults/transports.ts';
import type { WireRequest } from '../gateway/request.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import { SpaceError, type Spaces } from '../spaces.ts';
import type { AdminHost, AdminServing } from './admin-host.ts';
import { createBodyReader, type BodyProblem, type ReadBody } from './body.ts';
import { decodeBody, type DecodedBody } from './decode.ts';
import { readGauges, type Metrics } from './metrics.ts';
import type { PlainRequest } from './plain-request.ts';
import { sendAnswer } from './send.ts';
import { createSites, type Site } from './sites.ts';
import { flawOf, headOf, unknownExpectation } from './unreadable.ts';

export interface RequestListener {
  /** For the event `request` of a server. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** For its event `checkExpectation`. */
  readonly expectation: (request: IncomingMessage, response: ServerResponse) => void;
  /** Answers a plain request, which somebody else sends; undefined, before anything is done, where it takes `listener` to answer it. */
  readonly answer: (request: PlainRequest) => Awaitable<Exchange> | undefined;
  /** Counts and logs an answer that was sent. `from`: when its request was read, by `performance.now`. */
  readonly note: (exchange: Exchange, from: number) => void;
  /** Makes this the answer to the next request that `listener` gets from a connection. */
  readonly answerEarly: (socket: Socket, exchange: Awaitable<Exchange>) => void;
  /** The response to the last request of a connection that has come whole, while it is not sent. */
  readonly lastWaiting: (socket: Duplex) => ServerResponse | undefined;
  /** Whether nothing more is answered on a connection, since the head of a request was refused. */
  readonly isRefused: (socket: Duplex) => boolean;
  /** Makes each answer end its connection from now on. */
  readonly drain: () => void;
}

interface ListenerOptions {
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
  readonly admin: Omit<AdminOptions, 'metrics' | 'spaces'> | undefined;
  readonly spaces: Spaces | undefined;
  readonly spaceByAccount: boolean;
}

/** Longest body that is read; more is answered with status 413 and the connection ended. */
const maxBodyBytes = 1024 * 1024;

/** Of all bodies together that have come in part: whoever opens many connections could send a part of one on each. */
const mostHeldBytes = 256 * 1024 * 1024;

const adminPath = '/_understudy';

/** Bodies are read, answers written; a request that breaks off ends its connection. */
export function createRequestListener(
  main: AwaitedFetchMock,
  metrics: Metrics,
  { onExchange, admin, spaces, spaceByAccount }: ListenerOptions,
): RequestListener {
  const endless = new Set<ServerResponse>();
  const readBody = createBodyReader(mostHeldBytes);
  const sites = createSites(main, {
    spaces,
    serveAdmin: (mock, adminOptions) => createAdminServing(mock, adminOptions, { endless, readBody }),
    admin: { ...admin, spaces, metrics: async () => metrics.write(await readGauges(main, spaces)) },
  });
  const serving = new Set<ServerResponse>();
  const early = new WeakMap<Socket, Awaitable<Exchange>>();
  let isDraining = false;
  const note = (exchange: Exchange, from: number): void => {
    metrics.observe(exchange, performance.now() - from);
    onExchange?.(exchange);
  };
  const handle = (request: WireRequest, site: Site, isNamed: boolean): Awaitable<Exchange> => {
    const chosen = spaceByAccount && !isNamed ? sites.findByAccount(request) : site;
    return chosen.mock.answer(request, httpTransport);
  };
  const takeEarly = (socket: Socket): Awaitable<Exchange> | undefined => {
    const found = early.get(socket);
    if (found) early.delete(socket);
    return found;
  };
  /** Told when an answer is sent, or will never be. */
  const doneWith =
    (response: ServerResponse, from: number) =>
    (exchange: Exchange): void => {
      // One that a fault keeps open still has its turn.
      if (response.writableEnded || response.destroyed) serving.delete(response);
      else response.once('close', () => void serving.delete(response));
      note(exchange, from);
    };
  const refused = new WeakSet<Duplex>();
  /** `problem`: for which no mock is asked. */
  const refuse = (request: IncomingMessage, response: ServerResponse, problem: UnreadableRequest): void => {
    const done = doneWith(response, performance.now());
    const exchange = main.reject({ ...headOf(request), body: '' }, problem);
    void sendAnswer(exchange, response, main.clock);
    done(exchange);
  };
  /** Where its body ends is not known for sure, so nothing that follows it is read. */
  const refuseHead: typeof refuse = (request, response, problem) => {
    response.shouldKeepAlive = false;
    refused.add(request.socket);
    refuse(request, response, problem);
  };
  return {
    listener(request, response) {
      serving.add(response);
      if (isDraining) response.shouldKeepAlive = false;
      const done = doneWith(response, performance.now());
      const fail = (error: unknown): void => {
        if (error instanceof SpaceError && !response.headersSent)
          return refuse(request, response, error.problem);
        if (error instanceof Error && !response.headersSent && !response.destroyed) {
          // Such as by an answer of `mock.use`: whoever wrote that has to see where.
          console.error('Failed to answer a request: the mock threw, and the client is told so.', error);
          return refuse(request, response, failureOf(error));
        }
        serving.delete(response);
        response.destroy(error instanceof Error ? error : undefined);
      };
      const flaw = flawOf(request);
      if (flaw) return refuseHead(request, response, flaw);
      try {
        const { site, isNamed, base, url } = sites.find(request);
        request.url = url;
        if (isAdmin(url)) {
          response.once('close', () => void serving.delete(response));
          void site.serveAdmin(request, response, base).catch(fail);
          return;
        }
        const answered = (asked: WireRequest): Awaitable<Exchange> =>
          takeEarly(request.socket) ?? handle(asked, site, isNamed);
        serve({ mock: site.mock, request, response, done, fail, handle: answered }, readBody);
      } catch (error) {
        fail(error);
      }
    },
    expectation(request, response) {
      serving.add(response);
      refuseHead(request, response, unknownExpectation);
    },
    answer(request) {
      try {
        const { site, isNamed, url } = sites.find(request);
        if (isAdmin(url)) return undefined;
        return handle(url === request.url ? request : { ...request, url }, site, isNamed);
      } catch (error) {
        // There is no such space, and nothing was done.
        if (error instanceof SpaceError) return undefined;
        throw error;
      }
    },
    note,
    answerEarly: (socket, exchange) => void early.set(socket, exchange),
    isRefused: (socket) => refused.has(socket),
    lastWaiting: (socket) => [...serving].findLast(({ req }) => req.socket === socket && req.complete),
    drain() {
      isDraining = true;
      for (const response of serving) response.shouldKeepAlive = false;
      for (const response of endless) response.end();
    },
  };
}

function isAdmin(url: string): boolean {
  return url.startsWith(adminPath) && /^[/?]?$/.test(url.charAt(adminPath.length));
}

/** The admin API is loaded when it is first asked for: most servers start without it, and sooner. */
function createAdminServing(
  mock: AwaitedFetchMock,
  options: AdminOptions,
  serving: Pick<AdminServing, 'endless' | 'readBody'>,
) {
  let host: Promise<AdminHost> | undefined;
  return async (request: IncomingMessage, response: ServerResponse, base: string): Promise<void> => {
    host ??= import('./admin-host.ts').then(({ createAdminHost }) =>
      createAdminHost(mock, options, { ...serving, prefix: adminPath }),
    );
    await (await host).serve(request, response, base);
  };
}

const bodyProblems: Readonly<Record<BodyProblem, UnreadableRequest>> = {
  'too-long': {
    status: 413,
    code: 'BodyTooLong',
    message: `The body is longer than ${maxBodyBytes} bytes. Send a shorter one.`,
  },
  'no-room': {
    status: 503,
    code: 'TooManyBodies',
    message: `The bodies that come at this time have more than ${mostHeldBytes} bytes together. Send fewer at once.`,
  },
};

interface Visit {
  readonly mock: AwaitedFetchMock;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly done: (exchange: Exchange) => void;
  readonly fail: (error: unknown) => void;
  readonly handle: (request: WireRequest) => Awaitable<Exchange>;
}

function serve(visit: Visit, readBody: ReadBody): void {
  const { request, fail } = visit;
  const use = (body: Buffer | BodyProblem): Promise<void> | void => {
    const encoding = request.headers['content-encoding'];
    const decoded =
      typeof body === 'string' || encoding === undefined
        ? undefined
        : decodeBody(body, encoding, maxBodyBytes);
    return whenDone(decoded, (one) => answer(visit, one?.kind === 'too-long' ? one.kind : body, one));
  };
  readBody(request, maxBodyBytes, use, fail);
}

function answer(
  { mock, request, response, done, handle }: Visit,
  body: Buffer | BodyProblem,
  decoded: DecodedBody | undefined,
): Promise<void> | void {
  const head = headOf(request);
  const send = (exchange: Exchange): Promise<void> | void =>
    whenDone(sendAnswer(exchange, response, mock.clock), () => done(exchange));
  if (typeof body === 'string') {
    response.shouldKeepAlive = false;
    return send(mock.reject({ ...head, body: '' }, bodyProblems[body]));
  }
  const asked: WireRequest =
    decoded?.kind === 'decoded'
      ? { ...head, body, decodedBody: decoded.body }
      : { ...head, body: textOf(body) };
  return whenDone(handle(asked), send);
}

/** As text where that is the same bytes: then nobody has to decode it, or to keep its memory outside of the heap. */
function textOf(body: Buffer): Buffer | string {
  return isAscii(body) ? body.toString('latin1') : body;
}

function failureOf({ message }: Error): UnreadableRequest {
  return { status: 500, code: 'MockFailed', message: `The mock could not answer: ${message}` };
}
