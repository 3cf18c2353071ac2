/** Two rules broken at once. The page states no order of checks, so either code is right, and anything else is wrong. */
import { compareEvidence, weaker } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { fullRequest } from '../requests/valid-requests.ts';
import { getAt, violationsAsSent, type Draft } from '../requests/draft.ts';
import { arrange, onlyItem } from '../requests/placement.ts';
import { attempt } from '../requests/gap.ts';
import { waysToBreak } from '../keywords/violate.ts';
import { sequence, type Scenario } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';

/** One for each pair of errors whose rules can be broken in one request. */
export function combinationScenarios(operation: Operation): readonly Scenario[] {
  const rules = surestRules(operation);
  return rules.flatMap((one, index) =>
    rules.slice(index + 1).flatMap((other) => combine(operation, one, other)),
  );
}

/** For each documented error the rule with the strongest evidence. */
function surestRules(operation: Operation): readonly Rule[] {
  return operation.errors.documented.flatMap(({ code }) => {
    const meaning = operation.rules.filter(
      ({ error, codeEvidence }) => error === code && codeEvidence !== 'assumed',
    );
    return meaning.toSorted((a, b) => compareEvidence(a.codeEvidence, b.codeEvidence)).slice(0, 1);
  });
}

function combine(operation: Operation, one: Rule, other: Rule): readonly Scenario[] {
  // Two rules about one value can exclude each other: a missing value cannot be malformed.
  const [draft] = [...breakBoth(operation, one, other), ...breakBoth(operation, other, one)];
  if (!draft) return [];
  return [
    {
      id: `combinations/${one.id}+${other.id}`,
      title: `${one.error} and ${other.error} at once`,
      family: 'combinations',
      operation: operation.name,
      exercises: `${one.error} or ${other.error}`,
      evidence: weaker(one.codeEvidence, other.codeEvidence),
      source: `${one.source}; ${other.source}`,
      arrange: [],
      act: sequence(stepFor(operation, draft, { expect: [one.error, other.error] })),
    },
  ];
}

/** Undefined where the second change undoes the first, or breaks a third rule. */
function breakBoth(operation: Operation, first: Rule, second: Rule): readonly Draft[] {
  return attempt('combinations', [], () => {
    const draft = fullRequest(operation);
    const places = [first, second].map((rule) => ({
      rule,
      place: arrange(operation, draft, rule, onlyItem),
    }));
    for (const { rule, place } of places) {
      if (getAt(draft, place) === undefined) return [];
      waysToBreak(operation, rule)[0]?.apply(draft, place);
    }
    const codes = new Set(violationsAsSent(operation, draft).map(({ rule }) => rule.error));
    return codes.size === 2 && codes.has(first.error) && codes.has(second.error) ? [draft] : [];
  });
}
