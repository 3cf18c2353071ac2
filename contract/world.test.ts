import { expect, test } from 'vitest';
import { ContractError } from './contract-error.ts';
import { readContract } from './contract.ts';
import { worldOf } from './world.ts';

const contract = readContract();

test('a collection that is given replaces that of the contract', () => {
  const world = worldOf(contract, { buckets: { present: [{ OssBucket: 'mine' }] } });

  expect(world['buckets']).toEqual({ open: false, present: [{ OssBucket: 'mine' }], absent: [] });
  expect(world['domains']).toEqual(worldOf(contract)['domains']);
});

test('refuses a collection that no operation looks at, and says which is meant', () => {
  const read = () => worldOf(contract, { bukets: { open: true } });

  expect(read).toThrow(ContractError);
  expect(read).toThrow(/Failed to read world "bukets": no operation looks at it\. Did you mean "buckets"\?/);
});
