/** A few calls more say which number a bound is, and which of several explanations is right. */
import { expect, test } from 'vitest';
import { inProcessServer } from '../../conformance/fixtures/in-process.ts';
import type { Diagnoses } from '../../conformance/diagnosis/diagnosis.ts';
import { probeFor } from '../../conformance/diagnosis/probe/probe.ts';
import { createReport } from '../../conformance/report/create/create-report.ts';
import type { Report } from '../../conformance/report/report.ts';
import { run } from '../../conformance/run/run.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { findFault } from './faults/faults.ts';
import type { PartsVariation } from './reference/parts.ts';
import { createServer, documentedParts } from './reference/server.ts';
import { keyedBy, limiting, replacing } from './reference/variations.ts';

const contract = readContract();
const operation = mainOperation(contract);
const scenarios = generateScenarios(operation, contract);

async function check(vary: PartsVariation, about: RegExp, most: number): Promise<Report> {
  const target = inProcessServer((options) => createServer(vary(documentedParts), options));
  const finished = await run({
    contract,
    operation,
    target,
    seed: 1,
    scenarios: scenarios.filter(({ id }) => about.test(id)),
    askMore: probeFor({ contract, operation, most }),
  });
  return createReport(finished);
}

test.for<readonly [string, PartsVariation, RegExp, RegExp]>([
  [
    'a higher bound',
    limiting({ DelayTime: { min: 15, max: 86_400 } }),
    /delay-time/,
    /takes DelayTime up to 86400/,
  ],
  [
    'a bound that leaves out more',
    limiting({ SliceDuration: { min: 10, max: 30 } }),
    /^(?:accepted|record-format).*slice-duration/,
    /refuses RecordFormat.N.SliceDuration.* below 10/,
  ],
  ['no bound at all', limiting({ TranscodeTemplates: 1000 }), /templates/, /takes more than 10 items/],
  [
    'one value more of an enumeration',
    replacing('on-demand-value', ({ OnDemand = '0' }) => !['0', '1', '2', '3', '7'].includes(OnDemand)),
    /on-demand/,
    /takes an OnDemand other than 0, 1, 2, 7: 3\./,
  ],
  [
    'a length in another unit',
    findFault('oss-object-prefix-counted-escaped').apply,
    /prefix/,
    /in its percent-encoded form/,
  ],
])('asks which it is: %s', async ([, vary, about, sentence]) => {
  const { diagnoses, probes = [] } = await check(vary, about, 40);

  expect(sentencesOf({ diagnoses })).toEqual([expect.stringMatching(sentence)]);
  expect(diagnoses[0]?.alternatives).toBeUndefined();
  expect(probes.length).toBeGreaterThan(0);
  expect(probes.length).toBeLessThanOrEqual(40);
});

test('asks nothing where what failed was shortened to the one member of the key', async () => {
  const keyed = keyedBy(({ DomainName, AppName, StreamName = '*', OnDemand }) => [
    DomainName,
    AppName,
    StreamName,
    OnDemand,
  ]);
  const { diagnoses, probes = [] } = await check(keyed, /^record-configs/, 40);

  expect(sentencesOf({ diagnoses })).toEqual([expect.stringMatching(/apart by OnDemand as well/)]);
  expect(diagnoses[0]?.alternatives).toBeUndefined();
  expect(probes).toEqual([]);
});

test('names what else may be, where it may not ask', async () => {
  const { diagnoses, probes } = await check(
    limiting({ DelayTime: { min: 15, max: 86_400 } }),
    /delay-time\/(?!.*-bits)/,
    0,
  );

  expect(diagnoses).toMatchObject([
    {
      sentence: 'Your server takes a DelayTime above 21600.',
      alternatives: ['Your server takes DelayTime up to 21601; the limit is 21600.'],
    },
  ]);
  expect(probes).toBeUndefined();
});

test('asks nothing of a server that conforms', async () => {
  expect(await check((parts) => parts, /delay-time|templates|on-demand/, 40)).not.toHaveProperty('probes');
});

function sentencesOf({ diagnoses }: Pick<Diagnoses, 'diagnoses'>): readonly string[] {
  return diagnoses.map(({ sentence }) => sentence);
}
