import { expect, test } from 'vitest';
import { documentedCodes } from '../reference/errors.ts';
import { createFaulty, faults } from './faults.ts';

test('has faults enough, each under a name of its own', () => {
  const names = faults.map(({ name }) => name);

  expect(faults.length).toBeGreaterThanOrEqual(110);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z\d]+(-[a-z\d]+)*$/.test(name))).toEqual([]);
});

test('breaks every documented code', () => {
  const broken = new Set<string>(faults.flatMap(({ breaks, also = [] }) => [breaks, ...also]));

  expect(documentedCodes.filter((code) => !broken.has(code))).toEqual([]);
});

test('knows no fault by another name', () => {
  expect(() => createFaulty('no-such-fault')).toThrow('Failed to find the fault "no-such-fault"');
});
