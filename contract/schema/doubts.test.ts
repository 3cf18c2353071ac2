import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { compileDoubts, compileDropIdle } from './doubts.ts';
import { findViolations } from './violations.ts';

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

test('a doubt without evidence is assumed, and has the source of its schema', () => {
  const doubts = compileDoubts(
    { properties: { Size: { 'x-source': 'Size', 'x-doubts': [{ unless: { maximum: 3 } }] } } },
    '/Request',
  );

  expect(doubts).toMatchObject([
    {
      id: '',
      name: { subject: [], breach: '' },
      path: ['Size'],
      guards: [],
      keyword: 'not',
      limit: { maximum: 3 },
      pointer: '/Request/properties/Size/x-doubts/0',
      error: '',
      codeEvidence: 'assumed',
      evidence: 'assumed',
      source: 'Size',
      idle: false,
    },
  ]);
});

test('a member without effect is as sure to be accepted as its description says, and else assumed', () => {
  const described = (evidence: JsonObject): readonly unknown[] =>
    compileDoubts({
      if: { required: ['Kind'] },
      then: { properties: { Depth: { type: 'integer', 'x-source': { idle: 'Depth' }, ...evidence } } },
    }).map((doubt) => [doubt.idle, doubt.evidence, doubt.source, doubt.path]);

  expect(described({ 'x-evidence': { idle: 'implied' } })).toEqual([[true, 'implied', 'Depth', ['Depth']]]);
  expect(described({ 'x-evidence': { '*': 'stated' } })).toEqual([[true, 'assumed', 'Depth', ['Depth']]]);
  expect(described({ 'x-evidence': 'stated' })).toEqual([[true, 'assumed', 'Depth', ['Depth']]]);
});

test('a member has no effect only where none of its conditions holds', () => {
  const depth = { properties: { Depth: { type: 'integer' } } };
  const either = compileDropIdle(
    compileDoubts({
      properties: { Name: { type: 'string' } },
      allOf: [
        { if: { required: ['A'] }, then: { if: { required: ['B'] }, then: depth } },
        { if: { required: ['C'] }, then: depth, else: { properties: { Width: {} } } },
      ],
    }),
  );

  expect(either({ A: 1, B: 1, Depth: 1 })).toEqual({ A: 1, B: 1, Depth: 1 });
  expect(either({ C: 1, Depth: 1 })).toEqual({ C: 1, Depth: 1 });
  expect(either({ A: 1, Depth: 1, Name: 'a', Width: 1 })).toEqual({ A: 1, Name: 'a', Width: 1 });
  expect(either({ B: 1, Depth: 1 })).toEqual({ B: 1 });
  expect(either({ Depth: 1 })).toEqual({});
});

test('each of two members under one condition has no effect where it does not hold', () => {
  const two = { properties: { Depth: { type: 'integer' }, Width: { type: 'integer' } } };
  const drop = compileDropIdle(compileDoubts({ if: { required: ['Kind'] }, then: two }));

  expect(drop({ Depth: 1, Width: 2, Name: 'a' })).toEqual({ Name: 'a' });
  expect(drop({ Kind: 'a', Depth: 1, Width: 2 })).toEqual({ Kind: 'a', Depth: 1, Width: 2 });
});

test('a request that breaks what a doubt names is remembered as it was sent', () => {
  const request = { Kind: 'box', Sizes: [1, 2, 3, 4] };

  expect(compileDropIdle(compileDoubts(schema))(request)).toEqual(request);
});

test('a member without effect is dropped from each item of a list', () => {
  const drop = compileDropIdle(
    compileDoubts({
      properties: {
        Parts: {
          items: {
            if: { required: ['Kind'] },
            then: { properties: { Size: { properties: { Depth: { type: 'integer' } } } } },
          },
        },
      },
    }),
  );
  const request = { Parts: [{ Kind: 'a', Size: { Depth: 1 } }, { Size: { Depth: 2, Width: 3 } }, {}] };

  expect(drop(request)).toEqual({ Parts: [{ Kind: 'a', Size: { Depth: 1 } }, { Size: { Width: 3 } }, {}] });
  expect(request.Parts[1]).toEqual({ Size: { Depth: 2, Width: 3 } });
});

test.each([
  {
    flaw: 'doubts that are no list',
    doubts: { unless: {} },
    message: 'Failed to read "x-doubts": it is not a list. Write a list. (at #/Request/x-doubts)',
  },
  {
    flaw: 'a doubt without a schema',
    doubts: [{ unless: {} }, {}],
    message: 'Failed to read doubt: it has no "unless". Give it a schema. (at #/Request/x-doubts/1)',
  },
  {
    flaw: 'a doubt that is no object',
    doubts: ['unless'],
    message: 'Failed to read doubt: it has no "unless". Give it a schema. (at #/Request/x-doubts/0)',
  },
  {
    flaw: 'a doubt whose schema is none',
    doubts: [{ unless: 3 }],
    message: 'it is not an object. Write an object. (at #/Request/x-doubts/0/unless)',
  },
])('refuses $flaw', ({ doubts, message }) => {
  expect(() => compileDoubts({ 'x-doubts': doubts }, '/Request')).toThrow(message);
});
