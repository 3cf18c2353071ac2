import { expect, test } from 'vitest';
import { atPointer, isArray, isObject, pointerTo, tokensOf } from './json.ts';

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

test('follows JSON pointers into a document', () => {
  const document = { 'a/b': [{ 'm~n': 1 }] };
  const pointer = pointerTo(pointerTo(pointerTo('', 'a/b'), 0), 'm~n');
  expect(tokensOf(pointer)).toEqual(['a/b', '0', 'm~n']);
  expect(atPointer(document, pointer)).toBe(1);
  expect(atPointer(document, '')).toBe(document);
  expect(atPointer(document, '/a~1b/0/other/deeper')).toBeUndefined();
});
