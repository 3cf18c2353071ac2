/** Makes the report of a run. */
import { createHash } from 'node:crypto';
import { mainOperation } from '../../../contract/contract.ts';
import { refuseUnknownOptions } from '../../../contract/text/options.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { success, type Scenario } from '../../../scenarios/scenario/scenario.ts';
import { formatInstant } from '../../../contract/schema/instant.ts';
import { quoteForShell, toCurl } from '../../../contract/wire/curl.ts';
import { conforms, type ParsedAnswer } from '../../run/judge/judge.ts';
import { bareCall } from '../../run/results/call.ts';
import { parametersOf, type CallResult } from '../../run/results/call-result.ts';
import type { Result } from '../../run/results/result.ts';
import { flagsOfDrawn } from '../../run/results/replay.ts';
import { failOnLevels, outcomeOf, type FailOn } from '../outcome.ts';
import { pointerOf } from './pointer.ts';
import { diagnose } from '../../diagnosis/diagnosis.ts';
import { seenIn } from '../../diagnosis/model/seen.ts';
import { transcribe } from '../../diagnosis/model/transcript.ts';
import { assemble, withDiagnoses, type Undiagnosed } from './assemble.ts';
import { markKnownFailures, type KnownFailure } from './known-failures.ts';
import type { ExpectedAnswer, Failure, NearMiss, Report, ReportOptions, ScenarioReport } from '../report.ts';
import { callsOf, type Run } from '../../run/run.ts';
import { addressToPaste } from '../../targets/secrets.ts';
import type { Answer } from '../../targets/target.ts';
import { MisuseError } from '../../../contract/text/misuse-error.ts';

export type { Undiagnosed } from './assemble.ts';

/** A longer body says no more, and hundreds of them would make a report that nobody can open. */
const mostBody = 2000;

export interface CreateReportOptions {
  readonly failOn?: FailOn | undefined;
  /** Default: 0.05. */
  readonly maxSkipped?: number | undefined;
  /** What the run was asked for that `RunOptions` does not hold. */
  readonly asked?: ReportOptions;
  /** Failures that are known: they are marked, and nobody has to explain them. */
  readonly known?: readonly KnownFailure[];
  /** Ids of every scenario of the operation, chosen or not, by which a known failure is stale; default: those of the run. */
  readonly allIds?: readonly string[];
}

/**
 * Summarise a run. `failOn` is the weakest evidence that makes it fail, `implied` where it is left out.
 *
 *     const contract = readContract();
 *     const operation = mainOperation(contract);
 *     const target = createHttpTarget('http://127.0.0.1:4010', { anyAccount: true });
 *     const run = await runConformance({ contract, operation, target, seed: 1 });
 *     const { score, failures } = createReport(run, { failOn: 'stated' });
 */
export function createReport(run: Run, given: CreateReportOptions = {}): Report {
  refuseUnknown(given);
  const { contract, operation, shard } = run.options;
  const { known = [], allIds = run.results.map(({ scenario }) => scenario.id) } = given;
  const report = markKnownFailures(summarise(run, given), known, allIds);
  // Where all is well there is nothing to explain; the parts of a run are explained together.
  const transcript =
    report.failures.length > 0 || shard
      ? transcribe({ ...run, fixtures: run.options.fixtures ?? {} })
      : undefined;
  const diagnoses = transcript
    ? diagnose(transcript, { contract, operation, known: knownIn(report) })
    : { diagnoses: [], readings: [], unexplained: [] };
  const probes = run.questions.flat().map((one) => ({
    curl: curlLine(one, run),
    answered: seenIn(one.parsed),
  }));
  return {
    ...withDiagnoses(report, diagnoses),
    ...(probes.length > 0 && { probes }),
    ...(shard && transcript && { transcript }),
  };
}

function refuseUnknown(given: CreateReportOptions): void {
  refuseUnknownOptions<CreateReportOptions>('create a report', given, {
    failOn: true,
    maxSkipped: true,
    asked: true,
    known: true,
    allIds: true,
  });
  const { failOn } = given;
  if (failOn !== undefined && !failOnLevels.includes(failOn))
    throw new MisuseError(
      `Failed to create a report with failOn ${JSON.stringify(failOn)}: it is not known. Use one of ${failOnLevels.join(', ')}.`,
    );
}

/** Ids of the failures that somebody knows of. */
export function knownIn({ failures }: Undiagnosed): ReadonlySet<string> {
  return new Set(failures.flatMap(({ id, outcome }) => (outcome === 'known-failure' ? [id] : [])));
}

/** Summarises a run without known failures and diagnoses: much quicker where only failures and score are needed. */
export function summarise(
  run: Run,
  { failOn = 'implied', maxSkipped = 0.05, asked = {} }: CreateReportOptions = {},
): Undiagnosed {
  const { options, results, startedAt, durationMs, cutOff } = run;
  const { operation, target, seed, only, shard, maxRequests, rate, fixtures } = options;
  return assemble({
    target: target.name,
    contract: { operation: operation.name, page: operation.page, digest: digestOf(operation.document) },
    seed,
    options: {
      ...asked,
      ...(only && only.length > 0 ? { only } : {}),
      ...(shard ? { shard } : {}),
      ...(maxRequests === undefined ? {} : { maxRequests }),
      ...(rate === undefined ? {} : { rate }),
      ...(fixtures && Object.keys(fixtures).length > 0 ? { fixtures } : {}),
    },
    startedAt: formatInstant(startedAt),
    durationMs,
    ...(cutOff !== undefined && { cutOff: { reason: cutOff } }),
    failOn,
    maxSkipped,
    documented: operation.errors.documented.map(({ code }) => code),
    scenarios: results.map(describeScenario),
    confusion: confusionOf(results),
    failures: results
      .filter(({ verdict }) => !conforms(verdict) && verdict !== 'skipped')
      .map((result) => describeFailure(result, run, failOn)),
    nearMisses: results
      .filter(({ verdict }) => conforms(verdict) && verdict !== 'exact')
      .map((result) => describeNearMiss(result, options)),
    skipped: results
      .filter(({ verdict }) => verdict === 'skipped')
      .map(({ scenario, reason }) => ({ id: scenario.id, reason: reason ?? '' })),
  });
}

/** Each pair of what was expected and answered once. */
function confusionOf(results: readonly Result[]): Report['confusion'] {
  const cells = new Map<string, Map<string, { times: number; conforming: number }>>();
  for (const { judged } of results)
    for (const {
      expected: [expected = success],
      parsed,
      verdict,
    } of judged) {
      const row = cells.get(expected) ?? new Map<string, { times: number; conforming: number }>();
      cells.set(expected, row);
      const answered = answeredCode(parsed);
      const cell = row.get(answered) ?? { times: 0, conforming: 0 };
      row.set(answered, cell);
      cell.times += 1;
      if (conforms(verdict)) cell.conforming += 1;
    }
  return [...cells].flatMap(([expected, row]) =>
    [...row].map(([answered, cell]) => ({ expected, answered, ...cell })),
  );
}

function answeredCode(parsed: ParsedAnswer): string {
  switch (parsed.kind) {
    case 'success':
      return success;
    case 'error':
      return parsed.code;
    default:
      return parsed.kind;
  }
}

/** Twelve hexadecimal digits of SHA-256. */
export function digestOf(document: unknown): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('hex').slice(0, 12);
}

function describeScenario({ scenario, verdict, evidence = scenario.evidence }: Result): ScenarioReport {
  const { id, title, family, exercises } = scenario;
  return { id, title, family, exercises, evidence, verdict };
}

function describeNearMiss(result: Result, options: Run['options']): NearMiss {
  return {
    ...describeScenario(result),
    expected: describeExpected(result, options.operation),
    answered: describeAnswer(result.decidingCall?.parsed, result.reason),
    replay: replayLine(result, options),
  };
}

function describeFailure(result: Result, run: Run, failOn: FailOn): Failure {
  const { options } = run;
  const { operation, target } = options;
  const { scenario, decidingCall, judged, reason } = result;
  const described = describeScenario(result);
  return {
    ...described,
    outcome: outcomeOf(described, failOn),
    expected: describeExpected(result, operation),
    answered: describeAnswer(decidingCall?.parsed, reason),
    ...bodyOf(decidingCall?.answer),
    calls: scenario.arrange.length + callsInTurn(scenario, judged.length),
    ...callsAlong(scenario),
    ...(decidingCall ? { request: decidingCall.call, curl: curlLine(decidingCall, run) } : {}),
    ...callsBefore(result, run),
    ...(target.signed && { signed: target.signed.scheme }),
    source: scenario.source,
    ...(scenario.rule ? { rule: scenario.rule.id } : {}),
    pointer: scenario.rule?.pointer ?? pointerOf(operation, scenario, expectedCode(result)),
    replay: replayLine(result, options),
  };
}

/** The line that sends a call of a run again. */
export function curlLine(
  one: CallResult,
  { bareCalls, options }: Pick<Run, 'bareCalls' | 'options'>,
): string {
  const call = bareCalls
    ? bareCall({ call: one.call, parameters: parametersOf(one) }, one.operation, one.account)
    : one.call;
  return toCurl(options.target.baseUrl, call);
}

function expectedCode({ decidingCall, scenario }: Result): string {
  return decidingCall?.expected[0] ?? scenario.exercises;
}

function describeExpected(result: Result, operation: Operation): ExpectedAnswer {
  const expected = expectedCode(result);
  const row = operation.errors.find(expected);
  return expected === success || !row
    ? { status: 200 }
    : { status: row.status, code: row.code, message: row.wireMessage };
}

function replayLine(
  { scenario }: Result,
  { contract, operation, target, replayFlags = '' }: Run['options'],
): string {
  const flag = operation.name === mainOperation(contract).name ? '' : ` --operation ${operation.name}`;
  return `understudy replay ${quoteForShell(scenario.id)} ${quoteForShell(addressToPaste(target.name))}${flag}${replayFlags}${flagsOfDrawn(scenario)}`;
}

/** Greatest number of calls that are printed; for more, the replay line is enough. */
const mostBefore = 20;

function callsBefore({ scenario, calls, decidingCall }: Result, run: Run): Pick<Failure, 'before'> {
  const { kind } = scenario.act;
  const at = calls.findIndex(({ number }) => number === decidingCall?.number);
  if ((kind !== 'sequence' && kind !== 'inspect') || at <= 0 || at > mostBefore) return {};
  return { before: calls.slice(0, at).map((one) => curlLine(one, run)) };
}

/** The number of further calls that the scenario plans, sent or not: so it is the same in every run. */
function callsAlong(scenario: Scenario): Pick<Failure, 'along'> {
  const { kind } = scenario.act;
  if (kind === 'sequence' || kind === 'inspect') return {};
  return { along: callsOf(scenario) - scenario.arrange.length - 1 };
}

function callsInTurn({ act }: Result['scenario'], judged: number): number {
  return act.kind === 'sequence' || act.kind === 'inspect' ? Math.max(judged, 1) : 1;
}

function describeAnswer(parsed: ParsedAnswer | undefined, reason: string | undefined): Failure['answered'] {
  const why = reason === undefined ? {} : { reason };
  switch (parsed?.kind) {
    case 'success':
      return { status: parsed.status, ...why };
    case 'error':
      return { status: parsed.status, code: parsed.code, message: parsed.message, ...why };
    case 'broken':
      return { status: parsed.status, reason: reason ?? parsed.reason };
    default:
      return { reason: reason ?? parsed?.reason ?? 'no answer' };
  }
}

function bodyOf(answer: Answer | undefined): Pick<Failure, 'body'> {
  if (answer?.kind !== 'answered') return {};
  return { body: answer.body.length > mostBody ? `${answer.body.slice(0, mostBody)}…` : answer.body };
}
