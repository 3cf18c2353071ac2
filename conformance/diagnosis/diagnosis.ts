/** What is wrong with a server: the fewest differences from the contract that explain why scenarios fall short. */
import { compareEvidence, type Evidence } from '../../contract/evidence.ts';
import { families } from '../../scenarios/scenario/scenario.ts';
import type { Deviation, DeviationKind } from './model/deviation.ts';
import { observe } from './direct.ts';
import { overlayActionsOf, type OverlayAction } from './model/overlay-actions.ts';
import { explain } from './search.ts';
import { searchFor, type DiagnoseOptions } from './search-for.ts';
import type { PlayedScenario, Transcript } from './model/transcript.ts';

export interface DiagnosedDeviation {
  readonly kind: DeviationKind;
  /** The id of a rule of the contract, a collection, or a code; null where no rule is named. */
  readonly rule: string | null;
  /** As the documentation writes it; null where it is about none. */
  readonly parameter: string | null;
  /** The strongest evidence of the scenarios that it explains. */
  readonly evidence: Evidence;
}

export interface Diagnosis extends DiagnosedDeviation {
  /** One sentence about the server. */
  readonly sentence: string;
  /** Where the documentation says otherwise. */
  readonly source: string;
  /** Ids of the scenarios that fall short because of it. */
  readonly explains: readonly string[];
  /** Ids of scenarios that would have been answered otherwise if it were so. */
  readonly contradictedBy: readonly string[];
  /** The scenario that shows it best: aimed at it, of the strongest evidence, in the fewest calls. */
  readonly representative: string;
  /** What would explain as much, where nothing that was sent tells which it is; left out where there is nothing. */
  readonly alternatives?: readonly string[];
  /** Actions of an overlay by which the contract says so too; left out where its words cannot say it. */
  readonly overlay?: readonly OverlayAction[];
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
export function diagnose(transcript: Transcript, options: DiagnoseOptions): Diagnoses {
  const { scenarios: played } = transcript;
  const { operation } = options;
  const search = searchFor(transcript, options);
  const failing = [...search.failing].filter((index) => index < played.length);
  if (failing.length === 0) return { diagnoses: [], readings: [], unexplained: [] };
  const explained = explain(search);
  const covered = new Set(explained.flatMap(({ scenarios }) => scenarios));
  // Where answers are written in another way, nobody sees which calls were throttled.
  const unreadable = explained.find(({ deviation }) => deviation.rewrite !== undefined);
  const blurred = failing.filter(
    (index) => unreadable && !covered.has(index) && played[index]?.family === 'rate-limit',
  );
  for (const index of blurred) covered.add(index);
  const echoes = new Map(
    explained.map(({ deviation }) => [
      deviation,
      failing.filter((index) => !covered.has(index) && isEcho(deviation, played[index])),
    ]),
  );
  for (const index of [...echoes.values()].flat()) covered.add(index);
  const observed = observe(
    played,
    failing.filter((index) => !covered.has(index) || isOfForm(played[index])),
    operation,
  );
  const all = [
    ...explained.map((one) =>
      withOverlay(
        describe(
          played,
          one.deviation,
          [...one.scenarios, ...(echoes.get(one.deviation) ?? []), ...(one === unreadable ? blurred : [])],
          one.contradicted,
          one.alternatives,
        ),
        overlayActionsOf(one.deviation.change, operation),
      ),
    ),
    ...observed.map((each) => describe(played, each, each.scenarios, [])),
  ]
    .filter(({ explains }) => explains.length > 0)
    .toSorted((a, b) => compareEvidence(a.evidence, b.evidence) || b.explains.length - a.explains.length);
  const named = new Set(all.flatMap(({ explains }) => explains));
  const idOf = (index: number): string => played[index]?.id ?? '';
  return {
    diagnoses: all.filter(({ evidence }) => evidence !== 'assumed'),
    readings: all.filter(({ evidence }) => evidence === 'assumed'),
    unexplained: failing.map(idOf).filter((id) => !named.has(id)),
  };
}

/** Whether a scenario of which not all calls are told shows a deviation that others explain. */
function isEcho({ echo, kind }: Deviation, scenario: PlayedScenario | undefined): boolean {
  const { act, answered, problem } = scenario ?? {};
  // A list that has to be empty shows what was left behind.
  if (kind === 'left-behind') return problem?.includes('wanted 0 items') === true;
  if (echo === undefined || (act !== 'rate' && act !== 'simultaneous' && act !== 'together')) return false;
  return answered === echo || answered?.endsWith(` ${echo}`) === true;
}

/** Whether a scenario fails for the form of an answer that is what was expected otherwise. */
function isOfForm(scenario: PlayedScenario | undefined): boolean {
  const { act, verdict, answered = 'nothing' } = scenario ?? {};
  return act === 'inspect' && verdict === 'broken' && !/^(?:status|nothing)/.test(answered);
}

function withOverlay(diagnosis: Diagnosis, overlay: readonly OverlayAction[] | undefined): Diagnosis {
  return overlay ? { ...diagnosis, overlay } : diagnosis;
}

function describe(
  played: readonly PlayedScenario[],
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
  alternatives: readonly Deviation[] = [],
): Diagnosis {
  const others = namedOf(alternatives, { kind, parameter });
  const ordered = scenarios
    .flatMap((index) => played[index] ?? [])
    .toSorted((a, b) => compareAim(a, b, rule));
  const [best] = ordered;
  return {
    sentence,
    kind,
    rule: rule ?? null,
    parameter: parameter ?? null,
    evidence: best ? strongest(ordered) : 'assumed',
    source: source || (best?.source ?? ''),
    explains: ordered.map(({ id }) => id),
    contradictedBy: contradicted.flatMap((index) => played[index]?.id ?? []),
    representative: best?.id ?? '',
    ...(others.length > 0 && { alternatives: others }),
  };
}

/** Greatest number of alternatives that a diagnosis names. */
const mostAlternatives = 3;

/** Kinds that only list what was seen. They are named as alternatives only to each other. */
const listing: readonly DeviationKind[] = ['rule-partial', 'unexpected-refusal'];

/** Sentences of the alternatives that differ from the first in kind or parameter. */
function namedOf(
  alternatives: readonly Deviation[],
  first: Pick<Diagnosis, 'kind'> & { readonly parameter: string | undefined },
): readonly string[] {
  return alternatives
    .filter(({ kind, parameter }) => kind !== first.kind || parameter !== first.parameter)
    .filter(({ kind }) => listing.includes(first.kind) || !listing.includes(kind))
    .slice(0, mostAlternatives)
    .map(({ sentence }) => sentence);
}

function strongest(scenarios: readonly PlayedScenario[]): Evidence {
  return scenarios.map(({ evidence }) => evidence).toSorted(compareEvidence)[0] ?? 'assumed';
}

/** Families that aim at nothing in particular come last. */
const drawn: readonly string[] = ['random', 'combinations'];

function compareAim(a: PlayedScenario, b: PlayedScenario, rule: string | undefined): number {
  const rank = (scenario: PlayedScenario): number => {
    if (drawn.includes(scenario.family) || scenario.id.startsWith('pairwise/')) return 3;
    if (scenario.rule !== undefined && scenario.rule === rule) return 0;
    return scenario.family === 'accepted' ? 2 : 1;
  };
  return (
    compareEvidence(a.evidence, b.evidence) ||
    rank(a) - rank(b) ||
    a.calls - b.calls ||
    families.indexOf(a.family) - families.indexOf(b.family)
  );
}
