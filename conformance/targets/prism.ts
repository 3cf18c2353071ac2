/** Prism in process, on the same contract: what a mock without state can do. */
import { createRequire } from 'node:module';
import type * as PrismCore from '@stoplight/prism-core';
import type * as PrismHttp from '@stoplight/prism-http';
import type { OpenApiDocument } from '../../contract/openapi-document.ts';
import { defineTarget, createVirtualClock, type Answer, type Call, type Target } from './target.ts';

/** Prism is not installed; it is only needed by those who measure it. */
export class PrismMissingError extends Error {
  override readonly name = 'PrismMissingError';
  readonly code = 'ERR_PRISM_MISSING';
}

/**
 * Load Prism and let it play one document.
 *
 * Throws PrismMissingError where @stoplight/prism-cli is not installed.
 */
export async function createPrismTarget(document: OpenApiDocument): Promise<Target> {
  const { core, http } = loadPrism();
  const operations = await http.getHttpOperationsFromSpec(structuredClone(document));
  const instance = http.createInstance(
    {
      mock: { dynamic: false },
      checkSecurity: true,
      validateRequest: true,
      validateResponse: false,
      errors: false,
      isProxy: false,
      upstreamProxy: undefined,
    },
    { logger: core.createLogger('prism', { level: 'silent' }) },
  );
  return defineTarget({
    name: 'prism',
    baseUrl: 'http://127.0.0.1:4010',
    clock: createVirtualClock(),
    anyAccount: true,
    accounts: [],
    persistent: false,
    allowsOverload: true,
    send: async (call) => toAnswer(await instance.request(toPrism(call), operations)(), http),
    close: () => Promise.resolve(),
  });
}

/** Prism's parts are found from Prism's own place: only @stoplight/prism-cli has to be installed by name. */
function loadPrism(): { core: typeof PrismCore; http: typeof PrismHttp } {
  try {
    const require = createRequire(
      createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json'),
    );
    return {
      core: require('@stoplight/prism-core') as typeof PrismCore, // types and package have one version
      http: require('@stoplight/prism-http') as typeof PrismHttp,
    };
  } catch (cause) {
    throw new PrismMissingError(
      'Failed to load Prism: it is not installed. Run "npm install --save-dev @stoplight/prism-cli@5.16.0".',
      {
        cause,
      },
    );
  }
}

function toPrism(call: Call): PrismHttp.IHttpRequest {
  const url = new URL(call.path, 'http://127.0.0.1');
  return {
    method: call.method === 'GET' ? 'get' : 'post',
    url: { path: url.pathname, query: Object.fromEntries(url.searchParams) },
    headers: { ...call.headers },
    ...(call.method === 'POST' ? { body: call.body } : {}),
  };
}

type PrismOutcome = Awaited<ReturnType<ReturnType<ReturnType<typeof PrismHttp.createInstance>['request']>>>;

function toAnswer(outcome: PrismOutcome, http: typeof PrismHttp): Answer {
  if (outcome._tag === 'Left') {
    const problem = http.ProblemJsonError.toProblemJson(outcome.left);
    return {
      kind: 'answered',
      status: problem.status,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify(problem),
    };
  }
  const { statusCode, headers, body } = outcome.right.output;
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    kind: 'answered',
    status: statusCode,
    headers: Object.fromEntries(lower),
    body: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
  };
}
