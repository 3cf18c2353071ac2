/** Calls that are refused by another limit than the documented one, or by one in another unit. */
import type { Json } from '../../../contract/json.ts';
import type { Rule } from '../../../contract/schema/rules.ts';
import type { Deviation } from '../model/deviation.ts';
import type { Fact } from '../model/facts.ts';
import { adding } from './adding.ts';
import { parameterOf, parametersOf } from './phrases.ts';
import { boundedMeasures } from './bounded-values.ts';
import { isLower, measureOf } from './measures.ts';
import { valuesAt } from './values-at.ts';
import type { Anomaly } from './rules.ts';

/** Refusals by the code of a rule with a bound: another bound, which fewer values keep, of one parameter or of all that share it. */
export function narrowerBounds(seen: string, group: readonly Anomaly[]): readonly Deviation[] {
  const [first] = group;
  const code = first?.fact.code;
  if (!first || code === undefined) return [];
  const rules = first.fact.operation.rules.filter(
    (rule) =>
      rule.error === code && typeof rule.limit === 'number' && measureOf(rule, sampleFor(rule)) !== undefined,
  );
  const byParameter = Map.groupBy(rules, (rule) => `${rule.keyword} ${parameterOf(rule).split('.').at(-1)}`);
  const groups = [
    ...rules.map((rule) => [rule]),
    ...[...byParameter.values()].filter(({ length }) => length > 1),
  ];
  return groups.flatMap((same) => narrowerBound(seen, group, same));
}

function narrowerBound(seen: string, group: readonly Anomaly[], same: readonly Rule[]): readonly Deviation[] {
  const [lead] = same;
  if (!lead) return [];
  const measuresIn = (fact: Fact): readonly number[] => same.flatMap((rule) => boundedMeasures(fact, rule));
  // Of the values of one call the farthest is the reason.
  const farthest = group.map(({ fact }) =>
    isLower(lead) ? Math.min(...measuresIn(fact)) : Math.max(...measuresIn(fact)),
  );
  const measured = farthest.filter(Number.isFinite);
  const extreme = isLower(lead) ? Math.max(...measured) : Math.min(...measured);
  const bound = isLower(lead) ? extreme + 1 : extreme - 1;
  if (
    !Number.isFinite(extreme) ||
    (isLower(lead) ? bound <= Number(lead.limit) : bound >= Number(lead.limit))
  )
    return [];
  return [
    adding({
      id: `bound ${same.map(({ id }) => id).join(' ')} ${bound}`,
      kind: 'bound',
      rule: lead.id,
      parameter: parametersOf(same),
      sentence: `Your server refuses ${parametersOf(same)} ${isLower(lead) ? 'below' : 'above'} ${bound}; the limit is ${String(lead.limit)}.`,
      breadth: same.length,
      change: { kind: 'limit', rules: same, limit: bound },
      limits: same,
      seen,
      provenance: lead,
      holds: (fact) =>
        measuresIn(fact).some((measure) => (isLower(lead) ? measure < bound : measure > bound)),
    }),
  ];
}

/** Numbers that are compared as texts, so that 100 comes before 15. */
export function comparedAsTexts(seen: string, group: readonly Anomaly[]): readonly Deviation[] {
  const [first] = group;
  const rules = (first?.fact.operation.rules ?? []).filter(
    ({ error, keyword }) => error === first?.fact.code && (keyword === 'minimum' || keyword === 'maximum'),
  );
  const isBeyond = (value: Json, rule: Rule): boolean =>
    typeof value === 'number' &&
    (isLower(rule) ? String(value) < String(rule.limit) : String(value) > String(rule.limit));
  return [...Map.groupBy(rules, (rule) => parameterOf(rule)).values()].flatMap((own) =>
    [own, ...own.map((rule) => [rule])].flatMap((same) => {
      const [lead] = same;
      if (!lead) return [];
      return [
        adding({
          id: `texts ${same.map(({ id }) => id).join(' ')}`,
          kind: 'comparison',
          rule: lead.id,
          parameter: parametersOf(same),
          sentence: `Your server compares ${parametersOf(same)} with ${same.map(({ limit }) => String(limit)).join(' and ')} as texts, not as numbers.`,
          breadth: same.length + 0.5,
          seen,
          provenance: lead,
          holds: (fact) =>
            same.some((rule) => valuesAt(fact.request, rule.path).some((value) => isBeyond(value, rule))),
        }),
      ];
    }),
  );
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
export function otherUnits(seen: string, group: readonly Anomaly[]): readonly Deviation[] {
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
    breadth: rules.length + 0.1,
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
