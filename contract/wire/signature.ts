/** Reading how a request says it is signed: by whom, in which way, and what is missing. Verifies nothing. */
import { algorithmV3, splitSignedHeaders, trimmed } from './signature-v3.ts';
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

/** The first parameter of a name, the query before the form. */
export type FindParameter = (name: string) => string | undefined;

/**
 * Find out how a request says it is signed. Nothing is verified here.
 *
 * It is V3 if, and only if, Authorization begins with `ACS3-`: many V1 clients send x-acs-action and x-acs-version
 * too. V1 parameters may be in the query, in the form, or in both; of two equal names the
 * first wins, the query before the form.
 *
 * Assumed: an empty AccessKeyId, Signature, … counts as missing.
 */
export function readSignature(request: SignedRequest, find = findIn(request)): SignatureClaim {
  const { headers } = request;
  const otherScheme = findOtherScheme(headers, find);
  if (otherScheme) return otherScheme;
  const authorization = trimmed(headers['authorization']) ?? '';
  if (authorization.startsWith('ACS3-')) return readV3(headers, authorization);
  const claim = readV1(find);
  if (claim.kind !== 'none' || authorization === '') return claim;
  return { kind: 'unsupported', name: 'Authorization', value: schemeOf(authorization) };
}

function findIn({ query, form }: SignedRequest): FindParameter {
  return (name) => valueOf(query, name) ?? valueOf(form, name);
}

function valueOf(pairs: readonly Pair[], name: string): string | undefined {
  for (const pair of pairs) if (pair[0] === name) return pair[1];
  return undefined;
}

function readV1(find: FindParameter): SignatureClaim {
  const accessKeyId = find('AccessKeyId');
  const signature = find('Signature');
  const method = find('SignatureMethod');
  const nonce = find('SignatureNonce');
  const version = find('SignatureVersion');
  const timestamp = find('Timestamp');
  if (!accessKeyId || !signature || !method || !nonce || !version || !timestamp) return missingV1(find);
  if (method !== 'HMAC-SHA1') return { kind: 'unsupported', name: 'SignatureMethod', value: method };
  if (version !== '1.0') return { kind: 'unsupported', name: 'SignatureVersion', value: version };
  const claim: ClaimV1 = { kind: 'v1', accessKeyId, signature, timestamp, nonce, method, version };
  const securityToken = find('SecurityToken');
  return securityToken === undefined ? claim : { ...claim, securityToken };
}

/** The parameters of a call that is signed by V1. */
export const namesV1: readonly string[] = [
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureVersion',
  'Timestamp',
];

function missingV1(find: FindParameter): SignatureClaim {
  const [first, ...others] = namesV1.filter((name) => !find(name));
  return first === undefined || others.length === namesV1.length - 1
    ? { kind: 'none' }
    : { kind: 'incomplete', scheme: 'v1', missing: [first, ...others] };
}

function readV3(headers: SignedRequest['headers'], authorization: string): SignatureClaim {
  const algorithm = schemeOf(authorization);
  if (algorithm !== algorithmV3) return { kind: 'unsupported', name: 'Authorization', value: algorithm };
  const { values, twice } = readFields(authorization, algorithm.length);
  // Which of two is meant would be anybody's guess: who is believed, and whose nonce counts, must not depend on it.
  if (twice !== undefined) return { kind: 'incomplete', scheme: 'v3', missing: [twice] };
  const { 0: accessKeyId, 1: names, 2: signature } = values;
  const date = trimmed(headers['x-acs-date']);
  const nonce = trimmed(headers['x-acs-signature-nonce']);
  const contentSha256 = trimmed(headers['x-acs-content-sha256']);
  if (!accessKeyId || !names || !signature || !date || !nonce || !contentSha256)
    return missingV3(headers, values);
  const claim: ClaimV3 = {
    kind: 'v3',
    algorithm,
    accessKeyId,
    signedHeaders: splitSignedHeaders(names),
    signature,
    date,
    nonce,
    contentSha256,
  };
  const securityToken = trimmed(headers['x-acs-security-token']);
  return securityToken === undefined ? claim : { ...claim, securityToken };
}

const fieldsV3 = ['Credential', 'SignedHeaders', 'Signature'];
const startsV3 = fieldsV3.map((name) => `${name}=`);

/** The values of `fieldsV3`, and the first of these that is there more than once. */
function readFields(authorization: string, from: number) {
  const values: (string | undefined)[] = [undefined, undefined, undefined];
  let twice = fieldsV3.length;
  for (let start = from, count = 0; start <= authorization.length; count += 1) {
    const comma = authorization.indexOf(',', start);
    const end = comma < 0 ? authorization.length : comma;
    const { index, value } = readField(authorization, start, end, count);
    if (index >= 0) {
      if (values[index] !== undefined) twice = Math.min(twice, index);
      values[index] = value;
    }
    start = end + 1;
  }
  return { values, twice: fieldsV3[twice] };
}

/** A field by its index in `fieldsV3`, or -1. `count`: how many fields stand before it; nearly all clients send the three in their order. */
function readField(authorization: string, start: number, end: number, count: number) {
  const at = authorization.charCodeAt(start) === space ? start + 1 : start;
  const expected = startsV3[count];
  if (expected !== undefined && authorization.startsWith(expected, at))
    return { index: count, value: authorization.slice(at + expected.length, end).trim() };
  const part = authorization.slice(start, end);
  const equals = part.indexOf('=');
  const name = (equals < 0 ? part : part.slice(0, equals)).trim();
  return { index: fieldsV3.indexOf(name), value: equals < 0 ? '' : part.slice(equals + 1).trim() };
}

const space = ' '.charCodeAt(0);

const headersV3 = ['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'];

function missingV3(
  headers: SignedRequest['headers'],
  fields: readonly (string | undefined)[],
): SignatureClaim {
  const [first = '', ...others] = [
    ...fieldsV3.filter((_, index) => !fields[index]),
    ...headersV3.filter((name) => !trimmed(headers[name])),
  ];
  return { kind: 'incomplete', scheme: 'v3', missing: [first, ...others] };
}

/** Bearer tokens, RSA key pairs and id tokens. The token itself is not repeated. */
function findOtherScheme(headers: SignedRequest['headers'], find: FindParameter): SignatureClaim | undefined {
  const type = find('SignatureType'); // Old SDKs send it empty, and sign it.
  if (type) return { kind: 'unsupported', name: 'SignatureType', value: type };
  if (trimmed(headers['x-acs-bearer-token'])) return token('x-acs-bearer-token');
  if (trimmed(headers['x-acs-zero-trust-idtoken'])) return token('x-acs-zero-trust-idtoken');
  return undefined;
}

function token(name: string): SignatureClaim {
  return { kind: 'unsupported', name, value: 'token' };
}

function schemeOf(authorization: string): string {
  const end = authorization.indexOf(' ');
  return end < 0 ? authorization : authorization.slice(0, end);
}
