import { expect, test } from 'vitest';
import { readSignature, type SignedRequest } from './signature.ts';
import type { Pair } from './parameters.ts';

const bare: SignedRequest = { method: 'POST', path: '/', query: [], form: [], headers: {}, body: '' };
const common: readonly Pair[] = [
  ['AccessKeyId', 'testid'],
  ['Signature', 'c2lnbmF0dXJl'],
  ['SignatureMethod', 'HMAC-SHA1'],
  ['SignatureNonce', 'n-1'],
  ['SignatureVersion', '1.0'],
  ['Timestamp', '2026-11-22T13:29:01Z'],
];
const headers = {
  host: 'live.aliyuncs.com',
  'x-acs-date': '2026-11-22T13:29:01Z',
  'x-acs-signature-nonce': 'n-1',
  'x-acs-content-sha256': 'cafe',
  authorization: 'ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-date,Signature=beef',
};

test('finds no signature in a bare request', () => {
  expect(readSignature({ ...bare, query: [['Action', 'AddWidget']] })).toStrictEqual({ kind: 'none' });
});

test.each(['query', 'form'] as const)('reads V1 from the %s', (where) => {
  expect(readSignature({ ...bare, [where]: common })).toStrictEqual({
    kind: 'v1',
    accessKeyId: 'testid',
    signature: 'c2lnbmF0dXJl',
    timestamp: '2026-11-22T13:29:01Z',
    nonce: 'n-1',
    method: 'HMAC-SHA1',
    version: '1.0',
  });
});

test('reads V1 from query and form together, the query first', () => {
  const form: Pair[] = [...common.slice(3), ['AccessKeyId', 'other'], ['SecurityToken', 'token']];

  expect(readSignature({ ...bare, query: common.slice(0, 3), form })).toMatchObject({
    kind: 'v1',
    accessKeyId: 'testid',
    securityToken: 'token',
  });
});

test('reads V3 from the headers', () => {
  expect(readSignature({ ...bare, headers })).toStrictEqual({
    kind: 'v3',
    algorithm: 'ACS3-HMAC-SHA256',
    accessKeyId: 'testid',
    signedHeaders: ['host', 'x-acs-date'],
    signature: 'beef',
    date: '2026-11-22T13:29:01Z',
    nonce: 'n-1',
    contentSha256: 'cafe',
  });
});

test('reads V3 with spaces after commas and a security token', () => {
  const authorization = headers.authorization.replaceAll(',', ', ');
  const claim = readSignature({
    ...bare,
    headers: { ...headers, authorization, 'x-acs-security-token': 'token' },
  });

  expect(claim).toMatchObject({ kind: 'v3', signature: 'beef', securityToken: 'token' });
});

test('takes x-acs-action and x-acs-version of a V1 request for what they are', () => {
  const versionHeaders = { 'x-acs-action': 'AddWidget', 'x-acs-version': '2016-11-01' };

  expect(readSignature({ ...bare, query: common, headers: versionHeaders })).toMatchObject({ kind: 'v1' });
  expect(readSignature({ ...bare, headers: versionHeaders })).toStrictEqual({ kind: 'none' });
});

test.each(common.map(([name]) => name))('misses %s in half of a V1 signature', (name) => {
  const others = common.filter(([other]) => other !== name);
  const incomplete = { kind: 'incomplete', scheme: 'v1', missing: [name] };

  expect(readSignature({ ...bare, query: others })).toStrictEqual(incomplete);
  expect(readSignature({ ...bare, query: others, form: [[name, '']] })).toStrictEqual(incomplete);
});

test('lists everything that is missing', () => {
  expect(readSignature({ ...bare, query: [['Timestamp', 'now']] })).toStrictEqual({
    kind: 'incomplete',
    scheme: 'v1',
    missing: ['AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureNonce', 'SignatureVersion'],
  });
  expect(readSignature({ ...bare, headers: { authorization: 'ACS3-HMAC-SHA256' } })).toStrictEqual({
    kind: 'incomplete',
    scheme: 'v3',
    missing: [
      'Credential',
      'SignedHeaders',
      'Signature',
      'x-acs-date',
      'x-acs-signature-nonce',
      'x-acs-content-sha256',
    ],
  });
});

test.each(['Credential', 'SignedHeaders', 'Signature'])('misses %s in Authorization', (field) => {
  const authorization = headers.authorization.replace(`${field}=`, 'Other=');

  expect(readSignature({ ...bare, headers: { ...headers, authorization } })).toStrictEqual({
    kind: 'incomplete',
    scheme: 'v3',
    missing: [field],
  });
});

test.each(['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'])('misses the header %s', (name) => {
  expect(readSignature({ ...bare, headers: { ...headers, [name]: ' ' } })).toStrictEqual({
    kind: 'incomplete',
    scheme: 'v3',
    missing: [name],
  });
});

test.each([
  ['SignatureMethod', 'HMAC-SHA256'],
  ['SignatureVersion', '2.0'],
  ['SignatureType', 'BEARERTOKEN'],
  ['SignatureType', 'PRIVATEKEY'],
])('does not support %s=%s', (name, value) => {
  const query: Pair[] = [...common.filter(([other]) => other !== name), [name, value]];

  expect(readSignature({ ...bare, query })).toStrictEqual({ kind: 'unsupported', name, value });
});

test('supports the empty SignatureType that old SDKs send', () => {
  expect(readSignature({ ...bare, query: [...common, ['SignatureType', '']] })).toMatchObject({ kind: 'v1' });
});

test.each([
  ['ACS3-HMAC-SM3 Credential=testid,SignedHeaders=host,Signature=beef', 'ACS3-HMAC-SM3'],
  ['ACS3-RSA-SHA256 Credential=testid,SignedHeaders=host,Signature=beef==', 'ACS3-RSA-SHA256'],
  ['Bearer of-a-token', 'Bearer'],
  ['acs testid:c2lnbmF0dXJl', 'acs'],
])('does not support Authorization: %s', (authorization, value) => {
  expect(readSignature({ ...bare, headers: { ...headers, authorization } })).toStrictEqual({
    kind: 'unsupported',
    name: 'Authorization',
    value,
  });
});

test.each(['x-acs-bearer-token', 'x-acs-zero-trust-idtoken'])(
  'does not support %s, nor repeat it',
  (name) => {
    const claim = readSignature({ ...bare, headers: { [name]: 'secret-token' } });

    expect(claim).toStrictEqual({ kind: 'unsupported', name, value: 'token' });
  },
);

test('reads V1 beside an Authorization header that is meant for somebody else', () => {
  const claim = readSignature({
    ...bare,
    query: common,
    headers: { authorization: 'Basic cHJveHk6cHJveHk=' },
  });

  expect(claim).toMatchObject({ kind: 'v1' });
});
