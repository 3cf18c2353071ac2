import { expect, test } from 'vitest';
import { padded, paddedToBytes, shortened } from './padding.ts';
import { kebab, multipleNear, utf8Length } from './texts-and-numbers.ts';

test('counts bytes of UTF-8', () => {
  expect(utf8Length('a')).toBe(1);
  expect(utf8Length('é')).toBe(2);
  expect(utf8Length('录')).toBe(3);
  expect(utf8Length('😀')).toBe(4);
});

test.each([
  ['录像', 6, '录像'],
  ['录像', 5, '录'],
  ['录像a', 3, '录'],
  ['a录b', 2, 'a'],
  ['😀', 3, ''],
  ['', 5, ''],
])('shortens "%s" to %i bytes in whole characters', (text, bytes, short) => {
  expect(shortened(text, bytes)).toBe(short);
});

test('pads to a length in characters, and never cuts', () => {
  expect(padded('😀', 3)).toBe('xx😀');
  expect(padded('abc', 3)).toBe('abc');
  expect(padded('abcd', 3)).toBe('abcd');
});

test.each([
  ['a', 5, 'x', 'xxxxa'],
  ['a', 8, '录', 'x录录a'],
  ['a', 9, '录', 'xx录录a'],
  ['ab', 2, '录', 'ab'],
  ['录像', 5, 'x', '录'],
])('pads or cuts "%s" to %i bytes with "%s"', (text, bytes, filler, filled) => {
  expect(paddedToBytes(text, bytes, filler)).toBe(filled);
});

test.each([
  [6.1, 4, 8],
  [5.9, 4, 4],
  [-5, 4, -4],
  [0.3, 0.1, 0.3],
  [0.25, 0.1, 0.3],
  [1_234_567_890_123, 1, 1_234_567_890_123],
])('of %d, the nearest multiple of %d is %d', (value, step, near) => {
  expect(multipleNear(value, step)).toBe(near);
});

test.each([
  ['DelayTime', 'delay-time'],
  ['OssObjectPrefix', 'oss-object-prefix'],
  ['x-max-bytes', 'x-max-bytes'],
  ['M3U8 or CMAF', 'm3-u8-or-cmaf'],
  ['a__b..C', 'a-b-c'],
])('writes %s as %s', (name, slug) => {
  expect(kebab(name)).toBe(slug);
});
