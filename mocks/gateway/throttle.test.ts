import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createThrottle, type Caller, type PromptThrottle } from './throttle.ts';

const a = { account: 'a', operation: 'Add' };
const b = { account: 'b', operation: 'Add' };
const limit = { requests: 30, perMs: 1000 };

test('admits as many calls as are allowed, and throttles the next', () => {
  const throttle = createThrottle();

  expect(admitted(throttle, a, Array<number>(40).fill(0))).toHaveLength(30);
});

test('says in how many milliseconds the next call is admitted', () => {
  const throttle = createThrottle();
  admitted(throttle, a, [0, 100, ...Array<number>(28).fill(200)]);

  expect(throttle.admit(a, limit, 250)).toStrictEqual({ kind: 'throttled', retryAfterMs: 750 });
  expect(throttle.admit(a, limit, 999)).toStrictEqual({ kind: 'throttled', retryAfterMs: 1 });
  expect(throttle.admit(a, limit, 1000)).toStrictEqual({ kind: 'admitted' });
  expect(throttle.admit(a, limit, 1000)).toStrictEqual({ kind: 'throttled', retryAfterMs: 100 });
});

test('slides: a second that begins anywhere has no more calls than are allowed', () => {
  const throttle = createThrottle();
  admitted(throttle, a, Array<number>(30).fill(900));

  expect(throttle.admit(a, limit, 1000).kind).toBe('throttled'); // a second of the clock begins here
  expect(throttle.admit(a, limit, 1899).kind).toBe('throttled');
  expect(throttle.admit(a, limit, 1900).kind).toBe('admitted');
});

test('does not count throttled calls: whoever keeps asking is let in again', () => {
  const throttle = createThrottle();
  const everyTenMs = Array.from({ length: 300 }, (_, index) => index * 10);

  expect(admitted(throttle, a, everyTenMs)).toHaveLength(90);
});

test('counts each caller apart', () => {
  const throttle = createThrottle();
  admitted(throttle, a, Array<number>(30).fill(0));

  expect(throttle.admit(a, limit, 0).kind).toBe('throttled');
  expect(throttle.admit(b, limit, 0).kind).toBe('admitted');
});

test('counts by minutes where the limit says so', () => {
  const throttle = createThrottle();
  const perMinute = { requests: 1, perMs: 60_000 };
  throttle.admit(a, perMinute, 0);

  expect(throttle.admit(a, perMinute, 59_999)).toStrictEqual({ kind: 'throttled', retryAfterMs: 1 });
  expect(throttle.admit(a, perMinute, 60_000).kind).toBe('admitted');
});

test('forgets everything when it is cleared', () => {
  const throttle = createThrottle();
  admitted(throttle, a, Array<number>(30).fill(0));
  throttle.clear();

  expect(throttle.admit(a, limit, 0).kind).toBe('admitted');
});

const arrivals = fc
  .array(fc.nat({ max: 3000 }), { maxLength: 300, size: 'max' })
  .map((times) => times.toSorted((a, b) => a - b));

test('never admits more than are allowed in any window, whenever calls come', () => {
  fc.assert(
    fc.property(arrivals, (times) => {
      const accepted = admitted(createThrottle(), a, times);

      for (const end of accepted) {
        const window = accepted.filter((time) => time > end - limit.perMs && time <= end);
        expect(window.length).toBeLessThanOrEqual(limit.requests);
      }
    }),
  );
});

test('never throttles a call that would not be one too many', () => {
  fc.assert(
    fc.property(arrivals, (times) => {
      const throttle = createThrottle();
      const accepted: number[] = [];

      for (const time of times) {
        const inWindow = accepted.filter((earlier) => earlier > time - limit.perMs).length;
        const { kind } = throttle.admit(a, limit, time);
        expect(kind).toBe(inWindow < limit.requests ? 'admitted' : 'throttled');
        if (kind === 'admitted') accepted.push(time);
      }
    }),
  );
});

test('keeps its promise of when the next call is admitted, to the millisecond', () => {
  fc.assert(
    fc.property(arrivals, (times) => {
      const throttle = createThrottle();
      admitted(throttle, a, times);
      const now = times.at(-1) ?? 0;

      const admission = throttle.admit(a, limit, now);
      if (admission.kind === 'admitted') return;
      expect(throttle.admit(a, limit, now + admission.retryAfterMs - 1).kind).toBe('throttled');
      expect(throttle.admit(a, limit, now + admission.retryAfterMs).kind).toBe('admitted');
    }),
  );
});

test('does not count calls of the future after the clock was set back', () => {
  const throttle = createThrottle();
  admitted(throttle, a, Array<number>(30).fill(5000));

  expect(throttle.admit(a, limit, 0).kind).toBe('admitted');
});

test('goes on counting the calls of before after the clock was set back', () => {
  const throttle = createThrottle();
  admitted(throttle, a, [0, ...Array<number>(29).fill(500)]);

  // Set back to 100: the call at 0 counts, the 29 at 500 do not.
  expect(admitted(throttle, a, Array<number>(40).fill(100))).toHaveLength(29);
  expect(throttle.admit(a, limit, 1000).kind).toBe('admitted');
  expect(admitted(throttle, a, Array<number>(40).fill(1100))).toHaveLength(29);
});

test.each([
  { title: 'as time goes by', timeOf: (call: number) => call },
  { title: 'though the clock is set back again and again', timeOf: (call: number) => -call },
])('forgets callers that came once, $title', ({ timeOf }) => {
  const throttle = createThrottle();
  const before = bytesInUse();

  for (let call = 0; call < 300_000; call += 1)
    throttle.admit({ account: `caller ${call}`, operation: 'Add' }, limit, timeOf(call));

  // Kept, they would take 40 MB and more; those of one window take less than one.
  expect(bytesInUse() - before).toBeLessThan(10_000_000);
  expect(throttle.admit(a, limit, 0).kind).toBe('admitted');
});

/** The times of the calls that are admitted. */
function admitted(throttle: PromptThrottle, who: Caller, times: readonly number[]): readonly number[] {
  return times.filter((time) => throttle.admit(who, limit, time).kind === 'admitted');
}

function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
