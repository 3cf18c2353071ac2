/** The report: one value that every format is drawn from. */
import { mainOperation } from '../../contract/contract.ts';
import { compareEvidence, type Evidence } from '../../contract/evidence.ts';
import { families, success, type Family } from '../../scenarios/scenario/scenario.ts';
import { toCurl } from '../run/call.ts';
import { conforms, verdicts, type ParsedAnswer, type Verdict } from '../run/judge.ts';
import type { Result } from '../run/result.ts';
import { flagsOfDrawn } from '../run/replay.ts';
import { outcomeOf, type FailOn, type FailureOutcome } from './outcome.ts';
import { pointerOf } from './pointer.ts';
import type { Run } from '../run/run.ts';
import type { Answer, Call } from '../targets/target.ts';

export interface Report {
  readonly target: string;
  readonly contract: {
    readonly operation: string;
    /** Date of the documentation page. */ readonly page: string;
  };
  readonly seed: number;
  readonly durationMs: number;
  /** The weakest evidence that makes the run fail. */
  readonly failOn: FailOn;
  /** The mean over the documented codes that could be judged, from 0 to 1; null where none could. */
  readonly score: number | null;
  /** Documented codes that the target ever answered. */
  readonly codesProduced: number;
  readonly codesDocumented: number;
  /** Documented codes all of whose scenarios conform that count in their score. */
  readonly codesMatched: number;
  readonly codes: readonly CodeReport[];
  readonly families: readonly {
    readonly family: Family;
    readonly scenarios: number;
    readonly verdicts: VerdictCounts;
  }[];
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** What was due against what came, for each judged call. */
  readonly confusion: readonly {
    readonly expected: string;
    readonly answered: string;
    readonly times: number;
  }[];
  /** Every scenario that was played, in the order of the run. */
  readonly scenarios: readonly ScenarioReport[];
  /** Every scenario that does not conform and was not skipped, whatever its evidence. */
  readonly failures: readonly Failure[];
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
  /** Known failures that do not fail, or that no scenario is meant by. */
  readonly staleKnownFailures?: readonly { readonly pattern: string; readonly problem: string }[];
}

export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>;

export interface CodeReport {
  readonly code: string;
  /** The strongest evidence that a scenario of the code has; only those scenarios count. */
  readonly evidence: Evidence;
  /** The share of them that conform; null where none could be judged. */
  readonly score: number | null;
  readonly scenarios: number;
  readonly verdicts: VerdictCounts;
}

export interface ScenarioReport {
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  /** The error code that it is about, or `OK`. */
  readonly exercises: string;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

export interface Failure extends ScenarioReport {
  readonly outcome: FailureOutcome;
  readonly expected: { readonly status: number; readonly code?: string; readonly message?: string };
  readonly answered: {
    readonly status?: number;
    readonly code?: string;
    readonly message?: string;
    readonly reason?: string;
  };
  /** The body of the answer as it came, cut after `mostBody` characters. */
  readonly body?: string;
  /** The call that decided. */
  readonly request?: Call;
  /** How many calls lead up to it, itself included; those at once with it are not counted. */
  readonly calls: number;
  readonly curl?: string;
  readonly source: string;
  /** The name of the rule that the scenario breaks, where it breaks one. */
  readonly rule?: string;
  /** JSON pointer to what was broken, inside the contract's document of the operation. */
  readonly pointer: string;
  readonly replay: string;
  /** Why it is known to fail, where it is. */
  readonly known?: string;
}

/** A longer body says no more, and hundreds of them would make a report that nobody can open. */
const mostBody = 2000;

/** Summarise a run. `failOn` is the weakest evidence that makes it fail, `implied` where it is left out. */
export function createReport(
  { options, results, durationMs }: Run,
  { failOn = 'implied' }: { readonly failOn?: FailOn | undefined } = {},
): Report {
  const { operation, target, seed } = options;
  return assemble({
    target: target.name,
    contract: { operation: operation.name, page: operation.page },
    seed,
    durationMs,
    failOn,
    documented: operation.errors.documented.map(({ code }) => code),
    scenarios: results.map(describeScenario),
    confusion: confusionOf(results),
    failures: results
      .filter(({ verdict }) => !conforms(verdict) && verdict !== 'skipped')
      .map((result) => describeFailure(result, options, failOn)),
    skipped: results
      .filter(({ verdict }) => verdict === 'skipped')
      .map(({ scenario, reason }) => ({ id: scenario.id, reason: reason ?? '' })),
  });
}

/**
 * Put the parts of a sharded run together; the whole is what one run would have reported, but for the time it took.
 *
 * Throws for reports of different targets, contracts or seeds, and for a scenario that stands in two of them.
 */
export function mergeReports(reports: readonly Report[]): Report {
  const [first, ...others] = reports;
  if (!first) throw new Error('Failed to merge reports: there is none. Name at least one file.');
  const identity = ({ target, contract, seed, failOn }: Report): string =>
    JSON.stringify([target, contract, seed, failOn]);
  const stranger = others.find((other) => identity(other) !== identity(first));
  if (stranger) {
    throw new Error(
      `Failed to merge reports: ${identity(first)} and ${identity(stranger)} are not one run. Merge the shards of one.`,
    );
  }
  const scenarios = reports.flatMap((report) => report.scenarios);
  const seen = new Set<string>();
  for (const { id } of scenarios) {
    if (seen.has(id))
      throw new Error(`Failed to merge reports: "${id}" stands in two of them. Merge each shard once.`);
    seen.add(id);
  }
  return assemble({
    ...first,
    durationMs: Math.max(...reports.map(({ durationMs }) => durationMs)),
    documented: first.codes.map(({ code }) => code),
    scenarios,
    confusion: reports.flatMap(({ confusion }) => confusion),
    failures: reports.flatMap(({ failures }) => failures),
    skipped: reports.flatMap(({ skipped }) => skipped),
  });
}

interface Parts extends Pick<
  Report,
  'target' | 'contract' | 'seed' | 'durationMs' | 'failOn' | 'confusion' | 'skipped'
> {
  /** The codes of the page, in its order. */
  readonly documented: readonly string[];
  readonly scenarios: readonly ScenarioReport[];
  readonly failures: readonly Failure[];
}

/** Everything that is counted is counted here, from what became of each scenario. */
function assemble({ documented, ...parts }: Parts): Report {
  const { target, contract, seed, durationMs, failOn, scenarios, skipped } = parts;
  const codes = documented.map((code) => reportCode(code, scenarios));
  const scores = codes.flatMap(({ score }) => (score === null ? [] : [score]));
  const confusion = addUp(parts.confusion);
  const answered = new Set(confusion.map((cell) => cell.answered));
  return {
    target,
    contract,
    seed,
    durationMs,
    failOn,
    score: scores.length === 0 ? null : round(scores.reduce((sum, score) => sum + score, 0) / scores.length),
    codesProduced: documented.filter((code) => answered.has(code)).length,
    codesDocumented: documented.length,
    codesMatched: codes.filter(({ score }) => score === 1).length,
    codes,
    families: families.flatMap((family) => {
      const members = scenarios.filter((outcome) => outcome.family === family);
      return members.length === 0 ? [] : [{ family, scenarios: members.length, verdicts: count(members) }];
    }),
    verdicts: {
      ...Object.fromEntries(verdicts.map((verdict) => [verdict, 0])),
      ...count(scenarios),
    } as Readonly<Record<Verdict, number>>,
    confusion,
    scenarios,
    failures: parts.failures,
    skipped,
  };
}

function reportCode(code: string, scenarios: readonly ScenarioReport[]): CodeReport {
  const about = scenarios.filter(({ exercises }) => exercises === code);
  const evidence = about.map((outcome) => outcome.evidence).toSorted(compareEvidence)[0] ?? 'assumed';
  const counted = about.filter((outcome) => outcome.evidence === evidence);
  const judged = counted.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'unjudged');
  const conforming = judged.filter(({ verdict }) => conforms(verdict)).length;
  const isScored = judged.length > 0 && evidence !== 'assumed';
  return {
    code,
    evidence,
    score: isScored ? round(conforming / judged.length) : null,
    scenarios: counted.length,
    verdicts: count(counted),
  };
}

function count(outcomes: readonly { readonly verdict: Verdict }[]): VerdictCounts {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const verdict of verdicts) {
    const times = outcomes.filter((outcome) => outcome.verdict === verdict).length;
    if (times > 0) counts[verdict] = times;
  }
  return counts;
}

function confusionOf(results: readonly Result[]): Report['confusion'] {
  return results.flatMap(({ judged }) =>
    judged.map(({ expected, parsed }) => ({
      expected: expected[0] ?? success,
      answered: answeredCode(parsed),
      times: 1,
    })),
  );
}

function addUp(cells: Report['confusion']): Report['confusion'] {
  const groups = Map.groupBy(cells, ({ expected, answered }) => `${expected} ${answered}`);
  return [...groups.values()].flatMap((group) => {
    const times = group.reduce((sum, cell) => sum + cell.times, 0);
    return group.slice(0, 1).map((cell) => ({ ...cell, times }));
  });
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

function describeScenario({ scenario, verdict }: Result): ScenarioReport {
  const { id, title, family, exercises, evidence } = scenario;
  return { id, title, family, exercises, evidence, verdict };
}

function describeFailure(result: Result, options: Run['options'], failOn: FailOn): Failure {
  const { contract, operation, target, replayFlags = '' } = options;
  const { scenario, decidingCall, judged, reason } = result;
  const expected = decidingCall?.expected[0] ?? scenario.exercises;
  const row = operation.errors.find(expected);
  const flag = operation.name === mainOperation(contract).name ? '' : ` --operation ${operation.name}`;
  const described = describeScenario(result);
  return {
    ...described,
    outcome: outcomeOf(described, failOn),
    expected:
      expected === success || !row
        ? { status: 200 }
        : { status: row.status, code: row.code, message: row.wireMessage },
    answered: describeAnswer(decidingCall?.parsed, reason),
    ...bodyOf(decidingCall?.answer),
    calls: scenario.arrange.length + callsInTurn(scenario, judged.length),
    ...(decidingCall ? { request: decidingCall.call, curl: toCurl(target.baseUrl, decidingCall.call) } : {}),
    source: scenario.source,
    ...(scenario.rule ? { rule: scenario.rule.id } : {}),
    pointer: scenario.rule?.pointer ?? pointerOf(operation, scenario, expected),
    replay: `understudy replay ${scenario.id} ${target.name}${flag}${replayFlags}${flagsOfDrawn(scenario)}`,
  };
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

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
