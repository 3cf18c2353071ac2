/** Records told apart, kept and lost in other ways: what explains answers that depend on calls before. */
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Precondition } from '../../../contract/operation/preconditions.ts';
import { success } from '../../../scenarios/scenario/scenario.ts';
import { about, isOf, isOwn } from './about-state.ts';
import type { Deviation, RefusalReason } from '../model/deviation.ts';
import type { Fact } from '../model/facts.ts';
import { tellApart } from './conditions.ts';
import { identities } from './identities.ts';
import { othersRecords, ownRecords } from './records.ts';
import type { Anomaly } from './rules.ts';

export function stateHypotheses(
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
  operation: Operation,
): readonly Deviation[] {
  const broken = anomalies.flatMap(({ prediction }) =>
    prediction.flatMap(({ precondition }) => precondition ?? []),
  );
  const named = operation.preconditions.filter(({ error }) =>
    anomalies.some(({ fact }) => fact.code === error),
  );
  const concerned = new Map([...broken, ...named].map((each) => [each.pointer, each]));
  // A call after one that left too much, or too little, may be answered with any error of the state.
  return [...concerned.values()].flatMap((precondition) => [
    ...ignored(precondition, anomalies, agreed),
    ...(precondition.kind === 'absent' ? identities(precondition, operation, anomalies, agreed) : []),
    ...(isOwn(precondition, operation)
      ? ownRecords(precondition, anomalies, agreed)
      : othersRecords(precondition)),
  ]);
}

function namesOf(key: readonly string[]): string {
  return key.length === 1 ? key.join('') : `(${key.join(', ')})`;
}

/** The precondition is not looked at: nowhere, under a condition, or where the very same record is there. */
function ignored(
  precondition: Precondition,
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const kind = precondition.kind === 'absent' ? 'duplicate' : 'precondition';
  const key = namesOf(precondition.key);
  const what =
    precondition.kind === 'absent'
      ? `a second record of ${precondition.collection} with the same ${key}`
      : `a call whose ${key} is in no record of ${precondition.collection}`;
  const without = (spares: (fact: Fact, refusal: RefusalReason) => boolean): Pick<Deviation, 'refuse'> => ({
    refuse: (fact, refusals) =>
      refusals.filter((refusal) => !isOf(precondition, refusal) || !spares(fact, refusal)),
  });
  const taken = anomalies.filter(
    ({ fact, prediction }) =>
      fact.seen === success && prediction.some((refusal) => isOf(precondition, refusal)),
  );
  const refused = agreed.filter(({ prediction }) =>
    prediction.some((refusal) => isOf(precondition, refusal)),
  );
  const condition =
    taken.length > 0 && refused.length > 0
      ? tellApart(
          taken.map(({ fact }) => ({ fact })),
          refused.map(({ fact }) => ({ fact })),
        )
      : undefined;
  const where = condition?.features.map(({ says }) => says).join(' and ') ?? '';
  const sameRecord: Deviation = about(
    precondition,
    {
      id: 'identical',
      kind,
      sentence: `Your server takes ${what} where it is the same throughout.`,
      breadth: 2,
    },
    without((fact, { record }) => JSON.stringify(record) === JSON.stringify(fact.record)),
  );
  const otherRecord: Deviation = about(
    precondition,
    { id: 'different', kind, sentence: `Your server takes ${what} where it differs otherwise.`, breadth: 2 },
    without((fact, { record }) => JSON.stringify(record) !== JSON.stringify(fact.record)),
  );
  return [
    about(
      precondition,
      { id: 'ignored', kind, sentence: `Your server takes ${what}.`, breadth: 2 },
      {
        ...without(() => true),
        ...(precondition.kind === 'near'
          ? {}
          : {
              change: {
                kind: 'no-precondition',
                word: precondition.kind,
                collection: precondition.collection,
              },
            }),
      },
    ),
    ...(precondition.kind === 'absent' ? [sameRecord, otherRecord] : []),
    ...(condition
      ? [
          about(
            precondition,
            { id: where, kind, sentence: `Your server takes ${what} where ${where}.`, breadth: 3 },
            without((fact) => condition.holds(fact)),
          ),
        ]
      : []),
  ];
}
