import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { generateRandomScenarios } from '../generate-random.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { findSequences, redraw, sequenceScenarios, sequencesOf } from './random-sequences.ts';

const contract = readContract();
const operation = mainOperation(contract);
const [plain, shown] = sequencesOf(operation, contract);
if (!plain || !shown)
  throw new Error('Failed to prepare: the documented operation has two kinds of sequences.');

function stepsOf({ act }: Scenario): readonly Step[] {
  return act.kind === 'sequence' ? act.steps : [];
}

function keyOf({ parameters }: Step): string {
  return `${parameters['AppName']}/${parameters['StreamName']}`;
}

test('a tenth as many sequences of each kind as random requests, but for those that call nothing', () => {
  const ids = generateRandomScenarios(operation, contract, { seed: 1, runs: 300 }).map(({ id }) => id);

  for (const kind of ['random/sequence-', 'random/listed-sequence-']) {
    const numbers = ids.filter((id) => id.startsWith(kind)).map((id) => Number(id.slice(kind.length)));
    expect(numbers.length).toBeGreaterThan(25);
    expect(Math.max(...numbers)).toBeLessThan(30);
  }
  expect(sequenceScenarios(operation, contract, { seed: 1, runs: 0 })).toEqual([]);
});

test('a key is taken from when it is added until it is removed', () => {
  for (const scenario of sequenceScenarios(operation, contract, { seed: 1, runs: 300 })) {
    const taken = new Set<string>();
    expect(stepsOf(scenario)).not.toEqual([]);
    for (const step of stepsOf(scenario)) {
      const key = keyOf(step);
      const { operation: name, expect: due, body } = step;
      if (name.startsWith('Delete')) expect(taken.delete(key)).toBe(true);
      else if (name.startsWith('Describe')) expect(body?.['TotalNum']).toBe(taken.has(key) ? 1 : 0);
      else if (due[0] === 'OK') {
        expect(taken.has(key)).toBe(false);
        taken.add(key);
      } else expect(due.includes('ConfigAlreadyExists')).toBe(taken.has(key));
    }
  }
});

test('a call that is refused for its own sake has no other key than those around it', () => {
  const steps = sequenceScenarios(operation, contract, { seed: 1, runs: 300 }).flatMap(stepsOf);
  const broken = steps.filter(({ expect: [due] }) => due !== 'OK' && due !== 'ConfigAlreadyExists');

  expect(new Set(broken.map(({ expect: [due] }) => due)).size).toBeGreaterThan(12);
  expect(new Set(steps.map(keyOf)).size).toBe(3);
});

test('where no part of a key is free there is one, and it is freed before', () => {
  const notify = contract.get('AddLiveRecordNotifyConfig') ?? operation;
  const scenarios = sequenceScenarios(notify, contract, { seed: 1, runs: 100 });

  expect(new Set(scenarios.flatMap(stepsOf).map(({ parameters }) => parameters['DomainName']))).toEqual(
    new Set(['${fixture.domain}']),
  );
  for (const { arrange } of scenarios)
    expect(arrange[0]).toMatchObject({ operation: 'DeleteLiveRecordNotifyConfig' });
});

test('an operation that makes no records has none', () => {
  for (const { effect, name } of contract.values()) {
    const other = contract.get(name) ?? operation;
    expect(sequencesOf(other, contract).length > 0, name).toBe(effect?.kind === 'create');
  }
});

describe('what fast-check draws', () => {
  test('as number N is the sequence N', async () => {
    const scenarios = sequenceScenarios(operation, contract, { seed: 5, runs: 120 });
    for (const sequences of [plain, shown]) {
      const own = scenarios.filter(({ id }) => id.startsWith(`random/${sequences.slug}-`));
      expect(own.length).toBeGreaterThan(8);
      for (const { drawn, title, act } of own) {
        const checked: Scenario[] = [];
        const property = fc.asyncProperty(sequences.commands(), async (commands) => {
          checked.push(sequences.scenarioOf(commands, drawn ?? { seed: 0, path: '' }));
          return Promise.resolve();
        });
        await fc.check(property, { seed: 5, path: drawn?.path ?? '', numRuns: 1 });
        expect(checked).toMatchObject([{ title, act, drawn: { seed: 5 } }]);
      }
    }
  });

  test('and shrinks is drawn again by its paths', async () => {
    // Whatever removes a key twice is wrong here.
    const isWrong = (title: string): boolean => /remove (\d)\b.*remove \1\b/.test(title);
    const [whole] = sequenceScenarios(operation, contract, { seed: 2, runs: 300 }).filter(({ title }) =>
      isWrong(title),
    );
    const found = findSequences(whole?.id ?? '', operation, contract)?.sequences ?? shown;
    const property = fc.asyncProperty(found.commands(), async (commands) => {
      const real = { perform: () => Promise.resolve() };
      await fc.asyncModelRun(() => ({ model: new Map(), real }), commands);
      if (isWrong(found.scenarioOf(commands, { seed: 2, path: '' }).title)) throw new Error('removed twice');
    });
    const details = await fc.check(property, { seed: 2, path: whole?.drawn?.path ?? '', numRuns: 1 });
    const [commands = []] = details.counterexample ?? [];
    const replayPath = /replayPath="(.*)"/.exec(String(commands))?.[1] ?? '';
    const drawn = { seed: 2, path: details.counterexamplePath ?? '', replayPath };

    const again = redraw(found, drawn);
    expect(again).toEqual(found.scenarioOf(commands, drawn));
    expect(again?.id).toBe(whole?.id);
    expect(again?.title).toMatch(/^add (\d), remove \1, add \1, remove \1\b/);
  });

  test.for<readonly [string, string, string | undefined]>([
    ['too many steps', '3:1:2:3:4:5:6:7', 'AAC:D'],
    ['a number that no shorter one has', '3:9999', 'X:B'],
    ['a replay path that is too short', '3:1:0', 'A:B'],
    ['no replay path', '3:1', undefined],
    ['what is no path', 'three', undefined],
  ])('nothing is found by %s', ([, path, replayPath]) => {
    expect(redraw(plain, { seed: 1, path, ...(replayPath !== undefined && { replayPath }) })).toBeUndefined();
  });
});
