/** A target over HTTP: a real endpoint, our own server, somebody else's. */
import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { refuseUnknownOptions } from '../../contract/text/options.ts';
import { receive } from './receive.ts';
import { decodeUserPart, secretsOfHeaders, withoutUser } from './secrets.ts';
import { isClosed, reasonOf } from './silence.ts';
import { defineTarget, realClock, type Answer, type Target } from './target.ts';

/** Options of `createHttpTarget`. */
export interface HttpTargetOptions {
  /** Whether it takes any access key id, so that no scenario waits for the rate limit; `false` by default. */
  readonly anyAccount?: boolean;
  /** Access key ids that it knows, where it does not take any. */
  readonly accounts?: readonly string[];
  /** Hosts beside loopback that may be called, with or without a port; none by default. */
  readonly allowHosts?: readonly string[];
  /** Longest wait for one answer, from the call to the last byte. Default: 10 s. */
  readonly timeoutMs?: number;
  /** Sent with every call, and shown nowhere. */
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM certificates to trust beside those of the system. */
  readonly ca?: string;
  /** Trust any certificate. */
  readonly insecure?: boolean;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are looked up. Default: nowhere. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * A host that is not in `allowHosts`, or a URL that is not http or https.
 *
 *     const explain = (error: unknown): string => (error instanceof HostError ? error.message : String(error));
 */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code = 'ERR_HOST';
}

const defaultTimeoutMs = 10_000;

/** At a time; as many scenarios are played side by side. */
const connections = 16;

/**
 * Reach a server by URL, over connections that are kept. Its path, query, user and password are part of every call.
 *
 * Throws HostError for text that is not a URL, and for a host that is neither loopback nor allowed.
 *
 *     await using target = createHttpTarget('https://live.example.com', { allowHosts: ['live.example.com'] });
 */
export function createHttpTarget(url: string, options: HttpTargetOptions = {}): Target {
  refuseUnknownOptions<HttpTargetOptions>('create a target', options, {
    anyAccount: true,
    accounts: true,
    allowHosts: true,
    timeoutMs: true,
    headers: true,
    ca: true,
    insecure: true,
    environment: true,
  });
  const base = parseBase(url);
  const loopback = isLoopback(base.hostname);
  if (!loopback && !(options.allowHosts ?? []).some((allowed) => isSameHost(base, allowed))) {
    throw new HostError(
      `Failed to reach "${withoutUser(url)}": calls would leave this machine. Say --allow-host ${base.hostname} if they may.`,
    );
  }
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  let dispatcher = createDispatcher(base, loopback, timeoutMs, options);
  const dispatchers = [dispatcher];
  let closures = 0;
  /** A target that closes connections which wait for the next call gets one for each call from then on. */
  const countClosure = (): void => {
    closures += 1;
    if (closures !== mostClosures) return;
    dispatcher = createDispatcher(base, loopback, timeoutMs, options, 0);
    dispatchers.push(dispatcher);
  };
  const ownHeaders = { ...userOf(base), ...options.headers };
  let clockDifference: number | undefined;
  return defineTarget({
    name: withoutUser(url),
    baseUrl: `${base.origin}${base.pathname}${base.search}`,
    clock: realClock,
    anyAccount: options.anyAccount ?? false,
    accounts: options.accounts ?? [],
    secrets: secretsOfHeaders(options.headers ?? {}),
    persistent: true,
    allowsOverload: loopback,
    async send({ method, path, headers, body }) {
      try {
        const answer = await receive(
          dispatcher,
          {
            origin: base.origin,
            method,
            path,
            // What a call says of itself, such as its signature, goes before what is said of all calls.
            headers: { ...ownHeaders, ...headers },
            ...(method === 'GET' ? {} : { body }),
          },
          timeoutMs,
        );
        clockDifference ??= differenceOf(answer);
        return answer;
      } catch (error) {
        if (isClosed(error)) countClosure();
        return { kind: 'silent', ...reasonOf(error) };
      }
    },
    clockDifference: () => clockDifference,
    // What is still awaited when a run ends is awaited by nobody.
    close: async () => {
      for (const one of dispatchers) await one.destroy();
    },
  });
}

/** So many connections that are closed before an answer are no chance. */
const mostClosures = 3;

/** `pipelining` 0 closes each connection after one call. */
function createDispatcher(
  base: URL,
  loopback: boolean,
  timeoutMs: number,
  { ca, insecure, environment = {} }: HttpTargetOptions,
  pipelining = 1,
): Dispatcher {
  const connect = {
    // Before the call itself is late: what did not connect was certainly not sent.
    timeout: timeoutMs * 0.9,
    ...(ca !== undefined && { ca }),
    ...(insecure === true && { rejectUnauthorized: false }),
  };
  const agent = { connections, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connect, pipelining };
  const proxy = proxyOf(base, environment);
  // Calls to this machine stay on it: a proxy elsewhere is not asked for them.
  if (proxy === undefined || (loopback && !isLoopback(proxy.hostname))) return new Pool(base.origin, agent);
  return new EnvHttpProxyAgent({
    ...agent,
    httpProxy: proxy.href,
    httpsProxy: proxy.href,
    noProxy: valueOf(environment, 'no_proxy'),
    // http goes through a proxy as it is, https through a tunnel.
    proxyTunnel: base.protocol === 'https:',
    requestTls: connect,
  });
}

function proxyOf(base: URL, environment: Readonly<Record<string, string | undefined>>): URL | undefined {
  const name = base.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const text = valueOf(environment, name);
  if (text === '') return undefined;
  const url = /^[a-z\d+.-]+:\/\//i.test(text) ? text : `http://${text}`;
  if (URL.canParse(url)) return new URL(url);
  throw new HostError(
    `Failed to read ${name.toUpperCase()} "${withoutUser(text)}": it is not a URL. Correct it, or unset it.`,
  );
}

function valueOf(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  return environment[name] ?? environment[name.toUpperCase()] ?? '';
}

function parseBase(url: string): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base?.protocol === 'http:' || base?.protocol === 'https:') return base;
  throw new HostError(
    `Failed to read target "${withoutUser(url)}": it is not an http or https URL. Write it like http://127.0.0.1:4010.`,
  );
}

function userOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const pair = `${decodeUserPart(username)}:${decodeUserPart(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** In any case, with a port or without; with one, only that port is meant. */
function isSameHost(base: URL, allowed: string): boolean {
  const text = allowed.includes('://') ? allowed : `${base.protocol}//${allowed}`;
  if (!URL.canParse(text)) return false;
  const { hostname, port } = new URL(text);
  const namesPort = /:\d+\/?$/.test(text);
  return hostname === base.hostname && (!namesPort || port === base.port);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

/** The Date header has whole seconds; half of one is right on average. */
function differenceOf(answer: Answer): number | undefined {
  const date = answer.kind === 'answered' ? Date.parse(answer.headers['date'] ?? '') : Number.NaN;
  return Number.isNaN(date) ? undefined : date + 500 - Date.now();
}
