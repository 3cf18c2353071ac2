import { expect, test, vi } from 'vitest';
import { applyOverlay, documents, readContract } from '../../contract/index.ts';
import type { Pair } from '../../contract/wire/parameters.ts';
import { encodePairs } from '../../contract/wire/percent-encoding.ts';
import { signV1 } from '../../contract/wire/signature-v1.ts';
import { canonicalRequestV3, signatureV3, stringToSignV3 } from '../../contract/wire/signature-v3.ts';
import { callUnsigned, callV1, callV3, edited, now, type Signing } from '../fixtures/calls.ts';
import { createMock, readCredentials, type Mock } from '../index.ts';
import { createMemoryStateStore } from '../state-store.ts';
import type { WireRequest } from './request.ts';

const credentials = readCredentials({
  accounts: [
    {
      id: '1000000000000001',
      accessKeys: [
        { id: 'testid', secret: 'testsecret' },
        { id: 'oldid', secret: 'testsecret', active: false },
        { id: 'teststsid', secret: 'testsecret', securityToken: 'teststoken' },
        {
          id: 'latestsid',
          secret: 'testsecret',
          securityToken: 'teststoken',
          expires: '2026-11-22T13:00:00Z',
        },
      ],
    },
  ],
});
const verifying = (): Mock => createMock({ auth: 'verify', credentials, clock: now });

async function refusalOf(mock: Mock, request: WireRequest): Promise<readonly unknown[]> {
  const { answer } = await mock.handle(request);
  const { Code, Message } = JSON.parse(answer?.body ?? '') as Record<string, string>;
  return [answer?.status, Code, Message];
}

const signers: readonly (readonly [string, (signing?: Signing) => WireRequest])[] = [
  ['V1', (signing) => callV1({}, signing)],
  ['V3', (signing) => callV3({}, signing)],
];

test.each(signers)('accepts a request signed by %s', async (_, sign) => {
  expect((await verifying().handle(sign())).decision).toEqual({ kind: 'accepted' });
});

test('finds the access key wherever Authorization names it', async () => {
  const { headers, ...rest } = callV3();
  const authorization = headers['authorization']?.replace(
    /(Credential=testid),(SignedHeaders=[^,]*),/,
    '$2, $1 , ',
  );

  const { decision } = await verifying().handle({ ...rest, headers: { ...headers, authorization } });

  expect(decision).toEqual({ kind: 'accepted' });
});

test.each(signers)('refuses %s with an unknown access key', async (_, sign) => {
  expect(await refusalOf(verifying(), sign({ id: 'nobody' }))).toEqual([
    404,
    'InvalidAccessKeyId.NotFound',
    'Specified access key is not found.',
  ]);
});

test.each(signers)('refuses %s with an access key that is switched off', async (_, sign) => {
  expect(await refusalOf(verifying(), sign({ id: 'oldid' }))).toEqual([
    400,
    'InvalidAccessKeyId.Inactive',
    'Specified access key is disabled.',
  ]);
});

test.each(signers)('takes %s up to 15 minutes early or late', async (_, sign) => {
  const accepted = ['2026-11-22T13:14:10Z', '2026-11-22T13:44:10Z'];
  const refused = ['2026-11-22T13:14:09Z', '2026-11-22T13:44:11Z'];

  for (const at of accepted)
    expect((await verifying().handle(sign({ at }))).decision).toEqual({ kind: 'accepted' });
  for (const at of refused) {
    expect(await refusalOf(verifying(), sign({ at }))).toEqual([
      400,
      'InvalidTimeStamp.Expired',
      'Specified time stamp or date value is expired.',
    ]);
  }
});

test('refuses a time that is none', async () => {
  const refusal = [
    400,
    'InvalidTimeStamp.Format',
    'Specified time stamp or date value is not well formatted.',
  ];

  expect(await refusalOf(verifying(), callV1({ Timestamp: '2026-11-22 13:29:10' }))).toEqual(refusal);
  expect(await refusalOf(verifying(), callV3({ 'x-acs-date': '20261122T132910Z' }))).toEqual(refusal);
});

test.each(signers)('refuses a nonce of %s that was used, and takes it from another key', async (_, sign) => {
  const mock = verifying();
  await mock.handle(sign({ nonce: 'once' }));

  expect(await refusalOf(mock, sign({ nonce: 'once' }))).toEqual([
    400,
    'SignatureNonceUsed',
    'Specified signature nonce was used already.',
  ]);
  const other = await mock.handle(sign({ nonce: 'once', id: 'teststsid', token: 'teststoken' }));
  expect(other.decision).toMatchObject({ error: 'ConfigAlreadyExists' });
});

test('does not count a nonce as used by a request whose signature is wrong', async () => {
  const mock = verifying();
  await mock.handle(callV1({}, { nonce: 'once', secret: 'wrong' }));

  expect((await mock.handle(callV1({}, { nonce: 'once' }))).decision).toEqual({ kind: 'accepted' });
});

test('remembers little of a nonce of any length, and tells each from others', async () => {
  const kept: string[] = [];
  const store = createMemoryStateStore();
  const open = store.open.bind(store);
  vi.spyOn(store, 'open').mockImplementation((...given) => {
    const state = open(...given);
    const use = state.nonces.use.bind(state.nonces);
    vi.spyOn(state.nonces, 'use').mockImplementation((nonce, ...times) => {
      kept.push(nonce);
      return use(nonce, ...times);
    });
    return state;
  });
  const mock = createMock({ auth: 'verify', credentials, clock: now, store });
  const long = 'n'.repeat(1_000_000);
  const decisions: string[] = [];
  for (const nonce of [`${long}a`, `${long}b`, `${long}a`]) {
    const { decision } = await mock.handle(callV1({}, { nonce }));
    decisions.push(decision.kind === 'refused' ? decision.rule : decision.kind);
  }

  expect(decisions).toEqual(['accepted', expect.not.stringMatching('nonce'), 'gateway/nonce']);
  expect(kept).toHaveLength(3);
  expect(kept.every(({ length }) => length < 320)).toBe(true);
});

test('forgets a nonce once its request is too old anyway, and on reset', async () => {
  const mock = verifying();
  await mock.handle(callV1({}, { nonce: 'once' }));
  mock.reset();
  await mock.handle(callV1({}, { nonce: 'once' }));
  mock.clock.advance({ seconds: 1800 });

  const later = await mock.handle(callV1({}, { nonce: 'once', at: '2026-11-22T13:59:10Z' }));

  expect(later.decision).toMatchObject({ error: 'ConfigAlreadyExists' });
});

test.each(signers)('wants the token of temporary credentials signed by %s', async (_, sign) => {
  const answerTo = (signing: Signing) => refusalOf(verifying(), sign(signing));

  expect((await verifying().handle(sign({ id: 'teststsid', token: 'teststoken' }))).decision).toEqual({
    kind: 'accepted',
  });
  expect(await answerTo({ id: 'teststsid' })).toEqual([
    400,
    'MissingSecurityToken',
    'SecurityToken is mandatory for this action.',
  ]);
  expect(await answerTo({ id: 'teststsid', token: 'other' })).toEqual([
    400,
    'InvalidSecurityToken.MismatchWithAccessKey',
    'Specified SecurityToken mismatch with the AccessKey.',
  ]);
  expect(await answerTo({ id: 'latestsid', token: 'teststoken' })).toEqual([
    400,
    'InvalidSecurityToken.Expired',
    'Specified SecurityToken is expired.',
  ]);
});

test.each([
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureVersion',
  'Timestamp',
  'AccessKeyId',
  'Version',
  'Action',
])('says that %s is missing', async (name) => {
  expect(await refusalOf(verifying(), edited(callV1(), { [name]: undefined }))).toEqual([
    400,
    `Missing${name}`,
    `${name} is mandatory for this action.`,
  ]);
});

test('says that the access key is missing where nothing is signed', async () => {
  expect((await refusalOf(verifying(), callUnsigned()))[1]).toBe('MissingAccessKeyId');
});

test('refuses an incomplete signature V3, and ways of signing that are not known', async () => {
  const incomplete = [
    400,
    'IncompleteSignature',
    'The request signature does not conform to Aliyun standards.',
  ];
  const { headers, ...rest } = callV3();
  const withHeaders = (changes: Record<string, string | undefined>): WireRequest => ({
    ...rest,
    headers: { ...headers, ...changes },
  });

  expect(await refusalOf(verifying(), withHeaders({ 'x-acs-signature-nonce': undefined }))).toEqual(
    incomplete,
  );
  expect(
    await refusalOf(verifying(), withHeaders({ authorization: 'ACS3-HMAC-SHA256 Credential=testid' })),
  ).toEqual(incomplete);
  expect(
    await refusalOf(
      verifying(),
      withHeaders({ authorization: headers['authorization']?.replace('SHA256', 'SM3') }),
    ),
  ).toEqual(incomplete);
  expect(await refusalOf(verifying(), callV1({ SignatureMethod: 'HMAC-SHA256' }))).toEqual(incomplete);
});

test('checks in the order of the contract', async () => {
  // Everything is wrong at once; each step mends what the answer named.
  const mock = verifying();
  const steps: readonly (readonly [WireRequest, string])[] = [
    [edited({ ...callV1(), method: 'PUT' }, { Format: 'csv' }), 'UnsupportedHTTPMethod'],
    [edited(callV1(), { Format: 'csv', Action: undefined }), 'InvalidParameter.Format'],
    [edited(callV1(), { Action: undefined, Version: '1' }), 'MissingAction'],
    [edited(callV1(), { Action: 'Nothing', Version: '1' }), 'InvalidAction.NotFound'],
    [edited(callV1(), { Version: '1', Signature: undefined }), 'InvalidVersion'],
    [edited(callV1({}, { at: '2020-01-01T00:00:00Z' }), { Signature: undefined }), 'MissingSignature'],
    [callV1({}, { id: 'nobody', at: '2020-01-01T00:00:00Z' }), 'InvalidTimeStamp.Expired'],
    [callV1({}, { id: 'nobody', secret: 'wrong' }), 'InvalidAccessKeyId.NotFound'],
    [
      callV1({}, { id: 'teststsid', token: 'wrong', secret: 'wrong' }),
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
    [callV1({ DomainName: undefined }, { secret: 'wrong' }), 'SignatureDoesNotMatch'],
    [callV1({ DomainName: undefined }), 'MissingDomainName'],
  ];

  for (const [request, code] of steps) expect((await refusalOf(mock, request))[1]).toBe(code);
});

test('checks in another order, or less, where the contract says so', async () => {
  const withChecks = (...checks: string[]): Mock => {
    const contract = readContract(
      Object.values(documents).map((document) =>
        applyOverlay(document, {
          overlay: '1.0.0',
          actions: [
            { target: "$.paths['/'].post['x-gateway'].checks", remove: true },
            { target: "$.paths['/'].post['x-gateway']", update: { checks } },
          ],
        }),
      ),
    );
    return createMock({ auth: 'verify', credentials, clock: now, contract });
  };
  const request = callV1({}, { id: 'nobody', at: '2020-01-01T00:00:00Z' });

  expect((await refusalOf(withChecks('time', 'access-key'), request))[1]).toBe('InvalidTimeStamp.Expired');
  expect((await refusalOf(withChecks('access-key', 'time'), request))[1]).toBe('InvalidAccessKeyId.NotFound');
  expect((await withChecks('action').handle(request)).decision).toEqual({ kind: 'accepted' });
  expect((await refusalOf(withChecks('path'), edited(request, { Action: 'Nothing' })))[1]).toBe(
    'InvalidAction.NotFound',
  );
});

test('takes parameters that no operation has', async () => {
  const more = {
    RegionId: 'cn-shanghai',
    OwnerId: '1',
    SecurityToken: 'any',
    ServiceCode: 'live',
    SignatureType: '',
  };

  expect((await verifying().handle(callV1(more))).decision).toEqual({ kind: 'accepted' });
  expect((await verifying().handle(callV3(more))).decision).toEqual({ kind: 'accepted' });
});

test('verifies nothing unless told', async () => {
  const request = edited(callV1(), { Signature: 'wrong' });

  expect((await createMock().handle(request)).decision).toEqual({ kind: 'accepted' });
});

test('knows the keys of the vendor’s examples where no credentials are given', async () => {
  const mock = createMock({ auth: 'verify', clock: now });

  expect((await mock.handle(callV1())).decision).toEqual({ kind: 'accepted' });
  const temporary = await mock.handle(callV3({ AppName: 'b' }, { id: 'teststsid', token: 'teststoken' }));
  expect(temporary.decision).toEqual({ kind: 'accepted' });
});

test('refuses options that are none', () => {
  const mistakes = [
    [{ auth: 'maybe' }, /"maybe": it is neither "none" nor "verify"/],
    [{ defaultFormat: 'yaml' }, /"yaml": it is neither "json" nor "xml"/],
    [{ throttling: { code: 'Slow' } }, /"Slow": the contract has no such error/],
    [{ throttling: { status: 200 } }, /"200": it is no status of an error/],
  ] as const;

  for (const [options, message] of mistakes) expect(() => createMock(options as object)).toThrow(message);
});

test.each(['Credential=other', 'SignedHeaders=host', 'Signature=00', 'Credential=testid'])(
  'refuses an Authorization that has a part twice: %s',
  async (part) => {
    const { headers, ...rest } = callV3();
    for (const authorization of [
      headers['authorization']?.replace('Credential=', `${part},Credential=`),
      `${headers['authorization']},${part}`,
    ]) {
      const [status, code] = await refusalOf(verifying(), {
        ...rest,
        headers: { ...headers, authorization },
      });
      expect([status, code]).toEqual([400, 'IncompleteSignature']);
    }
  },
);

test('a nonce counts for the key that signs, however Authorization writes its id', async () => {
  const mock = verifying();
  const { headers, ...rest } = callV3();
  await mock.handle({ ...rest, headers });

  for (const id of ['testid ', ' testid', 'testid x', 'testid\t']) {
    const authorization = headers['authorization']?.replace('Credential=testid', `Credential=${id}`);
    const { decision } = await mock.handle({ ...rest, headers: { ...headers, authorization } });
    expect(decision.kind).toBe('refused');
  }
});

test.each([
  'x-acs-signature-nonce',
  'x-acs-date',
  'x-acs-action',
  'x-acs-version',
  'x-acs-content-sha256',
  'host',
])('refuses V3 that does not sign %s', async (name) => {
  const { headers, ...rest } = callV3();
  const signed = /SignedHeaders=([^,]*)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? [];
  const signedHeaders = signed.filter((other) => other !== name);
  const query = [...new URLSearchParams(rest.url.slice(2))];
  const canonical = canonicalRequestV3({ ...rest, path: '/', query, headers }, signedHeaders);
  const signature = signatureV3(stringToSignV3(canonical), 'testsecret');
  const authorization = `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;

  const { decision } = await verifying().handle({ ...rest, headers: { ...headers, authorization } });

  expect(decision).toMatchObject({
    error: 'IncompleteSignature',
    parameter: `SignedHeaders without ${name}`,
  });
});

test('refuses parameters given twice that were swapped after signing', async () => {
  const signed = signV1([...new URLSearchParams(callUnsigned().url.slice(2)), ['AppName', 'second']], {
    method: 'POST',
    accessKeyId: 'testid',
    accessKeySecret: 'testsecret',
    now: new Date(now),
    nonce: 'once',
  });
  const swapped = [
    ...signed.filter(([name]) => name === 'AppName').toReversed(),
    ...signed.filter(([name]) => name !== 'AppName'),
  ];
  const send = (pairs: readonly Pair[]): WireRequest => ({
    method: 'POST',
    url: `/?${encodePairs(pairs)}`,
    headers: {},
    body: '',
  });

  expect((await verifying().handle(send(signed))).decision).toEqual({ kind: 'accepted' });
  expect((await verifying().handle(send(swapped))).decision).toMatchObject({
    error: 'SignatureDoesNotMatch',
  });
});

test('looks for the mistake of a wrong signature within bounds, whatever was sent', async () => {
  const body = callUnsigned().url.slice(2) + '&a'.repeat(100_000);
  const request = { ...edited(callV1(), { AppName: 'changed' }), body };
  const { decision } = await verifying().handle({ ...request, headers: { host: 'localhost' } });
  const before = process.cpuUsage();

  const explanation = decision.kind === 'refused' ? decision.signature?.explain() : undefined;

  const { user, system } = process.cpuUsage(before);
  expect(explanation?.cause).toEqual({ kind: 'unknown', isPartial: true });
  expect((user + system) / 1000).toBeLessThan(2000);
});
