/** How parameters come out of a request, however a client wrote them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { decodeParameters, encodeParameters } from '../../contract/wire/parameters.ts';
import { readPairs } from './pairs.ts';
import { Received, type WireRequest } from './request.ts';

const { commonParameters, shape } = mainOperation(readContract());
const form = { 'content-type': 'application/x-www-form-urlencoded' };

test('reads the method, the path, and parameters in their order', () => {
  const received = read({ method: 'post', url: '/?B=2&A=1&B=3' });

  expect(received).toMatchObject({ method: 'POST', path: '/' });
  expect(received.pairs).toStrictEqual([['B', '2'], ['A', '1'], ['B', '3']]); // prettier-ignore
});

test('reads parameters from the query, from a form, and from both, the query first', () => {
  expect(read({ url: '/?A=1&B=2' }).pairs).toStrictEqual([['A', '1'], ['B', '2']]); // prettier-ignore
  expect(read({ headers: form, body: 'A=1&B=2' }).pairs).toStrictEqual([['A', '1'], ['B', '2']]); // prettier-ignore
  expect(read({ url: '/?A=1', headers: form, body: 'A=3&B=2' }).pairs).toStrictEqual([['A', '1'], ['A', '3'], ['B', '2']]); // prettier-ignore
});

test.each([
  ['as text', 'A=%E5%BD%95'],
  ['as bytes', new TextEncoder().encode('A=%E5%BD%95')],
  ['as bytes that are not escaped', new TextEncoder().encode('A=录')],
])('reads a form given %s', (_, body) => {
  expect(read({ headers: form, body }).pairs).toStrictEqual([['A', '录']]);
});

test('reads any percent form of the same value alike', () => {
  const forms = [
    'record/{AppName} *~(x)',
    'record/{AppName}+*~(x)',
    'record/{AppName}%20*~(x)',
    'record%2F%7BAppName%7D%20%2A%7E%28x%29',
    'record%2f%7bAppName%7d%20%2a%7e%28x%29',
    '%72%65%63%6F%72%64%2F%7B%41%70%70%4E%61%6D%65%7D+%2A~%28x%29',
  ];

  for (const value of forms) {
    expect(read({ url: `/?A=${value}` }).pairs).toStrictEqual([['A', 'record/{AppName} *~(x)']]);
    expect(read({ headers: form, body: `A=${value}` }).pairs).toStrictEqual([
      ['A', 'record/{AppName} *~(x)'],
    ]);
  }
});

test('reads names in any percent form too', () => {
  expect(read({ url: '/?RecordFormat%2E1%2eFormat=mp4' }).pairs).toStrictEqual([
    ['RecordFormat.1.Format', 'mp4'],
  ]);
});

test('reads %2B as a plus, %26 and %3D as what stands in a value', () => {
  expect(read({ url: '/?A=1%2B1%3D2%26x' }).pairs).toStrictEqual([['A', '1+1=2&x']]);
});

test.each([
  ['', []],
  ['&&', []],
  ['A', [['A', '']]],
  ['A=', [['A', '']]],
  ['=1', [['', '1']]],
  ['A=1=2', [['A', '1=2']]],
  ['A=%', [['A', '%']]],
  ['A=%zz+1', [['A', '%zz 1']]],
  ['A=%E5%BD', [['A', '\uFFFD']]],
  ['A=%FF', [['A', '\uFFFD']]],
])('reads %j as far as it goes', (query, pairs) => {
  expect(readPairs(query)).toStrictEqual(pairs);
});

test('reads back what a client wrote', () => {
  const value = fc.string({ unit: 'binary', minLength: 1 });
  const request = fc.record({
    DomainName: value,
    RecordFormat: fc.array(fc.record({ Format: value, OssObjectPrefix: value }), { minLength: 1 }),
    TranscodeTemplates: fc.array(value, { minLength: 1 }),
  });

  fc.assert(
    fc.property(request, fc.boolean(), (sent, inQuery) => {
      const text = new URLSearchParams(encodeParameters(sent).map(([name, one]) => [name, one])).toString();

      const { pairs } = read(inQuery ? { url: `/?${text}` } : { headers: form, body: text });

      expect(decodeParameters(pairs, shape).parameters).toEqual(sent);
    }),
  );
});

test.each([
  ['', '/'],
  ['?A=1', '/'],
  ['/', '/'],
  ['/#A', '/'],
  ['/live/?A=1', '/live/'],
  ['https://live.aliyuncs.com', '/'],
  ['https://live.aliyuncs.com?A=1', '/'],
  ['http://127.0.0.1:4010/a/b?A=1#x', '/a/b'],
  ['//evil/a', '//evil/a'],
])('finds the path of %j', (url, path) => {
  expect(read({ url }).path).toBe(path);
});

test('finds no common parameter where it is empty, or nobody plays the part', () => {
  expect(read({ url: '/?Action=' }).common('action')).toBeUndefined();
  expect(read({}).common('action')).toBeUndefined();
  expect(read({ url: '/?Action=A' }).common('director')).toBeUndefined();
});

function read(request: Partial<WireRequest>): Received {
  return new Received({ method: 'POST', url: '/', headers: {}, body: '', ...request }, commonParameters);
}
