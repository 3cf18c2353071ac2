/** What is wrong with a server: the fewest differences from the contract that explain why scenarios fall short. */
import { compareEvidence, type Evidence } from '../../contract/evidence.ts';
import { families } from '../../scenarios/scenario/scenario.ts';
import { conforms } from '../run/judge.ts';
import type { Result } from '../run/result.ts';
import type { Run } from '../run/run.ts';
import type { DeviationKind } from './deviation.ts';
import { observe } from './direct.ts';
import { factsOf } from './facts.ts';
import { explain } from './search.ts';

export interface Diagnosis {
  /** One sentence about the server. */
  readonly sentence: string;
  readonly kind: DeviationKind;
  /** The id of a rule of the contract, a collection, or a code; null where no rule is named. */
  readonly rule: string | null;
  /** As the documentation writes it; null where it is about none. */
  readonly parameter: string | null;
  /** The strongest evidence of the scenarios that it explains. */
  readonly evidence: Evidence;
  /** Where the documentation says otherwise. */
  readonly source: string;
  /** Ids of the scenarios that fall short because of it. */
  readonly explains: readonly string[];
  /** Ids of scenarios that would have been answered otherwise if it were so. */
  readonly contradictedBy: readonly string[];
  /** The scenario that shows it best: aimed at it, of the strongest evidence, in the fewest calls. */
  readonly representative: string;
}

export interface Diagnoses {
  /** Strongest first. */
  readonly diagnoses: readonly Diagnosis[];
  /** Differences where nothing settles which is right. */
  readonly readings: readonly Diagnosis[];
  /** Ids of the scenarios that fall short and that nothing explains. */
  readonly unexplained: readonly string[];
}

/** Diagnose a finished run; sends nothing. */
export function diagnose({ options, results }: Run): Diagnoses {
  const { contract, operation } = options;
  const failing = new Set(
    results.flatMap(({ verdict }, index) => (conforms(verdict) || verdict === 'skipped' ? [] : [index])),
  );
  if (failing.size === 0) return { diagnoses: [], readings: [], unexplained: [] };
  const stored = new Set(
    [...contract.values(), operation].flatMap(({ effect }) =>
      effect?.kind === 'create' ? [effect.collection] : [],
    ),
  );
  const surrounding = { stored, fixtures: fixturesOf(options) };
  const explained = explain({ results, facts: factsOf(results), surrounding, operation, failing });
  const covered = new Set(explained.flatMap(({ scenarios }) => scenarios));
  // Where answers cannot be read, nobody sees which calls were throttled.
  const unreadable = explained.find(({ deviation }) => deviation.kind === 'answer-shape');
  const blurred = [...failing].filter(
    (index) => unreadable && !covered.has(index) && results[index]?.scenario.family === 'rate-limit',
  );
  for (const index of blurred) covered.add(index);
  const observed = observe(
    results,
    [...failing].filter((index) => !covered.has(index)),
    operation,
  );
  const all = [
    ...explained.map((one) =>
      describe(
        results,
        one.deviation,
        one === unreadable ? [...one.scenarios, ...blurred] : one.scenarios,
        one.contradicted,
      ),
    ),
    ...observed.map((each) => describe(results, each, each.scenarios, [])),
  ].toSorted((a, b) => compareEvidence(a.evidence, b.evidence) || b.explains.length - a.explains.length);
  const named = new Set(all.flatMap(({ explains }) => explains));
  const idOf = (index: number): string => results[index]?.scenario.id ?? '';
  return {
    diagnoses: all.filter(({ evidence }) => evidence !== 'assumed'),
    readings: all.filter(({ evidence }) => evidence === 'assumed'),
    unexplained: [...failing].map(idOf).filter((id) => !named.has(id)),
  };
}

function fixturesOf({ fixtures = {} }: Run['options']): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(fixtures).map(([name, value]) => [name, value.split('/')]));
}

function describe(
  results: readonly Result[],
  {
    sentence,
    kind,
    rule,
    parameter,
    source,
  }: {
    readonly sentence: string;
    readonly kind: DeviationKind;
    readonly rule: string | undefined;
    readonly parameter: string | undefined;
    readonly source: string;
  },
  scenarios: readonly number[],
  contradicted: readonly number[],
): Diagnosis {
  const ordered = scenarios
    .flatMap((index) => results[index] ?? [])
    .toSorted((a, b) => compareAim(a, b, rule));
  const [best] = ordered;
  return {
    sentence,
    kind,
    rule: rule ?? null,
    parameter: parameter ?? null,
    evidence: best ? strongest(ordered) : 'assumed',
    source: source || (best?.scenario.source ?? ''),
    explains: ordered.map(({ scenario }) => scenario.id),
    contradictedBy: contradicted.flatMap((index) => results[index]?.scenario.id ?? []),
    representative: best?.scenario.id ?? '',
  };
}

function strongest(results: readonly Result[]): Evidence {
  return results.map(({ scenario }) => scenario.evidence).toSorted(compareEvidence)[0] ?? 'assumed';
}

/** Families that aim at nothing in particular come last. */
const drawn: readonly string[] = ['random', 'combinations'];

function compareAim(a: Result, b: Result, rule: string | undefined): number {
  const rank = ({ scenario }: Result): number => {
    if (drawn.includes(scenario.family) || scenario.id.startsWith('pairwise/')) return 3;
    if (scenario.rule?.id === rule) return 0;
    return scenario.family === 'accepted' ? 2 : 1;
  };
  return (
    compareEvidence(a.scenario.evidence, b.scenario.evidence) ||
    rank(a) - rank(b) ||
    a.calls.length - b.calls.length ||
    families.indexOf(a.scenario.family) - families.indexOf(b.scenario.family)
  );
}
