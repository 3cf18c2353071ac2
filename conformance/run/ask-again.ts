/** Scenarios that were not answered, asked again alone: what stays silent then is a failure, not chance. */
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { contextOfAttempt } from './shrink/attempts.ts';
import type { CallContext } from './results/call-result.ts';
import { isThrottled, judge } from './judge/judge.ts';
import { playScenario } from './play.ts';
import type { Result } from './results/result.ts';
import type { Session } from './session/session.ts';
import { StoppedError } from './session/stop.ts';

export interface AskAgainOptions {
  readonly session: Session;
  readonly contextOf: (scenario: Scenario) => CallContext;
  /** Whether the run may still send what a scenario needs. */
  readonly mayPlay: (scenario: Scenario) => boolean;
  /** Whether the target answers something else at this moment. */
  readonly isReachable: () => Promise<boolean>;
}

/** Before each attempt; a target that fell over may need a moment to stand up. */
const pausesMs = [500, 1500, 3000] as const;

/** So many scenarios that are never answered are no chance: each further one is asked again once. */
const enough = 3;

/** Attempts where each is waited for until it is late. */
const mostLate = 2;

/**
 * So many that were late are asked at the same time, since each may take the whole timeout: a few first, and more once it is
 * known that late ones are no chance. Never so many that the target would be taken for gone.
 */
const atOnce = { first: enough, then: 8 } as const;

/** A target that answers nothing else so often in a row is gone: nothing more can be said. */
const mostUnreachable = 3;

/** More scenarios than these are not asked again: that many failures say enough. */
const mostAsked = 60;

/**
 * Play again, one after the other and with pauses, each scenario that stayed unjudged. Where none of the attempts is answered
 * although the target answers other calls, the verdict is `no-answer`.
 */
export async function askAgain(
  first: readonly Result[],
  options: AskAgainOptions,
): Promise<readonly Result[]> {
  const results = await askThrottled(first, options);
  const again: Result[] = [];
  let ahead = new Map<Result, Promise<Result | undefined>>();
  let asked = 0;
  let unreachable = 0;
  let silent = 0;
  for (const [index, result] of results.entries()) {
    const isOpen = result.verdict === 'unjudged' && unreachable < mostUnreachable && asked < mostAsked;
    if (!isOpen || !options.mayPlay(result.scenario)) {
      again.push(result);
      continue;
    }
    asked += 1;
    const pauses = silent < enough ? pausesMs : pausesMs.slice(0, 1);
    if (isAskedAhead(result) && !ahead.has(result)) {
      const most = silent < enough ? atOnce.first : atOnce.then;
      ahead = askAhead(results.slice(index).filter(isAskedAhead).slice(0, most), pauses, options);
    }
    const next = await (ahead.get(result) ?? askOne(result, pauses, options));
    if (next?.verdict === 'no-answer') silent += 1;
    unreachable = next === undefined ? unreachable + 1 : 0;
    again.push(next ?? result);
  }
  return again;
}

/** All that are throttled wait for the same limit, and so for the same pause. Each round ends with one that is throttled again. */
async function askThrottled(
  results: readonly Result[],
  { session, contextOf, mayPlay }: AskAgainOptions,
): Promise<readonly Result[]> {
  const answered = new Map<Result, Result>();
  const waiting = results.filter((result) => wasThrottled(result) && !isAtOnce(result.scenario));
  if (waiting.length < 2) return results;
  try {
    for (let round = 0, before = -1; answered.size > before && answered.size < waiting.length; round += 1) {
      before = answered.size;
      await session.sleep(pausesMs[0]);
      for (const result of waiting.slice(before, mostAsked)) {
        const { scenario } = result;
        if (!mayPlay(scenario)) break;
        const context = contextOfAttempt(contextOf(scenario), `throttled${round}`);
        const next = await playScenario(scenario, session, context);
        if (next.verdict === 'unjudged' || next.verdict === 'skipped') break;
        answered.set(result, next);
      }
    }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
  }
  return results.map((result) => answered.get(result) ?? result);
}

function wasThrottled({ verdict, decidingCall }: Result): boolean {
  return (
    verdict === 'unjudged' &&
    decidingCall !== undefined &&
    decidingCall.parsed.kind !== 'silent' &&
    isThrottled(decidingCall.operation, decidingCall.parsed)
  );
}

/** Who hangs over one call answers others, which somebody who falls over might not. */
function isAskedAhead(result: Result): boolean {
  return result.verdict === 'unjudged' && isLate(result) && !isAtOnce(result.scenario);
}

function askAhead(
  late: readonly Result[],
  pauses: readonly number[],
  options: AskAgainOptions,
): Map<Result, Promise<Result | undefined>> {
  return new Map(late.map((result) => [result, askOne(result, pauses, options)]));
}

/** Undefined where nobody can say, since the target answers nothing at all. */
async function askOne(
  first: Result,
  pauses: readonly number[],
  { session, contextOf, mayPlay, isReachable }: AskAgainOptions,
): Promise<Result | undefined> {
  const { scenario } = first;
  let last = first;
  try {
    for (const [attempt, pause] of pauses.entries()) {
      if (!mayPlay(scenario) || (attempt >= mostLate && isLate(last))) break;
      await session.sleep(pause);
      if (!(await isReachable())) return undefined;
      const result = await playScenario(
        scenario,
        session,
        contextOfAttempt(contextOf(scenario), `again${attempt}`),
      );
      // Stopped meanwhile: what is known stays.
      if (result.verdict === 'skipped' && result.calls.length === 0) return undefined;
      last = result;
      if (last.verdict !== 'unjudged') return last;
    }
    return (await isReachable()) ? decide(last) : undefined;
  } catch (error) {
    if (error instanceof StoppedError) return undefined;
    throw error;
  }
}

function isAtOnce({ act }: Scenario): boolean {
  return act.kind === 'simultaneous' || act.kind === 'together';
}

function isLate({ decidingCall }: Result): boolean {
  const answer = decidingCall?.answer;
  return answer?.kind === 'silent' && answer.isAbsent === true;
}

/** No answer at all is one verdict; one call that is throttled whenever it is sent, and others are not, is judged like any answer. */
function decide(result: Result): Result {
  const { decidingCall } = result;
  if (!decidingCall) return result;
  const { operation, expected, parsed } = decidingCall;
  if (parsed.kind !== 'silent' && isThrottled(operation, parsed)) {
    // How many calls may come at once is not stated: who spaces them within the limit says nothing of what is asked.
    if (isAtOnce(result.scenario)) return result;
    const verdict = judge(operation, expected, parsed);
    const reason = 'asked again alone and with pauses, it is throttled each time';
    return { ...result, verdict, reason, decidingCall: { ...decidingCall, verdict } };
  }
  if (parsed.kind !== 'silent') return result;
  const reason = `${parsed.reason}; asked again alone, with pauses, while other calls are answered`;
  return { ...result, verdict: 'no-answer', reason };
}
