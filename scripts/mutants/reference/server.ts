/** The recording server: request in, answer out, put together from its parts. */
import { checks, firstRefusal } from './checks.ts';
import { errors } from './errors.ts';
import { createSlidingWindow } from './limiters.ts';
import { accepted, refused } from './parts.ts';
import type {
  AddConfig,
  Fetch,
  ReferenceOperation,
  ReferenceParts,
  PlainAnswer,
  ReferenceWorld,
} from './parts.ts';
import { applicationOf, readRecordConfig, tripleOf } from './record-config.ts';
import type { RecordConfig } from './record-config.ts';
import { readCall, readQueryAndForm } from './wire.ts';
import type { ReferenceCall } from './wire.ts';

export interface ReferenceServerOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Called once for every answer. */
  readonly nextId?: () => string;
  readonly bucketExists?: (bucket: string) => boolean;
}

const hostId = 'live.aliyuncs.com';

export function createServer(parts: ReferenceParts, options: ReferenceServerOptions = {}): Fetch {
  const world = createWorld(parts, options);
  const requestId = parts.createRequestId(options.nextId ?? (() => crypto.randomUUID().toUpperCase()));

  return async (request) => {
    const call = await readCall(request, parts.readParameters, parts.choices.emptyMeansAbsent);
    const outcome = await answerCall(call, world);
    return serialise(parts.shape(outcome, requestId(), parts.errors));
  };
}

function createWorld(parts: ReferenceParts, options: ReferenceServerOptions): ReferenceWorld {
  return {
    parts,
    configs: parts.createStore(),
    vods: new Set(),
    limiter: parts.createLimiter(parts.limits.requestsPerSecond),
    addConfig: parts.createAddConfig(),
    nowMs: options.now ?? Date.now,
    bucketExists: options.bucketExists ?? ((bucket) => bucket !== 'no-such-bucket'),
  };
}

const answerCall: ReferenceOperation = (call, world) => {
  if (call.method !== 'GET' && call.method !== 'POST') return refused('UnsupportedHTTPMethod');
  if (call.action === undefined) return refused('MissingAction');
  const operations = world.parts.operations;
  const operation = Object.hasOwn(operations, call.action) ? operations[call.action] : undefined;
  return operation ? operation(call, world) : refused('InvalidAction.NotFound');
};

/** Adds, unless the account is over its rate. */
export const addLiveAppRecordConfig: ReferenceOperation = (call, world) =>
  world.parts.throttle(call, world, () => world.addConfig(world.parts.readConfig(call), world));

/** Checks and stores without a pause in between, so that of simultaneous duplicates one alone succeeds. */
export const checkAndStore: AddConfig = (config, world) => {
  const code = firstRefusal(config, world);
  if (code !== undefined) return refused(code);
  store(config, world);
  return accepted;
};

export function store(config: RecordConfig, { configs, parts }: ReferenceWorld): void {
  configs.set(parts.keyOf(config, parts.choices), config);
}

const addLiveRecordVodConfig: ReferenceOperation = (call, world) => {
  const missing = missingApplication(call);
  if (missing !== undefined) return refused(missing);
  const key = world.parts.vodKeyOf(readRecordConfig(call));
  if (world.vods.has(key)) return refused('ConfigAlreadyExists');
  world.vods.add(key);
  return accepted;
};

/** Assumed: removing what is not there succeeds; nothing documents another answer. */
export const deleteLiveAppRecordConfig: ReferenceOperation = (call, world) => {
  const missing = missingApplication(call);
  if (missing !== undefined) return refused(missing);
  world.configs.delete(world.parts.keyOf(readRecordConfig(call), world.parts.choices));
  return accepted;
};

/** Assumed: as for the other kind of configuration. */
const deleteLiveRecordVodConfig: ReferenceOperation = (call, world) => {
  const missing = missingApplication(call);
  if (missing !== undefined) return refused(missing);
  world.vods.delete(world.parts.vodKeyOf(readRecordConfig(call)));
  return accepted;
};

export function missingApplication({ parameters }: ReferenceCall): string | undefined {
  const name = ['DomainName', 'AppName'].find((required) => !parameters.get(required));
  return name && `Missing${name}`;
}

const countEveryAdmittedCall: ReferenceParts['throttle'] = (call, world, run) => {
  const key = world.parts.limiterKeyOf(call);
  if (world.limiter.isFull(key, world.nowMs())) return refused('Throttling.User');
  world.limiter.count(key, world.nowMs());
  return run();
};

const shapeAnswer: ReferenceParts['shape'] = (outcome, RequestId, table) => {
  const headers = { 'content-type': 'application/json;charset=utf-8', 'x-acs-request-id': RequestId };
  if (outcome.kind === 'accepted') return { status: 200, headers, body: { RequestId } };
  const entry = table[outcome.code];
  if (!entry) throw new Error(`Failed to answer "${outcome.code}": the error table has no such code.`);
  const { status, Code, Message } = entry;
  return { status, headers, body: { Code, HostId: hostId, Message, RequestId } };
};

function serialise({ status, headers, body }: PlainAnswer): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
}

/** The parts of a server that does as documented. */
export const documentedParts: ReferenceParts = {
  limits: {
    DelayTime: { min: 15, max: 21600 },
    SliceDuration: { min: 5, max: 30 },
    // Assumed: the page shows 1 and 21600 as examples and states no range.
    CycleDuration: { min: 1, max: 21600 },
    TranscodeTemplates: 10,
    OssObjectPrefix: 255,
    SliceOssObjectPrefix: 255,
    requestsPerSecond: 30,
  },
  choices: {
    absentStreamMeansAll: true,
    emptyMeansAbsent: true,
    timesNeedStream: true,
    neitherFormatList: 'refused',
  },
  errors,
  operations: {
    AddLiveAppRecordConfig: addLiveAppRecordConfig,
    AddLiveRecordVodConfig: addLiveRecordVodConfig,
    DeleteLiveAppRecordConfig: deleteLiveAppRecordConfig,
    DeleteLiveRecordVodConfig: deleteLiveRecordVodConfig,
  },
  readParameters: readQueryAndForm,
  readConfig: readRecordConfig,
  checks,
  keyOf: tripleOf,
  vodKeyOf: applicationOf,
  createStore: () => new Map(),
  createAddConfig: () => checkAndStore,
  createLimiter: (requestsPerSecond) => createSlidingWindow(requestsPerSecond),
  limiterKeyOf: (call) => call.account,
  throttle: countEveryAdmittedCall,
  createRequestId: (nextId) => nextId,
  shape: shapeAnswer,
};
