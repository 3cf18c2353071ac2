/** What it costs to reach the mock through msw: our handler beside one that answers a constant, our host beside msw's. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { http, HttpResponse, type HttpHandler } from 'msw';
import { getResponse } from 'msw';
import { setupServer } from 'msw/node';
import { createMock } from '../../mocks/index.ts';
import { interceptRequests } from '../../mocks/node.ts';
import { packageRoot } from '../cli/package-root.ts';
import { sideBySide, spreadOf } from './measure.ts';
import { form, nextMinimal } from './requests.ts';
import type { BenchRow } from './row.ts';

export async function measureBesideMsw(): Promise<readonly BenchRow[]> {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  const constant = [
    http.all('https://live.aliyuncs.com/*', async ({ request }) => {
      await request.text();
      return HttpResponse.json({ RequestId: '5E5C0E5C-04D6-4E8A-9E50-3A2F0B0E4C55' });
    }),
  ];
  const answerBy = (handlers: readonly HttpHandler[]) => async (calls: number) => {
    for (let call = 0; call < calls; call += 1)
      await (await getResponse([...handlers], nextRequest()))?.text();
    mock.clock.advance({ seconds: 2 });
  };
  const [plain, ours] = await sideBySide(
    [
      { name: 'a handler that answers a constant', run: answerBy(constant) },
      { name: 'our handler', run: answerBy(mock.handlers) },
    ],
    { calls: 3000 },
  );
  const fetchThem = async (calls: number): Promise<void> => {
    for (let call = 0; call < calls; call += 1) await (await fetch(nextRequest())).text();
    mock.clock.advance({ seconds: 2 });
  };
  const [server, host] = await sideBySide(
    [
      {
        name: 'setupServer',
        run: async (calls) => {
          const network = setupServer(...mock.handlers);
          network.listen({ onUnhandledFrame: 'error' });
          await fetchThem(calls);
          network.close();
        },
      },
      {
        name: 'interceptRequests',
        run: async (calls) => {
          using _ = interceptRequests(mock);
          await fetchThem(calls);
        },
      },
    ],
    { calls: 150, rounds: 5 },
  );
  const [leftByServer, leftByHost] = [keptHeap('setupServer'), keptHeap('interceptRequests')];
  const [own, base] = [ours?.cpuUs ?? spreadOf([]), plain?.cpuUs.median ?? Number.NaN];
  const [inHost, inServer] = [host?.cpuUs.median ?? Number.NaN, server?.cpuUs.median ?? Number.NaN];
  return [
    {
      what: 'our MSW handler over one that answers a constant',
      value: own.median / base,
      low: own.low / base,
      high: own.high / base,
      unit: '×',
      bar: { atMost: 1.2 },
      note: `${own.median.toFixed(0)} µs over ${base.toFixed(0)} µs of CPU time, by getResponse`,
    },
    {
      what: 'understudy/node, as fast as setupServer, per fetch',
      value: inServer / inHost,
      unit: '×',
      bar: { atLeast: 4 },
      note: `${inHost.toFixed(0)} µs over ${inServer.toFixed(0)} µs of CPU time`,
    },
    {
      what: 'heap that a fetch leaves, over that of setupServer',
      value: leftByHost / leftByServer,
      unit: '×',
      bar: { atMost: 0.1 },
      note: `${kibPerFetch(leftByHost)} over ${kibPerFetch(leftByServer)}, garbage collected`,
    },
  ];
}

function nextRequest(): Request {
  const { path, body } = nextMinimal();
  return new Request(`https://live.aliyuncs.com${path}`, { method: 'POST', headers: form, body });
}

const fetches = 1000;

/** Bytes that so many fetches through a host leave behind. */
function keptHeap(host: 'setupServer' | 'interceptRequests'): number {
  const script = join(packageRoot(), 'scripts/bench/kept-heap.ts');
  const { stdout } = spawnSync(process.execPath, ['--expose-gc', script, host, String(fetches)], {
    encoding: 'utf8',
  });
  return Number(stdout);
}

function kibPerFetch(bytes: number): string {
  return `${(bytes / fetches / 1024).toFixed(1)} KiB`;
}
