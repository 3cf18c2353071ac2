import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNonces, mostNonces } from './nonces.ts';

test('takes each nonce once until it ends, whenever others end', () => {
  const step = fc.record({ nonce: fc.nat(12), passed: fc.nat(6), lasts: fc.constant(10), then: fc.nat(30) });

  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let nonces = createNonces();
      const expected = new Map<string, number>();
      let now = 0;
      for (const { nonce, passed, lasts, then } of steps) {
        now += passed;
        const name = `n-${nonce}`;
        const isNew = (expected.get(name) ?? -1) <= now;
        if (isNew) expected.set(name, now + lasts);

        expect(nonces.use(name, now, now + lasts)).toBe(isNew);
        if (then === 0) nonces = nonces.fork();
        if (then !== 1) continue;
        nonces.clear();
        expected.clear();
      }
    }),
    { numRuns: 500 },
  );
});

test('a copy for dry runs does not use nonces up', () => {
  const nonces = createNonces();
  nonces.use('one', 0, 10);

  expect(nonces.fork().use('two', 0, 10)).toBe(true);
  expect(nonces.fork().use('one', 0, 10)).toBe(false);
  expect(nonces.use('two', 0, 10)).toBe(true);
});

test('above a number it forgets the oldest', () => {
  const nonces = createNonces(
    (function* () {
      for (let index = 0; index < mostNonces; index += 1) yield [`n-${index}`, 10] as const;
    })(),
  );

  expect(nonces.use('n-0', 0, 10)).toBe(false);
  expect(nonces.use('another', 0, 10)).toBe(true);
  expect(nonces.use('n-0', 0, 10)).toBe(true);
  expect(nonces.use('n-1', 0, 10)).toBe(true);
  expect(nonces.use('n-3', 0, 10)).toBe(false);
});
