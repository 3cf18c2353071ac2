/** What stands in front of every operation: the checks of the gateway, in the contract's order. */
import { ContractError } from '../contract-error.ts';
import { assertMembers } from '../known-members.ts';
import { isArray, isObject, pointerTo, type Json } from '../json.ts';

/**
 * - `path`, `method`: where and how an operation is called.
 * - `common-parameters`: those that every request has to have.
 * - `action`, `version`, `answer-format`: whether these name something that exists.
 * - `signature-complete`: whether all is there that a signature consists of.
 * - `time`: whether the request is young enough.
 * - `access-key`, `security-token`, `signature`: whether it comes from whom it says.
 * - `nonce`: whether it came before.
 * - `rate-limit`: whether the account calls too often.
 * - `permission`: whether a policy lets this user do this to this resource.
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

export interface Gateway {
  /** The first that refuses decides. One that is left out is not made. */
  readonly checks: readonly CheckName[];
  /** How far the time of a request may lie from that of the gateway, either way. */
  readonly timeToleranceMs: number;
  /** Headers that signature V3 has to cover where they came, in lower case; `*` at the end stands for any text. */
  readonly signedHeaders: readonly string[];
  /** The `x-ram` of operations that state none. */
  readonly defaultPermission: Json | undefined;
}

/** Throws ContractError for a check that does not exist, and for a tolerance that is not a number. */
export function readGateway(value: Json | undefined, pointer: string): Gateway {
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
