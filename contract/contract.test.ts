import { expect, test } from 'vitest';
import { mainOperation, readContract } from './contract.ts';
import { documents } from './openapi/documents.ts';

const [first, ...others] = Object.values(documents);

test('reads every document that the package carries', () => {
  expect([...readContract().keys()]).toStrictEqual(Object.keys(documents));
});

test('finds operations by name', () => {
  const contract = readContract();

  for (const name of Object.keys(documents)) expect(contract.get(name)?.name).toBe(name);
});

test('means the operation that has a documentation page where none is named', () => {
  const contract = readContract(Object.values(documents).toReversed());

  expect(mainOperation(contract)).toMatchObject({ name: 'AddLiveAppRecordConfig', page: '2025-07-24' });
});

test('means the first operation where none has a page', () => {
  const [neighbour] = others;

  expect(mainOperation(readContract(others)).name).toBe(
    readContract(neighbour ? [neighbour] : [])
      .keys()
      .next().value,
  );
});

test('refuses no document at all', () => {
  expect(() => readContract([])).toThrow('Failed to read contract: there is no document. Give at least one.');
  expect(() => mainOperation(new Map())).toThrow('Failed to read contract: it has no operation.');
});

test('refuses two documents of one operation', () => {
  expect(() => readContract(first ? [first, first] : [])).toThrow(
    'Failed to read contract: "AddLiveAppRecordConfig" is described twice.',
  );
});
