/** Scenarios that depend on the state: missing and duplicate records, deletion, and refused calls, which store nothing. */
import type { Contract } from '../../contract/contract.ts';
import { compareEvidence } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { isFreePart, violationsOf, type Draft } from '../requests/draft.ts';
import { minimalRequest, repair } from '../requests/valid-requests.ts';
import { anotherValue } from '../steps/related-operations.ts';
import { conflictScenarios } from './conflicts.ts';
import { sequence, success, type Family, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { freeKey, keyedRequest } from './key-pairs.ts';
import { uniquenessScenarios } from './uniqueness.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

export function stateScenarios(operation: Operation, contract: Contract): readonly Scenario[] {
  return operation.preconditions.flatMap((precondition) => {
    if (precondition.kind === 'present') return missingRecord(operation, precondition);
    if (precondition.kind !== 'absent') return [];
    if (operation.effect?.collection !== precondition.collection)
      return conflictScenarios(operation, precondition, contract);
    return [
      ...uniquenessScenarios(operation, precondition),
      ...removals(operation, precondition, contract),
      simultaneous(operation, precondition),
    ];
  });
}

/** A refused call stores nothing: its key can be used right after. One scenario for each error of a rule. */
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
      title: `After a refused call (${scenario.title}), the same key is still free`,
      family: 'state',
      exercises: success,
      ...nothingLeft,
      act: sequence(...refused, stepFor(operation, allowed)),
    });
  });
}

const nothingLeft = {
  evidence: 'implied',
  source: 'Error codes (a call that is answered with an error did not do its work)',
} as const;

/** Simultaneous calls, half of them allowed, the others each breaking a different rule: each gets its own answer. */
export function mixedScenario(operation: Operation, violations: readonly Scenario[]): readonly Scenario[] {
  const refused = violations.filter(({ evidence, act }) => evidence === 'stated' && act.kind === 'sequence');
  // Half of the calls; all of them together stay within the rate limit.
  const most = Math.min(8, Math.floor((operation.rateLimit?.requests ?? 16) / 2));
  const codes = [...new Map(refused.map((scenario) => [scenario.exercises, scenario])).values()].slice(
    0,
    most,
  );
  const free = operation.effect?.key.findLast((field) => isFreePart(operation, field));
  // Of several calls that create the same record only the first would be allowed.
  if (codes.length < 2 || (operation.effect?.kind === 'create' && free === undefined)) return [];
  const steps = codes.flatMap(({ act }, index) => {
    const allowed = { ...keyedRequest(operation) };
    if (free !== undefined) allowed[free] = `${String(allowed[free])}-${index}`;
    return [...(act.kind === 'sequence' ? act.steps : []), stepFor(operation, allowed)];
  });
  return [
    build(operation, {
      id: 'simultaneous/mixed',
      title: `${steps.length} different calls at once, half of them allowed: each gets its own answer`,
      family: 'simultaneous',
      exercises: success,
      evidence: 'implied',
      source: 'Error codes (each call is answered for itself)',
      act: { kind: 'together', steps },
    }),
  ];
}

/** The draft with the key fields of the refused call, where it had any. */
function keepKey(operation: Operation, draft: Draft, refused: Step | undefined): Draft {
  for (const field of operation.effect?.key ?? []) {
    const sent = refused?.parameters[field];
    // A key field that was itself refused cannot be sent again.
    const isAllowed = !violationsOf(operation, { ...draft, [field]: sent ?? '' }).some(
      ({ at }) => at[0] === field,
    );
    if (sent !== undefined && isAllowed) draft[field] = sent;
  }
  return repair(operation, draft);
}

type StateParts = Omit<Scenario, 'operation' | 'arrange'> & Partial<Pick<Scenario, 'arrange'>>;

function build(operation: Operation, parts: StateParts): Scenario {
  return { operation: operation.name, arrange: [], ...parts };
}

function about(
  precondition: Precondition,
  family: Family,
  exercises: string,
): Pick<Scenario, 'family' | 'exercises' | 'evidence' | 'source' | 'rule'> {
  return {
    family,
    exercises,
    evidence: precondition.evidence,
    source: precondition.source,
    rule: { id: precondition.error, pointer: precondition.pointer },
  };
}

function missingRecord(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const { fixture, key, error } = precondition;
  if (fixture?.value === undefined) return [];
  const named: Draft = {};
  key.forEach((field, index) => (named[field] = `\${fixture.${fixture.name}.${index}}`));
  const draft = { ...minimalRequest(operation), ...named };
  const needs = { name: fixture.name, otherwise: fixture.value.split('/') };
  return [
    build(operation, {
      ...about(precondition, 'state', error),
      id: `${kebab(precondition.collection)}/missing`,
      title: `${key.join(', ')} of a record that does not exist`,
      needs,
      act: sequence(stepFor(operation, draft, { expect: [error] })),
    }),
    ...(operation.effect?.kind === 'create' ? [stillFree()] : []),
  ];

  function stillFree(): Scenario {
    return build(operation, {
      ...about(precondition, 'state', success),
      evidence:
        compareEvidence(precondition.evidence, nothingLeft.evidence) > 0
          ? precondition.evidence
          : nothingLeft.evidence,
      source: nothingLeft.source,
      id: `state/nothing-left/${kebab(precondition.collection)}/missing`,
      title: `After a call that is refused (${key.join(', ')} of a record that does not exist), the key is still free`,
      needs,
      act: sequence(
        stepFor(operation, draft, { expect: [error] }),
        stepFor(operation, minimalRequest(operation)),
      ),
    });
  }
}

function removals(operation: Operation, precondition: Precondition, contract: Contract): readonly Scenario[] {
  const remover = [...contract.values()].find(
    ({ effect }) => effect?.kind === 'remove' && effect.collection === precondition.collection,
  );
  if (!remover) return [];
  const one = keyedRequest(operation);
  const parts = precondition.key.filter((field) => anotherValue(operation, field) !== undefined);
  const last = parts.at(-1);
  const remove = stepFor(remover, freeKey(operation));
  const id = kebab(precondition.collection);
  const common = { ...about(precondition, 'state', success), evidence: 'implied' as const };
  const again = (draft: Draft): Step => stepFor(operation, draft, { expect: [precondition.error] });
  return [
    build(operation, {
      ...common,
      id: `${id}/removed`,
      title: `After ${remover.name} the key is free again`,
      arrange: [stepFor(operation, one), remove],
      act: sequence(stepFor(operation, one), again(one)),
    }),
    ...parts.map((field) => {
      const other: Draft = { ...one, [field]: anotherValue(operation, field) ?? '' };
      return build(operation, {
        ...common,
        exercises: precondition.error,
        id: `${id}/removed-another${field === last ? '' : `-${kebab(field)}`}`,
        title: `${remover.name} removes one key, and none with another ${field}`,
        arrange: [stepFor(operation, one), stepFor(operation, other), remove],
        act: sequence(again(other)),
      });
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
