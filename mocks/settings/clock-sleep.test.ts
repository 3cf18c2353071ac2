/** Those who wait by the clock of a mock. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClock } from './clock.ts';

/** What has woken by now; promises settle one turn later. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

test('a clock that stands still lets go whoever is due when it is moved, earliest first', async () => {
  const clock = createClock('virtual');
  const woken: number[] = [];
  for (const milliseconds of [300, 100, 200])
    void clock.sleep(milliseconds).then(() => woken.push(milliseconds));

  expect(clock.waiting).toBe(3);
  clock.advance({ milliseconds: 99 });
  await settled();
  expect(woken).toEqual([]);
  clock.advance({ milliseconds: 101 });
  await settled();
  expect(woken).toEqual([100, 200]);
  clock.set('2026-01-02T00:00:00Z');
  await settled();
  expect(woken).toEqual([100, 200, 300]);
  expect(clock.waiting).toBe(0);
});

test('a clock that runs takes the time that fake timers say it takes', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const clock = createClock();
  const woken = vi.fn<() => void>();
  void clock.sleep(5000).then(woken);

  await vi.advanceTimersByTimeAsync(4999);
  expect(woken).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(woken).toHaveBeenCalledOnce();
});

test('a clock that runs may be moved on as well', async () => {
  const clock = createClock();
  const slept = clock.sleep(3_600_000);
  clock.advance({ seconds: 3600 });

  await expect(slept).resolves.toBe(true);
});

test('whoever was let go early leaves no timer behind', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const clock = createClock();
  void clock.sleep(3_600_000);
  expect(vi.getTimerCount()).toBe(1);
  clock.advance({ seconds: 3600 });

  expect(vi.getTimerCount()).toBe(0);
});

test('a clock that runs takes real time', async () => {
  const from = performance.now();
  await createClock().sleep(30);

  expect(performance.now() - from).toBeGreaterThanOrEqual(28);
});

test('a clock that is frozen stands still, and runs on from there', async () => {
  vi.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
  onTestFinished(() => void vi.useRealTimers());
  const clock = createClock();
  const woken = vi.fn<() => void>();
  void clock.sleep(1000).then(woken);
  clock.freeze();

  await vi.advanceTimersByTimeAsync(5000);
  expect([clock.now(), clock.isFrozen]).toEqual([Date.parse('2030-01-01T00:00:00Z'), true]);
  expect(woken).not.toHaveBeenCalled();
  clock.run();
  await vi.advanceTimersByTimeAsync(1000);
  expect([clock.now(), clock.isFrozen]).toEqual([Date.parse('2030-01-01T00:00:01Z'), false]);
  expect(woken).toHaveBeenCalledOnce();
});

test('longer than any timer of the process can be', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const woken = vi.fn<() => void>();
  void createClock()
    .sleep(2 ** 31 + 1000)
    .then(woken);

  await vi.advanceTimersByTimeAsync(2 ** 31);
  expect(woken).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(woken).toHaveBeenCalledOnce();
});

test('no time at all is over at once', async () => {
  await expect(createClock('virtual').sleep(0)).resolves.toBe(true);
});
