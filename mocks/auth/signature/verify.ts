/** Verifying a request's signature with the secret that belongs to its AccessKeyId. */
import type { CompleteClaim, SignedRequest } from '../../../contract/wire/signature.ts';
import { signatureV1, stringToSignV1 } from '../../../contract/wire/signature-v1.ts';
import {
  canonicalRequestV3,
  contentSha256,
  signatureV3,
  stringToSignV3,
} from '../../../contract/wire/signature-v3.ts';

export interface ComputedSignature {
  readonly signature: string;
  readonly stringToSign: string;
  /** V3 only. */
  readonly canonicalRequest?: string;
  /** V3 only: the hash of the body as received, to compare with the claimed one. */
  readonly contentSha256?: string;
}

export type SignatureVerdict =
  | { readonly kind: 'valid' }
  | {
      readonly kind: 'mismatch';
      /** The text that the server signed; error messages quote it. */
      readonly stringToSign: string;
      readonly canonicalRequest?: string;
      /** V3: the body is not the one whose hash was signed. The signature itself may still be right. */
      readonly contentSha256Differs?: true;
    };

/**
 * Verify a claim: the signature, and for V3 also that x-acs-content-sha256 is the hash of the body.
 *
 * Says nothing about the age of the request, the reuse of its nonce, or its security token.
 *
 * Assumed: V3 covers the headers that SignedHeaders lists, whichever these are; a header that is not listed may have
 * any value.
 */
export function verifySignature(
  claim: CompleteClaim,
  request: SignedRequest,
  accessKeySecret: string,
): SignatureVerdict {
  const computed = computeSignature(claim, request, accessKeySecret);
  // Whoever sends a body knows its hash: only the signature has to be kept secret.
  const contentSha256Differs = claim.kind === 'v3' && claim.contentSha256 !== computed.contentSha256;
  if (equalInConstantTime(claim.signature, computed.signature) && !contentSha256Differs) {
    return { kind: 'valid' };
  }
  const { stringToSign, canonicalRequest } = computed;
  return {
    kind: 'mismatch',
    stringToSign,
    ...(canonicalRequest !== undefined && { canonicalRequest }),
    ...(contentSha256Differs && { contentSha256Differs }),
  };
}

/** The expected signature of a client with `accessKeySecret`. */
export function computeSignature(
  claim: CompleteClaim,
  request: SignedRequest,
  accessKeySecret: string,
): ComputedSignature {
  if (claim.kind === 'v1') {
    const stringToSign = stringToSignV1(request.method, request.query.concat(request.form));
    return { signature: signatureV1(stringToSign, accessKeySecret), stringToSign };
  }
  const canonicalRequest = canonicalRequestV3(request, claim.signedHeaders);
  const stringToSign = stringToSignV3(canonicalRequest);
  return {
    signature: signatureV3(stringToSign, accessKeySecret),
    stringToSign,
    canonicalRequest,
    contentSha256: contentSha256(request.body),
  };
}

/** Compares every character even after a difference, so that timing does not tell how much of a guess is right. */
function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
