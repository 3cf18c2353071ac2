import { describe, expect, test } from 'vitest';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { findViolations } from '../../../contract/schema/violations.ts';
import { decodeParameters } from '../../../contract/wire/parameters.ts';
import { findSequences, redraw, sequenceScenarios } from '../../../scenarios/sequences/random-sequences.ts';
import { answered, createProbe, type Probe } from '../../fixtures/probe.ts';
import type { Result } from '../results/result.ts';
import { summarise } from '../../report/create/create-report.ts';
import { run } from '../run.ts';
import type { RunOptions } from '../run-options.ts';
import type { Answer, Target } from '../../targets/target.ts';

const contract = readContract();
const operation = mainOperation(contract);
const seed = 1;
const scenarios = sequenceScenarios(operation, contract, { seed, runs: 200 }).filter(({ id }) =>
  id.startsWith('random/sequence-'),
);

interface Store {
  readonly keys: Set<string>;
  /** Calls of one kind that named a key, the one that is answered included. */
  readonly count: (kind: string, key: string) => number;
  /** Calls of a sequence so far. */
  readonly calls: (key: string) => number;
}

type Behaviour = (kind: 'add' | 'broken' | 'remove', key: string, store: Store) => Answer | undefined;

/** Does as the contract says, but for what the behaviour answers itself. */
function createStore(
  behave: Behaviour,
  more: Partial<Target> = {},
): Probe & { readonly keys: ReadonlySet<string> } {
  const keys = new Set<string>();
  const counts = new Map<string, number>();
  const times = (what: string): number => counts.get(what) ?? 0;
  const appOf = (key: string): string => key.split('/')[0] ?? '';
  const store: Store = {
    keys,
    count: (kind, key) => times(`${kind} ${key}`),
    calls: (key) => times(appOf(key)),
  };
  const probe = createProbe((pairs) => {
    const key = `${pairs.get('AppName')}/${pairs.get('StreamName')}`;
    const removes = pairs.get('Action') !== operation.name;
    const { parameters } = decodeParameters(pairs, operation.shape);
    const [violation] = removes ? [] : findViolations(operation.rules, parameters, probe.clock.now());
    const kind = removes ? 'remove' : violation ? 'broken' : 'add';
    for (const what of [`${kind} ${key}`, appOf(key)]) counts.set(what, times(what) + 1);
    const own = behave(kind, key, store);
    if (own) return own;
    if (violation) return answered(400, violation.rule.error);
    if (kind === 'add' && keys.has(key)) return answered(400, 'ConfigAlreadyExists');
    if (kind === 'add') keys.add(key);
    else keys.delete(key);
    return answered(200);
  }, more);
  return { ...probe, keys };
}

const correct: Behaviour = () => undefined;

/** A key can be removed and added again once only. */
const comesBackOnce: Behaviour = (kind, key, { keys, count }) =>
  kind === 'add' && !keys.has(key) && count('remove', key) >= 2
    ? answered(400, 'ConfigAlreadyExists')
    : undefined;

/** A call that is refused takes along what it names. */
const takesAlong: Behaviour = (kind, key, { keys }) => {
  if (kind === 'broken') keys.delete(key);
  return undefined;
};

async function play(target: Target, more: Partial<RunOptions> = {}) {
  const finished = await run({ contract, operation, target, seed, scenarios, ...more });
  return { results: finished.results, report: summarise(finished) };
}

function shrunkOf(results: readonly Result[]): readonly Result[] {
  return results.filter(({ scenario }) => scenario.drawn?.replayPath !== undefined);
}

test.for<readonly [string, Behaviour, string, RegExp]>([
  [
    'a key that comes back once',
    comesBackOnce,
    'refused',
    /^add (\d), remove \1, add \1, remove \1, add \1$/,
  ],
  [
    'a refused call that removes',
    takesAlong,
    'accepted',
    /^add (\d), add \1 with MissingSliceOssObjectPrefix, add \1$/,
  ],
])('%s is shown with the fewest calls', async ([, behave, verdict, title]) => {
  const { results, report } = await play(createStore(behave));
  const [shortest] = shrunkOf(results).filter((result) => result.verdict === verdict);
  const failure = report.failures.find(({ id }) => id === shortest?.scenario.id);

  expect(shortest?.scenario.title).toMatch(title);
  expect(shortest?.judged).toHaveLength(shortest?.scenario.title.split(', ').length ?? 0);
  expect(failure).toMatchObject({ title: shortest?.scenario.title, verdict });
  for (const [name, value] of new URLSearchParams(failure?.request?.body))
    expect(failure?.curl).toContain(`${name}=${value}`);
  const { path, replayPath } = shortest?.scenario.drawn ?? {};
  expect(failure?.replay).toBe(
    `understudy replay ${failure?.id} probe --path ${path} --replay-path ${replayPath}`,
  );
});

test('what was shrunk is drawn again by its paths, and gets the same verdict', async () => {
  const first = await play(createStore(comesBackOnce));
  const shrunk = shrunkOf(first.results);
  expect(shrunk.length).toBeGreaterThan(0);
  for (const { scenario, verdict, decidingCall } of shrunk) {
    const sequences = findSequences(scenario.id, operation, contract)?.sequences;
    const again = sequences && scenario.drawn && redraw(sequences, scenario.drawn);
    const target = createStore(comesBackOnce);
    const { results } = await play(target, { scenarios: again ? [again] : [] });
    expect(results).toMatchObject([
      { verdict, scenario: { title: scenario.title }, decidingCall: { expected: decidingCall?.expected } },
    ]);
    expect(whole(target), 'is not shrunk once more').toHaveLength(results[0]?.judged.length ?? 0);
  }
});

test('the same failure is shrunk to the same again', async () => {
  const text = async (): Promise<string> => {
    const { results } = await play(createStore(takesAlong));
    return JSON.stringify(results.map(({ scenario, verdict }) => ({ scenario, verdict })));
  };
  expect(await text()).toBe(await text());
});

test('one failure of each cause is shrunk, and nothing is sent again where nothing fails', async () => {
  const { results } = await play(createStore(takesAlong));
  const failed = results.filter(({ verdict }) => verdict === 'accepted');
  expect(failed.length).toBeGreaterThan(1);
  expect(shrunkOf(failed)).toHaveLength(1);

  const target = createStore(correct);
  await play(target);
  const steps = scenarios.map(({ act }) => ('steps' in act ? act.steps.length : 0));
  expect(target.calls).toHaveLength(steps.reduce((sum, length) => sum + length, 0));
});

/** Without the calls that ask whether curl lines can be short. */
function whole({ calls }: Probe): Probe['calls'] {
  return calls.filter(({ parameters }) => parameters.has('Format'));
}

describe('the calls of shrinking', () => {
  test('are a few hundred at most', async () => {
    // Each shorter sequence conforms, so each is tried, and all are long.
    const atTwelve: Behaviour = (_, key, { calls }) =>
      calls(key) === 12 ? answered(400, 'NoMore') : undefined;
    let before = 0;
    const target = createStore(atTwelve);
    await play(target, { onProgress: () => (before = target.calls.length) });
    expect(whole(target).length - before).toBeGreaterThan(200);
    expect(whole(target).length - before).toBeLessThan(330);
  });

  test('stay within what a run may send', async () => {
    const whole = createStore(comesBackOnce);
    await play(whole);
    for (const fewer of [50, 120]) {
      const maxRequests = whole.calls.length - fewer;
      const target = createStore(comesBackOnce);
      await play(target, { maxRequests });
      expect(target.calls.length).toBeLessThanOrEqual(maxRequests);
    }
  });

  test('have names and accounts that none before them had, and leave nothing', async () => {
    const target = createStore(takesAlong, { persistent: true });
    await play(target, { scenarios: scenarios.slice(0, 4) });
    const accounts = new Map<string, Set<string | null>>();
    for (const { parameters } of target.calls) {
      const name = parameters.get('AppName') ?? '';
      accounts.set(name, (accounts.get(name) ?? new Set()).add(parameters.get('AccessKeyId')));
    }
    expect(accounts.size).toBeGreaterThan(8);
    expect([...accounts.values()].map(({ size }) => size)).toEqual(Array.from(accounts, () => 1));
    expect(target.keys).toEqual(new Set());
  });
});

test('a failure that does not come again stays as it was', async () => {
  let calls = 0;
  const onceOnly: Behaviour = (kind) =>
    kind === 'add' && (calls += 1) === 7 ? answered(500, 'InternalError') : undefined;
  const { results, report } = await play(createStore(onceOnly));
  const [failed] = results.filter(({ verdict }) => verdict === 'broken');

  expect(scenarios).toContain(failed?.scenario);
  expect(report.failures[0]?.replay).toMatch(/^understudy replay random\/sequence-\d+ probe$/);
});

test('shorter sequences that fail otherwise are not taken for it', async () => {
  const otherwise: Behaviour = (kind, key, store) =>
    comesBackOnce(kind, key, store) &&
    answered(400, store.calls(key) < 8 ? 'InvalidDelayTime' : 'ConfigAlreadyExists');
  const { results } = await play(createStore(otherwise));
  const shrunk = shrunkOf(results).filter(
    ({ decidingCall }) =>
      decidingCall?.parsed.kind === 'error' && decidingCall.parsed.code === 'ConfigAlreadyExists',
  );

  expect(shrunk.length).toBeGreaterThan(0);
  for (const { judged } of shrunk) expect(judged.length).toBeGreaterThanOrEqual(8);
});
