/** What calls have in common that others lack: the condition under which a server behaves otherwise. */
import type { Violation } from '../../../contract/schema/violations.ts';
import type { Fact } from '../model/facts.ts';
import { featuresOf, type Feature } from './features.ts';

export interface Condition {
  readonly features: readonly Feature[];
  readonly holds: (fact: Fact, violation?: Violation) => boolean;
}

/** A call, and the value of it that breaks the rule in question, where one does. */
export interface Sample {
  readonly fact: Fact;
  readonly violation?: Violation | undefined;
}

/**
 * The condition that holds for the positives and for no negative: one feature, or two together. Where none holds for all
 * positives, the one that holds for most of them; undefined where none holds for more than one that a negative lacks. Of two that
 * tell the same the one that is about a `preferred` parameter is taken.
 */
export function tellApart(
  positives: readonly Sample[],
  negatives: readonly Sample[],
  preferred: ReadonlySet<string> = new Set(),
): Condition | undefined {
  if (negatives.length === 0) return toCondition([]);
  const yes = sample(positives).map(({ fact, violation }) => featuresOf(fact, violation));
  const no = sample(negatives).map(({ fact, violation }) => featuresOf(fact, violation));
  const features = new Map(yes.flatMap((each) => [...each]));
  const inYes = countIn(yes);
  const inNo = countIn(no);
  const atLeast = Math.max(1, Math.ceil(yes.length / 4));
  const single = best(
    [...features.values()]
      .filter(({ id }) => !inNo.has(id) && (inYes.get(id) ?? 0) >= atLeast)
      .map((feature) => ({ features: [feature], count: inYes.get(feature.id) ?? 0 })),
    preferred,
    negatives,
  );
  if (single && single.count === yes.length) return toCondition(single.features);
  const pair = best(
    pairsOf(
      [...features.values()].filter(
        ({ id }) => (inYes.get(id) ?? 0) >= yes.length / 3 && !tellsAlone.test(id),
      ),
      no,
      inYes,
      inNo,
    ).map((each) => ({
      features: each,
      count: yes.filter((own) => each.every(({ id }) => own.has(id))).length,
    })),
    preferred,
    negatives,
  );
  const chosen = pair && (!single || pair.count > single.count) ? pair : single;
  return chosen && toCondition(chosen.features);
}

/**
 * Values of one parameter that stand in every positive and in no negative; undefined where no parameter has them. `ids` of features begin
 * with `value`.
 */
export function valuesApart(
  positives: readonly Sample[],
  negatives: readonly Sample[],
): Condition | undefined {
  const yes = sample(positives).map(({ fact }) => [...featuresOf(fact).values()].filter(isValue));
  const taken = new Set(
    negatives.flatMap(({ fact }) => [...featuresOf(fact).values()].filter(isValue).map(({ id }) => id)),
  );
  const odd = yes.map((features) => features.filter(({ id }) => !taken.has(id)));
  const names = new Set(odd.flatMap((features) => features.flatMap(({ parameter }) => parameter ?? [])));
  for (const name of names) {
    const chosen = odd.map((features) => features.find(({ parameter }) => parameter === name));
    if (chosen.includes(undefined)) continue;
    const values = new Map(chosen.flatMap((feature) => (feature ? [[feature.id, feature]] : [])));
    if (values.size < 2) continue;
    const [first] = values.values();
    const others = values.size - 1;
    const says = `${first?.says} or ${others === 1 ? 'one more value' : `${others} more values`}`;
    return {
      features: [{ id: [...values.keys()].join(), says, parameter: name, rank: 3 }],
      holds: (fact) => {
        const own = featuresOf(fact);
        return [...values.keys()].some((id) => own.has(id));
      },
    };
  }
  return undefined;
}

/**
 * Values of one member of the item that breaks a rule, or of items that are repeated: in every positive one of them, and in no negative.
 * Undefined where it is one value or none.
 */
export function siblingsApart(
  positives: readonly Sample[],
  negatives: readonly Sample[],
): Condition | undefined {
  const own = ({ fact, violation }: Sample): readonly Feature[] =>
    [...featuresOf(fact, violation).values()].filter(({ id }) => /^(?:repeats|sibling) \S+ \S/.test(id));
  const taken = new Set(negatives.flatMap((one) => own(one).map(({ id }) => id)));
  const odd = sample(positives).map((one) => own(one).filter(({ id }) => !taken.has(id)));
  const kindOf = (id: string): string => id.split(' ').slice(0, 2).join(' ');
  for (const kind of new Set(odd.flatMap((features) => features.map(({ id }) => kindOf(id))))) {
    const chosen = odd.map((features) => features.find(({ id }) => kindOf(id) === kind));
    const values = new Map(chosen.flatMap((feature) => (feature ? [[feature.id, feature]] : [])));
    if (chosen.includes(undefined) || values.size < 2 || values.size > 4) continue;
    const [first] = values.values();
    const others = [...values.keys()].slice(1).map((id) => id.split(' ').slice(2).join(' '));
    return {
      features: [
        {
          id: [...values.keys()].join(),
          says: `${first?.says} or ${others.join(' or ')}`,
          parameter: first?.parameter,
          rank: 3,
        },
      ],
      holds: (fact, violation) => {
        const features = featuresOf(fact, violation);
        return [...values.keys()].some((id) => features.has(id));
      },
    };
  }
  return undefined;
}

/** What texts of several members have, such as a character outside ASCII: in every positive one of them, and in no negative. */
export function classesApart(
  positives: readonly Sample[],
  negatives: readonly Sample[],
): Condition | undefined {
  const own = ({ fact }: Sample): readonly Feature[] =>
    [...featuresOf(fact).values()].filter(({ id }) => /^any class \S+ \S/.test(id));
  const taken = new Set(negatives.flatMap((one) => own(one).map(({ id }) => id)));
  const odd = sample(positives).map((one) => own(one).filter(({ id }) => !taken.has(id)));
  const kindOf = (id: string): string => id.split(' ').slice(0, 3).join(' ');
  for (const kind of new Set(odd.flatMap((features) => features.map(({ id }) => kindOf(id))))) {
    const all = odd.flatMap((features) => features.filter(({ id }) => kindOf(id) === kind));
    const members = new Map(all.map((feature) => [feature.id, feature]));
    const isEverywhere = odd.every((features) => features.some(({ id }) => members.has(id)));
    if (!isEverywhere || members.size < 2 || members.size > 3) continue;
    const [first, ...others] = [...members.values()];
    const names = others.map(({ parameter }) => `${parameter} or `).join('');
    return {
      features: [
        {
          id: `class ${[...members.keys()].join()}`,
          says: `${names}${first?.says}`,
          parameter: first?.parameter,
          rank: 5,
        },
      ],
      holds: (fact) => {
        const features = featuresOf(fact);
        return [...members.keys()].some((id) => features.has(id));
      },
    };
  }
  return undefined;
}

function isValue({ id }: Feature): boolean {
  return id.startsWith('value ');
}

/** So many calls are looked at, evenly chosen: more say no more. */
const mostSamples = 150;

function sample(all: readonly Sample[]): readonly Sample[] {
  const step = Math.ceil(all.length / mostSamples);
  return all.filter((_, index) => index % step === 0);
}

function countIn(sets: readonly ReadonlyMap<string, Feature>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets) for (const id of set.keys()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** What is worth a word only if nothing else is: numbers that are no multiples, texts that begin otherwise, the length of some value. */
const tellsAlone = /^(?:any )?(?:not-multiple|starts|length \d)/;

/** Looking at more pairs would take longer than it is worth. */
const mostCommon = 90;

function pairsOf(
  common: readonly Feature[],
  no: readonly ReadonlyMap<string, Feature>[],
  inYes: ReadonlyMap<string, number>,
  inNo: ReadonlyMap<string, number>,
): readonly (readonly Feature[])[] {
  // What all positives have comes first, then the rarest among the negatives: two rare ones hardly ever meet.
  const rare = common
    .toSorted(
      (a, b) =>
        (inYes.get(b.id) ?? 0) - (inYes.get(a.id) ?? 0) || (inNo.get(a.id) ?? 0) - (inNo.get(b.id) ?? 0),
    )
    .slice(0, mostCommon)
    .map((feature) => ({
      feature,
      at: new Set(no.flatMap((each, index) => (each.has(feature.id) ? [index] : []))),
    }));
  return rare.flatMap((one, index) =>
    rare
      .slice(index + 1)
      .filter((other) => one.at.isDisjointFrom(other.at))
      .map((other) => [one.feature, other.feature]),
  );
}

interface Candidate {
  readonly features: readonly Feature[];
  readonly count: number;
}

/** Of so many candidates one holds for no negative, or none is looked for any longer. */
const mostTried = 40;

/** The first that holds for none of `negatives`, of which only some were looked at when candidates were made. */
function best(
  candidates: readonly Candidate[],
  preferred: ReadonlySet<string>,
  negatives: readonly Sample[] = [],
): Candidate | undefined {
  const rank = ({ features }: Candidate): number =>
    features.reduce(
      (sum, each) =>
        sum + each.rank - (each.parameter !== undefined && preferred.has(each.parameter) ? 0.4 : 0),
      0,
    );
  const sorted = candidates.toSorted((a, b) => b.count - a.count || rank(a) - rank(b));
  const holding = sorted.slice(0, mostTried).find(({ features }) => {
    const { holds } = toCondition(features);
    return !negatives.some(({ fact, violation }) => holds(fact, violation));
  });
  return holding ?? sorted[0];
}

function toCondition(features: readonly Feature[]): Condition {
  return {
    features,
    holds: (fact, violation) => {
      const own = featuresOf(fact, violation);
      return features.every(({ id }) => own.has(id));
    },
  };
}

/** The calls for which a condition holds, such as `a call where Size is 15`. */
export function wordsOf({ features }: Condition): string {
  return features.length === 0
    ? 'every call'
    : `a call where ${features.map(({ says }) => says).join(' and ')}`;
}
