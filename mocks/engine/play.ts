/** Decides a call that passed the gateway: checks rules and preconditions, then carries out the effect. */
import type { JsonObject } from '../../contract/json.ts';
import type { ErrorRow } from '../../contract/operation/errors.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { findViolations, type Violation } from '../../contract/schema/violations.ts';
import type { Decoded } from '../../contract/wire/parameters.ts';
import { isPromise, type Awaitable } from '../../contract/awaitable.ts';
import { whenDone } from '../awaitable.ts';
import { refusalBy, type ReceivedCall, type Refusal } from '../gateway/call.ts';
import { StoreFullError } from '../state/store.ts';
import type { View } from '../state/view.ts';
import { refuseFull } from './apply-fault.ts';
import { applyEffect, type EffectOutcome, type Obstacle } from './effect.ts';
import { findBroken, firstThatCounts } from './preconditions.ts';

/** A refusal, and what it is made of: rule, state or fault. */
export interface RefusedPlay {
  readonly by: 'rule' | 'state' | 'gateway' | 'fault';
  readonly refusal: Refusal;
}

/** `body`: members of the answer beside those that every answer has. */
export type PlayEnd = RefusedPlay | { readonly body: JsonObject };

/**
 * Checks rules, then preconditions, each in the contract's order; the first that is broken refuses. Then carries out the
 * effect.
 */
export function play(call: ReceivedCall, view: View): Awaitable<PlayEnd> {
  const { operation, speaker, decoded, account } = call;
  // A contract may leave the checks out that would have refused a call without operation.
  if (!operation)
    return { by: 'gateway', refusal: call.undecided ?? refusalBy(speaker.errors.inRole('unknown-action')) };
  const filled = operation.fillDefaults(decoded.parameters);
  const violations = findViolations(operation.rules, decoded.parameters, call.at);
  const playing = { call, operation, filled, view };
  return violations.length === 0
    ? checkState(undefined, playing)
    : whenDone(firstThatCounts(operation, violations, filled, view, account), checkState, playing);
}

interface Playing {
  readonly call: ReceivedCall;
  readonly operation: Operation;
  /** The request with its defaults. */
  readonly filled: JsonObject;
  readonly view: View;
}

function checkState(violation: Violation | undefined, playing: Playing): Awaitable<PlayEnd> {
  const { call, operation, filled, view } = playing;
  return violation
    ? refusedByRule(operation, violation, call.decoded)
    : whenDone(findBroken(operation, filled, view, call.account), carryOut, playing);
}

function carryOut(broken: Obstacle | undefined, playing: Playing): Awaitable<PlayEnd> {
  const { call, operation, filled, view } = playing;
  if (broken) return refusedByState(operation, broken);
  try {
    const end = whenDone(applyEffect(operation, filled, view, call.account, call.at), finish, playing);
    return isPromise(end) ? end.catch(refusedAsFull) : end;
  } catch (error) {
    return refusedAsFull(error);
  }
}

function finish(outcome: EffectOutcome, { operation, filled }: Playing): PlayEnd {
  return outcome.kind === 'refused'
    ? refusedByState(operation, outcome.obstacle)
    : { body: operation.writeBody(filled, outcome.findings) };
}

function refusedAsFull(error: unknown): RefusedPlay {
  if (error instanceof StoreFullError) return { by: 'state', refusal: refuseFull(error.message) };
  throw error;
}

function refusedByRule(operation: Operation, violation: Violation, decoded: Decoded): RefusedPlay {
  const { id, error, evidence, source } = violation.rule;
  const parameter = wireName(violation, decoded);
  return { by: 'rule', refusal: { error: rowOf(operation, error), rule: id, parameter, evidence, source } };
}

function refusedByState(operation: Operation, { error, key, evidence, source }: Obstacle): RefusedPlay {
  return {
    by: 'state',
    refusal: {
      error: rowOf(operation, error),
      rule: `state/${error}`,
      parameter: key.join(', '),
      key,
      evidence,
      source,
    },
  };
}

function rowOf(operation: Operation, code: string): ErrorRow {
  return operation.errors.find(code) ?? operation.errors.inRole('internal');
}

/** `Parts.7.Kind`: the name that the value was sent under, or should have been. */
function wireName({ at }: Violation, decoded: Decoded): string {
  let value: unknown = decoded.parameters;
  const steps = at.map((step) => {
    const name = typeof step === 'number' && Array.isArray(value) ? decoded.indexOf(value, step) : step;
    value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[step]; // a place leads through objects and lists only
    return String(name);
  });
  return steps.join('.');
}
