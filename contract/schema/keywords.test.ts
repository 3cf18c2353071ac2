import { describe, expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { formatExamples } from './format-examples.ts';
import { formatNames, formats } from './formats.ts';
import { isKeyword, type Keyword } from './keyword-names.ts';
import { compilePredicate, keywords } from './keywords.ts';
import { assertKnown, assertKnownInside } from './known-words.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0, 500); // half a second past noon

interface Row {
  readonly keyword: Keyword;
  readonly limit: Json;
  readonly satisfied: readonly Json[];
  readonly violated: readonly Json[];
}

const longestLabel = 'a'.repeat(63);
const longestHost = `${'a.'.repeat(126)}a`; // 253 characters

const rows: readonly Row[] = [
  { keyword: 'type', limit: 'integer', satisfied: [0, -5, 2.0], violated: [1.5, '1', true, null, [], {}] },
  { keyword: 'type', limit: 'number', satisfied: [0, 1.5], violated: ['1'] },
  { keyword: 'type', limit: 'string', satisfied: ['', '1'], violated: [1, null] },
  { keyword: 'type', limit: 'boolean', satisfied: [true, false], violated: ['true', 0] },
  { keyword: 'type', limit: 'array', satisfied: [[], [1]], violated: [{}, '1'] },
  { keyword: 'type', limit: 'object', satisfied: [{}, { a: 1 }], violated: [[], null, '1'] },
  { keyword: 'type', limit: 'null', satisfied: [null], violated: [0, ''] },
  { keyword: 'type', limit: ['integer', 'string'], satisfied: [1, 'one'], violated: [1.5, null] },
  { keyword: 'enum', limit: ['red', 7], satisfied: ['red', 7], violated: ['Red', '7', 'redd', ''] },
  { keyword: 'const', limit: 'red', satisfied: ['red'], violated: ['blue', 1] },
  { keyword: 'minimum', limit: 5, satisfied: [5, 6, '4'], violated: [4, -5, 4.9] },
  { keyword: 'maximum', limit: 30, satisfied: [30, -31, '31'], violated: [31, 30.1] },
  { keyword: 'exclusiveMinimum', limit: 5, satisfied: [6, 5.1, '4'], violated: [5, 4, -5] },
  { keyword: 'exclusiveMaximum', limit: 30, satisfied: [29, 29.9, '31'], violated: [30, 31] },
  { keyword: 'multipleOf', limit: 4, satisfied: [0, 8, -4, '5'], violated: [1, 6, 4.5] },
  { keyword: 'multipleOf', limit: 0.1, satisfied: [0.3, 0.7, 12], violated: [0.25] },
  { keyword: 'minLength', limit: 2, satisfied: ['ab', '😀a', 1], violated: ['a', '😀', ''] },
  { keyword: 'maxLength', limit: 2, satisfied: ['', 'ab', '😀😀', 123], violated: ['abc'] },
  { keyword: 'pattern', limit: '^[a-z]+$', satisfied: ['abc', 1], violated: ['', 'Abc', 'a1'] },
  { keyword: 'pattern', limit: '^.$', satisfied: ['😀'], violated: ['ab'] },
  {
    keyword: 'pattern',
    limit: String.raw`\{Name\}`,
    satisfied: ['a/{Name}'],
    violated: ['a/Name', '{name}'],
  },
  { keyword: 'format', limit: 'date-time', satisfied: ['2026-01-01T00:00:00Z', 1], violated: ['today'] },
  { keyword: 'format', limit: 'date', satisfied: ['2026-02-28', 1], violated: ['2026-02-30', '2026-2-3'] },
  {
    keyword: 'format',
    limit: 'int32',
    satisfied: [2_147_483_647, -2_147_483_648, 'ten'],
    violated: [2_147_483_648, -2_147_483_649],
  },
  {
    keyword: 'format',
    limit: 'hostname',
    satisfied: ['a', '7', 'a.b', 'a-7.b-8.c', 'A.Example', longestLabel, `a.${longestLabel}`, longestHost, 1],
    violated: [
      'a..b',
      'a.',
      '.a',
      'a-',
      'a.-b',
      'a.b-',
      'a_b',
      'a.b_c',
      'a_',
      'a._',
      'a\n',
      `a${longestLabel}`,
      `a.a${longestLabel}`,
      `a.${longestHost}`,
    ],
  },
  { keyword: 'format', limit: 'ipv4', satisfied: ['192.0.2.1'], violated: ['192.0.2.256', '192.0.2'] },
  { keyword: 'minItems', limit: 1, satisfied: [['a'], ''], violated: [[]] },
  { keyword: 'maxItems', limit: 2, satisfied: [[], ['a', 'b'], 'abc'], violated: [['a', 'b', 'c']] },
  {
    keyword: 'uniqueItems',
    limit: true,
    satisfied: [[], ['a', 'b'], [1, '1'], [{ a: 1 }, { a: 2 }], 'aa', [...'abcdefghi']],
    violated: [['a', 'b', 'a'], [{ a: 1 }, { a: 1 }], [1, { a: 1 }, { a: 1 }], [...'abcdefgha']],
  },
  { keyword: 'uniqueItems', limit: false, satisfied: [['a', 'a']], violated: [] },
  {
    keyword: 'required',
    limit: 'Name',
    satisfied: [{ Name: '' }, { Name: 0 }, 'text'],
    violated: [{}, { name: 1 }],
  },
  { keyword: 'required', limit: ['A', 'B'], satisfied: [{ A: 1, B: 1 }], violated: [{ A: 1 }, { B: 1 }] },
  { keyword: 'not', limit: { enum: ['raw'] }, satisfied: ['Raw', 'sd'], violated: ['raw'] },
  {
    keyword: 'anyOf',
    limit: [{ required: ['A'] }, { required: ['B'] }],
    satisfied: [{ A: 1 }, { B: 1 }, { A: 1, B: 1 }],
    violated: [{}, { C: 1 }],
  },
  {
    keyword: 'x-max-bytes',
    limit: 6,
    satisfied: ['', 'abcdef', '录像', 1234567],
    violated: ['abcdefg', '录像a'],
  },
  {
    keyword: 'x-unique-by',
    limit: 'Kind',
    satisfied: [[], [{ Kind: 'a' }, { Kind: 'b' }], [{}, {}], [{ Kind: 1 }, { Kind: '1' }], 'text', 5],
    violated: [
      [{ Kind: 'a' }, { Kind: 'a' }],
      [{ Kind: 'a' }, { Kind: 'b' }, { Kind: 'a' }],
    ],
  },
  {
    keyword: 'x-not-before',
    limit: 'now',
    satisfied: ['2026-01-01T12:00:00Z', '2026-01-01T12:00:01Z', 'tomorrow', 5],
    violated: ['2026-01-01T11:59:59Z', '2018-04-10T09:57:21Z'],
  },
  {
    keyword: 'x-after',
    limit: 'now',
    satisfied: ['2026-01-01T12:00:01Z', 'tomorrow', 5, ['2018-04-10T09:57:21Z']],
    violated: ['2026-01-01T12:00:00Z', '2026-01-01T11:59:59Z'],
  },
];

describe.each(rows)('$keyword $limit', ({ keyword, limit, satisfied, violated }) => {
  const holds = keywords[keyword].compile(limit, '');

  test.each(satisfied.map((value) => [JSON.stringify(value), value] as const))('takes %s', (_, value) => {
    expect(holds(value, now)).toBe(true);
  });

  test.each(violated.map((value) => [JSON.stringify(value), value] as const))('refuses %s', (_, value) => {
    expect(holds(value, now)).toBe(false);
  });
});

test('every keyword has rows here', () => {
  expect(new Set(rows.map(({ keyword }) => keyword))).toStrictEqual(new Set(Object.keys(keywords)));
});

describe('x-after a sibling', () => {
  const holds = keywords['x-after'].compile('Start', '');
  const parent = { Start: '2026-06-01T00:00:00Z' };

  test('takes what lies later, by a second or by years', () => {
    expect(holds('2026-06-01T00:00:01Z', now, parent)).toBe(true);
    expect(holds('2036-06-01T00:00:00Z', now, parent)).toBe(true);
  });

  test('refuses what is equal or earlier', () => {
    expect(holds('2026-06-01T00:00:00Z', now, parent)).toBe(false);
    expect(holds('2026-05-31T23:59:59Z', now, parent)).toBe(false);
  });

  test('says nothing where the sibling is absent or no point in time', () => {
    expect(holds('2026-05-31T23:59:59Z', now, {})).toBe(true);
    expect(holds('2026-05-31T23:59:59Z', now, { Start: 'noon' })).toBe(true);
    expect(holds('2026-05-31T23:59:59Z', now, undefined)).toBe(true);
  });
});

test.each<readonly [Keyword, Json, string]>([
  ['const', 'red', 'unknown-value'],
  ['exclusiveMinimum', 5, 'not-above-minimum'],
  ['exclusiveMaximum', 5, 'not-below-maximum'],
  ['multipleOf', 0.5, 'not-a-multiple-of-0-5'],
  ['uniqueItems', true, 'repeated-item'],
  ['x-after', 'StartTime', 'not-after-start-time'],
])('what breaks %s %j is named %s', (keyword, limit, name) => {
  expect(keywords[keyword].violation(limit)).toBe(name);
});

test('a predicate holds where all its keywords do, inside and out', () => {
  const isBigWidget = compilePredicate(
    {
      required: ['Kind'],
      properties: { Kind: { enum: ['big'] }, Size: { minimum: 10 } },
      allOf: [{ type: 'object' }],
    },
    '',
  );

  expect(isBigWidget({ Kind: 'big' }, now)).toBe(true);
  expect(isBigWidget({ Kind: 'big', Size: 10 }, now)).toBe(true);
  expect(isBigWidget({ Kind: 'big', Size: 9 }, now)).toBe(false);
  expect(isBigWidget({ Kind: 'small' }, now)).toBe(false);
  expect(isBigWidget({}, now)).toBe(false);
});

test('a predicate says nothing of members where there is no object, and takes annotations for what they are', () => {
  const isSmall = compilePredicate({ properties: { Size: { maximum: 5 } }, examples: [{ Size: 4 }] }, '');

  expect(compilePredicate({ properties: { Size: { type: 'integer' } } }, '')({}, now)).toBe(true);
  expect(isSmall('text', now)).toBe(true);
  expect(isSmall([{ Size: 9 }], now)).toBe(true);
  expect(isSmall({ Size: 9 }, now)).toBe(false);
});

test('a predicate sees the siblings of what it looks at', () => {
  const ends = compilePredicate({ properties: { End: { 'x-after': 'Start' } } }, '');

  expect(ends({ Start: '2026-06-01T00:00:00Z', End: '2026-06-02T00:00:00Z' }, now)).toBe(true);
  expect(ends({ Start: '2026-06-01T00:00:00Z', End: '2026-05-31T00:00:00Z' }, now)).toBe(false);
});

test('knows its own keywords, and names every object has are none of them', () => {
  expect(isKeyword('x-max-bytes')).toBe(true);
  expect(isKeyword('constructor')).toBe(false);
  expect(isKeyword('__proto__')).toBe(false);
});

test.each(['minimum', 'properties', 'then', 'examples', 'description', 'x-max-bytes', 'x-accepts', 'x-unit'])(
  'knows %s',
  (name) => {
    expect(() => assertKnown(name, '')).not.toThrow();
  },
);

test.each(['oneOf', 'contains', 'toString'])('refuses %s, which nothing here understands', (name) => {
  expect(() => assertKnown(name, '/Request')).toThrow(
    new RegExp(
      `^Failed to read schema keyword "${name}": it is not supported\\. Use one of type, enum, .+\\. \\(at #/Request/${name}\\)$`,
    ),
  );
});

test.each([
  ['x-evidnce', 'x-evidence'],
  ['x-maxbytes', 'x-max-bytes'],
  ['x-unique', 'x-unique-by'],
  ['x-accept', 'x-accepts'],
  ['minimun', 'minimum'],
  ['requird', 'required'],
])('refuses %s, and says that %s is near', (name, known) => {
  expect(() => assertKnown(name, '/Request')).toThrow(
    `Failed to read schema keyword "${name}": it is not known. Did you mean "${known}"? (at #/Request/${name})`,
  );
});

test.each(['x-error', 'x-evidence', 'x-code-evidence', 'x-source', 'x-id'])(
  'refuses %s of an unknown keyword, and takes one text for all',
  (extension) => {
    expect(() => assertKnownInside({ [extension]: { maxmum: 'a' } }, '')).toThrow(
      `Failed to read "${extension}": "maxmum" is not a keyword. Did you mean "maximum"? (at #/${extension}/maxmum)`,
    );
    expect(() => assertKnownInside({ [extension]: 'a' }, '')).not.toThrow();
  },
);

test.each(['x-accepts', 'x-refuses', 'x-equivalents'])('refuses unknown words inside %s', (extension) => {
  expect(() => assertKnownInside({ [extension]: [{ 'x-sorce': 'a' }] }, '')).toThrow(
    `Failed to read schema keyword "x-sorce": it is not known. Did you mean "x-source"? (at #/${extension}/0/x-sorce)`,
  );
});

test('refuses what says something of an unknown keyword, or of a value in words that nobody reads', () => {
  expect(() => assertKnownInside({ 'x-evidence': { minmum: 'stated' } }, '/Size')).toThrow(
    'Failed to read "x-evidence": "minmum" is not a keyword. Did you mean "minimum"? (at #/Size/x-evidence/minmum)',
  );
  expect(() => assertKnownInside({ 'x-accepts': [{}, { 'x-evidnce': 'stated' }] }, '/Size')).toThrow(
    'Failed to read schema keyword "x-evidnce": it is not known. Did you mean "x-evidence"? (at #/Size/x-accepts/1/x-evidnce)',
  );
  expect(() =>
    assertKnownInside(
      {
        'x-error': { required: 'Missing{name}', dependentRequired: 'MissingTemplate' },
        'x-evidence': { accepts: 'stated', default: 'assumed' },
        'x-refuses': [{ value: 1, title: 'as 1', for: 'type', 'x-id': 'one' }],
      },
      '',
    ),
  ).not.toThrow();
});

test.each([
  {
    flaw: 'a format that is not known',
    compile: () => keywords.format.compile('e-mail', '/Mail/format'),
    message:
      /^Failed to read "format": "e-mail" is not known\. Use one of "date-time", .+ \(at #\/Mail\/format\)$/,
  },
  {
    flaw: 'a bound in time that is not known',
    compile: () => keywords['x-not-before'].compile('noon', '/Start/x-not-before'),
    message: 'Failed to read "x-not-before": "noon" is not known. Use "now". (at #/Start/x-not-before)',
  },
  {
    flaw: 'a pattern that is no regular expression',
    compile: () => keywords.pattern.compile('[a-z', '/Name/pattern'),
    message:
      'Failed to read pattern "[a-z": it is not a regular expression (ECMAScript, flag u). Correct it. (at #/Name/pattern)',
  },
  {
    flaw: 'a pattern that is no text',
    compile: () => keywords.pattern.compile(5, '/Name/pattern'),
    message: 'Failed to read limit "5": it is not a text. Write a text. (at #/Name/pattern)',
  },
  {
    flaw: 'a type that does not exist',
    compile: () => keywords.type.compile(['string', 'int'], '/Name/type'),
    message:
      'Failed to read type "int": it is not a JSON Schema type. Use one of integer, number, string, boolean, array, object, null. (at #/Name/type)',
  },
  {
    flaw: 'a bound that is no number',
    compile: () => keywords.maximum.compile('6 hours', '/Size/maximum'),
    message: 'Failed to read limit "6 hours": it is not a number. Write a number. (at #/Size/maximum)',
  },
  {
    flaw: 'a number of bytes that is none',
    compile: () => keywords['x-max-bytes'].compile('255 bytes', '/Name/x-max-bytes'),
    message: 'Failed to read limit "255 bytes": it is not a number. Write a number. (at #/Name/x-max-bytes)',
  },
  {
    flaw: 'values that are no list',
    compile: () => keywords.enum.compile('red, blue', '/Color/enum'),
    message: 'Failed to read limit "red, blue": it is not a list. Write a list. (at #/Color/enum)',
  },
  {
    flaw: 'alternatives that are no list',
    compile: () => keywords.anyOf.compile({ required: ['A'] }, '/anyOf'),
    message: 'Failed to read limit "{"required":["A"]}": it is not a list. Write a list. (at #/anyOf)',
  },
  {
    flaw: 'a required name that is no text',
    compile: () => keywords.required.compile(true, '/required'),
    message: 'Failed to read limit "true": it is not a text. Write a text. (at #/required)',
  },
  {
    flaw: 'something inside "not" that is no schema',
    compile: () => keywords.not.compile('raw', '/Name/not'),
    message: 'Failed to read schema: it is not an object. Write an object. (at #/Name/not)',
  },
  {
    flaw: 'a keyword inside "anyOf" that is not known',
    compile: () => keywords.anyOf.compile([{}, { oneOf: [] }], '/anyOf'),
    message: /^Failed to read schema keyword "oneOf": .* \(at #\/anyOf\/1\/oneOf\)$/,
  },
  {
    flaw: 'a multiple of nothing',
    compile: () => keywords.multipleOf.compile(0, '/Size/multipleOf'),
    message: 'Failed to read "multipleOf": it is not above 0. Write a number above 0. (at #/Size/multipleOf)',
  },
  {
    flaw: 'uniqueness that is not true or false',
    compile: () => keywords.uniqueItems.compile('yes', '/Names/uniqueItems'),
    message:
      'Failed to read "uniqueItems": it is not true or false. Write one of the two. (at #/Names/uniqueItems)',
  },
  {
    flaw: 'dependencies inside a condition',
    compile: () => compilePredicate({ dependentRequired: { A: ['B'] } }, '/if'),
    message:
      'Failed to read schema keyword "dependentRequired": it cannot stand inside if, not or anyOf. Write "anyOf" and "required". (at #/if/dependentRequired)',
  },
])('refuses $flaw', ({ compile, message }) => {
  expect(compile).toThrow(message);
});

test('a predicate looks into lists and conditions', () => {
  const matches = compilePredicate(
    {
      items: { if: { const: 'a' }, then: { maxLength: 0 }, else: { minLength: 2 } },
    },
    '',
  );

  expect(matches(['bc', 'de'], now)).toBe(true);
  expect(matches(['bc', 'd'], now)).toBe(false);
  expect(matches(['a'], now)).toBe(false);
  expect(matches('a', now)).toBe(true);
});

test.each(formatNames)('the example of the format %s has it, and the counterexample does not', (name) => {
  const { holds, canFail } = formats[name];
  const { example, counterexample } = formatExamples[name];

  expect(holds(example ?? null)).toBe(true);
  expect(counterexample !== undefined).toBe(canFail);
  expect(counterexample === undefined || !holds(counterexample)).toBe(true);
});

test('a range that JSON numbers hold exactly has a counterexample, and a wider one has none', () => {
  expect(formatExamples.int32.counterexample).toBe(2_147_483_648);
  expect(formatExamples.int64.counterexample).toBeUndefined();
});
