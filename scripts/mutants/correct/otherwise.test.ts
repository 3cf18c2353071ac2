import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { createReport } from '../../../conformance/report/create-report.ts';
import { run } from '../../../conformance/run/run.ts';
import { createFetchTarget } from '../../../conformance/targets/fetch.ts';
import { createVirtualClock } from '../../../conformance/targets/target.ts';
import { generateScenarios } from '../../../scenarios/generate.ts';
import { createFaulty } from '../faults/faults.ts';
import type { Fetch } from '../reference/parts.ts';
import { createServer, documentedParts, type ServerOptions } from '../reference/server.ts';
import { otherwise } from './otherwise.ts';

const contract = readContract();
const operation = mainOperation(contract);
const scenarios = generateScenarios(operation, contract);

/** The scenarios that fail with stated evidence. */
async function statedFailures(create: (options: ServerOptions) => Fetch): Promise<readonly string[]> {
  const clock = createVirtualClock();
  const target = {
    ...createFetchTarget({ name: 'in process', fetch: create({ now: () => clock.now() }), anyAccount: true }),
    clock,
    persistent: false,
  };
  const { failures } = createReport(await run({ contract, operation, target, seed: 1, scenarios }));
  return failures.filter(({ evidence }) => evidence === 'stated').map(({ id }) => id);
}

test('who follows the page and chooses otherwise wherever it is open is blamed for nothing that it states', async () => {
  expect(await statedFailures((options) => createServer(otherwise(documentedParts), options))).toEqual([]);
});

test.for([
  ['neither-format-list-accepted', 'none-given'],
  ['any-on-demand-accepted', 'on-demand/unknown-value/unlisted'],
  ['slices-demanded-of-mp4', 'accepted/record-format/format/mp4'],
] as const)('%s is blamed by what the page states', async ([fault, id]) => {
  expect(await statedFailures((options) => createFaulty(fault, options))).toContain(id);
});
