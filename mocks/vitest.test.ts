import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, onTestFinished, vi } from 'vitest';
import { operation, valid } from './fixtures/valid-request.ts';
import { createMockTest } from './vitest.ts';

function call(changes: Readonly<Record<string, string>> = {}): Promise<Response> {
  const query = new URLSearchParams({ Action: operation, ...valid, ...changes });
  return fetch(`https://live.aliyuncs.com/?${query}`, { method: 'POST' });
}

describe('a mock for each test', () => {
  const test = createMockTest({ clock: 'virtual', seed: 1 });

  // Each makes the same record: if two shared a mock, all but one would be refused.
  test.concurrent.for(Array.from({ length: 20 }, (_, index) => index))(
    'which others that run at the same time do not see: %i',
    async (index, { mock, expect: expectHere }) => {
      await new Promise((resolve) => setImmediate(resolve));
      expectHere((await call({ DelayTime: String(15 + index) })).status).toBe(200);
      await new Promise((resolve) => setImmediate(resolve));
      await expectHere(await call()).toBeRefusedWith('ConfigAlreadyExists');

      expectHere(mock.journal.requests()).toHaveLength(2);
      expectHere(mock).toHaveReceived(operation, { DelayTime: 15 + index });
    },
  );

  test('with the options that were given', ({ mock }) => {
    expect(new Date(mock.clock.now()).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });

  test('which plays faults', async ({ mock }) => {
    mock.faults.add({ fault: 'answer-lost', times: 1 });

    await expect(call()).rejects.toThrow('fetch failed');
    await expect(await call()).toBeRefusedWith('ConfigAlreadyExists');
  });
});

describe('fake timers', () => {
  const test = createMockTest();

  test('pass the time of a fault, where the clock of the mock runs', async ({ mock }) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    mock.faults.add({ fault: 'latency', latencyMs: 60_000 });
    const answered = vi.fn<() => void>();
    const answer = call().then((response) => {
      answered();
      return response.status;
    });

    await vi.advanceTimersByTimeAsync(59_000);
    expect(answered).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(mock.clock.waiting).toBe(1));
    await vi.advanceTimersByTimeAsync(61_000);
    expect(await answer).toBe(200);
  });
});

describe('a server that others use too', () => {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterAll(() => server.close());
  const test = createMockTest({ server, clock: 'virtual' });

  test('answers for the mock', async () => {
    expect((await call()).status).toBe(200);
  });

  test('and for the next test with another', async () => {
    expect((await call()).status).toBe(200);
  });
});

describe('fixtures that are repeated and nested', () => {
  const outer = createMockTest({ clock: 'virtual', seed: 1 });
  const other = createMockTest({ clock: 'virtual', seed: 2 });
  describe('inside', () => {
    const inner = createMockTest({ clock: 'virtual', seed: 3 });
    inner('answers by its own mock', async ({ mock }) => {
      expect((await call()).status).toBe(200);
      expect(mock.journal.requests()).toHaveLength(1);
    });
  });
  outer('answers after the inner one is done', async ({ mock }) => {
    expect((await call()).status).toBe(200);
    expect(mock.journal.requests()).toHaveLength(1);
  });
  other('answers too, and what no mock answers does not leave the process', async ({ mock }) => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const heard = vi.fn<RequestListener>((_, response) => void response.end());
    const stranger = createServer(heard).listen(0, '127.0.0.1');
    onTestFinished(() => {
      error.mockRestore();
      stranger.close();
    });
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;

    expect((await call()).status).toBe(200);
    expect(mock.journal.requests()).toHaveLength(1);
    await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    expect(heard).not.toHaveBeenCalled();
  });
});
