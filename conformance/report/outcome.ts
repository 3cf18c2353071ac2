/** What a scenario's outcome means for the run: the same in every format. */
import { compareEvidence, type Evidence } from '../../contract/evidence.ts';
import type { Verdict } from '../run/judge/judge.ts';

/** In the order in which a reader wants to see them. */
export const outcomes = ['failed', 'unjudged', 'known-failure', 'not-scored', 'skipped', 'conforms'] as const;

/**
 * - `failed`: it does not conform, and its evidence is strong enough to make the run fail.
 * - `unjudged`: no answer came that could be judged (timeout, closed connection, throttled twice).
 * - `known-failure`: it does not conform, and the list of known failures gives the reason.
 * - `not-scored`: it does not conform, but its evidence is weaker than what makes the run fail.
 */
export type Outcome = (typeof outcomes)[number];

/** The outcomes of scenarios that do not conform and were not skipped. */
export type FailureOutcome = Exclude<Outcome, 'skipped' | 'conforms'>;

/** The weakest evidence that makes a run fail. */
export type FailOn = (typeof failOnLevels)[number];

export const failOnLevels = ['stated', 'implied', 'assumed'] as const;

/** The reason why a difference is `not-scored`, as the end of a sentence after "since". */
export function whyNotScored(failOn: FailOn): string {
  return failOn === 'stated' ? 'its evidence is weaker than stated' : 'nothing settles which is right';
}

/** What a real target was seen to do is weaker than what a source says, and stronger than nothing. */
const weakest: Readonly<Record<FailOn, Evidence>> = {
  stated: 'stated',
  implied: 'observed',
  assumed: 'assumed',
};

/** Which outcome a scenario has that does not conform, where `failOn` is the weakest evidence that makes a run fail. */
export function outcomeOf(
  {
    verdict,
    evidence,
    known,
  }: {
    readonly verdict: Verdict;
    readonly evidence: Evidence;
    /** Why it is known to fail. */
    readonly known?: string | undefined;
  },
  failOn: FailOn,
): FailureOutcome {
  if (known !== undefined) return 'known-failure';
  if (verdict === 'unjudged') return 'unjudged';
  return compareEvidence(evidence, weakest[failOn]) > 0 ? 'not-scored' : 'failed';
}
