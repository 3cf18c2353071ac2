/** Signing mistakes of signature V3. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { comparePairs, encodePairs, percentEncode } from '../../../contract/wire/percent-encoding.ts';
import type { ClaimV3, SignedRequest } from '../../../contract/wire/signature.ts';
import { toBase64 } from '../../../contract/wire/signature-v1.ts';
import {
  algorithmV3,
  contentSha256,
  headerValue,
  stringToSignV3,
} from '../../../contract/wire/signature-v3.ts';
import type { Pair } from '../../../contract/wire/parameters.ts';
import type { SignatureEvidence, Mistake, Recipe, MistakenRecipe } from './mistakes.ts';
import { commonVariations, encodingMistakes } from './mistakes-common.ts';

/** The parts of the canonical request apart from method and query, and its hash. */
interface Frame {
  readonly path: string;
  readonly headers: readonly Pair[];
  /** Separator between the header lines and the list of their names. */
  readonly gap: string;
  readonly contentHash: string;
  readonly hash: (canonicalRequest: string) => string;
}

/** The correct steps of V3. */
export function recipeV3(claim: ClaimV3, { request, accessKeySecret }: SignatureEvidence): Recipe {
  return {
    method: request.method,
    pairs: request.query,
    order: comparePairs,
    encodeName: percentEncode,
    encodeValue: percentEncode,
    assemble: assembleIn(frameOf(claim, request)),
    secret: accessKeySecret,
    digest: (secret, stringToSign) => hmac(sha256, utf8ToBytes(secret), utf8ToBytes(stringToSign)),
    write: bytesToHex,
  };
}

/** All known mistakes of V3, the likeliest first. */
export function variationsV3(claim: ClaimV3, evidence: SignatureEvidence): readonly MistakenRecipe[] {
  const { request } = evidence;
  return [
    ...frameVariations(claim, request),
    ...encodingMistakes.map(({ id, sentence, encode }): MistakenRecipe => ({
      id,
      sentence,
      change: ({ encodeName, encodeValue }) => ({
        encodeName: (name) => encode(encodeName(name)),
        encodeValue: (value) => encode(encodeValue(value)),
      }),
    })),
    {
      id: 'names-not-encoded',
      sentence: 'The client percent-encodes values but not names, as some SDKs do.',
      change: () => ({ encodeName: (name) => name }),
    },
    {
      id: 'form-signed-as-query',
      sentence:
        'The client signs the form parameters with the query; V3 covers them by the hash of the body.',
      change: () => ({ pairs: [...request.query, ...request.form] }),
    },
    {
      id: 'query-not-signed',
      sentence: 'The client signs an empty query.',
      change: () => ({ pairs: [] }),
    },
    {
      id: 'secret-with-ampersand',
      sentence: 'The client signs with the secret and an & as the key, as V1 does; V3 needs the bare secret.',
      change: ({ digest }) => ({ digest: (secret, text) => digest(`${secret}&`, text) }),
    },
    ...commonVariations(evidence),
    {
      id: 'signature-in-upper-case',
      sentence: 'The signature is in upper-case hex.',
      change: ({ write }) => ({ write: (digest) => write(digest).toUpperCase() }),
    },
    {
      id: 'signature-in-base64',
      sentence: 'The signature is in Base64 instead of hex.',
      change: () => ({ write: toBase64 }),
    },
  ];
}

/** Longest body that is hashed for this, in characters. */
const longestBody = 128 * 1024;

/** Wrong computations of x-acs-content-sha256, tried where it is not the hash of the body received. */
export function findContentMistakes(claimed: string, request: SignedRequest): readonly Mistake[] {
  if (request.body.length > longestBody) return [];
  const text = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
  const right = contentSha256(request.body);
  const table: readonly (Mistake & { readonly hash: string })[] = [
    { id: 'content-hash-of-nothing', sentence: 'It is the hash of an empty body.', hash: contentSha256('') },
    {
      id: 'content-hash-in-upper-case',
      sentence: 'It is in upper-case hex; lower case is wanted.',
      hash: right.toUpperCase(),
    },
    {
      id: 'content-hash-without-newline',
      sentence: 'It is the hash of the body without the white space at its end.',
      hash: contentSha256(text.trimEnd()),
    },
    {
      id: 'content-hash-with-newline',
      sentence: 'It is the hash of the body with a line break after it.',
      hash: contentSha256(`${text}\n`),
    },
    ...[encodePairs(request.form), new URLSearchParams(request.form.map(([...pair]) => pair)).toString()].map(
      (form) => ({
        id: 'content-hash-of-other-encoding',
        sentence: 'It is the hash of the form in another percent-encoding than the one sent.',
        hash: contentSha256(form),
      }),
    ),
  ];
  return table.filter(({ hash }) => hash === claimed).map(({ id, sentence }) => ({ id, sentence }));
}

function frameVariations(claim: ClaimV3, request: SignedRequest): readonly MistakenRecipe[] {
  const frame = frameOf(claim, request);
  const value = (name: string) => headerValue(request.headers, name) ?? '';
  const framed = (id: string, sentence: string, other: Partial<Frame>): MistakenRecipe => ({
    id,
    sentence,
    change: () => ({ assemble: assembleIn({ ...frame, ...other }) }),
  });
  const header = (id: string, sentence: string, name: string, other: string): MistakenRecipe =>
    framed(id, sentence, {
      headers: frame.headers.map(([each, current]) => [each, each === name ? other : current]),
    });
  const host = value('host');
  const mediaType = value('content-type').split(';', 1)[0] ?? '';
  return [
    header(
      'host-without-port',
      'The client signs the host without its port.',
      'host',
      host.replace(/:\d+$/, ''),
    ),
    ...['80', '443'].map((port) =>
      header('host-with-port', `The client signs the host with the port ${port}.`, 'host', `${host}:${port}`),
    ),
    ...[mediaType, `${mediaType};charset=UTF-8`, `${mediaType}; charset=utf-8`].map((type) =>
      header('other-content-type', `The client signs content-type as "${type}".`, 'content-type', type),
    ),
    framed('signed-hash-of-nothing', 'The canonical request ends with the hash of an empty body.', {
      contentHash: contentSha256(''),
    }),
    framed('signed-hash-of-body', 'The canonical request ends with another hash than x-acs-content-sha256.', {
      contentHash: contentSha256(request.body),
    }),
    framed('signed-hash-missing', 'The canonical request ends without a hash of the body.', {
      contentHash: '',
    }),
    framed('no-line-before-list', 'The empty line between headers and SignedHeaders is missing.', {
      gap: '',
    }),
    framed('path-missing', 'The client signs an empty path instead of /.', { path: '' }),
    framed(
      'canonical-request-ends-with-newline',
      'The client hashes a line break after the canonical request.',
      {
        hash: (canonical) => stringToSignV3(`${canonical}\n`),
      },
    ),
    framed(
      'canonical-request-not-hashed',
      'The string to sign holds the canonical request instead of its hash.',
      {
        hash: (canonical) => `${algorithmV3}\n${canonical}`,
      },
    ),
    framed('hash-in-upper-case', 'The string to sign holds the hash in upper-case hex.', {
      hash: (canonical) => stringToSignV3(canonical).toUpperCase(),
    }),
  ];
}

function frameOf({ signedHeaders, contentSha256: contentHash }: ClaimV3, request: SignedRequest): Frame {
  const headers = signedHeaders.map((name): Pair => [name, headerValue(request.headers, name) ?? '']);
  return { path: request.path || '/', headers, gap: '\n', contentHash, hash: stringToSignV3 };
}

function assembleIn({ path, headers, gap, contentHash, hash }: Frame): Recipe['assemble'] {
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const list = headers.map(([name]) => name).join(';');
  return (method, query) => hash(`${method}\n${path}\n${query}\n${lines}${gap}${list}\n${contentHash}`);
}
