import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from './instant.ts';

test('reads a point in time as milliseconds since the epoch', () => {
  expect(parseInstant('1970-01-01T00:00:01Z')).toBe(1000);
  expect(parseInstant('2024-02-29T23:59:59Z')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59));
});

test.each([
  { flaw: 'another form', text: 'tomorrow' },
  { flaw: 'no T and no Z', text: '2026-06-01 08:00:00' },
  { flaw: 'an offset', text: '2026-06-01T08:00:00+08:00' },
  { flaw: 'milliseconds', text: '2026-06-01T08:00:00.000Z' },
  { flaw: 'no seconds', text: '2026-06-01T08:00Z' },
  { flaw: 'seconds since the epoch', text: '1780272000' },
  { flaw: 'space around it', text: ' 2026-06-01T08:00:00Z' },
  { flaw: 'a line end behind it', text: '2026-06-01T08:00:00Z\n' },
  { flaw: 'lower case', text: '2026-06-01t08:00:00z' },
  { flaw: 'nothing', text: '' },
])('reads no text with $flaw', ({ text }) => {
  expect(parseInstant(text)).toBeUndefined();
});

test.each([
  '2026-02-29T08:00:00Z', // no leap year
  '2026-02-30T08:00:00Z',
  '2026-04-31T08:00:00Z',
  '2026-13-01T08:00:00Z',
  '2026-00-01T08:00:00Z',
  '2026-06-00T08:00:00Z',
  '2026-06-01T24:00:00Z',
  '2026-06-01T08:60:00Z',
  '2016-12-31T23:59:60Z', // a leap second
])('reads no moment that does not exist: %s', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});

test('writes the second that a point in time lies in', () => {
  expect(formatInstant(Date.UTC(2026, 0, 1, 0, 0, 0, 999))).toBe('2026-01-01T00:00:00Z');
});

test('reads back what it wrote, without the fraction of the second', () => {
  const millisecond = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) });

  fc.assert(
    fc.property(millisecond, (now) => {
      expect(parseInstant(formatInstant(now))).toBe(now - (now % 1000));
    }),
  );
});
