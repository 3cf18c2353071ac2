import { expect, test } from 'vitest';
import { mixedReport } from '../../fixtures/reports.ts';
import { shortfalls } from './headline.ts';

test('calls implied only what a source implies', () => {
  const [first] = mixedReport.failures;
  if (!first) throw new Error('The fixture has no failure.');
  const failure = (evidence: 'stated' | 'implied' | 'assumed') => ({
    ...first,
    evidence,
    outcome: 'failed' as const,
  });

  expect(shortfalls({ ...mixedReport, failures: [failure('stated'), failure('implied')] })).toStrictEqual([
    'and 1 scenario that the page states and 1 that it implies fall short',
  ]);
  expect(shortfalls({ ...mixedReport, failures: [failure('implied'), failure('assumed')] })).toStrictEqual([
    'and 2 scenarios of weaker evidence fall short',
  ]);
  const all = { codesMatched: 3, codesDocumented: 3 };
  expect(shortfalls({ ...mixedReport, ...all, failures: [failure('stated')] })).toStrictEqual([
    'but 1 scenario that the page states falls short',
  ]);
});
