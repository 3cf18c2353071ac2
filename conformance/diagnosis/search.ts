/** Which deviations, together, explain what came: the fewest that do, each contradicted by as little as possible. */
import type { Operation } from '../../contract/operation/operation.ts';
import type { Result } from '../run/result.ts';
import type { Deviation } from './deviation.ts';
import type { Fact } from './facts.ts';
import { agrees, predict, type Prediction, type Surrounding } from './model.ts';
import { refusalHypotheses } from './refusal-hypotheses.ts';
import { ruleHypotheses, type Anomaly } from './rule-hypotheses.ts';
import { shapeHypotheses } from './shape-hypotheses.ts';
import { stateHypotheses } from './state-hypotheses.ts';

export interface Explained {
  readonly deviation: Deviation;
  /** Indices of scenarios that fall short, and that it explains; with it all that came is as predicted. */
  readonly scenarios: readonly number[];
  /** Indices of scenarios that were answered as the contract says, and would not have been. */
  readonly contradicted: readonly number[];
}

export interface Search {
  readonly results: readonly Result[];
  readonly facts: readonly Fact[];
  readonly surrounding: Surrounding;
  readonly operation: Operation;
  /** Indices of the scenarios that fall short. */
  readonly failing: ReadonlySet<number>;
}

/** More are never found: what is left then is left unexplained. */
const mostDeviations = 12;

/** Greedy, then pruned: no deviation is left without which the others explain as much. */
export function explain(search: Search): readonly Explained[] {
  let chosen: readonly Deviation[] = [];
  let fit = fitOf(search, chosen);
  while (chosen.length < mostDeviations && [...search.failing].some((index) => fit.wrong.has(index))) {
    const next = bestNext(search, chosen, fit);
    if (!next) break;
    chosen = [...chosen, next];
    fit = fitOf(search, chosen);
  }
  const kept = prune(search, chosen);
  return kept
    .map((deviation) => explainedBy(search, deviation, kept))
    .filter(({ scenarios }) => scenarios.length > 0);
}

/** How well predictions fit. */
interface Fit {
  readonly predictions: readonly Prediction[];
  /** Indices of scenarios of which some call was answered otherwise than predicted. */
  readonly wrong: ReadonlySet<number>;
}

function fitOf({ results, facts, surrounding }: Search, deviations: readonly Deviation[]): Fit {
  const predictions = predict(facts, deviations, surrounding);
  const atOnce = new Map<number, { readonly fact: Fact; readonly prediction: Prediction }[]>();
  const wrong = new Set<number>();
  for (const [index, fact] of facts.entries()) {
    const prediction = predictions[index] ?? [];
    const { act } = results[fact.scenario]?.scenario ?? {};
    if (act?.kind === 'simultaneous') {
      const list = atOnce.get(fact.scenario) ?? [];
      atOnce.set(fact.scenario, list);
      list.push({ fact, prediction });
    } else if (!agrees(fact, prediction)) wrong.add(fact.scenario);
  }
  // Of calls at once nobody knows which came first: only how often each answer comes is predicted.
  for (const [scenario, calls] of atOnce) if (!agreesTogether(calls)) wrong.add(scenario);
  return { predictions, wrong };
}

function agreesTogether(calls: readonly { readonly fact: Fact; readonly prediction: Prediction }[]): boolean {
  const open = calls.map(({ fact }) => fact);
  return calls.every(({ prediction }) => {
    const found = open.findIndex((fact) => agrees(fact, prediction));
    if (found >= 0) open.splice(found, 1);
    return found >= 0;
  });
}

/**
 * The deviation that explains most, and is contradicted by least. What it explains is looked at first, on the scenarios that fall
 * short alone; all others are played only for those that may still be the best.
 */
function bestNext(search: Search, chosen: readonly Deviation[], fit: Fit): Deviation | undefined {
  const { anomalies, agreed } = sort(search, fit);
  const shape = best(search, chosen, fit, shapeHypotheses(anomalies));
  // Where most answers cannot be read, what else they may say is not worth looking for.
  if (shape && shape.score * 2 > fit.wrong.size) return shape.deviation;
  return best(search, chosen, fit, [
    ...(shape ? [shape.deviation] : []),
    ...ruleHypotheses(anomalies, agreed),
    ...stateHypotheses(anomalies, agreed, search.operation),
    ...refusalHypotheses(anomalies, agreed),
  ])?.deviation;
}

interface Scored {
  readonly deviation: Deviation;
  readonly score: number;
}

function best(
  search: Search,
  chosen: readonly Deviation[],
  fit: Fit,
  candidates: readonly Deviation[],
): Scored | undefined {
  const known = new Set(chosen.map(({ id }) => id));
  const unique = [...new Map(candidates.map((deviation) => [deviation.id, deviation])).values()];
  const open = { ...search, facts: search.facts.filter(({ scenario }) => fit.wrong.has(scenario)) };
  const before = fitOf(open, chosen);
  const promising = unique
    .filter(({ id }) => !known.has(id))
    .map((deviation) => ({
      deviation,
      // Where records of all accounts meet, scenarios depend on each other.
      atMost:
        deviation.state?.sharesAccounts === true
          ? Number.POSITIVE_INFINITY
          : gainOf(open, before, [...chosen, deviation]).explains,
    }))
    .filter(({ atMost }) => atMost > 0)
    .toSorted((a, b) => b.atMost - a.atMost || a.deviation.breadth - b.deviation.breadth);
  let found: Scored | undefined;
  for (const { deviation, atMost } of promising) {
    if (found && !mayBeat(found, atMost, deviation)) continue;
    const { explains, contradicts } = gainOf(search, fit, [...chosen, deviation]);
    const score = explains - 2 * contradicts;
    if (explains > 3 * contradicts && (!found || mayBeat(found, score, deviation)))
      found = { deviation, score };
  }
  return found;
}

/** Of two that explain as much the one that claims less is better. */
function mayBeat({ score, deviation: { breadth } }: Scored, other: number, deviation: Deviation): boolean {
  return other > score || (other === score && deviation.breadth < breadth);
}

function sort(
  { facts, failing }: Search,
  { predictions, wrong }: Fit,
): { readonly anomalies: readonly Anomaly[]; readonly agreed: readonly Anomaly[] } {
  const anomalies: Anomaly[] = [];
  const agreed: Anomaly[] = [];
  for (const [index, fact] of facts.entries()) {
    const prediction = predictions[index] ?? [];
    if (agrees(fact, prediction)) agreed.push({ fact, prediction });
    else if (failing.has(fact.scenario) && wrong.has(fact.scenario)) anomalies.push({ fact, prediction });
  }
  return { anomalies, agreed };
}

function gainOf(
  search: Search,
  before: Fit,
  deviations: readonly Deviation[],
): { readonly explains: number; readonly contradicts: number } {
  const after = fitOf(search, deviations);
  let explains = 0;
  for (const index of search.failing) if (before.wrong.has(index) && !after.wrong.has(index)) explains += 1;
  let contradicts = 0;
  for (const index of after.wrong) if (!before.wrong.has(index)) contradicts += 1;
  return { explains, contradicts };
}

function prune(search: Search, chosen: readonly Deviation[]): readonly Deviation[] {
  const wrongOf = (deviations: readonly Deviation[]): number => fitOf(search, deviations).wrong.size;
  // The last first: what was found later explained less.
  return chosen.reduceRight<readonly Deviation[]>((kept, deviation) => {
    if (kept.length < 2) return kept;
    const others = kept.filter((each) => each !== deviation);
    return wrongOf(others) <= wrongOf(kept) ? others : kept;
  }, chosen);
}

function explainedBy(search: Search, deviation: Deviation, all: readonly Deviation[]): Explained {
  const withAll = fitOf(search, all).wrong;
  const without = fitOf(
    search,
    all.filter((each) => each !== deviation),
  ).wrong;
  return {
    deviation,
    scenarios: [...search.failing].filter((index) => without.has(index) && !withAll.has(index)),
    contradicted: [...withAll].filter((index) => !without.has(index)),
  };
}
