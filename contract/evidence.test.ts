import { expect, test } from 'vitest';
import { compareEvidence, evidenceLevels, pick, readProvenance } from './evidence.ts';

const around = { evidence: 'assumed', source: 'Around' } as const;

test('orders evidence from what the page states to what nobody says', () => {
  const levels = ['assumed', 'observed', 'stated', 'implied'] as const;

  expect(levels.toSorted(compareEvidence)).toStrictEqual(['stated', 'implied', 'observed', 'assumed']);
  expect(evidenceLevels).toStrictEqual(['stated', 'implied', 'observed', 'assumed']);
});

test('reads evidence and source that hold for all keywords', () => {
  const holder = { 'x-evidence': 'stated', 'x-source': 'Request parameters, Size' };

  expect(readProvenance(holder, 'minimum', around, '')).toStrictEqual({
    evidence: 'stated',
    source: 'Request parameters, Size',
  });
});

test('reads evidence and source of one keyword, and inherits those of another', () => {
  const holder = { 'x-evidence': { minimum: 'stated' }, 'x-source': { minimum: 'The first sentence' } };

  expect(readProvenance(holder, 'minimum', around, '')).toStrictEqual({
    evidence: 'stated',
    source: 'The first sentence',
  });
  expect(readProvenance(holder, 'maximum', around, '')).toStrictEqual(around);
});

test('inherits what the holder does not say', () => {
  expect(readProvenance({}, 'minimum', around, '')).toStrictEqual(around);
});

test('refuses a level that does not exist', () => {
  expect(() => readProvenance({ 'x-evidence': 'guessed' }, '', around, '/Size')).toThrow(
    'Failed to read "x-evidence": "guessed" is not an evidence level. Use one of stated, implied, observed, assumed. (at #/Size/x-evidence)',
  );
});

test('picks a text for all keywords, or that of one', () => {
  expect(pick('all', 'minimum')).toBe('all');
  expect(pick({ minimum: 'one' }, 'minimum')).toBe('one');
  expect(pick({ minimum: 'one' }, 'maximum')).toBeUndefined();
  expect(pick(5, 'minimum')).toBeUndefined();
});
