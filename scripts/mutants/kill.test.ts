/** The suite reports faulty servers by a scenario of what they break, and blames no correct one. `understudy mutants` tries all. */
import { beforeAll, expect, test } from 'vitest';
import { readContract } from '../../contract/contract.ts';
import { correctServers } from './correct.ts';
import { faults, findFault } from './faults.ts';
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

let strength: Strength;
beforeAll(async () => {
  strength = await measureStrength({ contract: readContract(), seed: 1, faults: sample });
}, 240_000);

test('every category is tried', () => {
  expect(sample.length).toBeGreaterThanOrEqual(35);
});

test.for(sample)('reports $name ($category)', (fault) => {
  const found = strength.faults.find((one) => one.fault === fault);
  expect([found?.fate, found?.by], fault.describe).toEqual([
    'right-reason',
    expect.arrayContaining([expect.any(String)]),
  ]);
});

test.for([...correctServers])('does not blame $name', ({ name, describe }) => {
  const blamed = strength.blamed.find((one) => one.name === name);
  expect(blamed?.by ?? [], describe).toEqual([]);
});
