/** One run against one target: names nobody else uses, a pace below the limit, and every call judged as it was sent. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { fillRequest, type Bindings } from '../../scenarios/scenario/placeholders.ts';
import type { Step } from '../../scenarios/scenario/scenario.ts';
import { compareBody } from './body.ts';
import { prepareCall } from './call.ts';
import { conforms, expectationOf, isThrottled, judge, parseAnswer } from './judge.ts';
import type { CallContext, CallResult } from './call-result.ts';
import { trackCreatedResources, type CreatedResources, type Removal } from './created-resources.ts';
import type { Answer, Target } from '../targets/target.ts';

export interface SessionOptions {
  readonly contract: Contract;
  readonly target: Target;
  /** Values that the target has, by fixture name. */
  readonly fixtures: Readonly<Record<string, readonly string[]>>;
  /** Calls a second, of all operations together; where it is left out, five sixths of what each operation allows. */
  readonly rate: number | undefined;
  /** Hears what would be left if the run ended now, before anything more is sent. */
  readonly onCreated?: ((remaining: readonly Removal[]) => void) | undefined;
}

export interface Session {
  readonly target: Target;
  /** What the calls so far made and did not remove. */
  readonly created: CreatedResources;
  /** Calls that were sent so far. */
  sent(): number;
  readonly fixtures: Readonly<Record<string, readonly string[]>>;
  /**
   * Send one call and judge it. A throttled call is sent once more after a pause; if it is throttled again, nobody can
   * say what it would have been answered.
   */
  call(step: Step, context: CallContext): Promise<CallResult>;
  /** Send one call as it is: not paced, not repeated. */
  callOnce(step: Step, context: CallContext): Promise<CallResult>;
  /** Send calls in one go, in a window of the limit that they have for themselves. Not repeated. */
  callAtOnce(steps: readonly Step[], context: CallContext): Promise<readonly CallResult[]>;
}

/** Longer than two windows of a second: after it, nothing that was sent before counts any more. */
export const settleMs = 2500;

/** So many calls in a row that nobody answers, and no more are sent: each would be waited for. */
const mostAbsences = 10;

const givenUp: Answer = {
  kind: 'silent',
  reason: `not sent, since nobody answered ${mostAbsences} calls in a row`,
  isAbsent: true,
};

/** How much longer the time between two calls becomes with each that is throttled, and at most. */
const slowerBy = { factor: 1.25, most: 4 } as const;

/** So many calls in a row that are throttled again after a pause, and no more pauses are made: nothing gets through. */
const mostPausesInVain = 5;

export function createSession({ contract, target, fixtures, rate, onCreated }: SessionOptions): Session {
  const { clock } = target;
  const created = trackCreatedResources(contract, onCreated);
  const nextAt = new Map<string, number>();
  let sent = 0;
  let absences = 0;
  let slowness = 1;
  let pausesInVain = 0;

  /** Whose turns are counted together: a limit is one account's, and where the user names a rate, one for all operations. */
  const queueOf = ({ operation }: Step, { account = '' }: CallContext): string =>
    JSON.stringify([account, rate === undefined ? operation : '']);

  /** Wait for one's turn; turns are handed out in the order of asking. Where scenarios have accounts of their own, nobody waits. */
  const pace = async (step: Step, context: CallContext): Promise<void> => {
    const perSecond = target.anyAccount ? undefined : (rate ?? paceOf(operationOf(contract, step)));
    if (perSecond === undefined) return;
    const queue = queueOf(step, context);
    const now = clock.now();
    const turn = Math.max(now, nextAt.get(queue) ?? 0);
    nextAt.set(queue, turn + (1000 / perSecond) * slowness);
    if (turn > now) await clock.sleep(turn - now);
  };

  const callOnce = async (step: Step, context: CallContext): Promise<CallResult> => {
    const now = clock.now();
    const bindings: Bindings = {
      now,
      unique: context.unique,
      fixtures: { ...fixtures, ...context.fixtures },
    };
    const prepared = prepareCall(contract, step, bindings, context.account, target.baseUrl);
    const operation = operationOf(contract, step);
    const expected = expectationOf(operation, prepared.parameters, now, step.expect);
    const number = sent;
    const asResult = (answer: Answer) => {
      const parsed = parseAnswer(answer);
      return {
        ...prepared,
        number,
        at: now,
        account: context.account,
        operation,
        expected,
        answer,
        parsed,
        verdict: judge(operation, expected, parsed),
      };
    };
    // What is not sent leaves nothing.
    if (absences >= mostAbsences) return asResult(givenUp);
    created.track({ operation, parameters: prepared.parameters }, context.account);
    sent += 1;
    const judged = asResult(await target.send(prepared.call));
    const { parsed } = judged;
    created.settle(judged, context.account);
    if (!step.body || parsed.kind !== 'success' || !conforms(judged.verdict)) return judged;
    const problem = compareBody(fillRequest(step.body, bindings), parsed.body);
    return problem === undefined ? judged : { ...judged, verdict: 'broken', problem };
  };

  return {
    target,
    created,
    sent: () => sent,
    fixtures,
    callOnce,
    async callAtOnce(steps, context) {
      if (target.anyAccount) return Promise.all(steps.map(async (step) => callOnce(step, context)));
      await clock.sleep(settleMs);
      const judged = await Promise.all(steps.map(async (step) => callOnce(step, context)));
      const free = clock.now() + settleMs;
      for (const step of steps) nextAt.set(queueOf(step, context), free);
      return judged;
    },
    async call(step, context) {
      if (step.waitMs !== undefined) await clock.sleep(step.waitMs);
      await pace(step, context);
      const first = await callOnce(step, context);
      // Calls in one go may be more than a target can answer; one at a time is not.
      absences = first.answer.kind === 'silent' && first.answer.isAbsent === true ? absences + 1 : 0;
      if (!isThrottled(first.operation, first.parsed)) {
        pausesInVain = 0;
        return first;
      }
      if (pausesInVain >= mostPausesInVain) return { ...first, verdict: 'unjudged' };
      slowness = Math.min(slowness * slowerBy.factor, slowerBy.most);
      await clock.sleep(settleMs);
      await pace(step, context);
      const second = await callOnce(step, context);
      const isInVain = isThrottled(second.operation, second.parsed);
      pausesInVain = isInVain ? pausesInVain + 1 : 0;
      return isInVain ? { ...second, verdict: 'unjudged' } : second;
    },
  };
}

/** Below the limit of an operation, so that no scenario is throttled by others. */
function paceOf({ rateLimit }: Operation): number | undefined {
  return rateLimit && (rateLimit.requests / rateLimit.perMs) * 1000 * (5 / 6);
}

function operationOf(contract: Contract, step: Step): Operation {
  const operation = contract.get(step.operation);
  if (!operation) throw new Error(`Failed to call "${step.operation}": the contract has no such operation.`);
  return operation;
}
