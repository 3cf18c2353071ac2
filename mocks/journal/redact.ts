/** Redacts requests: signatures, and the tokens of temporary credentials. */
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

function redactPairs(text: string): string {
  if (!/S(?:ignature|ecurityToken)=/.test(text)) return text;
  return text.replaceAll(/((?:^|[?&])(?:Signature|SecurityToken)=)[^&#]*/g, `$1${hidden}`);
}

function redactHeaders(headers: WireRequest['headers']): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    if (name === 'authorization') seen[name] = redactAuthorization(value);
    else seen[name] = name === 'x-acs-security-token' || name === 'cookie' ? hidden : value;
  }
  return seen;
}

/** The signed parameters and the access key id are kept: they help to find out why a signature is wrong. */
function redactAuthorization(value: string): string {
  return value.startsWith('ACS3-')
    ? value.replace(/(Signature=)[^,\s]*/, `$1${hidden}`)
    : value.replace(/^(\S+\s+).*$/, `$1${hidden}`).replace(/^\S+$/, hidden);
}
