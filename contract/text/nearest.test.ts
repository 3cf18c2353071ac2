import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['x-accepts', 'x-evidence', 'x-error', 'x-max-bytes'];

test.each([
  ['x-evidnce', 'x-evidence'],
  ['x-accept', 'x-accepts'],
  ['x-acceptss', 'x-accepts'],
  ['x-erorr', 'x-error'],
  ['x-maxBytes', 'x-max-bytes'],
  ['x-error', 'x-error'],
])('takes %s for %s', (written, meant) => {
  expect(nearest(written, known)).toBe(meant);
});

test('knows nothing where there is nothing', () => {
  expect(nearest('x-error', [])).toBeUndefined();
});
