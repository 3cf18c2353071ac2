/** Faults that only a longer sequence shows are reported by lifecycles, and by random sequences, which say them in as few calls. */
import { expect, test } from 'vitest';
import type { FetchFunction } from '../../../conformance/targets/fetch.ts';
import type { Failure } from '../../../conformance/report/report.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import { sequenceScenarios } from '../../../scenarios/sequences/random-sequences.ts';
import { reportOn } from '../strength.ts';
import { sequenceFaults } from './sequences.ts';
import { createFaulty } from './faults.ts';
import { createReference } from '../reference/reference.ts';
import type { ReferenceServerOptions } from '../reference/server.ts';
import { contract, operation, scenarios } from '../../../scenarios/fixtures/own-scenarios.ts';

const lifecycles = scenarios.filter(({ id }) => id.startsWith('state/lifecycle/'));
const seed = 1;
const random = sequenceScenarios(operation, contract, { seed, runs: 400 });

async function failuresOf(
  create: (options: ReferenceServerOptions) => FetchFunction,
  scenarios: readonly Scenario[],
): Promise<readonly Failure[]> {
  return (await reportOn({ contract, scenarios, seed, create })).failures;
}

test('the reference does as the fixed and random sequences expect', async () => {
  expect(lifecycles.length).toBe(7);
  expect(await failuresOf(createReference, [...lifecycles, ...random])).toEqual([]);
});

test.for(sequenceFaults)('a lifecycle reports $name', async ({ name }) => {
  const failures = await failuresOf((options) => createFaulty(name, options), lifecycles);
  expect(failures.length).toBeGreaterThan(0);
});

test.for(sequenceFaults)('random sequences report $name, in five calls at most', async ({ name }) => {
  const failures = await failuresOf((options) => createFaulty(name, options), random);
  const [shrunk] = failures.filter(({ replay }) => replay.includes('--path'));
  expect(shrunk?.title.split(', ').length).toBeLessThanOrEqual(5);
});
