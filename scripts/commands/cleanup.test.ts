/** What a run made on a target that remembers is removed at its end, with the operations of the contract. */
import { answered } from '../../mocks/fixtures/answered.ts';
import { expect, test } from 'vitest';
import { createReport } from '../../conformance/report/create/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import { defineTarget, type Call, type Target } from '../../conformance/targets/target.ts';
import { readContract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { createFetchMock } from '../../mocks/mock.ts';
import { clockOf } from '../cli/targets/targets.ts';

const contract = readContract();
const added = operationNamed('AddLiveAppRecordConfig');

test('removes every record that it made, and nothing twice', async () => {
  const { target, calls } = remembering();

  const report = createReport(
    await run({ contract, operation: added, target, seed: 1, only: ['record-configs/*'] }),
  );

  const { answer } = await list(target);
  expect(answer).toMatchObject({ TotalNum: 0 });
  const removals = calls.filter(({ path }) => path.includes('Action=DeleteLiveAppRecordConfig'));
  expect(new Set(removals.map(({ body }) => body)).size).toBeGreaterThan(20);
  expect(report.verdicts.skipped).toBe(0);
  expect(report.scenarios.map(({ id }) => id)).not.toContain('clean-up');
});

test('removes what may have been made although no answer came', async () => {
  const { target } = remembering();
  const deaf: Target = {
    ...target,
    async send(call) {
      const answer = await target.send(call);
      const isLost = call.path.includes('Action=Add') && call.body.includes('full');
      return isLost ? { kind: 'silent', reason: 'the answer was lost' } : answer;
    },
  };

  await run({ contract, operation: added, target: deaf, seed: 1, only: ['accepted/*'] });

  expect((await list(target)).answer).toMatchObject({ TotalNum: 0 });
});

test('removes what neighbours made to arrange a scenario', async () => {
  const { target, calls } = remembering();

  await run({ contract, operation: added, target, seed: 1, only: ['vod-configs/conflict'] });

  expect(calls.map(({ path }) => /Action=(\w+)/.exec(path)?.[1])).toContain('DeleteLiveRecordVodConfig');
});

test('keeps the pace of the operation that removes', async () => {
  const { target, times } = remembering();

  await run({ contract, operation: added, target, seed: 1, only: ['accepted/*'] });

  const removed = times.filter(({ action }) => action === 'DeleteLiveAppRecordConfig').map(({ at }) => at);
  expect(removed.length).toBeGreaterThan(50);
  const inOneSecond = removed.map((at) => removed.filter((other) => other >= at && other < at + 1000).length);
  expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(50);
});

test('asks a target once that does not have the operation, and says nothing of it', async () => {
  const { target, calls } = remembering('DeleteLiveAppRecordConfig');

  const report = createReport(
    await run({ contract, operation: added, target, seed: 1, only: ['accepted/*'] }),
  );

  expect(calls.filter(({ path }) => path.includes('Action=Delete'))).toHaveLength(1);
  expect(report).toMatchObject({ failures: [], skipped: [] });
});

test('leaves a target alone that forgets', async () => {
  const { target, calls } = remembering();

  await run({
    contract,
    operation: added,
    target: { ...target, persistent: false },
    seed: 1,
    only: ['accepted/*'],
  });

  expect(calls.filter(({ path }) => path.includes('Action=Delete'))).toStrictEqual([]);
});

test('lets a second run use the same names, where it is told to', async () => {
  const { target, calls } = remembering();
  const once = async (): Promise<void> =>
    void (await run({
      contract,
      operation: added,
      target,
      seed: 1,
      prefix: 'usmine',
      only: ['accepted/minimal'],
    }));

  await once();
  const first = calls.splice(0).map(({ body }) => body);
  await once();

  expect(calls.map(({ body }) => body)).toStrictEqual(first);
});

/** One account, a clock that is moved, and a memory. `unknown` is an operation that it does not have. */
function remembering(unknown?: string) {
  const mock = createFetchMock({ contract, clock: 'virtual', seed: 1 });
  const calls: Call[] = [];
  const times: { readonly action: string; readonly at: number }[] = [];
  const target = defineTarget({
    name: 'remembering',
    baseUrl: 'http://127.0.0.1:4010',
    clock: clockOf(mock),
    anyAccount: false,
    accounts: [],
    persistent: true,
    allowsOverload: true,
    async send(call) {
      calls.push(call);
      times.push({ action: /Action=(\w+)/.exec(call.path)?.[1] ?? '', at: mock.clock.now() });
      const path =
        unknown === undefined ? call.path : call.path.replace(`Action=${unknown}&`, 'Action=Nothing&');
      return { kind: 'answered', ...answered(await mock.handle({ ...call, url: path })) };
    },
    close: () => Promise.resolve(),
  });
  return { target, calls, times };
}

async function list(target: Target): Promise<{ readonly answer: unknown }> {
  const path = '/?Action=DescribeLiveRecordConfig&Version=2016-11-01&Format=JSON&DomainName=example.com';
  const answer = await target.send({ method: 'GET', path, headers: {}, body: '' });
  return { answer: answer.kind === 'answered' ? JSON.parse(answer.body) : undefined };
}

function operationNamed(name: string): Operation {
  const operation = contract.get(name);
  if (operation) return operation;
  throw new Error(`There is no operation ${name}.`);
}
