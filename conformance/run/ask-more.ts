/** Calls beyond the scenarios: what is asked once they are played, to tell apart what would explain the answers. */
import type { Step } from '../../scenarios/scenario/scenario.ts';
import { strikerOf } from '../targets/secrets.ts';
import { hideCall } from './results/hide-secrets.ts';
import type { CallContext, CallResult } from './results/call-result.ts';
import type { Result } from './results/result.ts';
import type { Session } from './session/session.ts';
import { StoppedError } from './session/stop.ts';

/** What is known when the scenarios are played. */
export interface PlayedScenarios {
  readonly results: readonly Result[];
  /** What the names that the run made begin with. */
  readonly prefix: string;
}

/** Send calls in turn, with a name of their own for `${unique}`. Undefined where no more may be sent. */
export type Ask = (steps: readonly Step[]) => Promise<readonly CallResult[] | undefined>;

/** Hears what came, and asks for more. */
export type AskMore = (played: PlayedScenarios, ask: Ask) => Promise<void>;

export interface AskMoreOptions {
  readonly session: Session;
  /** Who asks the question of this number. */
  readonly contextOf: (index: number) => CallContext;
  /** Whether the run may still send that many calls, and remove what they make. */
  readonly maySend: (calls: number) => boolean;
}

/** The calls of each question that was answered, in their order. */
export async function playQuestions(
  played: PlayedScenarios,
  askMore: AskMore,
  { session, contextOf, maySend }: AskMoreOptions,
): Promise<readonly (readonly CallResult[])[]> {
  const strike = strikerOf(session.target.secrets ?? []);
  const asked: (readonly CallResult[])[] = [];
  const ask: Ask = async (steps) => {
    if (!maySend(steps.length)) return undefined;
    const calls: CallResult[] = [];
    const context = contextOf(asked.length);
    try {
      for (const step of steps) calls.push(await session.call(step, context));
    } catch (error) {
      if (error instanceof StoppedError) return undefined;
      throw error;
    }
    const shown = strike ? calls.map((call) => hideCall(call, strike)) : calls;
    asked.push(shown);
    return shown;
  };
  await askMore(played, ask);
  return asked;
}
