import { expect, test } from 'vitest';
import { faults } from '../mutants/faults.ts';
import { listSubjects, sampledFaults } from './sample.ts';

test('has one fault of each category', () => {
  const categories = new Set(faults.map(({ category }) => category));
  const sampled = faults.filter(({ name }) => (sampledFaults as readonly string[]).includes(name));
  expect(sampled.map(({ category }) => category)).toEqual([...categories]);
});

test('tries the reference twice and first', () => {
  const subjects = listSubjects();
  expect(subjects.map(({ kind }) => kind).slice(0, 3)).toEqual(['reference', 'reference', 'correct']);
  expect(new Set(subjects.map(({ name }) => name)).size).toBe(subjects.length);
});
