import { expect, test } from 'vitest';
import { mainOperation, readContract, type Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import { accept, add, answered, createProbe, scenario } from '../../fixtures/probe.ts';
import { similarReport } from '../../fixtures/long-reports.ts';
import { mixedReport } from '../../fixtures/reports.ts';
import { createReport } from '../create/create-report.ts';
import type { Report } from '../report.ts';
import { run } from '../../run/run.ts';
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

    1 fault explains 1 of 2 failures, and 1 reading the rest:

     1  Your server takes a DelayTime above 21600.  explains 1, contradicted by 0 (stated)
        Or            Your server takes DelayTime up to 21601; the limit is 21600.
        Seen best in  delay-time/above-maximum: What delay-time/above-maximum is about. Expected 400 InvalidDelayTime, answered 200 success.
        The page      Request parameters, DelayTime
        Send          curl 'http://127.0.0.1:4010/?Action=AddLiveAppRecordConfig&Version=2016-11-01' -d DomainName=example.com -d AppName=us1-0j1qnxz -d OssEndpoint=oss-cn-shanghai.aliyuncs.com -d OssBucket=live-bucket -d RecordFormat.1.Format=mp4 --data-urlencode 'RecordFormat.1.OssObjectPrefix={StartTime}_{EndTime}' -d DelayTime=21601
        Replay        npx understudy replay delay-time/above-maximum probe

    Readings, where nothing settles which is right:

     1  Your server takes a call whose OssBucket is in no record of buckets.  explains 1, contradicted by 0 (assumed)
        Seen best in  buckets/missing: What buckets/missing is about. Expected 400 InvalidOssBucket.NotFound, answered 200 success.

      code                        evidence   score  scenarios
    ✓ InvalidOssBucket.Malformed  implied    100 %          1  code 1
    - InvalidOssBucket.NotFound   assumed        -          1  accepted 1
    ✗ InvalidDelayTime            stated      50 %          2  exact 1, accepted 1
    - 1 code without a scenario in this run

      accepted    1 of 1 conform
      violations  2 of 4 conform
      state       0 of 1 conform

    1 skipped:
      record-configs/removed: DeleteLiveAppRecordConfig, which arranges it, was answered with 404 InvalidAction.NotFound.

    1 difference does not count, since nothing settles which is right:
      buckets/missing: expected 400 InvalidOssBucket.NotFound, answered 200 success

    1 scenario falls short, for 1 cause:
    ✗ delay-time/above-maximum: expected 400 InvalidDelayTime, answered 200 success

    matches 1 of 4 documented codes of the page of 2025-07-24, and 1 scenario that the page states falls short, with 1 of 6 scenarios not played
    score 0.750 · 2 of 4 codes ever answered · 6 scenarios in 1.2 s
    "
  `);
});

test('what is not printed in full has a line', async () => {
  const text = printReport(await report(), { mostInFull: 0 });
  expect(text).not.toContain('Replay');
  expect(text).toContain(
    '\n✗ delay-time/above-maximum: expected 400 InvalidDelayTime, answered 200 success\n',
  );
});

test('names what is alike, what it is about, and what stayed unjudged', () => {
  expect(printReport(similarReport)).toMatchInlineSnapshot(`
    "CreateWidget of http://127.0.0.1:4999, seed 1, runs 25

    1 fault explains 6 of 9 failures, and 1 reading 1 more; nothing explains 2:

     1  Your server takes a Size up to 11; the limit is 10.  explains 6, contradicted by 0 (stated)
        Seen best in  size/above-maximum: Size one above the largest allowed, 11. Expected 400 Size.Invalid, answered 200 success.
        The page      Request parameters, Size
        Send          curl 'http://127.0.0.1:4999/?Action=CreateWidget' -d Name=a%20b -d Size=11
        Replay        npx understudy replay size/above-maximum http://127.0.0.1:4999

    Not explained:

    ✗ name/missing (broken, implied)
      Name left out
      expected  400 Name.Missing "Name is mandatory."
      answered  500
      because   the body is no JSON object
      source    Request parameters, column Required
      send      curl 'http://127.0.0.1:4999/?Action=CreateWidget' -d Name=a%20b -d Size=11
      replay    npx understudy replay name/missing http://127.0.0.1:4999

    Readings, where nothing settles which is right:

     1  Your server answers 400 Size.Invalid where 400 Name.Missing is due.  explains 1, contradicted by 0 (assumed)
        Seen best in  name/blank: Name of nothing but a space. Expected 400 Name.Missing, answered 400 Size.Invalid.

      code          evidence   score  scenarios
    ✗ Size.Invalid  stated      50 %          2  code 1, accepted 1
    ✗ Name.Missing  implied      0 %          2  accepted 1, broken 1
    - Name.Taken    stated         -          1  unjudged 1

      accepted    1 of 2 conform
      violations  1 of 5 conform
      uniqueness  0 of 1 conform
      state       0 of 1 conform

    1 skipped:
      widgets/removed: DeleteWidget, which arranges it, was answered with 404 NotFound.

    1 difference does not count, since nothing settles which is right:
      name/blank: expected 400 Name.Missing, answered 400 Size.Invalid

    1 known failure failed, as they should.

    1 known failure is stale; take off the list:
      gone/*: no scenario has such an id

    1 scenario stayed unjudged:
      widgets/duplicate: expected 409 Name.Taken, answered nothing (no answer within 5000 ms)

    7 scenarios fall short, for 3 causes:
    ✗ accepted/size/largest: expected 200 success, answered 400 Size.Invalid
    ✗ size/above-maximum/short and 4 more alike: expected 400 Size.Invalid, answered 200 success
    ✗ name/missing: expected 400 Name.Missing, answered 500 (the body is no JSON object)

    matches 0 of 3 documented codes of the page of 2025-07-24, and 6 scenarios that the page states and 2 that it implies fall short (1 of them known), with 1 of 13 scenarios not played
    score 0.125 (codes 0.25 × all else 0.5) · 1 of 3 codes ever answered · 13 scenarios in 5.1 s
    "
  `);
});

test('asks for the address where hardly any answer is one of the API', async () => {
  const note = (text: string) => /^Hardly any answer .*$/m.exec(text)?.[0];
  const target = createProbe(() => ({
    kind: 'answered',
    status: 404,
    headers: {},
    body: '<h1>Not here</h1>',
  }));
  const finished = await run({ contract, operation, target, seed: 1, scenarios });
  expect(note(printReport(createReport(finished)))).toBe(
    'Hardly any answer was one of this API; the first was 404 (the body is no JSON object; it begins with "<h1>Not here</h1>"). Is this the right address?',
  );
  expect(note(printReport(mixedReport))).toBeUndefined();
  expect(note(printReport(await report()))).toBeUndefined();
});

test('leaves long lists to a file', () => {
  const [first] = mixedReport.failures;
  const failures = Array.from({ length: 30 }, (_, rule) => ({ ...first, rule: `rule-${rule}` }));
  const text = printReport({ ...mixedReport, failures } as typeof mixedReport);
  expect(text).toContain('30 scenarios fall short, for 30 causes:');
  expect(text.match(/^✗ accepted\/size\/largest/gm)).toHaveLength(20);
  expect(text).toContain('  … and 10 more; --causes all prints them, --report html=FILE keeps them.');
});

test('color stands around the same text', async () => {
  const [plain, colored] = [printReport(await report()), printReport(await report(), { color: true })];
  expect(colored).not.toBe(plain);
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  expect(colored.replaceAll(/\u001B\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(plain);
});

test('long texts in curl lines are cut, with the way to see them whole', async () => {
  const made = await report();
  const long = 'x'.repeat(4000);
  const failures = made.failures.map((failure) => ({
    ...failure,
    curl: `curl http://127.0.0.1:4010/ -d AppName=${long}`,
  }));

  const printed = printReport({ ...made, failures });
  expect(printed).toMatch(/ -d AppName=x{75}…\(4000 characters\)…x{75}$/m);
  expect(printed).toMatch(/^ +Cut +1 long text; --causes all prints the lines whole$/m);
  expect(printed).not.toContain(long);

  const whole = printReport({ ...made, failures }, { isWhole: true });
  expect(whole).toContain(`-d AppName=${long}`);
  expect(whole).not.toContain('long text;');
});
