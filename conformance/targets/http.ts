/** A target over HTTP: a real endpoint, our own server, somebody else's. */
import { Pool } from 'undici';
import { withoutUser } from './secrets.ts';
import { realClock, type Target } from './target.ts';

export interface HttpTargetOptions {
  readonly anyAccount: boolean;
  readonly accounts?: readonly string[];
  /** Hosts beside loopback that may be called. */
  readonly allowHosts: readonly string[];
  /** Longest wait for one answer. */
  readonly timeoutMs?: number;
}

/** A host that nobody allowed. */
export class HostError extends Error {
  override readonly name = 'HostError';
}

/**
 * Reach a server by URL, over connections that are kept.
 *
 * Throws HostError for a URL that is none, or a host that is neither loopback nor allowed.
 */
export function createHttpTarget(url: string, options: HttpTargetOptions): Target {
  const base = parseBase(url);
  const loopback = isLoopback(base.hostname);
  if (!loopback && !options.allowHosts.includes(base.hostname)) {
    throw new HostError(
      `Failed to reach "${withoutUser(url)}": calls would leave this machine. Say --allow-host ${base.hostname} if they may.`,
    );
  }
  const timeoutMs = options.timeoutMs ?? 10_000;
  const pool = new Pool(base.origin, { connections: 16, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  return {
    name: url,
    baseUrl: base.origin,
    clock: realClock,
    anyAccount: options.anyAccount,
    accounts: options.accounts ?? [],
    persistent: true,
    allowsOverload: loopback,
    async send(call) {
      // The pool's own timeouts begin anew with each byte: a body that drips would never be late. This one also keeps the
      // process alive for as long as an answer is awaited, whatever becomes of the connection.
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new DOMException('late', 'TimeoutError')), timeoutMs);
      try {
        const response = await pool.request({
          method: call.method,
          path: call.path,
          headers: { ...call.headers },
          signal: late.signal,
          ...(call.method === 'GET' ? {} : { body: call.body }),
        });
        const headers = Object.entries(response.headers).map(([name, value]) => [
          name.toLowerCase(),
          String(value ?? ''),
        ]);
        const body = await response.body.text();
        return {
          kind: 'answered',
          status: response.statusCode,
          headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
          body,
        };
      } catch (error) {
        const reason = reasonOf(error);
        return absences.includes(reason)
          ? { kind: 'silent', reason, isAbsent: true }
          : { kind: 'silent', reason };
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => pool.close(),
  };
}

function parseBase(url: string): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base?.protocol === 'http:' || base?.protocol === 'https:') return base;
  throw new HostError(
    `Failed to read target "${withoutUser(url)}": it is no http or https URL. Write it like http://127.0.0.1:4010.`,
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

const late = 'no answer in time';
const nobody = 'nobody listens there (ECONNREFUSED)';
const absences: readonly string[] = [late, nobody];

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return late;
  const code = 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return nobody;
    case 'ENOTFOUND':
      return 'there is no such host (ENOTFOUND)';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'the connection was closed without an answer';
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return late;
    default:
      return code === '' ? error.message : `${error.message} (${code})`;
  }
}
