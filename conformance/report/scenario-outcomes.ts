/** Each scenario of a report with its outcome. */
import { conforms } from '../run/judge/judge.ts';
import type { Outcome } from './outcome.ts';
import type { Failure, Report, ScenarioReport } from './report.ts';

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
    if (failure) return { scenario, outcome: failure.outcome, failure, reason };
    return { scenario, outcome: conforms(scenario.verdict) ? 'conforms' : 'skipped', failure, reason };
  });
}
