/** The badge: a picture that says how many codes match. */
import { expect, test } from 'vitest';
import { toBadge } from './badge.ts';
import { attacks, goodReport, hostileReport, mixedReport } from '../fixtures/reports.ts';

test('says how many of the documented codes a target matches', () => {
  const badge = toBadge(goodReport);
  expect(badge).toContain('aria-label="conformance: 3 of 3 codes"');
  expect(badge).toContain('<title>http://127.0.0.1:4999: 3 of 3 codes of CreateWidget</title>');
});

test('is green only where every code matches', () => {
  const colorOf = (codesMatched: number) =>
    /x="\d+" width="\d+" height="20" fill="(#\w+)"/.exec(
      toBadge({ ...mixedReport, codesMatched, codesDocumented: 21 }),
    )?.[1];
  expect(new Set([21, 20, 12, 3].map(colorOf)).size).toBe(4);
});

test('is wider for longer numbers, and its parts fill it', () => {
  const widthsOf = (badge: string) =>
    [...badge.matchAll(/<rect (?:x="\d+" )?width="(\d+)"/g)].map(([, w]) => Number(w));
  const short = widthsOf(toBadge({ ...goodReport, codesMatched: 1, codesDocumented: 1 }));
  const long = widthsOf(toBadge({ ...goodReport, codesMatched: 100, codesDocumented: 100 }));
  expect(long[0]).toBeGreaterThan(short[0] ?? 0);
  expect((long[1] ?? 0) + (long[2] ?? 0)).toBe(long[0]);
});

test('keeps the name of a target as text', () => {
  const badge = toBadge(hostileReport);
  for (const attack of attacks.filter((each) => each.includes('<'))) expect(badge).not.toContain(attack);
  expect(badge).toContain('&#60;script&#62;');
});
