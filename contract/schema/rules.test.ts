import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { compileRules, locateSchemas, subjectOf } from './rules.ts';

test('tells apart the rules of a member that several others need, and every request', () => {
  const rules = compileRules({
    type: 'object',
    required: ['Oil'],
    dependentRequired: { Parts: ['Glue', 'Oil'], Frame: ['Glue'] },
    allOf: [{ if: { required: ['Size', 'Mode'] }, then: { required: ['Glue'] } }],
    'x-error': 'Missing{name}',
  });

  expect(rules.map(({ id }) => id)).toStrictEqual([
    'oil/missing',
    'glue/missing',
    'oil/missing-with-parts',
    'glue/missing-with-frame',
    'glue/missing-with-size-mode',
  ]);
});

test('takes the error from around where it is about the same value, and not from a parent or a list', () => {
  const sameValue = {
    properties: { Size: { 'x-error': 'InvalidSize', allOf: [{ minimum: 1 }, { maximum: 9 }] } },
  };

  expect(compileRules(sameValue).map(({ error }) => error)).toStrictEqual(['InvalidSize', 'InvalidSize']);
  expect(() => compileRules({ 'x-error': 'InvalidWidget', properties: { Size: { minimum: 1 } } })).toThrow(
    'no "x-error" says which error it means',
  );
  expect(() => compileRules({ 'x-error': 'InvalidParts', items: { minimum: 1 } })).toThrow(
    'no "x-error" says which error it means',
  );
});

test('takes error, evidence and source from one text for all keywords, or from a map', () => {
  const rules = compileRules({
    properties: {
      Size: {
        minimum: 1,
        maximum: 9,
        'x-error': { minimum: 'TooSmall', maximum: 'TooBig' },
        'x-evidence': { minimum: 'stated', maximum: 'implied' },
        'x-source': { minimum: 'Size, first sentence', maximum: 'Size, second sentence' },
      },
      Name: { minLength: 2, 'x-error': 'NoName', 'x-evidence': 'observed', 'x-source': 'A call in May' },
    },
  });

  expect(rules.map(({ error, evidence, source }) => [error, evidence, source])).toStrictEqual([
    ['TooSmall', 'stated', 'Size, first sentence'],
    ['TooBig', 'implied', 'Size, second sentence'],
    ['NoName', 'observed', 'A call in May'],
  ]);
});

test('takes error, evidence and source of a missing member from a map by its name', () => {
  const rules = compileRules({
    required: ['Name', 'Owner'],
    'x-error': { required: { Name: 'NoName', '*': 'Missing{name}' } },
    'x-evidence': { required: { Name: 'stated', '*': 'implied' } },
    'x-code-evidence': { required: { Name: 'implied', '*': 'assumed' } },
    'x-source': { required: { Name: 'Name', '*': 'Names' } },
  });

  expect(
    rules.map(({ error, evidence, codeEvidence, source }) => [error, evidence, codeEvidence, source]),
  ).toStrictEqual([
    ['NoName', 'stated', 'implied', 'Name'],
    ['MissingOwner', 'implied', 'assumed', 'Names'],
  ]);
});

test('fills in no name where a rule is about the whole request', () => {
  expect(compileRules({ anyOf: [{ required: ['A'] }], 'x-error': 'None{name}' })[0]?.error).toBe('None');
});

test('counts as assumed what gives no evidence, and inherits what the schema around says', () => {
  const rules = compileRules({
    properties: {
      Size: { minimum: 1, 'x-error': 'InvalidSize' },
      Name: {
        'x-error': 'InvalidName',
        'x-evidence': 'stated',
        'x-source': 'Name',
        allOf: [{ minLength: 2 }],
      },
    },
  });

  expect(rules.map(({ evidence, source }) => [evidence, source])).toStrictEqual([
    ['assumed', ''],
    ['stated', 'Name'],
  ]);
});

test('makes no rule of a type that text satisfies: parameters arrive as texts', () => {
  const rules = compileRules({
    type: 'object',
    properties: {
      Name: { type: 'string' },
      Parts: { type: 'array', items: { type: 'object' } },
      Either: { type: ['integer', 'string'] },
      Size: { type: 'integer', 'x-error': 'InvalidSize' },
    },
  });

  expect(rules.map(({ id }) => id)).toStrictEqual(['size/wrong-type']);
});

test('names each rule after its subject and how it is broken', () => {
  const rules = compileRules({
    required: ['DelayTime'],
    anyOf: [{ required: ['A'] }],
    'x-error': 'E',
    properties: {
      DelayTime: { type: 'integer', minimum: 1, maximum: 2, 'x-error': 'E' },
      Name: {
        minLength: 2,
        maxLength: 2,
        pattern: 'a',
        format: 'date-time',
        enum: [],
        not: {},
        'x-max-bytes': 3,
        'x-error': 'E',
      },
      Parts: {
        minItems: 2,
        maxItems: 2,
        'x-unique-by': 'Kind',
        'x-error': 'E',
        items: { enum: ['a'], 'x-error': 'E' },
      },
      EndTime: { 'x-after': 'StartTime', 'x-not-before': 'now', 'x-error': 'E' },
    },
  });

  expect(rules.map(({ id }) => id)).toStrictEqual([
    'delay-time/missing',
    'none-given',
    'delay-time/wrong-type',
    'delay-time/below-minimum',
    'delay-time/above-maximum',
    'name/too-short',
    'name/too-long',
    'name/malformed',
    'name/impossible',
    'name/unknown-value',
    'name/reserved',
    'name/too-many-bytes',
    'parts/too-few',
    'parts/too-many',
    'parts/repeated',
    'parts/unknown-value',
    'end-time/not-after-start-time',
    'end-time/before-now',
  ]);
});

test('lets the contract name a rule itself', () => {
  const rules = compileRules({ properties: { Name: { pattern: 'a', 'x-id': 'without-a', 'x-error': 'E' } } });

  expect(rules.map(({ id }) => id)).toStrictEqual(['name/without-a']);
});

test('says where each keyword stands', () => {
  const schema = {
    properties: { 'a/b': { allOf: [{}, { minimum: 1, 'x-error': 'E' }] } },
    dependentRequired: { A: ['B'] },
    'x-error': 'E',
  };

  expect(compileRules(schema, '/Request').map(({ pointer }) => pointer)).toStrictEqual([
    '/Request/dependentRequired',
    '/Request/properties/a~1b/allOf/1/minimum',
  ]);
  expect(compileRules(schema)[0]?.pointer).toBe('/dependentRequired');
  expect(locateSchemas(schema).map(({ pointer }) => pointer)).toContain('/properties/a~1b');
});

test('locates every schema with the path of names that leads to it', () => {
  const located = locateSchemas({
    properties: { Parts: { items: { properties: { Kind: {} } } } },
    if: {},
    then: { properties: { Size: {} } },
  });

  expect(located.map(({ path, guards }) => [path.join('.'), guards.length])).toStrictEqual([
    ['', 0],
    ['Parts', 0],
    ['Parts.[]', 0],
    ['Parts.[].Kind', 0],
    ['', 1],
    ['Size', 1],
  ]);
});

test('names the subject of a rule without list marks, the missing member included', () => {
  expect(subjectOf({ path: ['Parts', '[]'], keyword: 'required', limit: 'Kind' })).toStrictEqual([
    'Parts',
    'Kind',
  ]);
  expect(subjectOf({ path: ['Parts', '[]', 'Kind'], keyword: 'enum', limit: [] })).toStrictEqual([
    'Parts',
    'Kind',
  ]);
});

test.each<{ flaw: string; schema: JsonObject; message: string }>([
  {
    flaw: 'a rule without an error',
    schema: { properties: { Size: { minimum: 1 } } },
    message:
      'Failed to read "minimum" of "Size": no "x-error" says which error it means. Add one. (at #/Request/properties/Size/minimum)',
  },
  {
    flaw: 'an error for other keywords only',
    schema: { properties: { Size: { minimum: 1, 'x-error': { maximum: 'TooBig' } } } },
    message: 'Failed to read "minimum" of "Size": no "x-error" says which error it means. Add one.',
  },
  {
    flaw: 'two rules of one name',
    schema: { properties: { Name: { 'x-error': 'E', allOf: [{ pattern: 'a' }, { pattern: 'b' }] } } },
    message:
      'Failed to name rule "name/malformed": the rule at #/Request/properties/Name/allOf/0/pattern has that name. Give one of them an "x-id". (at #/Request/properties/Name/allOf/1/pattern)',
  },
  {
    flaw: 'two rules of one name for the items of a list',
    schema: {
      properties: { Names: { items: { 'x-error': 'E', allOf: [{ pattern: 'a' }, { pattern: 'b' }] } } },
    },
    message: 'Failed to name rule "names/malformed"',
  },
  {
    flaw: 'a rule inside a parameter without an error',
    schema: { properties: { Parts: { items: { properties: { Size: { minimum: 1 } } } } } },
    message: 'Failed to read "minimum" of "Parts.Size": no "x-error" says which error it means.',
  },
  {
    flaw: 'evidence for a keyword that does not exist',
    schema: { 'x-evidence': { minmum: 'stated' } },
    message: 'Failed to read "x-evidence": "minmum" is not a keyword.',
  },
  {
    flaw: 'a type that does not exist, even if no request can break it',
    schema: { properties: { Name: { type: ['string', 'int'] } } },
    message: 'Failed to read type "int": it is not a JSON Schema type.',
  },
  {
    flaw: 'a format that is not known',
    schema: { properties: { Name: { format: 'e-mail', 'x-error': 'E' } } },
    message: 'Failed to read "format": "e-mail" is not known.',
  },
  {
    flaw: 'a condition on which nothing depends, and that is no schema',
    schema: { if: 'always' },
    message: 'Failed to read schema: it is not an object. Write an object. (at #/Request/if)',
  },
  {
    flaw: 'a keyword that nothing understands',
    schema: { properties: { Size: { oneOf: [] } } },
    message: 'Failed to read schema keyword "oneOf": it is not supported.',
  },
  {
    flaw: 'a property that is no schema',
    schema: { properties: { Size: 5 } },
    message: 'Failed to read schema: it is not an object. Write an object. (at #/Request/properties/Size)',
  },
  {
    flaw: 'evidence that is no level',
    schema: { properties: { Size: { minimum: 1, 'x-error': 'E', 'x-evidence': 'certain' } } },
    message:
      'Failed to read "x-evidence": "certain" is not an evidence level. Use one of stated, implied, observed, assumed. (at #/Request/properties/Size/x-evidence)',
  },
  {
    flaw: 'properties that are a list',
    schema: { properties: [{ Size: {} }] },
    message: 'Failed to read "properties": it is not an object. Write an object. (at #/Request/properties)',
  },
  {
    flaw: 'parts that are no list',
    schema: { allOf: { required: ['Size'] } },
    message: 'Failed to read "allOf": it is not a list. Write a list. (at #/Request/allOf)',
  },
  {
    flaw: 'dependencies that are a list',
    schema: { dependentRequired: ['Size'] },
    message:
      'Failed to read "dependentRequired": it is not an object. Write an object. (at #/Request/dependentRequired)',
  },
  {
    flaw: 'a required name that is no text',
    schema: { required: true, 'x-error': 'E' },
    message: 'Failed to read limit "true": it is not a text. Write a text. (at #/Request/required)',
  },
  {
    flaw: 'a condition that is no schema',
    schema: { if: 'always', then: {} },
    message: 'Failed to read schema: it is not an object. Write an object. (at #/Request/if)',
  },
])('refuses $flaw', ({ schema, message }) => {
  expect(() => compileRules(schema, '/Request')).toThrow(message);
});

test('makes no rule of what no request can break: an empty text or list arrives as an absent one', () => {
  const rules = compileRules({
    'x-error': 'Bad',
    properties: {
      Name: { type: 'string', minLength: 1, 'x-error': 'Bad' },
      Names: { type: 'array', minItems: 1, uniqueItems: false, 'x-error': 'Bad' },
      Id: { type: 'string', format: 'int64', 'x-error': 'Bad' },
    },
  });

  expect(rules).toStrictEqual([]);
});

test('makes a rule of each limit just beyond that', () => {
  const rules = compileRules({
    properties: {
      Name: { minLength: 2, 'x-error': 'Bad' },
      Names: { minItems: 2, uniqueItems: true, 'x-error': 'Bad' },
      Id: { format: 'int32', 'x-error': 'Bad' },
    },
  });

  expect(rules.map(({ id }) => id)).toStrictEqual([
    'name/too-short',
    'names/too-few',
    'names/repeated-item',
    'id/impossible',
  ]);
});

test('tells the rules of a list and of its items apart', () => {
  const list = { type: 'array', maxItems: 2, 'x-error': 'Bad' };
  const rules = compileRules({ properties: { Rows: { ...list, items: { ...list, items: list } } } });

  expect(rules.map(({ id }) => id)).toStrictEqual([
    'rows/too-many',
    'rows/items/too-many',
    'rows/items/items/too-many',
  ]);
});

test('tells a member that a value lacks from one that its items lack', () => {
  const part = { required: ['Kind'], 'x-error': 'Bad' };
  const rules = compileRules({ properties: { Rows: { ...part, items: part } } });

  expect(rules.map(({ id }) => id)).toStrictEqual(['rows/kind/missing', 'rows/items/kind/missing']);
});
