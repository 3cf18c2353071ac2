/** Tasks that are moved from state to state: every move, after which it is refused, and after which it works again. */
import type { EffectOf } from '../../contract/operation/effect.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { minimalRequest } from '../requests/draft.ts';
import { sequence, success, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

export function transitionScenarios(operation: Operation): readonly Scenario[] {
  const { effect } = operation;
  if (effect?.kind !== 'move') return [];
  const step = (value: string, expected: string = success): Step =>
    stepFor(operation, { ...minimalRequest(operation), [effect.by]: value }, { expect: [expected] });
  return Object.entries(effect.moves).flatMap(([value, move]) => {
    const { error, unless, evidence, source } = move;
    const common = { family: 'state', operation: operation.name, evidence, source, arrange: [] } as const;
    const name = `${kebab(effect.collection)}/${kebab(value)}`;
    const first: Scenario = {
      ...common,
      id: `${name}/first`,
      title: `${effect.by} ${value} where nothing was asked before`,
      exercises: success,
      act: sequence(step(value)),
    };
    if (error === undefined) return [first];
    return [
      first,
      ...movesTo(effect, (state) => unless.includes(state)).map((before) => ({
        ...common,
        id: `${name}/after-${kebab(before)}`,
        title: `${effect.by} ${value} right after ${before}`,
        exercises: error,
        act: sequence(step(before), step(value, error)),
      })),
      ...movesTo(effect, (state) => !unless.includes(state)).map((between) => ({
        ...common,
        id: `${name}/again-after-${kebab(between)}`,
        title: `${effect.by} ${value}, ${between}, and ${value} again`,
        exercises: success,
        act: sequence(step(value), step(between), step(value)),
      })),
    ];
  });
}

/** The moves that lead to such a state. */
function movesTo({ moves }: EffectOf<'move'>, matches: (state: string) => boolean): readonly string[] {
  return Object.entries(moves).flatMap(([value, { to }]) => (matches(to) ? [value] : []));
}
