import { expect, test } from 'vitest';
import { isPromise, type Awaitable } from '../contract/awaitable.ts';
import { firstResult, whenDone } from './awaitable.ts';
import { operation, valid } from './fixtures/valid-request.ts';
import { createMock } from './index.ts';

test('goes on at once with a value that is there, and later with one that comes', async () => {
  expect(whenDone(2, (number) => number + 1)).toBe(3);
  const later = whenDone(Promise.resolve(2), (number) => number + 1);
  expect(isPromise(later)).toBe(true);
  expect(await later).toBe(3);
});

test.each<[string, (item: number) => Awaitable<number | undefined>]>([
  ['at once', (item) => (item > 1 ? item * 10 : undefined)],
  ['later', (item) => Promise.resolve(item > 1 ? item * 10 : undefined)],
  ['in part later', (item) => (item === 2 ? Promise.resolve(20) : undefined)],
])('tries one item after the other until one gives a result, %s', async (_, attempt) => {
  const tried: number[] = [];
  const found = await firstResult([1, 2, 3], (item) => {
    tried.push(item);
    return attempt(item);
  });
  expect(found).toBe(20);
  expect(tried).toEqual([1, 2]);
});

test('takes a promise of another realm for one', () => {
  expect(isPromise({ then: () => undefined } as unknown as Promise<number>)).toBe(true);
});

test.each([
  ['accepted', {}],
  ['refused by a rule', { DelayTime: '1' }],
  ['refused by the state', { AppName: 'already-recorded' }],
])('a call that is %s waits for nothing where all is in memory', (_, changes) => {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  const body = new URLSearchParams({ Action: operation, ...valid, ...changes }).toString();
  const exchange = mock.answer({ method: 'POST', url: '/', headers: {}, body });
  expect(isPromise(exchange)).toBe(false);
  expect(mock.journal.requests()).toHaveLength(1);
});

test('a call that is to take its time is waited for', async () => {
  const mock = createMock({ clock: 'virtual', faults: [{ fault: 'latency', latencyMs: 100 }] });
  const body = new URLSearchParams({ Action: operation, ...valid }).toString();
  const exchange = mock.answer({ method: 'POST', url: '/', headers: {}, body });
  expect(isPromise(exchange)).toBe(true);
  mock.clock.advance({ milliseconds: 100 });
  expect(await exchange).toMatchObject({ answer: { status: 200 } });
});
