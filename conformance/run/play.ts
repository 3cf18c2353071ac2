/** Playing one scenario: arrange, act, judge. */
import { success, type Inspection, type Scenario, type Step } from '../../scenarios/scenario/scenario.ts';
import type { JsonObject } from '../../contract/json.ts';
import { checkShape } from './judge/body.ts';
import { describe } from './judge/describe.ts';
import { conforms, isThrottled, worst } from './judge/judge.ts';
import { playRate, type Judgement } from './rate.ts';
import type { Result } from './results/result.ts';
import type { CallContext, CallResult } from './results/call-result.ts';
import type { Session } from './session/session.ts';
import { slim } from './results/slim.ts';
import { StoppedError } from './session/stop.ts';
import { isPromise, type Awaitable } from '../../contract/awaitable.ts';

/** A promise only where a call has to be waited for. */
export function playScenario(scenario: Scenario, session: Session, context: CallContext): Awaitable<Result> {
  const calls: CallResult[] = [];
  const finish = (played: Judgement): Result => slim({ scenario, calls, ...weigh(played) });
  const orSkip = (error: unknown): Result => {
    if (error instanceof StoppedError) return skip(scenario, `not played, since ${error.message}`);
    throw error;
  };
  try {
    const played = arrangeAndAct(scenario, recordCalls(session, calls), context);
    return isPromise(played) ? played.then(finish).catch(orSkip) : finish(played);
  } catch (error) {
    return orSkip(error);
  }
}

export function skip(scenario: Scenario, reason: string): Result {
  return { scenario, verdict: 'skipped', decidingCall: undefined, judged: [], calls: [], reason };
}

/** A status is as sure as the row of the error table that names it, which may be less than what the scenario is about. */
function weigh(played: Judgement): Judgement {
  const { verdict, decidingCall } = played;
  if (verdict !== 'wrong-status' || decidingCall?.parsed.kind !== 'error') return played;
  const row = decidingCall.operation.errors.find(decidingCall.parsed.code);
  return row ? { ...played, evidence: row.evidence } : played;
}

/** A session that keeps what was sent and answered in `calls`. */
function recordCalls(session: Session, calls: CallResult[]): Session {
  const keep = (result: CallResult): CallResult => {
    calls.push(result);
    return result;
  };
  const kept = (result: Awaitable<CallResult>): Awaitable<CallResult> =>
    isPromise(result) ? result.then(keep) : keep(result);
  return {
    ...session,
    call: (step, context) => kept(session.call(step, context)),
    callOnce: (step, context) => kept(session.callOnce(step, context)),
    async callAtOnce(steps, context) {
      const results = await session.callAtOnce(steps, context);
      calls.push(...results);
      return results;
    },
  };
}

function arrangeAndAct(scenario: Scenario, session: Session, context: CallContext): Awaitable<Judgement> {
  return scenario.needs === undefined && scenario.arrange.length === 0
    ? act(scenario, session, { ...context, fixtures: {} })
    : arrangeFirst(scenario, session, context);
}

async function arrangeFirst(scenario: Scenario, session: Session, context: CallContext): Promise<Judgement> {
  const given = scenario.needs && session.fixtures[scenario.needs.name];
  const needs = scenario.needs
    ? {
        [scenario.needs.name]:
          given ?? scenario.needs.otherwise.map((text) => fillNeed(text, session, context)),
      }
    : {};
  const here: CallContext = { ...context, fixtures: needs };
  if (!given) {
    for (const step of scenario.arrange) {
      const judged = await session.call(step, here);
      const problem = arrangeProblem(scenario, step, judged);
      if (problem) return { judged: [], ...problem };
    }
  }
  return act(scenario, session, here);
}

/** Only what the scenario is not about can be arranged or not; the operation itself is judged elsewhere. */
function arrangeProblem(
  scenario: Scenario,
  step: Step,
  judged: CallResult,
): Pick<Result, 'verdict' | 'decidingCall' | 'reason'> | undefined {
  const { parsed } = judged;
  if (parsed.kind === 'success') return undefined;
  if (parsed.kind === 'error' && step.expect.includes(parsed.code)) return undefined;
  const unjudged = parsed.kind === 'silent' || judged.verdict === 'unjudged';
  if (unjudged)
    return {
      verdict: 'unjudged',
      decidingCall: judged,
      reason: `${step.operation}, which arranges it, was not answered`,
    };
  const wayOut = scenario.needs ? ` Give what it makes with --fixture ${scenario.needs.name}=….` : '';
  return {
    verdict: 'skipped',
    decidingCall: judged,
    reason: `${step.operation}, which arranges it, was answered with ${describe(parsed)}.${wayOut}`,
  };
}

function fillNeed(text: string, session: Session, context: CallContext): string {
  return text
    .replaceAll('${unique}', context.unique)
    .replaceAll(/\$\{fixture\.([a-z-]+)\}/g, (_, name: string) => session.fixtures[name]?.[0] ?? '');
}

function act(
  { act: what, operation }: Scenario,
  session: Session,
  context: CallContext,
): Awaitable<Judgement> {
  switch (what.kind) {
    case 'sequence':
      return playSequence({ steps: what.steps, session, context, operation });
    case 'simultaneous':
      return playSimultaneous(what.step, what.copies, session, context);
    case 'together':
      return playTogether(what.steps, session, context);
    case 'inspect':
      return playInspection(what.steps, what.inspection, session, context);
    case 'rate':
      return playRate(what, session, context);
  }
}

interface PlayedSequence {
  readonly steps: readonly Step[];
  readonly session: Session;
  readonly context: CallContext;
  /** The one that is judged. */
  readonly operation: string;
}

/** The first call that does not conform decides; those after it would be judged on a state nobody meant. */
function playSequence(sequence: PlayedSequence, judged: CallResult[] = []): Awaitable<Judgement> {
  const { steps, session, context } = sequence;
  for (let step = steps[judged.length]; step; step = steps[judged.length]) {
    const answered = session.call(step, context);
    if (isPromise(answered))
      return answered.then((one) => decided(sequence, one, judged) ?? playSequence(sequence, judged));
    const decision = decided(sequence, answered, judged);
    if (decision) return decision;
  }
  const verdict = worst(judged.map((one) => one.verdict));
  return { verdict, decidingCall: judged.find((one) => one.verdict === verdict), judged, reason: undefined };
}

/** What a call decides of its sequence; undefined where it goes on. */
function decided(
  { operation }: PlayedSequence,
  one: CallResult,
  judged: CallResult[],
): Judgement | undefined {
  const { step, verdict, problem } = one;
  // Another operation only shows what became of it; a target that does not have it shows nothing.
  if (step.operation !== operation) {
    const lacking = lackOf(step, one);
    if (lacking !== undefined) return unseen(step, one, lacking);
  }
  judged.push(one);
  return worst([verdict, 'alternative']) === 'alternative'
    ? undefined
    : { verdict, decidingCall: one, judged, reason: problem };
}

/** Why an answer does not show what is to be looked at; undefined where it does, whatever it says. */
function lackOf({ body = {} }: Step, { parsed }: CallResult): string | undefined {
  if (parsed.kind !== 'success') return describe(parsed);
  const lacking = Object.keys(body).filter((name) => !(name in parsed.body));
  return lacking.length === 0 ? undefined : `${describe(parsed)} without ${lacking.join(', ')}`;
}

function unseen(step: Step, decidingCall: CallResult, lacking: string): Judgement {
  const unjudged = decidingCall.parsed.kind === 'silent' || decidingCall.verdict === 'unjudged';
  return {
    verdict: unjudged ? 'unjudged' : 'skipped',
    decidingCall,
    judged: [],
    reason: `${step.operation}, which shows it, was answered with ${lacking}`,
  };
}

async function playTogether(
  steps: readonly Step[],
  session: Session,
  context: CallContext,
): Promise<Judgement> {
  const { judged, lost } = await sendAtOnce(steps, session, context);
  if (lost) return lost;
  const verdict = worst(judged.map((one) => one.verdict));
  const misshapen = conforms(verdict) ? firstMisshapen(judged) : undefined;
  return { verdict, decidingCall: worstOf(judged), reason: undefined, ...misshapen, judged };
}

async function playSimultaneous(
  step: Step,
  copies: number,
  session: Session,
  context: CallContext,
): Promise<Judgement> {
  const { judged, lost } = await sendAtOnce(
    Array.from({ length: copies }, () => step),
    session,
    context,
  );
  if (lost) return lost;
  const successes = judged.filter(({ parsed }) => parsed.kind === 'success');
  const others = judged.filter(({ parsed }) => parsed.kind !== 'success');
  if (successes.length !== 1) {
    const reason = `${successes.length} of ${copies} simultaneous calls succeeded; one was expected`;
    // Where none succeeds, what they were answered with instead may say more than that.
    const verdict =
      successes.length > 0 ? 'accepted' : worst(['refused', ...others.map((one) => one.verdict)]);
    return { verdict, decidingCall: successes[0] ?? worstOf(others), judged, reason };
  }
  const misshapen = firstMisshapen(judged);
  if (misshapen) return { ...misshapen, judged };
  const decidingCall = worstOf(others);
  return {
    verdict: decidingCall?.verdict ?? 'exact',
    decidingCall: decidingCall ?? successes[0],
    judged,
    reason: undefined,
  };
}

function worstOf(calls: readonly CallResult[]): CallResult | undefined {
  const verdict = worst(calls.map((one) => one.verdict));
  return calls.find((one) => one.verdict === verdict);
}

/** The first answer that has another form than one call alone gets: a status of success of its own, or a member missing. */
function firstMisshapen(
  calls: readonly CallResult[],
): Pick<Result, 'verdict' | 'decidingCall' | 'reason' | 'evidence'> | undefined {
  for (const one of calls) {
    const status = inspect('status', one, []);
    if (status !== undefined)
      return { verdict: 'wrong-status', decidingCall: one, reason: status, evidence: 'implied' };
    const fields = inspect('fields', one, []);
    if (fields !== undefined) return { verdict: 'broken', decidingCall: one, reason: fields };
  }
  return undefined;
}

/** Send calls in one go. `lost` where one was not answered. */
async function sendAtOnce(
  steps: readonly Step[],
  session: Session,
  context: CallContext,
): Promise<{ readonly judged: readonly CallResult[]; readonly lost: Judgement | undefined }> {
  const { rate } = session;
  if (rate !== undefined && steps.length > rate) {
    const reason = `it sends ${steps.length} calls at once, more than --rate ${rate} allows in a second`;
    return { judged: [], lost: { verdict: 'skipped', decidingCall: undefined, judged: [], reason } };
  }
  const judged = await session.callAtOnce(steps, context);
  const decidingCall = judged.find(
    ({ operation, parsed }) => parsed.kind === 'silent' || isThrottled(operation, parsed),
  );
  const reason = 'one of the calls was throttled or not answered';
  return { judged, lost: decidingCall && { verdict: 'unjudged', decidingCall, judged, reason } };
}

async function playInspection(
  steps: readonly Step[],
  inspection: Inspection,
  session: Session,
  context: CallContext,
): Promise<Judgement> {
  const judged: CallResult[] = [];
  for (const step of steps) judged.push(await session.call(step, context));
  const silent = judged.find(({ parsed }) => parsed.kind === 'silent');
  if (silent) return { verdict: 'unjudged', decidingCall: silent, judged, reason: undefined };
  for (const [index, one] of judged.entries()) {
    const problem = inspect(inspection, one, judged.slice(0, index));
    if (problem) return { verdict: 'broken', decidingCall: one, judged, reason: problem };
  }
  const missing = missingAnswer(inspection, judged);
  if (missing !== undefined)
    return { verdict: 'skipped', decidingCall: judged[0], judged: [], reason: missing };
  return { verdict: 'exact', decidingCall: judged.at(-1), judged, reason: undefined };
}

/** Kinds of answers that an inspection is about; request ids are the same in all. */
const inspected: Readonly<Record<Inspection, readonly ('success' | 'error')[]>> = {
  status: ['success'],
  fields: ['success', 'error'],
  'content-type': ['success', 'error'],
  'request-ids': [],
};

/** Why nothing can be said of a form of answers: none of that kind came, though one was expected. */
function missingAnswer(inspection: Inspection, judged: readonly CallResult[]): string | undefined {
  const kindOf = ({ expected }: CallResult): string => (expected[0] === success ? 'success' : 'error');
  const kind = inspected[inspection].find(
    (one) => judged.some((call) => kindOf(call) === one) && !judged.some(({ parsed }) => parsed.kind === one),
  );
  if (kind === undefined) return undefined;
  return kind === 'success'
    ? 'no call was answered with a success, so that its form was not seen'
    : 'no call was refused, so that the form of an error was not seen';
}

const uuid = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

/** What is wrong with an answer, beside what it says. */
function inspect(
  inspection: Inspection,
  { operation, answer, parsed, shapeProblems }: CallResult,
  earlier: readonly CallResult[],
): string | undefined {
  if (parsed.kind === 'broken') return parsed.reason;
  if (parsed.kind === 'silent' || answer.kind === 'silent') return undefined;
  switch (inspection) {
    case 'status':
      return parsed.kind === 'success' && parsed.status !== 200
        ? `status ${parsed.status} instead of 200`
        : undefined;
    case 'fields': {
      const schema = parsed.kind === 'success' ? operation.response : operation.errorBody;
      const problems = shapeProblems ?? checkShape(schema, parsed.body as JsonObject); // parsed from JSON
      return problems.length === 0 ? undefined : problems.join('; ');
    }
    case 'content-type': {
      const type = answer.headers['content-type'] ?? '';
      return /^application\/json\b/i.test(type)
        ? undefined
        : `content type "${type}" instead of application/json`;
    }
    case 'request-ids': {
      const id = String(parsed.body['RequestId'] ?? '');
      if (!uuid.test(id)) return `RequestId "${id}" is no UUID`;
      return earlier.some((other) => 'body' in other.parsed && other.parsed.body['RequestId'] === id)
        ? `RequestId "${id}" came twice`
        : undefined;
    }
  }
}
