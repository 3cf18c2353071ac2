/** The badge: how many codes match, as shields.io reads it. */
import { expect, test } from 'vitest';
import { toBadge } from './badge.ts';
import { goodReport, mixedReport } from '../fixtures/reports.ts';

test('says how many of the documented codes a target matches', () => {
  expect(JSON.parse(toBadge(goodReport))).toEqual({
    schemaVersion: 1,
    label: 'conformance',
    message: '3 of 3 codes',
    color: 'brightgreen',
  });
});

test.for([
  [21, 'brightgreen'],
  [20, 'yellowgreen'],
  [12, 'orange'],
  [3, 'red'],
] as const)('with %i of 21 codes is %s', ([codesMatched, color]) => {
  const badge = toBadge({ ...mixedReport, codesMatched, codesDocumented: 21 });
  expect(JSON.parse(badge)).toMatchObject({ message: `${codesMatched} of 21 codes`, color });
});
