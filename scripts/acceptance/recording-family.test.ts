/** Every operation of the contract against the mock, and against servers that play one of them wrongly on purpose. */
import { describe, expect, test } from 'vitest';
import { summarise, type Undiagnosed } from '../../conformance/report/create/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import type { Answer, Call, Target } from '../../conformance/targets/target.ts';
import { readContract } from '../../contract/contract.ts';
import { openTarget } from '../cli/targets/targets.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';

const contract = readContract();

test.each([...contract.keys()])('the mock plays %s as the contract says', async (name) => {
  const { failures, skipped } = await check(name);

  expect(failures.map(({ id, answered }) => ({ id, answered }))).toStrictEqual([]);
  expect(skipped).toStrictEqual([]);
});

describe('a server is found out that', () => {
  test('forgets a filter', async () => {
    const { failures } = await check('DescribeLiveRecordConfig', withoutParameter('StreamName'));

    expect(failures).toContainEqual(
      expect.objectContaining({ id: 'record-configs/listed-by-stream-name', verdict: 'broken' }),
    );
  });

  test('turns no pages', async () => {
    const { failures } = await check('DescribeLiveRecordConfig', withoutParameter('PageNum'));

    expect(failures).toContainEqual(expect.objectContaining({ id: 'record-configs/listed-in-pages' }));
  });

  test('knows one order only', async () => {
    const { failures } = await check('DescribeLiveRecordConfig', withoutParameter('Order'));

    expect(failures).toContainEqual(expect.objectContaining({ id: 'record-configs/listed-in-order' }));
  });

  test('corrects the spelling of a member', async () => {
    const { failures } = await check('DescribeLiveRecordConfig', writing('OnDemond', 'OnDemand'));

    expect(failures).toContainEqual(
      expect.objectContaining({
        id: 'record-configs/listed-in-full',
        answered: {
          status: 200,
          reason: 'LiveAppRecordList/LiveAppRecord/0/OnDemond: wanted 1; got nothing',
        },
      }),
    );
  });

  test('writes a number where the answer has a text', async () => {
    const { failures } = await check(
      'DescribeLiveRecordVodConfigs',
      writing(/"Total":"(\d+)"/, '"Total":$1'),
    );

    expect(failures).toContainEqual(
      expect.objectContaining({
        id: 'answers/fields',
        answered: { status: 200, reason: 'Total: wanted string; got 0' },
      }),
    );
  });

  test('changes nothing', async () => {
    const { failures } = await check('UpdateLiveAppRecordConfig', doingNothing('UpdateLiveAppRecordConfig'));

    expect(failures.map(({ id }) => id)).toEqual(expect.arrayContaining(['record-configs/changed']));
  });

  test('removes nothing', async () => {
    const nothing = doingNothing('DeleteLiveRecordNotifyConfig');

    expect((await check('DeleteLiveRecordNotifyConfig', nothing)).failures).toContainEqual(
      expect.objectContaining({ id: 'notify-configs/removed-twice', verdict: 'accepted' }),
    );
    expect((await check('DescribeLiveRecordNotifyConfig', nothing)).failures).toContainEqual(
      expect.objectContaining({ id: 'notify-configs/gone' }),
    );
  });

  test('starts what is started', async () => {
    const { failures } = await check('RealTimeRecordCommand', (call, send) =>
      send(call).then((answer) => (bodyOf(answer).includes('TaskAlreadyStarted') ? success : answer)),
    );

    expect(failures).toContainEqual(
      expect.objectContaining({ id: 'record-tasks/start/after-start', verdict: 'accepted' }),
    );
  });

  test('counts no calls of a minute', async () => {
    const calls = new Map<string, number>();
    const { failures } = await check('DescribeLiveRecordVodConfigs', (call, send) => {
      calls.set(call.path, (calls.get(call.path) ?? 0) + 1);
      return send(call).then((answer) => (bodyOf(answer).includes('Throttling') ? success : answer));
    });

    expect(failures).toContainEqual(expect.objectContaining({ id: 'rate-limit/overload' }));
  });
});

test('a status that nothing but a guess says is not held against a server', async () => {
  const { failures } = await check('DeleteLiveAppRecordConfig', (call, send) =>
    send(call).then((answer) =>
      answer.kind === 'answered' && answer.body.includes('InvalidConfig.NotFound')
        ? { ...answer, status: 400 }
        : answer,
    ),
  );

  expect(failures).toStrictEqual([]);
});

const generated = new Map<string, readonly Scenario[]>();

type Interception = (call: Call, send: (call: Call) => Promise<Answer>) => Promise<Answer>;

async function check(
  name: string,
  intercept: Interception = async (call, send) => send(call),
): Promise<Undiagnosed> {
  const operation = contract.get(name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  const mock = await openTarget('mock', contract, operation, {});
  const target: Target = { ...mock, send: async (call) => intercept(call, async (sent) => mock.send(sent)) };
  const scenarios = generated.get(name) ?? generateScenarios(operation, contract);
  generated.set(name, scenarios);
  return summarise(await run({ contract, operation, target, seed: 1, scenarios }));
}

const success: Answer = {
  kind: 'answered',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"RequestId":"3C85E634-24F4-5242-89B9-4E9453FC6D2B"}',
};

function withoutParameter(name: string): Interception {
  const without = (text: string): string => text.replaceAll(new RegExp(`(^|[?&])${name}=[^&]*`, 'g'), '$1');
  return async (call, send) =>
    call.path.includes('Action=Describe')
      ? send({ ...call, path: without(call.path), body: without(call.body) })
      : send(call);
}

function writing(what: string | RegExp, instead: string): Interception {
  return async (call, send) => {
    const answer = await send(call);
    return answer.kind === 'answered' ? { ...answer, body: answer.body.replace(what, instead) } : answer;
  };
}

function doingNothing(action: string): Interception {
  return async (call, send) => (call.path.includes(`Action=${action}&`) ? success : send(call));
}

function bodyOf(answer: Answer): string {
  return answer.kind === 'answered' ? answer.body : '';
}
