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
      const expected = collection.all().filter(([key]) => key.startsWith(start));
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

test('holds what a map would, in its order', () => {
  const key = fc.constantFrom('', '["a"]', '["a","b"]', '["é"]', 'no JSON', 'two\nlines', 'two');
  const change = fc.tuple(fc.constantFrom('set', 'delete'), key, fc.nat(9));

  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const collection = new Collection('Widgets');
      const map = new Map<string, { readonly n: number }>();
      for (const [what, name, n] of changes) {
        if (what === 'delete') expect(collection.delete(name)).toBe(map.delete(name));
        else {
          map.set(name, { n });
          collection.set(name, JSON.stringify({ n }));
        }
        expect(collection.has(name)).toBe(map.has(name));
        expect(collection.get(name)).toEqual(map.get(name));
      }
      const characters = [...map].reduce((sum, [name]) => sum + name.length + '{"n":1}'.length, 0);
      expect(collection.all()).toEqual([...map]);
      expect(collection.fork().all()).toEqual([...map]);
      expect(collection.size).toBe(map.size);
      expect(collection.length()).toBe(characters);
    }),
  );
});

// Of so many keys, some dozen share the number by which they are found.
test('finds each of hundreds of thousands, and those that are left', () => {
  const collection = new Collection('Widgets');
  const keys = Array.from({ length: 200_000 }, (_, index) => `["widget-${index}"]`);
  for (const [index, key] of keys.entries()) collection.set(key, `{"n":${index}}`);
  const wrong = keys.filter((key, index) => collection.get(key)?.['n'] !== index);

  const odd = keys.filter((_, index) => index % 2 === 1);
  const undeleted = odd.filter((key) => !collection.delete(key));
  const found = keys.filter((key) => collection.has(key));

  expect(wrong).toEqual([]);
  expect(undeleted).toEqual([]);
  expect(found).toEqual(keys.filter((_, index) => index % 2 === 0));
  expect(collection.size).toBe(100_000);
});
