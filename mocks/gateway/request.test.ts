import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPairs } from './pairs.ts';
import { Received } from './request.ts';

const commonParameters = [
  { name: 'Action', role: 'action', header: 'x-acs-action', required: 'always' },
  { name: 'AccessKeyId', role: 'account', header: undefined, required: 'never' },
] as const;
const request = { method: 'POST', url: '/', headers: {}, body: '' };

test('reads pairs as URLSearchParams does', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom('%', '+', '=', '&', '2', 'F', 'f', 'e', '7', ' ', '?', '#', '\u0000', '\ud83d'),
    }),
    fc.string({ unit: 'grapheme' }).map((text) => encodeURIComponent(text)),
  );
  const text = fc.array(piece).map((pieces) => pieces.join('&'));

  fc.assert(
    fc.property(text, (sent) => {
      // URLSearchParams leaves out a question mark in front, which a query does not have.
      fc.pre(!sent.startsWith('?'));
      expect(readPairs(sent)).toEqual([...new URLSearchParams(sent)]);
    }),
  );
});

test('reads raw text beside malformed escapes, where URLSearchParams of Node does not', () => {
  expect(readPairs('录=%zz录%E5%BD&%ff\u{1f600}=%EF%BB%BF%41')).toEqual([
    ['录', '%zz录\ufffd'],
    ['\ufffd\u{1f600}', '\ufeffA'],
  ]);
});

test.each(['/?a=1', '?a=1', 'http://127.0.0.1:4010/?a=1', 'https://live.aliyuncs.com?a=1', '/?a=1#b=2'])(
  'reads the query of %s',
  (url) => {
    const { path, query } = new Received({ ...request, url }, commonParameters);

    expect([path, query]).toEqual(['/', [['a', '1']]]);
  },
);

test.each([
  'application/x-www-form-urlencoded',
  'Application/X-WWW-Form-URLEncoded;charset=UTF-8',
  undefined,
])('reads a body of the type %s as a form', (type) => {
  const { form } = new Received(
    { ...request, headers: { 'content-type': type }, body: 'a=1' },
    commonParameters,
  );

  expect(form).toEqual([['a', '1']]);
});

test('reads no parameters from a body that says it is something else', () => {
  const headers = { 'content-type': 'application/json' };

  expect(new Received({ ...request, headers, body: 'a=1' }, commonParameters).pairs).toEqual([]);
});

test('takes what a request signed by V3 is for from its header, whatever parameters it has', () => {
  const authorization = 'ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host,Signature=0';
  const actionOf = (headers: Readonly<Record<string, string>>): string | undefined =>
    new Received({ ...request, url: '/?Action=parameter', headers }, commonParameters).common('action');

  expect(actionOf({ authorization, 'x-acs-action': 'header' })).toBe('header');
  expect(actionOf({ authorization })).toBe('parameter');
});

test('takes a common parameter from the query, the form or its header, in this order', () => {
  const headers = { 'x-acs-action': 'header' };
  const actionOf = (changes: object): unknown =>
    new Received({ ...request, headers, ...changes }, commonParameters).common('action');

  expect(actionOf({ url: '/?Action=query', body: 'Action=form' })).toBe('query');
  expect(actionOf({ body: 'Action=form' })).toBe('form');
  expect(actionOf({})).toBe('header');
});

test('takes the access key id of V3 from the signature', () => {
  const authorization = 'ACS3-HMAC-SHA256 Credential=signer,SignedHeaders=host,Signature=0';
  const received = new Received(
    { ...request, url: '/?AccessKeyId=other', headers: { authorization } },
    commonParameters,
  );

  expect(received.common('account')).toBe('signer');
});
