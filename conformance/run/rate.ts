/** Checks of the rate limit. None depends on the kind of window; each counts what was admitted. */
import type { Act, RateCheck, Step } from '../../scenarios/scenario/scenario.ts';
import { conforms, isThrottled, judge, worst } from './judge/judge.ts';
import type { Result } from './results/result.ts';
import type { CallContext, CallResult } from './results/call-result.ts';
import { settleMs } from './session/pace.ts';
import type { Session } from './session/session.ts';

/** The verdict on a scenario, and why. */
export type Judgement = Omit<Result, 'scenario' | 'calls'>;

/** A longer window is tried only where time can be moved: overloads last for several, and are waited for. */
const longestWindowMs = 1000;

export async function playRate(
  { step, check, windowMs }: Extract<Act, { kind: 'rate' }>,
  session: Session,
  context: CallContext,
): Promise<Judgement> {
  const { target } = session;
  if (windowMs > longestWindowMs && !target.clock.virtual) {
    return {
      verdict: 'skipped',
      decidingCall: undefined,
      judged: [],
      reason: `it would take minutes: the limit is one of ${windowMs / 1000} s, and time on this target cannot be moved`,
    };
  }
  if (check.kind !== 'even' && !target.allowsOverload) {
    return {
      verdict: 'skipped',
      decidingCall: undefined,
      judged: [],
      reason: 'it would overload the target, which was not asked for',
    };
  }
  if (check.kind === 'accounts' && otherAccount(session, context) === undefined) {
    return {
      verdict: 'skipped',
      decidingCall: undefined,
      judged: [],
      reason:
        'it needs two accounts. Use --accounts any where the target takes any access key id, or name them with --accounts FILE.',
    };
  }
  const { rate } = session;
  const needed = mostInASecond(check);
  if (rate !== undefined && needed > rate) {
    return {
      verdict: 'skipped',
      decidingCall: undefined,
      judged: [],
      reason: `it sends up to ${needed} calls a second, more than --rate ${rate} allows`,
    };
  }
  // What was sent before must not count. Where each scenario has its own account nothing should, but that accounts have limits
  // of their own is less sure than that so many calls are taken.
  if (!target.anyAccount || rate !== undefined || check.kind === 'even') await session.sleep(settleMs);
  return playCheck(step, check, windowMs, session, context);
}

async function playCheck(
  step: Step,
  check: RateCheck,
  windowMs: number,
  session: Session,
  context: CallContext,
): Promise<Judgement> {
  const { clock } = session.target;
  const start = clock.now();
  /** What may be admitted in the time that it took: answers may be slower than calls. */
  const allowed = (atMost: number, plannedMs: number): number => {
    const windows = (milliseconds: number): number => Math.floor(milliseconds / windowMs) + 2;
    return Math.round(atMost * Math.max(1, windows(clock.now() - start) / windows(plannedMs)));
  };
  switch (check.kind) {
    case 'even': {
      const calls = await sendEvery(check.everyMs, step, session, context, (sent) => sent < check.requests);
      const throttled = calls.filter(wasThrottled);
      if (throttled.length === 0) return worstOfAnswered(calls);
      const reason = `${throttled.length} of ${calls.length} evenly spaced calls were throttled`;
      return decide(throttled[0], 'refused', reason);
    }
    case 'overload': {
      const until = start + check.forMs;
      const everyMs = check.forMs / (check.atMost * overloadFactor);
      const calls = await sendEvery(everyMs, step, session, context, () => clock.now() < until);
      return judgeOverload(allowed(check.atMost, check.forMs), calls, check.error);
    }
    case 'burst': {
      const calls = await sendTogether(check.requests, step, session, context);
      return judgeOverload(allowed(check.atMost, 0), calls, check.error);
    }
    case 'answer': {
      const calls = await sendTogether(check.requests, step, session, context);
      return judgeRefusals(calls, check.error);
    }
    case 'exact': {
      const calls = await sendTogether(check.requests + 1, step, session, context);
      const { admitted, refused } = admittedOf(calls, check.error);
      if (admitted.length === check.requests) return inOtherWords(refused);
      const reason = `${admitted.length} of ${calls.length} calls at once were admitted; exactly ${check.requests} should be`;
      return admitted.length > check.requests
        ? decide(withError(admitted.at(-1), check.error), 'accepted', reason)
        : decide(calls.find(wasThrottled) ?? calls[0], 'refused', reason);
    }
    case 'recovery': {
      const burst = await sendTogether(check.burst, step, session, context);
      await session.sleep(check.pauseMs);
      // A call that was throttled left nothing, so the very same call is the one to send.
      const throttled = burst.findIndex(wasThrottled);
      const after = await session.callOnce(step, {
        ...context,
        unique: uniqueOf(context, throttled < 0 ? burst.length : throttled),
      });
      if (wasThrottled(after))
        return decide(after, 'refused', `throttled ${check.pauseMs} ms after the overload`);
      if (throttled < 0 || conforms(after.verdict)) return worstOf([after]);
      return decide(
        after,
        after.verdict,
        'a call that had been throttled before was not answered like a new one',
      );
    }
    case 'accounts': {
      await sendTogether(check.burst, step, session, context);
      const other = await session.callOnce(step, {
        ...context,
        account: otherAccount(session, context),
        unique: `${context.unique}-other`,
      });
      return wasThrottled(other)
        ? decide(other, 'refused', "throttled by another account's calls")
        : worstOf([other]);
    }
  }
}

/** Somebody else's access key id; undefined where none is known. */
function otherAccount({ target }: Session, { account }: CallContext): string | undefined {
  return target.anyAccount ? `${account ?? ''}-other` : target.accounts.find((id) => id !== account);
}

/** Calls that a check sends within one second, at most. */
function mostInASecond(check: RateCheck): number {
  switch (check.kind) {
    case 'even':
      return Math.ceil(1000 / check.everyMs);
    case 'overload':
      return Math.ceil((check.atMost * overloadFactor * 1000) / check.forMs);
    default:
      return callsOfCheck(check);
  }
}

/** Calls that a check sends. */
export function callsOfCheck(check: RateCheck): number {
  switch (check.kind) {
    case 'even':
    case 'burst':
    case 'answer':
      return check.requests;
    case 'overload':
      return check.atMost * overloadFactor;
    case 'exact':
      return check.requests + 1;
    case 'recovery':
    case 'accounts':
      return check.burst + 1;
  }
}

/** Calls sent for each that may be admitted: enough to fill any window, few enough to keep their time. */
const overloadFactor = 2.5;

/** More lost calls than one in so many, and nobody can say how many were admitted. */
const fewestOfLost = 10;

function judgeOverload(atMost: number, calls: readonly CallResult[], error: string): Judgement {
  const { admitted, refused, lost } = admittedOf(calls, error);
  // Who admits nothing throttles nobody: it is the call itself that is refused.
  if (lost.length > calls.length / fewestOfLost || (admitted.length === 0 && !refused.some(wasThrottled)))
    return worstOfAnswered(calls);
  const reason = `${admitted.length} of ${calls.length} calls were admitted; at most ${atMost} are allowed`;
  if (admitted.length > atMost) return decide(withError(admitted.at(-1), error), 'accepted', reason);
  return refused.length > 0
    ? inOtherWords(refused)
    : decide(withError(calls[0], error), 'accepted', 'no call was throttled');
}

/** How a call over the limit is refused: its status, code and message, like those of any other refusal. */
function judgeRefusals(calls: readonly CallResult[], error: string): Judgement {
  const { admitted, refused, lost } = admittedOf(calls, error);
  if (refused.length > 0 && (admitted.length > 0 || refused.some(wasThrottled))) return worstOf(refused);
  return lost.length > 0
    ? decide(lost[0], 'unjudged', `${lost.length} calls were not answered`)
    : decide(undefined, 'skipped', 'no call was throttled, so there is no answer to look at');
}

/** Calls that were answered as without a limit, those that were refused, and those that were not answered at all. */
function admittedOf(
  calls: readonly CallResult[],
  error: string,
): Readonly<Record<'admitted' | 'refused' | 'lost', readonly CallResult[]>> {
  const lost = calls.filter(({ parsed }) => parsed.kind === 'silent');
  const answered = calls.filter(({ parsed }) => parsed.kind !== 'silent');
  const admitted = answered.filter(
    (call) => call.parsed.kind === 'success' || (conforms(call.verdict) && !wasThrottled(call)),
  );
  const refused = answered
    .filter((call) => !admitted.includes(call))
    .flatMap((call) => withError(call, error) ?? []);
  return { admitted, refused, lost };
}

/** The call, judged by the error that a call over the limit should be answered with. */
function withError(call: CallResult | undefined, error: string): CallResult | undefined {
  if (!call) return undefined;
  const expected = [error];
  return { ...call, expected, verdict: judge(call.operation, expected, call.parsed) };
}

/** That the limit is kept is one thing, and how a refusal is worded another: a scenario of its own looks at that. */
function inOtherWords(refused: readonly CallResult[]): Judgement {
  const { verdict, decidingCall } = worstOf(refused);
  const conforming = conforms(verdict) ? verdict : 'alternative';
  return { ...decide(decidingCall, conforming), judged: decidingCall ? [decidingCall] : [] };
}

/** Calls that are judged like any other: the worst of them decides. */
function worstOf(calls: readonly CallResult[]): Judgement {
  const verdict = worst(calls.map((call) => call.verdict));
  const decidingCall = calls.find((call) => call.verdict === verdict);
  return {
    ...decide(decidingCall, verdict, decidingCall?.problem),
    judged: decidingCall ? [decidingCall] : [],
  };
}

/** The same where a few calls may be lost. */
function worstOfAnswered(calls: readonly CallResult[]): Judgement {
  const lost = calls.filter(({ parsed }) => parsed.kind === 'silent');
  if (lost.length > calls.length / fewestOfLost)
    return decide(lost[0], 'unjudged', `${lost.length} calls were not answered`);
  return worstOf(calls.filter((call) => !lost.includes(call)));
}

function decide(
  decidingCall: CallResult | undefined,
  verdict: Result['verdict'],
  reason?: string,
): Judgement {
  return { verdict, decidingCall, judged: [], reason };
}

function wasThrottled({ operation, parsed }: CallResult): boolean {
  return isThrottled(operation, parsed);
}

/**
 * Send at a steady pace without waiting for answers, each call under a name of its own, by every transport in turn: a limit
 * is one for all of them. Where time stands still, each answer is waited for: the target would see a later time otherwise.
 */
async function sendEvery(
  everyMs: number,
  step: Step,
  session: Session,
  context: CallContext,
  goOn: (sent: number) => boolean,
): Promise<readonly CallResult[]> {
  const { clock } = session.target;
  const start = clock.now();
  const sent: Promise<CallResult>[] = [];
  while (goOn(sent.length)) {
    const unique = uniqueOf(context, sent.length);
    const called = viaInTurn(step, sent.length);
    const call = (async () => session.callOnce(called, { ...context, unique }))();
    sent.push(call);
    // Where the run is stopped meanwhile, the wait says so.
    call.catch(() => undefined);
    if (clock.virtual) await call;
    const wait = start + sent.length * everyMs - clock.now();
    if (wait > 0) await session.sleep(wait);
  }
  return Promise.all(sent);
}

async function sendTogether(
  count: number,
  step: Step,
  session: Session,
  context: CallContext,
): Promise<readonly CallResult[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) =>
      session.callOnce(step, { ...context, unique: uniqueOf(context, index) }),
    ),
  );
}

function uniqueOf(context: CallContext, index: number): string {
  return `${context.unique}-${index}`;
}

const transports = ['form', 'get', 'query'] as const;

function viaInTurn(step: Step, index: number): Step {
  return { ...step, via: transports[index % transports.length] ?? step.via };
}
