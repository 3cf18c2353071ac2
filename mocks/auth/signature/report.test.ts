import { expect, test } from 'vitest';
import { callV1, callV3, edited, now } from '../../fixtures/calls.ts';
import { createMock, reportSignature } from '../../index.ts';
import type { RefusedSignature } from './explain.ts';
import type { WireRequest } from '../../gateway/request.ts';

async function refused(request: WireRequest): Promise<RefusedSignature> {
  const { decision } = await createMock({ auth: 'verify', clock: now }).handle(request);
  if (decision.kind !== 'refused' || !decision.signature) throw new Error('The signature was not refused.');
  return decision.signature;
}

test('names the likely mistake and what the server signed', async () => {
  const signature = await refused({ ...callV1(), method: 'GET' });

  expect(reportSignature(signature)).toEqual([
    'Likely: The client signs the method POST; the request came as GET.',
    `The server signed: ${signature.stringToSign}`,
  ]);
});

test('shows both texts around the first difference, and marks it', async () => {
  const signature = await refused(edited(callV1({}, { nonce: 'n' }), { AppName: 'love' }));
  const clientText = signature.stringToSign.replace('love', 'live');

  expect(reportSignature(signature, clientText).slice(-5)).toEqual([
    'They differ first in the parameter AppName (value):',
    '  server  Config%26AppName%3Dlove%26DomainName%3De',
    '  client  Config%26AppName%3Dlive%26DomainName%3De',
    '                              ^',
    'The secret is right: only the text is wrong.',
  ]);
});

test('shows a canonical request on one line', async () => {
  const signature = await refused(edited(callV3(), { AppName: 'love' }));
  const clientText = signature.canonicalRequest?.replace('love', 'live');

  const lines = reportSignature(signature, clientText);

  expect(lines).toContain(`The server signed: ${signature.canonicalRequest?.replaceAll('\n', '↵')}`);
  expect(lines).toContain('  server  POST↵/↵AppName=love&DomainName=examp');
  expect(lines).toContain(`${' '.repeat('  server  POST↵/↵AppName=l'.length)}^`);
});

test('says that only the secret is left where both signed the same', async () => {
  const signature = await refused(callV1({}, { secret: 'another' }));

  expect(reportSignature(signature, signature.stringToSign)).toEqual([
    'No known mistake gives this signature: most likely the secret is another one.',
    `The server signed: ${signature.stringToSign}`,
    'The client signed the same text: the secret differs, or the way of hashing.',
  ]);
});

test('says when a body is not the one that was signed, and when signed headers are absent', async () => {
  const changed = { ...callV3(), body: 'a=b' };
  const { headers, ...rest } = callV3({ 'x-acs-extra': 'kept' });
  const dropped = { ...rest, headers: { ...headers, 'x-acs-extra': undefined } };

  expect(reportSignature(await refused(changed)).slice(0, 2)).toEqual([
    'The signature itself is right.',
    expect.stringMatching(
      /^The body is not the one that was signed: x-acs-content-sha256 is e3b0c44\w+, the body received has \w{64}\.$/,
    ),
  ]);
  expect(reportSignature(await refused(dropped))).toContain(
    'These headers are signed but did not arrive: x-acs-extra.',
  );
});
