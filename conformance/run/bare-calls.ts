/** Whether failures come again without the parameters that a call by hand would leave out, so that curl lines may do so. */
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { conforms } from './judge/judge.ts';
import { playScenario } from './play.ts';
import type { CallContext } from './results/call-result.ts';
import type { Result } from './results/result.ts';
import type { Session } from './session/session.ts';
import { contextOfAttempt, removeMade, wrongnessOf } from './shrink/attempts.ts';

export interface BareCallOptions {
  readonly session: Session;
  readonly contextOf: (scenario: Scenario) => CallContext;
  /** Whether the run may still send what a scenario needs. */
  readonly mayPlay: (scenario: Scenario) => boolean;
  /** Whether the calls of what conforms are shown too, as a replay shows them. */
  readonly showsAll: boolean;
}

/** Failures of so many kinds are asked again: one where it makes a difference is enough. */
const mostAsked = 8;

/**
 * Play a failure of each kind again with bare calls. True where each fails as before; false where one does not, none could be
 * asked, or the target tells callers apart.
 */
export async function failsWithBareCalls(
  results: readonly Result[],
  { session, contextOf, mayPlay, showsAll }: BareCallOptions,
): Promise<boolean> {
  const { target, created } = session;
  // Who signs needs the key, and where callers have names of their own, theirs is part of the call.
  if (target.signed || !target.anyAccount) return false;
  const chosen = oneOfEachKind(results, showsAll).slice(0, mostAsked);
  for (const { scenario, verdict, decidingCall } of chosen) {
    if (!mayPlay(scenario)) return false;
    const before = created.remaining();
    const context = contextOfAttempt(contextOf(scenario), 'bare');
    const again = await playScenario(scenario, session, { ...context, account: undefined, isBare: true });
    await removeMade(before, session);
    const isSame =
      again.verdict === verdict &&
      decidingCall !== undefined &&
      again.decidingCall !== undefined &&
      wrongnessOf(again.decidingCall) === wrongnessOf(decidingCall);
    if (!isSame) return false;
  }
  return chosen.length > 0;
}

function oneOfEachKind(results: readonly Result[], showsAll: boolean): readonly Result[] {
  const failed = results.filter(
    ({ scenario, verdict, decidingCall }) =>
      (showsAll || !conforms(verdict)) &&
      verdict !== 'skipped' &&
      verdict !== 'unjudged' &&
      scenario.act.kind === 'sequence' &&
      // What the user says that the target has is there once.
      !scenario.needs &&
      decidingCall !== undefined &&
      // It would be waited for until it is late.
      !(decidingCall.answer.kind === 'silent' && decidingCall.answer.isAbsent === true),
  );
  const kinds = Map.groupBy(failed, ({ verdict, decidingCall }) =>
    decidingCall ? `${verdict} ${wrongnessOf(decidingCall)}` : '',
  );
  return [...kinds.values()].flatMap((alike) => alike.slice(0, 1));
}
