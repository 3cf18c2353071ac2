import { expect, test } from 'vitest';
import { createDice, eachOf, listOf, numberBetween, oneOf, someOf, textOf, type Draw } from './draw.ts';

function drawn<Value>(draw: Draw<Value>, count = 1000, seed = 1): readonly Value[] {
  const dice = createDice(seed);
  return Array.from({ length: count }, () => draw(dice));
}

test('the same seed draws the same, another seed something else', () => {
  const number = numberBetween(0, 1_000_000);

  expect(drawn(number, 50, 7)).toEqual(drawn(number, 50, 7));
  expect(drawn(number, 50, 7)).not.toEqual(drawn(number, 50, 8));
});

test('a number is any of a range, and often at its edges', () => {
  const numbers = drawn(numberBetween(15, 21_600));

  expect(Math.min(...numbers)).toBe(15);
  expect(Math.max(...numbers)).toBe(21_600);
  expect(numbers.filter((number) => number === 15).length).toBeGreaterThan(20);
  expect(new Set(numbers).size).toBeGreaterThan(500);
});

test('a range of one number has one', () => {
  expect(new Set(drawn(numberBetween(3, 3)))).toEqual(new Set([3]));
});

test('each of several values is drawn', () => {
  expect(new Set(drawn(oneOf(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
});

test('each of several values comes once before one of them comes again', () => {
  const values = ['a', 'b', 'c', 'd'];
  const all = drawn(eachOf(values), 400);
  const rounds = Array.from({ length: 100 }, (_, round) => all.slice(round * 4, round * 4 + 4));

  for (const round of rounds) expect(round.toSorted()).toEqual(values);
  expect(new Set(rounds.map((round) => round.join(''))).size).toBeGreaterThan(20);
});

test('a text has as many letters as it may, and no others', () => {
  const texts = drawn(textOf('aé录', 2, 4));

  expect(new Set(texts.map((text) => [...text].length))).toEqual(new Set([2, 3, 4]));
  expect(texts.every((text) => /^[aé录]+$/u.test(text))).toBe(true);
});

test('items of a list are told their position', () => {
  const lists = drawn(
    listOf((_, position) => position, 1, 3),
    100,
  );

  expect(lists).toContainEqual([0]);
  expect(lists).toContainEqual([0, 1, 2]);
});

test('some of several values are in any order, and none comes twice', () => {
  const lists = drawn(someOf(['a', 'b', 'c'], 1, 9));

  expect(lists.every((list) => new Set(list).size === list.length)).toBe(true);
  expect(new Set(lists.map((list) => list.join('')))).toEqual(
    new Set('a b c ab ba ac ca bc cb abc acb bac bca cab cba'.split(' ')),
  );
});
