import { expect, test } from 'vitest';
import { requirementsOf } from '../contract/operation/requirements.ts';
import { traceRequirements } from './traceability.ts';
import { operation, scenarios } from './fixtures/own-scenarios.ts';

test('every requirement of the page is tested by scenarios, or excluded with a reason', () => {
  const traced = traceRequirements(operation, scenarios);

  expect(traced.length).toBeGreaterThan(40);
  for (const requirement of traced) {
    if ('excluded' in requirement) expect(requirement.excluded.length, requirement.id).toBeGreaterThan(10);
    else expect(requirement.scenarios.length, requirement.id).toBeGreaterThan(0);
  }
});

test('refuses a requirement whose pattern no scenario has', () => {
  expect(() => traceRequirements(operation, [])).toThrow(
    /Failed to trace requirement "[a-z-]+": no scenario is like/,
  );
});

test('names each requirement once', () => {
  const ids = requirementsOf(operation).map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
});
