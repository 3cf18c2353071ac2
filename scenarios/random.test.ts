import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../contract/contract.ts';
import { generateRandomScenarios } from './generate-random.ts';

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

test('in a sequence, a key is taken from when it is added until it is removed', () => {
  const sequences = generateRandomScenarios(operation, contract, { seed: 1, runs: 300 }).filter(({ id }) =>
    id.startsWith('random/sequence'),
  );

  expect(sequences.length).toBe(30);
  for (const { act } of sequences) {
    const taken = new Set<string>();
    for (const { operation: name, parameters, expect: due } of act.kind === 'sequence' ? act.steps : []) {
      const key = `${parameters['AppName']}/${parameters['StreamName']}`;
      if (name !== operation.name) taken.delete(key);
      else if (due[0] === 'OK') {
        expect(taken.has(key)).toBe(false);
        taken.add(key);
      } else if (due[0] === 'ConfigAlreadyExists') expect(taken.has(key)).toBe(true);
    }
  }
});
