import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { generateScenarios } from '../../../scenarios/generate.ts';
import { documentedCodes } from '../reference/errors.ts';
import { reportOn } from '../strength.ts';
import { createFaulty, faults, messageFaults } from './faults.ts';

const contract = readContract();
const scenarios = generateScenarios(mainOperation(contract), contract);

test('has faults enough, each under a name of its own', () => {
  const names = [...faults, ...messageFaults].map((fault) => fault.name);

  expect(faults.length).toBeGreaterThanOrEqual(110);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z\d]+(-[a-z\d]+)*$/.test(name))).toEqual([]);
});

test('breaks every documented code', () => {
  const broken = new Set<string>(faults.map((fault) => fault.breaks));

  expect(documentedCodes.filter((code) => !broken.has(code))).toEqual([]);
});

test.each(messageFaults)('$name changes the message alone', async ({ name, breaks }) => {
  const { codes, failures } = await reportOn({
    contract,
    scenarios: scenarios.filter(({ exercises }) => exercises === breaks),
    seed: 1,
    create: (options) => createFaulty(name, options),
  });
  const row = codes.find(({ code }) => code === breaks);

  expect(failures).toEqual([]);
  expect(row?.verdicts.code).toBe(row?.scenarios);
  expect(row?.scenarios).toBeGreaterThan(0);
});
