import { expect, test } from 'vitest';
import { accepts } from '../../fixtures/comparisons.ts';
import { inProcess } from '../../fixtures/in-process.ts';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { readKnownFailures, type KnownFailure } from './known-failures.ts';
import { createReport } from './create-report.ts';
import { run } from '../../run/run.ts';
import { printReport } from '../formats/terminal.ts';

const contract = readContract();
const operation = mainOperation(contract);
const operations = [operation.name, 'Other'];
const ids = ['delay-time/below-minimum', 'delay-time/above-maximum', 'accepted/minimal'];

/** A target that accepts everything, so that whatever is forbidden fails. */
async function reportOf(known: readonly KnownFailure[], only: readonly string[] = ids) {
  const target = inProcess(accepts, { name: 'accepts' });
  return createReport(await run({ contract, operation, target, seed: 1, only }), { known, allIds: ids });
}

test('marks the failures that are known, with their reason', async () => {
  const known = readKnownFailures({ 'delay-time/below-*': 'rounds up' }, operations);

  const report = await reportOf(known);

  expect(report.failures.find(({ id }) => id === 'delay-time/below-minimum')).toMatchObject({
    known: 'rounds up',
  });
  expect(report.failures.find(({ id }) => id === 'delay-time/above-maximum')).not.toHaveProperty('known');
  expect(report.staleKnownFailures).toEqual([]);
  expect(printReport(report)).toContain('1 known failure failed, as they should.');
  expect(report.diagnoses.flatMap(({ explains }) => explains)).toEqual(['delay-time/above-maximum']);
  expect(report.unexplained).toEqual([]);
});

test('a known failure that conforms is stale', async () => {
  const known = readKnownFailures({ 'accepted/minimal': 'was refused once' }, operations);

  const { staleKnownFailures } = await reportOf(known);

  expect(staleKnownFailures).toEqual([
    { pattern: 'accepted/minimal', problem: 'accepted/minimal conforms', scenario: 'accepted/minimal' },
  ]);
});

test('a known failure that no scenario has is stale, and one that was not chosen is not', async () => {
  const known = readKnownFailures(
    { 'nothing/*': 'gone', 'delay-time/above-maximum': 'elsewhere' },
    operations,
  );

  const { staleKnownFailures } = await reportOf(known, ['accepted/minimal']);

  expect(staleKnownFailures).toEqual([{ pattern: 'nothing/*', problem: 'no scenario has such an id' }]);
});

test('a known failure of another operation says nothing here', async () => {
  const known = readKnownFailures(
    { 'Other:*': 'is slow', [`${operation.name}:delay-time/*`]: 'rounds up' },
    operations,
  );

  const report = await reportOf(known);

  expect(report.failures.map(({ known: reason }) => reason)).toEqual(['rounds up', 'rounds up']);
  expect(report.staleKnownFailures).toEqual([]);
});

test.each([
  [{ 'Nothing:delay-time/*': 'rounds up' }, /there is no operation "Nothing"\. Name one of AddLive/],
  [['a-list'], /they are not a map/],
  [
    { 'delay-time/below-minimum': 17 },
    /"delay-time\/below-minimum": it has no reason\. Say why it fails, in words\./,
  ],
  [{ 'delay-time/below-minimum': '17' }, /it has no reason/],
  [{ 'delay-time/below-minimum': '' }, /"delay-time\/below-minimum": it has no reason/],
])('refuses a list that cannot be read: %j', (value, message) => {
  expect(() => readKnownFailures(value, operations)).toThrow(message);
});
