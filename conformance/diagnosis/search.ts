/** Which deviations, together, explain what came: the fewest that do, each contradicted by as little as possible. */
import type { Operation } from '../../contract/operation/operation.ts';
import { success } from '../../scenarios/scenario/scenario.ts';
import type { Deviation } from './model/deviation.ts';
import type { Fact } from './model/facts.ts';
import { agrees, predict, type Predicted, type Prediction, type Surrounding } from './model/predict.ts';
import { firstCallHypotheses } from './hypotheses/first-calls.ts';
import { refusalHypotheses } from './hypotheses/refusals.ts';
import { ruleHypotheses, type Anomaly } from './hypotheses/rules.ts';
import { shapeHypotheses } from './hypotheses/shapes.ts';
import { stateHypotheses } from './hypotheses/state.ts';
import { unreadHypotheses } from './hypotheses/unread.ts';
import { chanceHypotheses, wholeHypotheses } from './hypotheses/whole.ts';
import type { PlayedScenario } from './model/transcript.ts';

export interface Explained {
  readonly deviation: Deviation;
  /** Others that explain as much, in its place. */
  readonly alternatives: readonly Deviation[];
  /** Indices of scenarios that fall short, and that it explains; with it all that came is as predicted. */
  readonly scenarios: readonly number[];
  /** Indices of scenarios that were answered as the contract says, and would not have been. */
  readonly contradicted: readonly number[];
}

export interface Search {
  readonly scenarios: readonly PlayedScenario[];
  readonly facts: readonly Fact[];
  readonly surrounding: Surrounding;
  readonly operation: Operation;
  /** Indices of the scenarios that fall short. */
  readonly failing: ReadonlySet<number>;
}

/** More are never found: what is left then is left unexplained. */
const mostDeviations = 16;

/** A server that so many explain less than half of answers at random: one more would say no more. */
const enough = 6;

function isMostlyOpen({ failing }: Search, { wrong }: Fit): boolean {
  return [...failing].filter((index) => wrong.has(index)).length * 2 > failing.size;
}

/** Greedy, then pruned: no deviation is left without which the others explain as much. */
export function explain(search: Search): readonly Explained[] {
  const blocks = blocksOf(search);
  let chosen: readonly Deviation[] = [];
  const alternatives = new Map<Deviation, readonly Deviation[]>();
  let fit = fitOf(search, blocks, chosen);
  while (chosen.length < mostDeviations && [...search.failing].some((index) => fit.wrong.has(index))) {
    if (chosen.length >= enough && isMostlyOpen(search, fit)) break;
    const next = bestNext(search, blocks, chosen, fit);
    if (!next) break;
    chosen = [...chosen, next.deviation];
    alternatives.set(next.deviation, next.ties);
    fit = fitOf(search, blocks, chosen);
  }
  const kept = prune(search, blocks, chosen);
  const wrongOf = (deviations: readonly Deviation[]): ReadonlySet<number> =>
    fitOf(search, blocks, deviations).wrong;
  const withAll = wrongOf(kept);
  return kept
    .map((deviation, index) => {
      const without = wrongOf(kept.filter((each) => each !== deviation));
      // What two of them explain is the first one's.
      const before = wrongOf(kept.slice(0, index));
      const after = wrongOf(kept.slice(0, index + 1));
      return {
        deviation,
        alternatives: alternatives.get(deviation) ?? [],
        scenarios: [...search.failing].filter(
          (scenario) =>
            !withAll.has(scenario) &&
            (without.has(scenario) || (before.has(scenario) && !after.has(scenario))),
        ),
        contradicted: [...withAll].filter((scenario) => !without.has(scenario)),
      };
    })
    .filter(({ scenarios }) => scenarios.length > 0);
}

/** The calls of one scenario. */
interface Block {
  readonly scenario: number;
  readonly facts: readonly Fact[];
  /** Of calls at once nobody knows which came first: only how often each answer comes is predicted. */
  readonly isAtOnce: boolean;
}

function blocksOf({ facts, scenarios }: Search): readonly Block[] {
  return [...Map.groupBy(facts, ({ scenario }) => scenario)].map(([scenario, own]) => ({
    scenario,
    facts: own,
    isAtOnce: scenarios[scenario]?.act === 'simultaneous',
  }));
}

/** How well predictions fit. */
interface Fit {
  readonly predicted: ReadonlyMap<Fact, Predicted>;
  /** Indices of scenarios of which some call was answered otherwise than predicted. */
  readonly wrong: ReadonlySet<number>;
}

function fitOf(search: Search, blocks: readonly Block[], deviations: readonly Deviation[]): Fit {
  const { facts, surrounding } = search;
  const all = predict(facts, deviations, surrounding);
  const predicted = new Map(facts.flatMap((fact, index) => (all[index] ? [[fact, all[index]]] : [])));
  const wrong = new Set(
    blocks
      .filter((block) => !isAsPredicted(block, (fact) => predicted.get(fact)?.prediction ?? []))
      .map(({ scenario }) => scenario),
  );
  return { predicted, wrong };
}

function isAsPredicted({ facts, isAtOnce }: Block, predictionOf: (fact: Fact) => Prediction): boolean {
  if (!isAtOnce) return facts.every((fact) => agrees(fact, predictionOf(fact)));
  const open = [...facts];
  return facts.every((each) => {
    const prediction = predictionOf(each);
    const found = open.findIndex((fact) => agrees(fact, prediction));
    if (found >= 0) open.splice(found, 1);
    return found >= 0;
  });
}

/**
 * The deviation that explains most, and is contradicted by least. What it explains is looked at first, on the scenarios that fall
 * short alone; all others are played only for those that may still be the best.
 */
function bestNext(
  search: Search,
  blocks: readonly Block[],
  chosen: readonly Deviation[],
  fit: Fit,
): Scored | undefined {
  const { anomalies, agreed } = splitByPrediction(search, fit, chosen);
  const shape = best(search, blocks, chosen, fit, shapeHypotheses(anomalies));
  // Where most answers cannot be read, what else they may say is not worth looking for.
  if (shape && shape.score * 2 > fit.wrong.size) return shape;
  return best(search, blocks, chosen, fit, [
    ...(shape ? [shape.deviation] : []),
    ...wholeHypotheses(search.surrounding),
    ...ruleHypotheses(anomalies, agreed),
    ...unreadHypotheses(anomalies, search.operation),
    ...firstCallHypotheses(anomalies, agreed, search.operation),
    ...stateHypotheses(anomalies, agreed, search.operation),
    ...refusalHypotheses(anomalies, agreed),
    ...chanceHypotheses(anomalies),
  ]);
}

interface Scored {
  readonly deviation: Deviation;
  readonly score: number;
  /** Others with the same score that say something else, the likeliest first. */
  readonly ties: readonly Deviation[];
}

/** More than these are not told apart. */
const mostTies = 16;

/** How much broader a deviation may be and still be an alternative. */
const mostBroader = 0.8;

function best(
  search: Search,
  blocks: readonly Block[],
  chosen: readonly Deviation[],
  fit: Fit,
  candidates: readonly Deviation[],
): Scored | undefined {
  const known = new Set(chosen.map(({ id }) => id));
  const unique = [...new Map(candidates.map((deviation) => [deviation.id, deviation])).values()];
  const open = blocks.filter(({ scenario }) => fit.wrong.has(scenario));
  const settled = blocks.filter(({ scenario }) => !fit.wrong.has(scenario));
  const promising = unique
    .filter(({ id }) => !known.has(id))
    .flatMap((deviation) => {
      const explains = changed(search, open, chosen, fit, deviation).filter((index) =>
        search.failing.has(index),
      ).length;
      if (explains === 0 && deviation.state?.sharesAccounts !== true) return [];
      // Where records of all accounts meet, scenarios depend on each other.
      const shared = deviation.shared ? [{ deviation: deviation.shared, atMost: open.length }] : [];
      return [{ deviation, atMost: meetsOthers(deviation) ? open.length : explains }, ...shared];
    })
    .toSorted((a, b) => b.atMost - a.atMost || a.deviation.breadth - b.deviation.breadth);
  let found: Omit<Scored, 'ties'> | undefined;
  let ties: readonly Omit<Scored, 'ties'>[] = [];
  for (const { deviation, atMost } of promising) {
    if (found && !mayBeat(found, atMost, deviation) && !mayTie(found, atMost, deviation, ties)) continue;
    const { explains, contradicts } = [deviation, ...chosen].some(meetsOthers)
      ? gainOf(search, fit, fitOf(search, blocks, [...chosen, deviation]))
      : { explains: atMost, contradicts: changed(search, settled, chosen, fit, deviation).length };
    const score = (deviation.isHindsight === true ? explains / 2 : explains) - 2 * contradicts;
    if (explains <= 3 * contradicts) continue;
    const scored = { deviation, score };
    ties = [...ties, scored];
    if (!found || mayBeat(found, score, deviation)) found = scored;
  }
  const winner = found;
  return (
    winner && {
      ...winner,
      ties: ties
        .filter((tie) => tie !== winner && tie.score === winner.score && isAlternative(winner, tie.deviation))
        .map(({ deviation }) => deviation)
        .toSorted((a, b) => a.breadth - b.breadth)
        .slice(0, mostTies),
    }
  );
}

/** Whether a deviation that may explain as much as the best is worth a look: it says something else, and there are few of its like. */
function mayTie(
  found: Omit<Scored, 'ties'>,
  atMost: number,
  deviation: Deviation,
  ties: readonly Omit<Scored, 'ties'>[],
): boolean {
  const likes = ties.filter(({ score }) => score === found.score).length;
  return atMost === found.score && likes <= mostTies && isAlternative(found, deviation);
}

function isAlternative({ deviation }: Omit<Scored, 'ties'>, { sentence, breadth }: Deviation): boolean {
  return sentence !== deviation.sentence && breadth <= deviation.breadth + mostBroader;
}

/** Whether what happens in one scenario may change what happens in another one. */
function meetsOthers({ state }: Deviation): boolean {
  return state?.sharesAccounts === true || state?.keepsLatest !== undefined;
}

/** Scenarios of these blocks that were answered as predicted, and are not once the deviation is added; or the other way round. */
function changed(
  { surrounding }: Search,
  blocks: readonly Block[],
  chosen: readonly Deviation[],
  fit: Fit,
  deviation: Deviation,
): readonly number[] {
  const all = [...chosen, deviation];
  return blocks
    .filter((block) => mayChange(block, fit, deviation))
    .filter((block) => {
      const predicted = predict(block.facts, all, surrounding);
      const positions = new Map(block.facts.map((fact, index) => [fact, index]));
      const isWrong = !isAsPredicted(block, (fact) => predicted[positions.get(fact) ?? -1]?.prediction ?? []);
      return isWrong !== fit.wrong.has(block.scenario);
    })
    .map(({ scenario }) => scenario);
}

function mayChange(
  { facts }: Block,
  { predicted }: Fit,
  { refuse, rewrite, identify, normalise, state }: Deviation,
): boolean {
  if (rewrite) return true;
  // The state of one call has been made by the calls before.
  if ((identify || normalise || state) && facts.length > 1) return true;
  return (
    refuse !== undefined &&
    facts.some((fact) => {
      const before = predicted.get(fact)?.refusals ?? [];
      const after = refuse(fact, before);
      return after.length !== before.length || after.some((refusal, index) => refusal !== before[index]);
    })
  );
}

/** Of two that explain as much the one that claims less is better. */
function mayBeat(
  { score, deviation: { breadth } }: Omit<Scored, 'ties'>,
  other: number,
  deviation: Deviation,
): boolean {
  return other > score || (other === score && deviation.breadth < breadth);
}

/** The calls that were not answered as predicted, of scenarios that fall short, and those that were. */
function splitByPrediction(
  { facts, failing }: Search,
  { predicted, wrong }: Fit,
  chosen: readonly Deviation[],
): { readonly anomalies: readonly Anomaly[]; readonly agreed: readonly Anomaly[] } {
  const anomalies: Anomaly[] = [];
  const agreed: Anomaly[] = [];
  for (const fact of facts) {
    const { prediction = [], refusals = [] } = predicted.get(fact) ?? {};
    if (agrees(fact, prediction)) agreed.push({ fact, prediction });
    else if (failing.has(fact.scenario) && wrong.has(fact.scenario)) {
      const written = chosen.reduce(
        (seen, { rewrite }) => rewrite?.(seen, fact.operation.name) ?? seen,
        success,
      );
      anomalies.push(
        // A success in another shape is one all the same.
        written !== success && fact.seen === written
          ? { fact: { ...fact, seen: success, code: undefined }, prediction: refusals }
          : { fact, prediction },
      );
    }
  }
  return { anomalies, agreed };
}

/** Scenarios that fit once the deviations are added and did not before, and the other way round. */
function gainOf(
  { failing }: Search,
  before: Fit,
  after: Fit,
): { readonly explains: number; readonly contradicts: number } {
  let explains = 0;
  for (const index of failing) if (before.wrong.has(index) && !after.wrong.has(index)) explains += 1;
  let contradicts = 0;
  for (const index of after.wrong) if (!before.wrong.has(index)) contradicts += 1;
  return { explains, contradicts };
}

/** Leaves out every deviation without which the others explain as much. */
function prune(search: Search, blocks: readonly Block[], chosen: readonly Deviation[]): readonly Deviation[] {
  const wrongOf = (deviations: readonly Deviation[]): number => fitOf(search, blocks, deviations).wrong.size;
  // The last first: what was found later explained less.
  return chosen.reduceRight<readonly Deviation[]>((kept, deviation) => {
    if (kept.length < 2) return kept;
    const others = kept.filter((each) => each !== deviation);
    return wrongOf(others) <= wrongOf(kept) ? others : kept;
  }, chosen);
}
