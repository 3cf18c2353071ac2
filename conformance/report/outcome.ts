/** What a scenario's outcome means for the run: the same in every format. */
import { conforms } from '../run/judge.ts';
import type { Failure, Report, ScenarioReport } from './report.ts';

/** In the order in which a reader wants to see them. */
export const outcomes = ['failed', 'unjudged', 'known-failure', 'not-scored', 'skipped', 'conforms'] as const;

/**
 * - `failed`: the page, or what follows from it or from a source that is named, wants it otherwise.
 * - `unjudged`: nobody can say.
 * - `known-failure`: it fails, and somebody wrote down why it does.
 * - `not-scored`: it differs from what we only assume; nothing settles which is right.
 */
export type Outcome = (typeof outcomes)[number];

/** A scenario with all that the report holds about it. */
export interface ScenarioOutcome {
  readonly scenario: ScenarioReport;
  readonly outcome: Outcome;
  /** Absent where it conforms or was skipped. */
  readonly failure: Failure | undefined;
  /** Why it was skipped, or is known to fail; empty otherwise. */
  readonly reason: string;
}

/** Every scenario of a report, in the order of the run. */
export function scenarioOutcomes({ scenarios, failures, skipped }: Report): readonly ScenarioOutcome[] {
  const failureOf = new Map(failures.map((failure) => [failure.id, failure]));
  const reasonOf = new Map(skipped.map(({ id, reason }) => [id, reason]));
  return scenarios.map((scenario) => {
    const failure = failureOf.get(scenario.id);
    const reason = failure?.known ?? reasonOf.get(scenario.id) ?? '';
    if (failure) return { scenario, outcome: outcomeOf(failure), failure, reason };
    return { scenario, outcome: conforms(scenario.verdict) ? 'conforms' : 'skipped', failure, reason };
  });
}

export function outcomeOf({ verdict, evidence, known }: Failure): Outcome {
  if (known !== undefined) return 'known-failure';
  if (verdict === 'unjudged') return 'unjudged';
  return evidence === 'assumed' ? 'not-scored' : 'failed';
}
