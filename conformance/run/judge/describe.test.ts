import { expect, test } from 'vitest';
import { describe } from './describe.ts';
import type { ParsedAnswer } from './judge.ts';

test.each<{ parsed: ParsedAnswer; words: string }>([
  { parsed: { kind: 'success', status: 200, body: {} }, words: 'OK' },
  {
    parsed: { kind: 'error', status: 400, code: 'InvalidSize', message: 'Too big.', body: {} },
    words: '400 InvalidSize',
  },
  {
    parsed: { kind: 'broken', status: 502, reason: 'the body is empty' },
    words: 'status 502: the body is empty',
  },
  { parsed: { kind: 'silent', reason: 'no answer in time' }, words: 'nothing (no answer in time)' },
])('says "$words"', ({ parsed, words }) => {
  expect(describe(parsed)).toBe(words);
});
