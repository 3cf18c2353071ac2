/** Refusals that are not due, other codes and other answers: what explains that something else came. */
import type { Provenance } from '../../../contract/evidence.ts';
import type { Json } from '../../../contract/json.ts';
import type { Rule } from '../../../contract/schema/rules.ts';
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Deviation, DeviationKind } from '../model/deviation.ts';
import type { Fact } from '../model/facts.ts';
import { tellApart, valuesApart, type Condition, type Feature } from './features.ts';
import type { Change } from '../model/overlay-actions.ts';
import { parameterOf, parametersOf } from './phrases.ts';
import { isLower, measureOf, type Anomaly } from './rules.ts';

/** So many answers are looked into at a time, the most frequent. */
const mostGroups = 10;

/** Something else came than what was predicted: an error in the place of a success, or another one. */
export function refusalHypotheses(
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const refused = anomalies.filter(({ fact }) => fact.seen !== success);
  const groups = [...Map.groupBy(refused, ({ fact }) => fact.seen)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, mostGroups);
  return groups.flatMap(([seen, group]) => [
    ...otherCodes(seen, group, agreed),
    ...narrowerBounds(seen, group),
    ...otherUnits(seen, group),
    ...conditions(seen, group, agreed),
  ]);
}

const unknownProvenance: Provenance = { evidence: 'assumed', source: '' };

function otherCodes(
  seen: string,
  group: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const due = new Set(group.flatMap(({ prediction }) => prediction.map((refusal) => refusal.seen)));
  return [...due].flatMap((expected) => {
    const positives = group.filter(({ prediction }) =>
      prediction.some((refusal) => refusal.seen === expected),
    );
    const rules = new Set(
      positives.flatMap(({ prediction }) =>
        prediction.flatMap((refusal) => (refusal.seen === expected ? (refusal.rule ?? []) : [])),
      ),
    );
    const negatives = agreed.filter(
      ({ fact, prediction }) => fact.seen === expected && prediction.length > 0,
    );
    const condition =
      negatives.length === 0 ? undefined : tellApart(positives.map(sampleOf), negatives.map(sampleOf));
    return [
      recode(expected, seen, '', () => true, 3, positives),
      recode(
        expected,
        seen,
        [...rules].toSorted().join(' '),
        (_, rule) => rule !== undefined && rules.has(rule),
        2,
        positives,
      ),
      ...(condition
        ? [recode(expected, seen, wordsOf(condition), (fact) => condition.holds(fact), 1, positives)]
        : []),
    ];
  });
}

function sampleOf({ fact, prediction }: Anomaly) {
  return { fact, violation: prediction.find(({ violation }) => violation)?.violation };
}

function recode(
  expected: string,
  seen: string,
  where: string,
  holds: (fact: Fact, rule: string | undefined) => boolean,
  breadth: number,
  positives: readonly Anomaly[],
): Deviation {
  const [status, code] = expected.split(' ');
  const isCode = /^\d+ \S+$/.test(seen);
  const [otherStatus, otherCode] = seen.split(' ');
  const rule = positives
    .flatMap(({ prediction }) => prediction)
    .find((refusal) => refusal.seen === expected && refusal.violation)?.violation?.rule;
  const kind: DeviationKind = !isCode ? 'no-answer' : code === otherCode ? 'status' : 'code';
  const what =
    kind === 'status'
      ? `answers ${code} with status ${otherStatus} instead of ${status}`
      : `answers ${seen} where ${expected} is due`;
  const isAboutCall = where !== '' && breadth === 1;
  return {
    id: `${kind} ${expected} ${seen} ${where}`,
    kind,
    rule: rule?.id ?? code,
    parameter: rule && parameterOf(rule),
    sentence: `Your server ${what}${isAboutCall ? `, to ${where}` : ''}.`,
    breadth,
    ...provenanceOf(rule),
    ...(kind === 'status' && !isAboutCall && code !== undefined && isEvery(code, holds, positives)
      ? { change: { kind: 'status', code, status: Number(otherStatus) } as const }
      : {}),
    refuse: (fact, refusals) =>
      refusals.map((refusal) =>
        refusal.seen === expected && holds(fact, refusal.rule) ? { ...refusal, seen } : refusal,
      ),
  };
}

/** Whether it is so for all rules that mean a code. */
function isEvery(
  code: string,
  holds: (fact: Fact, rule: string | undefined) => boolean,
  [first]: readonly Anomaly[],
): boolean {
  const rules = first?.fact.operation.rules.filter(({ error }) => error === code) ?? [];
  return first !== undefined && rules.every(({ id }) => holds(first.fact, id));
}

function provenanceOf(rule: Rule | undefined): Provenance {
  return rule ? { evidence: rule.evidence, source: rule.source } : unknownProvenance;
}

/** Refusals by the code of a rule with a bound: another bound, which fewer values keep. */
function narrowerBounds(seen: string, group: readonly Anomaly[]): readonly Deviation[] {
  const [first] = group;
  const code = first?.fact.code;
  if (!first || code === undefined) return [];
  const rules = first.fact.operation.rules.filter(
    (rule) =>
      rule.error === code && typeof rule.limit === 'number' && measureOf(rule, sampleFor(rule)) !== undefined,
  );
  const byParameter = Map.groupBy(rules, (rule) => `${rule.keyword} ${parameterOf(rule).split('.').at(-1)}`);
  return [...byParameter.values()].flatMap((same) => {
    const [lead] = same;
    if (!lead) return [];
    const measured = group.flatMap(({ fact }) =>
      same
        .flatMap((rule) => valuesAt(fact.request, rule.path))
        .flatMap((value) => measureOf(lead, value) ?? []),
    );
    const extreme = isLower(lead) ? Math.max(...measured) : Math.min(...measured);
    if (!Number.isFinite(extreme)) return [];
    const bound = isLower(lead) ? extreme + 1 : extreme - 1;
    const refuses = (measure: number): boolean => (isLower(lead) ? measure < bound : measure > bound);
    return [
      adding({
        id: `bound ${same.map(({ id }) => id).join(' ')} ${bound}`,
        kind: 'bound',
        rule: lead.id,
        parameter: parametersOf(same),
        sentence: `Your server refuses ${parametersOf(same)} ${isLower(lead) ? 'below' : 'above'} ${bound}; the limit is ${String(lead.limit)}.`,
        breadth: same.length,
        change: { kind: 'limit', rules: same, limit: bound },
        seen,
        provenance: lead,
        holds: (fact) =>
          same.some((rule) =>
            valuesAt(fact.request, rule.path).some((value) => {
              const measure = measureOf(lead, value);
              return measure !== undefined && refuses(measure);
            }),
          ),
      }),
    ];
  });
}

const utf8 = new TextEncoder();

/** Ways to measure a text, other than the one that the contract means. */
const units: Readonly<Record<string, { readonly says: string; readonly measure: (text: string) => number }>> =
  {
    escaped: { says: 'in its percent-encoded form', measure: (text) => encodeURIComponent(text).length },
    characters: { says: 'in characters', measure: (text) => [...text].length },
    'utf-16': { says: 'in UTF-16 units', measure: (text) => text.length },
    'three-bytes': {
      says: 'with three bytes at most for a character',
      measure: (text) => sum(text, (size) => Math.min(size, 3)),
    },
    'six-bytes': {
      says: 'with six bytes for a character of four',
      measure: (text) => sum(text, (size) => (size === 4 ? 6 : size)),
    },
    'latin-1': {
      says: 'after decoding it as Latin-1',
      measure: (text) => sum(text, (size) => (size === 1 ? 1 : 2 * size)),
    },
  };

function sum(text: string, weigh: (bytes: number) => number): number {
  return [...text].reduce((total, character) => total + weigh(utf8.encode(character).length), 0);
}

/** A length that is measured in another unit: more is refused, or less. */
function otherUnits(seen: string, group: readonly Anomaly[]): readonly Deviation[] {
  const [first] = group;
  const rules = (first?.fact.operation.rules ?? []).filter(
    ({ error, keyword }) =>
      error === first?.fact.code && (keyword === 'x-max-bytes' || keyword === 'maxLength'),
  );
  const [lead] = rules;
  if (!lead) return [];
  const ids = new Set(rules.map(({ id }) => id));
  return Object.entries(units).map(([id, { says, measure }]) => ({
    id: `unit ${id} ${[...ids].join(' ')}`,
    kind: 'unit',
    rule: lead.id,
    parameter: parametersOf(rules),
    sentence: `Your server measures ${parametersOf(rules)} ${says}.`,
    breadth: 1,
    evidence: lead.evidence,
    source: lead.source,
    refuse: (fact, refusals) => {
      const others = refusals.filter(({ rule }) => rule === undefined || !ids.has(rule));
      const isTooLong = rules.some((rule) =>
        valuesAt(fact.request, rule.path).some(
          (value) => typeof value === 'string' && measure(value) > Number(rule.limit),
        ),
      );
      return isTooLong ? [...others, { seen, rule: lead.id }] : others;
    },
  }));
}

/** A value of the kind that a rule's bound is about. */
function sampleFor({ keyword }: Rule): Json {
  if (keyword.endsWith('Items')) return [];
  return keyword.endsWith('Length') || keyword === 'x-max-bytes' ? '' : 0;
}

function valuesAt(value: Json | undefined, path: readonly string[]): readonly Json[] {
  const [step, ...rest] = path;
  if (value === undefined || value === null) return [];
  if (step === undefined) return [value];
  if (step === '[]')
    return Array.isArray(value) ? (value as readonly Json[]).flatMap((item) => valuesAt(item, rest)) : [];
  return typeof value === 'object' && !Array.isArray(value)
    ? valuesAt((value as Record<string, Json>)[step], rest)
    : [];
}

interface Addition {
  readonly id: string;
  readonly kind: DeviationKind;
  readonly rule: string | undefined;
  readonly parameter: string | undefined;
  readonly sentence: string;
  readonly breadth: number;
  readonly seen: string;
  readonly provenance: Provenance;
  readonly change?: Change;
  readonly holds: (fact: Fact) => boolean;
}

/** A deviation that refuses what holds, for a reason of its own. Where other reasons are there, this one is named. */
function adding({ seen, provenance: { evidence, source }, holds, ...parts }: Addition): Deviation {
  return {
    ...parts,
    evidence,
    source,
    refuse: (fact, refusals) => (holds(fact) ? [...refusals, { seen, rule: parts.rule }] : refusals),
  };
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
      rules.filter(({ error }) => error === group[0]?.fact.code).map(parameterOf),
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
    return [condition, values].flatMap((each) => (each ? [refusing(seen, each, positives)] : []));
  });
}

function refusing(seen: string, condition: Condition, positives: readonly Anomaly[]): Deviation {
  const [first] = positives;
  const operations = new Set(positives.map(({ fact }) => fact.operation));
  const [feature] = condition.features;
  const parameter = condition.features.find((each) => each.parameter !== undefined)?.parameter;
  const isCode = /^\d+ \S+$/.test(seen) && !seen.startsWith('5');
  const code = first?.fact.code;
  // What the state is the reason of is said better by how records are kept.
  const isOfState = first?.fact.operation.preconditions.some(({ error }) => error === code) === true;
  const own = first?.fact.operation.rules.filter(({ error }) => error === code) ?? [];
  const rule = own.find((each) => parameterOf(each) === parameter) ?? own[0];
  return adding({
    id: `refuses ${seen} ${wordsOf(condition)}`,
    kind: isCode ? kindOf(feature, rule) : 'no-answer',
    rule: isCode ? rule?.id : undefined,
    parameter: parameter ?? (rule && parameterOf(rule)),
    sentence: isCode
      ? `Your server refuses ${wordsOf(condition)} with ${seen}.`
      : `Your server answers ${wordsOf(condition)} with ${seen}.`,
    breadth: condition.features.length + (isOfState ? 10 : 1),
    seen,
    provenance: unknownProvenance,
    holds: (fact) => operations.has(fact.operation) && condition.holds(fact),
  });
}

function kindOf(feature: Feature | undefined, rule: Rule | undefined): DeviationKind {
  if (feature?.id.startsWith('absent ')) return 'required';
  if (feature?.id.startsWith('value ') && rule?.keyword === 'enum') return 'enumeration';
  if (feature?.id.startsWith('class ') || feature?.id.startsWith('has ')) return 'pattern';
  return 'unexpected-refusal';
}

function wordsOf({ features }: Condition): string {
  return features.length === 0
    ? 'every call'
    : `a call where ${features.map(({ says }) => says).join(' and ')}`;
}
