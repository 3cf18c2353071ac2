import { expect, test } from 'vitest';
import { createMock } from '../index.ts';
import { createRandom } from './random.ts';

const upperCaseUuid = /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

test('makes UUIDs of version 4, in upper case', () => {
  for (const id of idsOf(createRandom(1), 1000)) expect(id).toMatch(upperCaseUuid);
});

test('makes each of them once', () => {
  expect(new Set(idsOf(createRandom(1), 10_000)).size).toBe(10_000);
});

test('uses every digit at every place that is free', () => {
  const ids = idsOf(createRandom(1), 1000);
  const digitsAt = Array.from({ length: 36 }, (_, place) => new Set(ids.map((id) => id.charAt(place))).size);

  const dash = 1;
  const version = 1;
  const variant = 4;
  expect(digitsAt.slice(0, 14)).toStrictEqual([...any(8), dash, ...any(4), dash]);
  expect(digitsAt.slice(14, 24)).toStrictEqual([version, ...any(3), dash, variant, ...any(3), dash]);
  expect(digitsAt.slice(24)).toStrictEqual(any(12));
});

test('makes trace ids of 32 hex digits, in lower case', () => {
  const random = createRandom(1);
  const traceIds = Array.from({ length: 1000 }, () => random.nextIds().traceId);

  for (const id of traceIds) expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(traceIds).size).toBe(1000);
});

test('makes the same ids of the same seed', () => {
  expect(idsOf(createRandom(7), 100)).toStrictEqual(idsOf(createRandom(7), 100));
});

test('makes other ids of every other seed', () => {
  const seeds = [0, 1, 2, 3, 100, 101, -1, 0x7fffffff];
  const ids = seeds.flatMap((seed) => idsOf(createRandom(seed), 100));

  expect(new Set(ids).size).toBe(seeds.length * 100);
});

test('draws a seed where none is given, so that no two mocks make the same ids', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const response = await createMock().fetch(new Request('https://live.aliyuncs.com/'));
      return response.headers.get('x-acs-request-id');
    }),
  );

  expect(new Set(ids).size).toBe(20);
});

test('makes the answers of two mocks with one seed the same, byte for byte', async () => {
  const answers = await Promise.all(
    [createMock({ seed: 5 }), createMock({ seed: 5 }), createMock({ seed: 6 })].map(async (mock) => {
      const response = await mock.fetch(new Request('https://live.aliyuncs.com/?Action=NoSuchAction'));
      return JSON.stringify([...response.headers, await response.text()]);
    }),
  );

  expect(answers[1]).toBe(answers[0]);
  expect(answers[2]).not.toBe(answers[0]);
});

/** Sixteen, for so many places. */
function any(count: number): readonly number[] {
  return Array<number>(count).fill(16);
}

function idsOf(random: ReturnType<typeof createRandom>, count: number): readonly string[] {
  return Array.from({ length: count }, () => random.nextIds().requestId);
}
