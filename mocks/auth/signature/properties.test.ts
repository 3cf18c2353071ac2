import fc from 'fast-check';
import { assert, expect, test } from 'vitest';
import { percentEncode } from '../../../contract/wire/percent-encoding.ts';
import {
  type ClaimV3,
  type CompleteClaim,
  readSignature,
  type SignedRequest,
} from '../../../contract/wire/signature.ts';
import { signV1 } from '../../../contract/wire/signature-v1.ts';
import { signV3 } from '../../../contract/wire/signature-v3.ts';
import type { Pair } from '../../../contract/wire/parameters.ts';
import { changesOf } from '../../fixtures/raw-requests.ts';
import { commonV1 } from '../../fixtures/signed-requests.ts';
import { verifySignature } from './verify.ts';
import { explainMismatch } from './explain.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }), // Any Unicode but lone surrogates.
  fc.string({ unit: fc.constantFrom(..." +*~%&=/:'()!a9") }),
);
const sent = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  parameters: fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name, maxLength: 8 }),
  body: text,
  accessKeySecret: fc.string({ unit: 'grapheme-ascii', maxLength: 100 }),
  percentForm: fc.nat(5),
  /** Which of all possible changes is made. */
  change: fc.nat(),
});
const options = { accessKeyId: 'testid', now: new Date('2026-11-22T13:29:01Z'), nonce: 'n-1' };
const runs = { numRuns: 300, plugins: [fc.skipEqualValues()] };

test('accepts what signV1 signed, in any percent form, and refuses it after a change of one character', () => {
  fc.assert(
    fc.property(sent, ({ method, parameters, accessKeySecret, percentForm, change }) => {
      const signed = signV1(parameters, { ...options, method, accessKeySecret });
      const inQuery = change % (signed.length + 1);
      const request: SignedRequest = {
        method,
        path: '/',
        query: throughTheWire(signed.slice(0, inQuery), percentForm),
        form: throughTheWire(signed.slice(inQuery), percentForm),
        headers: {},
        body: '',
      };

      expect(verdictOf(request, accessKeySecret)).toBe('valid');
      expect(verdictOf(changed(request, change), accessKeySecret)).not.toBe('valid');
    }),
    runs,
  );
});

test('accepts what signV3 signed, in any percent form, and refuses it after a change of one character', () => {
  fc.assert(
    fc.property(sent, ({ method, parameters, body, accessKeySecret, percentForm, change }) => {
      const headers = signV3(
        {
          method,
          host: '127.0.0.1:4010',
          query: parameters,
          body,
          headers: { 'content-type': 'text/plain' },
        },
        { ...options, action: 'AddWidget', version: '2016-11-01', accessKeySecret },
      );
      const query = throughTheWire(parameters, percentForm);
      const request: SignedRequest = { method, path: '/', query, form: [], headers, body };

      expect(verdictOf(request, accessKeySecret)).toBe('valid');
      expect(verdictOf(changed(request, change), accessKeySecret)).not.toBe('valid');
    }),
    runs,
  );
});

test('explains any mismatch without throwing, and blames nothing known for another secret', () => {
  fc.assert(
    fc.property(sent, text, ({ method, parameters, body }, clientText) => {
      const query = signV1(parameters, { ...options, method, accessKeySecret: 'a secret' });
      const request: SignedRequest = { method, path: '/', query, form: [], headers: {}, body };
      const v3 = { ...request, headers: { host: 'h', 'x-acs-content-sha256': 'wrong' } };
      const claimV3: ClaimV3 = {
        kind: 'v3',
        algorithm: 'ACS3-HMAC-SHA256',
        accessKeyId: 'testid',
        signedHeaders: ['host', 'x-acs-date'],
        signature: 'wrong',
        date: '2026-11-22T13:29:01Z',
        nonce: 'n-1',
        contentSha256: 'wrong',
      };

      expect(explainMismatch(completeClaim(request), request, 'another', clientText).cause.kind).toBe(
        'unknown',
      );
      expect(explainMismatch(claimV3, v3, 'another', clientText).cause.kind).toBe('unknown');
    }),
    { ...runs, numRuns: 15 },
  );
});

test('reads and verifies arbitrary requests without throwing', () => {
  const names = fc.constantFrom('Signature', ...commonV1.map(([name]) => name));
  const pairs = fc.array(
    fc.tuple(fc.oneof(names, text), fc.oneof(fc.constantFrom('HMAC-SHA1', '1.0'), text)),
  );
  const credentials = fc
    .array(fc.constantFrom('Credential=', 'SignedHeaders=', 'Signature=', ',', ';', 'constructor', '=', 'a'))
    .map((parts) => `ACS3-HMAC-SHA256 ${parts.join('')}`);
  const headerNames = ['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256', '__proto__'];
  const headers = fc.dictionary(
    fc.constantFrom('authorization', ...headerNames),
    fc.oneof(credentials, text),
  );

  fc.assert(
    fc.property(pairs, pairs, headers, text, (query, form, anyHeaders, body) => {
      const request = { method: 'POST', path: '/', query, form, headers: anyHeaders, body };

      expect(verdictOf(request, 'testsecret')).not.toBe('valid');
    }),
    runs,
  );
});

function verdictOf(request: SignedRequest, accessKeySecret: string): string {
  const claim = readSignature(request);
  const isComplete = claim.kind === 'v1' || claim.kind === 'v3';
  return isComplete ? verifySignature(claim, request, accessKeySecret).kind : claim.kind;
}

function completeClaim(request: SignedRequest): CompleteClaim {
  const claim = readSignature(request);
  assert(claim.kind === 'v1' || claim.kind === 'v3');
  return claim;
}

function changed(request: SignedRequest, change: number): SignedRequest {
  const changes = changesOf(request);
  return changes[change % changes.length]?.[1] ?? request;
}

/** What a server decodes after a client has encoded pairs in one of the forms that real ones use. */
function throughTheWire(pairs: readonly Pair[], percentForm: number): readonly Pair[] {
  const encode = (part: string) => percentForms[percentForm]?.(percentEncode(part)) ?? part;
  return [...new URLSearchParams(pairs.map((pair) => pair.map(encode).join('=')).join('&'))];
}

const percentForms: readonly ((encoded: string) => string)[] = [
  (encoded) => encoded,
  (encoded) => encoded.replaceAll('%20', '+'),
  (encoded) => encoded.replaceAll('~', '%7E').replaceAll('%2A', '*'),
  (encoded) => encoded.replace(/%(?:21|27|28|29|2A|2F|3A)/g, decodeURIComponent),
  (encoded) => encoded.replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase()),
  (encoded) => encoded.replace(/(?<!%|%.)\w/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
];
