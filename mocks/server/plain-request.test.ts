import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPlainReader } from './plain-request.ts';

const names = ['Host', 'host', 'Accept', 'accept', 'x-a', 'X-A', 'x-a-b', 'constructor', 'te', 'connection'];
const line = fc.record({
  name: fc.oneof(
    fc.constantFrom(...names),
    fc.nat(400).map((number) => `x-${number}`),
    fc.constant('x'.repeat(200)),
  ),
  colon: fc.constantFrom(': ', ':', ':  ', ' : ', ''),
  value: fc.constantFrom('a', 'a b', 'keep-alive', '', ' ', 'a ', 'a\nb', 'a\u007f'),
});
const plainLine = line.map(({ name, value }) => ({ name, colon: ': ', value: value.trim() || 'a' }));
const request = fc.array(fc.oneof({ weight: 9, arbitrary: plainLine }, line), { maxLength: 6 });

test('reads a request alike whatever it has read before', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(request, { maxLength: 30 }), (requests) => {
      const reader = createPlainReader();
      for (const lines of [...requests, ...requests]) {
        const head = lines.map(({ name, colon, value }) => `${name}${colon}${value}\r\n`).join('');
        const bytes = Buffer.from(`POST / HTTP/1.1\r\nHost: live\r\n${head}Content-Length: 3\r\n\r\na=b`);
        const read = reader(bytes);

        expect(read).toStrictEqual(createPlainReader()(bytes));
        if (read) taken += 1;
      }
    }),
  );
  expect(taken).toBeGreaterThan(100);
});

test('tells a start without a space from one with it, in any order', () => {
  const reader = createPlainReader();
  const get = (head: string) => reader(Buffer.from(`GET / HTTP/1.1\r\n${head}\r\n`))?.headers;

  for (const head of ['host:a\r\n', 'host: a\r\n', 'Host: a\r\n', 'host:a\r\n'])
    expect(get(head)).toStrictEqual({ host: 'a' });
  expect(get('host:  a\r\n')).toBeUndefined();
  expect(get('host: a\r\nHOST: a\r\n')).toBeUndefined();
  expect(get('host: a\r\nhost-a: b\r\n')).toStrictEqual({ host: 'a', 'host-a': 'b' });
});
