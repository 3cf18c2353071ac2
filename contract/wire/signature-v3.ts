/**
 * Signature V3 of requests: ACS3-HMAC-SHA256 over method, path, query, chosen headers and the hash of the body.
 * Sent as the header Authorization; the default of all current SDKs.
 *
 * Source: "Request syntax and signature method V3".
 */
import { formatInstant } from '../schema/instant.ts';
import { hmacSha256Hex, sha256Hex } from './hashes.ts';
import { canonicalQuery, compareByteOrder } from './percent-encoding.ts';
import type { Pair } from './parameters.ts';

export const algorithmV3 = 'ACS3-HMAC-SHA256';

/** The parts of a request that V3 can sign. Operation parameters travel in `query` or in a form body. */
export interface RequestToSignV3 {
  readonly method: string;
  /** Without the query. An RPC request goes to `/`. */
  readonly path?: string;
  /** Where it is really sent to, with the port if the URL shows one: `127.0.0.1:4010`. */
  readonly host: string;
  readonly query: readonly Pair[];
  /** As it will be sent. A string stands for its UTF-8 bytes. */
  readonly body?: Uint8Array | string;
  /** Further headers, lower-case names. Of these, content-type and x-acs-* are signed, as the SDKs do. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SigningOptionsV3 {
  readonly action: string;
  readonly version: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary (STS) credentials; travels as x-acs-security-token, beside x-acs-accesskey-id. */
  readonly securityToken?: string;
  readonly now: Date;
  /** Unique per request. */
  readonly nonce: string;
}

/**
 * Sign a request and return all its headers, names in lower case, `authorization` and `host` among them.
 *
 * A given header wins over the one that would be added, and is signed as it is, so that a wrong one can be sent on
 * purpose; only a given `authorization` is replaced.
 */
export function signV3(
  request: RequestToSignV3,
  options: SigningOptionsV3,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {
    host: request.host,
    'x-acs-action': options.action,
    'x-acs-version': options.version,
    'x-acs-date': formatInstant(options.now.getTime()),
    'x-acs-signature-nonce': options.nonce,
    'x-acs-content-sha256': contentSha256(request.body ?? ''),
    ...(options.securityToken !== undefined && {
      'x-acs-accesskey-id': options.accessKeyId,
      'x-acs-security-token': options.securityToken,
    }),
    ...request.headers,
  };
  const signedHeaders = Object.keys(headers).filter(isSignedBySdks).sort(compareByteOrder);
  const canonical = canonicalRequestV3({ path: '/', ...request, headers }, signedHeaders);
  const signature = signatureV3(stringToSignV3(canonical), options.accessKeySecret);
  const credential = `Credential=${options.accessKeyId}`;
  const authorization = `${algorithmV3} ${credential},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;
  return { ...headers, authorization };
}

/**
 * The request as V3 hashes it: six parts, one per line, the signed headers with a line each.
 *
 * `signedHeaders` are used in their given order; a name with no header counts as an empty value. White space around
 * a value is not signed. The last line is x-acs-content-sha256 as sent: whether that is the hash of the body is a
 * question of its own.
 */
export function canonicalRequestV3(
  request: {
    readonly method: string;
    readonly path: string;
    readonly query: readonly Pair[];
    readonly headers: Readonly<Record<string, string | undefined>>;
  },
  signedHeaders: readonly string[],
): string {
  const { method, path, query, headers } = request;
  const { starts, end } = layOut(signedHeaders);
  let text = `${method}\n${path || '/'}\n${canonicalQuery(query)}`;
  for (let index = 0; index < starts.length; index += 1)
    text += starts[index] + (headerValue(headers, signedHeaders[index] ?? '') ?? '');
  return text + end + (trimmed(headers['x-acs-content-sha256']) ?? '');
}

/** What the canonical request holds of the names alone: the start of each header's line, and all that stands between lines and hash. */
interface HeaderLines {
  readonly starts: readonly string[];
  readonly end: string;
}

function layOut(signedHeaders: readonly string[]): HeaderLines {
  return (
    linesOf.get(signedHeaders) ?? {
      starts: signedHeaders.map((name) => `\n${name}:`),
      end: `\n\n${signedHeaders.join(';')}\n`,
    }
  );
}

const linesOf = new WeakMap<readonly string[], HeaderLines>();

/**
 * The names in `SignedHeaders`, in their order. The same list for the same text, while it is remembered: a client signs the same
 * headers each time.
 */
export function splitSignedHeaders(text: string): readonly string[] {
  const known = lists.get(text);
  if (known) return known;
  if (text.length > longestList) return text.split(';');
  const own = text.split(';').join(';'); // another text, since a part of a header would keep all of it
  const names = own.split(';');
  if (lists.size >= mostLists) lists.clear();
  lists.set(own, names);
  linesOf.set(names, layOut(names));
  return names;
}

const lists = new Map<string, readonly string[]>();

/** How many lists are remembered, and of which length in characters: callers can make up lists without end. */
const mostLists = 100;
const longestList = 1000;

/** The text that V3 signs: the algorithm, and the hash of the canonical request. */
export function stringToSignV3(canonicalRequest: string): string {
  return `${algorithmV3}\n${sha256Hex(canonicalRequest)}`;
}

/** Lower-case hex of the HMAC-SHA256, 64 characters. The key is the secret as it is, without the `&` of V1. */
export function signatureV3(stringToSign: string, accessKeySecret: string): string {
  return hmacSha256Hex(accessKeySecret, stringToSign);
}

/** What x-acs-content-sha256 has to be for a body: lower-case hex; an empty body has a hash too. */
export function contentSha256(body: Uint8Array | string): string {
  return sha256Hex(body);
}

/** A header by its lower-case name, without the white space around it. `undefined` if it was not sent. */
export function headerValue(
  headers: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  return trimmed(headers[name]);
}

/** The same of a header that was found. A name can come from the wire: "constructor" finds what each object has, which is no text. */
export function trimmed(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() : undefined;
}

function isSignedBySdks(name: string): boolean {
  return name === 'host' || name === 'content-type' || name.startsWith('x-acs-');
}
