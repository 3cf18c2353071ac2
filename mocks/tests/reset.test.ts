import { expect, test } from 'vitest';
import { callUnsigned, now } from '../fixtures/calls.ts';
import { createMock, type Mock } from '../index.ts';

test('reset goes back to how the mock was created: state, limits, faults, journal and clock', async () => {
  const mock = createMock({
    clock: now,
    seed: 1,
    faults: [{ fault: 'internal-error', nth: 3, times: 1 }],
  });
  const round = async (): Promise<unknown> => {
    for (let call = 0; call < 35; call += 1) await mock.handle(callUnsigned());
    return mock.journal.requests().map(({ id, at, decision, fault }) => ({ id, at, decision, fault }));
  };
  const first = await round();
  mock.faults.add({ fault: 'service-unavailable' });
  mock.faults.list()[0]?.remove();
  mock.clock.advance({ seconds: 90 });
  mock.clock.run();

  mock.reset();

  expect(mock.clock.isFrozen).toBe(true);
  expect(mock.clock.now()).toBe(Date.parse(now));
  expect(mock.faults.list().map(({ id, matched, injected }) => [id, matched, injected])).toEqual([
    ['fault-1', 0, 0],
  ]);
  expect(mock.state.collections()).toEqual([]);
  expect(mock.limits()).toEqual([]);
  expect(await round()).toEqual(first);
});

test('reset lets calls go that wait for a latency, and listeners of the journal stay', async () => {
  const mock = createMock({ clock: 'virtual', faults: [{ fault: 'latency', latencyMs: 60_000, times: 1 }] });
  const heard: number[] = [];
  mock.journal.subscribe(({ id }) => heard.push(id));
  const waiting = mock.handle(callUnsigned());
  await until(mock, 1);

  mock.reset();
  await waiting;
  mock.faults.clear();
  await mock.handle(callUnsigned());

  expect(mock.clock.waiting).toBe(0);
  expect(heard).toEqual([1]);
});

test('state.clear forgets records, and nothing else', async () => {
  const mock = createMock({ clock: now });
  await mock.handle(callUnsigned());
  mock.clock.advance({ milliseconds: 5 });

  mock.state.clear();

  expect(mock.state.collections()).toEqual([]);
  expect(mock.journal.requests()).toHaveLength(1);
  expect(mock.limits()).toMatchObject([{ used: 1 }]);
  expect(mock.clock.now()).toBe(Date.parse(now) + 5);
});

async function until(mock: Mock, waiting: number): Promise<void> {
  while (mock.clock.waiting !== waiting) await Promise.resolve();
}

test('a call that waits is answered, and leaves nothing behind in what begins anew', async () => {
  const mock = createMock({ clock: 'virtual' });
  const ended: unknown[] = [];
  mock.events.on('request:end', ({ id }) => ended.push(id));
  mock.faults.add({ fault: 'latency', latencyMs: 1000 });
  mock.use('AddLiveRecordVodConfig', async () => {
    await mock.clock.sleep(1000);
    return Response.json({ late: true });
  });
  const calls = ['AddLiveAppRecordConfig', 'AddLiveRecordVodConfig'].map((Action) =>
    mock.handle(callUnsigned({ Action })),
  );
  await expect.poll(() => mock.clock.waiting).toBe(2);

  mock.reset();

  expect((await Promise.all(calls)).map(({ answer }) => answer?.status)).toEqual([200, 200]);
  expect([mock.state.counts(), mock.journal.requests(), mock.limits(), ended]).toEqual([[], [], [], []]);
});
