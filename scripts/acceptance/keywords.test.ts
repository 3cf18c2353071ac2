/** Every keyword works from the contract to the verdict: contract, scenarios, mock, report; and what cannot be exercised is said. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildDocument } from '../../contract/build/document.ts';
import { mainOperation, readContract, type Contract } from '../../contract/contract.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import { common } from '../../contract/openapi/common.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import { keywordNames } from '../../contract/schema/keyword-names.ts';
import { createFetchMock } from '../../mocks/mock.ts';
import { generate, type Generated } from '../../scenarios/generate.ts';
import { randomScenarios } from '../../scenarios/sequences/random-requests.ts';
import { reportOfMock } from '../testing/report-of-mock.ts';

/** A contract of one operation that has these parameters; what breaks a rule is refused with the code that the rule names. */
function contractOf(properties: JsonObject, more: JsonObject = {}): Contract {
  const page = {
    operation: 'TuneWidget',
    version: '2026-03-04',
    page: { title: 'Widgets, TuneWidget', updated: '2026-03-04' },
    summary: 'Tune a widget',
    parameters: [],
    response: [{ name: 'RequestId', type: 'string', example: '16A96B9A-F203-4EC5-8E43-CB92E68F4CD8' }],
    errors: [
      { status: 400, code: 'Widget.Bad', message: 'So it cannot be.' },
      { status: 400, code: 'Widget.Incomplete', message: 'Something is missing.' },
    ],
  };
  const provenance = { 'x-evidence': 'stated', 'x-source': 'Request parameters' };
  const overlay = {
    overlay: '1.0.0',
    actions: [
      {
        target: '$.components.schemas.Request',
        update: {
          'x-error': { required: 'Widget.Incomplete', not: 'Widget.Bad', anyOf: 'Widget.Incomplete' },
        },
      },
      {
        target: '$.components.schemas.Request',
        update: { properties: withErrors(properties), ...more, ...provenance },
      },
    ],
  };
  return readContract([buildDocument({ page, common, overlays: [overlay] })]);
}

/** Every schema inside says which error it means. */
function withErrors(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, withError(schema as JsonObject)]),
  );
}

function withError(schema: JsonObject): JsonObject {
  return {
    ...schema,
    'x-error': {
      required: 'Widget.Incomplete',
      ...Object.fromEntries(bad.map((keyword) => [keyword, 'Widget.Bad'])),
    },
    ...(schema['properties'] !== undefined && { properties: withErrors(schema['properties'] as JsonObject) }),
    ...(schema['items'] !== undefined && { items: withError(schema['items'] as JsonObject) }),
  };
}

const bad = keywordNames.filter((keyword) => keyword !== 'required');

/** The scenarios of a contract and what our own mock makes of them, random ones included. */
async function play(contract: Contract): Promise<Generated & { readonly failures: readonly string[] }> {
  const operation = mainOperation(contract);
  const generated = generate(operation, contract);
  const scenarios = [...generated.scenarios, ...randomScenarios(operation, { seed: 1, runs: 10 })];
  const report = await reportOfMock(contract, operation, scenarios);
  return { ...generated, failures: report.failures.map(({ id, verdict }) => `${id}: ${verdict}`) };
}

const text = { type: 'string' };
const texts = { type: 'array', items: { type: 'string' } };
const parts = {
  type: 'array',
  items: { type: 'object', required: ['Kind'], properties: { Kind: text, Size: { type: 'integer' } } },
};

/** A schema of a parameter that has the keyword, the parts of ids that break it, and of those that satisfy it. */
const rows: Readonly<
  Record<
    Exclude<Keyword, 'required' | 'anyOf'>,
    { readonly schema: JsonObject; readonly breaks: readonly string[]; readonly satisfies: readonly string[] }
  >
> = {
  type: { schema: { type: 'integer' }, breaks: ['tuned/wrong-type/word'], satisfies: [] },
  enum: {
    schema: { ...text, enum: ['low', 'high'] },
    breaks: ['tuned/unknown-value'],
    satisfies: ['accepted/tuned/low', 'accepted/tuned/high'],
  },
  const: {
    schema: { ...text, const: 'on' },
    breaks: ['tuned/unknown-value'],
    satisfies: ['accepted/tuned/on'],
  },
  minimum: {
    schema: { type: 'integer', minimum: 5 },
    breaks: ['tuned/below-minimum'],
    satisfies: ['accepted/tuned/smallest'],
  },
  maximum: {
    schema: { type: 'number', maximum: 2.5 },
    breaks: ['tuned/above-maximum'],
    satisfies: ['accepted/tuned/largest'],
  },
  exclusiveMinimum: {
    schema: { type: 'number', exclusiveMinimum: 0 },
    breaks: ['tuned/not-above-minimum'],
    satisfies: ['accepted/tuned/smallest'],
  },
  exclusiveMaximum: {
    schema: { type: 'integer', exclusiveMaximum: 10 },
    breaks: ['tuned/not-below-maximum'],
    satisfies: ['accepted/tuned/largest'],
  },
  multipleOf: {
    schema: { type: 'integer', multipleOf: 8 },
    breaks: ['tuned/not-a-multiple-of-8'],
    satisfies: ['accepted/tuned/multiple'],
  },
  minLength: {
    schema: { ...text, minLength: 3 },
    breaks: ['tuned/too-short'],
    satisfies: ['accepted/tuned/shortest'],
  },
  maxLength: {
    schema: { ...text, maxLength: 12 },
    breaks: ['tuned/too-long'],
    satisfies: ['accepted/tuned/longest'],
  },
  pattern: { schema: { ...text, pattern: '^[a-z]{2}-[0-9]+$' }, breaks: ['tuned/malformed'], satisfies: [] },
  format: { schema: { ...text, format: 'ipv4' }, breaks: ['tuned/impossible'], satisfies: [] },
  minItems: {
    schema: { ...texts, minItems: 2 },
    breaks: ['tuned/too-few'],
    satisfies: ['accepted/tuned/fewest-items'],
  },
  maxItems: {
    schema: { ...parts, maxItems: 3 },
    breaks: ['tuned/too-many'],
    satisfies: ['accepted/tuned/most-items'],
  },
  uniqueItems: {
    schema: { ...texts, uniqueItems: true },
    breaks: ['tuned/repeated-item'],
    satisfies: ['accepted/tuned/all-different'],
  },
  not: { schema: { ...text, not: { enum: ['raw'] } }, breaks: ['tuned/reserved'], satisfies: [] },
  'x-max-bytes': {
    schema: { ...text, 'x-max-bytes': 20 },
    breaks: ['tuned/too-many-bytes'],
    satisfies: ['accepted/tuned/most-bytes'],
  },
  'x-unique-by': {
    schema: { ...parts, 'x-unique-by': 'Kind' },
    breaks: ['tuned/repeated/alike'],
    satisfies: ['accepted/tuned/all-different'],
  },
  'x-not-before': {
    schema: {
      ...text,
      'x-not-before': 'now',
      'x-accepts': [{ value: '${now+60}', 'x-id': 'soon', title: 'soon' }],
    },
    breaks: ['tuned/before-now'],
    satisfies: [],
  },
  'x-after': {
    schema: {
      ...text,
      'x-after': 'now',
      'x-accepts': [{ value: '${now+60}', 'x-id': 'soon', title: 'soon' }],
    },
    breaks: ['tuned/not-after-now'],
    satisfies: [],
  },
};

describe.each(Object.entries(rows))('%s', (keyword, { schema, breaks, satisfies }) => {
  const contract = contractOf({ Tuned: schema, Other: text });

  test('is broken and satisfied by scenarios, all of which the mock plays as documented', async () => {
    const { scenarios, gaps, failures } = await play(contract);

    expect(failures).toEqual([]);
    expect(gaps).toEqual([]);
    const ids = scenarios.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...breaks, ...satisfies]));
    expect(scenarios.find(({ id }) => id === breaks[0])?.exercises).toBe('Widget.Bad');
  });

  test('is broken in random requests too', () => {
    const operation = mainOperation(contract);
    const drawn = randomScenarios(operation, { seed: 1, runs: 40 });

    const broken = drawn.flatMap(({ rule }) =>
      rule ? [operation.rules.find(({ id }) => id === rule.id)] : [],
    );
    expect(broken.map((rule) => rule?.keyword)).toContain(keyword);
  });

  test('is explained: which rule decides, and what would be accepted', async () => {
    const { scenarios } = generate(mainOperation(contract), contract);
    const act = scenarios.find(({ id }) => id === breaks[0])?.act;
    const parameters = act?.kind === 'sequence' ? (act.steps[0]?.parameters ?? {}) : {};
    const sent = Object.entries(parameters).map(([name, value]) => [
      name,
      value.replace(/^\$\{now.*/, '2020-01-01T00:00:00Z'),
    ]);
    const mock = createFetchMock({ contract, clock: 'virtual' });
    const query = new URLSearchParams([['Action', 'TuneWidget'], ...sent] as [string, string][]).toString();

    const { violations, fix } = await mock.explain({
      method: 'POST',
      url: `/?${query}`,
      headers: {},
      body: '',
    });

    expect(violations[0]).toMatchObject({ keyword, error: 'Widget.Bad' });
    expect(fix).toBeDefined();
  });
});

test('members that are asked for, of an object in an object and of items in lists', async () => {
  const inner = { type: 'object', required: ['Kind'], properties: { Kind: text, Note: text } };
  const { scenarios, gaps, failures } = await play(
    contractOf(
      {
        Outer: { type: 'object', required: ['Inner'], properties: { Inner: inner, More: text } },
        Rows: { type: 'array', items: { type: 'array', items: inner } },
      },
      { required: ['Outer'], anyOf: [{ required: ['Rows'] }, { required: ['Outer'] }] },
    ),
  );

  expect(failures).toEqual([]);
  expect(scenarios.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'outer/missing',
      'outer/inner/missing',
      'outer/inner/kind/missing',
      'rows/kind/missing',
    ]),
  );
  // Without Outer both rules are broken, and both mean the same error.
  expect(gaps).toEqual([]);
});

test('a rule under "else" is exercised', async () => {
  const { scenarios, failures } = await play(
    contractOf(
      { Mode: { ...text, enum: ['fast', 'slow'] }, Speed: { type: 'integer' } },
      {
        if: { required: ['Mode'], properties: { Mode: { const: 'slow' } } },
        else: { properties: { Speed: { minimum: 10, 'x-error': 'Widget.Bad' } } },
      },
    ),
  );

  expect(failures).toEqual([]);
  expect(scenarios.map(({ id }) => id)).toContain('speed/below-minimum');
});

test.each<{ readonly flaw: string; readonly schema: JsonObject; readonly gap: string }>([
  {
    flaw: 'no value satisfies',
    schema: { type: 'integer', minimum: 5, maximum: 3 },
    gap: 'every request',
  },
  {
    flaw: 'nothing breaks',
    schema: { ...text, pattern: '^[^]*$' },
    gap: 'tuned/malformed',
  },
  { flaw: 'has members that are not known', schema: { type: 'object' }, gap: 'every request' },
])('a rule that $flaw is said, with a reason', async ({ schema, gap }) => {
  const { gaps, failures } = await play(contractOf({ Tuned: schema }, { required: ['Tuned'] }));

  expect(failures).toEqual([]);
  expect(gaps.map(({ subject }) => subject)).toContain(gap);
  for (const { reason } of gaps) expect(reason.length).toBeGreaterThan(10);
});

/** Schemas as importers find them: any type, with limits that may or may not fit, with and without examples. */
const schemas = fc.letrec<{ leaf: JsonObject; list: JsonObject; object: JsonObject; any: JsonObject }>(
  (tie) => ({
    leaf: fc.oneof(
      fc.record(
        {
          type: fc.constant('string'),
          minLength: fc.integer({ min: 0, max: 6 }),
          maxLength: fc.integer({ min: 6, max: 40 }),
          pattern: fc.constantFrom('^[a-z]+$', '^[A-Za-z0-9_-]{1,20}$', '[0-9]', String.raw`^\d{4}-\d{2}$`),
          examples: fc.constantFrom<Json>(['abc'], ['A-1'], ['']),
        },
        { requiredKeys: ['type'] },
      ),
      fc.record({
        type: fc.constant('string'),
        enum: fc.uniqueArray(fc.constantFrom('a', 'b', 'C d', 'é'), { minLength: 1 }),
      }),
      fc.record({
        type: fc.constant('string'),
        format: fc.constantFrom('date-time', 'date', 'uri', 'email'),
      }),
      fc.record(
        {
          type: fc.constantFrom('integer', 'number'),
          minimum: fc.integer({ min: -5, max: 5 }),
          maximum: fc.integer({ min: 5, max: 50 }),
          multipleOf: fc.constantFrom(1, 2, 5),
          format: fc.constantFrom('int32', 'int64'),
          examples: fc.constantFrom<Json>(['7'], ['180'], [3]),
        },
        { requiredKeys: ['type'] },
      ),
      fc.record({
        type: fc.constant('integer'),
        enum: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1 }),
      }),
      fc.constant<JsonObject>({ type: 'boolean' }),
    ),
    list: fc.record(
      {
        type: fc.constant('array'),
        items: tie('any'),
        minItems: fc.integer({ min: 0, max: 2 }),
        maxItems: fc.integer({ min: 2, max: 4 }),
        uniqueItems: fc.boolean(),
      },
      { requiredKeys: ['type', 'items'] },
    ),
    object: fc
      .tuple(
        fc.dictionary(fc.constantFrom('Alpha', 'Beta', 'Gamma'), tie('any'), { minKeys: 1 }),
        fc.boolean(),
      )
      .map(([properties, isRequired]) => ({
        type: 'object',
        properties,
        ...(isRequired && { required: Object.keys(properties).slice(0, 1) }),
      })),
    any: fc.oneof({ maxDepth: 2, withCrossShrink: true }, tie('leaf'), tie('list'), tie('object')),
  }),
);

test('whatever a contract says, nothing crashes, and the mock plays every scenario as documented', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(schemas.any, schemas.any), fc.boolean(), async ([one, other], isRequired) => {
      const contract = contractOf({ One: one, Other: other }, isRequired ? { required: ['One'] } : {});
      const { failures, scenarios, gaps } = await play(contract);

      expect(failures).toEqual([]);
      expect(scenarios.length + gaps.length).toBeGreaterThan(0);
    }),
    { seed: 1, numRuns: 60 },
  );
});
