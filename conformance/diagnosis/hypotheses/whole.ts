/** Servers that lack a whole part: one sentence says more than one for each rule. */
import type { Deviation } from '../model/deviation.ts';
import type { Surrounding } from '../model/predict.ts';

export function wholeHypotheses({ stored }: Surrounding): readonly Deviation[] {
  const common = { rule: undefined, parameter: undefined, evidence: 'stated', source: '' } as const;
  return [
    {
      ...common,
      id: 'takes everything',
      kind: 'rule-missing',
      sentence: 'Your server takes every call, whatever is wrong with it.',
      breadth: 1000,
      refuse: () => [],
    },
    {
      ...common,
      id: 'no rules',
      kind: 'rule-missing',
      sentence: 'Your server looks at no value that a call brings, and refuses none for it.',
      breadth: 900,
      refuse: (_, refusals) => refusals.filter(({ violation }) => violation === undefined),
    },
    {
      ...common,
      id: 'no state',
      kind: 'lost',
      sentence: 'Your server remembers nothing: no call changes what a later one is answered.',
      breadth: 20,
      refuse: (_, refusals) =>
        refusals.filter(
          ({ precondition }) => precondition === undefined || !stored.has(precondition.collection),
        ),
    },
  ];
}
