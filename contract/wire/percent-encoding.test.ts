import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalQuery, compareByteOrder, encodePairs, percentEncode } from './percent-encoding.ts';

test('leaves unreserved characters alone', () => {
  const unreserved = 'ABCXYZabcxyz0189-_.~';

  expect(percentEncode(unreserved)).toBe(unreserved);
});

test('encodes everything else, digits in upper case', () => {
  expect(percentEncode(" !'()*+/:=&?#%{}")).toBe('%20%21%27%28%29%2A%2B%2F%3A%3D%26%3F%23%25%7B%7D');
  expect(percentEncode('直播😀')).toBe('%E7%9B%B4%E6%92%AD%F0%9F%98%80');
});

test('encodes a lone surrogate as U+FFFD instead of throwing', () => {
  expect(percentEncode('a\uD800b')).toBe('a%EF%BF%BDb');
});

test('writes only unreserved characters and percent digits, and URLSearchParams reads them back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = percentEncode(text);

      expect(encoded).toMatch(/^(?:[A-Za-z0-9\-_.~]|%[0-9A-F]{2})*$/);
      expect(new URLSearchParams(`a=${encoded}`).get('a')).toBe(text);
    }),
  );
});

test('writes pairs in the order given', () => {
  expect(encodePairs([['b', '2'], ['a', ''], ['c d', 'e&f']])).toBe('b=2&a=&c%20d=e%26f'); // prettier-ignore
});

test('sorts by name, so that a first list item precedes the tenth', () => {
  const query = canonicalQuery([['T.10', 'x'], ['T.1', 'y'], ['S', ''], ['a', '*'], ['Z', '~']]); // prettier-ignore

  expect(query).toBe('S=&T.1=y&T.10=x&Z=~&a=%2A');
});

test('keeps equal names in the order sent, in which they are read', () => {
  const pairs = [
    ['a', '2'],
    ['a', '1'],
  ] as const;

  expect(canonicalQuery(pairs)).toBe('a=2&a=1');
});

test('sorts in the byte order of UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const bytes = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

      expect(Math.sign(compareByteOrder(a, b))).toBe(bytes);
    }),
    { examples: [['\uFFFD', '\u{10000}']] },
  );
});
