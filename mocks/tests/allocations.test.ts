/**
 * How much memory a call takes on its way; most of it is garbage at once. It guards what a timed test would guard, and says the
 * same on a machine that has other work.
 */
import { expect, test } from 'vitest';
import { createMock, type Mock } from '../index.ts';
import { callV1, callV3 } from '../fixtures/calls.ts';
import { operation, valid } from '../fixtures/valid-request.ts';
import type { WireRequest } from '../gateway/request.ts';

const callsOfRound = 20;

/**
 * Bytes; a call takes 6,300, and a fifth more where other tests ran in the process before. Where it takes more, something is made for
 * each call that was not made before.
 */
const most = 8500;

test('a call takes few kilobytes on its way', () => {
  const mock = createMock({ clock: 'virtual', seed: 1 });

  const bytes = medianOfRounds(mock, nextRequest);
  expect(bytes).toBeGreaterThan(500);
  expect(bytes).toBeLessThan(most);
});

// Of a call that has all its parameters in the query; it takes 13,600 with V3, and 17,500 with V1.
test.each([
  { scheme: 'V3', call: callV3, limit: 16_000 },
  { scheme: 'V1', call: callV1, limit: 20_000 },
])('and one that is signed by $scheme few more', ({ call, limit }) => {
  const mock = createMock({ clock: 'virtual', seed: 1, auth: 'verify' });
  const next = (): WireRequest => {
    count += 1;
    const at = new Date(mock.clock.now()).toISOString();
    return call({ AppName: `app-${count}` }, { nonce: `nonce-${count}`, at: `${at.slice(0, 19)}Z` });
  };

  const bytes = medianOfRounds(mock, next);
  expect(bytes).toBeGreaterThan(500);
  expect(bytes).toBeLessThan(limit);
});

function medianOfRounds(mock: Mock, next: () => WireRequest): number {
  // Code that has not run often makes more.
  for (let round = 0; round < 500; round += 1) bytesOfCall(mock, next);

  const rounds = Array.from({ length: 101 }, () => bytesOfCall(mock, next));

  // A garbage collection falls on few of the rounds.
  return rounds.toSorted((a, b) => a - b)[50] ?? 0;
}

let count = 0;

function bytesOfCall(mock: Mock, next: () => WireRequest): number {
  mock.clock.advance({ seconds: 1 });
  const requests = Array.from({ length: callsOfRound }, next);
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
