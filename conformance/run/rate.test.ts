/** What the checks of the rate limit say of servers with limits of different kinds. */
import { describe, expect, test } from 'vitest';
import { strictRateScenarios } from '../../scenarios/families/rate-limit.ts';
import { accept, answered, createProbe, silent, type Probe } from '../fixtures/probe.ts';
import type { Verdict } from './judge/judge.ts';
import { run, type Run } from './run.ts';
import { summarise } from '../report/create/create-report.ts';
import type { Answer, Target } from '../targets/target.ts';
import { contract, operation, scenarios as ownScenarios } from '../../scenarios/fixtures/own-scenarios.ts';

const throttled = (status: number, code: string, message = 'Request was denied due to user flow control.') =>
  answered(status, code, message);

const scenarios = ownScenarios.filter(({ family }) => family === 'rate-limit');

/** Says whether a call at this time is admitted, of one account; called once for each call. */
type Limiter = (now: number) => boolean;

function sliding(requests: number, windowMs = 1000): Limiter {
  const admitted: number[] = [];
  return (now) => admitted.filter((at) => at > now - windowMs).length < requests && admitted.push(now) > 0;
}

function calendar(requests: number): Limiter {
  const admitted: number[] = [];
  const second = (at: number): number => Math.floor(at / 1000);
  return (now) =>
    admitted.filter((at) => second(at) === second(now)).length < requests && admitted.push(now) > 0;
}

function bucket(size: number, perSecond: number): Limiter {
  let tokens = size;
  let last: number | undefined;
  return (now) => {
    tokens = Math.min(size, tokens + ((now - (last ?? now)) / 1000) * perSecond);
    last = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

function createLimited(
  create: () => Limiter,
  {
    keyOf = (account: string) => account,
    refusal = throttled(400, 'Throttling.User'),
    ...more
  }: Partial<Target> & { keyOf?: (account: string) => string; refusal?: Answer } = {},
): Probe {
  const limiters = new Map<string, Limiter>();
  // Breaks no rule or breaks one: a refused call counts like any other.
  const target: Probe = createProbe((parameters) => {
    const key = keyOf(parameters.get('AccessKeyId') ?? '');
    const limiter = limiters.get(key) ?? create();
    limiters.set(key, limiter);
    if (!limiter(target.clock.now())) return refusal;
    return parameters.get('DelayTime') === '14'
      ? answered(400, 'InvalidDelayTime', 'Specified Delaytime is invalid.')
      : accept();
  }, more);
  return target;
}

async function play(target: Target): Promise<Readonly<Record<string, string>>> {
  const { results } = await run({ contract, operation, target, seed: 1, scenarios });
  return Object.fromEntries(
    results.map(({ scenario, verdict }) => [scenario.id.replace('rate-limit/', ''), verdict]),
  );
}

const allExact = Object.fromEntries(scenarios.map(({ id }) => [id.replace('rate-limit/', ''), 'exact']));

describe('a limit of 30 a second is right', () => {
  test.for<readonly [string, () => Limiter]>([
    ['in a window that slides', () => sliding(30)],
    ['in the seconds of a clock', () => calendar(30)],
    ['as a bucket that is refilled evenly', () => bucket(30, 30)],
  ])('%s', async ([, create]) => {
    expect(await play(createLimited(create))).toEqual(allExact);
  });

  test.for<readonly [Answer, Verdict, Verdict]>([
    [throttled(400, 'Throttling.User'), 'exact', 'exact'],
    [throttled(400, 'Throttling.User', 'Slow down.'), 'code', 'code'],
    [throttled(429, 'Throttling.User'), 'alternative', 'wrong-status'],
    [throttled(400, 'Throttling'), 'alternative', 'other-error'],
    [throttled(429, 'TooMany'), 'alternative', 'other-error'],
    [throttled(400, 'QuotaExceeded'), 'alternative', 'other-error'],
    [throttled(503, 'ServiceUnavailable'), 'alternative', 'broken'],
    [{ kind: 'answered', status: 429, headers: {}, body: 'Too many' }, 'alternative', 'broken'],
  ])('however it is worded, which is judged by itself: %s', async ([refusal, counted, worded]) => {
    const { overload, burst, answer } = await play(createLimited(() => sliding(30), { refusal }));
    expect({ overload, burst, answer }).toEqual({ overload: counted, burst: counted, answer: worded });
  });
});

test.for<readonly [Answer, Verdict]>([
  [throttled(429, 'Throttling.User'), 'wrong-status'],
  [throttled(429, 'Throttling'), 'other-error'],
  [throttled(503, 'Throttling'), 'broken'],
  [throttled(400, 'QuotaExceeded'), 'other-error'],
])(
  'a refusal by another status or code falls short as surely as the contract says: %s',
  async ([refusal, verdict]) => {
    const target = createLimited(() => sliding(30), { refusal });
    const { failures } = summarise(await run({ contract, operation, target, seed: 1, scenarios }));
    expect(failures.map(({ id, evidence, outcome }) => ({ id, evidence, outcome }))).toEqual([
      { id: 'rate-limit/answer', evidence: 'implied', outcome: 'failed' },
    ]);
    expect(failures[0]?.verdict).toBe(verdict);
  },
);

test('a server whose answers take their time may admit what its limit allows in that time', async () => {
  const limiter = sliding(30);
  const target: Probe = createProbe(() =>
    limiter(target.clock.now()) ? accept() : throttled(400, 'Throttling.User'),
  );
  let last: Promise<unknown> = Promise.resolve();
  const slow: Target = {
    ...target,
    send(call) {
      const answer = last.then(async () => {
        await target.clock.sleep(20);
        return target.send(call);
      });
      last = answer;
      return answer;
    },
  };

  expect((await play(slow))['burst']).toBe('exact');
});

describe('is wrong', () => {
  test.for<readonly [string, () => Limiter, Readonly<Record<string, string>>]>([
    ['no limit at all', () => () => true, { even: 'exact', overload: 'accepted', burst: 'accepted' }],
    ['a limit half as high again', () => sliding(45), { even: 'exact', overload: 'accepted' }],
    ['a limit of 20', () => sliding(20), { even: 'refused' }],
    ['a limit that never frees', () => sliding(30, 1e9), { even: 'refused', recovery: 'refused' }],
  ])('%s', async ([, create, verdicts]) => {
    expect(await play(createLimited(create))).toMatchObject(verdicts);
  });

  test('a server that answers with anything but what is due', async () => {
    const target = createProbe(() => answered(500, 'InternalError'));
    expect(await play(target)).toMatchObject({ even: 'broken', recovery: 'broken', accounts: 'broken' });
  });

  test('one limit for all accounts', async () => {
    const target = createLimited(() => sliding(30), { keyOf: () => 'everyone' });
    expect(await play(target)).toMatchObject({ accounts: 'refused' });
  });

  test('one limit for all accounts, though by nothing that the page states', async () => {
    const all = ownScenarios;
    const limited = (target: Target): Promise<Run> =>
      run({ contract, operation, target, seed: 1, scenarios: all });
    const shared = await limited(
      createLimited(() => sliding(30), { keyOf: () => 'everyone', persistent: true }),
    );
    const own = await limited(createLimited(() => sliding(30), { persistent: true }));
    const verdicts = ({ results }: Run): readonly string[] =>
      results.flatMap(({ scenario, verdict }) =>
        scenario.evidence === 'stated' ? [`${scenario.id} ${verdict}`] : [],
      );

    expect(verdicts(shared)).toEqual(verdicts(own));
  });
});

test('a target that must not be overloaded is not, and says why', async () => {
  const target = createLimited(() => sliding(30), { allowsOverload: false });
  const { results } = await run({ contract, operation, target, seed: 1, scenarios });
  for (const { scenario, verdict, reason } of results) {
    if (scenario.id === 'rate-limit/even') expect(verdict).toBe('exact');
    else
      expect([verdict, reason]).toEqual(['skipped', expect.stringContaining('it would overload the target')]);
  }
});

test('accounts are not compared where there is one, and the others wait for each other', async () => {
  const target = createLimited(() => sliding(30), { anyAccount: false });
  const { results } = await run({ contract, operation, target, seed: 1, scenarios });
  const skipped = results.filter(({ verdict }) => verdict === 'skipped');
  expect(skipped.map(({ scenario }) => scenario.id)).toEqual(['rate-limit/accounts']);
  expect(skipped[0]?.reason).toContain('--accounts any');
  const others = results.filter((result) => !skipped.includes(result));
  expect(new Set(others.map(({ verdict }) => verdict))).toEqual(new Set(['exact']));
});

test('calls that are lost say nothing of a limit', async () => {
  expect((await play(createProbe(silent)))['overload']).toBe('unjudged');
});

test.each([
  [29, 'refused'],
  [30, 'exact'],
  [31, 'accepted'],
])('where exactly the limit is asked for, one of %d is %s', async (limit, verdict) => {
  const target = createLimited(() => sliding(limit));

  const { results } = await run({
    contract,
    operation,
    target,
    seed: 1,
    scenarios: strictRateScenarios(operation),
  });

  expect(results.map((result) => [result.scenario.id, result.verdict])).toEqual([
    ['rate-limit/exact', verdict],
  ]);
});
