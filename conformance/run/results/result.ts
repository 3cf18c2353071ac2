/** What became of one scenario. */
import type { Evidence } from '../../../contract/evidence.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import type { Verdict } from '../judge/judge.ts';
import type { CallResult } from './call-result.ts';

export interface Result {
  readonly scenario: Scenario;
  readonly verdict: Verdict;
  /** The call that decided, where there was one. */
  readonly decidingCall: CallResult | undefined;
  /** Every call that was judged. */
  readonly judged: readonly CallResult[];
  /** Every call that was sent for it, those that arrange it included, in the order in which they were answered. */
  readonly calls: readonly CallResult[];
  /** How sure the contract is of what was not met, where that is less than the scenario's own evidence. */
  readonly evidence?: Evidence;
  /** How long a person waited for it, in milliseconds; it may have run beside others. */
  readonly durationMs?: number;
  /** Why it was skipped, or what was wrong beyond the answer's code. */
  readonly reason: string | undefined;
}
