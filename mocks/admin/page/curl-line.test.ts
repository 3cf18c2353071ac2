import { expect, test } from 'vitest';
import { toCurl } from '../../../contract/wire/curl.ts';
import { readCurlLine } from './curl-line.ts';

const form = 'application/x-www-form-urlencoded';

test('reads what the page itself copies', () => {
  const call = {
    method: 'POST',
    path: '/?Action=Do&Version=1',
    headers: { 'content-type': form, 'x-acs-version': '1' },
    body: "Name=it's%20here&Text=%7B%22a%22%7D",
  };
  expect(readCurlLine(toCurl('http://127.0.0.1:4010', call))).toEqual(call);
});

test.each([
  ['curl https://api.example/?A=1', { method: 'GET', path: '/?A=1', headers: {}, body: '' }],
  ['curl api.example', { method: 'GET', path: '/', headers: {}, body: '' }],
  [
    `curl -sS \\\n  -d A=1 --data 'B=2' "https://api.example/?C=3#x"`,
    { method: 'POST', path: '/?C=3', headers: { 'content-type': form }, body: 'A=1&B=2' },
  ],
  ['curl -sSLk https://api.example/', { method: 'GET', path: '/', headers: {}, body: '' }],
  [
    'curl -sXPUT -kd A=1 https://api.example/',
    { method: 'PUT', path: '/', headers: { 'content-type': form }, body: 'A=1' },
  ],
  [
    String.raw`curl https://api.example/ --data-raw $'\\u0041\u0042'`,
    { method: 'POST', path: '/', headers: { 'content-type': form }, body: String.raw`\u0041B` },
  ],
  [
    `curl -G https://api.example/ --data-urlencode 'A=a b&c' -d B=2`,
    { method: 'GET', path: '/?A=a%20b%26c&B=2', headers: {}, body: '' },
  ],
  [
    `$ curl -XPUT --header='X-One: 1' -H "Host: other" --data-raw $'a\\'b\\n' https://api.example/p`,
    { method: 'PUT', path: '/p', headers: { 'x-one': '1', 'content-type': form }, body: "a'b\n" },
  ],
  [
    `curl 'https://api.example/' -H 'content-type: application/json' --data-raw '{"a":"\\"b"}' --compressed`,
    { method: 'POST', path: '/', headers: { 'content-type': 'application/json' }, body: '{"a":"\\"b"}' },
  ],
])('reads %s', (line, call) => {
  expect(readCurlLine(line)).toEqual(call);
});

test.each([
  ['wget https://api.example', 'it does not begin with "curl".'],
  ['curl -s', 'it has no address.'],
  ["curl 'https://api.example", 'a quotation mark in it has no partner.'],
  ['curl -d @body.txt https://api.example', '"@body.txt" is a file, which a page cannot read.'],
  ['curl --aws-sigv4 x https://api.example', '"--aws-sigv4" is not understood here. Leave it out.'],
])('says what is wrong with %s', (line, sentence) => {
  expect(() => readCurlLine(line)).toThrow(`Failed to read the line: ${sentence}`);
});
