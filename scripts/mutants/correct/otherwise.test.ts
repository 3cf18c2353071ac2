import { expect, test } from 'vitest';
import { inProcessServer } from '../../../conformance/fixtures/in-process.ts';
import { summarise } from '../../../conformance/report/create/create-report.ts';
import { run } from '../../../conformance/run/run.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import { createFaulty } from '../faults/faults.ts';
import type { Fetch } from '../reference/parts.ts';
import { createServer, documentedParts, type ReferenceServerOptions } from '../reference/server.ts';
import { otherwise } from './otherwise.ts';
import { readings } from './page-readings.ts';
import { contract, operation, scenarios } from '../../../scenarios/fixtures/own-scenarios.ts';

const stated = scenarios.filter(({ evidence }) => evidence === 'stated');

/** The scenarios that fail with stated evidence. */
async function statedFailures(
  create: (options: ReferenceServerOptions) => Fetch,
  some: readonly Scenario[] = scenarios,
): Promise<readonly string[]> {
  const target = inProcessServer(create);
  const { failures } = summarise(await run({ contract, operation, target, seed: 1, scenarios: some }));
  return failures
    .filter(({ evidence, verdict }) => evidence === 'stated' && verdict !== 'unjudged')
    .map(({ id }) => id);
}

test('who follows the page and chooses otherwise wherever it is open is blamed for nothing that it states', async () => {
  expect(
    await statedFailures((options) => createServer(otherwise(documentedParts), options), stated),
  ).toEqual([]);
});

test.for(readings)('%s is blamed for nothing that the page states', async ([, , vary]) => {
  expect(await statedFailures((options) => createServer(vary(documentedParts), options), stated)).toEqual([]);
});

test.for([
  ['neither-format-list-accepted', 'none-given'],
  ['any-on-demand-accepted', 'on-demand/unknown-value/unlisted'],
  ['slices-demanded-of-mp4', 'accepted/record-format/format/mp4'],
] as const)('%s is blamed by what the page states', async ([fault, id]) => {
  expect(await statedFailures((options) => createFaulty(fault, options), stated)).toContain(id);
});
