/** What the compiler finds before a test runs; `tsc` holds the lines that expect an error. What it cannot see is refused at run time. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import { loadContract } from '../../contract/node.ts';
import { readContract, type ContractTypes, type JsonObject } from '../../contract/index.ts';
import { document as addConfig } from '../../contract/openapi/played/add-live-app-record-config.ts';
import { document as deleteConfig } from '../../contract/openapi/played/delete-live-app-record-config.ts';
import { createMock, type FaultRule, type Mock } from '../index.ts';
import { matchers } from '../vitest.ts';

expect.extend(matchers);

describe('a misspelt name is an error of the compiler', () => {
  const mock = createMock({ clock: 'virtual', seed: 1 });

  test('in a fault', () => {
    // @ts-expect-error There is no such fault.
    expect(() => mock.faults.add({ fault: 'answer-lots' })).toThrow('answer-lost');
    // @ts-expect-error There is no such operation.
    expect(() => mock.faults.add({ fault: 'hang', operation: 'AddLiveAppRecordConfg' })).toThrow(
      'no operation',
    );
    // @ts-expect-error There is no such error.
    expect(() => mock.faults.add({ fault: 'error', error: 'InvalidDelyTime' })).toThrow('no error');
    // @ts-expect-error It hangs for ever.
    expect(() => mock.faults.add({ fault: 'hang', latencyMs: 5 })).toThrow('latencyMs');
    // @ts-expect-error It has to say how long.
    expect(() => mock.faults.add({ fault: 'latency' })).toThrow('how long');
    // @ts-expect-error It takes either.
    expect(() => mock.faults.add({ fault: 'latency', latencyMs: 5, distribution: uniform })).toThrow('both');
    // @ts-expect-error There is no such parameter.
    expect(() => mock.faults.add({ fault: 'hang', where: { DelyTime: 14 } })).toThrow('DelayTime');
    const another = () =>
      mock.faults.add({
        fault: 'hang',
        operation: 'AddLiveAppRecordConfig',
        // @ts-expect-error Another operation has this parameter.
        where: { NotifyUrl: 'http://example.com' },
      });
    expect(another).toThrow('NotifyUrl');
    // @ts-expect-error There is no such parameter in a record format.
    const inside = () => mock.faults.add({ fault: 'hang', where: { 'RecordFormat.1.Formt': 'mp4' } });
    expect(inside).toThrow('Formt');
  });

  test('in what is looked for in the journal', () => {
    // @ts-expect-error There is no such operation.
    expect(() => mock.journal.requests({ operation: 'AddLiveAppRecordConfg' })).toThrow('no operation');
    // @ts-expect-error There is no such parameter.
    expect(() => mock.journal.requests({ where: { RecordFormt: [] } })).toThrow('RecordFormt');
    // @ts-expect-error There is no such parameter of an item.
    const item = () => mock.journal.requests({ where: { RecordFormat: [{ Formt: 'mp4' }] } });
    expect(item).toThrow('Formt');
  });

  test('in what a mock has to have received', () => {
    // @ts-expect-error There is no such operation.
    expect(() => expect(mock).not.toHaveReceived('AddLiveAppRecordConfg')).toThrow('no operation');
    const parameter = () =>
      // @ts-expect-error There is no such parameter.
      expect(mock).not.toHaveReceived('AddLiveAppRecordConfig', { AppNme: 'my-app' });
    expect(parameter).toThrow('AppNme');
    const ofJournal = () =>
      // @ts-expect-error Nor of a journal.
      expect(mock.journal).not.toHaveReceived('AddLiveAppRecordConfig', { AppNme: 'my-app' });
    expect(ofJournal).toThrow('AppNme');
  });

  test('in a world', () => {
    // @ts-expect-error There is no such collection.
    expect(() => createMock({ world: { bukets: { open: true } } })).toThrow('buckets');
    // @ts-expect-error Its records have no such member.
    expect(() => createMock({ world: { buckets: { present: [{ OssBuckt: 'a' }] } } })).toThrow('OssBucket');
    // @ts-expect-error A collection has no such member.
    expect(() => createMock({ world: { buckets: { presnt: [] } } })).toThrow('present');
  });

  test('in what a throttled call is answered with', () => {
    // @ts-expect-error There is no such code.
    expect(() => createMock({ throttling: { code: 'Throtling' } })).toThrow('the contract has no such error');
  });
});

test('right names are taken, nested and as on the wire', () => {
  const mock: Mock = createMock({
    clock: 'virtual',
    world: { buckets: { open: true, absent: [{ OssBucket: 'a' }] }, vodConfigs: { present: [] } },
    faults: [{ fault: 'latency', latencyMs: 5, operation: 'DescribeLiveRecordConfig', nth: 2 }],
    throttling: { status: 429, code: 'ServiceUnavailable' },
  });
  mock.faults.add({ fault: 'error', error: 'MissingDomainName', where: { 'RecordFormat.1.Format': 'mp4' } });
  const anywhere: Record<string, string> = { AppName: 'my-app' };
  const rule: FaultRule = { fault: 'slow-body', latencyMs: 10, where: { RecordFormat: [{ Format: 'mp4' }] } };
  mock.faults.add(rule);

  expect(mock.journal.requests({ operation: 'AddLiveAppRecordConfig', where: anywhere })).toEqual([]);
  expect(mock).not.toHaveReceived('AddLiveAppRecordConfig', anywhere);
});

describe('a contract of their own', () => {
  test('that is known at run time only takes any name, and says at run time which it has', () => {
    const documents: readonly JsonObject[] = [addConfig];
    const mock = createMock({ contract: readContract(documents), world: {} });

    expectTypeOf(mock).toEqualTypeOf<Mock<ContractTypes>>();
    expect(() => mock.faults.add({ fault: 'hang', operation: 'Whatever' })).toThrow('the contract has no');
  });

  test('with types of its own has its own names', () => {
    const load = () => createMock({ contract: loadContract<OwnTypes>('my-contract') });
    type Own = ReturnType<typeof load>;

    expectTypeOf<Own>().toEqualTypeOf<Mock<OwnTypes>>();
    const addFault = (mock: Own) => {
      mock.faults.add({ fault: 'hang', operation: 'CreateWidget', where: { Teeth: 12 } });
      // @ts-expect-error The contract of this package has it, this one does not.
      mock.faults.add({ fault: 'hang', operation: 'AddLiveAppRecordConfig' });
      // @ts-expect-error There is no such error.
      mock.faults.add({ fault: 'error', error: 'InvalidToth' });
    };
    expect(addFault).toBeTypeOf('function');
  });

  test('of some documents has the names of these', () => {
    const mock = createMock({ contract: readContract([addConfig, deleteConfig]) });
    mock.faults.add({ fault: 'hang', operation: 'AddLiveAppRecordConfig' });
    mock.faults.add({ fault: 'hang', operation: 'DeleteLiveAppRecordConfig' });
    // @ts-expect-error That is another document.
    expect(() => mock.faults.add({ fault: 'hang', operation: 'RealTimeRecordCommand' })).toThrow(
      'no operation',
    );
  });
});

const uniform = { kind: 'uniform', minMs: 1, maxMs: 2 } as const;

/** As `understudy contract types` writes them. */
type OwnTypes = {
  calls: { operation: 'CreateWidget'; where?: { Label?: string; Teeth?: number } };
  errors: 'InvalidTeeth';
  world: {};
};
