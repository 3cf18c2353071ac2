/** Rules that are missing, enforced in part, or with another limit: what explains that a call was taken that breaks them. */
import type { Rule } from '../../../contract/schema/rules.ts';
import type { Violation } from '../../../contract/schema/violations.ts';
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Deviation, DeviationKind, RefusalReason } from '../model/deviation.ts';
import type { Fact } from '../model/facts.ts';
import { siblingsApart, tellApart, type Sample } from './conditions.ts';
import { hasMeasure, isLower, lengthOf, measureOf } from './measures.ts';
import type { Prediction } from '../model/predict.ts';
import { forbidden, parameterOf, parametersOf, show } from './phrases.ts';

/** A call, and what was predicted for it: nothing for a success, else the reasons for which it is refused. */
export interface Anomaly {
  readonly fact: Fact;
  readonly prediction: Prediction;
}

/** `agreed` are calls that were answered as predicted. */
export function ruleHypotheses(
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const taken = anomalies.filter(({ fact }) => fact.seen === success);
  const broken = uniqueRules(taken.flatMap(({ prediction }) => prediction));
  const all = uniqueRules([...taken, ...agreed].flatMap(({ prediction }) => prediction));
  const groups = new Map(broken.flatMap((rule) => groupsAround(rule, all)).map((group) => [group.id, group]));
  return [...groups.values()].flatMap((group) => hypothesesOf(group, taken, agreed));
}

interface Group {
  readonly id: string;
  readonly rules: readonly Rule[];
  readonly ids: ReadonlySet<string>;
  readonly lead: Rule;
}

/** The rule alone; the same demand of the same member elsewhere; all demands of that member; all that mean the same error. */
function groupsAround(rule: Rule, all: readonly Rule[]): readonly Group[] {
  const leaf = (each: Rule): string => parameterOf(each).split('.').at(-1) ?? '';
  const choices: readonly ((each: Rule) => boolean)[] = [
    (each) => each === rule,
    (each) => leaf(each) === leaf(rule) && each.keyword === rule.keyword && each.error === rule.error,
    (each) => parameterOf(each) === parameterOf(rule) && each.error === rule.error,
    (each) => leaf(each) === leaf(rule) && each.error === rule.error,
    (each) => each.error === rule.error,
    // Such as the same length of several texts.
    (each) => hasMeasure(rule) && each.keyword === rule.keyword && String(each.limit) === String(rule.limit),
    (each) => each.limit === rule.limit && rule.limit === 'now',
    (each) => isInItem(rule) && isInItem(each) && each.path[0] === rule.path[0],
    (each) => rule.path.length > 0 && each.path[0] === rule.path[0],
    (each) => isInItem(rule) && isInItem(each),
    // Such as two times that have to be written alike.
    (each) =>
      isText(rule) &&
      isText(each) &&
      each.path.length === rule.path.length &&
      limitsOf(rule).has(JSON.stringify(each.limit)),
  ];
  const isInItem = ({ path, keyword }: Rule): boolean =>
    path.includes('[]') && (path.at(-1) !== '[]' || keyword === 'required');
  const isText = ({ keyword }: Rule): boolean => keyword === 'pattern' || keyword === 'format';
  const limitsOf = (one: Rule): ReadonlySet<string> =>
    new Set(
      all.filter((each) => parameterOf(each) === parameterOf(one)).map(({ limit }) => JSON.stringify(limit)),
    );
  return choices.map((belongs) => {
    const rules = all
      .filter(belongs)
      .toSorted((a, b) => a.pointer.localeCompare(b.pointer, 'en', { numeric: true }));
    const ids = new Set(rules.map(({ id }) => id));
    return { id: [...ids].toSorted().join(' '), rules, ids, lead: rules[0] ?? rule };
  });
}

function uniqueRules(refusals: readonly RefusalReason[]): readonly Rule[] {
  const rules = refusals.flatMap(({ violation }) => (violation ? [violation.rule] : []));
  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}

function hypothesesOf(
  group: Group,
  taken: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const positives = taken.flatMap((anomaly) => samplesOf(anomaly, group));
  const negatives = agreed
    .filter(({ fact, prediction }) =>
      prediction.some(({ seen, rule }) => seen === fact.seen && inGroup(group, rule)),
    )
    .flatMap((anomaly) => samplesOf(anomaly, group));
  return [
    missing(
      group,
      agreed.some(({ fact }) => fact.code === group.lead.error),
      taken,
    ),
    ...partial(group, positives, negatives),
    ...otherLimit(group, positives, negatives.length > 0),
    ...otherValues(group, positives, negatives),
  ];
}

function inGroup({ ids }: Group, rule: string | undefined): boolean {
  return rule !== undefined && ids.has(rule);
}

function samplesOf(
  { fact, prediction }: Anomaly,
  group: Group,
): readonly (Sample & { readonly violation: Violation })[] {
  return prediction.flatMap(({ rule, violation }) =>
    violation && inGroup(group, rule) ? [{ fact, violation }] : [],
  );
}

/** A deviation that takes away refusals of the group's rules where `spares` holds. */
function sparing(
  group: Group,
  kind: DeviationKind,
  id: string,
  sentence: string,
  spares: (violation: Violation, fact: Fact) => boolean,
  {
    change,
    limits,
    preference = 0,
  }: Partial<Pick<Deviation, 'change' | 'limits'>> & { readonly preference?: number } = {},
): Deviation {
  const { lead } = group;
  return {
    id: `${kind} ${group.id} ${id}`,
    kind,
    rule: lead.id,
    parameter: parametersOf(group.rules),
    sentence,
    breadth: group.rules.length + preference,
    evidence: lead.evidence,
    source: lead.source,
    ...(change && { change }),
    ...(limits && { limits }),
    refuse: (fact, refusals) =>
      refusals.filter(
        ({ rule, violation }) => !(violation && inGroup(group, rule) && spares(violation, fact)),
      ),
  };
}

/** `isAnswered`: calls are refused with the error for other reasons. */
function missing(group: Group, isAnswered: boolean, [first]: readonly Anomaly[]): Deviation {
  const what = whateverIn(group) ?? listOf(group.rules.map((rule) => forbidden(rule)));
  const never = isAnswered || group.rules.length === 1 ? '' : ` It never answers ${group.lead.error}.`;
  const alone = sparing(group, 'rule-missing', '', `Your server takes ${what}.${never}`, () => true, {
    change: { kind: 'without', rules: group.rules },
    ...(isOneBound(group.rules) && { limits: group.rules }),
  });
  const effect = first?.fact.operation.effect;
  const isOfKey =
    effect?.kind === 'create' &&
    group.rules.some(({ keyword, limit }) => keyword === 'required' && effect.key.includes(String(limit)));
  // Records without a part of their key meet where accounts are not told apart.
  return isOfKey
    ? {
        ...alone,
        shared: {
          ...alone,
          id: `${alone.id} shared`,
          breadth: alone.breadth + 0.5,
          state: { collection: effect.collection, sharesAccounts: true },
        },
      }
    : alone;
}

/** What is wrong in whole lists, or with one parameter in every way; undefined where the rules of a group are of one kind. */
function whateverIn({ rules }: Group): string | undefined {
  const errors = new Set(rules.map(({ error }) => error));
  const lists = [...new Set(rules.flatMap(({ path }) => path.slice(0, 1)))];
  const areOfLists = rules.every(({ path }) => path.includes('[]') || path.length === 1);
  if (errors.size > 2 && areOfLists) return `whatever is wrong in ${lists.join(' or ')}`;
  const parameters = new Set(rules.map(parameterOf));
  return rules.length > 2 && parameters.size === 1 ? `any ${[...parameters].join('')}` : undefined;
}

function isOneBound(rules: readonly Rule[]): boolean {
  return rules.every((rule) => hasMeasure(rule) && rule.keyword === rules[0]?.keyword);
}

function partial(
  group: Group,
  positives: readonly Sample[],
  negatives: readonly Sample[],
): readonly Deviation[] {
  if (negatives.length === 0) return [];
  const conditions = [tellApart(positives, negatives), siblingsApart(positives, negatives)];
  return conditions.flatMap((condition) => {
    if (!condition) return [];
    const where = condition.features.map(({ says }) => says).join(' and ');
    return [
      sparing(
        group,
        'rule-partial',
        where,
        `Your server takes ${whateverIn(group) ?? forbidden(group.lead, parametersOf(group.rules))} where ${where}.`,
        (violation, fact) => condition.holds(fact, violation),
        { preference: 0.5 },
      ),
    ];
  });
}

/** `isAnswered`: other values are refused. */
function otherLimit(group: Group, positives: readonly Sample[], isAnswered: boolean): readonly Deviation[] {
  const { lead } = group;
  const measured = positives.flatMap(({ violation }) => measureOf(lead, violation?.value) ?? []);
  const farthest = isLower(lead) ? Math.min(...measured) : Math.max(...measured);
  const characters =
    lead.keyword === 'x-max-bytes'
      ? [
          sparing(
            group,
            'unit',
            'characters',
            `Your server counts the characters of ${parametersOf(group.rules)}, not its bytes.`,
            ({ value }) => (lengthOf(value ?? '') ?? 0) <= Number(lead.limit),
            { preference: 0.1 },
          ),
        ]
      : [];
  // Where values all the way are taken, there is no limit.
  const isEndless = !isAnswered && new Set(measured).size >= manyValues;
  if (!Number.isFinite(farthest) || isEndless) return characters;
  const side = isLower(lead) ? 'from' : 'up to';
  return [
    ...characters,
    sparing(
      group,
      'bound',
      String(farthest),
      `Your server takes ${parametersOf(group.rules)} ${side} ${farthest}; the limit is ${show(lead.limit)}.`,
      ({ value, rule }) => {
        const measure = measureOf(rule, value);
        return measure !== undefined && (isLower(lead) ? measure >= farthest : measure <= farthest);
      },
      {
        change: { kind: 'limit', rules: group.rules, limit: farthest },
        limits: group.rules,
        preference: 0.2,
      },
    ),
  ];
}

/** From so many values on that are all taken, more would be as well. */
const manyValues = 3;

/** How many values a sentence names, and how long they may be together. */
const mostNamed = 3;
const longestList = 60;

/** Whether a value is refused that is nearer to the limit than one that is taken. */
function isScattered(lead: Rule, positives: readonly Sample[], negatives: readonly Sample[]): boolean {
  const distances = (samples: readonly Sample[]): readonly number[] =>
    samples.flatMap(({ violation }) => {
      const measure = measureOf(lead, violation?.value);
      return measure === undefined ? [] : [Math.abs(measure - Number(lead.limit))];
    });
  return Math.min(...distances(negatives)) < Math.max(...distances(positives));
}

/** Only some of the values that a rule forbids. */
function otherValues(
  group: Group,
  positives: readonly Sample[],
  negatives: readonly Sample[],
): readonly Deviation[] {
  const { lead } = group;
  const isAnswered = negatives.length > 0;
  const values = new Set(
    positives.flatMap(({ violation }) =>
      violation?.value === undefined || typeof violation.value === 'object' ? [] : [violation.value],
    ),
  );
  const isEnum = lead.keyword === 'enum';
  // Of numbers and lengths a bound says more, unless nearer ones are refused.
  if (hasMeasure(lead) && (values.size < 2 || !isScattered(lead, positives, negatives))) return [];
  if (values.size === 0 || (!isAnswered && !(isEnum && values.size === 1))) return [];
  const kind = isEnum ? 'enumeration' : 'pattern';
  const shown = [...values].map(show);
  const count = Math.max(
    1,
    shown.slice(0, mostNamed).filter((_, index) => shown.slice(0, index + 1).join(', ').length < longestList)
      .length,
  );
  const named = shown.slice(0, count).join(', ');
  const more = values.size > count ? ` and ${values.size - count} more` : '';
  return [
    sparing(
      group,
      kind,
      'values',
      `Your server takes ${forbidden(lead, parametersOf(group.rules))}: ${named}${more}.`,
      ({ value }) => value !== undefined && values.has(value as string),
      { change: { kind: 'values', rules: group.rules, values: [...values] }, preference: isEnum ? 0.4 : 0.9 },
    ),
  ];
}

function listOf(parts: readonly string[]): string {
  const unique = [...new Set(parts)];
  if (unique.length > mostNamed)
    return `${unique.slice(0, mostNamed).join(', ')} and ${unique.length - mostNamed} more`;
  return unique.length < 2 ? unique.join('') : `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}`;
}
