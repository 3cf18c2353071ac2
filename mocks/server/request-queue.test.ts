import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createRequestQueue } from './request-queue.ts';

test('lets each begin when those before it of the same connection are done', () => {
  const queue = createRequestQueue();
  const [one, other] = [new Socket(), new Socket()];
  const begun: string[] = [];
  const late: (() => void)[] = [];
  const begin = (name: string, isLate: boolean) => (next: () => void) => {
    begun.push(name);
    if (isLate) late.push(next);
    return !isLate;
  };
  queue(one, begin('a', false));
  queue(one, begin('b', true));
  queue(one, begin('c', false));
  queue(one, begin('d', true));
  queue(one, begin('e', false));
  queue(other, begin('f', false));
  expect(begun).toEqual(['a', 'b', 'f']);
  late.shift()?.();
  expect(begun).toEqual(['a', 'b', 'f', 'c', 'd']);
  late.shift()?.();
  queue(one, begin('g', false));

  expect(begun).toEqual(['a', 'b', 'f', 'c', 'd', 'e', 'g']);
});

test('ends a connection with thousands that wait', () => {
  const queue = createRequestQueue();
  const socket = new Socket();
  for (let count = 0; count <= 3000; count += 1) queue(socket, () => false);
  expect(socket.destroyed).toBe(false);
  queue(socket, () => false);

  expect(socket.destroyed).toBe(true);
});
