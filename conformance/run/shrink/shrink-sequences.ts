/**
 * Failures of random sequences, shrunk by fast-check: the fewest commands that show the same.
 *
 * Apart from `shrink.ts`, so that a run in which no sequence fails loads no generator.
 */
import fc from 'fast-check';
import type { Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Real } from '../../../scenarios/sequences/commands.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import {
  findSequences,
  type Commands,
  type Sequences,
} from '../../../scenarios/sequences/random-sequences.ts';
import { arrangeAttempt, isAlike, contextOfAttempt } from './attempts.ts';
import { conforms } from '../judge/judge.ts';
import type { Result } from '../results/result.ts';
import type { CallContext, CallResult } from '../results/call-result.ts';
import type { Session } from '../session/session.ts';

export interface ShrinkSequenceOptions {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly session: Session;
  readonly context: CallContext;
  /** Whether there are calls left for a scenario. */
  readonly mayPlay: (scenario: Scenario) => boolean;
}

/** The answer that does not conform; what comes after it in a sequence would be judged on a state nobody meant. */
class MismatchError extends Error {
  override readonly name = 'MismatchError';
  readonly judged: readonly CallResult[];
  readonly arranged: readonly CallResult[];

  constructor(judged: readonly CallResult[], arranged: readonly CallResult[]) {
    super('Failed to play a sequence to its end: an answer was not what was expected.');
    this.judged = judged;
    this.arranged = arranged;
  }
}

/** The same result where nothing shorter shows it, or where it does not come again. */
export async function shrinkSequence(result: Result, options: ShrinkSequenceOptions): Promise<Result> {
  const { drawn, id } = result.scenario;
  const found = findSequences(id, options.operation, options.contract);
  if (!drawn || !found || drawn.replayPath !== undefined) return result;
  const { sequences } = found;

  const property = fc.asyncProperty(sequences.commands(), createAttempts(result, sequences, options));
  const { seed, path } = drawn;
  const details = await fc.check(property, { seed, path, numRuns: 1 });
  const [commands] = details.counterexample ?? [];
  const cause = details.errorInstance;
  if (!commands || details.counterexamplePath === path) return result;
  if (!(cause instanceof MismatchError))
    throw new Error(`Failed to shrink "${id}": a call was not answered but threw.`, { cause });

  const { judged, arranged } = cause;
  const again = { seed, path: details.counterexamplePath ?? path, replayPath: replayPathOf(commands) };
  const scenario = sequences.scenarioOf(commands, again);
  const decidingCall = judged.at(-1);
  const calls = [...arranged, ...judged];
  return { ...result, scenario, decidingCall, judged, calls, reason: decidingCall?.problem };
}

/** The property that fast-check shrinks: commands are not answered as in the failure. Each attempt has names of its own. */
function createAttempts(
  { decidingCall }: Result,
  sequences: Sequences,
  { session, context, mayPlay }: ShrinkSequenceOptions,
): (commands: Commands) => Promise<void> {
  const tried = new Set<string>();
  return async (commands) => {
    const scenario = sequences.scenarioOf(commands, { seed: 0, path: '' });
    // Different commands may make the same calls: a removal of nothing makes none.
    if (tried.has(scenario.title) || !mayPlay(scenario)) return;
    tried.add(scenario.title);
    const here = contextOfAttempt(context, tried.size);
    const arranged = await arrangeAttempt(scenario, session, here);
    if (!arranged) return;
    try {
      await fc.asyncModelRun(
        () => ({ model: new Map(), real: createReal(session, here, arranged) }),
        commands,
      );
    } catch (error) {
      const last = error instanceof MismatchError ? error.judged.at(-1) : undefined;
      // Another failure is another story: whoever shrinks goes on with shorter ones of this one.
      if (last && decidingCall && !isAlike(last, decidingCall)) return;
      throw error;
    }
  };
}

function createReal(session: Session, context: CallContext, arranged: readonly CallResult[]): Real {
  const judged: CallResult[] = [];
  return {
    async perform(step) {
      const one = await session.call(step, context);
      judged.push(one);
      if (!conforms(one.verdict)) throw new MismatchError(judged, arranged);
    },
  };
}

/** Commands say it at the end of their text; fast-check gives it away nowhere else. */
function replayPathOf(commands: Commands): string {
  return /replayPath="([^"]*)"/.exec(String(commands))?.[1] ?? '';
}
