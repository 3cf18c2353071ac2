import { expect, test } from 'vitest';
import { createMock, type MockOptions, type FaultRule } from '../index.ts';
import { startServer } from '../server/server.ts';

const wrong = (options: unknown) => () => createMock(options as MockOptions);

test.each([
  [{ clok: 'virtual' }, 'there is no option "clok". Did you mean "clock"?'],
  [{ seed: '1' }, 'with seed "1": it is not a whole number'],
  ['virtual', 'its options are "virtual". Give an object of options.'],
  [
    { world: { buckets: { present: [{ Bucket: 'x' }] } } },
    'its records have no "Bucket". Did you mean "OssBucket"?',
  ],
  [{ world: { bukets: { open: true } } }, 'Did you mean "buckets"?'],
  [{ faults: [{ fault: 'answer-lots' }] }, 'Did you mean "answer-lost"?'],
])('refuses %j with the nearest known word', (options, sentence) => {
  expect(wrong(options)).toThrow(sentence);
});

test.each([
  [{ fault: 'error', error: 'InvalidDelyTime' }, 'Did you mean "InvalidDelayTime"?'],
  [{ fault: 'latency', latencyMS: 5 }, 'Did you mean "latencyMs"?'],
])('refuses the fault %j with the nearest known word', (rule, sentence) => {
  expect(() => createMock().faults.add(rule as unknown as FaultRule)).toThrow(sentence);
});

test('refuses a step of the clock without a unit', () => {
  const { clock } = createMock({ clock: 'virtual' });
  for (const step of [1000, undefined, null, { minutes: 1 }, { seconds: '1' }])
    expect(() => clock.advance(step as unknown as { seconds: number })).toThrow(
      /^Failed to advance the clock/,
    );
});

test('refuses an unknown option of a server', async () => {
  await expect(startServer(createMock(), { prot: 0 } as object)).rejects.toThrow('Did you mean "port"?');
});
