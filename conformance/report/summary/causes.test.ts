import { expect, test } from 'vitest';
import { causesOf, groupByAnswer, parametersOf, skipsByReason } from './causes.ts';
import { similarReport } from '../../fixtures/long-reports.ts';
import { mixedReport } from '../../fixtures/reports.ts';
import type { Failure } from '../report.ts';

const [failure] = mixedReport.failures;
if (!failure) throw new Error('Failed to read the report: it lists no failure.');

function like(id: string, changes: Partial<Failure> = {}): Failure {
  return { ...(failure as Failure), id, rule: 'size/above-maximum', answered: { status: 200 }, ...changes };
}

const idsOf = (failures: readonly Failure[]): readonly (readonly string[])[] =>
  causesOf(failures).map(({ representative, similar }) => [
    representative.id,
    ...similar.map(({ id }) => id),
  ]);

test('one rule with one answer is one cause, shown by the failure with the fewest parameters', () => {
  const [, cause] = causesOf(similarReport.failures);
  expect(cause?.representative.id).toBe('size/above-maximum/short');
  expect(cause?.similar.map(({ id }) => id)).toEqual([
    'size/above-maximum',
    'size/above-maximum/in-full',
    'size/above-maximum/first-item',
    'size/above-maximum/last-item',
  ]);
});

test('a failure that took fewer calls is shown before one with fewer parameters', () => {
  const body = 'Size=11&Extra=1';
  const long = like('long', { calls: 1, request: { method: 'POST', path: '/', headers: {}, body } });
  const late = like('late', {
    calls: 3,
    request: { method: 'POST', path: '/', headers: {}, body: 'Size=11' },
  });
  expect(idsOf([late, long])).toEqual([['long', 'late']]);
});

test('of several that are as short, the first of the run is shown', () => {
  expect(idsOf([like('a'), like('b'), like('c')])).toEqual([['a', 'b', 'c']]);
});

test('another rule, answer, or weight is another cause', () => {
  const others: readonly Partial<Failure>[] = [
    { rule: 'size/below-minimum' },
    { answered: { status: 500 } },
    { answered: { status: 400, code: 'Name.Missing' } },
    { evidence: 'assumed', outcome: 'not-scored' },
    { known: 'ticket 17', outcome: 'known-failure' },
    { known: 'ticket 18', outcome: 'known-failure' },
    { verdict: 'broken', answered: { status: 200, reason: 'the body is no JSON object' } },
  ];
  const failures = [like('first'), ...others.map((changes, index) => like(`other-${index}`, changes))];
  expect(causesOf(failures)).toHaveLength(failures.length);
  expect(new Set(causesOf(failures).map(({ key }) => key)).size).toBe(failures.length);
});

test('what differs from call to call makes no cause of its own', () => {
  const broken = (reason: string): Partial<Failure> => ({
    verdict: 'broken',
    answered: { status: 200, reason },
  });
  expect(
    idsOf([like('a', broken('RequestId "1f" came twice')), like('b', broken('RequestId "2c" came twice'))]),
  ).toEqual([['a', 'b']]);
  expect(idsOf([like('a', broken('3 of 20 succeeded')), like('b', broken('11 of 20 succeeded'))])).toEqual([
    ['a', 'b'],
  ]);
});

test('without a rule, the family and the code make the cause', () => {
  const { rule: _, ...ruleless } = like('a');
  const state = { ...ruleless, family: 'state' as const };
  expect(
    causesOf([ruleless, state, { ...state, exercises: 'Name.Taken' }, { ...state, id: 'b' }]),
  ).toHaveLength(3);
});

test('two rules broken at once are one cause for each answer, whichever rules they are', () => {
  const { rule: _, ...ruleless } = like('a');
  const pair = (exercises: string): Failure => ({ ...ruleless, family: 'combinations', exercises });
  expect(causesOf([pair('Size.Invalid or Name.Missing'), pair('Size.Invalid or Name.Taken')])).toHaveLength(
    1,
  );
});

test('a failure without a request is shown only where all are', () => {
  const { request: _, ...silent } = like('silent');
  expect(idsOf([silent, like('heard')])).toEqual([['heard', 'silent']]);
  expect(idsOf([silent])).toEqual([['silent']]);
});

test('by answers, one code with one answer is one group, whatever rules are broken', () => {
  const expected = { status: 400, code: 'Size.Invalid' };
  const weak = { ...like('weak'), rule: 'size/above', expected, evidence: 'implied' } as const;
  const strong = { ...like('strong'), rule: 'size/below', expected } as const;
  const wrongStatus = { ...strong, id: 'wrong-status', answered: { status: 404, code: 'Size.Invalid' } };
  const known = { ...strong, id: 'known', known: 'ticket 17' };
  expect(
    groupByAnswer([weak, wrongStatus, strong, known]).map(({ representative, similar }) =>
      [representative, ...similar].map(({ id }) => id),
    ),
  ).toEqual([['strong', 'weak'], ['wrong-status'], ['known']]);
});

test('reads parameters from the query and the body, as they were meant', () => {
  const call = {
    method: 'POST',
    path: '/?Action=A&Q=a%3Fb',
    headers: {},
    body: 'Name=a%20b&Name=c',
  } as const;
  expect(parametersOf(call)).toEqual([
    ['Action', 'A'],
    ['Q', 'a?b'],
    ['Name', 'a b'],
    ['Name', 'c'],
  ]);
});

test('puts what was skipped together by the reason', () => {
  const skipped = [
    { id: 'a', reason: 'nobody knows' },
    { id: 'b', reason: 'no time' },
    { id: 'c', reason: 'nobody knows' },
  ];
  expect(skipsByReason(skipped)).toEqual([
    { reason: 'nobody knows', ids: ['a', 'c'] },
    { reason: 'no time', ids: ['b'] },
  ]);
});
