/**
 * `node --expose-gc kept-heap.ts setupServer|interceptRequests CALLS`: the heap that so many fetches leave behind, in bytes, when
 * everything is collected that nobody holds. A process of its own: what one way keeps would count for the other.
 */
import { setupServer } from 'msw/node';
import { createMock } from '../../mocks/index.ts';
import { interceptRequests } from '../../mocks/node.ts';
import { form, nextMinimal } from './requests.ts';

const [way = '', count = ''] = process.argv.slice(2);
const mock = createMock({ clock: 'virtual', seed: 1, journalSize: 0 });
if (way === 'setupServer') setupServer(...mock.handlers).listen({ onUnhandledFrame: 'error' });
else interceptRequests(mock);

async function heapAfter(calls: number): Promise<number> {
  for (let call = 0; call < calls; call += 1) {
    const { path, body } = nextMinimal();
    const sent = { method: 'POST', headers: form, body };
    await (await fetch(`https://live.aliyuncs.com${path}`, sent)).text();
  }
  // What the mock stores is no way's.
  mock.reset();
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

// The first calls load and compile what stays.
const before = await heapAfter(200);
process.stdout.write(`${(await heapAfter(Number(count))) - before}\n`);
process.exit();
