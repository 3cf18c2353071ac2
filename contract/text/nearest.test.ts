import { expect, test } from 'vitest';
import { nearest, suggestion } from './nearest.ts';

const known = ['x-accepts', 'x-evidence', 'x-error', 'x-max-bytes', 'port', 'OssBucket', 'answer-lost'];

test.each([
  ['x-evidnce', 'x-evidence'],
  ['x-accept', 'x-accepts'],
  ['x-acceptss', 'x-accepts'],
  ['x-erorr', 'x-error'],
  ['x-maxBytes', 'x-max-bytes'],
  ['x-error', 'x-error'],
  ['prot', 'port'],
  ['PORT', 'port'],
  ['bucket', 'OssBucket'],
  ['lost', 'answer-lost'],
  ['foo', undefined],
  ['pr', undefined],
  ['transport', undefined],
  ['', undefined],
])('takes %s for %s', (written, meant) => {
  expect(nearest(written, known)).toBe(meant);
});

test('knows nothing where there is nothing', () => {
  expect(nearest('x-error', [])).toBeUndefined();
});

test('names what there is, where nothing is near', () => {
  expect(suggestion('prot', known)).toBe('Did you mean "port"?');
  expect(suggestion('latencyMs', ['times', 'nth'])).toBe('Use one of times, nth.');
  expect(suggestion('latencyMs', ['nth'])).toBe('Use one of nth.');
  expect(suggestion('latencyMs', [])).toBe('Leave it out.');
  const many = Array.from({ length: 100 }, (_, index) => `Operation${index}`);
  expect(suggestion('latencyMs', many)).toMatch(/^Use one of Operation0, .+, Operation29, …\.$/);
});
