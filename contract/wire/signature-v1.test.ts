import { expect, test } from 'vitest';
import { signatureV1, signV1, stringToSignV1 } from './signature-v1.ts';

const now = new Date('2026-11-22T13:29:01.987Z');
const options = { method: 'POST', accessKeyId: 'testid', accessKeySecret: 'testsecret', now, nonce: 'n-1' };

test('signs the official example DescribeRegions', () => {
  const text = stringToSignV1('GET', [
    ['Timestamp', '2016-02-23T12:46:24Z'],
    ['Format', 'XML'],
    ['AccessKeyId', 'testid'],
    ['Action', 'DescribeRegions'],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureNonce', '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf'],
    ['Version', '2014-05-26'],
    ['SignatureVersion', '1.0'],
  ]);

  expect(signatureV1(text, 'testsecret')).toBe('OLeaidS1JvxuMvnyHOwuJ+uX5qY=');
});

test('signs the official example of ApsaraVideo Live', () => {
  const parameters = signV1(
    [
      ['Format', 'XML'],
      ['Action', 'DescribeLiveSnapshotConfig'],
      ['RegionId', 'cn-shanghai'],
      ['ServiceCode', 'live'],
      ['DomainName', 'test.com'],
      ['AppName', 'test'],
      ['Version', '2016-11-01'],
    ],
    {
      method: 'GET',
      accessKeyId: 'testid',
      accessKeySecret: 'testsecret',
      now: new Date('2017-06-14T09:51:14Z'),
      nonce: 'c2fe8fbb-2977-4414-8d39-348d02419c1c',
    },
  );

  expect(parameters).toContainEqual(['Signature', '3I5a3myPjp8FXWT4rvxX5pKb/aw=']);
});

test('encodes values twice and separators once in the string to sign', () => {
  const text = stringToSignV1('POST', [['B', '* ~'], ['A', ''], ['Signature', 'not signed']]); // prettier-ignore

  expect(text).toBe('POST&%2F&A%3D%26B%3D%252A%2520~');
});

test('adds the common parameters and the signature after the given ones', () => {
  const names = signV1([['Action', 'X']], { ...options, securityToken: 'token' }).map(([name]) => name);

  expect(names).toStrictEqual([
    'Action',
    'AccessKeyId',
    'SignatureMethod',
    'SignatureNonce',
    'SignatureVersion',
    'Timestamp',
    'SecurityToken',
    'Signature',
  ]);
});

test('writes the time in UTC without fractions', () => {
  expect(signV1([], options)).toContainEqual(['Timestamp', '2026-11-22T13:29:01Z']);
});

test('keeps a common parameter that is given, and replaces a signature', () => {
  const parameters = signV1([['Timestamp', 'yesterday'], ['Signature', 'old']], options); // prettier-ignore

  expect(parameters.filter(([name]) => name === 'Timestamp')).toStrictEqual([['Timestamp', 'yesterday']]);
  expect(parameters.filter(([name]) => name === 'Signature')).toHaveLength(1);
  expect(parameters).not.toContainEqual(['Signature', 'old']);
});

test('signs the same whatever the order of the parameters', () => {
  const [forwards, backwards] = [
    signV1([['a', '1'], ['b', '2']], options), // prettier-ignore
    signV1([['b', '2'], ['a', '1']], options), // prettier-ignore
  ];

  expect(forwards.at(-1)).toStrictEqual(backwards.at(-1));
});
