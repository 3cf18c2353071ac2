/** Servers that lack a whole part, or fail whatever a call says: one sentence says more than one for each rule. */
import type { Deviation } from '../model/deviation.ts';
import type { Surrounding } from '../model/predict.ts';
import { isFailure } from './codes.ts';
import type { Anomaly } from './rules.ts';

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

/** Of so few scenarios nobody can say that what they have in common is chance. */
const fewest = 4;

/** One for each failure that calls of several scenarios got. */
export function chanceHypotheses(anomalies: readonly Anomaly[]): readonly Deviation[] {
  const failures = Map.groupBy(
    anomalies.filter(({ fact }) => isFailure(fact.seen) || fact.seen === unanswered),
    ({ fact }) => fact.seen,
  );
  return [...failures].flatMap(([seen, group]) =>
    new Set(group.map(({ fact }) => fact.scenario)).size < fewest ? [] : [byChance(seen)],
  );
}

const unanswered = 'nothing';

function byChance(answer: string): Deviation {
  return {
    id: `chance ${answer}`,
    kind: 'no-answer',
    rule: undefined,
    parameter: undefined,
    sentence:
      answer === unanswered
        ? 'Your server leaves some calls without an answer, whatever they say.'
        : `Your server answers some calls with ${answer}, whatever they say.`,
    breadth: 50,
    evidence: 'stated',
    source: '',
    isHindsight: true,
    echo: answer,
    refuse: ({ seen }, refusals) => (seen === answer ? [{ seen: answer, rule: undefined }] : refusals),
  };
}
