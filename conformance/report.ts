/** The report: one value that every format is drawn from. */
import { compareEvidence, type Evidence } from '../contract/evidence.ts';
import type { ErrorRow } from '../contract/errors.ts';
import { families, success, type Family } from '../scenarios/scenario.ts';
import { toCurl } from './call.ts';
import { conforms, verdicts, type Reading, type Verdict } from './judge.ts';
import type { Result } from './play.ts';
import type { Run } from './run.ts';
import type { Call } from './target.ts';

export interface Report {
  readonly target: string;
  readonly contract: {
    readonly operation: string;
    /** Date of the documentation page. */ readonly page: string;
  };
  readonly seed: number;
  readonly durationMs: number;
  /** The mean over the documented codes that could be judged, from 0 to 1; null where none could. */
  readonly score: number | null;
  /** Documented codes that the target ever answered. */
  readonly codesProduced: number;
  readonly codesDocumented: number;
  /** Documented codes all of whose scored scenarios conform. */
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
  /** Every scenario that does not conform and was not skipped, whatever its evidence. */
  readonly failures: readonly Failure[];
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
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

export interface Failure {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** Whether it counts against the target: a scenario whose evidence is the strongest for what it is about. */
  readonly scored: boolean;
  readonly expected: { readonly status: number; readonly code?: string; readonly message?: string };
  readonly answered: {
    readonly status?: number;
    readonly code?: string;
    readonly message?: string;
    readonly reason?: string;
  };
  readonly request?: Call;
  readonly curl?: string;
  readonly source: string;
  readonly replay: string;
}

/** Draw a run together. */
export function createReport({ options, results, durationMs }: Run): Report {
  const { operation, target, seed } = options;
  const rows = operation.errors.documented;
  const codes = rows.map((row) => reportCode(row, results));
  const judgedScores = codes.flatMap(({ score }) => (score === null ? [] : [score]));
  const answered = new Set(
    results.flatMap(({ judged }) => judged.map(({ reading }) => answeredCode(reading))),
  );
  return {
    target: target.name,
    contract: { operation: operation.name, page: operation.page },
    seed,
    durationMs,
    score:
      judgedScores.length === 0
        ? null
        : round(judgedScores.reduce((sum, score) => sum + score, 0) / judgedScores.length),
    codesProduced: rows.filter(({ code }) => answered.has(code)).length,
    codesDocumented: rows.length,
    codesMatched: codes.filter(({ score }) => score === 1).length,
    codes,
    families: families.flatMap((family) => {
      const members = results.filter(({ scenario }) => scenario.family === family);
      return members.length === 0 ? [] : [{ family, scenarios: members.length, verdicts: count(members) }];
    }),
    verdicts: {
      ...Object.fromEntries(verdicts.map((verdict) => [verdict, 0])),
      ...count(results),
    } as Readonly<Record<Verdict, number>>,
    confusion: confusionOf(results),
    failures: results
      .filter(({ verdict }) => !conforms(verdict) && verdict !== 'skipped')
      .map((result) => describeFailure(result, codes, options)),
    skipped: results
      .filter(({ verdict }) => verdict === 'skipped')
      .map(({ scenario, reason }) => ({ id: scenario.id, reason: reason ?? '' })),
  };
}

function reportCode({ code }: ErrorRow, results: readonly Result[]): CodeReport {
  const about = results.filter(({ scenario }) => scenario.exercises === code);
  const evidence = strongest(about) ?? 'assumed';
  const counted = about.filter(({ scenario }) => scenario.evidence === evidence);
  const judged = counted.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'unjudged');
  const conforming = judged.filter(({ verdict }) => conforms(verdict)).length;
  const scored = judged.length > 0 && evidence !== 'assumed';
  return {
    code,
    evidence,
    score: scored ? round(conforming / judged.length) : null,
    scenarios: counted.length,
    verdicts: count(counted),
  };
}

function strongest(results: readonly Result[]): Evidence | undefined {
  return results.map(({ scenario }) => scenario.evidence).toSorted(compareEvidence)[0];
}

function count(results: readonly Result[]): VerdictCounts {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const verdict of verdicts) {
    const times = results.filter((result) => result.verdict === verdict).length;
    if (times > 0) counts[verdict] = times;
  }
  return counts;
}

function confusionOf(results: readonly Result[]): Report['confusion'] {
  const cells = new Map<string, { expected: string; answered: string; times: number }>();
  for (const { due, reading } of results.flatMap(({ judged }) => judged)) {
    const [expected = success, answered] = [due[0], answeredCode(reading)];
    const cell = cells.get(`${expected} ${answered}`) ?? { expected, answered, times: 0 };
    cell.times += 1;
    cells.set(`${expected} ${answered}`, cell);
  }
  return [...cells.values()];
}

function answeredCode(reading: Reading): string {
  switch (reading.kind) {
    case 'success':
      return success;
    case 'error':
      return reading.code;
    default:
      return reading.kind;
  }
}

function describeFailure(
  { scenario, verdict, decisive, reason }: Result,
  codes: readonly CodeReport[],
  { operation, target }: Run['options'],
): Failure {
  const due = decisive?.due[0] ?? scenario.exercises;
  const row = operation.errors.find(due);
  return {
    id: scenario.id,
    title: scenario.title,
    verdict,
    evidence: scenario.evidence,
    scored: isScored(scenario.exercises, scenario.evidence, codes),
    expected:
      due === success || !row
        ? { status: 200 }
        : { status: row.status, code: row.code, message: row.wireMessage },
    answered: describeReading(decisive?.reading, reason),
    ...(decisive ? { request: decisive.call, curl: toCurl(target.baseUrl, decisive.call) } : {}),
    source: scenario.source,
    replay: `npm run understudy -- replay ${scenario.id} ${target.name}`,
  };
}

/** A reading that is only assumed, or weaker than what else is known of the same code, never counts against a target. */
function isScored(exercises: string, evidence: Evidence, codes: readonly CodeReport[]): boolean {
  if (evidence === 'assumed') return false;
  return evidence === (codes.find(({ code }) => code === exercises)?.evidence ?? 'stated');
}

function describeReading(reading: Reading | undefined, reason: string | undefined): Failure['answered'] {
  const why = reason === undefined ? {} : { reason };
  switch (reading?.kind) {
    case 'success':
      return { status: reading.status, ...why };
    case 'error':
      return { status: reading.status, code: reading.code, message: reading.message, ...why };
    case 'broken':
      return { status: reading.status, reason: reason ?? reading.reason };
    default:
      return { reason: reason ?? reading?.reason ?? 'no answer' };
  }
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
