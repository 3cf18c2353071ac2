/** One call of a run: who made it, what was expected and what came. */
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Answer, Call } from '../../targets/target.ts';
import type { Pair } from '../../../contract/wire/parameters.ts';
import { fillPairs, type Bindings } from '../../../scenarios/scenario/placeholders.ts';
import type { Step } from '../../../scenarios/scenario/scenario.ts';
import type { AcceptSet, ParsedAnswer, Verdict } from '../judge/judge.ts';

/** A call, what was expected and what came. */
export interface CallResult {
  readonly call: Call;
  readonly step: Step;
  /** What stood for the placeholders of the step. */
  readonly bindings: Bindings;
  /** Its place among the calls that the run sent, from 0. */
  readonly number: number;
  /** When it was sent, by the target's clock, in milliseconds. */
  readonly at: number;
  /** Whose call it was, where the target tells callers apart. */
  readonly account: string | undefined;
  readonly operation: Operation;
  readonly expected: AcceptSet;
  readonly answer: Answer;
  readonly parsed: ParsedAnswer;
  readonly verdict: Verdict;
  /** What is wrong with the body of a success, where something is. */
  readonly problem?: string;
  /** What was wrong with the form of a body that is too long to be kept. */
  readonly shapeProblems?: readonly string[];
}

/** The operation's parameters as they were sent: filled in again, since a run keeps thousands of calls and looks at a few. */
export function parametersOf({ step, bindings }: CallResult): readonly Pair[] {
  return fillPairs(step.parameters, bindings);
}

/** Who calls, and with which names. */
export interface CallContext {
  readonly unique: string;
  readonly account: string | undefined;
  readonly fixtures?: Readonly<Record<string, readonly string[]>>;
  /** Whether its calls are sent as `bareCall` makes them. */
  readonly isBare?: boolean;
}
