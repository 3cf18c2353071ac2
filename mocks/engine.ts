/** The engine: a request and a state in, an answer and the reason for it out. It knows no operation; the contract does. */
import { mainOperation, type Contract } from '../contract/contract.ts';
import type { ErrorRow } from '../contract/errors.ts';
import type { Provenance } from '../contract/evidence.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Operation } from '../contract/operation.ts';
import { findViolations, type Violation } from '../contract/rules.ts';
import type { World } from '../contract/state.ts';
import { decodeParameters, type Decoded } from '../contract/wire.ts';
import { writeError, writePreflight, writeSuccess, type WireAnswer } from './answer.ts';
import type { Clock } from './clock.ts';
import { applyEffect, findBroken } from './preconditions.ts';
import type { Random } from './random.ts';
import { readRequest, type Received, type WireRequest } from './request.ts';
import type { Store } from './store.ts';
import type { Throttle } from './throttle.ts';
import { viewOf } from './world.ts';

export interface EngineParts {
  readonly contract: Contract;
  readonly world: World;
  readonly store: Store;
  readonly throttle: Throttle;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Exchange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Undefined where the request names none that the contract has. */
  readonly operation: string | undefined;
  readonly account: string;
  readonly parameters: JsonObject;
  readonly answer: WireAnswer;
  readonly decision: Decision;
}

/** Why an answer is what it is. */
export type Decision =
  | { readonly kind: 'accepted' }
  | ({
      readonly kind: 'refused';
      readonly error: string;
      /** The parameter at fault, as on the wire. */ readonly parameter: string | undefined;
    } & Provenance);

export interface Engine {
  handle(request: WireRequest): Promise<Exchange>;
}

export function createEngine(parts: EngineParts): Engine {
  const { contract, clock, random, throttle } = parts;
  const main = mainOperation(contract);

  return {
    async handle(request) {
      const at = clock.now();
      const requestId = random.nextId();
      const received = readRequest(request, main.commonParameters);
      const { account } = received;
      const base = { at, operation: undefined, account, parameters: {} };
      if (received.method === 'OPTIONS')
        return { ...base, answer: writePreflight(main.answer), decision: { kind: 'accepted' } };

      const entrance = enter(received, contract, main);
      if (!('operation' in entrance)) return { ...base, ...refuse(main, requestId, entrance) };

      const { operation } = entrance;
      const limit = operation.rateLimit;
      const admission = limit && throttle.admit(`${account}/${operation.name}`, limit, at);
      const decoded = decodeParameters(received.pairs, operation.shape);
      const known = { at, operation: operation.name, account, parameters: decoded.parameters };
      if (limit && admission?.kind === 'throttled') {
        const refusal = {
          error: rowOf(operation, limit.error),
          parameter: undefined,
          evidence: limit.evidence,
          source: limit.source,
        };
        const { answer, decision } = refuse(operation, requestId, refusal);
        const retryAfter = { [operation.answer.retryAfterHeader]: String(Math.ceil(admission.retryAfterMs)) };
        return { ...known, answer: { ...answer, headers: { ...answer.headers, ...retryAfter } }, decision };
      }
      const refusal = await play(operation, decoded, at, received.account, parts);
      if (refusal) return { ...known, ...refuse(operation, requestId, refusal) };
      return { ...known, answer: writeSuccess(operation.answer, requestId), decision: { kind: 'accepted' } };
    },
  };
}

interface Refusal extends Provenance {
  readonly error: ErrorRow;
  readonly parameter: string | undefined;
}

/** The gateway: which operation is meant, and may it be called in this way. */
function enter(
  received: Received,
  contract: Contract,
  main: Operation,
): { readonly operation: Operation } | Refusal {
  const refusal = (error: ErrorRow, parameter?: string): Refusal => ({
    error,
    parameter,
    evidence: error.evidence,
    source: error.source,
  });
  if (received.path !== '/') return refusal(main.errors.inRole('unknown-action'));
  if (!main.methods.includes(received.method)) return refusal(main.errors.inRole('unsupported-method'));
  const missing = main.commonParameters.find(
    ({ required, role }) => required && received.common(role) === undefined,
  );
  if (missing) return refusal(main.errors.inRole('missing-parameter', missing.name), missing.name);
  const operation = contract.get(received.common('action') ?? '');
  if (!operation) return refusal(main.errors.inRole('unknown-action'));
  const version = received.common('version') ?? operation.version;
  return version === operation.version ? { operation } : refusal(main.errors.inRole('unknown-version'));
}

/** Rules, then preconditions, then the effect. The first that is broken decides, in the contract's order. */
async function play(
  operation: Operation,
  decoded: Decoded,
  now: number,
  account: string,
  parts: EngineParts,
): Promise<Refusal | undefined> {
  const [violation] = findViolations(operation.rules, decoded.parameters, now);
  if (violation) {
    const { error, evidence, source } = violation.rule;
    return { error: rowOf(operation, error), parameter: wireName(violation, decoded), evidence, source };
  }
  const record = operation.fillDefaults(decoded.parameters);
  const view = viewOf(account, parts.store, parts.world);
  const broken = (await findBroken(operation, record, view)) ?? (await applyEffect(operation, record, view));
  return (
    broken && {
      error: rowOf(operation, broken.error),
      parameter: broken.key.join(', '),
      evidence: broken.evidence,
      source: broken.source,
    }
  );
}

function rowOf(operation: Operation, code: string): ErrorRow {
  return operation.errors.find(code) ?? operation.errors.inRole('internal');
}

function refuse(
  operation: Operation,
  requestId: string,
  refusal: Refusal,
): Pick<Exchange, 'answer' | 'decision'> {
  const { error, parameter, evidence, source } = refusal;
  return {
    answer: writeError(operation.answer, requestId, error),
    decision: { kind: 'refused', error: error.code, parameter, evidence, source },
  };
}

/** `RecordFormat.7.Format`: the name that the value was sent under, or should have been. */
function wireName({ at }: Violation, decoded: Decoded): string {
  let value: unknown = decoded.parameters;
  const steps = at.map((step) => {
    const name = typeof step === 'number' && Array.isArray(value) ? decoded.indexOf(value, step) : step;
    value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[step]; // a place leads through objects and lists only
    return String(name);
  });
  return steps.join('.');
}
