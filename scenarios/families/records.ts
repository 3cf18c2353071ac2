/** Scenarios of operations on records that others create: missing, deleted, wildcard and updated records. */
import type { Contract } from '../../contract/contract.ts';
import { mergeRecord } from '../../contract/operation/effect.ts';
import { isArray, isObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { fullRequest, minimalRequest } from '../requests/valid-requests.ts';
import { type Draft } from '../requests/draft.ts';
import {
  clear,
  findOperation,
  keyOf,
  make,
  needsOf,
  propertyOf,
  stateError,
  type NeededRecord,
} from '../steps/related-operations.ts';
import { freePlace } from '../steps/prepare.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { filled, show } from './listing.ts';
import { stepFor } from '../steps/steps.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

/** For an operation that works on records which another operation creates. */
export function recordScenarios(operation: Operation, contract: Contract): readonly Scenario[] {
  return [
    ...needsOf(operation, contract).flatMap((need) => [
      ...notThere(operation, need, contract),
      ...forEvery(operation, need),
    ]),
    ...removedTwice(operation, contract),
    ...changed(operation, contract),
  ];
}

function build(operation: Operation, parts: Omit<Scenario, 'operation' | 'family'>): Scenario {
  return { family: 'state', operation: operation.name, ...parts };
}

function notThere(
  operation: Operation,
  { precondition, maker }: NeededRecord,
  contract: Contract,
): readonly Scenario[] {
  const { collection, error, evidence, source, pointer } = precondition;
  const key = keyOf(maker);
  const draft = withKey(operation, minimalRequest(operation), key);
  const refused = sequence(stepFor(operation, draft, { expect: [error] }));
  const common = { exercises: error, evidence, source, rule: { id: error, pointer }, act: refused };
  const removal = clear(contract, collection, key);
  return [
    build(operation, {
      ...common,
      id: `${kebab(collection)}/not-there`,
      title: `${precondition.key.join(', ')} under which no record was made`,
      arrange: freePlace(maker, contract),
    }),
    ...(removal.length === 0
      ? []
      : [
          build(operation, {
            ...common,
            id: `${kebab(collection)}/gone`,
            title: `${precondition.key.join(', ')} of a record that was made and removed`,
            arrange: [...freePlace(maker, contract), make(maker, key), ...removal],
          }),
        ]),
  ];
}

/** A record whose key field is a wildcard is found for any value of that field. */
function forEvery(operation: Operation, { precondition, maker }: NeededRecord): readonly Scenario[] {
  const { wildcard, collection, source, evidence } = precondition;
  if (wildcard === undefined) return [];
  const key = keyOf(maker);
  const fields = precondition.key.filter((field) => takesWildcard(maker, field));
  return fields.map((field) =>
    build(operation, {
      id: `${kebab(collection)}/for-every-${kebab(field)}`,
      title: `A record made with ${field} ${wildcard} is found for any ${field}`,
      exercises: success,
      evidence,
      source,
      arrange: [make(maker, { ...key, [field]: wildcard })],
      act: sequence(stepFor(operation, withKey(operation, minimalRequest(operation), key))),
    }),
  );
}

function takesWildcard(maker: Operation, field: string): boolean {
  const accepts = propertyOf(maker, field)?.['x-accepts'];
  return isArray(accepts) && accepts.some((entry) => isObject(entry) && entry['wildcard'] === true);
}

function removedTwice(operation: Operation, contract: Contract): readonly Scenario[] {
  const { effect } = operation;
  const maker = effect?.kind === 'remove' && findOperation(contract, effect.collection, 'create');
  const error = stateError(operation, 'present');
  const precondition = operation.preconditions.find((one) => one.error === error);
  if (!effect || !maker || error === undefined || !precondition) return [];
  const key = keyOf(maker);
  const removal = withKey(operation, minimalRequest(operation), key);
  return [
    build(operation, {
      id: `${kebab(effect.collection)}/removed-twice`,
      title: 'The same call again, and a third time after the record was made again',
      exercises: error,
      evidence: precondition.evidence,
      source: precondition.source,
      arrange: [...freePlace(maker, contract), make(maker, key)],
      act: sequence(
        stepFor(operation, removal),
        stepFor(operation, removal, { expect: [error] }),
        make(maker, key),
        stepFor(operation, removal),
      ),
    }),
  ];
}

/** After an update the members given have the new values, and the members left out the old ones. */
function changed(operation: Operation, contract: Contract): readonly Scenario[] {
  const { effect } = operation;
  if (effect?.kind !== 'replace') return [];
  const maker = findOperation(contract, effect.collection, 'create');
  const viewer = findOperation(contract, effect.collection, 'read', 'list');
  if (!maker || !viewer) return [];
  const key = keyOf(maker);
  const made = { ...fullRequest(maker), ...key };
  const { evidence, source } = operation.effectProvenance;
  return (
    [
      // That members left out keep their values is assumed: the page does not say so.
      {
        slug: 'changed-in-part',
        title: 'An update with the fewest members',
        change: minimalRequest(operation),
        evidence: 'assumed',
      },
      { slug: 'changed', title: 'An update of every member', change: fullRequest(operation), evidence },
    ] as const
  ).map(({ slug, title, change, ...sure }) => {
    const draft = withKey(operation, change, key);
    const record = mergeRecord(filled(maker, made), filled(operation, draft), effect.match);
    return build(operation, {
      id: `${kebab(effect.collection)}/${slug}`,
      title: `${title} is listed by ${viewer.name}, with the old values of members left out`,
      exercises: success,
      evidence: sure.evidence,
      source,
      arrange: [...freePlace(maker, contract), stepFor(maker, made)],
      act: sequence(stepFor(operation, draft), show(viewer, key, [record])),
    });
  });
}

/** Leaves out the key fields that the operation has no parameter for. */
function withKey(operation: Operation, draft: Draft, key: Draft): Draft {
  const known = Object.entries(key).filter(([field]) => propertyOf(operation, field) !== undefined);
  return { ...draft, ...Object.fromEntries(known) };
}
