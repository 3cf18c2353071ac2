/** Refusals that are not due: under which condition a server refuses what the contract allows. */
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Deviation, DeviationKind } from '../model/deviation.ts';
import { adding } from './adding.ts';
import { isFailure, otherCodes, swappedCodes } from './codes.ts';
import { classesApart, tellApart, valuesApart, wordsOf, type Condition } from './conditions.ts';
import type { Feature } from './features.ts';
import { comparedAsTexts, narrowerBounds, otherUnits } from './limits.ts';
import { parameterOf } from './phrases.ts';
import type { Anomaly } from './rules.ts';
import type { Rule } from '../../../contract/schema/rules.ts';

/** So many answers are looked into at a time, the most frequent. */
const mostGroups = 10;

/** Something else came than what was predicted: an error in the place of a success, or another one. */
export function refusalHypotheses(
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const refused = anomalies.filter(({ fact }) => fact.seen !== success);
  const groups = new Map(
    [...Map.groupBy(refused, ({ fact }) => fact.seen)]
      .toSorted(([, a], [, b]) => b.length - a.length)
      .slice(0, mostGroups),
  );
  return [
    ...swappedCodes(groups),
    ...[...groups].flatMap(([seen, group]) => [
      ...otherCodes(seen, group, agreed),
      ...narrowerBounds(seen, group),
      ...otherUnits(seen, group),
      ...comparedAsTexts(seen, group),
      ...conditions(seen, group, agreed),
    ]),
  ];
}

/** Where a call is refused that should not be. One that breaks a rule as well shows nothing by being refused for that. */
function conditions(
  seen: string,
  group: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const operations = new Set(group.map(({ fact }) => fact.operation));
  const ours = agreed.filter(({ fact }) => operations.has(fact.operation));
  const successes = ours.filter(({ fact }) => fact.seen === success);
  const taken = successes.length > 0 ? successes : ours;
  const parts = [group, group.filter(({ prediction }) => prediction.length === 0)];
  const about = new Set(
    [...operations].flatMap(({ rules }) =>
      rules
        .filter(({ error }) => error === group[0]?.fact.code)
        .flatMap((rule) => [parameterOf(rule), parameterOf(rule).split('.N.').at(-1) ?? '']),
    ),
  );
  return parts.flatMap((positives) => {
    if (positives.length === 0) return [];
    const condition = tellApart(
      positives.map(({ fact }) => ({ fact })),
      taken.map(({ fact }) => ({ fact })),
      about,
    );
    const values = valuesApart(
      positives.map(({ fact }) => ({ fact })),
      taken.map(({ fact }) => ({ fact })),
    );
    const classes = classesApart(
      positives.map(({ fact }) => ({ fact })),
      taken.map(({ fact }) => ({ fact })),
    );
    return [condition, values, classes].flatMap((each) => (each ? [refusing(seen, each, positives)] : []));
  });
}

function refusing(seen: string, condition: Condition, positives: readonly Anomaly[]): Deviation {
  const [first] = positives;
  const operations = new Set(positives.map(({ fact }) => fact.operation));
  const isCode = /^\d+ \S+$/.test(seen) && !isFailure(seen);
  const code = first?.fact.code;
  // What the state is the reason of is said better by how records are kept.
  const isOfState = first?.fact.operation.preconditions.some(({ error }) => error === code) === true;
  const own = first?.fact.operation.rules.filter(({ error }) => error === code) ?? [];
  const feature = mainOf(condition, own);
  const about = own.filter((rule) => isAbout(rule, feature?.parameter));
  const isValue = feature !== undefined && /^(?:any )?value /.test(feature.id);
  const rule = about.find(({ keyword }) => isValue && keyword === 'enum') ?? about[0] ?? own[0];
  return adding({
    id: `refuses ${seen} ${wordsOf(condition)}`,
    kind: isCode ? kindOf(feature, rule) : 'no-answer',
    rule: isCode ? rule?.id : undefined,
    parameter: fullNames(feature?.parameter, first?.fact.operation) ?? (rule && parameterOf(rule)),
    sentence: isCode
      ? `Your server refuses ${wordsOf(condition)} with ${seen}.`
      : `Your server answers ${wordsOf(condition)} with ${seen}.`,
    breadth: condition.features.length + (isOfState ? 10 : 1),
    seen,
    provenance: { evidence: 'assumed', source: '' },
    holds: (fact) => operations.has(fact.operation) && condition.holds(fact),
  });
}

/** What a condition is about first of all: what the code speaks of, else what is left out, else what is named first. */
function mainOf({ features }: Condition, own: readonly Rule[]): Feature | undefined {
  return (
    features.find(({ parameter }) => own.some((rule) => isAbout(rule, parameter))) ??
    features.find(isAbsence) ??
    features.find(({ parameter }) => parameter !== undefined)
  );
}

/** Whether a rule is about a parameter, which may be named without the list that it stands in. */
function isAbout(rule: Rule, parameter: string | undefined): boolean {
  const name = parameterOf(rule);
  return parameter !== undefined && (name === parameter || name.endsWith(`.N.${parameter}`));
}

/** A member of items with the lists that have it. */
function fullNames(name: string | undefined, operation: Operation | undefined): string | undefined {
  const { shape } = operation ?? {};
  if (name === undefined || shape?.kind !== 'object' || shape.members.has(name)) return name;
  const lists = [...shape.members].flatMap(([list, at]) =>
    at.kind === 'list' && at.item.kind === 'object' && at.item.members.has(name) ? [`${list}.N.${name}`] : [],
  );
  return lists.length === 0 ? name : lists.join(' or ');
}

function isAbsence({ id }: Feature): boolean {
  return /^(?:any )?absent /.test(id);
}

function kindOf(feature: Feature | undefined, rule: Rule | undefined): DeviationKind {
  if (!feature) return 'unexpected-refusal';
  if (isAbsence(feature)) return 'required';
  if (/^(?:any )?value /.test(feature.id) && rule?.keyword === 'enum') return 'enumeration';
  return /^(?:any )?(?:class|has|lacks) /.test(feature.id) ? 'pattern' : 'unexpected-refusal';
}
