/** The checks of who calls: is the request signed, in time, by a key that exists, with its secret, and for the first time? */
import type { ErrorTable } from '../../contract/operation/errors.ts';
import { parseInstant } from '../../contract/schema/instant.ts';
import type { CompleteClaim } from '../../contract/wire/signature.ts';
import { whenDone } from '../awaitable.ts';
import { boundedName } from './bounded-name.ts';
import { refusalBy, type ReceivedCall, type Check } from './call.ts';
import type { Nonces } from '../auth/nonces.ts';
import { verifySignature, type SignatureVerdict } from '../auth/signature/verify.ts';
import { explainMismatch, type RefusedSignature } from '../auth/signature/explain.ts';

interface AuthenticationParts {
  readonly errors: ErrorTable;
  readonly nonces: Nonces;
  readonly timeToleranceMs: number;
  /** Headers that V3 has to cover where they came; `*` at the end of a name stands for any text. */
  readonly signedHeaders: readonly string[];
  /** The parameter whose absence is reported where nothing is signed at all. */
  readonly keyParameter: string;
}

/** Checks that pass whatever an earlier check had to refuse, so that the contract may order them in any way. */
export function createAuthenticationChecks({
  errors,
  nonces,
  timeToleranceMs,
  signedHeaders,
  keyParameter,
}: AuthenticationParts) {
  const hasToBeSigned = compilePatterns(signedHeaders);
  const readTime = createTimeReader();
  const missing = (name: string) => refusalBy(errors.inRole('missing-parameter', { name }), name);
  return {
    'signature-complete': ({ claim, received }) => {
      switch (claim.kind) {
        case 'v3': {
          const unsigned = findUnsigned(received.headers, claim.signedHeaders, hasToBeSigned);
          return unsigned === undefined
            ? undefined
            : refusalBy(errors.inRole('incomplete-signature'), `SignedHeaders without ${unsigned}`);
        }
        case 'none':
          return missing(keyParameter);
        case 'incomplete':
          return claim.scheme === 'v1'
            ? missing(claim.missing[0])
            : refusalBy(errors.inRole('incomplete-signature'), claim.missing[0]);
        case 'unsupported':
          return refusalBy(errors.inRole('incomplete-signature'), claim.name);
        default:
          return undefined;
      }
    },
    time: ({ claim, at }) => {
      if (!isComplete(claim)) return undefined;
      const [name, text] = claim.kind === 'v1' ? ['Timestamp', claim.timestamp] : ['x-acs-date', claim.date];
      const instant = readTime(text);
      if (instant === undefined) return refusalBy(errors.inRole('malformed-time'), name);
      const isInTime = Math.abs(at - instant) <= timeToleranceMs;
      return isInTime ? undefined : refusalBy(errors.inRole('expired-time'), name);
    },
    'access-key': ({ claim, key }) => {
      if (!isComplete(claim)) return undefined;
      const name = claim.kind === 'v1' ? keyParameter : 'Authorization';
      if (!key) return refusalBy(errors.inRole('unknown-access-key'), name);
      return key.isActive ? undefined : refusalBy(errors.inRole('inactive-access-key'), name);
    },
    'security-token': ({ claim, key, at }) => {
      if (!isComplete(claim) || key?.securityToken === undefined) return undefined;
      const name = claim.kind === 'v1' ? 'SecurityToken' : 'x-acs-security-token';
      if (!claim.securityToken) return missing('SecurityToken');
      if (claim.securityToken !== key.securityToken)
        return refusalBy(errors.inRole('wrong-security-token'), name);
      const isExpired = key.expires !== undefined && key.expires <= at;
      return isExpired ? refusalBy(errors.inRole('expired-security-token'), name) : undefined;
    },
    signature: ({ claim, key, received }) => {
      if (!isComplete(claim) || !key) return undefined;
      const verdict = verifySignature(claim, received, key.secret);
      if (verdict.kind === 'valid') return undefined;
      const role = claim.kind === 'v1' ? 'wrong-signature-v1' : 'wrong-signature-v3';
      const signature = describe(verdict, claim, received, key.secret);
      const { stringToSign, canonicalRequest = '' } = signature;
      return {
        ...refusalBy(errors.inRole(role, { stringToSign, canonicalRequest }), 'Signature'),
        signature,
      };
    },
    nonce: ({ claim, at }) => {
      if (!isComplete(claim)) return undefined;
      // A request signed as far ahead as is allowed can come for as long again after its own time.
      const name = claim.kind === 'v1' ? 'SignatureNonce' : 'x-acs-signature-nonce';
      const nonce = JSON.stringify([claim.accessKeyId, boundedName(claim.nonce)]);
      const answer = nonces.use(nonce, at, at + 2 * timeToleranceMs);
      if (answer === true) return undefined; // without a function, which would be made for each call
      return whenDone(answer, (isNew) => (isNew ? undefined : refusalBy(errors.inRole('used-nonce'), name)));
    },
  } as const satisfies Readonly<Record<string, Check>>;
}

/** Reads a text once where the next one is the same, as those of one second are. */
function createTimeReader(): typeof parseInstant {
  let known = '';
  let instant: number | undefined;
  return (text) => {
    if (text === known) return instant;
    const read = parseInstant(text);
    if (read !== undefined) [known, instant] = [text, read];
    return read;
  };
}

/** The first header that came and is not signed, although it has to be. */
function findUnsigned(
  headers: ReceivedCall['received']['headers'],
  signed: readonly string[],
  hasToBeSigned: (name: string) => boolean,
): string | undefined {
  for (const name in headers)
    if (headers[name] !== undefined && hasToBeSigned(name) && !signed.includes(name)) return name;
  return undefined;
}

/** `*` at the end of a pattern stands for any text. */
function compilePatterns(patterns: readonly string[]): (name: string) => boolean {
  const starts = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  const names = patterns.filter((pattern) => !pattern.endsWith('*'));
  return (name) => {
    for (const start of starts) if (name.startsWith(start)) return true;
    return names.includes(name);
  };
}

function isComplete(claim: ReceivedCall['claim']): claim is CompleteClaim {
  return claim.kind === 'v1' || claim.kind === 'v3';
}

function describe(
  { stringToSign, canonicalRequest }: Extract<SignatureVerdict, { kind: 'mismatch' }>,
  claim: CompleteClaim,
  received: ReceivedCall['received'],
  secret: string,
): RefusedSignature {
  return {
    stringToSign: hideToken(stringToSign),
    ...(canonicalRequest !== undefined && { canonicalRequest: hideToken(canonicalRequest) }),
    explain: (clientText) => explainMismatch(claim, received, secret, clientText),
  };
}

/** What is signed holds the client's security token, and has no business in answers and logs: asterisks stand for it. */
function hideToken(signed: string): string {
  return signed
    .replace(/(%26SecurityToken%3D).*?(?=%26|$)/, '$1***')
    .replace(/((?:^|&)SecurityToken=)[^&\n]*/m, '$1***')
    .replace(/^(x-acs-security-token:).*$/m, '$1***');
}
