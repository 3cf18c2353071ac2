/** Records that others make: not there, removed, there for every name, changed. */
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
  type Need,
} from '../steps/related-operations.ts';
import { freePlace } from '../steps/prepare.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { filled, show } from './listing.ts';
import { stepFor } from '../steps/steps.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

/** For an operation that works on records which another one makes. */
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
  { precondition, maker }: Need,
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
      title: `${precondition.key.join(', ')} under which nothing was made`,
      arrange: freePlace(maker, contract),
    }),
    ...(removal.length === 0
      ? []
      : [
          build(operation, {
            ...common,
            id: `${kebab(collection)}/gone`,
            title: `${precondition.key.join(', ')} of what was made and removed`,
            arrange: [...freePlace(maker, contract), make(maker, key), ...removal],
          }),
        ]),
  ];
}

/** A record for every value of one part of the key does for any. */
function forEvery(operation: Operation, { precondition, maker }: Need): readonly Scenario[] {
  const { wildcard, collection, source, evidence } = precondition;
  if (wildcard === undefined) return [];
  const key = keyOf(maker);
  const fields = precondition.key.filter((field) => takesWildcard(maker, field));
  return fields.map((field) =>
    build(operation, {
      id: `${kebab(collection)}/for-every-${kebab(field)}`,
      title: `What was made with ${field} ${wildcard} does for any ${field}`,
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

/** What a change says is shown afterwards, and what it leaves out is shown as it was. */
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
      // That the rest stays is a reading wherever nobody says so.
      {
        slug: 'changed-in-part',
        title: 'A change of as little as can be',
        change: minimalRequest(operation),
        evidence: 'assumed',
      },
      { slug: 'changed', title: 'A change of everything', change: fullRequest(operation), evidence },
    ] as const
  ).map(({ slug, title, change, ...sure }) => {
    const draft = withKey(operation, change, key);
    const record = mergeRecord(filled(maker, made), filled(operation, draft), effect.match);
    return build(operation, {
      id: `${kebab(effect.collection)}/${slug}`,
      title: `${title} is shown by ${viewer.name}, beside what it leaves out`,
      exercises: success,
      evidence: sure.evidence,
      source,
      arrange: [...freePlace(maker, contract), stepFor(maker, made)],
      act: sequence(stepFor(operation, draft), show(viewer, key, [record])),
    });
  });
}

/** Parts of a key that an operation has no parameter for are left out. */
function withKey(operation: Operation, draft: Draft, key: Draft): Draft {
  const known = Object.entries(key).filter(([field]) => propertyOf(operation, field) !== undefined);
  return { ...draft, ...Object.fromEntries(known) };
}
