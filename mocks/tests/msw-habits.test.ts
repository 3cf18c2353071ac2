/** What users of MSW expect of a mock: an answer for one test, events, `await using`. */
import { setupServer } from 'msw/node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { operation, valid } from '../fixtures/valid-request.ts';
import { createMock, type JournalEntry, type Mock } from '../index.ts';
import { startServer } from '../server/server.ts';

const endpoint = 'https://live.aliyuncs.com';

function request(changes: Record<string, string> = {}, to = endpoint): Request {
  const body = new URLSearchParams({ ...valid, ...changes });
  return new Request(`${to}/?Action=${operation}&Version=2016-11-01`, { method: 'POST', body });
}

const teapot = () => Response.json({ Code: 'Teapot' }, { status: 418, headers: { 'x-pot': 'tea' } });

test('answers calls in place of the mock until reset, and stores nothing of them', async () => {
  const mock = createMock({ clock: 'virtual' });
  mock.use(operation, ({ parameters }) => (parameters['AppName'] === 'tea' ? teapot() : undefined));

  const response = await mock.fetch(request({ AppName: 'tea' }));
  expect([response.status, response.headers.get('x-pot'), await response.json()]).toEqual([
    418,
    'tea',
    { Code: 'Teapot' },
  ]);
  expect(mock.state.collections()).toEqual([]);
  expect((await mock.fetch(request({ AppName: 'coffee' }))).status).toBe(200);
  expect(mock.journal.requests().map(({ decision }) => decision.kind)).toEqual(['overridden', 'accepted']);

  mock.reset();
  expect((await mock.fetch(request({ AppName: 'tea' }))).status).toBe(200);
});

test('says so where the function of a script gives something else than a Response', async () => {
  const mock = createMock({ clock: 'virtual' });
  mock.use(operation, (() => ({ status: 418 })) as unknown as () => Response);

  await expect(mock.fetch(request())).rejects.toThrow(
    `Failed to use an answer for "${operation}": the function gave no Response. Let it return a Response, such as Response.json({}), or undefined for the mock's own answer.`,
  );
});

test('asks what was added last first, and no more what was taken back', async () => {
  const mock = createMock({ clock: 'virtual' });
  const seen: string[] = [];
  mock.use(operation, async (exchange) => {
    await Promise.resolve();
    seen.push(`first ${exchange.operation} of ${exchange.account} at ${exchange.at}`);
    return undefined;
  });
  const end = mock.use(operation, () => {
    seen.push('second');
    return undefined;
  });

  await mock.fetch(request());
  end();
  await mock.fetch(request());

  const first = `first ${operation} of anonymous at ${mock.clock.now()}`;
  expect(seen).toEqual(['second', first, first]);
});

test('answers so over HTTP and through MSW, and loses the connection where Response.error() is given', async () => {
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0 });
  const msw = setupServer(...mock.handlers);
  mock.use(operation, () => teapot());
  expect((await fetch(request({}, server.url))).status).toBe(418);
  msw.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => msw.close());
  expect((await fetch(request())).status).toBe(418);

  mock.use(operation, () => Response.error());
  await expect(mock.fetch(request())).rejects.toThrow('fetch failed');
  await expect(fetch(request())).rejects.toThrow(/fetch/);
});

test('takes only operations that the contract has', () => {
  // @ts-expect-error There is no such operation.
  expect(() => createMock().use('AddLiveAppRecordConfg', teapot)).toThrow(
    'Failed to use an answer for "AddLiveAppRecordConfg": the contract has no such operation. Did you mean "AddLiveAppRecordConfig"?',
  );
});

test('tells of each call as it comes and as it ends, of refusals, faults and reset', async () => {
  const mock = createMock({ clock: 'virtual', faults: [{ fault: 'internal-error', nth: 3 }] });
  const told: string[] = [];
  const tell = (name: string) => (entry: JournalEntry) => told.push(`${name} #${entry.id}`);
  mock.events.on('request:start', ({ request: started }) => told.push(`start ${started.method}`));
  mock.events.on('request:end', tell('end'));
  mock.events.on('request:refused', tell('refused'));
  mock.events.on('fault:injected', tell('fault'));
  mock.events.once('reset', () => told.push('reset'));

  await mock.fetch(request());
  await mock.fetch(request());
  await mock.fetch(request({ AppName: 'another' }));
  mock.reset();
  mock.reset();
  mock.events.removeAllListeners();
  await mock.fetch(request());

  expect(told).toEqual([
    'start POST',
    'end #1',
    'start POST',
    'refused #2',
    'end #2',
    'start POST',
    'refused #3',
    'fault #3',
    'end #3',
    'reset',
  ]);
});

test('tells of no fault that the transport could not inject', async () => {
  const mock = createMock({ clock: 'virtual' });
  const told: string[] = [];
  mock.events.on('fault:injected', () => told.push('fault'));
  mock.events.on('request:end', ({ fault }) => told.push(`end, ${fault?.unplayable}`));

  const asked = new Request(request(), { headers: { 'x-understudy-fault': 'wrong-content-length' } });
  await mock.fetch(asked);

  expect(told).toEqual([expect.stringMatching(/^end, The transport "fetch" cannot play/)]);
});

test('removes a listener that throws, and answers all the same', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => print.mockRestore());
  const mock = createMock({ clock: 'virtual' });
  let calls = 0;
  mock.events.on('request:end', () => {
    calls += 1;
    throw new Error('no');
  });

  expect((await mock.fetch(request())).status).toBe(200);
  await mock.fetch(request());

  expect(calls).toBe(1);
  expect(print).toHaveBeenCalledOnce();
});

test('ends with its block: nobody is told any more, and no answer is left', async () => {
  let kept: Mock | undefined;
  let ended = 0;
  {
    await using mock = createMock({ clock: 'virtual' });
    mock.events.on('request:end', () => (ended += 1));
    mock.use(operation, teapot);
    await mock.fetch(request());
    kept = mock;
  }

  expect((await kept.fetch(request())).status).toBe(200);
  expect(ended).toBe(1);
});
