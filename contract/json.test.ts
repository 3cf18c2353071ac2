import { expect, test } from 'vitest';
import { isArray, isObject, pointerTo } from './json.ts';

test('tells objects from lists and from nothing', () => {
  expect([{}, [], null, undefined, 'text', 5].map(isObject)).toStrictEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect([{}, [], null].map(isArray)).toStrictEqual([false, true, false]);
});

test('writes JSON pointers as RFC 6901 does', () => {
  expect(pointerTo('', 'paths')).toBe('/paths');
  expect(pointerTo('/paths', '/')).toBe('/paths/~1');
  expect(pointerTo('/a', 'm~n/o')).toBe('/a/m~0n~1o');
  expect(pointerTo('/list', 3)).toBe('/list/3');
});
