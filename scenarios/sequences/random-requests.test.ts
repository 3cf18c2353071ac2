import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { generateRandomScenarios } from '../generate-random.ts';

const contract = readContract();
const operation = mainOperation(contract);

test('the same seed and number give the same scenarios', () => {
  const options = { seed: 7, runs: 20 };

  expect(generateRandomScenarios(operation, contract, options)).toEqual(
    generateRandomScenarios(operation, contract, options),
  );
});

test('another seed gives others', () => {
  const [one, other] = [1, 2].map((seed) => generateRandomScenarios(operation, contract, { seed, runs: 5 }));

  expect(one).not.toEqual(other);
});

test('draws nothing where none is asked for', () => {
  expect(generateRandomScenarios(operation, contract, { seed: 1, runs: 0 })).toEqual([]);
});

test('draws valid requests of many shapes, and breaks many rules', () => {
  const drawn = generateRandomScenarios(operation, contract, { seed: 1, runs: 300 });
  const sizes = new Set(drawn.filter(({ id }) => id.startsWith('random/accepted')).map(({ title }) => title));
  const rules = new Set(drawn.flatMap(({ rule }) => (rule ? [rule.id] : [])));

  expect(sizes.size).toBeGreaterThan(5);
  expect(rules.size).toBeGreaterThan(20);
});

test('more runs begin with the same scenarios', () => {
  const accepted = (runs: number) =>
    generateRandomScenarios(operation, contract, { seed: 3, runs }).filter(({ id }) =>
      id.startsWith('random/accepted'),
    );

  expect(accepted(30).slice(0, 10)).toEqual(accepted(10));
});

test('a member that others call for is drawn as well, and not always the same', () => {
  const drawn = generateRandomScenarios(operation, contract, { seed: 1, runs: 200 });
  const prefixes = drawn.flatMap(({ act }) =>
    act.kind === 'sequence' && act.steps.length === 1
      ? (act.steps[0]?.parameters['RecordFormat.1.SliceOssObjectPrefix'] ?? [])
      : [],
  );

  expect(new Set(prefixes).size).toBeGreaterThan(50);
});

test('what is drawn has no parameter without effect', () => {
  const drawn = generateRandomScenarios(operation, contract, { seed: 1, runs: 200 });
  const formats = drawn.flatMap(({ id, act }) => {
    const sent = act.kind === 'sequence' && id.startsWith('random/accepted') ? act.steps[0]?.parameters : {};
    return Object.entries(sent ?? {})
      .filter(([name]) => name.endsWith('.SliceDuration'))
      .map(([name]) => sent?.[name.replace('SliceDuration', 'Format')]);
  });

  expect(new Set(formats)).toEqual(new Set(['m3u8', 'cmaf']));
});

test('of a list not only the first item is broken', () => {
  const drawn = generateRandomScenarios(operation, contract, { seed: 1, runs: 300 });
  const places = drawn.flatMap(({ rule, act }) => {
    const sent = act.kind === 'sequence' ? act.steps[0]?.parameters : undefined;
    if (rule?.id !== 'record-format/oss-object-prefix/missing' || !sent) return [];
    return Object.keys(sent)
      .filter((name) => /^RecordFormat\.\d+\.Format$/.test(name))
      .map((name, index) => (sent[name.replace('Format', 'OssObjectPrefix')] === undefined ? index + 1 : 0));
  });

  expect(new Set(places)).toContain(2);
});
