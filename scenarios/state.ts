/** What depends on the state: duplicates, near-duplicates, records that are missing or in the way, and calls that leave nothing. */
import type { Contract } from '../contract/contract.ts';
import type { Evidence, Provenance } from '../contract/evidence.ts';
import { isObject } from '../contract/json.ts';
import type { Operation } from '../contract/operation.ts';
import { kebab } from '../contract/rules.ts';
import type { Precondition } from '../contract/state.ts';
import { minimalRequest, repair, validValue, type Draft } from './draft.ts';
import { fullRequest } from './accepted.ts';
import { sequence, success, type Family, type Scenario, type Step } from './scenario.ts';
import { stepFor } from './steps.ts';

export function stateScenarios(operation: Operation, contract: Contract): readonly Scenario[] {
  return operation.preconditions.flatMap((precondition) => {
    if (precondition.kind === 'present') return missingRecord(operation, precondition);
    if (precondition.kind !== 'absent') return [];
    if (operation.effect?.collection !== precondition.collection)
      return recordInTheWay(operation, precondition, contract);
    return [
      ...duplicates(operation, precondition),
      ...nearDuplicates(operation, precondition),
      ...removeAndAddAgain(operation, precondition, contract),
      simultaneous(operation, precondition),
    ];
  });
}

/** A refused call stores nothing: the same triple can be used right after. One for each error that a rule means. */
export function leavesNothing(operation: Operation, violations: readonly Scenario[]): readonly Scenario[] {
  if (operation.effect?.kind !== 'create') return [];
  const firsts = new Map<string, Scenario>();
  for (const scenario of violations) {
    if (scenario.evidence !== 'assumed' && !firsts.has(scenario.exercises))
      firsts.set(scenario.exercises, scenario);
  }
  return [...firsts.values()].map((scenario) => {
    const refused = scenario.act.kind === 'sequence' ? scenario.act.steps : [];
    const allowed = keepKey(operation, minimalRequest(operation), refused[0]);
    return build(operation, {
      id: `state/nothing-left/${scenario.id}`,
      title: `After a call that is refused (${scenario.title}), the same key is still free`,
      family: 'state',
      exercises: success,
      evidence: 'implied',
      source: 'Error codes (a call that is answered with an error did not do its work)',
      act: sequence(...refused, stepFor(operation, allowed)),
    });
  });
}

/** Use the key of a call that was refused, where it had one. */
function keepKey(operation: Operation, draft: Draft, refused: Step | undefined): Draft {
  for (const field of operation.effect?.key ?? []) {
    const sent = refused?.parameters[field];
    if (sent !== undefined) draft[field] = sent;
  }
  return repair(operation, draft);
}

type Parts = Omit<Scenario, 'operation' | 'arrange'> & Partial<Pick<Scenario, 'arrange'>>;

function build(operation: Operation, parts: Parts): Scenario {
  return { operation: operation.name, arrange: [], ...parts };
}

function about(
  precondition: Precondition,
  family: Family,
  exercises: string,
): Provenance & { family: Family; exercises: string } {
  return { family, exercises, evidence: precondition.evidence, source: precondition.source };
}

function missingRecord(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const { fixture, key, error } = precondition;
  if (fixture?.value === undefined) return [];
  const named: Draft = {};
  key.forEach((field, index) => (named[field] = `\${fixture.${fixture.name}.${index}}`));
  const draft = { ...minimalRequest(operation), ...named };
  return [
    build(operation, {
      ...about(precondition, 'state', error),
      id: `${kebab(precondition.collection)}/missing`,
      title: `${key.join(', ')} of something that does not exist`,
      needs: { name: fixture.name, otherwise: fixture.value.split('/') },
      act: sequence(stepFor(operation, draft, { expect: [error] })),
    }),
  ];
}

/** A record that another operation creates stands in the way; the target may have one, or is asked to make one. */
function recordInTheWay(
  operation: Operation,
  precondition: Precondition,
  contract: Contract,
): readonly Scenario[] {
  const { fixture, key, error, collection } = precondition;
  const maker = [...contract.values()].find(
    ({ effect }) => effect?.kind === 'create' && effect.collection === collection,
  );
  if (!maker || !fixture) return [];
  const named = Object.fromEntries(
    key.map((field, index) => [field, `\${fixture.${fixture.name}.${index}}`]),
  );
  const otherwise = key.map((field) => String(validValue(operation, [field])));
  return [
    build(operation, {
      ...about(precondition, 'state', error),
      id: `${kebab(collection)}/in-the-way`,
      title: `${key.join(', ')} of which ${maker.name} made a configuration`,
      needs: { name: fixture.name, otherwise },
      arrange: [stepFor(maker, { ...minimalRequest(maker), ...named })],
      act: sequence(stepFor(operation, { ...minimalRequest(operation), ...named }, { expect: [error] })),
    }),
  ];
}

function duplicates(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const { error, collection, key } = precondition;
  const first = stepFor(operation, minimalRequest(operation));
  const again = (draft: Draft, via: Step['via'] = 'form'): Step =>
    stepFor(operation, draft, { expect: [error], via });
  const whole: Draft = { ...minimalRequest(operation), ...freeKey(operation) };
  const common = about(precondition, 'uniqueness', error);
  const id = kebab(collection);
  return [
    build(operation, {
      ...common,
      id: `${id}/duplicate`,
      title: 'The same request again',
      arrange: [first],
      act: sequence(again(minimalRequest(operation))),
    }),
    build(operation, {
      ...common,
      id: `${id}/duplicate-whole-key`,
      title: `The same request again, with ${key.join(', ')}`,
      arrange: [stepFor(operation, whole)],
      act: sequence(again(whole), again(whole)),
    }),
    build(operation, {
      ...common,
      id: `${id}/duplicate-other-values`,
      title: 'The same key again, with every other parameter changed or added',
      arrange: [stepFor(operation, whole)],
      act: sequence(again({ ...fullRequest(operation), ...whole, ...freeKey(operation) })),
    }),
    build(operation, {
      ...common,
      evidence: 'implied',
      id: `${id}/duplicate-other-transport`,
      title: 'The same request again, in the query instead of the body',
      arrange: [first],
      act: sequence(again(minimalRequest(operation), 'query')),
    }),
  ];
}

/** Values for the whole key, those of the target included. */
function freeKey(operation: Operation): Draft {
  return Object.fromEntries(
    (operation.effect?.key ?? []).map((field) => [field, validValue(operation, [field])]),
  );
}

/** Keys that differ in one part are different keys; keys that differ only in spelling may or may not be. */
function nearDuplicates(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const whole: Draft = { ...minimalRequest(operation), ...freeKey(operation) };
  const id = kebab(precondition.collection);
  const pair = (
    slug: string,
    title: string,
    one: Draft,
    other: Draft,
    expect: readonly string[],
    evidence: Evidence = precondition.evidence,
  ): Scenario =>
    build(operation, {
      ...about(precondition, 'uniqueness', expect[0] ?? success),
      evidence,
      id: `${id}/${slug}`,
      title,
      arrange: [stepFor(operation, one)],
      act: sequence(stepFor(operation, other, { expect })),
    });
  return precondition.key.flatMap((field) => {
    const value = String(whole[field]);
    const name = kebab(field);
    const fixed = fixtureOf(operation, field) !== undefined;
    const other = fixed ? `other.${value}` : `${value}-other`;
    const scenarios = [
      pair(`other-${name}`, `The same key but for ${field}`, { ...whole, [field]: other }, whole, [success]),
    ];
    if (fixed) return scenarios;
    const byDefault = defaultOf(operation, field);
    if (byDefault !== undefined) {
      const { [field]: _, ...without } = whole;
      scenarios.push(
        pair(
          `${name}-left-out`,
          `${field} once ${byDefault}, once left out`,
          { ...whole, [field]: byDefault },
          without,
          [precondition.error],
          'assumed',
        ),
      );
    }
    scenarios.push(
      pair(
        `${name}-in-upper-case`,
        `${field} once in lower, once in upper case`,
        { ...whole, [field]: `a${value}` },
        { ...whole, [field]: `A${value}` },
        [success],
        'assumed',
      ),
      pair(
        `${name}-with-a-space`,
        `${field} once with a space behind it`,
        whole,
        { ...whole, [field]: `${value} ` },
        [success],
        'assumed',
      ),
    );
    return scenarios;
  });
}

function propertyOf(operation: Operation, field: string): Readonly<Record<string, unknown>> {
  const properties = isObject(operation.request['properties']) ? operation.request['properties'] : {};
  const property = properties[field];
  return isObject(property) ? property : {};
}

function fixtureOf(operation: Operation, field: string): unknown {
  return propertyOf(operation, field)['x-fixture'];
}

function defaultOf(operation: Operation, field: string): string | undefined {
  const value = propertyOf(operation, field)['default'];
  return typeof value === 'string' ? value : undefined;
}

function removeAndAddAgain(
  operation: Operation,
  precondition: Precondition,
  contract: Contract,
): readonly Scenario[] {
  const remover = [...contract.values()].find(
    ({ effect }) => effect?.kind === 'remove' && effect.collection === precondition.collection,
  );
  if (!remover) return [];
  const whole: Draft = { ...minimalRequest(operation), ...freeKey(operation) };
  return [
    build(operation, {
      ...about(precondition, 'state', success),
      evidence: 'implied',
      id: `${kebab(precondition.collection)}/removed`,
      title: `After ${remover.name} the key is free again`,
      arrange: [stepFor(operation, whole), stepFor(remover, freeKey(operation))],
      act: sequence(stepFor(operation, whole), stepFor(operation, whole, { expect: [precondition.error] })),
    }),
  ];
}

function simultaneous(operation: Operation, precondition: Precondition): Scenario {
  const copies = Math.min(20, operation.rateLimit?.requests ?? 20);
  return build(operation, {
    ...about(precondition, 'simultaneous', precondition.error),
    id: `${kebab(precondition.collection)}/simultaneous`,
    title: `The same request ${copies} times at once: one succeeds`,
    act: {
      kind: 'simultaneous',
      step: stepFor(operation, minimalRequest(operation), { expect: [precondition.error] }),
      copies,
    },
  });
}
