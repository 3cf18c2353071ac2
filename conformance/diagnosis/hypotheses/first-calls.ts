/** Calls that are answered otherwise because nothing like them came before. */
import type { Json } from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Deviation } from '../model/deviation.ts';
import type { Fact } from '../model/facts.ts';
import { success } from '../../../scenarios/scenario/scenario.ts';
import { isFailure } from './codes.ts';
import type { Anomaly } from './rules.ts';

/** The first call with each value of a field of the key is refused, or fails. */
export function firstCallHypotheses(
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
  { effect, name: operation }: Operation,
): readonly Deviation[] {
  if (effect?.kind !== 'create') return [];
  const facts = [...anomalies, ...agreed]
    .map(({ fact }) => fact)
    .filter((fact) => fact.operation.name === operation)
    .toSorted((a, b) => a.position - b.position);
  const answers = new Set(anomalies.map(({ fact }) => fact.seen).filter((seen) => seen !== success));
  return effect.key.flatMap((field) => {
    const firsts = firstOfEach(facts, field);
    const positions = new Set(firsts.map(({ position }) => position));
    return [...answers]
      .filter((seen) => isMostly(firsts, seen))
      .map((seen) => refusingFirst(field, seen, positions));
  });
}

function firstOfEach(facts: readonly Fact[], field: string): readonly Fact[] {
  const first = new Map<Json, Fact>();
  for (const fact of facts) {
    const value = fact.request[field] ?? null;
    if (!first.has(value)) first.set(value, fact);
  }
  return [...first.values()];
}

/** Whether most of the first calls were answered so; of two or less nobody can say. */
function isMostly(firsts: readonly Fact[], answer: string): boolean {
  return firsts.length > 2 && firsts.filter(({ seen }) => seen === answer).length * 2 > firsts.length;
}

function refusingFirst(field: string, seen: string, firsts: ReadonlySet<number>): Deviation {
  return {
    id: `first ${field} ${seen}`,
    kind: isFailure(seen) ? 'no-answer' : 'unexpected-refusal',
    rule: undefined,
    parameter: field,
    sentence: `Your server answers the first call with each ${field} with ${seen}.`,
    breadth: 2,
    evidence: 'stated',
    source: '',
    refuse: ({ position }, refusals) => (firsts.has(position) ? [{ seen, rule: undefined }] : refusals),
  };
}
