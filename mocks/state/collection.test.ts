import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Collection } from './collection.ts';

const keys = fc.tuple(fc.constantFrom('a', 'a"', 'a,b', '["a"', ''), fc.constantFrom('x', 'y', '"]'));

test('lists what begins so, in the order of creation, whatever the values hold', () => {
  fc.assert(
    fc.property(fc.array(keys), fc.array(keys), keys, (made, removed, [asked]) => {
      const collection = new Collection('Widgets');
      collection.list('["a",'); // from here on it has an index
      for (const key of made) collection.set(JSON.stringify(key), JSON.stringify({ key }));
      for (const key of removed) collection.delete(JSON.stringify(key));

      const start = `${JSON.stringify([asked]).slice(0, -1)},`;
      const expected = collection.entries().filter(([key]) => key.startsWith(start));
      expect(collection.list(start)).toEqual(expected.map(([, record]) => record));
      expect(new Collection('Widgets').list(start)).toEqual([]);
    }),
  );
});

test('lists all of it without a beginning, also numbers and what is not whole', () => {
  const collection = new Collection('Widgets', [
    ['[1,"a"]', '{"n":1}'],
    ['[12,"a"]', '{"n":12}'],
  ]);
  expect(collection.list('')).toHaveLength(2);
  expect(collection.list('[1,')).toEqual([{ n: 1 }]);
  expect(collection.list('[1')).toHaveLength(2);
  expect(collection.list('[12,"a"]')).toEqual([{ n: 12 }]);
});
