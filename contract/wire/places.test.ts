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
  let place = first;
  for (let count = 0; count < 5000; count += 1) place = places.after(place, `Filler.${count}`);

  expect(places.start.next).toBeUndefined();
  expect(places.after(places.start, 'A')).not.toBe(first);
});
