/** How a run ends: the exit code that its report calls for. */
import { expect, test } from 'vitest';
import { goodReport, mixedReport } from '../../../conformance/fixtures/reports.ts';
import type { Report, ScenarioReport } from '../../../conformance/report/report.ts';
import { exitCodes } from '../exit.ts';
import { exitCodeOf } from './report-files.ts';

const only = (verdict: string): Report => ({
  ...goodReport,
  failures: mixedReport.failures.filter((failure) => failure.verdict === verdict),
});

/** As if so many scenarios had been played. */
const outOf = (scenarios: number, unjudged: number, report: Report): Report => ({
  ...report,
  scenarios: Array.from({ length: scenarios }, () => goodReport.scenarios[0] as ScenarioReport),
  verdicts: { ...goodReport.verdicts, exact: scenarios - unjudged, unjudged },
});

test('all as documented is 0', () => {
  expect(exitCodeOf(goodReport, undefined)).toBe(exitCodes.ok);
});

test('what counts against the target is 1, unless the score that was asked for is reached', () => {
  expect(exitCodeOf(only('broken'), undefined)).toBe(exitCodes.fallsShort);
  expect(exitCodeOf(only('broken'), 0.9)).toBe(exitCodes.ok);
  expect(exitCodeOf({ ...goodReport, score: 0.8 }, 0.9)).toBe(exitCodes.fallsShort);
});

test('what does not count, and what is known, is 0', () => {
  const failures = mixedReport.failures.filter(
    ({ evidence, known }) => evidence === 'assumed' || known !== undefined,
  );
  expect(failures).toHaveLength(2);
  expect(exitCodeOf({ ...goodReport, failures }, undefined)).toBe(exitCodes.ok);
});

test('one in a hundred that nobody could judge is no fault of the target, more of them is 3', () => {
  expect(exitCodeOf(outOf(100, 1, only('unjudged')), undefined)).toBe(exitCodes.ok);
  expect(exitCodeOf(outOf(100, 2, only('unjudged')), undefined)).toBe(exitCodes.unreachable);
});

test('a stale known failure is 1', () => {
  const { staleKnownFailures } = mixedReport;
  if (!staleKnownFailures) throw new Error('Failed to read the report: it lists nothing stale.');
  expect(exitCodeOf({ ...goodReport, staleKnownFailures }, undefined)).toBe(exitCodes.fallsShort);
});
