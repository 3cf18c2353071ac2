/** Correct servers that decided otherwise where the documentation is silent. A suite must blame none of them. */
import { valueDecisions } from './correct-values.ts';
import { createFixedWindow, createTokenBucket } from '../reference/limiters.ts';
import { refused } from '../reference/parts.ts';
import type { ReferenceDecision, Fetch, ReferenceOperation, ReferenceThrottle } from '../reference/parts.ts';
import { readRecordConfig } from '../reference/record-config.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import {
  addLiveAppRecordConfig,
  createServer,
  deleteLiveAppRecordConfig,
  documentedParts,
  missingApplication,
} from '../reference/server.ts';
import type { ReferenceServerOptions } from '../reference/server.ts';
import { all, answeringCode, choosing, reshaping, using } from '../reference/variations.ts';
import { readCall, readQueryAndForm } from '../reference/wire.ts';

export interface CorrectServer {
  /** Unique, kebab-case. */
  readonly name: string;
  /** One sentence: what this server decided. */
  readonly describe: string;
  /** Codes it cannot be brought to answer, since it lacks the operation that leads there. */
  readonly unreachable: readonly string[];
  readonly create: (options?: ReferenceServerOptions) => Fetch;
}

const countThrottledToo: ReferenceThrottle = (call, world, run) => {
  const key = world.parts.limiterKeyOf(call);
  const isFull = world.limiter.isFull(key, world.nowMs());
  world.limiter.count(key, world.nowMs());
  return isFull ? refused('Throttling.User') : run();
};

const order: readonly ReferenceDecision[] = [
  [
    'checks-reversed',
    'Asks for the rules in the opposite order.',
    (parts) => ({ ...parts, checks: parts.checks.toReversed() }),
  ],
  [
    'state-before-values',
    'Looks for an existing configuration before it looks at any value.',
    (parts) => ({
      ...parts,
      checks: parts.checks.toSorted(
        (a, b) => Number(b.code.endsWith('Exists')) - Number(a.code.endsWith('Exists')),
      ),
    }),
  ],
];

const rates: readonly ReferenceDecision[] = [
  [
    'fixed-window',
    'Counts in windows of a second that begin with a first call.',
    using({ createLimiter: (size) => createFixedWindow(size) }),
  ],
  [
    'calendar-second',
    'Counts in the seconds of the clock.',
    using({ createLimiter: (size) => createFixedWindow(size, 1000, (nowMs) => nowMs - (nowMs % 1000)) }),
  ],
  ['token-bucket', 'Refills a bucket of 30 tokens evenly.', using({ createLimiter: createTokenBucket })],
  [
    'throttled-calls-count',
    'Counts throttled calls as well, so that a caller who does not slow down stays throttled.',
    using({ throttle: countThrottledToo }),
  ],
];

const words: readonly ReferenceDecision[] = [
  [
    'other-words',
    'Words the messages otherwise that the page does not give.',
    all(
      answeringCode('InvalidOssEndpoint.Malformed', { Message: 'OssEndpoint: no such host name.' }),
      answeringCode('Throttling.User', { Message: 'Slow down.' }),
      answeringCode('InvalidAction.NotFound', { Message: 'No such action.' }),
      ...['MissingDomainName', 'MissingAppName', 'MissingOssEndpoint', 'MissingOssBucket'].map((code) =>
        answeringCode(code, { Message: `${code.slice('Missing'.length)} is required.` }),
      ),
    ),
  ],
  [
    'recommends-a-page',
    'Adds a link to a troubleshooting page to every error.',
    reshaping((answer, outcome) =>
      outcome.kind === 'refused'
        ? {
            ...answer,
            // An error body is always an object.
            body: {
              ...(answer.body as object),
              Recommend: `https://api.aliyun.com/troubleshoot?q=${outcome.code}`,
            },
          }
        : answer,
    ),
  ],
];

const reportAbsence: ReferenceOperation = (call, world) => {
  const { keyOf, choices } = world.parts;
  const isStored = world.configs.has(keyOf(readRecordConfig(call), choices));
  return isStored || missingApplication(call) !== undefined
    ? deleteLiveAppRecordConfig(call, world)
    : refused('InvalidConfig.NotFound');
};

function inOneSpelling(config: RecordConfig): RecordConfig {
  const plain = (text: string | undefined) => text?.trim().normalize('NFC');
  return {
    ...config,
    DomainName: config.DomainName?.trim().toLowerCase().replace(/\.$/, ''),
    AppName: plain(config.AppName),
    StreamName: plain(config.StreamName),
  };
}

const state: readonly ReferenceDecision[] = [
  [
    'absent-stream-is-another',
    'Keeps a configuration without StreamName apart from one for the StreamName *.',
    choosing({ absentStreamMeansAll: false }),
  ],
  [
    'state-of-each-account',
    'Keeps the configurations of each account apart.',
    (parts) => ({
      ...parts,
      keyOf: (config, choices) => `${config.call.account} ${parts.keyOf(config, choices)}`,
      vodKeyOf: (config) => `${config.call.account} ${parts.vodKeyOf(config)}`,
    }),
  ],
  [
    'names-in-any-spelling',
    'Compares domains without regard to case and a dot at the end, and names as NFC without spaces around them.',
    (parts) => ({
      ...parts,
      keyOf: (config, choices) => parts.keyOf(inOneSpelling(config), choices),
    }),
  ],
  [
    'removal-reports-absence',
    'Answers InvalidConfig.NotFound with status 404 where there is nothing to remove.',
    (parts) => ({
      ...parts,
      operations: { ...parts.operations, DeleteLiveAppRecordConfig: reportAbsence },
      errors: {
        ...parts.errors,
        'InvalidConfig.NotFound': {
          status: 404,
          Code: 'InvalidConfig.NotFound',
          Message: 'Config does not exist.',
        },
      },
    }),
  ],
];

/** Answers after a time that differs from call to call, so that answers overtake each other. */
function createLate(options?: ReferenceServerOptions): Fetch {
  const fetch = createServer(documentedParts, options);
  let calls = 0;
  return async (request) => {
    const delayMs = (calls++ * 7) % 11;
    const response = await fetch(request);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return response;
  };
}

/** Answers JSON to those who ask for it, by parameter or header, and else XML: the default of older signatures. */
function createXmlByDefault(options?: ReferenceServerOptions): Fetch {
  const fetch = createServer(documentedParts, options);
  return async (request) => {
    const { action = 'Unknown', parameters } = await readCall(request.clone(), readQueryAndForm, true);
    const response = await fetch(request);
    const wantsJson = request.headers.get('accept')?.includes('json') ?? false;
    if (wantsJson || parameters.get('Format')?.toLowerCase() === 'json') return response;
    const body = Object.entries((await response.json()) as object); // both bodies are flat objects
    const root = response.ok ? `${action}Response` : 'Error';
    const members = body.map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`).join('');
    return new Response(`<?xml version='1.0' encoding='UTF-8'?><${root}>${members}</${root}>`, {
      status: response.status,
      headers: { 'content-type': 'text/xml;charset=utf-8' },
    });
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export const correctServers: readonly CorrectServer[] = [
  ...[...order, ...rates, ...words, ...state, ...valueDecisions].map(([name, describe, vary]) => ({
    name,
    describe,
    unreachable: [],
    create: (options?: ReferenceServerOptions) => createServer(vary(documentedParts), options),
  })),
  {
    name: 'this-operation-only',
    describe: 'Knows no operation but AddLiveAppRecordConfig.',
    unreachable: ['Live2Vod.ConfigAlreadyExists'],
    create: (options) =>
      createServer(
        using({ operations: { AddLiveAppRecordConfig: addLiveAppRecordConfig } })(documentedParts),
        options,
      ),
  },
  {
    name: 'answers-overtake',
    describe: 'Answers up to ten milliseconds late, each call by another time.',
    unreachable: [],
    create: createLate,
  },
  {
    name: 'xml-unless-asked',
    describe: 'Answers XML where neither Format=JSON nor an accept header asks for JSON.',
    unreachable: [],
    create: createXmlByDefault,
  },
];
