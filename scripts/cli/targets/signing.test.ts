import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { summarise } from '../../../conformance/report/create/create-report.ts';
import { run } from '../../../conformance/run/run.ts';
import { createFetchTarget } from '../../../conformance/targets/fetch.ts';
import { createSignedTarget, type SignatureScheme } from '../../../conformance/targets/signed.ts';
import { createVirtualClock } from '../../../conformance/targets/target.ts';
import { readCredentials } from '../../../mocks/auth/credentials.ts';
import { createMock } from '../../../mocks/index.ts';
import { gatewayScenarios } from '../../../scenarios/families/gateway.ts';
import { findCredentials, readProfile } from './signing.ts';

const contract = readContract();
const operation = mainOperation(contract);
const key = { accessKeyId: 'somebody', accessKeySecret: 'a-secret-of-ours' };
const token = { ...key, securityToken: 'a-token-of-ours' };

/** The gateway scenarios against a mock that knows one key, signed with another or the same. */
async function check(scheme: SignatureScheme, signWith: typeof token | typeof key, knows = signWith) {
  const clock = createVirtualClock();
  const accessKeys = [
    {
      id: knows.accessKeyId,
      secret: knows.accessKeySecret,
      ...('securityToken' in knows ? { securityToken: knows.securityToken } : {}),
    },
  ];
  const mock = createMock({
    clock: clock.now(),
    auth: 'verify',
    credentials: readCredentials({ accounts: [{ id: '1234567890123456', accessKeys }] }),
  });
  const target = createFetchTarget({
    name: 'mock',
    fetch: (request) => mock.fetch(request),
    anyAccount: false,
  });
  let nonces = 0;
  const signed = createSignedTarget(
    { ...target, clock, persistent: false },
    { contract, scheme, credentials: signWith, nextNonce: () => `nonce-${(nonces += 1)}` },
  );
  const scenarios = gatewayScenarios(operation, scheme);
  return summarise(await run({ contract, operation, target: signed, seed: 1, scenarios }));
}

describe.each(['v1', 'v3'] as const)('signed with %s', (scheme) => {
  test('a gateway that verifies signatures conforms', async () => {
    const report = await check(scheme, key);

    expect(report.failures).toEqual([]);
    expect(report.scenarios.length).toBeGreaterThan(7);
  });

  test('temporary credentials are signed with their token', async () => {
    expect((await check(scheme, token)).failures).toEqual([]);
  });

  test('another secret than the known one is reported', async () => {
    const report = await check(scheme, { ...key, accessKeySecret: 'another' }, key);

    expect(report.failures.map(({ id }) => id)).toContain('gateway/signed');
  });

  test('neither secret nor token nor signature stands in a report', async () => {
    const report = await check(scheme, token, { ...token, securityToken: 'not-that-one' });

    expect(report.failures.length).toBeGreaterThan(0);
    const written = JSON.stringify(report);
    expect(written).not.toContain('a-secret-of-ours');
    expect(written).not.toContain('a-token-of-ours');
    expect(written).not.toMatch(/Signature=[0-9a-f]{64}/);
  });
});

test('credentials come from the environment, with a token where there is one', () => {
  const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' };

  expect(findCredentials(environment)).toEqual({ accessKeyId: 'id', accessKeySecret: 'secret' });
  expect(findCredentials({ ...environment, ALIBABA_CLOUD_SECURITY_TOKEN: 'token' })).toMatchObject({
    securityToken: 'token',
  });
});

test('credentials come from the profile of a file', () => {
  const file =
    '[other]\naccess_key_id = no\n\n[default]\ntype = access_key\naccess_key_id = id\naccess_key_secret = secret\n';

  expect(readProfile(file, 'default')).toEqual({ accessKeyId: 'id', accessKeySecret: 'secret' });
  expect(readProfile(file, 'other')).toBeUndefined();
});

test('says which variables to set where there are no credentials', () => {
  expect(() => findCredentials({ ALIBABA_CLOUD_CREDENTIALS_FILE: '/nowhere/at/all' })).toThrow(
    /ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.*Set the variables\./,
  );
});

test('the command line signs for the mock, and refuses to for targets that cannot tell', async () => {
  const call = promisify(execFile);
  const cli = ['dist/scripts/understudy.js', 'check'];

  const { stdout } = await call(process.execPath, [...cli, 'mock', '--auth', 'v3', '--only', 'gateway/*']);

  expect(stdout).toContain('gateway  9 of 9 conform');
  await expect(call(process.execPath, [...cli, 'prism', '--auth', 'v1'])).rejects.toMatchObject({ code: 2 });
});
