/**
 * Signature V1 of RPC requests: HMAC-SHA1 over the sorted parameters. Sent as the parameter `Signature`.
 *
 * Source: "RPC API signature"; "ApsaraVideo Live, signature mechanism". Some pages call it version 2.
 */
import { formatInstant } from '../schema/instant.ts';
import { hmacSha1Base64 } from './hashes.ts';
import { encodePairsTwice, sortPairs } from './percent-encoding.ts';
import type { Pair } from './parameters.ts';

export { toBase64 } from './hashes.ts';

export interface SigningOptionsV1 {
  /** HTTP method the request is sent with; part of what is signed. */
  readonly method: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary (STS) credentials; travels as the parameter SecurityToken. */
  readonly securityToken?: string;
  readonly now: Date;
  /** Unique per request. */
  readonly nonce: string;
}

/**
 * Sign parameters (Action, Version and Format among them) and return them with the common ones and Signature added.
 *
 * It does not matter which of them then travel in the query and which in a form body.
 * A common parameter that is already given is kept and signed as it is, so that a wrong one can be sent on purpose;
 * only a given Signature is replaced.
 */
export function signV1(parameters: readonly Pair[], options: SigningOptionsV1): readonly Pair[] {
  const given = new Set(parameters.map(([name]) => name));
  const common: readonly Pair[] = [
    ['AccessKeyId', options.accessKeyId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureNonce', options.nonce],
    ['SignatureVersion', '1.0'],
    ['Timestamp', formatInstant(options.now.getTime())],
    ...(options.securityToken === undefined ? [] : [['SecurityToken', options.securityToken] as const]),
  ];
  const signed = [...parameters, ...common.filter(([name]) => !given.has(name))].filter(isSigned);
  const signature = signatureV1(stringToSignV1(options.method, signed), options.accessKeySecret);
  return [...signed, ['Signature', signature]];
}

/** The text that V1 signs. `parameters` are those of the query and of the form body together, in any order. */
export function stringToSignV1(method: string, parameters: readonly Pair[]): string {
  // The path is always "/" in an RPC request: the string holds it as a constant.
  return `${method}&%2F&${encodePairsTwice(sortPairs(parameters.filter(isSigned)))}`;
}

/** Base64 of the HMAC-SHA1, 28 characters. The key is the secret with `&` at its end. */
export function signatureV1(stringToSign: string, accessKeySecret: string): string {
  return hmacSha1Base64(`${accessKeySecret}&`, stringToSign);
}

function isSigned([name]: Pair): boolean {
  return name !== 'Signature';
}
