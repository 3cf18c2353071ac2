import { expect, test } from 'vitest';
import { inProcess } from '../../fixtures/in-process.ts';
import { generateRandomScenarios } from '../../../scenarios/generate-random.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import { causesOf } from '../../report/summary/causes.ts';
import type { FetchFunction } from '../../targets/fetch.ts';
import { summarise } from '../../report/create/create-report.ts';
import { run } from '../run.ts';
import { contract, operation, scenarios as ownScenarios } from '../../../scenarios/fixtures/own-scenarios.ts';

const RequestId = '16A96B9A-F203-4EC5-8E43-CB92E68F4CD8';

async function reportOf(fetch: FetchFunction) {
  const target = inProcess(fetch);
  const scenarios = generateRandomScenarios(operation, contract, { seed: 3, runs: 40 });
  return summarise(
    await run({ contract, operation, target, seed: 3, scenarios, only: ['random/accepted-*'] }),
  );
}

async function reportWith(fetch: FetchFunction, scenarios: readonly Scenario[]) {
  const target = inProcess(fetch);
  return summarise(await run({ contract, operation, target, seed: 1, scenarios }));
}

/** Refuses long waits, which the page allows. */
const refusesLongWaits: FetchFunction = async (request) => {
  const form = new URLSearchParams(await request.text());
  if (Number(form.get('DelayTime') ?? 0) < 5000) return Response.json({ RequestId });
  return Response.json({ Code: 'InvalidDelayTime', Message: '', HostId: '', RequestId }, { status: 400 });
};

test('a random request that fails is shown with the fewest parameters that fail', async () => {
  const report = await reportOf(refusesLongWaits);

  const first = causesOf(report.failures)[0]?.representative;
  const names = [...new URLSearchParams(first?.request?.body).keys()];
  expect(first).toMatchObject({ verdict: 'refused', answered: { code: 'InvalidDelayTime' } });
  expect(
    names.filter((name) => !name.startsWith('RecordFormat') && !name.startsWith('Transcode')).toSorted(),
  ).toEqual(['AppName', 'DelayTime', 'DomainName', 'OssBucket', 'OssEndpoint']);
  expect(names.length).toBeLessThanOrEqual(10);
});

test('the same failing request is shrunk to the same one again', async () => {
  const [one, other] = [await reportOf(refusesLongWaits), await reportOf(refusesLongWaits)];

  const [shown, again] = [one, other].map(({ failures }) => causesOf(failures)[0]?.representative);
  expect(shown?.title).toMatch(/; without what makes no difference$/);
  expect(shown).toEqual(again);
});

test('nothing is sent again where nothing fails', async () => {
  let calls = 0;
  await reportOf(() => {
    calls += 1;
    return Response.json({ RequestId });
  });

  expect(calls).toBe(40);
});

test('of values that are refused together only, little more than the two is left', async () => {
  const fetch: FetchFunction = async (request) => {
    const form = new URLSearchParams(await request.text());
    const isMeant = form.get('OnDemand') === '7' && form.has('DelayTime');
    if (!isMeant) return Response.json({ RequestId });
    return Response.json({ Code: 'InvalidDelayTime', Message: '', HostId: '', RequestId }, { status: 400 });
  };
  const target = inProcess(fetch);
  const { failures } = summarise(
    await run({ contract, operation, target, seed: 1, only: ['accepted/*', 'pairwise/*'] }),
  );
  const [cause] = causesOf(failures.filter(({ evidence }) => evidence !== 'assumed'));
  expect(cause?.representative.title).toMatch(/; without what makes no difference$/);
  expect(cause?.similar.length).toBeGreaterThan(1);
  const names = [...new URLSearchParams(cause?.representative.request?.body).keys()];
  // One list of formats has to stay, with what it needs.
  expect(names.filter((name) => !/Format|Templates/.test(name)).toSorted()).toEqual([
    'AppName',
    'DelayTime',
    'DomainName',
    'OnDemand',
    'OssBucket',
    'OssEndpoint',
  ]);
  expect(names.length).toBeLessThanOrEqual(10);
});

test('attempts that have no names of their own are not in the way of each other', async () => {
  const taken = new Set<string>();
  const fetch: FetchFunction = async (request) => {
    const action = new URL(request.url).searchParams.get('Action') ?? '';
    const form = new URLSearchParams(await request.text());
    const name = `${form.get('AppName')} ${form.get('StreamName')}`;
    const error = (Code: string) =>
      Response.json({ Code, Message: '', HostId: '', RequestId }, { status: 400 });
    if (action.startsWith('Delete')) taken.delete(name);
    else if (taken.has(name)) return error('ConfigAlreadyExists');
    else if (form.has('OnDemand') && form.has('DelayTime')) return error('InvalidDelayTime');
    else taken.add(name);
    return Response.json({ RequestId });
  };
  const target = inProcess(fetch);
  const isFixed = ({ act }: Scenario): boolean =>
    act.kind === 'sequence' && act.steps[0]?.parameters['AppName'] === '*';
  const scenarios = ownScenarios.filter((one) => one.id.startsWith('pairwise/') && isFixed(one));

  const { failures } = summarise(await run({ contract, operation, target, seed: 1, scenarios }));

  const refused = failures.filter(({ answered }) => answered.code === 'InvalidDelayTime');
  const names = [...new URLSearchParams(causesOf(refused)[0]?.representative.request?.body).keys()];
  expect(names).toContain('OnDemand');
  expect(names.filter((name) => !/Format|Templates/.test(name))).toHaveLength(6);
  expect(names.filter((name) => name.includes('Cycle'))).toEqual([]);
});

test('a call that breaks one rule among many parameters is shown without most of them', async () => {
  // Forgets the limit where a stream is named.
  const fetch: FetchFunction = async (request) => {
    const form = new URLSearchParams(await request.text());
    if (Number(form.get('DelayTime')) >= 15 || form.has('StreamName')) return Response.json({ RequestId });
    return Response.json({ Code: 'InvalidDelayTime', Message: '', HostId: '', RequestId }, { status: 400 });
  };
  const scenarios = ownScenarios.filter(({ id }) => id.startsWith('delay-time/below-minimum'));
  const { failures } = await reportWith(fetch, scenarios);

  const shown = failures.find(({ id }) => id === 'delay-time/below-minimum/in-full');
  expect(shown?.title).toMatch(/; without what makes no difference$/);
  const names = [...new URLSearchParams(shown?.request?.body).keys()].filter(
    (name) => !name.startsWith('Rec'),
  );
  expect(names.toSorted()).toEqual([
    'AppName',
    'DelayTime',
    'DomainName',
    'OssBucket',
    'OssEndpoint',
    'StreamName',
  ]);
});

test('a call about a record stays about it, whatever else is left out', async () => {
  const fetch: FetchFunction = () => Response.json({ RequestId });
  const scenarios = ownScenarios.filter(({ id }) => id.startsWith('record-configs/duplicate'));
  const { failures } = await reportWith(fetch, scenarios);

  const pairs = failures.filter(({ before = [] }) => before.length === 1);
  expect(pairs.length).toBeGreaterThan(1);
  for (const { before = [], curl = '' } of pairs) {
    const [first, second] = [...before, curl].map((line) =>
      decodeURIComponent(/StreamName=([^\s'&]+)/.exec(line)?.[1]?.replaceAll('+', ' ') ?? ''),
    );
    expect(second, curl).toBe(first);
  }
});

test('what is recommended stays, and so does what gives another parameter its effect', async () => {
  const fetch: FetchFunction = () => new Response('', { status: 500 });
  const { failures } = await reportWith(
    fetch,
    ownScenarios.filter(({ family }) => family === 'accepted'),
  );

  const lacking = failures.flatMap(({ id, request }) => {
    const names = [...new URLSearchParams(request?.body).keys()];
    const recommended = names
      .filter((name) => name.endsWith('.SliceOssObjectPrefix') && !/left-out|without/.test(id))
      .map((name) => name.replace('OssObjectPrefix', 'Duration'));
    const effective = names.includes('StartTime') && !id.includes('without-effect') ? ['StreamName'] : [];
    return [...recommended, ...effective].filter((name) => !names.includes(name)).map((name) => [id, name]);
  });
  expect(failures.length).toBeGreaterThan(10);
  expect(lacking).toEqual([]);
});

test('a request on a record is shrunk with a record of its own, and names that none before had', async () => {
  const update = contract.get('UpdateLiveAppRecordConfig') ?? operation;
  const made = new Set<string | null>();
  const asked: (string | null)[] = [];
  const fetch: FetchFunction = async (request) => {
    const action = new URL(request.url).searchParams.get('Action');
    const form = new URLSearchParams(await request.text());
    const name = form.get('AppName');
    const error = (Code: string) =>
      Response.json({ Code, Message: '', HostId: '', RequestId }, { status: 400 });
    if (action === update.name) {
      asked.push(name);
      if (!made.has(name)) return error('InvalidConfig.NotFound');
      if (form.has('DelayTime')) return error('InvalidDelayTime');
    } else if (action?.startsWith('Add')) made.add(name);
    return Response.json({ RequestId });
  };
  const target = inProcess(fetch);
  const scenarios = generateRandomScenarios(update, contract, { seed: 3, runs: 20 });
  const only = ['random/accepted-*'];
  const { failures } = summarise(
    await run({ contract, operation: update, target, seed: 3, scenarios, only }),
  );

  const [cause] = causesOf(failures);
  expect(cause?.representative).toMatchObject({ verdict: 'refused', answered: { code: 'InvalidDelayTime' } });
  // One of the two lists has to be there; which, and at which place in it, is chance.
  const names = [...new URLSearchParams(cause?.representative.request?.body).keys()];
  expect(names.some((name) => name.includes('RecordFormat.'))).toBe(true);
  expect(names.length).toBeLessThan(7);
  expect(names.filter((name) => !/^Transcode|^RecordFormat/.test(name)).toSorted()).toEqual([
    'AppName',
    'DelayTime',
    'DomainName',
    'OssEndpoint',
  ]);
  expect(asked.length).toBeGreaterThan(20);
  expect(new Set(asked).size).toBe(asked.length);
});
