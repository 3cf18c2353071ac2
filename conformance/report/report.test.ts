import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { accept, add, answered, createProbe, scenario, silent } from '../fixtures/probe.ts';
import { createReport } from './create/create-report.ts';
import type { Report } from './report.ts';
import { run } from '../run/run.ts';
import type { RunOptions } from '../run/run-options.ts';
import { printReport } from './formats/terminal.ts';
import type { Answer } from '../targets/target.ts';
import { contract, operation, scenarios } from '../../scenarios/fixtures/own-scenarios.ts';

async function report(
  scenarios: readonly Scenario[],
  answer: (parameters: URLSearchParams) => Answer,
  options: Partial<RunOptions> = {},
): Promise<Report> {
  const target = createProbe(answer);
  return createReport(await run({ contract, operation, target, seed: 1, scenarios, ...options }));
}

const tooShort = { DelayTime: '14' };
const delayTime = (id: string, more: Partial<Scenario> = {}, delay = '14'): Scenario =>
  scenario(id, [add({ DelayTime: delay }, 'InvalidDelayTime')], {
    exercises: 'InvalidDelayTime',
    family: 'violations',
    ...more,
  });
const badBucket = (id: string, more: Partial<Scenario> = {}): Scenario =>
  scenario(id, [add({ OssBucket: 'under_score' }, 'InvalidOssBucket.Malformed')], {
    exercises: 'InvalidOssBucket.Malformed',
    evidence: 'implied',
    ...more,
  });

/** Refuses a DelayTime of 14, and nothing else. */
function refuseFourteen(parameters: URLSearchParams): Answer {
  return parameters.get('DelayTime') === '14'
    ? answered(400, 'InvalidDelayTime', 'Specified Delaytime is invalid.')
    : accept();
}

test('the line to replay has a place for the login that is in no report', async () => {
  const target = { ...createProbe(accept), name: 'http://***@127.0.0.1:4010' };
  const played = await run({ contract, operation, target, seed: 1, scenarios: [delayTime('a')] });
  expect(createReport(played).failures.map(({ replay }) => replay)).toEqual([
    'understudy replay a http://USER:PASSWORD@127.0.0.1:4010',
  ]);
});

test('a call among others says how many are sent along with it', async () => {
  const twice: Scenario = {
    ...scenario('twice', []),
    act: { kind: 'simultaneous', step: add({}, 'OK'), copies: 3 },
  };
  const { failures } = await report([twice], accept);
  expect(failures.map(({ calls, along }) => [calls, along])).toEqual([[1, 2]]);
});

describe('the score', () => {
  test('of a code is the share of its scenarios that conform; that of a target the mean over codes', async () => {
    const { codes, score, codesMatched, codesProduced, codesDocumented } = await report(
      [delayTime('a'), delayTime('b', {}, '13'), delayTime('c', {}, '12'), delayTime('d'), badBucket('e')],
      refuseFourteen,
    );
    const scoreOf = (code: string) => codes.find((one) => one.code === code)?.score;
    expect(scoreOf('InvalidDelayTime')).toBe(0.5);
    expect(scoreOf('InvalidOssBucket.Malformed')).toBe(0);
    expect(scoreOf('MissingTemplate')).toBeNull();
    // Four scenarios of one code weigh as much as one of another.
    expect(score).toBe(0.25);
    expect([codesMatched, codesProduced, codesDocumented]).toEqual([0, 1, 21]);
  });

  test('counts the strongest evidence of a code only', async () => {
    const scenarios = [delayTime('a'), delayTime('b', { evidence: 'implied' }, '13'), badBucket('c')];
    const { codes, failures } = await report(scenarios, (parameters) =>
      parameters.get('OssBucket') === 'under_score'
        ? answered(400, 'InvalidOssBucket.Malformed')
        : refuseFourteen(parameters),
    );
    expect(codes.find(({ code }) => code === 'InvalidDelayTime')).toEqual({
      code: 'InvalidDelayTime',
      evidence: 'stated',
      score: 1,
      scenarios: 1,
      unexpected: 0,
      verdicts: { exact: 1 },
    });
    expect(codes.find(({ code }) => code === 'InvalidOssBucket.Malformed')).toMatchObject({
      evidence: 'implied',
      score: 1,
    });
    expect(failures.map((failure) => [failure.id, failure.outcome])).toEqual([['b', 'failed']]);
  });

  test('never counts what is only assumed', async () => {
    const { score, codesMatched, failures } = await report([delayTime('a', { evidence: 'assumed' })], accept);
    expect({ score, codesMatched }).toEqual({ score: null, codesMatched: 0 });
    expect(failures).toMatchObject([{ id: 'a', verdict: 'accepted' }]);
    expect(failures.map(({ outcome }) => outcome)).toEqual(['not-scored']);
  });

  test.each([
    ['stated', ['failed', 'not-scored', 'not-scored', 'not-scored']],
    ['implied', ['failed', 'failed', 'failed', 'not-scored']],
    ['assumed', ['failed', 'failed', 'failed', 'failed']],
  ] as const)('where a run fails on %s, weaker evidence does not count', async (failOn, outcomes) => {
    const evidence = ['stated', 'implied', 'observed', 'assumed'] as const;
    const scenarios = evidence.map((level) => delayTime(level, { evidence: level }));
    const finished = await run({
      contract,
      operation,
      target: createProbe(accept),
      seed: 1,
      scenarios,
    });
    const made = createReport(finished, { failOn });
    expect(made.failOn).toBe(failOn);
    expect(made.failures.map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  test('of a code is less where it is answered without being expected', async () => {
    const { codes, codesMatched, factors, score } = await report(
      [delayTime('a'), scenario('b', [add({ DelayTime: '15' })]), scenario('c', [add()])],
      (parameters) =>
        parameters.get('DelayTime') === null
          ? accept()
          : answered(400, 'InvalidDelayTime', 'Specified Delaytime is invalid.'),
    );
    expect(codes.find(({ code }) => code === 'InvalidDelayTime')).toMatchObject({
      score: 0.5,
      unexpected: 1,
    });
    // What should have been accepted counts among all else as well.
    expect({ codesMatched, factors, score }).toEqual({
      codesMatched: 0,
      factors: { codes: 0.5, others: 0.5 },
      score: 0.25,
    });
  });

  test('is 1 only where nothing falls short, however little it is', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => scenario(`right-${index}`, [add()]));
    const wrong = scenario('wrong', [add({ DelayTime: '15' })]);
    const implied = delayTime('implied', { evidence: 'implied' }, '13');
    const refuses = (parameters: URLSearchParams): Answer =>
      parameters.get('DelayTime') === '15' ? answered(400, 'Another') : refuseFourteen(parameters);
    const scoreOf = async (scenarios: readonly Scenario[]) => (await report(scenarios, refuses)).score;
    expect(await scoreOf([delayTime('a'), ...many])).toBe(1);
    expect(await scoreOf([delayTime('a'), ...many, wrong])).toBe(0.999);
    // Without a documented code there is nothing to score.
    expect(await scoreOf(many)).toBeNull();
    expect(await scoreOf([delayTime('a'), implied])).toBe(0.999);
  });

  test('counts what is never answered', async () => {
    const { codes, verdicts } = await report([delayTime('a'), delayTime('b', {}, '13')], (parameters) =>
      parameters.get('DelayTime') === '13' ? silent() : refuseFourteen(parameters),
    );
    expect(codes.find(({ code }) => code === 'InvalidDelayTime')).toMatchObject({
      score: 0.5,
      verdicts: { exact: 1, 'no-answer': 1 },
    });
    expect(verdicts).toMatchObject({ exact: 1, 'no-answer': 1, unjudged: 0 });
  });
});

test('confusion counts what was due against what came', async () => {
  const scenarios = [
    delayTime('a'),
    delayTime('b', {}, '13'),
    delayTime('c', {}, '12'),
    scenario('d', [add()]),
  ];
  const { confusion } = await report(scenarios, refuseFourteen);
  expect(confusion).toEqual([
    { expected: 'OK', answered: 'OK', times: 1, conforming: 1 },
    { expected: 'InvalidDelayTime', answered: 'OK', times: 2, conforming: 0 },
    { expected: 'InvalidDelayTime', answered: 'InvalidDelayTime', times: 1, conforming: 1 },
  ]);
});

test('confusion says what conforms: the code alone does not decide', async () => {
  const wrongStatus = await report([delayTime('a')], () => answered(404, 'InvalidDelayTime'));
  expect(wrongStatus.confusion).toEqual([
    { expected: 'InvalidDelayTime', answered: 'InvalidDelayTime', times: 1, conforming: 0 },
  ]);
  const either = scenario('either', [add({ DelayTime: '14', OssBucket: 'under_score' }, 'InvalidDelayTime')]);
  const other = await report([either], () => answered(400, 'InvalidOssBucket.Malformed'));
  expect(other.confusion).toEqual([
    { expected: 'InvalidDelayTime', answered: 'InvalidOssBucket.Malformed', times: 1, conforming: 1 },
  ]);
});

test('lists what conforms without being exact: another message, another answer that is right as well', async () => {
  const either = scenario('either', [add({ DelayTime: '14', OssBucket: 'under_score' }, 'InvalidDelayTime')]);
  const { nearMisses } = await report(
    [delayTime('another message'), scenario('exact', [add()]), either],
    (sent) =>
      sent.get('OssBucket') === 'under_score'
        ? answered(400, 'InvalidOssBucket.Malformed')
        : sent.get('DelayTime') === '14'
          ? answered(400, 'InvalidDelayTime', 'Too short.')
          : accept(),
  );
  expect(nearMisses.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['another message', 'code'],
    ['either', 'alternative'],
  ]);
  expect(nearMisses[0]).toMatchObject({
    expected: { status: 400, code: 'InvalidDelayTime', message: 'Specified Delaytime is invalid.' },
    answered: { status: 400, code: 'InvalidDelayTime', message: 'Too short.' },
    replay: "understudy replay 'another message' probe",
  });
});

describe('a failure', () => {
  test('says how many calls lead up to it', async () => {
    const again = add({}, 'ConfigAlreadyExists');
    const made = await report(
      [
        scenario('one', [again]),
        scenario('made', [again], { arrange: [add()] }),
        scenario('third', [add(), add(), again], { arrange: [add()] }),
      ],
      accept,
    );
    expect(made.failures.map(({ id, calls }) => [id, calls])).toEqual([
      ['one', 1],
      ['made', 2],
      ['third', 4],
    ]);
    const third = { ...made, failures: made.failures.slice(2), diagnoses: [], unexplained: ['third'] };
    expect(printReport(third).match(/^ {2}first {5}curl .*$/gm)).toHaveLength(3);
  });

  test('shows what was due and what came, why, and how to see it again', async () => {
    const source = 'Request parameters, DelayTime';
    const { failures } = await report(
      [delayTime('delay-time/below-minimum', { source }, '13')],
      refuseFourteen,
    );
    expect(failures).toMatchObject([
      {
        id: 'delay-time/below-minimum',
        verdict: 'accepted',
        evidence: 'stated',
        expected: { status: 400, code: 'InvalidDelayTime', message: 'Specified Delaytime is invalid.' },
        answered: { status: 200 },
        request: { method: 'POST', body: expect.stringContaining('DelayTime=13') },
        curl: expect.stringMatching(/^curl 'http:\/\/127\.0\.0\.1:4010\/.*' .*-d DelayTime=13$/),
        source,
        replay: 'understudy replay delay-time/below-minimum probe',
      },
    ]);
  });

  test('shows what is wrong with an answer that is none', async () => {
    const { failures } = await report([delayTime('a')], () => ({
      kind: 'answered',
      status: 502,
      headers: {},
      body: '<html>',
    }));
    expect(failures).toMatchObject([
      {
        verdict: 'broken',
        answered: { status: 502, reason: 'the body is no JSON object; it begins with "<html>"' },
      },
    ]);
  });

  test('has the reason where nothing came', async () => {
    const { failures } = await report([delayTime('a')], silent);
    expect(failures).toMatchObject([{ verdict: 'unjudged', answered: { reason: 'gone' } }]);
  });
});

test('what is skipped stands apart, with the reason, and is no failure', async () => {
  const removed = scenario('removed', [add()], {
    arrange: [{ ...add(), operation: 'DeleteLiveAppRecordConfig' }],
  });
  const { failures, skipped, verdicts } = await report([removed], () =>
    answered(404, 'InvalidAction.NotFound'),
  );
  expect(failures).toEqual([]);
  expect(skipped).toEqual([{ id: 'removed', reason: expect.stringContaining('404 InvalidAction.NotFound') }]);
  expect(verdicts.skipped).toBe(1);
});

test('families count their scenarios', async () => {
  const scenarios = [
    delayTime('a'),
    delayTime('b', {}, '13'),
    scenario('c', [add(tooShort, 'InvalidDelayTime')]),
  ];
  const { families } = await report(scenarios, refuseFourteen);
  expect(families).toEqual([
    { family: 'accepted', scenarios: 1, verdicts: { exact: 1 } },
    { family: 'violations', scenarios: 2, verdicts: { exact: 1, accepted: 1 } },
  ]);
});

test('the same seed gives the same report, byte for byte, times aside', async () => {
  // Request ids are the target's: this one repeats its own.
  const answer = (parameters: URLSearchParams): Answer => {
    const reply = refuseFourteen(parameters);
    return reply.kind === 'answered' ? { ...reply, body: reply.body.replace(/[0-9A-F-]{36}/, 'id') } : reply;
  };
  const some = scenarios.filter((_, index) => index % 3 === 0);
  const text = async (seed: number): Promise<string> =>
    JSON.stringify({ ...(await report(some, answer, { seed })), durationMs: 0 });
  const first = await text(1);
  expect(await text(1)).toBe(first);
  expect(await text(2)).not.toBe(first);
});
