/**
 * How much memory a call takes on its way; most of it is garbage at once. It guards what a timed test would guard, and says the
 * same on a machine that has other work.
 */
import { expect, test } from 'vitest';
import { createMock, type Mock } from '../index.ts';
import { operation, valid } from '../fixtures/valid-request.ts';
import type { WireRequest } from '../gateway/request.ts';

const callsOfRound = 20;

/**
 * Bytes; a call takes 8,100, and up to 9,700 where other tests ran in the process before. Where it takes more, something is made for
 * each call that was not made before.
 */
const most = 10_500;

test('a call takes few kilobytes on its way', () => {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  // Code that has not run often makes more.
  for (let round = 0; round < 500; round += 1) bytesOfCall(mock);

  const rounds = Array.from({ length: 101 }, () => bytesOfCall(mock));

  // A garbage collection falls on few of the rounds.
  const median = rounds.toSorted((a, b) => a - b)[50] ?? 0;
  expect(median).toBeGreaterThan(500);
  expect(median).toBeLessThan(most);
});

let count = 0;

function bytesOfCall(mock: Mock): number {
  mock.clock.advance({ seconds: 1 });
  const requests = Array.from({ length: callsOfRound }, nextRequest);
  let created = 0;
  const before = process.memoryUsage().heapUsed;
  for (const request of requests) {
    const exchange = mock.answer(request);
    if (!(exchange instanceof Promise) && exchange.answer?.status === 200) created += 1;
  }
  const bytes = process.memoryUsage().heapUsed - before;
  expect(created).toBe(callsOfRound);
  return bytes / callsOfRound;
}

function nextRequest(): WireRequest {
  count += 1;
  return {
    method: 'POST',
    url: `/?Action=${operation}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...valid, AppName: `app-${count}` }).toString(),
  };
}
