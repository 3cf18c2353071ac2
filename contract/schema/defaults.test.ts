import { expect, test } from 'vitest';
import { compileDefaults } from './defaults.ts';

test('fills in what a request leaves out', () => {
  const fillDefaults = compileDefaults({
    properties: { Color: { default: 'red' }, Size: { default: 0 }, Name: {} },
  });

  expect(fillDefaults({ Name: 'a' })).toStrictEqual({ Name: 'a', Color: 'red', Size: 0 });
});

test('keeps what a request says', () => {
  const fillDefaults = compileDefaults({ properties: { Color: { default: 'red' }, Size: { default: 5 } } });

  expect(fillDefaults({ Color: 'blue', Size: 0 })).toStrictEqual({ Color: 'blue', Size: 0 });
});

test('fills in every item of a list, and makes no list', () => {
  const fillDefaults = compileDefaults({
    properties: { Parts: { items: { properties: { Color: { default: 'red' } } } } },
  });

  expect(fillDefaults({ Parts: [{}, { Color: 'blue' }] })).toStrictEqual({
    Parts: [{ Color: 'red' }, { Color: 'blue' }],
  });
  expect(fillDefaults({})).toStrictEqual({});
});

test('fills in what holds under a condition', () => {
  const fillDefaults = compileDefaults({
    if: { required: ['Kind'], properties: { Kind: { enum: ['box'] } } },
    then: { properties: { Height: { default: 30 } } },
    else: { properties: { Radius: { default: 15 } } },
  });

  expect(fillDefaults({ Kind: 'box' })).toStrictEqual({ Kind: 'box', Height: 30 });
  expect(fillDefaults({ Kind: 'ball' })).toStrictEqual({ Kind: 'ball', Radius: 15 });
});

test('fills in what all parts of "allOf" say', () => {
  const fillDefaults = compileDefaults({
    allOf: [{ properties: { A: { default: 1 } } }, { properties: { B: { default: 2 } } }],
  });

  expect(fillDefaults({})).toStrictEqual({ A: 1, B: 2 });
});

test('lets a condition see the defaults that were filled in before it', () => {
  const fillDefaults = compileDefaults({
    properties: { Kind: { default: 'box' } },
    allOf: [
      {
        if: { properties: { Kind: { enum: ['box'] } } },
        then: { properties: { Height: { default: 30 } } },
      },
    ],
  });

  expect(fillDefaults({})).toStrictEqual({ Kind: 'box', Height: 30 });
});

test('leaves the request that was given as it is', () => {
  const fillDefaults = compileDefaults({
    properties: { Parts: { items: { properties: { A: { default: 1 } } } } },
  });
  const request = { Parts: [{}] };

  fillDefaults(request);

  expect(request).toStrictEqual({ Parts: [{}] });
});

const parts = { items: { properties: { Color: { default: 'red' } } } };

test.each([
  [{ Parts: [{ Color: 'blue' }], Size: 1 }],
  [{ Parts: 'text', Size: 1 }],
  [{ Parts: ['text', null], Size: 1 }],
  [{ Parts: null, Size: 1 }],
  [{ Place: [{}], Size: 1 }],
  [{ Names: {}, Size: 1 }],
  [{ Size: 1 }],
])('copies nothing where nothing is filled in: %j', (request) => {
  const place = { properties: { Owner: { properties: { Name: { default: 'a' } } } } };
  const names = { items: { default: 'a' } };
  const fillDefaults = compileDefaults({
    properties: { Parts: parts, Place: place, Names: names, Size: { default: 5 }, Name: {} },
  });

  expect(fillDefaults(request)).toBe(request);
});

test('fills in a part, and what is missing inside the part', () => {
  const fillDefaults = compileDefaults({
    properties: { Parts: { ...parts, default: [{}, { Color: 'blue' }] }, Names: { items: {} } },
  });

  expect(fillDefaults({})).toStrictEqual({ Parts: [{ Color: 'red' }, { Color: 'blue' }] });
});

test('has nothing to fill in where a schema has no defaults', () => {
  const fillDefaults = compileDefaults({
    properties: { Names: { items: { type: 'string' } } },
    allOf: [{ properties: { Size: { type: 'integer' } } }],
    if: { required: ['Size'] },
    then: { properties: { Size: { minimum: 1 } } },
  });
  const request = { Size: 5, Names: ['a'] };

  expect(fillDefaults(request)).toBe(request);
});

test('refuses a condition that it cannot judge', () => {
  expect(() => compileDefaults({ if: { oneOf: [] }, then: {} }, '/Request')).toThrow(
    /^Failed to read schema keyword "oneOf": .+ \(at #\/Request\/if\/oneOf\)$/,
  );
});
