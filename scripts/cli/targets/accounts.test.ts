/** `--accounts FILE`: a run that uses several accounts of a target that knows them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../contract/fixtures/temporary-folder.ts';
import { summarise } from '../../../conformance/report/create/create-report.ts';
import { run } from '../../../conformance/run/run.ts';
import type { Call, Target } from '../../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { createMock } from '../../../mocks/index.ts';
import { startServer } from '../../../mocks/server/server.ts';
import { loadAccounts } from './accounts.ts';
import { openTarget } from './targets.ts';

const contract = readContract();
const operation = mainOperation(contract);
const folder = temporaryFolder();

function save(content: unknown): string {
  const file = join(folder, 'accounts.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const two = {
  accounts: [
    {
      id: '1',
      accessKeys: [
        { id: 'old', secret: 'x', active: false },
        { id: 'first', secret: 'one' },
        { id: 'also-first', secret: 'one' },
      ],
    },
    {
      id: '2',
      accessKeys: [{ id: 'second', secret: 'two', securityToken: 'token' }],
      users: [{ name: 'u', accessKeys: [{ id: 'user', secret: 'x' }] }],
    },
  ],
};

test('takes the first active key of each account itself', async () => {
  const { keys } = await loadAccounts(save(two));
  expect([...keys.entries()]).toEqual([
    ['first', { accessKeyId: 'first', accessKeySecret: 'one' }],
    ['second', { accessKeyId: 'second', accessKeySecret: 'two', securityToken: 'token' }],
  ]);
});

test.each([
  [{ accounts: [{ id: '1', accessKeys: [] }] }, /no account has an active access key of its own/],
  [
    { accounts: [{ accessKeys: [] }] },
    /Failed to read accounts of ".*" at "accounts\/0\/id": it is missing\./,
  ],
])('says what is wrong with a file: %j', async (content, sentence) => {
  await expect(loadAccounts(save(content))).rejects.toThrow(sentence);
});

test.each(['none', 'v1', 'v3'] as const)('our mock keeps two accounts apart (--auth %s)', async (auth) => {
  const target = await openTarget('mock', contract, operation, { auth, accounts: save(two) });
  const { calls, counted } = counting(target);
  const report = summarise(
    await run({ contract, operation, target: counted, seed: 1, only: ['rate-limit/*', 'record-configs/*'] }),
  );
  expect(report.failures.filter(({ evidence }) => evidence !== 'assumed')).toEqual([]);
  expect(report.scenarios).toContainEqual(
    expect.objectContaining({ id: 'rate-limit/accounts', verdict: 'exact' }),
  );
  expect(new Set(calls.map(accountOf))).toEqual(new Set(['first', 'second']));
});

test('signs for both accounts on a server that verifies, and each scenario stays with one', async () => {
  const file = save(two);
  const { credentials } = await loadAccounts(file);
  await using server = await startServer(createMock({ auth: 'verify', credentials }), { port: 0 });
  const target = await openTarget(server.url, contract, operation, { auth: 'v3', accounts: file });
  const { calls, counted } = counting(target);
  const report = summarise(
    await run({ contract, operation, target: counted, seed: 1, only: ['delay-time/*'] }),
  );
  await target.close();
  expect(report.verdicts).toMatchObject({ exact: report.scenarios.length });
  const accounts = Map.groupBy(calls, ({ body }) => /AppName=([^&]*)/.exec(body)?.[1]);
  const used = [...accounts.values()].map((some) => new Set(some.map(accountOf)));
  expect(used.every((ids) => ids.size === 1)).toBe(true);
  expect(new Set(used.flatMap((ids) => [...ids]))).toEqual(new Set(['first', 'second']));
});

function counting(target: Target): { readonly calls: readonly Call[]; readonly counted: Target } {
  const calls: Call[] = [];
  const send: Target['send'] = (call) => {
    calls.push(call);
    return target.send(call);
  };
  return { calls, counted: { ...target, send } };
}

function accountOf({ path }: Call): string {
  return /AccessKeyId=([^&]*)/.exec(path)?.[1] ?? '';
}
