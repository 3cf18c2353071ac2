/** The calls that sequences are made of, for a few keys that meet again and again. */
import type { Contract } from '../../contract/contract.ts';
import { compareEvidence } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { decodeParameters } from '../../contract/wire/parameters.ts';
import { fullRequest, minimalRequest } from '../requests/valid-requests.ts';
import { isFreePart, violationsOf, type Draft } from '../requests/draft.ts';
import { findOperation, propertyOf } from '../steps/related-operations.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { filled, show } from '../families/listing.ts';
import { stepFor } from '../steps/steps.ts';
import { freeKey, keyedRequest } from '../families/uniqueness.ts';
import { violationScenarios } from '../families/violations.ts';

/** What a record is made with: as little as can be, or every parameter. */
export type Values = 'few' | 'all';

/** A key is a number, and which one it is on the wire is known here only. */
export interface Calls {
  readonly operation: Operation;
  /** That the key of a new record must be free. */
  readonly absent: Precondition;
  /** How many keys there are: one where no part of a key is free. */
  readonly keys: number;
  readonly add: (key: number, values: Values, due: string) => Step;
  /** One for each documented error that a rule means. */
  readonly broken: readonly Broken[];
  /** Left out where no operation removes records. */
  readonly remove?: (key: number) => Step;
  /** What a list has of one key, `values` being undefined where that is nothing; left out where no operation lists records. */
  readonly show?: (key: number, values: Values | undefined) => Step;
}

/** A call that is refused; if it were let through, it would make a record of the key. */
export interface Broken {
  readonly code: string;
  /** `alsoDue` are codes that the state calls for. */
  readonly add: (key: number, ...alsoDue: readonly string[]) => Step;
}

/** Undefined for an operation that makes no records, or whose records need no key of their own. */
export function callsOf(
  operation: Operation,
  contract: Contract,
  violations: readonly Scenario[] = violationScenarios(operation),
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
    add: (key, values, due) => stepFor(operation, draftOf(key, values), { expect: [due] }),
    broken: brokenSteps(operation, violations, keyOf(0)).map(({ code, step }) => ({
      code,
      add: (key, ...alsoDue) => ({
        ...step,
        parameters: { ...step.parameters, ...texts(keyOf(key)) },
        expect: [...step.expect, ...alsoDue],
      }),
    })),
    ...(remover && {
      remove: (key) => stepFor(remover, { ...minimalRequest(remover), ...known(remover, keyOf(key)) }),
    }),
    ...(tellsApart && {
      show: (key, values) =>
        show(viewer, keyOf(key), values ? [filled(operation, draftOf(key, values))] : []),
    }),
  };
}

/** The surest violation of each error that is more than assumed, and still one with another key; what is stated comes first. */
function brokenSteps(
  operation: Operation,
  violations: readonly Scenario[],
  key: Draft,
): readonly { readonly code: string; readonly step: Step }[] {
  const byCode = new Map<string, Step>();
  const surestFirst = violations.toSorted((a, b) => compareEvidence(a.evidence, b.evidence));
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
