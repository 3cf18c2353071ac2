import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalRequestV3, contentSha256, signV3, splitSignedHeaders } from './signature-v3.ts';

const request = { method: 'POST', host: '127.0.0.1:4010', query: [] } as const;
const options = {
  action: 'AddWidget',
  version: '2016-11-01',
  accessKeyId: 'testid',
  accessKeySecret: 'testsecret',
  now: new Date('2026-11-22T13:29:01.987Z'),
  nonce: 'n-1',
};

test.each([
  [
    '2023-10-26T10:22:32Z',
    '3156853299f313e23d1673dc12e1703d',
    '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  ],
  [
    '2023-10-26T09:01:01Z',
    'd410180a5abf7fe235dd9b74aca91fc0',
    'e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804',
  ],
])('signs the official example RunInstances of %s', (date, nonce, signature) => {
  const headers = signV3(
    {
      method: 'POST',
      host: 'ecs.cn-shanghai.aliyuncs.com',
      query: [
        ['RegionId', 'cn-shanghai'],
        ['ImageId', 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'],
      ],
    },
    {
      action: 'RunInstances',
      version: '2014-05-26',
      accessKeyId: 'YourAccessKeyId',
      accessKeySecret: 'YourAccessKeySecret',
      now: new Date(date),
      nonce,
    },
  );

  expect(headers['authorization']).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
      'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
      `Signature=${signature}`,
  );
});

test('lays the canonical request out in lines', () => {
  const canonical = canonicalRequestV3(
    {
      method: 'POST',
      path: '',
      query: [['b', '* ~'], ['a', '']], // prettier-ignore
      headers: { host: 'h:1', accept: ' */* ', 'x-acs-content-sha256': 'cafe', 'x-acs-version': 'v' },
    },
    ['accept', 'host', 'x-acs-version'],
  );

  expect(canonical.split('\n')).toStrictEqual([
    'POST',
    '/',
    'a=&b=%2A%20~',
    'accept:*/*',
    'host:h:1',
    'x-acs-version:v',
    '',
    'accept;host;x-acs-version',
    'cafe',
  ]);
});

test('lays a request out alike whether or not the list of its signed headers is known', () => {
  const headers = { host: 'h:1', 'x-acs-version': 'v', 'x-acs-content-sha256': 'cafe' };
  const asked = { method: 'POST', path: '/', query: [], headers };
  const lists = Array.from({ length: 250 }, (_, index) => `host;x-${index % 125};constructor;x-acs-version`);

  for (const list of [...lists, '', ';', 'host;'.repeat(1000)]) {
    const names = splitSignedHeaders(list);
    expect(names).toEqual(list.split(';'));
    expect(canonicalRequestV3(asked, names)).toBe(canonicalRequestV3(asked, list.split(';')));
  }
});

test('hashes the bytes of a body, and those of an empty one', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  expect(contentSha256('a=直播')).toBe(sha256('a=直播'));
  expect(contentSha256(Buffer.from('a=直播'))).toBe(sha256('a=直播'));
  expect(signV3(request, options)['x-acs-content-sha256']).toBe(sha256(''));
});

test('signs content-type and x-acs-* of the given headers, not the others', () => {
  const headers = signV3(
    { ...request, headers: { 'content-type': 'text/plain', 'x-acs-retry-attempts': '1', accept: '*/*' } },
    options,
  );

  expect(headers).toMatchObject({
    accept: '*/*',
    host: '127.0.0.1:4010',
    'x-acs-date': '2026-11-22T13:29:01Z',
  });
  expect(headers['authorization']).toContain(
    'SignedHeaders=content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-retry-attempts;' +
      'x-acs-signature-nonce;x-acs-version,',
  );
});

test('sends temporary credentials in two more headers', () => {
  const headers = signV3(request, { ...options, securityToken: 'token' });

  expect(headers).toMatchObject({ 'x-acs-accesskey-id': 'testid', 'x-acs-security-token': 'token' });
  expect(headers['authorization']).toContain('x-acs-security-token');
});

test('keeps a header that is given, and signs it', () => {
  const headers = signV3({ ...request, headers: { 'x-acs-date': 'yesterday' } }, options);

  expect(headers['x-acs-date']).toBe('yesterday');
  expect(headers['authorization']).not.toBe(signV3(request, options)['authorization']);
});

test('signs the path', () => {
  const canonical = canonicalRequestV3({ method: 'GET', path: '/a/b', query: [], headers: {} }, ['host']);

  expect(canonical).toMatch(/^GET\n\/a\/b\n/);
  expect(signV3({ ...request, path: '/a/b' }, options)).not.toStrictEqual(signV3(request, options));
});

test('takes a header named like a property of every object for absent', () => {
  const canonical = canonicalRequestV3({ method: 'GET', path: '/', query: [], headers: {} }, ['constructor']);

  expect(canonical).toBe('GET\n/\n\nconstructor:\n\nconstructor\n');
});
