import { expect, test, vi } from 'vitest';
import { valid } from './fixtures/valid-request.ts';
import { createMock, type Mock } from './index.ts';
import { startServer } from './server/server.ts';

function add(mock: Mock, signal?: AbortSignal): Promise<Response> {
  return mock.fetch(`${mock.endpoints[0]}/?Action=AddLiveAppRecordConfig&Version=2016-11-01`, {
    method: 'POST',
    body: new URLSearchParams(valid),
    signal: signal ?? null,
  });
}

test('a client that gives up while a call waits is told so at once, and the call goes on', async () => {
  const mock = createMock({ clock: 'virtual' });
  mock.faults.add({ fault: 'latency', latencyMs: 1000 });
  const client = new AbortController();
  const answer = add(mock, client.signal);
  await expect.poll(() => mock.clock.waiting).toBe(1);

  client.abort(new Error('given up'));

  await expect(answer).rejects.toThrow('given up');
  expect(mock.state.counts()).toEqual([]);
  mock.clock.advance({ seconds: 1 });
  await expect.poll(() => mock.state.counts()).toMatchObject([{ count: 1 }]);
});

test('a client that has given up before asks nothing', async () => {
  const mock = createMock();

  await expect(add(mock, AbortSignal.abort())).rejects.toThrow('This operation was aborted');

  expect(mock.journal.requests()).toEqual([]);
});

test('an answer of a test that throws ends the call with its error, also over HTTP', async () => {
  const mock = createMock();
  const printed = vi.spyOn(console, 'error').mockReturnValue();
  mock.use('AddLiveAppRecordConfig', () => {
    throw new Error('a mistake in the test');
  });
  await using server = await startServer(mock, { port: 0 });

  await expect(add(mock)).rejects.toThrow('a mistake in the test');
  const answer = await fetch(`${server.url}/?Action=AddLiveAppRecordConfig&Version=2016-11-01`);

  expect([answer.status, await answer.json()]).toMatchObject([
    500,
    { Code: 'Understudy.MockFailed', Message: 'The mock could not answer: a mistake in the test' },
  ]);
  expect(printed.mock.calls[0]?.[0]).toMatch('Failed to answer a request');
  printed.mockRestore();
});
