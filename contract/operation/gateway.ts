/** The gateway in front of every operation: its checks, in the contract's order. */
import { ContractError } from '../contract-error.ts';
import { assertMembers } from '../known-members.ts';
import { isArray, isObject, pointerTo, type Json } from '../json.ts';

/**
 * - `path`, `method`: path and method of the request.
 * - `common-parameters`: the parameters that every request must have.
 * - `action`, `version`, `answer-format`: whether their values exist.
 * - `signature-complete`: whether all parts of a signature are present.
 * - `time`: whether the request's time is within the tolerance.
 * - `access-key`, `security-token`, `signature`: authentication.
 * - `nonce`: whether the nonce is new.
 * - `rate-limit`: whether the account is within its limit.
 * - `permission`: whether a policy allows the user this action on this resource.
 */
export type CheckName = (typeof checkNames)[number];

const checkNames = [
  'path',
  'method',
  'common-parameters',
  'action',
  'version',
  'answer-format',
  'signature-complete',
  'time',
  'access-key',
  'security-token',
  'signature',
  'nonce',
  'rate-limit',
  'permission',
] as const;

export interface GatewayChecks {
  /** In this order; the first that refuses decides. Checks not listed are not made. */
  readonly checks: readonly CheckName[];
  /** Greatest difference between the request's time and the gateway's, in either direction. */
  readonly timeToleranceMs: number;
  /** Headers that signature V3 must cover if they are sent, in lower case; `*` at the end matches any text. */
  readonly signedHeaders: readonly string[];
  /** The `x-ram` of operations without one. */
  readonly defaultPermission: Json | undefined;
}

/** Throws ContractError for a check that does not exist, and for a tolerance that is not a number. */
export function readGateway(value: Json | undefined, pointer: string): GatewayChecks {
  const gateway = isObject(value) ? value : {};
  assertMembers(
    '"x-gateway"',
    gateway,
    ['checks', 'timeToleranceSeconds', 'defaultPermission', 'signedHeaders'],
    pointer,
  );
  const names = isArray(gateway['checks']) ? gateway['checks'].map(String) : [];
  if (names.length === 0)
    throw new ContractError('Failed to read "x-gateway": it needs "checks", a list.', { pointer });
  const checks = names.map((name, index) => {
    const check = checkNames.find((known) => known === name);
    if (check) return check;
    throw new ContractError(
      `Failed to read "x-gateway": there is no check "${name}". Use ${checkNames.join(', ')}.`,
      { pointer: pointerTo(`${pointer}/checks`, index) },
    );
  });
  const seconds = gateway['timeToleranceSeconds'];
  if (typeof seconds !== 'number')
    throw new ContractError('Failed to read "x-gateway": it needs "timeToleranceSeconds", a number.', {
      pointer,
    });
  const signed = gateway['signedHeaders'] ?? [];
  if (!isArray(signed) || !signed.every((name) => typeof name === 'string' && name === name.toLowerCase()))
    throw new ContractError(
      'Failed to read "x-gateway": its "signedHeaders" is not a list of names in lower case. Write it like [host, x-acs-*].',
      { pointer: `${pointer}/signedHeaders` },
    );
  return {
    checks,
    timeToleranceMs: seconds * 1000,
    signedHeaders: signed.map(String),
    defaultPermission: gateway['defaultPermission'],
  };
}
