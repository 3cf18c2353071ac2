/** Our own mock conforms however it is asked: every way to sign, every kind of accounts, every operation, in process and over HTTP. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../contract/fixtures/temporary-folder.ts';
import { run } from '../../../conformance/run/run.ts';
import { createHttpTarget } from '../../../conformance/targets/http.ts';
import type { Target } from '../../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { readCredentials } from '../../../mocks/auth/credentials.ts';
import { verifySignatures } from '../../../mocks/gateway/verification.ts';
import { createFetchMock } from '../../../mocks/mock.ts';
import { startServer } from '../../../mocks/server/server.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import { loadAccounts } from '../targets/accounts.ts';
import { allScenarios } from './play.ts';
import { signCalls } from '../targets/signing.ts';
import { clockOf, openTarget } from '../targets/targets.ts';

const contract = readContract();
const folder = temporaryFolder();

const content = {
  accounts: [
    { id: '1', accessKeys: [{ id: 'first', secret: 'one' }] },
    { id: '2', accessKeys: [{ id: 'second', secret: 'two' }] },
  ],
};
const file = join(folder, 'accounts.json');
writeFileSync(file, JSON.stringify(content));

/** A few of each family; the whole of it is what the other tests play. */
const only = [
  'accepted/minimal',
  'accepted/full',
  'gateway/*',
  '*/missing',
  '*/duplicate',
  '*/simultaneous',
  'answers/*',
];

async function open(
  transport: 'in process' | 'http',
  auth: 'none' | 'v1' | 'v3',
  accounts: string | undefined,
) {
  const main = mainOperation(contract);
  const flags = { auth, ...(accounts !== undefined && { accounts }) };
  if (transport === 'in process') {
    const target = await openTarget('mock', contract, main, flags);
    return { target, [Symbol.asyncDispose]: () => target.close() };
  }
  const mock = createFetchMock({
    contract,
    clock: 'virtual',
    auth: auth === 'none' ? 'none' : verifySignatures(readCredentials(content)),
  });
  const server = await startServer(mock, { port: 0 });
  const named = accounts === file ? await loadAccounts(file) : undefined;
  const reached = createHttpTarget(server.url, {
    anyAccount: accounts === 'any',
    accounts: [...(named?.keys.keys() ?? [])],
    allowHosts: [],
  });
  // Time is moved instead of waited for, and the server forgets with the test.
  const plain: Target = { ...reached, clock: clockOf(mock), persistent: false };
  const keys = named?.keys ?? (await loadAccounts(file)).keys;
  const target = auth === 'none' ? plain : signCalls(plain, contract, auth, keys);
  return {
    target,
    async [Symbol.asyncDispose]() {
      await target.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const generated = new Map<string, Promise<readonly Scenario[]>>();

/** They differ with the way to sign only. */
function scenariosOf(operation: Operation, auth: 'none' | 'v1' | 'v3'): Promise<readonly Scenario[]> {
  const key = JSON.stringify([operation.name, auth]);
  const flags = { seed: 1, runs: 0, auth, gateway: true };
  const all = generated.get(key) ?? allScenarios(operation, contract, flags, true);
  generated.set(key, all);
  return all;
}

const table = (['in process', 'http'] as const).flatMap((transport) =>
  (['none', 'v1', 'v3'] as const).flatMap((auth) =>
    [undefined, ...(auth === 'none' ? ['any'] : []), file].map(
      (accounts) => [transport, auth, accounts] as const,
    ),
  ),
);

test.each(table)('%s, --auth %s, accounts: %s', { timeout: 60_000 }, async (transport, auth, accounts) => {
  await using opened = await open(transport, auth, accounts);
  for (const [index, operation] of [...contract.values()].entries()) {
    const scenarios = await scenariosOf(operation, auth);
    const chosen = only.filter((glob) =>
      scenarios.some(({ id }) => new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(id)),
    );
    const { results } = await run({
      contract,
      operation,
      target: opened.target,
      seed: 1,
      prefix: `us${index}`,
      scenarios,
      only: chosen,
    });
    const wrong = results.filter(
      ({ verdict }) => !['exact', 'code', 'alternative', 'skipped'].includes(verdict),
    );
    expect(
      wrong.map(({ scenario, verdict, reason }) => [operation.name, scenario.id, verdict, reason]),
    ).toEqual([]);
    expect(results.some(({ verdict }) => verdict === 'exact')).toBe(true);
  }
});
