/** Playing one scenario: arrange, act, judge. */
import { success, type Inspection, type Scenario, type Step } from '../../scenarios/scenario/scenario.ts';
import type { JsonObject } from '../../contract/json.ts';
import { checkShape } from './body.ts';
import { isThrottled, worst, type Reading } from './judge.ts';
import { playRate } from './rate.ts';
import type { Result } from './result.ts';
import type { CallPlace, Judged } from './judged.ts';
import type { Session } from './session.ts';

export async function playScenario(scenario: Scenario, session: Session, place: CallPlace): Promise<Result> {
  const given = scenario.needs && session.fixtures[scenario.needs.name];
  const needs = scenario.needs
    ? {
        [scenario.needs.name]:
          given ?? scenario.needs.otherwise.map((text) => fillNeed(text, session, place)),
      }
    : {};
  const here: CallPlace = { ...place, fixtures: needs };
  if (!given) {
    for (const step of scenario.arrange) {
      const judged = await session.call(step, here);
      const problem = arrangeProblem(scenario, step, judged);
      if (problem) return { scenario, judged: [], ...problem };
    }
  }
  return { scenario, ...(await act(scenario, session, here)) };
}

/** Only what the scenario is not about can be arranged or not; the operation itself is judged elsewhere. */
function arrangeProblem(
  scenario: Scenario,
  step: Step,
  judged: Judged,
): Pick<Result, 'verdict' | 'decisive' | 'reason'> | undefined {
  const { reading } = judged;
  if (reading.kind === 'success') return undefined;
  if (reading.kind === 'error' && step.expect.includes(reading.code)) return undefined;
  const unjudged = reading.kind === 'silent' || judged.verdict === 'unjudged';
  if (unjudged)
    return {
      verdict: 'unjudged',
      decisive: judged,
      reason: `${step.operation}, which arranges it, was not answered`,
    };
  const wayOut = scenario.needs ? ` Give what it makes with --fixture ${scenario.needs.name}=….` : '';
  return {
    verdict: 'skipped',
    decisive: judged,
    reason: `${step.operation}, which arranges it, was answered with ${describe(reading)}.${wayOut}`,
  };
}

export function describe(reading: Reading): string {
  switch (reading.kind) {
    case 'success':
      return success;
    case 'error':
      return `${reading.status} ${reading.code}`;
    case 'broken':
      return `status ${reading.status}: ${reading.reason}`;
    case 'silent':
      return `nothing (${reading.reason})`;
  }
}

function fillNeed(text: string, session: Session, place: CallPlace): string {
  return text
    .replaceAll('${unique}', place.unique)
    .replaceAll(/\$\{fixture\.([a-z-]+)\}/g, (_, name: string) => session.fixtures[name]?.[0] ?? '');
}

type Played = Omit<Result, 'scenario'>;

async function act({ act: what, operation }: Scenario, session: Session, place: CallPlace): Promise<Played> {
  switch (what.kind) {
    case 'sequence':
      return playSequence(what.steps, session, place, operation);
    case 'simultaneous':
      return playSimultaneous(what.step, what.copies, session, place);
    case 'together':
      return playTogether(what.steps, session, place);
    case 'inspect':
      return playInspection(what.steps, what.inspection, session, place);
    case 'rate':
      return playRate(what, session, place);
  }
}

/** The first call that does not conform decides; those after it would be judged on a state nobody meant. */
async function playSequence(
  steps: readonly Step[],
  session: Session,
  place: CallPlace,
  operation: string,
): Promise<Played> {
  const judged: Judged[] = [];
  for (const step of steps) {
    const one = await session.call(step, place);
    // Another operation only shows what became of it; a target that does not have it shows nothing.
    if (step.operation !== operation) {
      const lacking = lackOf(step, one);
      if (lacking !== undefined) return unseen(step, one, lacking);
    }
    judged.push(one);
    if (worst([one.verdict, 'alternative']) !== 'alternative')
      return { verdict: one.verdict, decisive: one, judged, reason: one.problem };
  }
  const verdict = worst(judged.map((one) => one.verdict));
  return { verdict, decisive: judged.find((one) => one.verdict === verdict), judged, reason: undefined };
}

/** Why an answer does not show what is to be looked at; undefined where it does, whatever it says. */
function lackOf({ body = {} }: Step, { reading }: Judged): string | undefined {
  if (reading.kind !== 'success') return describe(reading);
  const lacking = Object.keys(body).filter((name) => !(name in reading.body));
  return lacking.length === 0 ? undefined : `${describe(reading)} without ${lacking.join(', ')}`;
}

function unseen(step: Step, decisive: Judged, lacking: string): Played {
  const unjudged = decisive.reading.kind === 'silent' || decisive.verdict === 'unjudged';
  return {
    verdict: unjudged ? 'unjudged' : 'skipped',
    decisive,
    judged: [],
    reason: `${step.operation}, which shows it, was answered with ${lacking}`,
  };
}

async function playTogether(steps: readonly Step[], session: Session, place: CallPlace): Promise<Played> {
  const { judged, lost } = await sendAtOnce(steps, session, place);
  if (lost) return lost;
  const verdict = worst(judged.map((one) => one.verdict));
  return { verdict, decisive: judged.find((one) => one.verdict === verdict), judged, reason: undefined };
}

async function playSimultaneous(
  step: Step,
  copies: number,
  session: Session,
  place: CallPlace,
): Promise<Played> {
  const { judged, lost } = await sendAtOnce(
    Array.from({ length: copies }, () => step),
    session,
    place,
  );
  if (lost) return lost;
  const successes = judged.filter(({ reading }) => reading.kind === 'success');
  const others = judged.filter(({ reading }) => reading.kind !== 'success');
  if (successes.length !== 1) {
    const reason = `${successes.length} of ${copies} simultaneous calls succeeded; one was due`;
    const verdict = successes.length === 0 ? 'refused' : 'accepted';
    return { verdict, decisive: successes[0] ?? others[0], judged, reason };
  }
  const verdict = worst(others.map((one) => one.verdict));
  const decisive = others.find((one) => one.verdict === verdict) ?? successes[0];
  return { verdict, decisive, judged, reason: undefined };
}

/** Send calls in one go. `lost` where one was not answered. */
async function sendAtOnce(
  steps: readonly Step[],
  session: Session,
  place: CallPlace,
): Promise<{ readonly judged: readonly Judged[]; readonly lost: Played | undefined }> {
  const judged = await session.callAtOnce(steps, place);
  const decisive = judged.find(
    ({ operation, reading }) => reading.kind === 'silent' || isThrottled(operation, reading),
  );
  const reason = 'one of the calls was throttled or not answered';
  return { judged, lost: decisive && { verdict: 'unjudged', decisive, judged, reason } };
}

async function playInspection(
  steps: readonly Step[],
  inspection: Inspection,
  session: Session,
  place: CallPlace,
): Promise<Played> {
  const judged: Judged[] = [];
  for (const step of steps) judged.push(await session.call(step, place));
  const silent = judged.find(({ reading }) => reading.kind === 'silent');
  if (silent) return { verdict: 'unjudged', decisive: silent, judged, reason: undefined };
  for (const [index, one] of judged.entries()) {
    const problem = inspect(inspection, one, judged.slice(0, index));
    if (problem) return { verdict: 'broken', decisive: one, judged, reason: problem };
  }
  return { verdict: 'exact', decisive: judged.at(-1), judged, reason: undefined };
}

const uuid = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

/** What is wrong with an answer, beside what it says. */
function inspect(
  inspection: Inspection,
  { operation, answer, reading }: Judged,
  earlier: readonly Judged[],
): string | undefined {
  if (reading.kind === 'broken') return reading.reason;
  if (reading.kind === 'silent' || answer.kind === 'silent') return undefined;
  switch (inspection) {
    case 'status':
      return reading.kind === 'success' && reading.status !== 200
        ? `status ${reading.status} instead of 200`
        : undefined;
    case 'fields': {
      const schema = reading.kind === 'success' ? operation.response : operation.errorBody;
      const problems = checkShape(schema, reading.body as JsonObject); // parsed from JSON
      return problems.length === 0 ? undefined : problems.join('; ');
    }
    case 'content-type': {
      const type = answer.headers['content-type'] ?? '';
      return /^application\/json\b/i.test(type)
        ? undefined
        : `content type "${type}" instead of application/json`;
    }
    case 'request-ids': {
      const id = String(reading.body['RequestId'] ?? '');
      if (!uuid.test(id)) return `RequestId "${id}" is no UUID`;
      return earlier.some((other) => 'body' in other.reading && other.reading.body['RequestId'] === id)
        ? `RequestId "${id}" came twice`
        : undefined;
    }
  }
}
