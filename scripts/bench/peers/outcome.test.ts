import { expect, test } from 'vitest';
import { newFailures, printMatrix, printTable, summarise, type Outcome, type Tried } from './outcome.ts';
import type { Subject } from './sample.ts';

function ran(failed: readonly string[], checks: readonly string[] = ['a', 'b', 'c']): Outcome {
  return { kind: 'ran', failed: new Set(failed), checks: new Set(checks), durationMs: 1000 };
}

function tried(kind: Subject['kind'], name: string, outcome: Outcome): Tried {
  return { subject: { kind, name }, outcome };
}

const references = [
  tried('reference', 'reference', ran(['a'])),
  tried('reference', 'reference, again', ran([])),
];

test('counts a check that fails here and passed in every run against the reference', () => {
  expect(newFailures(ran(['a', 'b']), references)).toEqual(['b']);
});

test('finds nothing where the same checks fail as on the reference, or fewer', () => {
  expect(newFailures(ran(['a']), references)).toEqual([]);
  expect(newFailures(ran([]), references)).toEqual([]);
});

test('leaves out a check that a run against the reference did not have', () => {
  expect(newFailures(ran(['d'], ['a', 'd']), references)).toEqual([]);
});

test('takes what a tool without a list of checks did not object to as passed', () => {
  const open = { kind: 'ran', failed: new Set<string>(), checks: undefined, durationMs: 1 } as const;
  expect(
    newFailures({ ...open, failed: new Set(['type']) }, [tried('reference', 'reference', open)]),
  ).toEqual(['type']);
});

test('finds nothing in a run without a result, nor without a reference to compare with', () => {
  const late: Outcome = { kind: 'timed-out', durationMs: 120_000 };
  expect(newFailures(late, references)).toEqual([]);
  expect(newFailures(ran(['b']), [tried('reference', 'reference', late)])).toEqual([]);
});

const result = {
  tool: 'Tool',
  version: '1.2.3',
  runs: [
    ...references,
    tried('correct', 'state-before-values', ran(['a', 'c'])),
    tried('correct', 'recommends-a-page', ran([])),
    tried('faulty', 'delay-from-16', ran(['b', 'c'])),
    tried('faulty', 'typed-as-text', { kind: 'timed-out', durationMs: 120_000 }),
  ],
};

test('blames: every failed check on a correct server, the reference once among them', () => {
  expect(summarise(result)).toMatchObject({
    found: ['delay-from-16'],
    faulty: 2,
    blamed: [
      { name: 'reference', checks: 1 },
      { name: 'state-before-values', checks: 2 },
    ],
    toldApart: ['state-before-values'],
    correct: 3,
    lost: ['typed-as-text'],
    checks: 3,
  });
});

test('prints a row for each tool, and says why one did not run', () => {
  const missing = { tool: 'Other', version: '4', runs: [], unavailable: 'it needs Java' };
  const [, , first, second] = printTable([result, missing]).split('\n');
  expect(first).toBe(
    '| Tool 1.2.3 | 1 of 2, 1 run without a result | 2 of 3, by 3 checks | 1 of 2 | 3 | 20.8 s |',
  );
  expect(second).toBe('| Other 4 | not run: it needs Java |  |  |  |  |');
});

test('prints a row for each server but the reference', () => {
  expect(printMatrix([result])).toBe(
    [
      '| server | Tool |',
      '| --- | --- |',
      '| `state-before-values` (correct) | 1 |',
      '| `recommends-a-page` (correct) |  |',
      '| `delay-from-16` | 2 |',
      '| `typed-as-text` | timed out |',
      '',
    ].join('\n'),
  );
});
