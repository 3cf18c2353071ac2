/** The engine without a transport, `mock.fetch`, and how both behave when much is stored. */
import { createMock, type Mock } from '../../mocks/index.ts';
import { form, nextFull, nextMinimal, type Sent } from './requests.ts';
import { sideBySide, type Timing } from './measure.ts';
import { timesAsMuch, type BenchRow } from './row.ts';

/**
 * Calls of a round that takes several garbage collections. One falls on some 6,000 minimal requests, and takes as long as 1,000 of them:
 * of shorter rounds some would have one and others not, and the median would say how many.
 */
const wholeRound = 20_000;

export async function measureInProcess(): Promise<readonly BenchRow[]> {
  return [
    perSecond('engine alone, minimal request', await timedAlone(callEngine, nextMinimal), 150_000),
    perSecond(
      'engine alone, 3 + 3 formats and 10 templates',
      await timedAlone(callEngine, nextFull, wholeRound / 2),
      40_000,
    ),
    perSecond('mock.fetch(new Request(…)), answer read', await timedAlone(callFetch, nextMinimal), 25_000),
    ...(await measureAccounts()),
    ...(await measureRecords()),
  ];
}

/** With a mock of its own, and not in turns with others: these are no ratios, and each would clear up what another has left. */
async function timedAlone(
  call: (mock: Mock, calls: number, next: () => Sent) => Promise<void>,
  next: () => Sent,
  calls = wholeRound,
): Promise<Timing> {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  const run = (most: number): Promise<void> => call(mock, most, next);
  const [timing] = await sideBySide([{ name: call.name, run, cpuMs: threadCpuMs }], {
    // The heap grows in the first ones, which is work for the garbage collector.
    rounds: 15,
    calls,
  });
  return timing;
}

/** Of the thread that works, which is the one that somebody waits for: others compile, and collect garbage, beside it. */
function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function perSecond(what: string, { cpuUs, wallUs }: Timing, atLeast: number): BenchRow {
  const { median, low, high } = cpuUs;
  return {
    what,
    value: 1e6 / median,
    low: 1e6 / high,
    high: 1e6 / low,
    unit: '/s',
    bar: { atLeast },
    note: `of CPU time of the thread that works; by the clock ${Math.round(1e6 / wallUs.median).toLocaleString('en')} /s`,
  };
}

async function callEngine(mock: Mock, calls: number, next: () => Sent): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    const { path, body } = next();
    send(mock, path, body);
  }
  mock.clock.advance({ seconds: 2 });
}

/** Throws Error for any other answer than a success: a refusal takes another time. */
function send(mock: Mock, url: string, body: string): void {
  const exchange = mock.answer({ method: 'POST', url, headers: form, body });
  if (exchange instanceof Promise) throw new Error('The engine waited for something.');
  if (exchange.answer?.status !== 200) throw new Error(`The engine answered ${exchange.answer?.body}`);
}

async function callFetch(mock: Mock, calls: number, next: () => Sent): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    const { path, body } = next();
    const request = new Request(`https://live.aliyuncs.com${path}`, { method: 'POST', headers: form, body });
    await (await mock.fetch(request)).text();
  }
  mock.clock.advance({ seconds: 2 });
}

async function measureAccounts(): Promise<readonly BenchRow[]> {
  const [one, crowd] = [createMock({ clock: 'virtual', seed: 1 }), createMock({ clock: 'virtual', seed: 1 })];
  await callAccounts(crowd, 100_000, 100_000);
  const [alone, crowded] = await sideBySide(
    [
      { name: 'one account', run: (calls) => callAccounts(one, calls, 1) },
      { name: '100,000 accounts', run: (calls) => callAccounts(crowd, calls, 100_000) },
    ],
    { calls: wholeRound },
  );
  return [ratio('time per creation, 100,000 accounts over one', crowded, alone)];
}

const many = 1_000_000;

async function measureRecords(): Promise<readonly BenchRow[]> {
  const small = createMock({ clock: 'virtual', seed: 1, journalSize: 0 });
  await callOneAccount(small, 100);
  const large = createMock({ clock: 'virtual', seed: 1, journalSize: 0 });
  const before = heapUsed();
  await callOneAccount(large, many);
  const perRecord = (heapUsed() - before) / many;
  const [few, lots, listed] = await sideBySide(
    [
      { name: '100 stored', run: (calls) => callOneAccount(small, calls) },
      { name: 'a million stored', run: (calls) => callOneAccount(large, calls) },
      { name: 'listing', run: (calls) => list(large, calls / 100) },
    ],
    { calls: 2000 },
  );
  return [
    ratio('time per creation, a million stored over a hundred', lots, few),
    {
      what: 'a page of one domain of 100 records among a million',
      value: (listed.cpuUs.median * 100) / 1000,
      unit: 'ms',
      bar: { atMost: 1 },
      note: 'of CPU time',
    },
    { what: 'memory of a stored record', value: perRecord, unit: 'bytes', bar: { atMost: 1024 } },
  ];
}

function ratio(what: string, { cpuUs }: Timing, base: Timing): BenchRow {
  return { what, ...timesAsMuch(cpuUs, base.cpuUs.median), bar: { atMost: 1.3 } };
}

let made = 0;

/** Creates under one account, a hundred to a domain, as fast as its rate limit allows by the virtual clock. */
async function callOneAccount(mock: Mock, calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    made += 1;
    const { body } = nextMinimal();
    mock.clock.advance({ milliseconds: 40 });
    const own = body.replace('example.com', `d${Math.floor(made / 100)}.example.com`);
    send(mock, '/?Action=AddLiveAppRecordConfig&Version=2016-11-01&AccessKeyId=one', own);
  }
}

async function callAccounts(mock: Mock, calls: number, accounts: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    const { body } = nextMinimal();
    mock.clock.advance({ milliseconds: 40 });
    send(mock, `/?Action=AddLiveAppRecordConfig&Version=2016-11-01&AccessKeyId=key${call % accounts}`, body);
  }
}

async function list(mock: Mock, calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    mock.clock.advance({ milliseconds: 40 });
    send(
      mock,
      '/?Action=DescribeLiveRecordConfig&Version=2016-11-01&AccessKeyId=one',
      `DomainName=d${1000 + (call % 1000)}.example.com&PageNum=1&PageSize=10`,
    );
  }
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
