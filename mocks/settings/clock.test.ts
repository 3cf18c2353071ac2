import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClock } from './clock.ts';

const newYear = Date.UTC(2026, 0, 1);

describe('a virtual clock', () => {
  test('stands still until it is moved', () => {
    const clock = createClock('virtual');

    expect([clock.now(), clock.now()]).toStrictEqual([newYear, newYear]);
  });

  test.each([
    { start: '2018-04-10T09:00:00Z', now: Date.UTC(2018, 3, 10, 9) },
    { start: new Date(newYear), now: newYear },
    { start: 0, now: 0 },
  ])('stands still at $start', ({ start, now }) => {
    expect(createClock(start).now()).toBe(now);
  });

  test('moves forward by seconds and milliseconds', () => {
    const clock = createClock('virtual');
    clock.advance({ seconds: 2 });
    clock.advance({ milliseconds: 5 });
    clock.advance({ seconds: 1, milliseconds: 1 });
    clock.advance({});

    expect(clock.now()).toBe(newYear + 3006);
  });

  test('moves by parts of a millisecond', () => {
    const clock = createClock('virtual');
    for (let step = 0; step < 10; step += 1) clock.advance({ milliseconds: 0.5 });

    expect(clock.now()).toBe(newYear + 5);
  });

  test('jumps to a point in time, also back', () => {
    const clock = createClock('virtual');
    clock.advance({ seconds: 60 });
    clock.set('2018-04-10T09:00:00Z');

    expect(clock.now()).toBe(Date.UTC(2018, 3, 10, 9));
    clock.set(new Date(newYear));
    expect(clock.now()).toBe(newYear);
  });

  test('meets no other clock', () => {
    const [one, other] = [createClock('virtual'), createClock('virtual')];
    one.advance({ seconds: 1 });

    expect(other.now()).toBe(newYear);
  });
});

describe('a real clock', () => {
  beforeEach(() => vi.useFakeTimers({ now: newYear }));
  afterEach(() => vi.useRealTimers());

  test('shows the time of the process', () => {
    const clock = createClock();

    expect(clock.now()).toBe(newYear);
    vi.setSystemTime(newYear + 500);
    expect(clock.now()).toBe(newYear + 500);
    expect(createClock('real').now()).toBe(newYear + 500);
  });

  test('runs on from where it was moved to', () => {
    const clock = createClock('real');
    clock.advance({ seconds: 10 });
    vi.setSystemTime(newYear + 500);

    expect(clock.now()).toBe(newYear + 10_500);
  });

  test('runs on from where it was set to', () => {
    const clock = createClock('real');
    clock.set('2018-04-10T09:00:00Z');
    vi.setSystemTime(newYear + 500);

    expect(clock.now()).toBe(Date.UTC(2018, 3, 10, 9) + 500);
  });

  test('does not touch the time of the process', () => {
    createClock('real').advance({ seconds: 10 });

    expect(Date.now()).toBe(newYear);
  });
});

test.each([
  { seconds: -1, shown: '-1000' },
  { seconds: Number.NaN, shown: 'NaN' },
])('does not advance by $seconds seconds', ({ seconds, shown }) => {
  const clock = createClock('virtual');

  expect(() => clock.advance({ seconds })).toThrow(
    `Failed to advance the clock: ${shown} ms is no step forward. Use set() to go back.`,
  );
  expect(clock.now()).toBe(newYear);
});

test.each([Number.POSITIVE_INFINITY, 1e15])(
  'does not advance out of the calendar, by %d seconds',
  (seconds) => {
    const clock = createClock('virtual');

    expect(() => clock.advance({ seconds })).toThrow(
      /^Failed to advance the clock by .+ ms: it keeps to the years 1 to 9999\. Choose a shorter time\.$/,
    );
    expect(clock.now()).toBe(newYear);
  },
);

test('does not sleep for what is not a number', () => {
  expect(() => createClock('virtual').sleep(Number.NaN)).toThrow(
    'Failed to sleep for "NaN": it is not a number of milliseconds. Write it like 1000.',
  );
});

test.each(['tomorrow', 'Real', '2026-13-01T00:00:00Z', Number.NaN, new Date('never')])(
  'takes %s for no point in time',
  (instant) => {
    const message = `Failed to set the clock to "${String(instant)}": it is no point in time. Write it like 2026-01-01T00:00:00Z.`;

    expect(() => createClock(instant)).toThrow(message);
    expect(() => createClock('virtual').set(instant)).toThrow(message);
  },
);
