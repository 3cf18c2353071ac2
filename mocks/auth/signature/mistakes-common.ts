/** Signing mistakes that do not depend on the version of the signature. */
import { compareByteOrder, encodePairs } from '../../../contract/wire/percent-encoding.ts';
import type { SignatureEvidence, Mistake, MistakenRecipe } from './mistakes.ts';

/** Greatest number of parameters that are tried one by one. */
const mostNames = 200;

/** Mistakes possible in any version of the signature. */
export function commonVariations({
  claim,
  request,
  accessKeySecret,
}: SignatureEvidence): readonly MistakenRecipe[] {
  return [
    ...secretVariations(claim.accessKeyId, accessKeySecret),
    ...['GET', 'POST', 'PUT', 'DELETE', 'get', 'post']
      .filter((method) => method !== request.method)
      .map((method) => ({
        id: 'other-method',
        sentence: `The client signs the method ${method}; the request came as ${request.method}.`,
        change: () => ({ method }),
      })),
    ...orderVariations,
    ...parameterVariations,
    ...[...new Set([...request.query, ...request.form].slice(0, mostNames).map(([name]) => name))].map(
      (name): MistakenRecipe => ({
        id: 'parameter-not-signed',
        sentence: `The client does not sign the parameter ${name}, or it was added after signing.`,
        change: ({ pairs }) => ({ pairs: pairs.filter(([other]) => other !== name) }),
        alone: true,
      }),
    ),
    {
      id: 'string-ends-with-newline',
      sentence: 'The client signs a line break after the string to sign, as `echo` adds one.',
      change: ({ assemble }) => ({ assemble: (method, query) => `${assemble(method, query)}\n` }),
    },
    {
      id: 'signature-ends-with-newline',
      sentence: 'The signature arrives with a line break at its end.',
      change: ({ write }) => ({ write: (digest) => `${write(digest)}\n` }),
    },
  ];
}

/** Encodings that deviate from RFC 3986, each as a function of a correctly encoded text. */
export const encodingMistakes: readonly (Mistake & { readonly encode: (encoded: string) => string })[] = [
  {
    id: 'plus-for-space',
    sentence: 'The client signs a space as + instead of %20.',
    encode: (encoded) => encoded.replaceAll('%20', '+'),
  },
  {
    id: 'asterisk-not-encoded',
    sentence: 'The client signs * as it is instead of %2A.',
    encode: (encoded) => encoded.replaceAll('%2A', '*'),
  },
  {
    id: 'tilde-encoded',
    sentence: 'The client signs ~ as %7E instead of leaving it.',
    encode: (encoded) => encoded.replaceAll('~', '%7E'),
  },
  {
    id: 'encode-uri-component',
    sentence: "The client leaves ! ' ( ) * as they are, as encodeURIComponent does.",
    encode: (encoded) => encoded.replace(/%(?:21|27|28|29|2A)/g, decodeURIComponent),
  },
  {
    id: 'form-encoding',
    sentence:
      'The client encodes as forms do (URLSearchParams, URLEncoder): + for space, * as it is, ~ as %7E.',
    encode: (encoded) => encoded.replaceAll('%20', '+').replaceAll('%2A', '*').replaceAll('~', '%7E'),
  },
  {
    id: 'slash-not-encoded',
    sentence: 'The client signs / as it is instead of %2F.',
    encode: (encoded) => encoded.replaceAll('%2F', '/'),
  },
  {
    id: 'colon-not-encoded',
    sentence: 'The client signs : as it is instead of %3A.',
    encode: (encoded) => encoded.replaceAll('%3A', ':'),
  },
  {
    id: 'lower-case-digits',
    sentence: 'The client writes percent digits in lower case.',
    encode: (encoded) => encoded.replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase()),
  },
  {
    id: 'not-encoded',
    sentence: 'The client signs names and values without percent-encoding them.',
    encode: decodeURIComponent,
  },
];

const orderVariations: readonly MistakenRecipe[] = [
  {
    id: 'not-sorted',
    sentence: 'The client signs the parameters in the order sent instead of sorted by name.',
    change: () => ({ order: () => 0 }),
  },
  {
    id: 'sorted-without-case',
    sentence: 'The client sorts names without regard to case; upper case comes before lower case.',
    change: () => ({ order: ([a], [b]) => compareByteOrder(a.toLowerCase(), b.toLowerCase()) }),
  },
  {
    id: 'sorted-as-pairs',
    sentence: 'The client sorts whole name=value texts; of names alone, List.1 comes before List.10.',
    change: () => ({ order: (a, b) => compareByteOrder(encodePairs([a]), encodePairs([b])) }),
  },
];

const parameterVariations: readonly MistakenRecipe[] = [
  {
    id: 'empty-parameters-dropped',
    sentence: 'The client sends parameters with an empty value and does not sign them.',
    change: ({ pairs }) => ({ pairs: pairs.filter(([, value]) => value !== '') }),
  },
  {
    id: 'plus-not-encoded-on-the-wire',
    sentence: 'The client sends a + in a value as it is, where it means a space; it has to be %2B.',
    change: ({ pairs }) => ({ pairs: pairs.map(([name, value]) => [name, value.replaceAll(' ', '+')]) }),
  },
];

function secretVariations(accessKeyId: string, accessKeySecret: string): readonly MistakenRecipe[] {
  const ends = [
    ['a space', ' '],
    ['a line break', '\n'],
    ['a line break (CR LF)', '\r\n'],
    ['a tab', '\t'],
  ] as const;
  return [
    ...ends.map(([name, end]) => ({
      id: 'secret-with-white-space',
      sentence: `The client's secret ends with ${name}.`,
      change: () => ({ secret: accessKeySecret + end }),
    })),
    {
      id: 'secret-with-white-space',
      sentence: "The server's secret has white space around it, the client's has none.",
      change: () => ({ secret: accessKeySecret.trim() }),
    },
    ...['', 'undefined', 'null', 'None'].map((secret) => ({
      id: 'secret-not-set',
      sentence: `The client's secret is "${secret}": it was never set.`,
      change: () => ({ secret }),
    })),
    {
      id: 'id-as-secret',
      sentence: 'The client signs with the AccessKeyId in place of the secret.',
      change: () => ({ secret: accessKeyId }),
    },
  ];
}
