import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { accept, add, answered, createProbe, scenario, silent, type Probe } from '../fixtures/probe.ts';
import { run } from './run.ts';
import type { RunOptions } from './run-options.ts';
import { shardOf } from './select.ts';
import { createVirtualClock, realClock, type Answer, type Call, type Target } from '../targets/target.ts';
import { contract, operation, scenarios } from '../../scenarios/fixtures/own-scenarios.ts';

async function play(target: Target, scenarios: readonly Scenario[], options: Partial<RunOptions> = {}) {
  const { results } = await run({ contract, operation, target, seed: 1, scenarios, ...options });
  return results;
}

function many(count: number): readonly Scenario[] {
  return Array.from({ length: count }, (_, index) => scenario(`accepted/${index}`, [add()]));
}

describe('the first answer', () => {
  const page: Answer = { kind: 'answered', status: 200, headers: {}, body: '<html>hello</html>' };

  async function heard(answer: () => Answer): Promise<readonly string[]> {
    const reasons: string[] = [];
    const onOddAnswer = (reason: string): void => void reasons.push(reason);
    await play(createProbe(answer, { persistent: true }), many(1), { onOddAnswer });
    return reasons;
  }

  test('is told of where it is none of the API, as behind a misspelt address', async () => {
    expect(await heard(() => page)).toEqual([
      'status 200, the body is no JSON object; it begins with "<html>hello</html>"',
    ]);
  });

  test('is not told of where the API accepts or refuses', async () => {
    expect(await heard(accept)).toEqual([]);
    expect(await heard(() => answered(400, 'MissingDomainName'))).toEqual([]);
  });
});

describe('names', () => {
  const duplicate = scenario('state/duplicate', [add({}, 'ConfigAlreadyExists')], { arrange: [add()] });

  function createStore(more: Partial<Target> = {}): Probe {
    const names = new Set<string>();
    return createProbe((parameters) => {
      const name = parameters.get('AppName') ?? '';
      const isFree = !names.has(name);
      names.add(name);
      return isFree ? accept() : answered(400, 'ConfigAlreadyExists');
    }, more);
  }

  test('are free on a target that remembers earlier runs', async () => {
    const target = createStore({ persistent: true });
    for (let time = 0; time < 3; time += 1) {
      const [result] = await play(target, [duplicate]);
      expect(result?.verdict).toBe('code');
    }
  });

  test('are the same for the same seed on a target that forgets, and others for another', async () => {
    const [one, same, other] = [createProbe(accept), createProbe(accept), createProbe(accept)];
    await play(one, many(3));
    await play(same, many(3));
    await play(other, many(3), { seed: 2 });
    const sent = (target: Probe): readonly Call[] => target.calls.map(({ call }) => call);
    expect(sent(same)).toEqual(sent(one));
    expect(sent(other)).not.toEqual(sent(one));
  });

  test('are of each scenario alone, and so are accounts where the target takes any', async () => {
    const target = createProbe(accept);
    await play(target, many(20));
    for (const name of ['AppName', 'AccessKeyId'])
      expect(new Set(target.calls.map(({ parameters }) => parameters.get(name))).size).toBe(20);
  });

  test('no access key id is sent to a target that does not take any', async () => {
    const target = createProbe(accept, { anyAccount: false });
    await play(target, many(2));
    expect(target.calls.map(({ parameters }) => parameters.get('AccessKeyId'))).toEqual([null, null]);
  });
});

describe('the pace', () => {
  function mostInASecond({ calls }: Probe): number {
    return Math.max(
      ...calls.map(({ at }) => calls.filter((other) => other.at >= at && other.at < at + 1000).length),
    );
  }

  test('stays below the documented limit where one account sends everything', async () => {
    const target = createProbe(accept, { anyAccount: false });
    await play(target, many(100));
    expect(mostInASecond(target)).toBeLessThanOrEqual(25);
    expect(target.calls).toHaveLength(100);
  });

  test.for([true, false])('is what it is told to be, any account: %s', async (anyAccount) => {
    const target = createProbe(accept, { anyAccount });
    await play(target, many(20), { rate: 4 });
    expect(mostInASecond(target)).toBeLessThanOrEqual(4);
  });

  test('that is told holds for all a contract gives, and what needs more is skipped', async () => {
    const target = createProbe(accept);
    const all = scenarios.filter(({ act }) => act.kind !== 'sequence');
    const results = await play(target, all, { rate: 12 });
    expect(mostInASecond(target)).toBeLessThanOrEqual(12);
    const reasons = results.filter(({ verdict }) => verdict === 'skipped').map(({ reason }) => reason);
    expect(reasons).toContain('it sends up to 25 calls a second, more than --rate 12 allows');
  });

  test('is none where each scenario has an account of its own', async () => {
    const target = createProbe(accept);
    await play(target, many(100));
    expect(new Set(target.calls.map(({ at }) => at)).size).toBe(1);
  });
});

describe('a throttled call', () => {
  test('is sent once more, after a pause, and judged then', async () => {
    const target = createProbe((_, index) => (index === 0 ? answered(400, 'Throttling.User') : accept()));
    const [result] = await play(target, many(1));
    expect(result?.verdict).toBe('exact');
    const [first, second] = target.calls;
    expect(second?.call).toEqual(first?.call);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  test('that is throttled again is unjudged, not wrong', async () => {
    const target = createProbe(() => answered(400, 'Throttling.User'));
    const [result] = await play(target, many(1));
    expect(result?.verdict).toBe('unjudged');
    // The call twice, and twice more whether the target answers anything at all.
    expect(target.calls).toHaveLength(4);
  });

  test('makes the next ones slower, until a tighter limit is kept', async () => {
    const admitted: number[] = [];
    const clock = createVirtualClock();
    const target = createProbe(
      () => {
        const isTooMuch = admitted.filter((at) => at > clock.now() - 1000).length >= 10;
        if (!isTooMuch) admitted.push(clock.now());
        return isTooMuch ? answered(400, 'Throttling.User') : accept();
      },
      { anyAccount: false, clock },
    );
    const results = await play(target, many(200));
    expect(results.filter(({ verdict }) => verdict === 'exact')).toHaveLength(200);
    expect(target.calls.length).toBeLessThan(210);
  });

  test('is not waited for where waiting is in vain', async () => {
    const target = createProbe(() => answered(400, 'Throttling.User'), { anyAccount: false });
    const from = target.clock.now();
    const results = await play(target, many(200));
    expect(results.every(({ verdict }) => verdict === 'unjudged')).toBe(true);
    expect(target.clock.now() - from).toBeLessThan(60_000);
  });
});

describe('a call that is not answered', () => {
  const drops =
    (when: (parameters: URLSearchParams, index: number) => boolean) =>
    (parameters: URLSearchParams, index: number): Answer =>
      when(parameters, index) ? silent() : accept();
  const scenarios = [...many(5), scenario('accepted/odd', [add({ OnDemand: '7' })])];

  test('is asked again alone, and was chance where it is answered then', async () => {
    const target = createProbe(drops((_, index) => index === 2));
    const results = await play(target, scenarios);
    expect(results.map(({ verdict }) => verdict)).toEqual(scenarios.map(() => 'exact'));
  });

  test('is asked again once where others were never answered before it', async () => {
    const odd = Array.from({ length: 6 }, (_, index) =>
      scenario(`accepted/odd-${index}`, [add({ OnDemand: '7', DelayTime: String(20 + index) })]),
    );
    const asked = new Map<string, number>();
    const target = createProbe((parameters) => {
      if (parameters.get('OnDemand') !== '7') return accept();
      const which = parameters.get('DelayTime') ?? 'shortened';
      asked.set(which, (asked.get(which) ?? 0) + 1);
      return silent();
    });
    const results = await play(target, [...many(5), ...odd]);
    expect(results.slice(5).map(({ verdict }) => verdict)).toEqual(odd.map(() => 'no-answer'));
    // The first is also shortened.
    expect(Object.fromEntries(asked)).toMatchObject({ 21: 4, 22: 4, 23: 2, 24: 2, 25: 2 });
  });

  /** Hangs over requests with OnDemand 7. Those that wait together are given up together: one round. */
  function createHanging(more: Partial<Target> = {}) {
    const counts = { rounds: 0, most: 0 };
    let waiting: (() => void)[] = [];
    const giveUp = (): void => {
      counts.rounds += 1;
      counts.most = Math.max(counts.most, waiting.length);
      for (const resolve of waiting) resolve();
      waiting = [];
    };
    const probe = createProbe(accept, more);
    const target: Target = {
      ...probe,
      async send(call) {
        if (!call.body.includes('OnDemand=7')) return probe.send(call);
        await new Promise<void>((resolve) => {
          if (waiting.push(resolve) === 1) setTimeout(giveUp, 200);
        });
        return { kind: 'silent', reason: 'no answer in time', isAbsent: true };
      },
    };
    return { target, counts };
  }

  const late = (count: number): readonly Scenario[] =>
    Array.from({ length: count }, (_, index) => scenario(`accepted/late-${index}`, [add({ OnDemand: '7' })]));

  test('in time is asked again together with others, since each may take the whole timeout', async () => {
    const { target, counts } = createHanging();
    const twentyTwo = many(22).flatMap((ok, index) => [...late(22).slice(index, index + 1), ok]);
    const results = await play(target, twentyTwo);
    expect(results.filter(({ verdict }) => verdict === 'no-answer')).toHaveLength(22);
    // Each once, one after the other, then three of them twice, then the others once.
    expect(counts).toEqual({ rounds: 22 + 2 + 3, most: 8 });
  });

  test('in time does not keep the others of its account waiting', async () => {
    const { target, counts } = createHanging({ anyAccount: false, persistent: true, clock: realClock });
    const results = await play(target, [...late(4), ...many(4)]);
    expect(results.map(({ verdict }) => verdict)).toEqual([
      ...Array(4).fill('no-answer'),
      ...Array(4).fill('exact'),
    ]);
    expect(counts.most).toBe(4);
  }, 20_000);

  test('is a failure where it stays so, while others are answered', async () => {
    const target = createProbe(drops((parameters) => parameters.get('OnDemand') === '7'));
    const results = await play(target, scenarios);
    expect(results.map(({ verdict }) => verdict)).toEqual([...many(5).map(() => 'exact'), 'no-answer']);
    expect(results.at(-1)).toMatchObject({
      reason: 'gone; asked again alone, with pauses, while other calls are answered',
      decidingCall: { call: { body: expect.stringContaining('OnDemand=7') } },
    });
  });

  test('but is throttled whenever it is sent is judged as it was answered', async () => {
    const target = createProbe((parameters) =>
      parameters.get('OnDemand') === '7' ? answered(400, 'Throttling.User') : accept(),
    );
    const results = await play(target, scenarios);
    expect(results.at(-1)).toMatchObject({ verdict: 'refused' });
  });

  test('stays unjudged where the target answers nothing any more', async () => {
    const target = createProbe(drops((_, index) => index > 2));
    const results = await play(target, many(30));
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['exact', 'unjudged']));
    expect(target.calls.length).toBeLessThan(30 + 3 * 4);
  });
});

describe('a target that asks to come again later', () => {
  const later = (status: number, headers: Readonly<Record<string, string>>): Answer => ({
    kind: 'answered',
    status,
    headers,
    body: '',
  });

  test.for<readonly [string, Answer, number, number]>([
    ['503, in seconds', later(503, { 'retry-after': '4' }), 4000, 4000],
    ['503, at a time', later(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:07 GMT' }), 7000, 7000],
    ['429, in seconds', later(429, { 'retry-after': '6' }), 6000, 6000],
    ['503, in an hour, which is not waited for', later(503, { 'retry-after': '3600' }), 30_000, 30_000],
  ])('%s', async ([, answer, least, most]) => {
    const target = createProbe((_, index) => (index === 0 ? answer : accept()));
    expect(await play(target, many(1))).toMatchObject([{ verdict: 'exact' }]);
    const [first, second] = target.calls;
    const waited = (second?.at ?? 0) - (first?.at ?? 0);
    expect(waited).toBeGreaterThanOrEqual(least);
    expect(waited).toBeLessThanOrEqual(most);
  });

  test('again and again is broken in the end', async () => {
    const target = createProbe(() => later(503, { 'retry-after': '1' }));
    const from = target.clock.now();
    const results = await play(target, many(50));
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['broken']));
    expect(target.clock.now() - from).toBeLessThan(30_000);
  });
});

describe('a scenario that cannot be arranged', () => {
  const removed = scenario('state/removed', [add()], {
    arrange: [{ ...add(), operation: 'DeleteLiveAppRecordConfig' }],
  });

  test('is skipped, with the reason', async () => {
    const target = createProbe(() => answered(404, 'InvalidAction.NotFound'));
    expect(await play(target, [removed])).toMatchObject([
      {
        verdict: 'skipped',
        reason: 'DeleteLiveAppRecordConfig, which arranges it, was answered with 404 InvalidAction.NotFound.',
      },
    ]);
  });

  test('is unjudged where nobody answered', async () => {
    expect(await play(createProbe(silent), [removed])).toMatchObject([{ verdict: 'unjudged' }]);
  });
});

describe('what a scenario needs', () => {
  const needy = scenario(
    'state/in-the-way',
    [add({ AppName: '${fixture.vod.1}' }, 'Live2Vod.ConfigAlreadyExists')],
    {
      needs: { name: 'vod', otherwise: ['${fixture.domain}', '${unique}'] },
      arrange: [{ ...add({ AppName: '${fixture.vod.1}' }), operation: 'AddLiveRecordVodConfig' }],
    },
  );
  const names = ({ calls }: Probe): readonly string[] =>
    calls.map(({ parameters }) => `${parameters.get('Action')} ${parameters.get('AppName')}`);

  test('is made where the target does not have it', async () => {
    const target = createProbe(accept);
    await play(target, [needy]);
    const [, name] = names(target)[0]?.split(' ') ?? [];
    expect(name).toMatch(/^us1-/);
    expect(names(target)).toEqual([`AddLiveRecordVodConfig ${name}`, `AddLiveAppRecordConfig ${name}`]);
  });

  test('is what the user says where there is something', async () => {
    const target = createProbe(accept);
    await play(target, [needy], { fixtures: { vod: 'example.com/my-vod', bucket: 'my-bucket' } });
    expect(names(target)).toEqual(['AddLiveAppRecordConfig my-vod']);
    expect(target.calls[0]?.parameters.get('OssBucket')).toBe('my-bucket');
  });

  test('names the flag in the reason where it cannot be made', async () => {
    const target = createProbe(() => answered(404, 'InvalidAction.NotFound'));
    const [result] = await play(target, [needy]);
    expect(result?.reason).toContain('Give what it makes with --fixture vod=…');
  });
});

describe('the form of answers', () => {
  const verdictsOf = async (answer: () => Answer): Promise<Readonly<Record<string, string>>> => {
    const target = createProbe(answer);
    const { results } = await run({ contract, operation, target, seed: 1, only: ['answers/*'] });
    return Object.fromEntries(results.map(({ scenario, verdict }) => [scenario.id, verdict]));
  };
  let count = 0;
  const id = (): string => `5E5C0E5C-04D6-4E8A-9E50-${String((count += 1)).padStart(12, '0')}`;
  const answered = (status: number, body: object): Answer => ({
    kind: 'answered',
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ RequestId: id(), ...body }),
  });

  test('is not judged of a success where none came', async () => {
    const refuse = (): Answer => answered(400, { Code: 'Odd', HostId: 'h', Message: 'no' });
    expect(await verdictsOf(refuse)).toEqual({
      'answers/status': 'skipped',
      'answers/fields': 'skipped',
      'answers/content-type': 'skipped',
      'answers/request-ids': 'exact',
    });
  });

  test('is not judged of an error where none came', async () => {
    expect(await verdictsOf(() => answered(200, {}))).toEqual({
      'answers/status': 'exact',
      'answers/fields': 'skipped',
      'answers/content-type': 'skipped',
      'answers/request-ids': 'exact',
    });
  });

  test('that is wrong is broken, whatever else did not come', async () => {
    expect(await verdictsOf(() => answered(400, { Code: 'Odd' }))).toMatchObject({
      'answers/fields': 'broken',
    });
  });
});

describe('a choice', () => {
  const ids = ['delay-time/below', 'delay-time/above', 'oss.bucket/bad', 'ossXbucket/bad'];
  const scenarios = ids.map((id) => scenario(id, [add()]));

  test.for<readonly [readonly string[], readonly string[]]>([
    [[], ids],
    [['delay-time/*'], ['delay-time/below', 'delay-time/above']],
    [
      ['*/bad', 'delay-time/above'],
      ['delay-time/above', 'oss.bucket/bad', 'ossXbucket/bad'],
    ],
    [['oss.bucket/bad'], ['oss.bucket/bad']],
  ])('of %j', async ([only, chosen]) => {
    const results = await play(createProbe(accept), scenarios, { only });
    expect(results.map((result) => result.scenario.id)).toEqual(chosen);
  });

  test('that chooses nothing is refused, one idle pattern is enough', async () => {
    const only = ['delay-time/*', 'delay'];
    await expect(play(createProbe(accept), scenarios, { only })).rejects.toThrow(
      'Failed to select "delay": no scenario has such an id.',
    );
  });

  test('by shards puts each scenario into one of them', () => {
    const numbers = Array.from({ length: 10 }, (_, index) => index);
    const shards = [1, 2, 3].map((index) => shardOf(numbers, { index, count: 3 }));
    expect(shards.flat().toSorted((a, b) => a - b)).toEqual(numbers);
    expect(shards.map((shard) => shard.length)).toEqual([4, 3, 3]);
  });
});

test('no more calls are sent than allowed; what would need more is skipped', async () => {
  const target = createProbe(accept);
  const results = await play(target, many(10), { maxRequests: 4 });
  expect(target.calls).toHaveLength(4);
  expect(results.filter(({ verdict }) => verdict === 'skipped')).toHaveLength(6);
  expect(results.at(-1)?.reason).toBe('it would take the run over 4 calls');
});

test('a target that remembers and does not answer cannot be reached', async () => {
  const target = createProbe(silent, { persistent: true });
  await expect(play(target, many(3))).rejects.toThrow(
    'Failed to reach "probe": gone. Start it, or correct its address.',
  );
  expect(target.calls).toHaveLength(3);
});

test('a target that stops answering is not asked for ever', async () => {
  const absent = { kind: 'silent', reason: 'no answer in time', isAbsent: true } as const;
  const target = createProbe((_, index) => (index === 2 || index > 5 ? absent : accept()));
  let left = 0;
  const onCreated: RunOptions['onCreated'] = (pending) => (left = pending.length);
  const results = await play(target, many(40), { onCreated });
  expect(target.calls).toHaveLength(16);
  // All that was sent may have been done; what was not sent was not.
  expect(left).toBe(16);
  expect(results.filter(({ verdict }) => verdict === 'unjudged')).toHaveLength(35);
  expect(results.at(-1)?.decidingCall?.parsed).toMatchObject({
    reason: 'not sent, since nobody answered 10 calls in a row',
  });
});

test('a target that closes connections is asked on', async () => {
  const target = createProbe(silent);
  const results = await play(target, many(40));
  expect(results.every(({ verdict }) => verdict === 'unjudged')).toBe(true);
  const names = new Set(target.calls.map(({ parameters }) => parameters.get('AppName')));
  expect(names.size).toBeGreaterThanOrEqual(40);
});

test('an answer of another operation without what it is to show says nothing', async () => {
  const target = createProbe(() => answered(200));
  const show = { ...add(), operation: 'DescribeLiveRecordConfig', body: { TotalNum: 0 } };
  const [result] = await play(target, [scenario('state/shown', [show])]);
  expect(result).toMatchObject({
    verdict: 'skipped',
    reason: 'DescribeLiveRecordConfig, which shows it, was answered with OK without TotalNum',
  });
});

test('a step after one that does not conform is not sent', async () => {
  const target = createProbe(() => answered(400, 'InvalidDelayTime'));
  const [result] = await play(target, [scenario('state/two', [add(), add()])]);
  expect(result?.verdict).toBe('refused');
  expect(result?.calls).toHaveLength(1);
  expect(target.calls.filter(({ parameters }) => parameters.has('AccessKeyId'))).toHaveLength(1);
});

function taken(): Extract<Answer, { kind: 'answered' }> {
  const answer = answered(400, 'ConfigAlreadyExists', 'Config has already exist.');
  if (answer.kind === 'silent') throw new Error('It is an answer.');
  return answer;
}

describe('simultaneous calls', () => {
  const step = add({}, 'ConfigAlreadyExists');
  const five = scenario('state/simultaneous', [], { act: { kind: 'simultaneous', step, copies: 5 } });

  test.for<readonly [string, number, string]>([
    ['one of which succeeds', 1, 'exact'],
    ['two of which succeed', 2, 'accepted'],
    ['none of which succeeds', 0, 'refused'],
  ])('%s', async ([, successes, verdict]) => {
    const target = createProbe((_, index) => (index < successes ? accept() : taken()));
    const [result] = await play(target, [five]);
    expect(result?.verdict).toBe(verdict);
    expect(target.calls).toHaveLength(5);
  });

  test('one of which is lost say nothing, and are sent again', async () => {
    const names = new Set<string>();
    const target = createProbe((parameters, index) => {
      const name = parameters.get('AppName') ?? '';
      if (index === 3) return silent();
      const isFree = !names.has(name);
      names.add(name);
      return isFree ? accept() : answered(400, 'ConfigAlreadyExists', 'It is there.');
    });
    expect(await play(target, [five])).toMatchObject([{ verdict: 'code' }]);
  });

  test.for<readonly [string, Answer, Answer, string]>([
    ['a success with a status of its own', answered(201), taken(), 'wrong-status'],
    ['an error with another status', accept(), { ...taken(), status: 409 }, 'wrong-status'],
    ['an error without a member', accept(), { ...taken(), body: '{"Code":"ConfigAlreadyExists"}' }, 'broken'],
  ])('are judged like any other: %s', async ([, success, refusal, verdict]) => {
    const target = createProbe((_, index) => (index === 0 ? success : refusal));
    expect(await play(target, [five])).toMatchObject([{ verdict }]);
  });
});

test('progress counts scenarios up to all of them', async () => {
  const progress: string[] = [];
  await play(createProbe(accept), many(3), {
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  expect(progress).toEqual(['1/3', '2/3', '3/3']);
});

test('a run is stopped while a target in process answers without a pause', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('it was stopped')), 1);
  const target = createProbe(accept, { persistent: false });
  const scenarios = many(20_000);
  const { cutOff, results } = await run({
    contract,
    operation,
    target,
    seed: 1,
    scenarios,
    signal: stop.signal,
  });
  expect(cutOff).toBe('it was stopped');
  expect(results.some(({ verdict }) => verdict === 'skipped')).toBe(true);
});
