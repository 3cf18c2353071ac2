import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../contract/contract.ts';
import { promisesOf } from '../contract/operation/promises.ts';
import { generateScenarios } from './generate.ts';
import { tracePromises } from './traceability.ts';

const contract = readContract();
const operation = mainOperation(contract);

test('every promise of the page is tested by scenarios, or excluded with a reason', () => {
  const traced = tracePromises(operation, generateScenarios(operation, contract));

  expect(traced.length).toBeGreaterThan(40);
  for (const promise of traced) {
    if ('excluded' in promise) expect(promise.excluded.length, promise.id).toBeGreaterThan(10);
    else expect(promise.scenarios.length, promise.id).toBeGreaterThan(0);
  }
});

test('refuses a promise whose pattern no scenario has', () => {
  expect(() => tracePromises(operation, [])).toThrow(
    /Failed to trace promise "[a-z-]+": no scenario is like/,
  );
});

test('names each promise once', () => {
  const ids = promisesOf(operation).map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
});
