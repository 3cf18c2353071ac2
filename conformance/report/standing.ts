/** What a scenario's outcome means for the run: the same in every format. */
import { conforms } from '../run/judge.ts';
import type { Failure, Report, ScenarioReport } from './report.ts';

/** In the order in which a reader wants to see them. */
export const standings = ['falls-short', 'unjudged', 'known', 'not-counted', 'skipped', 'conforms'] as const;

/**
 * - `falls-short`: the page, or what follows from it or from a source that is named, wants it otherwise.
 * - `unjudged`: nobody can say.
 * - `known`: it fails, and somebody wrote down why it does.
 * - `not-counted`: it differs from what we only assume; nothing settles which is right.
 */
export type Standing = (typeof standings)[number];

/** A scenario with all that the report holds about it. */
export interface Standpoint {
  readonly scenario: ScenarioReport;
  readonly standing: Standing;
  /** Absent where it conforms or was skipped. */
  readonly failure: Failure | undefined;
  /** Why it was skipped, or is known to fail; empty otherwise. */
  readonly reason: string;
}

/** Every scenario of a report, in the order of the run. */
export function standpoints({ scenarios, failures, skipped }: Report): readonly Standpoint[] {
  const failureOf = new Map(failures.map((failure) => [failure.id, failure]));
  const reasonOf = new Map(skipped.map(({ id, reason }) => [id, reason]));
  return scenarios.map((scenario) => {
    const failure = failureOf.get(scenario.id);
    const reason = failure?.known ?? reasonOf.get(scenario.id) ?? '';
    if (failure) return { scenario, standing: standingOf(failure), failure, reason };
    return { scenario, standing: conforms(scenario.verdict) ? 'conforms' : 'skipped', failure, reason };
  });
}

export function standingOf({ verdict, evidence, known }: Failure): Standing {
  if (known !== undefined) return 'known';
  if (verdict === 'unjudged') return 'unjudged';
  return evidence === 'assumed' ? 'not-counted' : 'falls-short';
}
