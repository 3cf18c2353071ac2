import { expect, test } from 'vitest';
import { mainOperation, readContract, type Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { accept, add, answered, createProbe, scenario } from './fixtures/probe.ts';
import { createReport, type Report } from './report.ts';
import { run } from './run.ts';
import { printReport } from './terminal.ts';

const contract: Contract = readContract();
const main = mainOperation(contract);

/** The documented operation, with three rows of its error table: enough to look at. */
const operation: Operation = {
  ...main,
  errors: {
    ...main.errors,
    documented: main.errors.documented.filter(({ code }) => /DelayTime|OssBucket|ForbidRaw/.test(code)),
  },
};

const about = (
  exercises: string,
  id: string,
  change: Readonly<Record<string, string>>,
  more: Partial<Scenario> = {},
) =>
  scenario(id, [add(change, exercises)], {
    title: `What ${id} is about`,
    exercises,
    family: 'violations',
    source: 'Request parameters',
    ...more,
  });

const scenarios = [
  scenario('accepted/minimal', [add()], { title: 'The shortest request' }),
  about('InvalidDelayTime', 'delay-time/below-minimum', { DelayTime: '14' }),
  about('InvalidDelayTime', 'delay-time/above-maximum', { DelayTime: '21601' }),
  about(
    'InvalidOssBucket.Malformed',
    'oss-bucket/under-score',
    { OssBucket: 'under_score' },
    { evidence: 'implied' },
  ),
  about(
    'InvalidOssBucket.NotFound',
    'buckets/missing',
    { OssBucket: 'no-such-bucket' },
    { evidence: 'assumed' },
  ),
  about(
    'ConfigAlreadyExists',
    'record-configs/removed',
    {},
    {
      family: 'state',
      arrange: [{ ...add(), operation: 'DeleteLiveAppRecordConfig' }],
    },
  ),
];

async function report(): Promise<Report> {
  const target = createProbe((parameters) => {
    if (parameters.get('Action') === 'DeleteLiveAppRecordConfig')
      return answered(404, 'InvalidAction.NotFound', '');
    if (parameters.get('DelayTime') === '14')
      return answered(400, 'InvalidDelayTime', 'Specified Delaytime is invalid.');
    if (parameters.get('OssBucket') === 'under_score')
      return answered(400, 'InvalidOssBucket.Malformed', 'No.');
    return accept();
  });
  const finished = await run({ contract, operation, target, seed: 1, scenarios });
  return createReport({ ...finished, durationMs: 1234 });
}

test('the report is what was matched, then each failure with the way to see it again', async () => {
  expect(printReport(await report())).toMatchInlineSnapshot(`
    "AddLiveAppRecordConfig of probe, seed 1

      code                        evidence   score  scenarios
    ✓ InvalidOssBucket.Malformed  implied    100 %          1  code 1
    - InvalidOssBucket.NotFound   assumed       -          1  accepted 1
    - InvalidTemplate.ForbidRaw   assumed       -          0
    ✗ InvalidDelayTime            stated      50 %          2  exact 1, accepted 1

      accepted    1 of 1 conform
      violations  2 of 4 conform
      state       0 of 1 conform

    matches 1 of 4 documented codes of the page of 2025-07-24
    score 0.750 · 2 of 4 codes ever answered · 6 scenarios in 1.2 s

    1 scenario falls short, for 1 cause:

    ✗ delay-time/above-maximum (accepted)
      What delay-time/above-maximum is about
      expected  400 InvalidDelayTime "Specified Delaytime is invalid."
      answered  200 success
      source    Request parameters
      send      curl -s -X POST -H 'content-type: application/x-www-form-urlencoded' --data 'DomainName=example.com&AppName=us1-0j1qnxz&OssEndpoint=oss-cn-shanghai.aliyuncs.com&OssBucket=live-bucket&RecordFormat.1.Format=mp4&RecordFormat.1.OssObjectPrefix=%7BStartTime%7D_%7BEndTime%7D&DelayTime=21601' 'http://127.0.0.1:4010/?Action=AddLiveAppRecordConfig&Version=2016-11-01&Format=JSON&AccessKeyId=us1-0j1qnxz'
      replay    npx understudy replay delay-time/above-maximum probe

    1 reading of ours differs; the page does not settle this, so it does not count:
      buckets/missing (assumed): ours 400 InvalidOssBucket.NotFound "The parameter OssBucket does not exist.", answered 200 success

    1 skipped:
      record-configs/removed: DeleteLiveAppRecordConfig, which arranges it, was answered with 404 InvalidAction.NotFound.
    "
  `);
});

test('failures that are not all printed are counted, and the way to have them is named', async () => {
  const text = printReport(await report(), { mostFailures: 0 });
  expect(text).not.toContain('delay-time/above-maximum');
  expect(text).toContain('… and 1 more; --report json=FILE has them all.');
});

test('color stands around the same text', async () => {
  const [plain, colored] = [printReport(await report()), printReport(await report(), { color: true })];
  expect(colored).not.toBe(plain);
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  expect(colored.replaceAll(/\u001B\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(plain);
});
