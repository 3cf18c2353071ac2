/** What it costs to reach the mock through msw: our handler beside one that answers a constant, `understudy/node` beside `setupServer`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { getResponse, http, HttpResponse, type HttpHandler } from 'msw';
import { setupServer } from 'msw/node';
import { createMock, type Mock } from '../../mocks/index.ts';
import { interceptRequests } from '../../mocks/node.ts';
import { packageRoot } from '../cli/package-root.ts';
import { sideBySide } from './measure.ts';
import { form, nextMinimal } from './requests.ts';
import { timesAsMuch, type BenchRow } from './row.ts';

export async function measureBesideMsw(): Promise<readonly BenchRow[]> {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  return [await measureHandlers(mock), await measureInterception(mock), measureHeap()];
}

async function measureHandlers(mock: Mock): Promise<BenchRow> {
  const constant = http.all('https://live.aliyuncs.com/*', async ({ request }) => {
    await request.text();
    return HttpResponse.json({ RequestId: '5E5C0E5C-04D6-4E8A-9E50-3A2F0B0E4C55' });
  });
  const answerBy = (handlers: readonly HttpHandler[]) => async (calls: number) => {
    for (let call = 0; call < calls; call += 1)
      await (await getResponse([...handlers], nextRequest()))?.text();
    mock.clock.advance({ seconds: 2 });
  };
  const [plain, ours] = await sideBySide(
    [
      { name: 'a handler that answers a constant', run: answerBy([constant]) },
      { name: 'our handler', run: answerBy(mock.handlers) },
    ],
    { calls: 3000 },
  );
  const base = plain.cpuUs.median;
  return {
    what: 'our MSW handler over one that answers a constant',
    ...timesAsMuch(ours.cpuUs, base),
    bar: { atMost: 1.2 },
    note: `${ours.cpuUs.median.toFixed(0)} µs over ${base.toFixed(0)} µs of CPU time, by getResponse`,
  };
}

async function measureInterception(mock: Mock): Promise<BenchRow> {
  const fetchAll = async (calls: number): Promise<void> => {
    for (let call = 0; call < calls; call += 1) await (await fetch(nextRequest())).text();
    mock.clock.advance({ seconds: 2 });
  };
  const [server, ours] = await sideBySide(
    [
      {
        name: 'setupServer',
        run: async (calls) => {
          const network = setupServer(...mock.handlers);
          network.listen({ onUnhandledFrame: 'error' });
          await fetchAll(calls);
          network.close();
        },
      },
      {
        name: 'interceptRequests',
        run: async (calls) => {
          using _ = interceptRequests(mock);
          await fetchAll(calls);
        },
      },
    ],
    { calls: 150, rounds: 5 },
  );
  const [own, base] = [ours.cpuUs.median, server.cpuUs.median];
  return {
    what: 'understudy/node, as fast as setupServer, per fetch',
    value: base / own,
    unit: '×',
    bar: { atLeast: 4 },
    note: `${own.toFixed(0)} µs over ${base.toFixed(0)} µs of CPU time`,
  };
}

function nextRequest(): Request {
  const { path, body } = nextMinimal();
  return new Request(`https://live.aliyuncs.com${path}`, { method: 'POST', headers: form, body });
}

const fetches = 1000;

function measureHeap(): BenchRow {
  const [own, base] = [keptHeap('interceptRequests'), keptHeap('setupServer')];
  return {
    what: 'heap that a fetch leaves, over that of setupServer',
    value: own / base,
    unit: '×',
    bar: { atMost: 0.1 },
    note: `${kibPerFetch(own)} over ${kibPerFetch(base)}, garbage collected`,
  };
}

/** Bytes that so many fetches leave behind. */
function keptHeap(way: 'setupServer' | 'interceptRequests'): number {
  const script = join(packageRoot(), 'scripts/bench/kept-heap.ts');
  const { stdout } = spawnSync(process.execPath, ['--expose-gc', script, way, String(fetches)], {
    encoding: 'utf8',
  });
  return Number(stdout);
}

function kibPerFetch(bytes: number): string {
  return `${(bytes / fetches / 1024).toFixed(1)} KiB`;
}
