/** Faults as the engine plays them: errors in place of the operation, and answers that come out wrong. */
import type { ErrorRow } from '../../contract/operation/errors.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { WireAnswer } from './answer.ts';
import { refusalBy, type Refusal } from '../gateway/call.ts';
import type { InjectedFault } from '../faults/rule.ts';
import type { ThrottlingAnswer } from '../gateway/parts.ts';

/** The refusal (501) of a call whose fault this transport cannot play. Nothing was carried out. */
export function refuseUnplayable(problem: string): Refusal {
  return refuseByOurselves('Understudy.FaultNotPlayable', 501, problem, 'docs/faults.md, Transports');
}

/** The refusal of a call whose record does not fit into the store any more. */
export function refuseFull(problem: string): Refusal {
  const refusal = refuseByOurselves('Understudy.StateFull', 507, problem, 'README, In your own tests');
  return { ...refusal, rule: 'state/full' };
}

/** The refusal of a call whose store cannot be reached. Whether it was carried out is not known. */
export function refuseUnavailable({ errors }: Operation): Refusal {
  return { ...refusalBy(errors.inRole('unavailable')), rule: 'state/unavailable' };
}

/** An error of the mock itself, which the API does not have. */
export function refuseByOurselves(code: string, status: number, message: string, source: string): Refusal {
  const error: ErrorRow = {
    code,
    status,
    message,
    wireMessage: message,
    template: code,
    documented: false,
    alternatives: [],
    evidence: 'stated',
    source,
  };
  return refusalBy(error);
}

/** The refusal that a fault of the kind "error" stands for; undefined for any other fault. */
export function refuseByFault(
  fault: InjectedFault,
  operation: Operation,
  throttling: ThrottlingAnswer,
): Refusal | undefined {
  const { errors, rateLimit, answer } = operation;
  switch (fault.name) {
    case 'error':
      return refusalBy(errors.find(fault.error ?? '') ?? errors.inRole('internal'));
    case 'internal-error':
      return refusalBy(errors.inRole('internal'));
    case 'service-unavailable':
      return refusalBy(errors.inRole('unavailable'));
    case 'throttled': {
      const error = errors.find(throttling.code ?? rateLimit?.error ?? '') ?? errors.inRole('unavailable');
      return {
        ...refusalBy({ ...error, status: throttling.status ?? error.status }),
        headers: { [answer.retryAfterHeader]: String(Math.ceil(fault.retryAfterMs ?? 1000)) },
      };
    }
    default:
      return undefined;
  }
}

/** Applies a fault of body or headers to an answer. Faults of the connection are left to the transport. */
export function corrupt(answer: WireAnswer, { name, contentType = 'text/html' }: InjectedFault): WireAnswer {
  switch (name) {
    case 'malformed-json':
      return { ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
    case 'empty-body':
      return { ...answer, body: '' };
    case 'wrong-content-type':
      return { ...answer, headers: { ...answer.headers, 'content-type': contentType } };
    default:
      return answer;
  }
}
