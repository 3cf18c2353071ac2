import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { compileRules, type Rule } from './rules.ts';
import { findViolations } from './violations.ts';

const now = Date.UTC(2026, 0, 1);

test('finds in a text what it found the first time, whatever was looked at in between', () => {
  const rules = compileRules({
    'x-error': 'Bad',
    properties: {
      Name: { pattern: '^[a-z]+$', maxLength: 5, 'x-error': 'Bad' },
      Start: { pattern: 'Z$', 'x-not-before': 'now', 'x-error': 'Bad' },
    },
  });
  const idsAt = (instant: number, request: JsonObject): readonly string[] =>
    findViolations(rules, request, instant).map(({ rule }) => rule.id);
  const start = { Start: '2026-01-01T00:00:00Z' };

  for (let round = 0; round < 20; round += 1) {
    expect(idsAt(now, { Name: 'abc' })).toStrictEqual([]);
    expect(idsAt(now, { Name: `a${round}` })).toStrictEqual(['name/malformed']);
    expect(idsAt(now, { Name: 'abcdef' })).toStrictEqual(['name/too-long']);
    expect(idsAt(now, start)).toStrictEqual([]);
    expect(idsAt(now + 1000, start)).toStrictEqual(['start/before-now']);
  }
});

describe('a text that has passed', () => {
  /** How often rules look at each of these texts, sent one after the other as the parameter `Name`. */
  function looks(schema: JsonObject, texts: readonly string[]): readonly number[] {
    let count = 0;
    const rules = compileRules({ properties: { Name: { ...schema, 'x-error': 'Bad' } } }).map((rule) => ({
      ...rule,
      holds: (...given: Parameters<Rule['holds']>) => {
        count += 1;
        return rule.holds(...given);
      },
    }));
    return texts.map((Name) => {
      count = 0;
      expect(findViolations(rules, { Name }, now)).toStrictEqual([]);
      return count;
    });
  }
  const pattern = '^[a-z]+$';

  test('is not looked at again, if rules look at nothing else', () => {
    const own = { pattern, enum: ['abc'], minLength: 2, maxLength: 3, format: 'hostname' };

    expect(looks({ ...own, 'x-max-bytes': 3 }, ['abc', 'abc', 'abc'])).toStrictEqual([6, 0, 0]);
    expect(looks({ pattern, const: 'abc' }, ['abc', 'abc'])).toStrictEqual([2, 0]);
  });

  test('is looked at again where that is quick, or may end otherwise', () => {
    expect(looks({ maxLength: 3 }, ['abc', 'abc'])).toStrictEqual([1, 1]);
    expect(looks({ pattern, not: { const: 'b' } }, ['abc', 'abc'])).toStrictEqual([2, 2]);
  });

  test('is kept until the eighth other one after it', () => {
    const [first, ...others] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

    expect(looks({ pattern }, [first, ...others])).toStrictEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(looks({ pattern }, [first, ...others, first, 'i', 'i', first]).slice(8)).toStrictEqual([
      0, 1, 0, 1,
    ]);
  });

  test('is not kept if it is longer than 200 UTF-16 units', () => {
    const [short, long] = ['a'.repeat(200), 'a'.repeat(201)];

    expect(looks({ pattern }, [short, short])).toStrictEqual([1, 0]);
    expect(looks({ pattern }, [long, long])).toStrictEqual([1, 1]);
  });
});
