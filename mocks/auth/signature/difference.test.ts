import { expect, test } from 'vitest';
import { locateDifference } from './difference.ts';

const stringToSign = 'POST&%2F&A%3D1%26AnyKind%3D%252A%26Z%3D9';
const canonicalRequest = 'POST\n/\nA=1&AnyKind=%2A&Z=9\nhost:h:1\nx-acs-date:d\n\nhost;x-acs-date\ncafe';

test('finds no difference between equal texts', () => {
  expect(locateDifference(stringToSign, stringToSign)).toBeUndefined();
});

test('gives the index and an excerpt of both texts', () => {
  expect(locateDifference(stringToSign, stringToSign.replace('%252A', '%2A'))).toStrictEqual({
    index: 29,
    part: 'parameter',
    name: 'AnyKind',
    how: 'value',
    server: 'A%3D1%26AnyKind%3D%252A%26Z%3D9',
    client: 'A%3D1%26AnyKind%3D%2A%26Z%3D9',
  });
});

test.each([
  ['POST', 'GET', { part: 'method', how: 'value' }],
  ['%2F', '/', { part: 'path', how: 'value' }],
  ['A%3D1%26', '', { part: 'parameter', name: 'A', how: 'only the server has it' }],
  ['%26Z%3D9', '', { part: 'parameter', name: 'Z', how: 'only the server has it' }],
  ['%26Z', '%26B%3D%26Z', { part: 'parameter', name: 'B', how: 'only the client has it' }],
  ['Z%3D9', 'Z%3D9%26a%20b%3D', { part: 'parameter', name: 'a b', how: 'only the client has it' }],
  ['A%3D1%26AnyKind%3D%252A', 'AnyKind%3D%252A%26A%3D1', { part: 'parameter', name: 'A', how: 'order' }],
  ['%26Z%3D9', '&Z%3D9', { part: 'separators', how: 'value' }],
])('names the part of a string to sign of V1 where %s is %s', (ours, theirs, expected) => {
  expect(locateDifference(stringToSign, stringToSign.replace(ours, theirs))).toMatchObject(expected);
});

test.each([
  ['POST', 'post', { part: 'method', how: 'value' }],
  ['\n/\n', '\n\n', { part: 'path', how: 'value' }],
  ['%2A', '*', { part: 'parameter', name: 'AnyKind', how: 'value' }],
  ['A=1&AnyKind=%2A&Z=9', '', { part: 'parameter', name: 'A', how: 'only the server has it' }],
  ['h:1', 'h', { part: 'header', name: 'host', how: 'value' }],
  ['x-acs-date:d\n', '', { part: 'header', name: 'x-acs-date', how: 'only the server has it' }],
  ['host:h', 'accept:*/*\nhost:h', { part: 'header', name: 'accept', how: 'only the client has it' }],
  ['host;x-acs-date', 'host', { part: 'signed header list', how: 'value' }],
  ['cafe', 'e3b0', { part: 'content hash', how: 'value' }],
  ['cafe', 'cafe\n', { part: 'content hash', how: 'value' }],
  ['\n\nhost', '\nhost', { part: 'separators', how: 'value' }],
])('names the part of a canonical request where %j is %j', (ours, theirs, expected) => {
  expect(locateDifference(canonicalRequest, canonicalRequest.replace(ours, theirs))).toMatchObject(expected);
});

test('names the part of a string to sign of V3', () => {
  const text = 'ACS3-HMAC-SHA256\ncafe';

  expect(locateDifference(text, 'ACS3-HMAC-SM3\ncafe')).toMatchObject({ part: 'algorithm' });
  expect(locateDifference(text, 'ACS3-HMAC-SHA256\nbeef')).toMatchObject({
    part: 'hash of the canonical request',
  });
});

test('shows a name that cannot be decoded as it is', () => {
  expect(locateDifference('GET&%2F&A%3D1', 'GET&%2F&%25E7%3D1')).toMatchObject({
    how: 'only the server has it',
  });
  expect(locateDifference('GET&%2F&A%3D1', 'GET&%2F&A%3D1%26%25E7%3D1')).toMatchObject({ name: '%E7' });
});
