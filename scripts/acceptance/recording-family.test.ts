/** Every operation of the contract against the mock, and against servers that play one of them wrongly on purpose. */
import { expect, test } from 'vitest';
import { summarise, type Undiagnosed } from '../../conformance/report/create/create-report.ts';
import type { Failure } from '../../conformance/report/report.ts';
import { run } from '../../conformance/run/run.ts';
import type { Answer, Call, Target } from '../../conformance/targets/target.ts';
import { readContract } from '../../contract/contract.ts';
import { openTarget } from '../cli/targets/targets.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';

const contract = readContract();

const success: Answer = {
  kind: 'answered',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"RequestId":"3C85E634-24F4-5242-89B9-4E9453FC6D2B"}',
};

test.each([...contract.keys()])('the mock plays %s as the contract says', async (name) => {
  const { failures, skipped } = await check(name);

  expect(failures.map(({ id, answered }) => ({ id, answered }))).toStrictEqual([]);
  expect(skipped).toStrictEqual([]);
});

interface WrongServer {
  readonly flaw: string;
  readonly operation: string;
  readonly intercept: Interception;
  /** The failure that shows it. */
  readonly failure: Readonly<Partial<Failure>>;
}

const removesNothing = doingNothing('DeleteLiveRecordNotifyConfig');

test.each<WrongServer>([
  {
    flaw: 'forgets a filter',
    operation: 'DescribeLiveRecordConfig',
    intercept: withoutParameter('StreamName'),
    failure: { id: 'record-configs/listed-by-stream-name', verdict: 'broken' },
  },
  {
    flaw: 'turns no pages',
    operation: 'DescribeLiveRecordConfig',
    intercept: withoutParameter('PageNum'),
    failure: { id: 'record-configs/listed-in-pages' },
  },
  {
    flaw: 'knows one order only',
    operation: 'DescribeLiveRecordConfig',
    intercept: withoutParameter('Order'),
    failure: { id: 'record-configs/listed-in-order' },
  },
  {
    flaw: 'corrects the spelling of a member',
    operation: 'DescribeLiveRecordConfig',
    intercept: writing('OnDemond', 'OnDemand'),
    failure: {
      id: 'record-configs/listed-in-full',
      answered: { status: 200, reason: 'LiveAppRecordList/LiveAppRecord/0/OnDemond: wanted 1; got nothing' },
    },
  },
  {
    flaw: 'writes a number where the answer has a text',
    operation: 'DescribeLiveRecordVodConfigs',
    intercept: writing(/"Total":"(\d+)"/, '"Total":$1'),
    failure: { id: 'answers/fields', answered: { status: 200, reason: 'Total: wanted string; got 0' } },
  },
  {
    flaw: 'changes nothing',
    operation: 'UpdateLiveAppRecordConfig',
    intercept: doingNothing('UpdateLiveAppRecordConfig'),
    failure: { id: 'record-configs/changed' },
  },
  {
    flaw: 'removes nothing, where it is told to',
    operation: 'DeleteLiveRecordNotifyConfig',
    intercept: removesNothing,
    failure: { id: 'notify-configs/removed-twice', verdict: 'accepted' },
  },
  {
    flaw: 'removes nothing, where it is asked for what is gone',
    operation: 'DescribeLiveRecordNotifyConfig',
    intercept: removesNothing,
    failure: { id: 'notify-configs/gone' },
  },
  {
    flaw: 'starts what is started',
    operation: 'RealTimeRecordCommand',
    intercept: acceptingInstead('TaskAlreadyStarted'),
    failure: { id: 'record-tasks/start/after-start', verdict: 'accepted' },
  },
  {
    flaw: 'counts no calls of a minute',
    operation: 'DescribeLiveRecordVodConfigs',
    intercept: acceptingInstead('Throttling'),
    failure: { id: 'rate-limit/overload' },
  },
])('a server is found out that $flaw', async ({ operation, intercept, failure }) => {
  const { failures } = await check(operation, intercept);

  expect(failures).toContainEqual(expect.objectContaining(failure));
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

/** Answers a success to what would be refused with a code that begins so. */
function acceptingInstead(code: string): Interception {
  return async (call, send) => {
    const answer = await send(call);
    return answer.kind === 'answered' && answer.body.includes(code) ? success : answer;
  };
}
