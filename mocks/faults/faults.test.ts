import { describe, expect, test } from 'vitest';
import { operation, valid } from '../fixtures/valid-request.ts';
import { readContract } from '../../contract/contract.ts';
import { createFaults } from './faults.ts';
import { createTransports, fetchTransport } from './transports.ts';
import { createMock, MisuseError, type Distribution, type FaultRule, type Mock } from '../index.ts';
import { createFetchMock } from '../mock.ts';
import { startServer } from '../server/server.ts';

describe('which calls a fault is injected into', () => {
  test('all, where it says nothing', async () => {
    const mock = mockWith({ fault: 'internal-error' });

    expect(await codes(mock, 3)).toEqual(['InternalError', 'InternalError', 'InternalError']);
  });

  test('so many times at most', async () => {
    const mock = mockWith({ fault: 'internal-error', times: 2 });

    expect(await codes(mock, 3)).toEqual(['InternalError', 'InternalError', 'OK']);
  });

  test('the nth, once', async () => {
    const mock = mockWith({ fault: 'internal-error', nth: 2 });

    expect(await codes(mock, 4)).toEqual(['OK', 'InternalError', 'OK', 'OK']);
  });

  test('from the nth on, as often as it says', async () => {
    const mock = mockWith({ fault: 'internal-error', nth: 2, times: 2 });

    expect(await codes(mock, 4)).toEqual(['OK', 'InternalError', 'InternalError', 'OK']);
  });

  test.each<Pick<FaultRule, 'operation' | 'where'>>([
    { where: { AppName: 'other' } },
    { where: { DelayTime: '15' } },
    { where: { RecordFormat: [{ Format: 'flv' }] } },
    { where: { 'RecordFormat.2.Format': 'mp4' } },
    { operation: 'DeleteLiveAppRecordConfig' },
  ])('not those that differ from $where$operation', async (selection) => {
    const mock = mockWith({ fault: 'internal-error', ...selection });

    expect(await codes(mock, 1)).toEqual(['OK']);
  });

  test.each<Pick<FaultRule, 'operation' | 'where'>>([
    { where: { AppName: 'app-0' } },
    { where: { DelayTime: 30 } },
    { where: { DelayTime: '30' } },
    { where: { RecordFormat: [{ Format: 'mp4' }] } },
    { where: { 'RecordFormat.1.Format': 'mp4' } },
    { operation },
  ])('those that have $where$operation', async (selection) => {
    const mock = mockWith({ fault: 'internal-error', ...selection });

    expect(await codes(mock, 1, { DelayTime: '30' })).toEqual(['InternalError']);
  });

  test('in a window of time by the clock of the mock', async () => {
    const mock = mockWith({
      fault: 'internal-error',
      between: ['2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z'],
    });
    const answers: string[] = [];
    for (let second = 0; second < 3; second += 1) {
      answers.push(await code(mock, { AppName: `app-${second}` }));
      mock.clock.advance({ seconds: 1 });
    }

    expect(answers).toEqual(['OK', 'InternalError', 'OK']);
  });

  test('with a chance that the seed repeats', async () => {
    const play = async (seed: number): Promise<string> => {
      const mock = createMock({
        clock: 'virtual',
        seed,
        faults: [{ fault: 'internal-error', probability: 0.3 }],
      });
      return (await codes(mock, 30)).join();
    };

    const injected = (await play(1)).split('InternalError').length - 1;
    expect(await play(1)).toBe(await play(1));
    expect(await play(1)).not.toBe(await play(2));
    expect(injected).toBeGreaterThan(3);
    expect(injected).toBeLessThan(16);
  });

  test('of two that are due, the first that was added', async () => {
    const mock = createMock({
      clock: 'virtual',
      faults: [{ fault: 'internal-error' }, { fault: 'service-unavailable' }],
    });

    expect(await codes(mock, 2)).toEqual(['InternalError', 'InternalError']);
  });

  test('another as long as the first is not due, and each counts its calls', async () => {
    const mock = createMock({ clock: 'virtual' });
    const first = mock.faults.add({ fault: 'internal-error', times: 1 });
    const second = mock.faults.add({ fault: 'service-unavailable', nth: 2 });

    expect(await codes(mock, 3)).toEqual(['InternalError', 'ServiceUnavailable', 'OK']);
    expect([first.matched, first.injected, second.matched, second.injected]).toEqual([3, 1, 3, 1]);
  });

  test('none that the gateway refuses, and none is used up by it', async () => {
    const mock = mockWith({ fault: 'error', error: 'InvalidDelayTime', times: 1 });
    await mock.handle({ method: 'POST', url: '/?Action=Nothing', headers: {}, body: '' });

    expect(await codes(mock, 2)).toEqual(['InvalidDelayTime', 'OK']);
  });

  test('the ids that a seed gives stay the same', async () => {
    const idsOf = async (mock: Mock): Promise<string> => (await exchange(mock)).answer?.body ?? '';

    expect(await idsOf(createMock({ clock: 'virtual', seed: 1 }))).toBe(
      await idsOf(createMock({ clock: 'virtual', seed: 1, faults: [{ fault: 'reset', probability: 0 }] })),
    );
  });
});

describe('what a fault does', () => {
  test('an answer that is lost has been carried out', async () => {
    const mock = mockWith({ fault: 'answer-lost', times: 1 });

    await expect(mock.fetch(request())).rejects.toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    expect(await codeOf(await mock.fetch(request()))).toBe('ConfigAlreadyExists');
  });

  test('a request that is lost has not, and does not count against the rate limit', async () => {
    const mock = mockWith({ fault: 'request-lost', times: 40 });
    for (let call = 0; call < 40; call += 1)
      await expect(mock.fetch(request())).rejects.toThrow('fetch failed');

    expect(await codeOf(await mock.fetch(request()))).toBe('OK');
  });

  test('an error is answered as the contract has it, and changes nothing', async () => {
    const mock = mockWith({ fault: 'error', error: 'InvalidDelayTime', times: 1 });

    const { answer, decision, fault } = await exchange(mock);

    expect(answer?.status).toBe(400);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ Message: 'Specified Delaytime is invalid.' });
    expect(decision).toMatchObject({ kind: 'refused', error: 'InvalidDelayTime', rule: 'fault/error' });
    expect(fault).toEqual({ name: 'error', id: 'fault-1', error: 'InvalidDelayTime' });
    expect(mock.state.collections()).toEqual([]);
  });

  test('throttling says when to come again', async () => {
    const mock = mockWith({ fault: 'throttled', retryAfterMs: 2500 });

    const { answer } = await exchange(mock);

    expect(answer?.headers['x-acs-retry-after']).toBe('2500');
    expect(answer?.body).toContain('"Throttling.User"');
  });

  test('throttling answers as the mock was told to', async () => {
    const mock = createMock({ throttling: { status: 429 }, faults: [{ fault: 'throttled' }] });

    expect((await exchange(mock)).answer?.status).toBe(429);
  });

  test('a body breaks off where it says', async () => {
    const mock = mockWith({ fault: 'truncated-body', bytes: 5 });
    const response = await mock.fetch(request());
    const chunks: string[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of response.body ?? []) chunks.push(new TextDecoder().decode(chunk));
    };

    await expect(read()).rejects.toThrow('fetch failed');
    expect(chunks.join('')).toBe('{"Req');
  });

  test('latency waits by a clock that stands still, without real time', async () => {
    const mock = mockWith({ fault: 'latency', latencyMs: 3_600_000 });
    const answer = code(mock);
    await expect.poll(() => mock.clock.waiting).toBe(1);

    expect(mock.state.collections()).toEqual([]);
    mock.clock.advance({ seconds: 3600 });
    expect(await answer).toBe('OK');
  });

  test('latency is drawn from a distribution, as the seed says', async () => {
    const draw = async (seed: number, distribution: Distribution): Promise<readonly number[]> => {
      const mock = createMock({ clock: 'virtual', seed });
      mock.faults.add({ fault: 'latency', distribution });
      const calls = Array.from({ length: 20 }, (_, index) => exchange(mock, { AppName: `app-${index}` }));
      await expect.poll(() => mock.clock.waiting).toBe(20);
      mock.clock.advance({ seconds: 3600 });
      return (await Promise.all(calls)).map(({ fault }) => fault?.latencyMs ?? -1);
    };
    const uniform = { kind: 'uniform', minMs: 100, maxMs: 200 } as const;

    const drawn = await draw(1, uniform);
    expect(drawn).toEqual(await draw(1, uniform));
    expect(new Set(drawn).size).toBeGreaterThan(10);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(200);
    const skewed = await draw(1, { kind: 'lognormal', medianMs: 100 });
    expect(skewed.filter((latencyMs) => latencyMs > 100).length).toBeGreaterThan(4);
    expect(skewed.filter((latencyMs) => latencyMs < 100).length).toBeGreaterThan(4);
  });

  test('a slow body comes in pieces', async () => {
    const mock = mockWith({ fault: 'slow-body', latencyMs: 1000 });
    const response = await mock.fetch(request());
    const text = response.text();
    for (let piece = 0; piece < 10; piece += 1) {
      await expect.poll(() => mock.clock.waiting).toBe(1);
      mock.clock.advance({ milliseconds: 100 });
    }

    expect(JSON.parse(await text)).toHaveProperty('RequestId');
  });

  test('a call that hangs ends when the client gives up', async () => {
    const mock = mockWith({ fault: 'hang' });
    const given = new AbortController();
    const answer = mock.fetch(request({}, given.signal));
    given.abort(new Error('enough'));

    await expect(answer).rejects.toThrow('enough');
  });
});

describe('a header', () => {
  test('asks for a fault of this request alone', async () => {
    const mock = createMock({ clock: 'virtual' });

    await expect(mock.fetch(request({ 'x-understudy-fault': 'answer-lost' }))).rejects.toThrow(
      'fetch failed',
    );
    expect(await codeOf(await mock.fetch(request()))).toBe('ConfigAlreadyExists');
  });

  test.each(['latency;ms=500', 'latency; latencyMs=500'])('has settings: %s', async (header) => {
    const mock = createMock({ clock: 'virtual' });
    const answer = mock.fetch(request({ 'x-understudy-fault': header }));
    await expect.poll(() => mock.clock.waiting).toBe(1);
    mock.clock.advance({ milliseconds: 500 });

    expect(await codeOf(await answer)).toBe('OK');
  });

  test('comes before all rules, and no rule counts the call', async () => {
    const mock = createMock({ clock: 'virtual' });
    const rule = mock.faults.add({ fault: 'internal-error' });

    const response = await mock.fetch(request({ 'x-understudy-fault': 'error;error=InvalidDelayTime' }));

    expect(await codeOf(response)).toBe('InvalidDelayTime');
    expect(rule.matched).toBe(0);
  });

  test.each([
    ['lost', 'Failed to read fault "lost": there is no such fault.'],
    ['latency', 'Failed to read fault "latency": nothing says how long. Give it "latencyMs".'],
    [
      'throttled;ms=',
      'Failed to read fault "throttled": "retryAfterMs" is not a number of milliseconds. Correct it.',
    ],
    ['latency;seconds=5', 'Failed to read fault "latency": it has no "seconds". It has ms.'],
    ['error;error=NoSuchCode', 'Failed to read fault "error": the contract has no error "NoSuchCode".'],
  ])('that says nothing known is refused loudly: %s', async (header, message) => {
    const mock = createMock({ clock: 'virtual' });

    const response = await mock.fetch(request({ 'x-understudy-fault': header }));

    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({
      Code: 'Understudy.FaultNotPlayable',
      Message: expect.stringContaining(message),
    });
    expect(mock.state.collections()).toEqual([]);
  });
});

describe('a transport that cannot play a fault', () => {
  test('says so when it is added', () => {
    expect(() => createMock().faults.add({ fault: 'wrong-content-length' })).toThrow(
      'Failed to add fault "wrong-content-length": no transport of this mock can play it, it has fetch, msw. Start a server first.',
    );
    expect(() => createMock().faults.add({ fault: 'reset' })).not.toThrow();
    expect(() => createFetchMock({ contract: readContract() }).faults.add({ fault: 'reset' })).not.toThrow();
  });

  test('takes it while a server runs that can, and refuses the calls that it would answer itself', async () => {
    const mock = createMock({ clock: 'virtual' });
    const server = await startServer(mock, { port: 0 });
    mock.faults.add({ fault: 'wrong-content-length', times: 1 });

    const response = await mock.fetch(request());

    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({
      Message:
        'The transport "fetch" cannot play the fault "wrong-content-length". Ask for it on a transport that can.',
    });
    await server.close();
    expect(() => mock.faults.add({ fault: 'wrong-content-length' })).toThrow('Start a server first.');
  });
});

describe('a rule', () => {
  test.each([
    [{ fault: 'lost' }, 'Failed to read fault "lost": there is no such fault.'],
    [{ fault: 'hang', latencyMs: 5 }, 'it has no "latencyMs"'],
    [{ fault: 'hang', operation: 'Nothing' }, 'the contract has no operation "Nothing"'],
    [{ fault: 'hang', where: 'AppName' }, '"where" is no object of parameters'],
    [{ fault: 'hang', nth: 0 }, '"nth" is not a whole number from 1'],
    [{ fault: 'hang', times: 1.5 }, '"times" is not a whole number from 1'],
    [{ fault: 'hang', probability: 2 }, '"probability" is not a number from 0 to 1'],
    [{ fault: 'hang', between: ['now', 'then'] }, '"between" is no pair of points in time'],
    [
      { fault: 'hang', between: ['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'] },
      '"between" ends before it begins',
    ],
    [{ fault: 'hang', between: [null, true] }, '"between" is no pair of points in time'],
    [{ fault: 'latency' }, 'nothing says how long'],
    [
      { fault: 'latency', distribution: { kind: 'uniform', minMs: '100', maxMs: '200' } },
      '"distribution" is not valid',
    ],
    [
      { fault: 'latency', distribution: { kind: 'uniform', minMs: 0, maxMs: Infinity } },
      '"distribution" is not valid',
    ],
    [
      { fault: 'latency', distribution: { kind: 'lognormal', medianMs: Infinity } },
      '"distribution" is not valid',
    ],
    [{ fault: 'wrong-content-length', bytes: 1e300 }, '"bytes" is not a whole number of bytes'],
    [{ fault: 'latency', latencyMs: -1 }, '"latencyMs" is not a number of milliseconds'],
    [{ fault: 'latency', latencyMs: 1, distribution: { kind: 'uniform' } }, '"distribution" is not valid'],
    [{ fault: 'error' }, '"error" is missing'],
    [{ fault: 'error', error: 'NoSuchCode' }, 'the contract has no error "NoSuchCode"'],
    [{ fault: 'truncated-body', bytes: -1 }, '"bytes" is not a whole number of bytes'],
    [{ fault: 'wrong-content-type', contentType: 'text/plain\r\n' }, 'no text that a header can hold'],
  ])('is refused where it makes no sense: %j', (rule, problem) => {
    const add = () => createMock().faults.add(rule as FaultRule);
    expect(add).toThrow(problem);
    expect(add).toThrow(MisuseError);
  });

  test('is listed, and removed by its id or by its handle', () => {
    const mock = createMock();
    const [one, two, three] = [
      mock.faults.add({ fault: 'hang' }),
      mock.faults.add({ fault: 'reset' }),
      mock.faults.add({ fault: 'empty-body' }),
    ];
    one.remove();

    expect(mock.faults.remove(two.id)).toBe(true);
    expect(mock.faults.remove(two.id)).toBe(false);
    expect(mock.faults.list().map(({ id, rule }) => [id, rule])).toEqual([
      [three.id, { fault: 'empty-body' }],
    ]);
    mock.faults.clear();
    expect(mock.faults.list()).toEqual([]);
  });
});

function mockWith(fault: FaultRule): Mock {
  return createMock({ clock: 'virtual', seed: 1, faults: [fault] });
}

/** Calls that would all succeed, each with a name of its own. */
async function codes(mock: Mock, count: number, changes: Readonly<Record<string, string>> = {}) {
  const all: string[] = [];
  for (let call = 0; call < count; call += 1)
    all.push(await code(mock, { AppName: `app-${call}`, ...changes }));
  return all;
}

async function code(mock: Mock, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const { answer } = await exchange(mock, changes);
  return (JSON.parse(answer?.body ?? '') as { Code?: string }).Code ?? 'OK';
}

function exchange(mock: Mock, changes: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({ Action: operation, ...valid, ...changes }).toString();
  return mock.handle({ method: 'POST', url: `/?${query}`, headers: {}, body: '' });
}

function request(headers: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Request {
  const query = new URLSearchParams({ Action: operation, ...valid }).toString();
  return new Request(`https://live.aliyuncs.com/?${query}`, {
    method: 'POST',
    headers,
    signal: signal ?? null,
  });
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { Code?: string }).Code ?? 'OK';
}

test('has the rules that others have, but for those of its own that were removed', () => {
  const { contract } = createMock();
  const faults = createFaults(contract, createTransports(fetchTransport), 1);
  const shown = (): readonly unknown[] => faults.list().map(({ id, rule }) => [id, rule.fault]);
  faults.set([{ fault: 'hang' }, { fault: 'reset' }]);
  const [first = ''] = faults.standingKeys();
  const rules = [{ id: 'fault-3', rule: { fault: 'latency', latencyMs: 1 } as const }];

  faults.adopt({ removed: [first], rules, last: 3 });
  expect(shown()).toEqual([
    ['fault-2', 'reset'],
    ['fault-3', 'latency'],
  ]);
  faults.adopt({ removed: [], rules: [], last: 3 });
  expect(shown()).toEqual([
    ['fault-1', 'hang'],
    ['fault-2', 'reset'],
  ]);
  faults.adopt({ removed: [], rules: [{ id: 'fault-1', rule: { fault: 'empty-body' } }], last: 3 });
  expect(shown()).toEqual([
    ['fault-4', 'hang'],
    ['fault-2', 'reset'],
    ['fault-1', 'empty-body'],
  ]);
});
