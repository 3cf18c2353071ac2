/** The suite reports faulty servers by a scenario of what they break, and blames no correct one. `npm run strength` tries all. */
import { beforeAll, expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { changesOf } from './contract-changes.ts';
import { correctServers } from './correct/correct.ts';
import { kebab } from './faults/fault.ts';
import { faults, findFault } from './faults/faults.ts';
import { documentedCodes } from './reference/errors.ts';
import { measureStrength, type Strength } from './strength.ts';

/** Faults that only a scenario made for them sees; a fault that was missed once belongs here. */
const subtle: readonly string[] = [
  'same-call-answered-alike',
  'duplicate-removes-the-first',
  'first-call-of-an-app-refused',
  'forgets-all-but-ten',
  'removal-takes-all-streams',
  'bad-templates-are-stored',
  'unknown-bucket-is-stored',
];

const firstOfEach = [...Map.groupBy(faults, ({ category }) => category).values()].flatMap((all) =>
  all.slice(0, 1),
);
const sample = [...new Set([...firstOfEach, ...subtle.map((name) => findFault(name))])];

const contract = readContract();
const { document } = mainOperation(contract);
const allChanges = changesOf(document);
// That other values of OnDemand are refused is known, and with which code is not: a value more is noticed by nobody.
const unnoticed = 'on-demand-unknown-value-with-another';
/** A change of each kind: of a status, a code, a bound, a list of values, what is required, a key, a rate. */
const changes = allChanges.filter(
  ({ name }) =>
    name !== unnoticed &&
    /^(invalid-delay-time-with-422|misspells-missing-template|swaps-invalid-delay-time.*|delay-time-.*|.*-with-another|requires-delay-time|app-name-missing-allowed|record-configs-key-without-app-name|rate-limit-of-.*)$/.test(
      name,
    ),
);

let strength: Strength;
beforeAll(async () => {
  strength = await measureStrength({
    contract,
    document,
    seed: 1,
    seeds: 2,
    runs: 5,
    faults: sample,
    changes,
  });
}, 600_000);

test('every category is tried', () => {
  expect(sample.length).toBeGreaterThanOrEqual(30);
});

test.for(sample)('reports $name ($category)', (fault) => {
  const found = strength.faults.find((one) => one.fault === fault);
  expect([found?.fate, found?.by], fault.describe).toEqual([
    'right-reason',
    expect.arrayContaining([expect.any(String)]),
  ]);
});

test.for(sample)('leaves no score of 1 to $name', (fault) => {
  expect(strength.faults.find((one) => one.fault === fault)?.score, fault.describe).toBeLessThan(1);
});

test.for(changes)('fails the reference by a contract with $name', ({ name }) => {
  const found = strength.changes.find((one) => one.name === name);
  expect(found?.by).not.toEqual([]);
});

test('changes the contract in every way that it has', () => {
  const names = allChanges.map(({ name }) => name).join(' ');
  expect(documentedCodes.filter((code) => !names.includes(`misspells-${kebab(code)}`))).toEqual([]);
  expect(allChanges.length).toBeGreaterThan(100);
  expect(new Set(allChanges.map(({ name }) => name)).size).toBe(allChanges.length);
  expect(changes.length).toBeGreaterThanOrEqual(14);
});

test.for([...correctServers])('does not blame $name for what is stated', ({ name, describe }) => {
  const blames = [strength.blamed, ...strength.seeds.map(({ blamed }) => blamed)].flat();
  const stated = blames.filter((one) => one.name === name && one.evidence === 'stated');
  expect(stated, describe).toEqual([]);
});

test('reports as much with another seed, and some of it by random requests', () => {
  const right = strength.faults.filter(({ fate }) => fate === 'right-reason').length;
  expect(strength.seeds).toEqual([
    expect.objectContaining({ seed: 2, right, rightAtRandom: expect.any(Number) }),
  ]);
  expect(strength.seeds[0]?.rightAtRandom).toBeGreaterThan(5);
});
