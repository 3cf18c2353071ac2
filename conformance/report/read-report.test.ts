/** Reports from files: whatever the file holds, it is read whole or refused with one sentence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { goodReport, mixedReport } from '../fixtures/reports.ts';
import { ReportError, readReports } from './read-report.ts';

const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test.each([
  ['where all is well', goodReport],
  ['where everything occurs', mixedReport],
  ['where every text is an attack', hostileReport],
])('reads what was written, %s', (_, report) => {
  expect(readReports(copy(report))).toEqual([copy(report)]);
  expect(readReports(copy([report, report]))).toEqual([copy(report), copy(report)]);
});

test('leaves out members that no report has, however deep they are', () => {
  let deep: unknown = [];
  for (let level = 0; level < 5000; level += 1) deep = [deep];
  expect(readReports({ ...(copy(goodReport) as object), deep })).toEqual([copy(goodReport)]);
});

describe('refuses with a sentence', () => {
  test.each<readonly [string, unknown, RegExp]>([
    ['nothing', null, /^it is not a report$/],
    ['a text', 'report', /^it is not a report$/],
    ['a comparison', { reports: [] }, /^it is not a report$/],
    ['an empty list', [], /^it is an empty list$/],
    ['a list of others', [{}], /^\/0 is not a report$/],
    ['no verdicts', without('verdicts'), /^\/verdicts is missing$/],
    ['no options', without('options'), /^\/options is missing$/],
    ['codes that are a text', { ...mixedReport, codes: 'all' }, /^\/codes should be a list$/],
    ['verdicts without a count', { ...mixedReport, verdicts: { exact: 9 } }, /^\/verdicts\/code is missing$/],
    [
      'a failure that conforms',
      { ...mixedReport, failures: mixedReport.failures.map((one) => ({ ...one, outcome: 'conforms' })) },
      /^\/failures\/0\/outcome should be one of failed, unjudged, known-failure, not-scored$/,
    ],
    ['a score of two', { ...mixedReport, score: 2 }, /^\/score should be a number from 0 to 1, or null$/],
    [
      'a family of nobody',
      { ...mixedReport, scenarios: [{ ...scenario(), family: 'x' }] },
      /^\/scenarios\/0\/family should be one of /,
    ],
    [
      'a verdict of nobody',
      { ...mixedReport, scenarios: [{ ...scenario(), verdict: 'fine' }] },
      /^\/scenarios\/0\/verdict should be one of /,
    ],
    [
      'a scenario twice',
      { ...mixedReport, scenarios: [...mixedReport.scenarios, scenario()] },
      /contradicts itself: a scenario stands in it twice$/,
    ],
    [
      'failures left out',
      { ...mixedReport, failures: [] },
      /contradicts itself: "accepted\/size\/largest" is refused, and is not among the failures$/,
    ],
    ['failures that conform', { ...goodReport, failures: mixedReport.failures }, /contradicts itself/],
    [
      'a shard that cannot be',
      { ...mixedReport, options: { shard: { index: 4, count: 3 } } },
      /contradicts itself: it is shard 4 of 3$/,
    ],
  ])('%s', (_, value, message) => {
    expect(() => readReports(copy(value))).toThrow(message);
    expect(() => readReports(copy(value))).toThrow(ReportError);
  });

  test('any other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => readReports(value)).toThrow(ReportError);
      }),
    );
  });

  test('a report in which any one value is another', () => {
    const places = pathsOf(copy(mixedReport), []);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (path, value) => {
        const changed = replace(copy(mixedReport), path, value);
        try {
          readReports(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(ReportError);
        }
      }),
    );
  });
});

function without(name: keyof typeof mixedReport): unknown {
  const { [name]: _, ...rest } = mixedReport;
  return rest;
}

function scenario(): (typeof mixedReport.scenarios)[number] {
  const [first] = mixedReport.scenarios;
  if (!first) throw new Error('Failed to read the report: it lists no scenario.');
  return first;
}

type Path = readonly string[];

function pathsOf(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]))];
}

function replace(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index): unknown =>
      String(index) === name ? replace(item, rest, by) : item,
    );
  return { ...(value as object), [name]: replace((value as Record<string, unknown>)[name], rest, by) };
}
