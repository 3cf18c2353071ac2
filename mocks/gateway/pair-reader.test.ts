import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { PairReader, type SentPairs } from './pair-reader.ts';
import { readPairs } from './pairs.ts';

const action = { name: 'Action', role: 'action', header: undefined, required: 'always' } as const;

test('reads what all pairs are, whatever was read before', () => {
  const reader = new PairReader([action]);
  const name = fc.constantFrom(
    'Action',
    'A',
    'Parts.1.Kind',
    'Parts%2E1.Kind',
    'a+b',
    '%zz',
    '',
    '__proto__',
  );
  const value = fc.oneof(
    fc.constantFrom('', '1', '11', 'a b', 'a+b', '%41', '%', '=', 'x=1', '\ud83d'),
    fc.string({ unit: 'grapheme' }).map((text) => encodeURIComponent(text)),
  );
  const pair = fc.oneof(
    { arbitrary: fc.tuple(name, value).map((both) => both.join('=')), weight: 5 },
    { arbitrary: name, weight: 1 },
  );
  const text = fc.array(pair, { maxLength: 6 }).map((all) => all.join('&'));

  fc.assert(
    fc.property(text, text, (query, form) => {
      const pairs = [...readPairs(query), ...readPairs(form)];
      // Twice, so that all that can be remembered is.
      for (let time = 0; time < 2; time += 1) {
        const sent = reader.read(query, form);
        expect(pairsOf(sent)).toEqual(pairs);
        expect(sent.common).toEqual([pairs.find(([one]) => one === 'Action')?.[1]]);
      }
    }),
    { numRuns: 1000 },
  );
});

test('knows a value again only where it is whole', () => {
  const reader = new PairReader([]);
  const values = ['app', 'app', 'app-1', 'ap', 'app', ''];

  const read = values.map((value) => reader.read('', `AppName=${value}&B=1`).values[0]);

  expect(read).toEqual(values);
});

test('reads thousands of names that are made up', () => {
  const reader = new PairReader([action]);
  for (let count = 0; count < 10_000; count += 1) reader.read(`N${count}=${count}`, '');

  expect(pairsOf(reader.read('Action=A&N1=2', 'B'))).toEqual([
    ['Action', 'A'],
    ['N1', '2'],
    ['B', ''],
  ]);
});

function pairsOf({ names, values }: SentPairs): readonly (readonly string[])[] {
  return names.map((name, index) => [name, values[index] ?? '']);
}

test('reads a megabyte of names without values about as soon as one of names with them', () => {
  const timeOf = (text: string): number => {
    const from = performance.now();
    new PairReader([]).read('', text);
    readPairs(text);
    return performance.now() - from;
  };
  const rounds = [1, 2, 3].map(() => ({
    without: timeOf('ab&'.repeat(300_000)),
    with: timeOf('a=&'.repeat(300_000)),
  }));

  // The least of each: whatever else the machine does only adds to them. To look for each equals sign to the end takes 20 times as long.
  const least = (times: readonly number[]): number => Math.min(...times);
  expect(least(rounds.map(({ without }) => without))).toBeLessThan(
    6 * least(rounds.map((round) => round.with)),
  );
});

test('finds out by one error that a request has malformed escapes', () => {
  const decode = vi.spyOn(globalThis, 'decodeURIComponent');
  onTestFinished(() => decode.mockRestore());
  new PairReader([]).read('', '%ff=%zz&'.repeat(100_000));

  // An error takes twenty times as long as reading does, and a megabyte of them seconds.
  expect(decode.mock.results.filter(({ type }) => type === 'throw')).toHaveLength(1);
});

test('remembers a hundred new names of one request, and reads the others all the same', () => {
  const reader = new PairReader([action]);
  const text = `${Array.from({ length: 300 }, (_, index) => `N${index}=${index}`).join('&')}&Action=A`;

  for (let time = 0; time < 4; time += 1) {
    const sent = reader.read('', text);
    expect(sent.common).toEqual(['A']);
    expect(pairsOf(sent)).toEqual(readPairs(text));
  }
});
