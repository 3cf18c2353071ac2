/** Reading how a request says it is signed: by whom, in which way, and what is missing. Verifies nothing. */
import { algorithmV3, headerValue } from './signature-v3.ts';
import type { Pair } from './parameters.ts';

/** What a signature can cover of a request, as plain data that every host can provide. */
export interface SignedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Decoded pairs in their order, `+` already a space: what `new URLSearchParams(text)` iterates over. */
  readonly query: readonly Pair[];
  /** Decoded pairs of a form body; empty for any other body. */
  readonly form: readonly Pair[];
  /** Lower-case names. `host` has to be there: a Fetch `Request` has it in its URL only. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As received, without the framing of chunked transfer. A string stands for its UTF-8 bytes. */
  readonly body: Uint8Array | string;
}

/** A complete claim of signature V1, from parameters. */
export interface ClaimV1 {
  readonly kind: 'v1';
  readonly accessKeyId: string;
  readonly signature: string;
  /** As sent; not checked to be a time. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly securityToken?: string;
  readonly method: 'HMAC-SHA1';
  readonly version: '1.0';
}

/** A complete claim of signature V3, from headers. */
export interface ClaimV3 {
  readonly kind: 'v3';
  readonly algorithm: typeof algorithmV3;
  readonly accessKeyId: string;
  /** In the order of the header. Differs between clients: some also sign accept and user-agent. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As sent; not checked to be a time. */
  readonly date: string;
  readonly nonce: string;
  /** As sent; not checked to be the hash of the body. */
  readonly contentSha256: string;
  readonly securityToken?: string;
}

export type CompleteClaim = ClaimV1 | ClaimV3;

export type SignatureClaim =
  | CompleteClaim
  | { readonly kind: 'none' }
  /**
   * `missing` names parameters (V1), or headers and fields of Authorization (V3), as they are on the wire; also a field that
   * is there more than once.
   */
  | {
      readonly kind: 'incomplete';
      readonly scheme: 'v1' | 'v3';
      readonly missing: readonly [string, ...string[]];
    }
  /** Signed in a way that is not known here: which parameter or header says so, and what it says. */
  | { readonly kind: 'unsupported'; readonly name: string; readonly value: string };

/**
 * Find out how a request says it is signed. Nothing is verified here.
 *
 * It is V3 if, and only if, Authorization begins with `ACS3-`: many V1 clients send x-acs-action and x-acs-version
 * too. V1 parameters may be in the query, in the form, or in both; of two equal names the
 * first wins, the query before the form.
 *
 * Assumed: an empty AccessKeyId, Signature, … counts as missing.
 */
export function readSignature(request: SignedRequest): SignatureClaim {
  const otherScheme = findOtherScheme(request);
  if (otherScheme) return otherScheme;
  const authorization = headerValue(request.headers, 'authorization') ?? '';
  if (authorization.startsWith('ACS3-')) return readV3(request, authorization);
  const claim = readV1(new Map([...request.query, ...request.form].toReversed()));
  if (claim.kind !== 'none' || authorization === '') return claim;
  return { kind: 'unsupported', name: 'Authorization', value: schemeOf(authorization) };
}

function readV1(parameters: ReadonlyMap<string, string>): SignatureClaim {
  const present = namesV1.filter((name) => parameters.get(name));
  if (present.length === 0) return { kind: 'none' };
  const missing = missingNames(namesV1, parameters);
  if (missing) return { kind: 'incomplete', scheme: 'v1', missing };

  const field = (name: (typeof namesV1)[number]) => parameters.get(name) ?? '';
  const securityToken = parameters.get('SecurityToken');
  const [method, version] = [field('SignatureMethod'), field('SignatureVersion')];
  if (method !== 'HMAC-SHA1') return { kind: 'unsupported', name: 'SignatureMethod', value: method };
  if (version !== '1.0') return { kind: 'unsupported', name: 'SignatureVersion', value: version };
  return {
    kind: 'v1',
    accessKeyId: field('AccessKeyId'),
    signature: field('Signature'),
    timestamp: field('Timestamp'),
    nonce: field('SignatureNonce'),
    ...(securityToken !== undefined && { securityToken }),
    method,
    version,
  };
}

const namesV1 = [
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureVersion',
  'Timestamp',
] as const;

function readV3(request: SignedRequest, authorization: string): SignatureClaim {
  const algorithm = schemeOf(authorization);
  if (algorithm !== algorithmV3) return { kind: 'unsupported', name: 'Authorization', value: algorithm };

  const fields = new Map<string, string>();
  const repeated = new Set<string>();
  for (const part of authorization.slice(algorithm.length).split(',')) {
    const [name, value] = splitField(part);
    if (fields.has(name)) repeated.add(name);
    fields.set(name, value);
  }
  // Which of two is meant would be anybody's guess: who is believed, and whose nonce counts, must not depend on it.
  const twice = repeated.size === 0 ? undefined : fieldsV3.find((name) => repeated.has(name));
  if (twice !== undefined) return { kind: 'incomplete', scheme: 'v3', missing: [twice] };
  for (const name of headersV3) fields.set(name, headerValue(request.headers, name) ?? '');
  const missing = missingNames(neededV3, fields);
  if (missing) return { kind: 'incomplete', scheme: 'v3', missing };

  const field = (name: (typeof neededV3)[number]) => fields.get(name) ?? '';
  const securityToken = headerValue(request.headers, 'x-acs-security-token');
  return {
    kind: 'v3',
    algorithm,
    accessKeyId: field('Credential'),
    signedHeaders: field('SignedHeaders').split(';'),
    signature: field('Signature'),
    date: field('x-acs-date'),
    nonce: field('x-acs-signature-nonce'),
    contentSha256: field('x-acs-content-sha256'),
    ...(securityToken !== undefined && { securityToken }),
  };
}

const fieldsV3 = ['Credential', 'SignedHeaders', 'Signature'] as const;
const headersV3 = ['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'] as const;
const neededV3 = [...fieldsV3, ...headersV3] as const;

/** Bearer tokens, RSA key pairs and id tokens. The token itself is not repeated. */
function findOtherScheme({ query, form, headers }: SignedRequest): SignatureClaim | undefined {
  const type = valueOf(query, 'SignatureType') ?? valueOf(form, 'SignatureType'); // Old SDKs send it empty, and sign it.
  if (type) return { kind: 'unsupported', name: 'SignatureType', value: type };
  for (const name of tokenHeaders)
    if (headerValue(headers, name)) return { kind: 'unsupported', name, value: 'token' };
  return undefined;
}

function valueOf(pairs: readonly Pair[], name: string): string | undefined {
  for (const pair of pairs) if (pair[0] === name) return pair[1];
  return undefined;
}

const tokenHeaders = ['x-acs-bearer-token', 'x-acs-zero-trust-idtoken'] as const;

function schemeOf(authorization: string): string {
  const end = authorization.indexOf(' ');
  return end < 0 ? authorization : authorization.slice(0, end);
}

function missingNames(
  names: readonly string[],
  values: ReadonlyMap<string, string>,
): readonly [string, ...string[]] | undefined {
  if (names.every((name) => values.get(name))) return undefined;
  const [first, ...others] = names.filter((name) => !values.get(name));
  return first === undefined ? undefined : [first, ...others];
}

function splitField(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text.trim(), ''] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}
