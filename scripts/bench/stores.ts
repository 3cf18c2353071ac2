/** What a creation costs in each store, and in Redis beside the bare command by the same client. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { noRedis, startRedis } from '../../mocks/fixtures/redis.ts';
import { createMemoryStateStore, type StateStore } from '../../mocks/state-store.ts';
import { openRedisStore } from '../../mocks/stores/redis.ts';
import { openSqliteStore } from '../../mocks/stores/sqlite.ts';
import { spreadOf } from './measure.ts';
import { show, timesAsMuch, type BenchRow } from './row.ts';

const record = {
  DomainName: 'example.com',
  AppName: 'app',
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  RecordFormat: [{ Format: 'mp4', OssObjectPrefix: 'record/{StartTime}_{EndTime}' }],
};
const json = JSON.stringify(record);
const inFlight = 16;
const slices = 7;
/** Short ones, so that both of a pair see the same machine. */
const pairs = 41;
const callsOfASlice = 2000;

export async function measureStores(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-bench-'));
  try {
    const memory = await median(() => createIn(createMemoryStateStore()));
    await using sqlite = openSqliteStore(join(folder, 'state.db'));
    const file = await median(() => createIn(sqlite));
    return [
      { what: 'creations in memory', value: memory, unit: '/s' },
      { what: 'creations in SQLite', value: file, unit: '/s', bar: { atLeast: 3000 } },
      ...(noRedis === undefined ? await measureRedis() : []),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** By turns, so that what else the machine does falls on both. */
async function measureRedis(): Promise<readonly BenchRow[]> {
  await using redis = await startRedis();
  await using store = await openRedisStore(redis.url);
  const client = createClient({ url: redis.url, RESP: 2 });
  await client.connect();
  const [bare, ours]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair += 1) {
    bare.push(await perSecond((key) => client.sendCommand(['SET', key, json, 'NX'])));
    ours.push(await createIn(store));
  }
  client.destroy();
  const ratios = spreadOf(ours.map((rate, pair) => rate / (bare[pair] ?? Number.NaN)));
  return [
    { what: `SET NX in Redis, ${inFlight} in flight`, value: spreadOf(bare).median, unit: '/s' },
    {
      what: `creations in Redis, ${inFlight} in flight, over SET NX`,
      ...timesAsMuch(ratios, 1),
      bar: { atLeast: 0.5 },
      note: show(spreadOf(ours).median, '/s'),
    },
  ];
}

function createIn(store: StateStore): Promise<number> {
  const { records } = store.open('', () => []);
  const name = { account: 'bench', collection: 'records' };
  return perSecond((key) => records.create(name, key, record));
}

let count = 0;

/** How many calls end in a second, where so many are in flight. */
async function perSecond(call: (key: string) => unknown): Promise<number> {
  let left = callsOfASlice;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call(`["example.com","app-${(count += 1)}"]`);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: inFlight }, client));
  return Math.round(callsOfASlice / ((performance.now() - from) / 1000));
}

async function median(measure: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let slice = 0; slice < slices; slice += 1) all.push(await measure());
  return spreadOf(all).median;
}
