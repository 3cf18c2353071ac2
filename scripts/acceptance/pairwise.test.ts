/** The pairwise table of an operation that exists nowhere else, against all of its requests tried one after the other. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mainOperation } from '../../contract/contract.ts';
import { pairwiseScenarios, pairwiseTable } from '../../scenarios/pairwise/pairwise.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { loadContract } from '../../contract/files/load.ts';
import { root } from '../testing/processes.ts';

const operation = mainOperation(loadContract(join(root, 'scripts/fixtures/data-driven')));

/** What the page lets one choose, by hand. */
const choices = {
  Edition: ['${unique}', 'absent'],
  Finish: ['matt', 'gloss', 'absent'],
  Copies: ['1', '12', 'absent'],
  Motto: ['made by {Maker}', 'absent'],
  Glue: ['resin', 'absent'],
  Tags: ['1', '3', 'absent'],
  Tag: ['toy', 'nowhere'],
  Parts: ['1', '3', 'absent'],
  Shape: ['gear', 'spring', 'knob', 'nowhere'],
  Teeth: ['8', '64', 'absent', 'nowhere'],
  Metal: ['iron', 'absent', 'nowhere'],
} as const;

type Choice = Readonly<Record<keyof typeof choices, string>>;

/** What the page says of them, by hand. */
function isAllowed({ Parts, Glue, Shape, Teeth, Metal, Tags, Tag }: Choice): boolean {
  if ((Tag === 'nowhere') !== (Tags === 'absent')) return false;
  const hasParts = Parts !== 'absent';
  if ([Shape, Teeth, Metal].some((member) => (member !== 'nowhere') !== hasParts)) return false;
  return !hasParts || (Glue !== 'absent' && (Shape === 'gear') === (Teeth !== 'absent'));
}

function everyChoice(): readonly Choice[] {
  const all = Object.entries(choices).reduce<readonly Partial<Choice>[]>(
    (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  return all as readonly Choice[]; // every name was gone through
}

function choiceOf({ act }: Scenario): Choice {
  const sent = act.kind === 'sequence' ? (act.steps[0]?.parameters ?? {}) : {};
  const count = (list: string): string => {
    const numbers = Object.keys(sent).flatMap((name) => (name.startsWith(list) ? name.split('.')[1] : []));
    return numbers.length === 0 ? 'absent' : String(new Set(numbers).size);
  };
  const plain = (name: string): string => sent[name] ?? 'absent';
  const inParts = (name: string): string =>
    sent[`Parts.1.${name}`] ?? (count('Parts.') === 'absent' ? 'nowhere' : 'absent');
  return {
    Edition: plain('Edition'),
    Finish: plain('Finish'),
    Copies: plain('Copies'),
    Motto: plain('Motto'),
    Glue: plain('Glue'),
    Tags: count('Tags.'),
    Tag: sent['Tags.1'] ?? 'nowhere',
    Parts: count('Parts.'),
    Shape: inParts('Shape'),
    Teeth: inParts('Teeth'),
    Metal: inParts('Metal'),
  };
}

function pairsOf(all: readonly Choice[]): readonly string[] {
  const pairs = all.flatMap((choice) => {
    const made = Object.entries(choice).map(([name, value]) => `${name}=${value}`);
    return made.flatMap((one, index) => made.slice(index + 1).map((other) => `${one} & ${other}`));
  });
  return [...new Set(pairs)].toSorted();
}

test('has every two values that stand together in any of all its requests, and no others', () => {
  const scenarios = pairwiseScenarios(operation);
  const allowed = everyChoice().filter(isAllowed);

  expect(allowed.length).toBeGreaterThan(1500);
  expect(pairsOf(scenarios.map(choiceOf))).toEqual(pairsOf(allowed));
  expect(scenarios.length).toBeLessThanOrEqual(24);
});

test('fills every item of a list that is as long as may be', () => {
  const whole = pairwiseScenarios(operation).find((scenario) => choiceOf(scenario).Parts === '3');
  const sent = whole?.act.kind === 'sequence' ? (whole.act.steps[0]?.parameters ?? {}) : {};
  const shapes = [1, 2, 3].map((n) => sent[`Parts.${n}.Shape`] ?? 'none');
  const teeth = [1, 2, 3].flatMap((n) => (sent[`Parts.${n}.Teeth`] === undefined ? [] : [shapes[n - 1]]));

  expect(shapes.toSorted()).toEqual(['gear', 'knob', 'spring']);
  expect(teeth).toEqual(['gear']);
});

test('counts the pairs that no request can hold', () => {
  const pairsOfNames = Object.values(choices).reduce(
    (sum, values, index, all) =>
      all.slice(index + 1).reduce((more, others) => more + values.length * others.length, sum),
    0,
  );

  expect(pairwiseTable(operation).infeasible).toBe(
    pairsOfNames - pairsOf(everyChoice().filter(isAllowed)).length,
  );
});
