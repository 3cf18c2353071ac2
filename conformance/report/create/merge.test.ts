/** Shards of a run are the whole run, in whatever order they come; anything else is refused with a sentence. */
import { expect, test } from 'vitest';
import { accepts } from '../../fixtures/comparisons.ts';
import { inProcess } from '../../fixtures/in-process.ts';
import { run } from '../../run/run.ts';
import type { Shard } from '../../run/select.ts';
import { createReport, type CreateReportOptions } from './create-report.ts';
import { reportFormats } from '../formats.ts';
import { mergeReports } from './merge.ts';
import { readReports } from '../read-report.ts';
import type { Report } from '../report.ts';
import { contract, operation, scenarios as ownScenarios } from '../../../scenarios/fixtures/own-scenarios.ts';

const scenarios = ownScenarios.filter(({ id }) =>
  /^(accepted\/[d-o]|delay-time|oss-bucket|combinations\/d)/.test(id),
);
const known = [
  { pattern: 'accepted/*', reason: 'long gone' },
  { pattern: 'delay-time/*', reason: 'rounds up' },
  { pattern: 'nothing/*', reason: 'nobody knows' },
];

/** Accepts everything, so that whatever is forbidden fails. */
async function reportOf(shard?: Shard, options: CreateReportOptions = {}): Promise<Report> {
  const target = inProcess(accepts, { name: 'accepts' });
  const played = await run({
    contract,
    operation,
    target,
    seed: 1,
    scenarios,
    ...(shard ? { shard } : {}),
  });
  const ids = ['accepted/minimal', 'delay-time/below-minimum'];
  return createReport({ ...played, durationMs: 0 }, { ...options, known, allIds: ids });
}

const shardsOf = async (count: number): Promise<readonly Report[]> =>
  Promise.all(Array.from({ length: count }, async (_, index) => reportOf({ index: index + 1, count })));

test.each([1, 2, 7])('%d shards, merged, are the whole run byte for byte, in every format', async (count) => {
  const [whole, shards] = [await reportOf(), await shardsOf(count)];

  for (const order of [shards, shards.toReversed()]) {
    // As from files.
    const merged = mergeReports(
      order.flatMap((shard) => readReports(JSON.parse(reportFormats.json(shard)))),
      contract,
    );
    for (const write of Object.values(reportFormats)) expect(write(merged)).toBe(write(whole));
  }
  expect(whole.staleKnownFailures).toHaveLength(2);
});

test('explains over all shards what falls short, and nothing that is known', async () => {
  const shards = await shardsOf(3);
  const merged = mergeReports(shards, contract);
  expect(merged.diagnoses.length).toBeGreaterThan(0);
  const explained = [...merged.diagnoses, ...merged.readings].flatMap(({ explains }) => explains);
  const due = merged.failures.filter(({ outcome }) => outcome !== 'known-failure').map(({ id }) => id);
  expect(new Set([...explained, ...merged.unexplained])).toEqual(new Set(due));
  expect(merged).not.toHaveProperty('transcript');
});

test('refuses to explain failures without what the shards saw, or by another contract', async () => {
  const [one, two] = (await shardsOf(2)) as [Report, Report];
  const { transcript: _, ...bare } = two;
  expect(() => mergeReports([one, bare], contract)).toThrow('one of them has no "transcript"');
  expect(() => mergeReports([one, two], new Map())).toThrow(
    /their contract of \w+ is another one \(\w{12}\) than any of these/,
  );
});

test('a whole run alone is itself', async () => {
  const whole = await reportOf();
  expect(mergeReports([whole], contract)).toEqual(whole);
});

test('refuses what is not all the shards of one run, each once', async () => {
  const [one, two, three] = (await shardsOf(3)) as [Report, Report, Report];
  const whole = await reportOf();

  expect(() => mergeReports([], contract)).toThrow('none was given');
  expect(() => mergeReports([one], contract)).toThrow('of 3 shards, 2, 3 are missing. Give all of them.');
  expect(() => mergeReports([three, one], contract)).toThrow('of 3 shards, 2 is missing');
  expect(() => mergeReports([one, two, two], contract)).toThrow(
    'shard 2 of 3 was given twice. Give each shard once.',
  );
  expect(() => mergeReports([whole, whole], contract)).toThrow('they are whole runs, not shards of one');
  expect(() => mergeReports([one, whole], contract)).toThrow(
    'the number of shards of one is 3 and that of another none',
  );
  const stopped = { ...three, cutOff: { reason: 'SIGINT' } };
  expect(() => mergeReports([one, two, stopped], contract)).toThrow(
    'shard 3 was cut off (SIGINT). Play it again.',
  );
  const shorter = { ...two, scenarios: two.scenarios.slice(2) };
  expect(() => mergeReports([one, shorter, three], contract)).toThrow('scenarios are not of one run');
});

test.each<readonly [string, (report: Report) => Report]>([
  ['target', (report) => ({ ...report, target: 'another' })],
  ['seed', (report) => ({ ...report, seed: 2 })],
  ['contract', (report) => ({ ...report, contract: { ...report.contract, digest: 'another' } })],
  ['number of runs', (report) => ({ ...report, options: { ...report.options, runs: 3 } })],
  ['options', (report) => ({ ...report, options: { ...report.options, overlays: ['mine.yaml'] } })],
  ['--fail-on', (report) => ({ ...report, failOn: 'stated' })],
  ['known failures', (report) => ({ ...report, knownFailures: [] })],
])('refuses shards of another %s', async (name, change) => {
  const [one, two] = (await shardsOf(2)) as [Report, Report];
  expect(() => mergeReports([one, change(two)], contract)).toThrow(
    `they are not of one run, since the ${name} of one is `,
  );
});
