import { expect, test } from 'vitest';
import { compileDoubts, compileDropIdle } from './doubts.ts';
import { findViolations } from './rules.ts';

const schema = {
  properties: {
    Kind: { type: 'string' },
    Sizes: {
      type: 'array',
      'x-doubts': [{ unless: { maxItems: 3 }, 'x-evidence': 'implied', 'x-source': 'SDKs' }],
    },
    Depth: { type: ['integer', 'string'] },
  },
  if: { required: ['Kind'], properties: { Kind: { enum: ['box'] } } },
  then: {
    properties: { Depth: { type: 'integer', 'x-error': 'BadDepth', 'x-evidence': { '*': 'stated' } } },
  },
};

test('a request that breaks what a doubt names is as sure as the doubt says', () => {
  const found = findViolations(compileDoubts(schema), { Sizes: [1, 2, 3, 4] }, 0);

  expect(found.map(({ rule }) => [rule.evidence, rule.source])).toEqual([['implied', 'SDKs']]);
  expect(findViolations(compileDoubts(schema), { Sizes: [1, 2, 3] }, 0)).toEqual([]);
});

test('a member whose condition does not hold has no effect, and is not remembered', () => {
  const doubts = compileDoubts(schema);

  expect(compileDropIdle(doubts)({ Kind: 'ball', Depth: 'soon' })).toEqual({ Kind: 'ball' });
  expect(compileDropIdle(doubts)({ Depth: 3 })).toEqual({});
  expect(compileDropIdle(doubts)({ Kind: 'box', Depth: 3 })).toEqual({ Kind: 'box', Depth: 3 });
});

test('refuses a doubt without a schema', () => {
  expect(() => compileDoubts({ 'x-doubts': [{}] })).toThrow('Failed to read doubt: it has no "unless".');
});
