import { expect, test } from 'vitest';
import { readSignature, type SignedRequest } from '../../../contract/wire/signature.ts';
import { changesOf, parseRequest } from '../../fixtures/raw-requests.ts';
import { commonV1, signedV1, signedV3 } from '../../fixtures/signed-requests.ts';
import { verifySignature } from './verify.ts';

/** Requests in the shapes that client libraries use, signed below without the code under test. */
const shapes: Readonly<Record<string, string>> = {
  'V1 POST, all in the query': signedV1({ method: 'POST', query: 'AnyKind=*&Title=test%20(1)' }),
  'V1 POST, all in a form': signedV1({ method: 'POST', form: 'AnyKind=%2A&Title=test+%281%29' }),
  'V1 POST, query and form mixed': signedV1({
    method: 'POST',
    query: 'RegionId=cn-shanghai',
    form: 'AnyKind=*',
  }),
  'V1 POST, form in chunks': signedV1({
    method: 'POST',
    form: 'AnyKind=*&Title=test%20~1',
    chunked: true,
  }),
  'V1 GET': signedV1({ method: 'GET', query: 'AnyKind=*' }),
  'V1 GET with a content type': signedV1({
    method: 'GET',
    query: 'AnyKind=*',
    headers: 'Content-Type: application/x-www-form-urlencoded\n',
  }),
  'V1 with temporary credentials': signedV1({ method: 'POST', query: 'SecurityToken=to%2Bken%3D%3D' }),
  'V1 with an empty parameter': signedV1({ method: 'POST', query: 'SignatureType=&AnyKind=x' }),
  'V1 with + for space and %7E': signedV1({ method: 'POST', query: 'Title=a+b%7Ec%2Bd' }),
  'V1 with lower-case digits on the wire': signedV1({ method: 'POST', query: 'Title=%e7%9b%b4%2a' }),
  'V1 with list items beyond nine': signedV1({ method: 'POST', query: 'T.10=x&T.1=y&T.2=z' }),
  'V3 POST, all in the query': signedV3({ method: 'POST', query: 'AnyKind=*&Title=test%20(1)' }),
  'V3 POST, form in chunks': signedV3({
    method: 'POST',
    form: 'AnyKind=*&Title=test%20(1)',
    chunked: true,
  }),
  'V3 POST, query and form': signedV3({ method: 'POST', query: 'AnyKind=*', form: 'Title=a+b' }),
  'V3 GET': signedV3({ method: 'GET', query: 'Title=a+b%7Ec&Empty=' }),
  'V3 with accept not signed': signedV3({
    method: 'POST',
    query: 'AnyKind=*',
    headers: 'accept: */*\nuser-agent: x\n',
  }),
  'V3 with accept and user-agent signed': signedV3({
    method: 'POST',
    query: 'AnyKind=*',
    headers: 'accept: application/json\nuser-agent: Client (linux; x64) Core/1.0\n',
    alsoSigned: ['accept', 'user-agent'],
  }),
  'V3 with temporary credentials': signedV3({
    method: 'POST',
    headers: 'x-acs-accesskey-id: testid\nx-acs-security-token: token\n',
  }),
};

test.each(Object.entries(shapes))('accepts %s', (_, raw) => {
  expect(verdictOf(parseRequest(raw))).toBe('valid');
});

test.each(Object.entries(shapes))('refuses %s after a change of one signed character', (_, raw) => {
  for (const [change, changed] of changesOf(parseRequest(raw))) {
    expect(verdictOf(changed), change).not.toBe('valid');
  }
});

test.each(Object.entries(shapes))('refuses %s with another secret', (_, raw) => {
  expect(verdictOf(parseRequest(raw), 'othersecret')).toBe('mismatch');
  expect(verdictOf(parseRequest(raw), '')).toBe('mismatch');
});

test('does not mind a change of what is not signed', () => {
  const request = parseRequest(shapes['V3 with accept not signed'] ?? '');

  expect(verdictOf({ ...request, headers: { ...request.headers, accept: 'text/xml', via: 'proxy' } })).toBe(
    'valid',
  );
});

test('quotes the string to sign of a V1 mismatch', () => {
  const request: SignedRequest = {
    method: 'GET',
    path: '/',
    query: [...commonV1, ['Signature', 'wrong']],
    form: [],
    headers: {},
    body: '',
  };

  expect(verify(request)).toStrictEqual({
    kind: 'mismatch',
    stringToSign:
      'GET&%2F&AccessKeyId%3Dtestid%26Action%3DAddWidget%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3Dn-1%26' +
      'SignatureVersion%3D1.0%26Timestamp%3D2026-11-22T13%253A29%253A01Z%26Version%3D2016-11-01',
  });
});

test('says when the body of a V3 request is not the one whose hash was signed', () => {
  const request = parseRequest(shapes['V3 POST, query and form'] ?? '');

  expect(verify(request)).toStrictEqual({ kind: 'valid' });
  expect(verify({ ...request, body: 'Title=other' })).toMatchObject({
    kind: 'mismatch',
    contentSha256Differs: true,
    canonicalRequest: expect.stringMatching(/^POST\n\/\nAnyKind=%2A\ncontent-type:/),
  });
});

test('does not blame the body when only the signature differs', () => {
  const request = parseRequest(shapes['V3 GET'] ?? '');

  expect(verify(request, 'othersecret')).not.toHaveProperty('contentSha256Differs');
});

function verify(request: SignedRequest, accessKeySecret = 'testsecret') {
  const claim = readSignature(request);
  return claim.kind === 'v1' || claim.kind === 'v3'
    ? verifySignature(claim, request, accessKeySecret)
    : claim;
}

function verdictOf(request: SignedRequest, accessKeySecret?: string): string {
  return verify(request, accessKeySecret).kind;
}
