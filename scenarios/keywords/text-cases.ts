/** Cases of keywords about texts: their length, their form. */
import type { Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { examplesOf } from '../../contract/schema/format-examples.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { paddedToBytes } from '../../contract/schema/padding.ts';
import type { Place } from '../../contract/schema/violations.ts';
import { breakingCase, changed, none, value, type Case, type KeywordCases } from './case.ts';
import { getAt, setAt, validValue, type Draft, type DraftValue } from '../requests/draft.ts';
import { candidatesAt, isValidAlone, matchesOf } from '../requests/values.ts';

export const textCases = {
  minLength: {
    broken: (rule, operation) => {
      const length = Number(rule.limit) - 1;
      return breakingCase(
        operation,
        rule,
        '',
        textsOf(operation, rule, length),
        () => `of ${characters(length)}, one less than allowed`,
      );
    },
    allowed: (rule, operation) => allowedText(operation, rule, 'shortest', 'the fewest allowed'),
  },
  maxLength: {
    broken: (rule, operation) => {
      const length = Number(rule.limit) + 1;
      return breakingCase(
        operation,
        rule,
        '',
        textsOf(operation, rule, length),
        () => `of ${characters(length)}, one more than allowed`,
      );
    },
    allowed: (rule, operation) => allowedText(operation, rule, 'longest', 'the most allowed'),
  },
  pattern: {
    broken: (rule, operation) => withoutMatches(rule, operation) ?? malformed(rule, operation),
    allowed: none,
  },
  format: {
    broken: (rule, operation) => {
      const wrong = examplesOf(rule.limit)?.counterexample;
      return breakingCase(
        operation,
        rule,
        '',
        wrong === undefined ? [] : [wrong],
        (one) => `as ${JSON.stringify(one)}`,
      );
    },
    allowed: none,
  },
  'x-max-bytes': {
    broken: (rule) => {
      const limit = Number(rule.limit);
      const filledWith = (slug: string, title: string, filler: string): Case =>
        changed(slug, `of ${limit + 1} bytes${title}`, (old) =>
          paddedToBytes(String(old ?? ''), limit + 1, filler),
        );
      return [
        filledWith('', ', one more than allowed', 'x'),
        filledWith('multi-byte', ' in fewer characters', '录'),
        filledWith('two-byte', ' in characters of two bytes', 'é'),
        filledWith('four-byte', ' in characters of four bytes', '\u{1F600}'),
      ];
    },
    allowed: (rule) => {
      const limit = Number(rule.limit);
      return [
        changed('most-bytes', `of ${limit} bytes, the most allowed`, (old) =>
          paddedToBytes(String(old ?? ''), limit, 'x'),
        ),
        changed('most-bytes-multi-byte', `of ${limit} bytes in fewer characters`, (old) =>
          paddedToBytes(String(old ?? ''), limit, '录'),
        ),
      ];
    },
  },
} as const satisfies Partial<Record<Keyword, KeywordCases>>;

function characters(count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`;
}

/** Texts of this length in characters, the most similar to a valid one first. */
function textsOf(operation: Operation, { path }: Rule, length: number): readonly string[] {
  return [...plainTexts([validValue(operation, path), ...candidatesAt(operation, path)]), 'x'].flatMap(
    (text) => grown(text, length),
  );
}

/** Texts without placeholders, which are sent as they are. */
function plainTexts(values: readonly DraftValue[]): readonly string[] {
  return values
    .filter((one) => typeof one === 'string')
    .filter((text) => text !== '' && !text.includes('${'));
}

/** The text cut, or repeated, to this length in characters. */
function grown(text: string, length: number): readonly string[] {
  const letters = [...text];
  const [first = 'x', last = 'x'] = [letters[0], letters.at(-1)];
  const missing = length - letters.length;
  if (missing <= 0) return [letters.slice(0, length).join(''), letters.slice(-length).join('')];
  return [
    'x'.repeat(missing) + text,
    first.repeat(missing) + text,
    text + last.repeat(missing),
    text.repeat(Math.ceil(length / letters.length)).slice(0, length),
  ];
}

function allowedText(operation: Operation, rule: Rule, slug: string, note: string): readonly Case[] {
  const length = Number(rule.limit);
  const text = textsOf(operation, rule, length).find(
    (one) => one !== '' && isValidAlone(operation, rule.path, one),
  );
  return text === undefined ? [] : [value(slug, `of ${characters(length)}, ${note}`, text)];
}

/** Removes the matching part from the valid value, once whole and once without its letters; undefined where too little would remain. */
function withoutMatches(rule: Rule, operation: Operation): readonly Case[] | undefined {
  const pattern = new RegExp(String(rule.limit), 'gu');
  const title = String(rule.schema['x-title'] ?? `with nothing that matches ${String(rule.limit)}`);
  const replace = (by: (match: string) => string) => (draft: Draft, place: Place) =>
    setAt(draft, place, String(getAt(draft, place)).replaceAll(pattern, by));
  const usual = String(validValue(operation, rule.path));
  const bare = (match: string): string => match.replaceAll(/[^A-Za-z0-9]/g, '');
  const isBroken = (by: (match: string) => string): boolean => {
    const left = usual.replaceAll(pattern, by);
    return left !== '' && !new RegExp(String(rule.limit), 'u').test(left);
  };
  if (!isBroken(() => '') || !isBroken(bare)) return undefined;
  return [
    { slug: '', title, apply: replace(() => '') },
    { slug: 'bare', title: `${title}, but with its letters`, apply: replace(bare) },
    // Who decodes a value once more than it was encoded reads what is missing.
    ...(isBroken(encodeURIComponent)
      ? [
          {
            slug: 'encoded-twice',
            title: `${title}, but with it encoded`,
            apply: replace(encodeURIComponent),
          },
        ]
      : []),
  ];
}

/** A valid value with a character inserted that the pattern does not allow. */
function malformed(rule: Rule, operation: Operation): readonly Case[] {
  const texts = plainTexts([validValue(operation, rule.path), ...matchesOf(String(rule.limit)).slice(0, 5)]);
  const wrong: readonly Json[] = [...texts, 'value'].flatMap((text) => [
    ...['!', ' ', '-', '_', '.', '/', '录', '0', 'x', 'X'].flatMap((letter) => [
      text + letter,
      letter + text,
      letter + text.slice(1),
      text.slice(0, -1) + letter,
      letter,
    ]),
    text.slice(1),
    text.toUpperCase(),
    text.toLowerCase(),
  ]);
  return breakingCase(
    operation,
    rule,
    '',
    wrong,
    (one) => `as ${JSON.stringify(one)}, which does not match ${String(rule.limit)}`,
  );
}
