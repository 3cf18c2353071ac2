/** Explains why a signature does not match: the two signed texts side by side, and the likely mistake. */
import type { CompleteClaim, SignedRequest } from '../../../contract/wire/signature.ts';
import { headerValue, signatureV3, stringToSignV3 } from '../../../contract/wire/signature-v3.ts';
import { signatureV1 } from '../../../contract/wire/signature-v1.ts';
import { type ComputedSignature, computeSignature } from './verify.ts';
import { type TextDifference, locateDifference } from './difference.ts';
import { type SignatureCause, findCause, type Mistake } from './mistakes.ts';
import { recipeV1, variationsV1 } from './mistakes-v1.ts';
import { findContentMistakes, recipeV3, variationsV3 } from './mistakes-v3.ts';

/** Facts about a wrong signature. Holds no secret and no security token. */
export interface RefusedSignature {
  /** The text that the server signed, with the security token hidden. */
  readonly stringToSign: string;
  /** V3 only. */
  readonly canonicalRequest?: string;
  /**
   * Look for the mistake; takes some thousand hashes. `clientText` is the text that the client signed, if known.
   * Both texts are compared and returned as they were signed.
   */
  explain(clientText?: string): SignatureExplanation;
}

/** What is wrong with a signature: the texts that were signed, where they differ, and the likely mistake. */
export interface SignatureExplanation {
  readonly received: string;
  readonly server: ComputedSignature;
  /** Present if the caller knows what the client signed. */
  readonly client?: {
    readonly text: string;
    /** Absent if both signed the same text: then secret or hashing differ. */
    readonly difference?: TextDifference;
    /** The client's text and the server's secret give the signature received: only the text is wrong. */
    readonly secretFits: boolean;
  };
  /** V3, if x-acs-content-sha256 is not the hash of the body received. */
  readonly contentHash?: {
    readonly claimed: string;
    readonly actual: string;
    readonly mistakes: readonly Mistake[];
  };
  /** V3: names in SignedHeaders that did not arrive as headers. Browsers and proxies drop some. */
  readonly absentHeaders: readonly string[];
  /** Why the signature itself differs. */
  readonly cause: SignatureCause;
}

/**
 * Explain a mismatch.
 *
 * `clientText` is the text that the client signed, if known: its string to sign, or for V3 rather its
 * canonical request. Known mistakes are tried in either case, see `findCause`. The result never contains the secret.
 */
export function explainMismatch(
  claim: CompleteClaim,
  request: SignedRequest,
  accessKeySecret: string,
  clientText?: string,
): SignatureExplanation {
  const server = computeSignature(claim, request, accessKeySecret);
  const evidence = { claim, request, accessKeySecret };
  const client =
    clientText === undefined ? undefined : compareTexts(claim, server, accessKeySecret, clientText);
  if (claim.kind === 'v1') {
    const cause = findCause(recipeV1(evidence), variationsV1(evidence), claim.signature);
    return { received: claim.signature, server, ...(client && { client }), absentHeaders: [], cause };
  }
  const actual = server.contentSha256 ?? '';
  return {
    received: claim.signature,
    server,
    ...(client && { client }),
    ...(claim.contentSha256 !== actual && {
      contentHash: {
        claimed: claim.contentSha256,
        actual,
        mistakes: findContentMistakes(claim.contentSha256, request),
      },
    }),
    absentHeaders: claim.signedHeaders.filter((name) => headerValue(request.headers, name) === undefined),
    cause: findCause(recipeV3(claim, evidence), variationsV3(claim, evidence), claim.signature),
  };
}

function compareTexts(
  claim: CompleteClaim,
  server: ComputedSignature,
  accessKeySecret: string,
  text: string,
): NonNullable<SignatureExplanation['client']> {
  const isCanonicalRequest = claim.kind === 'v3' && !text.startsWith('ACS3-');
  const stringToSign = isCanonicalRequest ? stringToSignV3(text) : text;
  const sign = claim.kind === 'v1' ? signatureV1 : signatureV3;
  const difference = locateDifference(
    (isCanonicalRequest ? server.canonicalRequest : undefined) ?? server.stringToSign,
    text,
  );
  return {
    text,
    ...(difference && { difference }),
    secretFits: sign(stringToSign, accessKeySecret) === claim.signature,
  };
}
