/** Signing mistakes of signature V1. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { comparePairs, percentEncode } from '../../../contract/wire/percent-encoding.ts';
import { toBase64 } from '../../../contract/wire/signature-v1.ts';
import type { SignatureEvidence, Recipe, MistakenRecipe } from './mistakes.ts';
import { commonVariations, encodingMistakes } from './mistakes-common.ts';

/** The correct steps of V1. */
export function recipeV1({ request, accessKeySecret }: SignatureEvidence): Recipe {
  return {
    method: request.method,
    pairs: [...request.query, ...request.form].filter(([name]) => name !== 'Signature'),
    order: comparePairs,
    encodeName: percentEncode,
    encodeValue: percentEncode,
    assemble: (method, query) => `${method}&%2F&${percentEncode(query)}`,
    secret: accessKeySecret,
    digest: (secret, stringToSign) => hmac(sha1, utf8ToBytes(`${secret}&`), utf8ToBytes(stringToSign)),
    write: toBase64,
  };
}

/** All known mistakes of V1, the likeliest first. */
export function variationsV1(evidence: SignatureEvidence): readonly MistakenRecipe[] {
  const { query, form } = evidence.request;
  return [
    {
      id: 'secret-without-ampersand',
      sentence: 'The client signs with the bare secret; V1 needs the secret and an & as the key.',
      change: () => ({ digest: (secret, text) => hmac(sha1, utf8ToBytes(secret), utf8ToBytes(text)) }),
    },
    ...encodingVariations,
    {
      id: 'form-not-signed',
      sentence: 'The client signs the query only; the parameters of the form body belong to it.',
      change: () => ({ pairs: query.filter(([name]) => name !== 'Signature') }),
    },
    {
      id: 'query-not-signed',
      sentence: 'The client signs the form body only; the parameters of the query belong to it.',
      change: () => ({ pairs: form.filter(([name]) => name !== 'Signature') }),
    },
    ...commonVariations(evidence),
    ...layoutVariations,
    ...writingVariations,
  ];
}

const encodingVariations: readonly MistakenRecipe[] = encodingMistakes.flatMap(({ id, sentence, encode }) => [
  {
    id,
    sentence,
    change: ({ encodeName, encodeValue }) => ({
      encodeName: (name) => encode(encodeName(name)),
      encodeValue: (value) => encode(encodeValue(value)),
    }),
  },
  {
    // The same wrong encoding, used for the whole query too.
    id,
    sentence,
    change: ({ encodeName, encodeValue }) => ({
      encodeName: (name) => encode(encodeName(name)),
      encodeValue: (value) => encode(encodeValue(value)),
      assemble: (method, query) => `${method}&%2F&${encode(percentEncode(query))}`,
    }),
  },
]);

const layoutVariations: readonly MistakenRecipe[] = [
  {
    id: 'query-encoded-once',
    sentence:
      'The client does not percent-encode the sorted query once more before it goes into the string to sign.',
    change: () => ({ assemble: (method, query) => `${method}&%2F&${query}` }),
  },
  {
    id: 'path-not-encoded',
    sentence: 'The client signs the path as / instead of %2F.',
    change: () => ({ assemble: (method, query) => `${method}&/&${percentEncode(query)}` }),
  },
  {
    id: 'other-hash',
    sentence: 'The client signs with HMAC-SHA256 and says HMAC-SHA1.',
    change: () => ({ digest: (secret, text) => hmac(sha256, utf8ToBytes(`${secret}&`), utf8ToBytes(text)) }),
  },
];

const writingVariations: readonly MistakenRecipe[] = [
  {
    id: 'signature-not-encoded',
    sentence: 'The signature is sent without percent-encoding: its + arrives as a space.',
    change: ({ write }) => ({ write: (digest) => write(digest).replaceAll('+', ' ') }),
  },
  {
    id: 'signature-encoded-twice',
    sentence: 'The signature is percent-encoded twice.',
    change: ({ write }) => ({ write: (digest) => encodeURIComponent(write(digest)) }),
  },
  {
    id: 'signature-in-hex',
    sentence: 'The signature is in hex instead of Base64.',
    change: () => ({ write: bytesToHex }),
  },
  {
    id: 'signature-base64-of-hex',
    sentence: 'The signature is the Base64 of a hex text instead of the Base64 of the bytes.',
    change: () => ({ write: (digest) => btoa(bytesToHex(digest)) }),
  },
  {
    id: 'signature-base64url',
    sentence: 'The signature is in the URL-safe form of Base64, with - and _.',
    change: () => ({ write: (digest) => toBase64(digest).replaceAll('+', '-').replaceAll('/', '_') }),
  },
];
