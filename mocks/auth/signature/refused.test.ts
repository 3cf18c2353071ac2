import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { callV1, callV3, edited, now } from '../../fixtures/calls.ts';
import { createMock, readCredentials, type Exchange } from '../../index.ts';

test('says what it signed where a signature V1 is wrong', async () => {
  const { answer, decision } = await createMock({ auth: 'verify', clock: now }).handle(
    edited(callV1(), { AppName: 'other' }),
  );

  const { Message } = JSON.parse(answer?.body ?? '') as Record<string, string>;
  const [sentence, stringToSign] = (Message ?? '').split(':');
  expect(sentence).toBe('Specified signature is not matched with our calculation. server string to sign is');
  expect(stringToSign).toMatch(/^POST&%2F&AccessKeyId%3Dtestid%26Action%3D.*AppName%3Dother/);
  expect(decision).toMatchObject({ error: 'SignatureDoesNotMatch', signature: { stringToSign } });
});

test('says what it signed where a signature V3 is wrong', async () => {
  const { answer, decision } = await createMock({ auth: 'verify', clock: now }).handle(
    edited(callV3(), { AppName: 'other' }),
  );

  const { Message = '' } = JSON.parse(answer?.body ?? '') as Record<string, string>;
  const signature = decision.kind === 'refused' ? decision.signature : undefined;
  expect(signature?.stringToSign).toMatch(/^ACS3-HMAC-SHA256\n[0-9a-f]{64}$/);
  expect(signature?.canonicalRequest).toMatch(/^POST\n\/\nAppName=other&/);
  expect(Message).toBe(
    `Specified signature does not match our calculation. server StringToSign is [${signature?.stringToSign}] ` +
      `server CanonicalRequest is [${signature?.canonicalRequest}]`,
  );
});

test('explains a wrong signature to whoever asks', async () => {
  const wrongSecret = await createMock({ auth: 'verify', clock: now }).handle(
    callV1({}, { secret: 'testsecret ' }),
  );
  const wrongMethod = await createMock({ auth: 'verify', clock: now }).handle({ ...callV1(), method: 'GET' });

  expect(explain(wrongSecret)).toMatchObject({
    kind: 'one of',
    mistakes: [{ sentence: expect.stringContaining('secret') }],
  });
  expect(explain(wrongMethod)).toMatchObject({
    kind: 'one of',
    mistakes: [{ sentence: 'The client signs the method POST; the request came as GET.' }],
  });
});

test('shows where the text differs that the client says it signed', async () => {
  const { decision } = await createMock({ auth: 'verify', clock: now }).handle({
    ...callV1(),
    method: 'GET',
  });
  const signature = decision.kind === 'refused' ? decision.signature : undefined;
  const clientText = signature?.stringToSign.replace('GET', 'POST');

  expect(signature?.explain(clientText).client).toMatchObject({
    secretFits: true,
    difference: { part: 'method', how: 'value' },
  });
});

function explain({ decision }: Exchange): unknown {
  return decision.kind === 'refused' ? decision.signature?.explain().cause : undefined;
}

test('tells no secret, whatever it refuses', async () => {
  const secrets = readCredentials({
    accounts: [
      {
        id: '1',
        accessKeys: [
          { id: 'testid', secret: 'a-secret' },
          { id: 'teststsid', secret: 'a-secret', securityToken: 'a-secret-token' },
        ],
        users: [{ name: 'guest', accessKeys: [{ id: 'guestid', secret: 'a-secret' }] }],
      },
    ],
  });
  const mock = createMock({ auth: 'verify', credentials: secrets, clock: now });
  const requests = [
    callV1(),
    callV3(),
    callV1({}, { id: 'teststsid', token: 'a-secret-token' }),
    callV3({}, { id: 'teststsid', token: 'a-secret-token' }),
    callV3({ SecurityToken: 'a-secret-token' }),
    callV1({}, { id: 'teststsid', token: 'guess' }),
    callV3({}, { id: 'teststsid', token: 'guess' }),
    callV1({}, { id: 'guestid', secret: 'a-secret' }),
    callV1({}, { secret: 'a-secret', at: '2026-01-01T00:00:00Z' }),
  ];

  for (const request of requests) {
    const exchange = await mock.handle(request);
    expect(exchange.decision.kind).toBe('refused');
    expect(inspect({ exchange, mock }, { depth: 20 })).not.toContain('a-secret');
    expect(JSON.stringify(exchange)).not.toContain('a-secret');
  }
});
