import { expect, test } from 'vitest';
import { faults } from '../../mutants/faults/faults.ts';
import { listSubjects, sampledFaults } from './sample.ts';

test('has one fault of each category that there was when it was chosen', () => {
  const sampled = faults.filter(({ name }) => (sampledFaults as readonly string[]).includes(name));
  const categories = new Set(sampled.map(({ category }) => category));
  expect(sampled).toHaveLength(sampledFaults.length);
  expect(categories.size).toBe(sampledFaults.length);
});

test('tries the reference twice and first', () => {
  const subjects = listSubjects();
  expect(subjects.map(({ kind }) => kind).slice(0, 3)).toEqual(['reference', 'reference', 'correct']);
  expect(new Set(subjects.map(({ name }) => name)).size).toBe(subjects.length);
});
