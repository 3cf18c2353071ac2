/** State-transition scenarios: each allowed transition, each forbidden one, and recovery. */
import type { EffectOf } from '../../contract/operation/effect.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { minimalRequest } from '../requests/valid-requests.ts';
import { sequence, success, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

export function transitionScenarios(operation: Operation): readonly Scenario[] {
  const { effect } = operation;
  if (effect?.kind !== 'transition') return [];
  const step = (value: string, expected: string = success): Step =>
    stepFor(operation, { ...minimalRequest(operation), [effect.by]: value }, { expect: [expected] });
  return Object.entries(effect.transitions).flatMap(([value, transition]) => {
    const { error, notFrom, evidence, source } = transition;
    const common = { family: 'state', operation: operation.name, evidence, source, arrange: [] } as const;
    const name = `${kebab(effect.collection)}/${kebab(value)}`;
    const first: Scenario = {
      ...common,
      id: `${name}/first`,
      title: `${effect.by} ${value} as the first transition`,
      exercises: success,
      act: sequence(step(value)),
    };
    if (error === undefined) return [first];
    return [
      first,
      ...transitionsTo(effect, (state) => notFrom.includes(state)).map((before) => ({
        ...common,
        id: `${name}/after-${kebab(before)}`,
        title: `${effect.by} ${value} right after ${before}`,
        exercises: error,
        act: sequence(step(before), step(value, error)),
      })),
      ...transitionsTo(effect, (state) => !notFrom.includes(state)).map((between) => ({
        ...common,
        id: `${name}/again-after-${kebab(between)}`,
        title: `${effect.by} ${value}, ${between}, and ${value} again`,
        exercises: success,
        act: sequence(step(value), step(between), step(value)),
      })),
    ];
  });
}

/** The transitions that lead to this state. */
function transitionsTo(
  { transitions }: EffectOf<'transition'>,
  matches: (state: string) => boolean,
): readonly string[] {
  return Object.entries(transitions).flatMap(([value, { to }]) => (matches(to) ? [value] : []));
}
