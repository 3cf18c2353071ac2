import { expect, test } from 'vitest';
import { placesOf } from './places.ts';
import { readShape } from './shape.ts';

const schema = {
  properties: { A: { type: 'integer' }, Parts: { items: { properties: { Kind: { type: 'string' } } } } },
};

test('finds a name after whatever came before it', () => {
  const places = placesOf(readShape(schema));
  const orders = [
    ['A', 'Parts.1.Kind', 'B'],
    ['B', 'A', 'Parts.1.Kind'],
    ['Parts.1.Kind', 'A', 'A'],
  ];
  const expected: Readonly<Record<string, readonly (string | number)[] | undefined>> = {
    A: ['A'],
    'Parts.1.Kind': ['Parts', 1, 'Kind'],
    B: undefined,
  };

  for (const order of [...orders, ...orders]) {
    let place = places.start;
    for (const name of order) {
      place = places.after(place, name);
      expect(place.name).toBe(name);
      expect(place.leaf && [...place.around, place.last]).toStrictEqual(expected[name]);
    }
  }
});

test('keeps neither names that are long nor more than a few thousand', () => {
  const places = placesOf(readShape(schema));
  const long = 'x'.repeat(1000);
  expect(places.after(places.start, long).leaf).toBeUndefined();
  expect(places.start.next).toBeUndefined();

  const first = places.after(places.start, 'A');
  expect(places.start.next).toBe(first);
  for (let count = 0; count < 5000; count += 1) places.after(places.start, `Filler.${count}`);

  expect(places.start.next?.name).toBe('Filler.4999');
  expect(places.after(places.start, 'A')).not.toBe(first);
});

test('keeps a hundred new names of one request', () => {
  const places = placesOf(readShape(schema));
  const read = (): ReturnType<typeof places.after>[] => {
    let place = places.start;
    return Array.from(
      { length: 200 },
      (_, index) => (place = places.after(place, `Parts.${index + 1}.Kind`)),
    );
  };
  const [first, second] = [read(), read()];

  expect(second.filter((place, index) => place === first[index])).toHaveLength(100);
  expect(second.map(({ around }) => around)).toEqual(first.map(({ around }) => around));
  expect(read().filter((place, index) => place === second[index])).toHaveLength(200);
});
