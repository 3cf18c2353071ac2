/**
 * The admin API: what a mock was asked and remembers, to look at and to change, as a function of a mock and a request.
 *
 * Below `/_understudy/` of a server; `adminDocument` in openapi.ts describes it for programs.
 */
import type { JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { checkAccess, pageFiles, type AdminAccess } from './access.ts';
import {
  AdminError,
  answerJson,
  answerNothing,
  answerText,
  assertKnown,
  numberOf,
  readObject,
  refuseAdmin,
  type AdminAnswer,
  type AdminRequest,
} from './answer.ts';
import type { ClockReading, FaultKind, ShownOperation, Trigger } from './bodies.ts';
import { adminDocument } from './openapi.ts';
import { explainEntry } from './explanation.ts';
import { listCollections, listRecords } from './records.ts';
import { findRequests, showRequest } from './requests.ts';
import { faultNames, settingsOf, type FaultRule } from '../faults/rule.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import type { Spaces, SpaceSummary } from '../spaces.ts';
import { StoreUnavailableError } from '../state-store.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { createClock, type Clock } from '../settings/clock.ts';

export interface AdminOptions extends AdminAccess {
  /** Requests that give documented errors of an operation, by default of the documented one; made when they are asked for. */
  readonly triggers?: ((operation: string | undefined) => Promise<readonly Trigger[]>) | undefined;
  /** Of the server, in the text form of Prometheus. */
  readonly metrics?: (() => Promise<string>) | undefined;
  readonly spaces?: Pick<Spaces, 'list' | 'remove'> | undefined;
}

type Handler = (
  mock: AwaitedFetchMock,
  request: AdminRequest,
  options: AdminOptions,
) => AdminAnswer | Promise<AdminAnswer>;

/** By path; what stands below `/faults/` and `/requests/` is in `route`. */
const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/health': { GET: answerHealth },
  '/openapi.json': { GET: () => answerJson(adminDocument) },
  '/state': {
    GET: async (mock, request) => answerJson(await pageOfState(mock, request)),
    PUT: async (mock, request) => {
      const { snapshot } = membersOf(request, ['total', 'collections', 'snapshot', 'next']);
      if (snapshot === undefined) throw new AdminError(400, 'its body has no "snapshot", as GET answers it');
      await mock.restore(snapshot as unknown as Snapshot); // looked at by the mock
      return answerNothing();
    },
  },
  '/collections': { GET: async (mock, request) => answerJson(await listCollections(mock, request)) },
  '/records': { GET: async (mock, request) => answerJson(await listRecords(mock, request)) },
  '/reset': {
    POST: async (mock) => {
      await mock.reset();
      return answerNothing();
    },
  },
  '/requests': {
    GET: (mock, request) => answerJson(findRequests(mock, request)),
    DELETE: (mock) => {
      mock.journal.clear();
      return answerNothing();
    },
  },
  '/faults': {
    GET: async (mock) => {
      // What others have counted.
      await mock.settled();
      return answerJson({
        faults: mock.faults
          .list()
          .map(({ id, rule, matched, injected }) => ({ id, rule, matched, injected })),
        kinds: faultNames.map((name): FaultKind => ({ name, settings: settingsOf[name] })),
      });
    },
    POST: async (mock, request) => {
      await mock.settled();
      const { id, rule } = mock.faults.add(readObject(request) as unknown as FaultRule); // looked at by the mock
      await mock.settled();
      return answerJson({ id, rule }, 201);
    },
    DELETE: async (mock) => {
      mock.faults.clear();
      await mock.settled();
      return answerNothing();
    },
  },
  '/clock': {
    GET: async (mock) => {
      await mock.settled();
      return answerJson(readClock(mock));
    },
    PUT: async (mock, request) => {
      // From where others have moved it to.
      await mock.settled();
      moveClock(mock, request);
      await mock.settled();
      return answerJson(readClock(mock));
    },
  },
  '/contract': {
    GET: ({ contract }) => answerJson({ operations: [...contract.values()].map(describeOperation) }),
  },
  '/limits': {
    GET: async (mock, { query }) => {
      const limits = await mock.limits();
      return answerJson({ limits: limits.slice(-numberOf(query, 'last', Infinity, 1)) });
    },
  },
  '/metrics': {
    GET: async (_, __, { metrics }) => {
      if (!metrics) throw new AdminError(404, 'this server counts nothing');
      return answerText(await metrics());
    },
  },
  '/spaces': {
    GET: async (_, __, { spaces }) =>
      answerJson({ spaces: ((await spaces?.list()) ?? []).map(describeSpace) }),
  },
  '/triggers': {
    GET: async (_, { query }, { triggers }) => {
      const code = query.get('code');
      const all = (await triggers?.(query.get('operation') ?? undefined)) ?? [];
      return answerJson({ triggers: all.filter((one) => code === null || one.code === code) });
    },
  },
};

/** Where the list of requests is sent as it grows; a host does that, since it never ends. */
export const eventsPath = '/events';

/** What an answered request of the admin API has changed, for open pages to reload; undefined for nothing. */
export function changeOf(
  { method, path }: AdminRequest,
  { status }: AdminAnswer,
): 'requests' | 'faults' | 'clock' | 'state' | 'everything' | undefined {
  if (method === 'GET' || status >= 300) return undefined;
  return changes.find(({ below }) => path.startsWith(below))?.what;
}

const changes = [
  { below: '/requests', what: 'requests' },
  { below: '/faults', what: 'faults' },
  { below: '/clock', what: 'clock' },
  { below: '/state', what: 'state' },
  { below: '/reset', what: 'everything' },
] as const;

/** Answers a request; undefined for `eventsPath` and the page, which the host serves. No request makes it throw. */
export async function answerAdmin(
  mock: AwaitedFetchMock,
  request: AdminRequest,
  options: AdminOptions = {},
): Promise<AdminAnswer | undefined> {
  const refusal = checkAccess(request, options);
  if (refusal) return refusal;
  try {
    return await route(mock, request, options);
  } catch (error) {
    if (error instanceof AdminError) return refuseAdmin(error.status, error.message);
    if (error instanceof StoreUnavailableError)
      return refuseAdmin(
        503,
        `the store "${mock.store.name}" cannot be reached. Look at the log of the server`,
      );
    // What the mock does not take, it says in one sentence.
    if (error instanceof Error && error.message.startsWith('Failed to '))
      return answerJson({ error: error.message }, 400);
    throw error;
  }
}

async function route(
  mock: AwaitedFetchMock,
  request: AdminRequest,
  options: AdminOptions,
): Promise<AdminAnswer | undefined> {
  const { method, path } = request;
  const fault = /^\/faults\/([^/]+)$/.exec(path)?.[1];
  if (fault !== undefined) return removeFault(mock, method, decodeName(fault));
  const [, asked, what] = /^\/requests\/([^/]+)(\/explain)?$/.exec(path) ?? [];
  if (asked !== undefined) {
    if (method !== 'GET') return refuseMethod(request, ['GET']);
    const id = decodeName(asked);
    return what === undefined ? showRequest(mock, id, request.query) : explainEntry(mock, id);
  }
  const space = /^\/spaces\/([^/]+)$/.exec(path)?.[1];
  if (space !== undefined) return removeSpace(options, method, decodeName(space));
  const isHosts = path === eventsPath || path in pageFiles;
  if (isHosts && method === 'GET') return undefined;
  const methods = routes[path] ?? (isHosts ? {} : undefined);
  if (!methods) {
    const known = [...Object.keys(routes), eventsPath].join(', ');
    return refuseAdmin(404, `there is no "${path}". There are ${known}`);
  }
  const handler = methods[method];
  return handler ? handler(mock, request, options) : refuseMethod(request, Object.keys(methods));
}

/** For probes: 503 while calls cannot be answered as they should be. */
function answerHealth({ store }: AwaitedFetchMock): AdminAnswer {
  return store.isReachable
    ? answerJson({ status: 'ok', store: store.name })
    : answerJson({ status: 'unavailable', store: store.name }, 503);
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AdminError(400, `"${text}" is not percent-encoded. Write % as %25`);
  }
}

function refuseMethod(
  { method, path }: Pick<AdminRequest, 'method' | 'path'>,
  methods: readonly string[],
): AdminAnswer {
  const allow = (methods.length === 0 ? ['GET'] : methods).join(', ');
  return refuseAdmin(405, `"${path}" has no ${method}. It has ${allow}`, { allow });
}

async function removeFault(mock: AwaitedFetchMock, method: string, id: string): Promise<AdminAnswer> {
  if (method !== 'DELETE') return refuseMethod({ method, path: `/faults/${id}` }, ['DELETE']);
  await mock.settled();
  const wasThere = mock.faults.remove(id);
  await mock.settled();
  return wasThere ? answerNothing() : refuseAdmin(404, `there is no fault "${id}"`);
}

async function removeSpace({ spaces }: AdminOptions, method: string, name: string): Promise<AdminAnswer> {
  if (method !== 'DELETE') return refuseMethod({ method, path: `/spaces/${name}` }, ['DELETE']);
  const wasThere = (await spaces?.remove(name)) ?? false;
  return wasThere ? answerNothing() : refuseAdmin(404, `there is no space "${name}"`);
}

function describeSpace({ name, lastUsed }: SpaceSummary): object {
  return { name, lastUsed: lastUsed === undefined ? null : new Date(lastUsed).toISOString() };
}

/** Most records that one answer holds. */
const mostRecords = 10_000;

/**
 * Records from `offset` on, at most `limit` of them, and how many there are. Where all of them fit, also the snapshot, to put
 * back later; else the address of the next page.
 */
async function pageOfState(
  mock: AwaitedFetchMock,
  { query, base = '/_understudy' }: AdminRequest,
): Promise<object> {
  assertKnown(query, ['offset', 'limit']);
  const offset = numberOf(query, 'offset', 0);
  const limit = Math.min(numberOf(query, 'limit', mostRecords, 1), mostRecords);
  const all = await mock.state.collections();
  const total = all.reduce((sum, { records }) => sum + records.length, 0);
  let before = 0;
  const collections = all.flatMap(({ records, ...name }) => {
    const [from, to] = [Math.max(0, offset - before), Math.max(0, offset + limit - before)];
    before += records.length;
    const shown = records.slice(from, to);
    return shown.length === 0 ? [] : [{ ...name, records: shown }];
  });
  const isWhole = offset === 0 && total <= limit;
  return {
    total,
    collections,
    snapshot: isWhole ? await mock.snapshot() : null,
    next: offset + limit < total ? `${base}/state?offset=${offset + limit}&limit=${limit}` : null,
  };
}

function readClock({ clock }: AwaitedFetchMock): ClockReading {
  return { now: new Date(clock.now()).toISOString(), running: !clock.isFrozen };
}

function moveClock({ clock }: AwaitedFetchMock, request: AdminRequest): void {
  const { now, advance, running } = membersOf(request, ['now', 'advance', 'running']);
  if (running !== undefined && typeof running !== 'boolean')
    throw new AdminError(400, '"running" is neither true nor false');
  if (now !== undefined && typeof now !== 'string' && typeof now !== 'number')
    throw new AdminError(400, '"now" is no point in time, such as 2026-01-01T00:00:00Z');
  if (advance !== undefined && !isDuration(advance))
    throw new AdminError(400, '"advance" is no duration, such as {"seconds":1}');
  const move = (one: Clock): void => {
    if (now !== undefined) one.set(now);
    if (advance !== undefined) one.advance(advance);
  };
  // Where one of the two cannot be done, neither is.
  move(createClock(clock.now()));
  move(clock);
  if (running === true) clock.run();
  if (running === false) clock.freeze();
}

function isDuration(value: unknown): value is { readonly seconds?: number; readonly milliseconds?: number } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([unit, amount]) => (unit === 'seconds' || unit === 'milliseconds') && typeof amount === 'number',
  );
}

/** The body as an object of known members. Throws AdminError for an unknown member, and for an empty object. */
function membersOf(request: AdminRequest, known: readonly string[]): JsonObject {
  const body = readObject(request);
  const names = Object.keys(body);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new AdminError(400, `there is no "${unknown}". There are ${known.join(', ')}`);
  if (names.length === 0) throw new AdminError(400, `its body is empty. It may have ${known.join(', ')}`);
  return body;
}

function describeOperation({
  name,
  product,
  version,
  page,
  summary,
  servers,
  rateLimit,
  errors,
  request,
}: Operation): ShownOperation {
  return {
    name,
    product,
    version,
    page,
    summary,
    servers,
    rateLimit: rateLimit ?? null,
    parameters: Object.keys((request['properties'] ?? {}) as JsonObject), // a schema's properties are an object
    errors: errors.documented.map(({ code, status, message, evidence, source }) => ({
      code,
      status,
      message,
      evidence,
      source,
    })),
  };
}
