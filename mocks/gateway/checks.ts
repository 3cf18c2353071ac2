/** The gateway checks by name. None depends on another having run. */
import type { CheckName } from '../../contract/operation/gateway.ts';
import type { Operation, RateLimit } from '../../contract/operation/operation.ts';
import { whenDone } from '../awaitable.ts';
import { refusalBy, type Check, type Refusal } from './call.ts';
import type { GatewayParts, ThrottlingAnswer } from './parts.ts';
import type { Admission } from './throttle.ts';

/** Where nothing is verified, the checks of who calls are left out. */
export function createChecks(parts: GatewayParts): Partial<Record<CheckName, Check>> {
  const { main, verification, nonces } = parts;
  const { errors } = main;
  const checks: Partial<Record<CheckName, Check>> = {
    path: ({ received }) => (received.path === '/' ? undefined : refusalBy(errors.inRole('unknown-action'))),
    method: ({ received, speaker }) =>
      speaker.methods.includes(received.method) ? undefined : refusalBy(errors.inRole('unsupported-method')),
    'common-parameters': checkCommonParameters(main, verification !== undefined),
    action: ({ operation, undecided }) =>
      operation
        ? undefined
        : (undecided ?? refusalBy(errors.inRole('unknown-action'), nameOf(main, 'action'))),
    version: ({ operation, received }) => {
      const version = received.common('version');
      return !operation || version === undefined || version === operation.version
        ? undefined
        : refusalBy(errors.inRole('unknown-version'), nameOf(main, 'version'));
    },
    'answer-format': ({ format }) =>
      format ? undefined : refusalBy(errors.inRole('unknown-answer-format'), nameOf(main, 'format')),
    'rate-limit': checkRateLimit(parts),
  };
  return verification ? { ...checks, ...verification.createChecks(main, nonces) } : checks;
}

/** The name of the common parameter with a role. */
export function nameOf({ commonParameters }: Operation, role: string): string {
  return commonParameters.find((parameter) => parameter.role === role)?.name ?? role;
}

function checkCommonParameters({ errors, commonParameters }: Operation, isVerifying: boolean): Check {
  const wanted = commonParameters.filter(
    ({ required }) => required === 'always' || (required === 'signed' && isVerifying),
  );
  return ({ received }) => {
    for (const { role, name } of wanted)
      if (received.common(role) === undefined)
        return refusalBy(errors.inRole('missing-parameter', { name }), name);
    return undefined;
  };
}

function checkRateLimit({ throttle, throttling }: GatewayParts): Check {
  // One function for all calls, which is told the operation.
  const refuse = (admission: Admission, operation: Operation): Refusal | undefined =>
    operation.rateLimit && admission.kind === 'throttled'
      ? throttled(operation, operation.rateLimit, throttling, admission.retryAfterMs)
      : undefined;
  return ({ operation, account: owner, key, at }) => {
    const limit = operation?.rateLimit;
    if (!operation || !limit) return undefined;
    const account = limit.scope === 'ram-user' && key?.user ? `${owner}/${key.user.name}` : owner;
    return whenDone(throttle.admit({ account, operation: operation.name }, limit, at), refuse, operation);
  };
}

function throttled(
  { errors, answer }: Operation,
  limit: RateLimit,
  throttling: ThrottlingAnswer,
  retryAfterMs: number,
): Refusal {
  const error = errors.find(throttling.code ?? limit.error) ?? errors.inRole('internal');
  return {
    error: { ...error, status: throttling.status ?? error.status },
    parameter: undefined,
    evidence: limit.evidence,
    source: limit.source,
    headers: { [answer.retryAfterHeader]: String(Math.ceil(retryAfterMs)) },
  };
}
