/** Of simultaneous requests for one key, exactly one succeeds, wherever the records live and however long it takes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { operation, valid } from '../fixtures/valid-request.ts';
import { createClock } from '../settings/clock.ts';
import { createEngine, type Engine, type Exchange } from './engine.ts';
import { createGateway } from '../gateway/gateway.ts';
import { createMock } from '../index.ts';
import { createNonces } from '../auth/nonces.ts';
import { createRandom } from '../settings/random.ts';
import type { WireRequest } from '../gateway/request.ts';
import { createMemoryStore, type Store } from '../state/store.ts';
import { createThrottle } from '../gateway/throttle.ts';

const query = new URLSearchParams({ Action: operation, ...valid }).toString();
const request: WireRequest = { method: 'POST', url: `/?${query}`, headers: {}, body: '' };

test('through fetch, 200 times at once: one succeeds, the rate limit stops most', async () => {
  const mock = createMock({ clock: 'virtual' });

  const responses = await Promise.all(
    Array.from({ length: 200 }, async () => mock.fetch(new Request(`https://live.aliyuncs.com/?${query}`))),
  );

  expect(countOf(await Promise.all(responses.map(codeOf)))).toStrictEqual({
    OK: 1,
    ConfigAlreadyExists: 29,
    'Throttling.User': 170,
  });
});

test('through handle, no faster than the rate limit allows and not waiting for answers: one succeeds', async () => {
  const mock = createMock({ clock: 'virtual' });

  const exchanges = Array.from({ length: 200 }, async () => {
    mock.clock.advance({ milliseconds: 40 });
    return mock.handle(request);
  });

  expect(countOf((await Promise.all(exchanges)).map(resultOf))).toStrictEqual({
    OK: 1,
    ConfigAlreadyExists: 199,
  });
});

test('with a store that answers later, 200 times at once: one succeeds', async () => {
  const random = createRandom(1);
  const later = async (work: () => unknown): Promise<unknown> => {
    await turns(Number.parseInt(random.nextIds().requestId.slice(0, 2), 16));
    const result = work();
    await turns(Number.parseInt(random.nextIds().requestId.slice(0, 2), 16));
    return result;
  };

  const codes = await callAtOnce(createEngineWith(answering(later)), 200);

  expect(countOf(codes)).toStrictEqual({ OK: 1, ConfigAlreadyExists: 199 });
});

test('with a store whose answers come in any order: one succeeds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 5 }), async (scheduler, copies) => {
      const later = async (work: () => unknown): Promise<unknown> => {
        await scheduler.schedule(Promise.resolve(), 'asked');
        const result = work();
        await scheduler.schedule(Promise.resolve(), 'answered');
        return result;
      };
      const engine = createEngineWith(answering(later));

      const codes = await scheduler.waitFor(callAtOnce(engine, copies));

      expect(countOf(codes)).toStrictEqual({ OK: 1, ConfigAlreadyExists: copies - 1 });
    }),
  );
});

/** A store that does its work when somebody else decides. */
function answering(later: (work: () => unknown) => Promise<unknown>): Store {
  const store = createMemoryStore();
  const methods = Object.entries(store) as [string, (...values: unknown[]) => unknown][];
  const slow = methods.map(([name, method]) => [
    name,
    (...values: unknown[]) => later(() => method(...values)),
  ]);
  return Object.fromEntries(slow) as Store; // every method of a store may answer later
}

/** An engine without a rate limit, so that all calls reach the store. */
function createEngineWith(store: Store): Engine {
  const contract = readContract();
  const main = mainOperation(contract);
  const { defaultFormat } = main.answer;
  const gateway = createGateway({
    contract,
    main,
    defaultFormat,
    verification: undefined,
    nonces: createNonces(),
    throttle: { ...createThrottle(), admit: () => ({ kind: 'admitted' }) },
    throttling: {},
  });
  return createEngine({
    gateway,
    defaultFormat,
    store,
    world: main.world,
    clock: createClock('virtual'),
    random: createRandom(1),
  });
}

async function callAtOnce(engine: Engine, copies: number): Promise<readonly string[]> {
  const exchanges = await Promise.all(Array.from({ length: copies }, async () => engine.handle(request)));
  return exchanges.map(resultOf);
}

function resultOf({ decision }: Exchange): string {
  return decision.kind === 'refused' ? decision.error : 'OK';
}

async function codeOf(response: Response): Promise<string> {
  const { Code } = (await response.json()) as { Code?: string };
  return Code ?? 'OK';
}

function countOf(codes: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** Let everything else that is ready go first, so many times. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}
