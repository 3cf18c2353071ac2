import { expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { keywordNames, type Keyword } from './keyword-names.ts';
import { mends } from './mend.ts';

const now = Date.UTC(2026, 0, 1, 12);
const afterNow = ['2026-01-01T12:00:01Z', '2026-01-01T13:00:00Z', '2026-01-02T12:00:00Z'];
const afterJune = ['2026-06-01T00:00:01Z', '2026-06-01T01:00:00Z', '2026-06-02T00:00:00Z'];

interface Row {
  readonly keyword: Keyword;
  readonly limit: Json;
  /** Values, each with what may replace it, the nearest first. */
  readonly mended: readonly (readonly [Json | undefined, readonly Json[]])[];
}

const rows: readonly Row[] = [
  {
    keyword: 'type',
    limit: 'integer',
    mended: [
      ['7.6', [7.6, 8]],
      [' ', []],
      ['many', []],
      ['Infinity', []],
      [7.6, []],
      [undefined, []],
    ],
  },
  {
    keyword: 'enum',
    limit: ['red', 'green', 'blue'],
    mended: [
      ['gren', ['green', 'red', 'blue']],
      ['BLUE', ['blue', 'red', 'green']],
      ['bluebird', ['blue', 'green', 'red']],
      ['grxxn', ['green', 'red', 'blue']],
    ],
  },
  { keyword: 'enum', limit: [1, 10, 6], mended: [[9, [10, 6, 1]]] },
  { keyword: 'enum', limit: [1, 10, '99'], mended: [[9, [10, '99', 1]]] },
  { keyword: 'enum', limit: [2, 10], mended: [['19x', [10, 2]]] },
  { keyword: 'enum', limit: 'red', mended: [['blue', []]] },
  { keyword: 'const', limit: 'red', mended: [['blue', ['red']]] },
  { keyword: 'minimum', limit: 5, mended: [[4, [5]]] },
  { keyword: 'maximum', limit: 30, mended: [[31, [30]]] },
  { keyword: 'exclusiveMinimum', limit: 5, mended: [[5, [6]]] },
  { keyword: 'exclusiveMaximum', limit: 30, mended: [[30, [29]]] },
  {
    keyword: 'multipleOf',
    limit: 4,
    mended: [
      [7, [8, 12, 4]],
      ['7', []],
    ],
  },
  { keyword: 'multipleOf', limit: 0.1, mended: [[0.32, [0.3, 0.4, 0.2]]] },
  {
    keyword: 'minLength',
    limit: 3,
    mended: [
      ['😀', ['xx😀']],
      [7, []],
    ],
  },
  {
    keyword: 'maxLength',
    limit: 2,
    mended: [
      ['a😀b', ['a😀']],
      [7, []],
    ],
  },
  { keyword: 'pattern', limit: 'a', mended: [['b', []]] },
  {
    keyword: 'format',
    limit: 'date-time',
    mended: [['2026-06-01T00:00:00Z', [...afterJune, '2026-01-01T00:00:00Z']]],
  },
  { keyword: 'format', limit: 'ipv4', mended: [['localhost', ['192.0.2.1']]] },
  { keyword: 'format', limit: 'int64', mended: [[0.5, []]] },
  { keyword: 'format', limit: 'unknown', mended: [['a', []]] },
  {
    keyword: 'minItems',
    limit: 3,
    mended: [
      [['a', 'b'], [['a', 'b', 'b-2']]],
      [['a'], [['a', 'a-2', 'a-3']]],
      [[5], [[5, 5, 5]]],
      [[], []],
      ['a', []],
    ],
  },
  {
    keyword: 'maxItems',
    limit: 1,
    mended: [
      [['a', 'b'], [['a']]],
      ['ab', []],
    ],
  },
  {
    keyword: 'uniqueItems',
    limit: true,
    mended: [
      [[1, '1', 1, { a: 1 }, { a: 1 }], [[1, '1', { a: 1 }]]],
      ['aa', []],
    ],
  },
  { keyword: 'required', limit: 'Name', mended: [[undefined, []]] },
  { keyword: 'not', limit: {}, mended: [['a', []]] },
  { keyword: 'anyOf', limit: [], mended: [['a', []]] },
  {
    keyword: 'x-max-bytes',
    limit: 4,
    mended: [
      ['录a录', ['录a']],
      [123_456, []],
    ],
  },
  {
    keyword: 'x-unique-by',
    limit: 'Kind',
    mended: [
      [[{ Kind: 'a' }, { Kind: 'b' }, { Kind: 'a' }, {}, {}], [[{ Kind: 'a' }, { Kind: 'b' }, {}, {}]]],
    ],
  },
  {
    keyword: 'x-not-before',
    limit: 'now',
    mended: [
      ['2025-06-01T00:00:00Z', afterNow],
      ['2026-06-01T00:00:00Z', afterJune],
      ['noon', afterNow],
      [undefined, afterNow],
      [2027, afterNow],
    ],
  },
  { keyword: 'x-after', limit: 'StartTime', mended: [['2026-06-01T00:00:00Z', afterJune]] },
];

test.each(
  rows.flatMap(({ keyword, limit, mended }) =>
    mended.map(([value, candidates]) => ({ keyword, limit, value, candidates })),
  ),
)('what breaks $keyword $limit may be mended: $value', ({ keyword, limit, value, candidates }) => {
  expect(mends[keyword](limit, value, now)).toEqual(candidates);
});

test('every keyword has rows here', () => {
  expect(new Set(rows.map(({ keyword }) => keyword))).toStrictEqual(new Set(keywordNames));
});
