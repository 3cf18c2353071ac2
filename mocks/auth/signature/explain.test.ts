import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalQuery, encodePairs } from '../../../contract/wire/percent-encoding.ts';
import type { ClaimV1, ClaimV3, SignedRequest } from '../../../contract/wire/signature.ts';
import { stringToSignV1 } from '../../../contract/wire/signature-v1.ts';
import { canonicalRequestV3 } from '../../../contract/wire/signature-v3.ts';
import type { Pair } from '../../../contract/wire/parameters.ts';
import { explainMismatch } from './explain.ts';

const query: readonly Pair[] = [
  ['T.1', 'x'],
  ['AccessKeyId', 'testid'],
  ['AnyKind', '*'],
  ['Empty', ''],
  ['Title', "a b~/(1)'!"],
  ['Nothing', ''],
  ['T.10', 'y'],
  ['Timestamp', '2026-11-22T13:29:01Z'],
  ['anyKind', 'z'],
];
const form: readonly Pair[] = [
  ['FormA', 'f g'],
  ['FormB', 'h'],
];
const body = 'FormA=f+g&FormB=h';
const headers = {
  host: '127.0.0.1:4010',
  'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
  'x-acs-content-sha256': sha256(body),
};
const request: SignedRequest = { method: 'POST', path: '/', query, form, headers, body };

const date = '2026-11-22T13:29:01Z';
const claimV1: ClaimV1 = {
  kind: 'v1',
  method: 'HMAC-SHA1',
  version: '1.0',
  accessKeyId: 'testid',
  signature: 'wrong',
  timestamp: date,
  nonce: 'n',
};
const claimV3: ClaimV3 = {
  kind: 'v3',
  algorithm: 'ACS3-HMAC-SHA256',
  accessKeyId: 'testid',
  signedHeaders: ['content-type', 'host', 'x-acs-content-sha256'],
  signature: 'wrong',
  date,
  nonce: 'n',
  contentSha256: sha256(body),
};

const text = stringToSignV1('POST', [...query, ...form]);
const signV1 = (stringToSign: string, key = 'testsecret&') =>
  createHmac('sha1', key).update(stringToSign).digest('base64');
const withQuery = (canonical: string) => `POST&%2F&${encodeURIComponent(canonical).replaceAll('*', '%2A')}`;
const joined = encodePairs([...query, ...form]).split('&');

test.each([
  ['secret-without-ampersand', signV1(text, 'testsecret')],
  ['secret-with-white-space', signV1(text, 'testsecret\n&')],
  ['secret-not-set', signV1(text, 'undefined&')],
  ['id-as-secret', signV1(text, 'testid&')],
  ['other-method', signV1(text.replace('POST', 'GET'))],
  ['other-method', signV1(text.replace('POST', 'post'))],
  ['path-not-encoded', signV1(text.replace('%2F', '/'))],
  ['query-encoded-once', signV1(`POST&%2F&${canonicalQuery([...query, ...form])}`)],
  ['plus-for-space', signV1(text.replaceAll('%2520', '%2B'))],
  ['asterisk-not-encoded', signV1(text.replaceAll('%252A', '%2A'))],
  ['asterisk-not-encoded', signV1(text.replaceAll('%252A', '*'))],
  ['tilde-encoded', signV1(text.replaceAll('~', '%257E'))],
  ['encode-uri-component', signV1(text.replace(/%25(21|27|28|29|2A)/g, '%$1'))],
  ['encode-uri-component', signV1(text.replace(/%25(?:21|27|28|29|2A)/g, decodeTwice))],
  ['form-encoding', signV1(withQuery(new URLSearchParams(sorted()).toString()))],
  ['slash-not-encoded', signV1(text.replaceAll('%252F', '%2F'))],
  ['colon-not-encoded', signV1(text.replaceAll('%253A', '%3A'))],
  ['lower-case-digits', signV1(text.replace(/%25../g, (digits) => `%25${digits.slice(3).toLowerCase()}`))],
  ['not-encoded', signV1(withQuery(sorted().map((pair) => pair.join('=')).join('&')).replace(/[!'()]/g, encode))], // prettier-ignore
  ['form-not-signed', signV1(text.replace('%26FormA%3Df%2520g%26FormB%3Dh', ''))],
  ['query-not-signed', signV1('POST&%2F&FormA%3Df%2520g%26FormB%3Dh')],
  ['parameter-not-signed', signV1(text.replace('%26AnyKind%3D%252A', ''))],
  ['not-sorted', signV1(withQuery(joined.join('&')))],
  ['sorted-without-case', signV1(withQuery(joined.toSorted((a, b) => (lower(a) < lower(b) ? -1 : 1)).join('&')))], // prettier-ignore
  ['sorted-as-pairs', signV1(withQuery(joined.toSorted().join('&')))],
  ['empty-parameters-dropped', signV1(text.replace('%26Empty%3D', '').replace('%26Nothing%3D', ''))],
  ['plus-not-encoded-on-the-wire', signV1(text.replaceAll('%2520', '%252B'))],
  ['string-ends-with-newline', signV1(`${text}\n`)],
  ['signature-ends-with-newline', `${signV1(text)}\n`],
  ['signature-encoded-twice', encodeURIComponent(signV1(text))],
  ['signature-in-hex', Buffer.from(signV1(text), 'base64').toString('hex')],
  ['signature-base64-of-hex', btoa(Buffer.from(signV1(text), 'base64').toString('hex'))],
  ['other-hash', createHmac('sha256', 'testsecret&').update(text).digest('base64')],
])('recognises the V1 mistake %s', (id, signature) => {
  const { cause } = explainMismatch({ ...claimV1, signature }, request, 'testsecret');

  expect(cause.kind).toBe('one of');
  expect(idsOf(cause)).toStrictEqual([id]);
});

test('recognises a Base64 signature whose + became a space, or that is URL-safe', () => {
  const nonces = Array.from({ length: 50 }, (_, n) => ['SignatureNonce', String(n)] as const);
  const nonce = nonces.find((pair) =>
    /\+.*\//.test(signV1(stringToSignV1('POST', [...query, ...form, pair]))),
  );
  const signed = { ...request, query: [...query, nonce ?? ['SignatureNonce', '']] satisfies Pair[] };
  const right = signV1(stringToSignV1('POST', [...signed.query, ...form]));
  const causeOf = (signature: string) =>
    idsOf(explainMismatch({ ...claimV1, signature }, signed, 'testsecret').cause);

  expect(causeOf(right.replaceAll('+', ' '))).toStrictEqual(['signature-not-encoded']);
  expect(causeOf(right.replaceAll('+', '-').replaceAll('/', '_'))).toStrictEqual(['signature-base64url']);
});

const canonical = canonicalRequestV3(request, claimV3.signedHeaders);
const hashed = (canonicalRequest: string) => `ACS3-HMAC-SHA256\n${sha256(canonicalRequest)}`;
const hmacV3 = (stringToSign: string, key = 'testsecret') =>
  createHmac('sha256', key).update(stringToSign).digest('hex');
const signV3 = (canonicalRequest: string, key?: string) => hmacV3(hashed(canonicalRequest), key);
const queryLine = canonicalQuery(query);

test.each([
  ['secret-with-ampersand', signV3(canonical, 'testsecret&')],
  ['secret-with-white-space', signV3(canonical, 'testsecret ')],
  ['secret-not-set', signV3(canonical, '')],
  ['other-method', signV3(canonical.replace('POST', 'GET'))],
  ['host-without-port', signV3(canonical.replace(':4010', ''))],
  ['host-with-port', signV3(canonical.replace(':4010', ':4010:443'))],
  ['other-content-type', signV3(canonical.replace('; charset=UTF-8', ''))],
  ['other-content-type', signV3(canonical.replace('; charset=UTF-8', ';charset=UTF-8'))],
  ['signed-hash-of-nothing', signV3(canonical.replace(/\w+$/, sha256('')))],
  ['signed-hash-missing', signV3(canonical.replace(/\w+$/, ''))],
  ['no-line-before-list', signV3(canonical.replace('\n\ncontent', '\ncontent'))],
  ['path-missing', signV3(canonical.replace('\n/\n', '\n\n'))],
  ['canonical-request-ends-with-newline', signV3(`${canonical}\n`)],
  ['canonical-request-not-hashed', hmacV3(`ACS3-HMAC-SHA256\n${canonical}`)],
  ['hash-in-upper-case', hmacV3(hashed(canonical).toUpperCase())],
  ['string-ends-with-newline', hmacV3(`${hashed(canonical)}\n`)],
  ['plus-for-space', signV3(canonical.replaceAll('%20', '+'))],
  ['asterisk-not-encoded', signV3(canonical.replace('%2A', '*'))],
  ['tilde-encoded', signV3(canonical.replace('~', '%7E'))],
  ['lower-case-digits', signV3(canonical.replace(/%../g, (digits) => digits.toLowerCase()))],
  ['form-signed-as-query', signV3(canonical.replace(queryLine, canonicalQuery([...query, ...form])))],
  ['query-not-signed', signV3(canonical.replace(queryLine, ''))],
  ['empty-parameters-dropped', signV3(canonical.replace('&Empty=', '').replace('&Nothing=', ''))],
  ['not-sorted', signV3(canonical.replace(queryLine, encodePairs(query)))],
  ['sorted-as-pairs', signV3(canonical.replace(queryLine, queryLine.split('&').toSorted().join('&')))],
  ['parameter-not-signed', signV3(canonical.replace('&AnyKind=%2A', ''))],
  ['signature-in-upper-case', signV3(canonical).toUpperCase()],
  ['signature-in-base64', Buffer.from(signV3(canonical), 'hex').toString('base64')],
])('recognises the V3 mistake %s', (id, signature) => {
  const { cause } = explainMismatch({ ...claimV3, signature }, request, 'testsecret');

  expect(cause.kind).toBe('one of');
  expect(idsOf(cause)).toStrictEqual([id]);
});

test('recognises names that are signed without encoding', () => {
  const named = { ...request, query: [['a b', 'c d']] as const };
  const signature = signV3(canonicalRequestV3(named, claimV3.signedHeaders).replace('a%20b', 'a b'));

  expect(idsOf(explainMismatch({ ...claimV3, signature }, named, 'testsecret').cause)).toStrictEqual([
    'names-not-encoded',
  ]);
});

test('recognises V3 mistakes in a request to another path', () => {
  const elsewhere = { ...request, path: '/a/b' };
  const signature = signV3(canonical.replace('\n/\n', '\n/a/b\n').replace('%2A', '*'));

  expect(idsOf(explainMismatch({ ...claimV3, signature }, elsewhere, 'testsecret').cause)).toStrictEqual([
    'asterisk-not-encoded',
  ]);
});

test('names the parameter that was not signed', () => {
  const signature = signV1(text.replace('%26AnyKind%3D%252A', ''));

  expect(explainMismatch({ ...claimV1, signature }, request, 'testsecret').cause).toMatchObject({
    mistakes: [
      { sentence: 'The client does not sign the parameter AnyKind, or it was added after signing.' },
    ],
  });
});

test('recognises two mistakes at once', () => {
  const signature = signV1(text.replaceAll('%2520', '%2B').replace('POST', 'GET'), 'testsecret&');
  const { cause } = explainMismatch({ ...claimV1, signature }, request, 'testsecret');

  expect(cause.kind).toBe('both');
  expect(idsOf(cause)).toStrictEqual(['plus-for-space', 'other-method']);
});

test.each([claimV1, claimV3])('does not guess what it does not know ($kind)', (claim) => {
  const signature = claim.kind === 'v1' ? signV1(text, 'other&') : signV3(canonical, 'other');

  expect(explainMismatch({ ...claim, signature }, request, 'testsecret').cause).toStrictEqual({
    kind: 'unknown',
  });
});

test('explains a body that is not the one whose hash was signed', () => {
  const contentSha256 = sha256('');
  const changed = { ...request, headers: { ...headers, 'x-acs-content-sha256': contentSha256 } };
  const signature = signV3(canonicalRequestV3(changed, claimV3.signedHeaders));
  const explanation = explainMismatch({ ...claimV3, signature, contentSha256 }, changed, 'testsecret');

  expect(explanation.cause).toStrictEqual({ kind: 'none' });
  expect(explanation.contentHash).toStrictEqual({
    claimed: sha256(''),
    actual: sha256(body),
    mistakes: [{ id: 'content-hash-of-nothing', sentence: 'It is the hash of an empty body.' }],
  });
});

test.each([
  ['content-hash-in-upper-case', sha256(body).toUpperCase()],
  ['content-hash-with-newline', sha256(`${body}\n`)],
  ['content-hash-of-other-encoding', sha256('FormA=f%20g&FormB=h')],
])('recognises %s', (id, contentSha256) => {
  const explanation = explainMismatch({ ...claimV3, contentSha256 }, request, 'testsecret');

  expect(explanation.contentHash?.mistakes.map((mistake) => mistake.id)).toStrictEqual([id]);
});

test('lists signed headers that did not arrive', () => {
  const signedHeaders = ['host', 'user-agent', 'x-acs-date'];

  expect(explainMismatch({ ...claimV3, signedHeaders }, request, 'testsecret').absentHeaders).toStrictEqual([
    'user-agent',
    'x-acs-date',
  ]);
});

test("locates the first difference from the client's text, and says whether the secret fits", () => {
  const clientText = text.replace('%252A', '*');
  const claim = { ...claimV1, signature: signV1(clientText) };

  expect(explainMismatch(claim, request, 'testsecret', clientText).client).toMatchObject({
    text: clientText,
    difference: { part: 'parameter', name: 'AnyKind', how: 'value' },
    secretFits: true,
  });
});

test('blames the secret when both have signed the same text', () => {
  const claim = { ...claimV1, signature: signV1(text, 'other&') };

  expect(explainMismatch(claim, request, 'testsecret', text).client).toStrictEqual({
    text,
    secretFits: false,
  });
});

test("compares a V3 client's canonical request, or its string to sign", () => {
  const clientText = canonical.replace(':4010', '');
  const claim = { ...claimV3, signature: signV3(clientText) };

  expect(explainMismatch(claim, request, 'testsecret', clientText).client).toMatchObject({
    difference: { part: 'header', name: 'host' },
    secretFits: true,
  });
  expect(explainMismatch(claim, request, 'testsecret', hashed(clientText)).client).toMatchObject({
    difference: { part: 'hash of the canonical request' },
    secretFits: true,
  });
});

test.each([claimV1, claimV3])('never repeats the secret ($kind)', (claim) => {
  const explanation = explainMismatch(claim, request, 'a-very-secret-secret', 'something else');

  expect(JSON.stringify(explanation)).not.toContain('a-very-secret-secret');
});

function idsOf(cause: ReturnType<typeof explainMismatch>['cause']): readonly string[] {
  return 'mistakes' in cause ? [...new Set(cause.mistakes.map(({ id }) => id))] : [];
}

function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

function sorted(): [name: string, value: string][] {
  return [...query, ...form].map(([...pair]) => pair).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function decodeTwice(value: string): string {
  return decodeURIComponent(decodeURIComponent(value));
}

function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function lower(pair: string): string {
  return (pair.split('=')[0] ?? '').toLowerCase();
}
