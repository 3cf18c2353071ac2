/** Redacts requests: signatures, and the tokens of temporary credentials. */
import { EscapeDecoder, readPairs } from '../gateway/pairs.ts';
import type { WireRequest } from '../gateway/request.ts';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, at most its first 64 KiB. */
  readonly body: string;
}

export const longestBody = 64 * 1024;
const hidden = '***';
const decoder = new TextDecoder();

/** A copy with asterisks for secrets. */
export function redact({ method, url, headers, body: sent, decodedBody }: WireRequest): SeenRequest {
  const body = decodedBody ?? sent;
  const text = typeof body === 'string' ? body : decoder.decode(body.subarray(0, longestBody));
  return {
    method,
    url: redactPairs(url),
    headers: redactHeaders(headers),
    body: redactPairs(text.slice(0, longestBody)),
  };
}

const secretParameters: ReadonlySet<string> = new Set([
  'Signature',
  'SecurityToken',
  'BearerToken',
  'AccessKeySecret',
]);

const secretHeaders: ReadonlySet<string> = new Set([
  'cookie',
  'proxy-authorization',
  'x-acs-bearer-token',
  'x-acs-security-token',
  'x-acs-zero-trust-idtoken',
]);

/** The names may be written with escapes: they mean the same to whoever reads the request. */
function redactPairs(text: string): string {
  if (!/(?:Signature|Token|Secret)=|%[^%=&]*=/.test(text)) return text;
  const decoder = new EscapeDecoder();
  return text.replaceAll(/(^|[?&])([^=&?]+)=[^&]+/g, (pair: string, mark: string, name: string) =>
    secretParameters.has(decoder.decode(name)) ? `${mark}${name}=${hidden}` : pair,
  );
}

/** Whether a request lacks a secret, so that it cannot be sent again. */
export function isRedacted({ url, headers, body }: SeenRequest): boolean {
  const query = url.slice(url.indexOf('?') + 1);
  return (
    headers['authorization']?.includes(hidden) === true ||
    [...readPairs(query), ...readPairs(body)].some(
      ([name, value]) => value === hidden && secretParameters.has(name),
    )
  );
}

function redactHeaders(headers: WireRequest['headers']): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    if (name === 'authorization') seen[name] = redactAuthorization(value);
    else seen[name] = secretHeaders.has(name) ? hidden : value;
  }
  return seen;
}

/** The signed parameters and the access key id are kept: they help to find out why a signature is wrong. */
function redactAuthorization(value: string): string {
  return value.startsWith('ACS3-')
    ? value.replace(/(Signature=)[^,\s]*/, `$1${hidden}`)
    : value.replace(/^(\S+\s+).*$/, `$1${hidden}`).replace(/^\S+$/, hidden);
}
