/** One run against one target: names nobody else uses, a pace below the limit, and every call judged as it was sent. */
import type { Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { fillRequest, type Bindings } from '../../../scenarios/scenario/placeholders.ts';
import type { Step } from '../../../scenarios/scenario/scenario.ts';
import { compareBody } from '../judge/body.ts';
import { bareCall, prepareCall } from '../results/call.ts';
import { conforms, expectationOf, isThrottled, judge, parseAnswer } from '../judge/judge.ts';
import type { CallContext, CallResult } from '../results/call-result.ts';
import { trackCreatedResources, type CreatedResources, type Removal } from './created-resources.ts';
import { createPace } from './pace.ts';
import { pauseAfter, longestPauseMs } from './retry-after.ts';
import { slimJudged } from '../results/slim.ts';
import { assertGoesOn, StoppedError, watchStop } from './stop.ts';
import { isPromise, type Awaitable } from '../../../contract/awaitable.ts';
import type { Answer, Target } from '../../targets/target.ts';
import { MisuseError } from '../../../contract/text/misuse-error.ts';

export interface SessionOptions {
  readonly contract: Contract;
  readonly target: Target;
  /** Values that the target has, by fixture name. */
  readonly fixtures: Readonly<Record<string, readonly string[]>>;
  /** Calls a second, of all operations and accounts together; where it is left out, five sixths of what each operation allows. */
  readonly rate?: number | undefined;
  /** Hears what would be left if the run ended now, before anything more is sent. */
  readonly onCreated?: ((remaining: readonly Removal[]) => void) | undefined;
  /** Most calls that are sent, those that clean up included. */
  readonly maxRequests?: number | undefined;
  /** Nothing more is sent once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** `using` closes it. */
export interface Session extends Disposable {
  readonly target: Target;
  /** What the calls so far made and did not remove. */
  readonly created: CreatedResources;
  readonly fixtures: Readonly<Record<string, readonly string[]>>;
  /** Calls a second that the user allows. */
  readonly rate: number | undefined;
  /** Calls that were sent so far. */
  sent(): number;
  /**
   * Send one call and judge it. A call that is throttled, or is asked to come again later, is sent again after a pause; if it
   * is throttled again, nobody can say what it would have been answered.
   *
   * This and the next two throw StoppedError where nothing may be sent any more.
   */
  call(step: Step, context: CallContext): Awaitable<CallResult>;
  /** Send one call as it is: not paced, not repeated. */
  callOnce(step: Step, context: CallContext): Awaitable<CallResult>;
  /** Send calls in one go, in a window of the limit that they have for themselves. Not repeated. */
  callAtOnce(steps: readonly Step[], context: CallContext): Promise<readonly CallResult[]>;
  /** Wait. Throws StoppedError where nothing may be sent any more, and no later than that. */
  sleep(milliseconds: number): Promise<void>;
  /** Go on until another signal is aborted, even where nobody answered before: for what comes after the scenarios. */
  resume(signal: AbortSignal): void;
  /** Listen to the signal no longer. */
  close(): void;
}

/** So many calls in a row that nobody answers, and no more are sent: each would be waited for. */
const mostAbsences = 10;

/** Of so many calls, so many that nobody answers are as good as all of them. */
const recently = { calls: 20, absences: 15 } as const;

/** How often a call is repeated whose answer says when to come again, and one that is throttled without a word of that. */
const mostRepeats = { told: 3, throttled: 1 } as const;

/** So many calls in a row that got nothing but another pause, and no more pauses are made: nothing gets through. */
const mostPausesInVain = 5;

const cutOff: Answer = { kind: 'silent', reason: 'no answer before the run was stopped' };

export function createSession(options: SessionOptions): Session {
  const { contract, target, fixtures, rate, onCreated, maxRequests = Number.POSITIVE_INFINITY } = options;
  const { clock, anyAccount } = target;
  const created = trackCreatedResources(contract, onCreated);
  let signal = options.signal ?? new AbortController().signal;
  let watch = watchStop(signal);
  const pace = createPace({ clock, rate, anyAccount, signal: () => signal });
  const absences = countAbsences();
  let sent = 0;
  let pausesInVain = 0;

  const callOnce = (step: Step, context: CallContext): Awaitable<CallResult> => {
    assertGoesOn(signal);
    if (sent >= maxRequests) throw new StoppedError(`the run may send ${maxRequests} calls (--max-requests)`);
    const now = clock.now();
    const bindings: Bindings = {
      now,
      unique: context.unique,
      fixtures: context.fixtures ? { ...fixtures, ...context.fixtures } : fixtures,
    };
    const operation = operationOf(contract, step);
    const { account } = context;
    const prepared = prepareCall(contract, step, bindings, account, target.baseUrl);
    const call = context.isBare === true ? bareCall(prepared, operation, account) : prepared.call;
    const expected = expectationOf(operation, prepared.parameters, now, step.expect);
    const number = sent;
    const asResult = (answer: Answer): CallResult => {
      const parsed = parseAnswer(answer, operation);
      const verdict = judge(operation, expected, parsed);
      return { call, step, bindings, number, at: now, account, operation, expected, answer, parsed, verdict };
    };
    // What is not sent leaves nothing.
    const gone = absences.reason();
    if (gone !== undefined) return asResult({ kind: 'silent', reason: gone, isAbsent: true });
    const settle = created.track({ operation, parameters: prepared.parameters }, account);
    sent += 1;
    const finish = (answer: Answer): CallResult => {
      const result = asResult(answer);
      settle(result);
      return slimJudged(withBodyCompared(result));
    };
    const answer = target.send(call);
    return isPromise(answer) ? watch.wait(answer, cutOff).then(finish) : finish(answer);
  };

  const inTurn = (step: Step, context: CallContext): Awaitable<CallResult> => {
    const turn = pace.turn(operationOf(contract, step), context.account);
    const send = (): Awaitable<CallResult> => {
      const sent = callOnce(step, context);
      return isPromise(sent) ? sent.then(counted) : counted(sent);
    };
    return turn ? turn.then(send) : send();
  };

  // Calls in one go may be more than a target can answer; one at a time is not.
  const counted = (result: CallResult): CallResult => {
    absences.count(result.answer);
    return result;
  };

  /** As often as it takes, and no oftener than is worth while. */
  const repeat = async (first: CallResult, step: Step, context: CallContext): Promise<CallResult> => {
    let result = first;
    for (let repeats = 0; ; repeats += 1) {
      const wait = pauseAfter(result, clock.now());
      if (!wait) {
        pausesInVain = 0;
        return result;
      }
      const most = wait.isTold ? mostRepeats.told : mostRepeats.throttled;
      if (repeats >= most || pausesInVain >= mostPausesInVain) break;
      if (isThrottled(result.operation, result.parsed)) pace.slowDown(context.account);
      await clock.sleep(Math.min(wait.forMs, longestPauseMs), signal);
      result = await inTurn(step, context);
    }
    pausesInVain += 1;
    return isThrottled(result.operation, result.parsed) ? { ...result, verdict: 'unjudged' } : result;
  };

  const repeatWhereAsked = (result: CallResult, step: Step, context: CallContext): Awaitable<CallResult> => {
    if (pauseAfter(result, clock.now())) return repeat(result, step, context);
    pausesInVain = 0;
    return result;
  };

  return {
    target,
    created,
    fixtures,
    rate,
    sent: () => sent,
    callOnce,
    async sleep(milliseconds) {
      await clock.sleep(milliseconds, signal);
      assertGoesOn(signal);
    },
    resume(next) {
      watch.close();
      signal = next;
      watch = watchStop(signal);
      absences.forget();
      pausesInVain = 0;
    },
    close: () => watch.close(),
    [Symbol.dispose]: () => watch.close(),
    async callAtOnce(steps, context) {
      const operations = new Set(steps.map((step) => operationOf(contract, step)));
      for (const operation of operations) await pace.turnsAtOnce(operation, context.account);
      return Promise.all(steps.map(async (step) => callOnce(step, context)));
    },
    call(step, context) {
      const { waitMs } = step;
      const result =
        waitMs === undefined
          ? inTurn(step, context)
          : clock.sleep(waitMs, signal).then(() => inTurn(step, context));
      return isPromise(result)
        ? result.then((one) => repeatWhereAsked(one, step, context))
        : repeatWhereAsked(result, step, context);
    },
  };
}

/** The result, which is broken where the body of a success is not what the step expects. */
function withBodyCompared(result: CallResult): CallResult {
  const { step, bindings, parsed, verdict } = result;
  if (!step.body || parsed.kind !== 'success' || !conforms(verdict)) return result;
  const problems = compareBody(fillRequest(step.body, bindings), parsed.body);
  return problems.length === 0 ? result : { ...result, verdict: 'broken', problem: problems.join('; ') };
}

/** Whether it is worth to send more, by the last calls. */
function countAbsences() {
  let inARow = 0;
  /** The numbers, among all calls that were counted, of the last ones that nobody answered. */
  let absent: number[] = [];
  let counted = 0;
  return {
    count(answer: Answer): void {
      const isAbsent = answer.kind === 'silent' && answer.isAbsent === true;
      inARow = isAbsent ? inARow + 1 : 0;
      counted += 1;
      if (isAbsent) absent.push(counted);
      if (absent.length > 0) absent = absent.filter((number) => number > counted - recently.calls);
    },
    /** Why no more is sent; undefined where it is. */
    reason(): string | undefined {
      if (inARow >= mostAbsences) return `not sent, since nobody answered ${mostAbsences} calls in a row`;
      return absent.length >= recently.absences
        ? `not sent, since nobody answered ${absent.length} of the last ${recently.calls} calls`
        : undefined;
    },
    forget(): void {
      inARow = 0;
      absent = [];
    },
  };
}

function operationOf(contract: Contract, step: Step): Operation {
  const operation = contract.get(step.operation);
  if (!operation)
    throw new MisuseError(
      `Failed to call "${step.operation}": the contract has no such operation. Correct the step.`,
    );
  return operation;
}
