/** One run against one target: names nobody else uses, a pace below the limit, and every call judged as it was sent. */
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { Bindings } from '../scenarios/placeholders.ts';
import type { Step } from '../scenarios/scenario.ts';
import { prepareCall, type Prepared } from './call.ts';
import {
  expectationOf,
  isThrottled,
  judge,
  readAnswer,
  type AcceptSet,
  type Reading,
  type Verdict,
} from './judge.ts';
import type { Answer, Target } from './target.ts';

/** A call, what was due and what came. */
export interface Judged extends Prepared {
  readonly operation: Operation;
  readonly due: AcceptSet;
  readonly answer: Answer;
  readonly reading: Reading;
  readonly verdict: Verdict;
}

export interface SessionOptions {
  readonly contract: Contract;
  readonly target: Target;
  /** Values that the target has, by fixture name. */
  readonly fixtures: Readonly<Record<string, readonly string[]>>;
  /** Calls a second; undefined sends as fast as the target answers. */
  readonly rate: number | undefined;
}

export interface Session {
  readonly target: Target;
  /** Calls that were sent so far. */
  sent(): number;
  readonly fixtures: Readonly<Record<string, readonly string[]>>;
  /**
   * Send one call and judge it. A throttled call is sent once more after a pause; if it is throttled again, nobody can
   * say what it would have been answered.
   */
  call(step: Step, place: CallPlace): Promise<Judged>;
  /** Send one call as it is: not paced, not repeated. */
  callOnce(step: Step, place: CallPlace): Promise<Judged>;
}

/** Who calls, and with which names. */
export interface CallPlace {
  readonly unique: string;
  readonly account: string | undefined;
  readonly fixtures?: Readonly<Record<string, readonly string[]>>;
}

/** Longer than two windows of a second: after it, nothing that was sent before counts any more. */
export const settleMs = 2500;

export function createSession({ contract, target, fixtures, rate }: SessionOptions): Session {
  const { clock } = target;
  let nextAt = 0;
  let sent = 0;

  /** Wait for one's turn; turns are handed out in the order of asking. */
  const pace = async (): Promise<void> => {
    if (rate === undefined) return;
    const now = clock.now();
    const turn = Math.max(now, nextAt);
    nextAt = turn + 1000 / rate;
    if (turn > now) await clock.sleep(turn - now);
  };

  const callOnce = async (step: Step, place: CallPlace): Promise<Judged> => {
    const now = clock.now();
    const bindings: Bindings = { now, unique: place.unique, fixtures: { ...fixtures, ...place.fixtures } };
    const prepared = prepareCall(contract, step, bindings, place.account);
    const operation = operationOf(contract, step);
    const due = expectationOf(operation, prepared.parameters, now, step.expect);
    sent += 1;
    const answer = await target.send(prepared.call);
    const reading = readAnswer(answer);
    return { ...prepared, operation, due, answer, reading, verdict: judge(operation, due, reading) };
  };

  return {
    target,
    sent: () => sent,
    fixtures,
    callOnce,
    async call(step, place) {
      await pace();
      const first = await callOnce(step, place);
      if (!isThrottled(first.operation, first.reading)) return first;
      await clock.sleep(settleMs);
      await pace();
      const second = await callOnce(step, place);
      return isThrottled(second.operation, second.reading) ? { ...second, verdict: 'unjudged' } : second;
    },
  };
}

function operationOf(contract: Contract, step: Step): Operation {
  const operation = contract.get(step.operation);
  if (!operation) throw new Error(`Failed to call "${step.operation}": the contract has no such operation.`);
  return operation;
}
