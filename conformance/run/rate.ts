/** Checks of the rate limit. None depends on the kind of window; each counts what was admitted. */
import type { Act, RateCheck, Step } from '../../scenarios/scenario/scenario.ts';
import { conforms, isThrottled } from './judge.ts';
import type { Result } from './result.ts';
import type { CallContext, CallResult } from './call-result.ts';
import { settleMs, type Session } from './session.ts';

type Played = Omit<Result, 'scenario' | 'calls'>;

/** A longer window is tried only where time can be moved: overloads last for several, and are waited for. */
const longestWindowMs = 1000;

export async function playRate(
  { step, check, windowMs }: Extract<Act, { kind: 'rate' }>,
  session: Session,
  context: CallContext,
): Promise<Played> {
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
  // What was sent before must not count; where each scenario has its own account, nothing does.
  if (!target.anyAccount) await target.clock.sleep(settleMs);
  return playCheck(step, check, windowMs, session, context);
}

async function playCheck(
  step: Step,
  check: RateCheck,
  windowMs: number,
  session: Session,
  context: CallContext,
): Promise<Played> {
  const { clock } = session.target;
  const start = clock.now();
  /** What may be admitted in the time that it took: answers may be slower than calls. */
  const allowed = (atMost: number, plannedMs: number): number => {
    const windows = (milliseconds: number): number => Math.floor(milliseconds / windowMs) + 2;
    return Math.round(atMost * Math.max(1, windows(clock.now() - start) / windows(plannedMs)));
  };
  switch (check.kind) {
    case 'even': {
      const judged = await sendEvery(check.everyMs, step, session, context, (sent) => sent < check.requests);
      const throttled = judged.find(wasThrottled);
      const reason = `${judged.filter(wasThrottled).length} of ${judged.length} evenly spaced calls were throttled`;
      return throttled
        ? { verdict: 'refused', decidingCall: throttled, judged: [], reason }
        : passed(judged[0]);
    }
    case 'overload': {
      const until = start + check.forMs;
      const everyMs = check.forMs / (check.atMost * overloadFactor);
      const judged = await sendEvery(everyMs, step, session, context, () => clock.now() < until);
      return judgeOverload(allowed(check.atMost, check.forMs), judged);
    }
    case 'burst': {
      const judged = await sendTogether(check.requests, step, session, context);
      return judgeOverload(allowed(check.atMost, 0), judged);
    }
    case 'exact': {
      const judged = await sendTogether(check.requests + 1, step, session, context);
      const admitted = judged.filter((one) => !wasThrottled(one)).length;
      if (admitted === check.requests) return passed(judged.find(wasThrottled));
      const reason = `${admitted} of ${judged.length} calls at once were admitted; exactly ${check.requests} are wanted`;
      return failed(judged[0], admitted > check.requests ? 'accepted' : 'refused', reason);
    }
    case 'recovery': {
      const burst = await sendTogether(check.burst, step, session, context);
      await clock.sleep(check.pauseMs);
      // A call that was throttled left nothing, so the very same call is the one to send.
      const throttled = burst.findIndex(wasThrottled);
      const after = await session.callOnce(step, {
        ...context,
        unique: uniqueOf(context, Math.max(throttled, 0)),
      });
      if (wasThrottled(after))
        return failed(after, 'refused', `throttled ${check.pauseMs} ms after the overload`);
      if (throttled < 0 || conforms(after.verdict)) return passed(after);
      return failed(
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
        ? {
            verdict: 'refused',
            decidingCall: other,
            judged: [],
            reason: "throttled by another account's calls",
          }
        : passed(other);
    }
  }
}

/** Somebody else's access key id; undefined where none is known. */
function otherAccount({ target }: Session, { account }: CallContext): string | undefined {
  return target.anyAccount ? `${account ?? ''}-other` : target.accounts.find((id) => id !== account);
}

/** Calls that a check sends. */
export function callsOfCheck(check: RateCheck): number {
  switch (check.kind) {
    case 'even':
    case 'burst':
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

function judgeOverload(atMost: number, judged: readonly CallResult[]): Played {
  const silent = judged.filter(({ parsed }) => parsed.kind === 'silent');
  if (silent.length > judged.length / 10)
    return {
      verdict: 'unjudged',
      decidingCall: silent[0],
      judged: [],
      reason: `${silent.length} calls were not answered`,
    };
  const throttled = judged.filter(wasThrottled);
  const admitted = judged.length - throttled.length - silent.length;
  const reason = `${admitted} of ${judged.length} calls were admitted; at most ${atMost} are allowed`;
  if (admitted > atMost)
    return {
      verdict: 'accepted',
      decidingCall: judged.findLast((one) => !wasThrottled(one)),
      judged: [],
      reason,
    };
  const [first] = throttled;
  return first
    ? { ...passed(first), judged: [first] }
    : { verdict: 'accepted', decidingCall: judged[0], judged: [], reason: 'no call was throttled' };
}

function passed(decidingCall: CallResult | undefined): Played {
  return { verdict: 'exact', decidingCall, judged: [], reason: undefined };
}

function wasThrottled({ operation, parsed }: CallResult): boolean {
  return isThrottled(operation, parsed);
}

function failed(decidingCall: CallResult | undefined, verdict: Result['verdict'], reason: string): Played {
  return { verdict, decidingCall, judged: [], reason };
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
    const call = session.callOnce(viaInTurn(step, sent.length), {
      ...context,
      unique: uniqueOf(context, sent.length),
    });
    sent.push(call);
    if (clock.virtual) await call;
    const wait = start + sent.length * everyMs - clock.now();
    if (wait > 0) await clock.sleep(wait);
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
