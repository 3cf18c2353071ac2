import { expect, test } from 'vitest';
import { applyOverlay, documents, readContract } from '../../contract/index.ts';
import { callUnsigned, callV1, now, type Signing } from '../fixtures/calls.ts';
import { createMock, readCredentials, type Mock } from '../index.ts';

const first = { id: 'firstid', secret: 's' };
const alsoFirst = { id: 'secondid', secret: 's' };
const other = { id: 'otherid', secret: 's' };
const recorder = { id: 'recorderid', secret: 's' };
const credentials = readCredentials({
  accounts: [
    {
      id: '1000000000000001',
      accessKeys: [first, alsoFirst],
      users: [
        {
          name: 'recorder',
          accessKeys: [recorder],
          policy: {
            Version: '1',
            Statement: [
              { Effect: 'Allow', Action: 'live:*', Resource: 'acs:cdn:*:*:domain/example.com' },
              { Effect: 'Deny', Action: 'live:*', Resource: 'acs:cdn:*:*:domain/secret.example.com' },
            ],
          },
        },
      ],
    },
    { id: '1000000000000002', accessKeys: [other] },
  ],
});
const verifying = (world = {}): Mock => createMock({ auth: 'verify', credentials, clock: now, world });

async function codeOf(mock: Mock, changes: Record<string, string>, signing: Signing): Promise<string> {
  const { decision } = await mock.handle(callV1(changes, signing));
  return decision.kind === 'refused' ? decision.error : 'accepted';
}

test('keeps the state of an account, whichever of its keys is used', async () => {
  const mock = verifying();

  expect(await codeOf(mock, {}, first)).toBe('accepted');
  expect(await codeOf(mock, {}, alsoFirst)).toBe('ConfigAlreadyExists');
  expect(await codeOf(mock, {}, recorder)).toBe('ConfigAlreadyExists');
  expect(await codeOf(mock, {}, other)).toBe('accepted');
});

test('counts the calls of an account, whichever of its keys is used', async () => {
  const mock = verifying();
  for (let index = 0; index < 15; index++) {
    await codeOf(mock, { AppName: `a${index}` }, first);
    await codeOf(mock, { AppName: `b${index}` }, alsoFirst);
  }

  expect(await codeOf(mock, { AppName: 'c' }, recorder)).toBe('Throttling.User');
  expect(await codeOf(mock, {}, other)).toBe('accepted');
});

test("counts a user's calls alone, where the contract reads the limit so", async () => {
  const perUser = readContract(
    Object.values(documents).map((document) =>
      applyOverlay(document, {
        overlay: '1.0.0',
        actions: [{ target: "$.paths['/'].post['x-rate-limit']", update: { scope: 'ram-user' } }],
      }),
    ),
  );
  const mock = createMock({ auth: 'verify', credentials, clock: now, contract: perUser });
  for (let index = 0; index < 30; index++) await codeOf(mock, { AppName: `a${index}` }, first);

  expect(await codeOf(mock, { AppName: 'b' }, alsoFirst)).toBe('Throttling.User');
  for (let index = 0; index < 30; index++)
    expect(await codeOf(mock, { AppName: `c${index}` }, recorder)).toBe('accepted');
  expect(await codeOf(mock, { AppName: 'd' }, recorder)).toBe('Throttling.User');
});

test('does not count calls whose signature is wrong', async () => {
  const mock = verifying();
  for (let index = 0; index < 30; index++) await codeOf(mock, {}, { ...first, secret: 'wrong' });

  expect(await codeOf(mock, {}, first)).toBe('accepted');
});

test('lets a user do what the policy allows', async () => {
  expect(await codeOf(verifying(), {}, recorder)).toBe('accepted');
});

test('denies a user what the policy does not allow, or denies', async () => {
  const denials = [
    ['other.example.com', 'ImplicitDeny'],
    ['secret.example.com', 'ExplicitDeny'],
  ] as const;

  for (const [DomainName, NoPermissionType] of denials) {
    const { answer, decision } = await verifying().handle(callV1({ DomainName }, recorder));
    expect(answer?.status).toBe(403);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({
      Code: 'Forbidden.RAM',
      Message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
      AccessDeniedDetail: {
        AuthAction: 'live:AddLiveAppRecordConfig',
        AuthPrincipalDisplayName: 'recorder',
        AuthPrincipalOwnerId: '1000000000000001',
        AuthPrincipalType: 'SubUser',
        NoPermissionType,
        PolicyType: 'AccountLevelIdentityBasedPolicy',
      },
    });
    expect(decision).toMatchObject({
      parameter: `live:AddLiveAppRecordConfig on acs:cdn:*:1000000000000001:domain/${DomainName}`,
    });
  }
});

test('asks users for a permission where the page of an operation states none', async () => {
  const { answer, decision } = await verifying().handle(
    callV1({ Action: 'DeleteLiveAppRecordConfig', DomainName: 'other.example.com' }, recorder),
  );

  expect(answer?.status).toBe(403);
  expect(decision).toMatchObject({
    parameter: 'live:DeleteLiveAppRecordConfig on acs:cdn:*:1000000000000001:domain/other.example.com',
  });
});

test('shows a domain that belongs to an account to nobody else', async () => {
  const world = {
    domains: {
      open: true,
      present: [{ DomainName: 'mine.example.com', account: '1000000000000001' }],
    },
  };

  expect(await codeOf(verifying(world), { DomainName: 'mine.example.com' }, first)).toBe('accepted');
  expect(await codeOf(verifying(world), { DomainName: 'mine.example.com' }, other)).toBe(
    'InvalidDomain.NotFound',
  );
  expect(await codeOf(verifying(world), { DomainName: 'free.example.com' }, other)).toBe('accepted');
});

test('takes each access key id for an account where nothing is verified', async () => {
  const world = { domains: { present: [{ DomainName: 'example.com', account: 'alice' }] } };
  const mock = createMock({ clock: now, world });
  const errorOf = async (AccessKeyId: string): Promise<unknown> =>
    (await mock.handle(callUnsigned({ AccessKeyId }))).decision;

  expect(await errorOf('alice')).toEqual({ kind: 'accepted' });
  expect(await errorOf('bob')).toMatchObject({ error: 'InvalidDomain.NotFound' });
});

test('remembers little of an access key id of any length, and tells each from others', async () => {
  const mock = createMock({ clock: now });
  const long = 'k'.repeat(1_000_000);
  const ids = [`${long}a`, `${long}b`, `a${long}`, 'k'.repeat(256), 'k'.repeat(257)];
  for (const id of [...ids, ...ids]) await mock.handle(callUnsigned({ AccessKeyId: id }));

  const decisions = mock.journal.requests().map(({ decision }) => decision.kind);
  expect(decisions).toEqual([...ids.map(() => 'accepted'), ...ids.map(() => 'refused')]);
  const accounts = mock
    .limits()
    .map(({ account }) => account)
    .toSorted();
  expect(new Set(accounts).size).toBe(5);
  expect(accounts).toContain('k'.repeat(256));
  expect(Math.max(...accounts.map(({ length }) => length))).toBeLessThan(300);
  expect(
    mock.state
      .counts()
      .map(({ account }) => account)
      .toSorted(),
  ).toEqual(accounts);
  expect(mock.journal.requests().every(({ account }) => accounts.includes(account))).toBe(true);
  expect(accounts).toContain(mock.accountOf(callUnsigned({ AccessKeyId: `${long}a` })));
});
