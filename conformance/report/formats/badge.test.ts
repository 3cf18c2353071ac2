/** The badge: how many codes match, as shields.io reads it. */
import { expect, test } from 'vitest';
import { toBadge } from './badge.ts';
import { goodReport, mixedReport } from '../../fixtures/reports.ts';

test('says how many of the documented codes a target matches', () => {
  expect(JSON.parse(toBadge(goodReport))).toEqual({
    schemaVersion: 1,
    label: 'conformance',
    message: '3 of 3 codes',
    color: 'brightgreen',
  });
});

test.for([
  [1, 'brightgreen'],
  [0.999, 'yellowgreen'],
  [0.6, 'orange'],
  [0.2, 'red'],
] as const)('with a score of %d is %s', ([score, color]) => {
  expect(JSON.parse(toBadge({ ...goodReport, score }))).toMatchObject({ color });
});

test('says what falls short, and what was not played', () => {
  expect(JSON.parse(toBadge(mixedReport))).toMatchObject({
    message: '0 of 3 codes, 4 fall short, not all played',
  });
  expect(JSON.parse(toBadge({ ...goodReport, cutOff: { reason: 'SIGINT' } }))).toMatchObject({
    message: '3 of 3 codes, cut off',
    color: 'orange',
  });
});
