import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createLine } from './line.ts';

test('lets each begin when those before it of the same connection are done', () => {
  const line = createLine();
  const [one, other] = [new Socket(), new Socket()];
  const begun: string[] = [];
  const late: (() => void)[] = [];
  const begin = (name: string, isLate: boolean) => (next: () => void) => {
    begun.push(name);
    if (isLate) late.push(next);
    return !isLate;
  };
  line(one, begin('a', false));
  line(one, begin('b', true));
  line(one, begin('c', false));
  line(one, begin('d', true));
  line(one, begin('e', false));
  line(other, begin('f', false));
  expect(begun).toEqual(['a', 'b', 'f']);
  late.shift()?.();
  expect(begun).toEqual(['a', 'b', 'f', 'c', 'd']);
  late.shift()?.();
  line(one, begin('g', false));

  expect(begun).toEqual(['a', 'b', 'f', 'c', 'd', 'e', 'g']);
});

test('ends a connection with thousands that wait', () => {
  const line = createLine();
  const socket = new Socket();
  for (let count = 0; count <= 3000; count += 1) line(socket, () => false);
  expect(socket.destroyed).toBe(false);
  line(socket, () => false);

  expect(socket.destroyed).toBe(true);
});
