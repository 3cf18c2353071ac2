/** The calls of sequences, over a few keys that are used repeatedly. */
import type { Contract } from '../../contract/contract.ts';
import { compareEvidence } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { decodeParameters } from '../../contract/wire/parameters.ts';
import { fullRequest, minimalRequest } from '../requests/valid-requests.ts';
import { isFreePart, violationsOf, type Draft } from '../requests/draft.ts';
import { findOperation, propertyOf } from '../steps/related-operations.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { showGiven } from '../families/listing.ts';
import { stepFor } from '../steps/steps.ts';
import { freeKey, keyedRequest } from '../families/key-pairs.ts';
import { isCodeOpen, plainViolations } from '../families/violations.ts';

/** The parameters of a record: as few as possible, or all. */
export type Values = 'few' | 'all';

/** Sequences number their keys; these calls map a number to the values on the wire. */
export interface Calls {
  readonly operation: Operation;
  /** The precondition that no record of the key exists. */
  readonly absent: Precondition;
  /** Number of keys: one where no key field is free text. */
  readonly keys: number;
  readonly add: (key: number, values: Values, due: string) => Step;
  /** One refused call for each documented error of a rule. */
  readonly broken: readonly RefusedCall[];
  /** Undefined where no operation removes records. */
  readonly remove?: (key: number) => Step;
  /** Lists one key, expecting a record with these values or, where `values` is undefined, none. Undefined where no operation lists records. */
  readonly show?: (key: number, values: Values | undefined) => Step;
}

/** A call that must be refused; a target that accepts it creates a record under the key. */
export interface RefusedCall {
  readonly code: string;
  /** `alsoDue` are codes that conform too because of the state. */
  readonly add: (key: number, ...alsoDue: readonly string[]) => Step;
}

/** Undefined for an operation that creates no records, or whose records need no unique key. */
export function callsOf(
  operation: Operation,
  contract: Contract,
  violations: readonly Scenario[] = plainViolations(operation),
): Calls | undefined {
  const { effect } = operation;
  const absent = operation.preconditions.find(
    ({ kind, collection }) => kind === 'absent' && collection === effect?.collection,
  );
  if (effect?.kind !== 'create' || !absent) return undefined;
  const apart = effect.key.findLast((field) => isFreePart(operation, field));
  const keyOf = (key: number): Draft => {
    const whole = freeKey(operation);
    return apart === undefined ? whole : { ...whole, [apart]: `${String(whole[apart])}-${key}` };
  };
  const requests = { few: keyedRequest(operation), all: fullRequest(operation) };
  const draftOf = (key: number, values: Values): Draft => ({ ...requests[values], ...keyOf(key) });
  const remover = findOperation(contract, effect.collection, 'remove');
  const viewer = findOperation(contract, effect.collection, 'list');
  const tellsApart = viewer && (apart === undefined || propertyOf(viewer, apart) !== undefined);
  return {
    operation,
    absent,
    keys: apart === undefined ? 1 : 3,
    add: remembered((key: number, values: Values, due: string) =>
      stepFor(operation, draftOf(key, values), { expect: [due] }),
    ),
    broken: brokenSteps(operation, violations, keyOf(0)).map(({ code, step }) => ({
      code,
      add: remembered((key: number, ...alsoDue: readonly string[]) => ({
        ...step,
        parameters: { ...step.parameters, ...texts(keyOf(key)) },
        expect: [...step.expect, ...alsoDue],
      })),
    })),
    ...(remover && {
      remove: remembered((key: number) =>
        stepFor(remover, { ...minimalRequest(remover), ...known(remover, keyOf(key)) }),
      ),
    }),
    ...(tellsApart && {
      show: remembered((key: number, values: Values | undefined) =>
        showGiven(viewer, keyOf(key), values ? [draftOf(key, values)] : []),
      ),
    }),
  };
}

/** Sequences make the same few calls again and again: each is written once, and is the same object from then on. */
function remembered<Asked extends readonly (string | number | undefined)[]>(
  write: (...asked: Asked) => Step,
): (...asked: Asked) => Step {
  const known = new Map<string, Step>();
  return (...asked) => {
    const id = asked.join(' ');
    const step = known.get(id) ?? write(...asked);
    known.set(id, step);
    return step;
  };
}

/** For each error the violation with the strongest evidence, stated before implied, that still breaks its rule with another key. Assumed ones are left out. */
function brokenSteps(
  operation: Operation,
  violations: readonly Scenario[],
  key: Draft,
): readonly { readonly code: string; readonly step: Step }[] {
  const byCode = new Map<string, Step>();
  // Which of several errors is due is part of what a sequence shows.
  const surestFirst = violations
    .filter((one) => !isCodeOpen(one))
    .toSorted((a, b) => compareEvidence(a.evidence, b.evidence));
  for (const { exercises, evidence, act } of surestFirst) {
    const step = evidence === 'assumed' ? undefined : firstStep(act);
    if (!step || byCode.has(exercises)) continue;
    const { parameters } = decodeParameters(
      Object.entries({ ...step.parameters, ...texts(key) }),
      operation.shape,
    );
    if (violationsOf(operation, { ...parameters }).length > 0) byCode.set(exercises, step);
  }
  return [...byCode].map(([code, step]) => ({ code, step }));
}

function firstStep(act: Scenario['act']): Step | undefined {
  return act.kind === 'sequence' ? act.steps[0] : undefined;
}

/** Parts of a key that an operation has no parameter for are left out. */
function known(operation: Operation, key: Draft): Draft {
  return Object.fromEntries(
    Object.entries(key).filter(([field]) => propertyOf(operation, field) !== undefined),
  );
}

function texts(draft: Draft): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, String(value)]));
}
