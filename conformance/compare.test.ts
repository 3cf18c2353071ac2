import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../contract/contract.ts';
import { compareRuns, printComparison } from './compare.ts';
import { createFetchTarget, type FetchFunction } from './fetch-target.ts';
import { run } from './run.ts';
import { createVirtualClock } from './target.ts';

const contract = readContract();
const operation = mainOperation(contract);

function runOf(name: string, fetch: FetchFunction, only: readonly string[]) {
  const target = {
    ...createFetchTarget({ name, fetch, anyAccount: true }),
    clock: createVirtualClock(),
    remembers: false,
  };
  return run({ contract, operation, target, seed: 1, only });
}

const accepts: FetchFunction = () => Response.json({ RequestId: '16A96B9A-F203-4EC5-8E43-CB92E68F4CD8' });

function refuses(Code: string, Message = ''): FetchFunction {
  const body = {
    Code,
    Message,
    HostId: 'live.aliyuncs.com',
    RequestId: '16A96B9A-F203-4EC5-8E43-CB92E68F4CD8',
  };
  return () => Response.json(body, { status: 400 });
}

const documented = refuses('InvalidDelayTime', 'Specified Delaytime is invalid.');

test('puts the score of each target beside that of the others', async () => {
  const only = ['delay-time/*'];

  const { codes } = compareRuns([
    await runOf('right', documented, only),
    await runOf('wrong', accepts, only),
  ]);

  expect(codes.find(({ code }) => code === 'InvalidDelayTime')?.scores).toEqual([1, 0]);
  expect(codes).toHaveLength(21);
});

test('targets that agree with each other and not with the contract come first', async () => {
  const only = ['delay-time/below-minimum'];
  const runs = [
    await runOf('one', accepts, only),
    await runOf('two', accepts, only),
    await runOf('three', documented, only),
  ];

  const { doubtful, differences } = compareRuns(runs);

  expect(doubtful).toMatchObject([
    {
      id: 'delay-time/below-minimum',
      expected: 'InvalidDelayTime',
      answers: ['OK', 'OK', '400 InvalidDelayTime'],
    },
  ]);
  expect(differences).toEqual([]);
});

test('targets that differ are listed with their answers', async () => {
  const only = ['delay-time/below-minimum'];
  const runs = [await runOf('one', accepts, only), await runOf('two', refuses('Another'), only)];

  const { doubtful, differences } = compareRuns(runs);

  expect(doubtful).toEqual([]);
  expect(differences).toMatchObject([{ answers: ['OK', '400 Another'] }]);
});

test('shows the order in which a target looks for what is wrong', async () => {
  const only = ['combinations/*delay-time/*'];

  const { orders } = compareRuns([
    await runOf('one', documented, only),
    await runOf('two', documented, only),
  ]);

  expect(orders[0]?.codes[0]).toBe('InvalidDelayTime');
});

test('prints a row for each documented code', async () => {
  const only = ['delay-time/below-minimum'];
  const text = printComparison(
    compareRuns([await runOf('one', accepts, only), await runOf('two', documented, only)]),
  );

  expect(text).toMatch(/InvalidDelayTime +0 % +100 %/);
  expect(text).toContain('Targets differ:');
});
