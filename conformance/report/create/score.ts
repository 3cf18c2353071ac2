/** The score: how it is counted stands in docs/decisions/score.md, with the reasons. */
import { compareEvidence, type Evidence } from '../../../contract/evidence.ts';
import { families } from '../../../scenarios/scenario/scenario.ts';
import { conforms, verdicts, type Verdict } from '../../run/judge/judge.ts';
import type { CodeReport, Failure, OtherReport, Report, ScenarioReport, VerdictCounts } from '../report.ts';

type PlayedReport = Pick<Report, 'scenarios' | 'failures'>;

/** `documented` are the codes of the page, in its order. */
export function scoreOf(
  played: PlayedReport,
  documented: readonly string[],
): Pick<Report, 'score' | 'factors' | 'codes' | 'others'> {
  const { scenarios, failures } = played;
  const byCode = Map.groupBy(scenarios, ({ exercises }) => exercises);
  const codes = documented.map((code) => scoreCode(code, { scenarios: byCode.get(code) ?? [], failures }));
  const isDocumented = new Set(documented);
  const beside = scenarios.filter(({ exercises }) => !isDocumented.has(exercises));
  const others = families.flatMap((family) => scoreFamily(family, beside));
  const factors = { codes: mean(codes), others: mean(others) };
  const product = multiply(documented.length === 0 ? 1 : factors.codes, factors.others, documented.length);
  const fallsShort = failures.some(
    ({ outcome, verdict }) => outcome === 'failed' || (outcome === 'known-failure' && verdict !== 'unjudged'),
  );
  return {
    score: product === null ? null : round(fallsShort ? Math.min(product, highestBelowOne) : product),
    factors: {
      codes: factors.codes === null ? null : round(factors.codes),
      others: factors.others === null ? null : round(factors.others),
    },
    codes,
    others,
  };
}

/** Without a judged code there is no score; an operation without documented codes has the other factor alone. */
function multiply(codes: number | null, others: number | null, documented: number): number | null {
  if (codes === null) return null;
  if (others === null) return documented === 0 ? null : codes;
  return codes * others;
}

/** Nothing rounds to 1 that is less, and what falls short on weaker evidence than counts keeps a score below it. */
const highestBelowOne = 0.999;

function round(share: number): number {
  if (share > 0 && share < 0.001) return 0.001;
  return share < 1 ? Math.min(Math.round(share * 1000) / 1000, highestBelowOne) : 1;
}

/** A code loses where it is missing, and where it is answered without being expected. The scenarios are those about it. */
function scoreCode(code: string, { scenarios: about, failures }: PlayedReport): CodeReport {
  const evidence = strongest(about);
  const counted = about.filter((scenario) => scenario.evidence === evidence);
  const judged = counted.filter(wasJudged);
  const unexpected = failures.filter(
    (failure) => isUnexpected(failure, code) && compareEvidence(failure.evidence, evidence) <= 0,
  ).length;
  const conforming = judged.filter(({ verdict }) => conforms(verdict)).length;
  const isScored = judged.length > 0 && evidence !== 'assumed';
  return {
    code,
    evidence,
    score: isScored ? round(conforming / (judged.length + unexpected)) : null,
    scenarios: counted.length,
    unexpected,
    verdicts: countVerdicts(counted),
  };
}

function isUnexpected({ exercises, expected, answered }: Failure, code: string): boolean {
  // A scenario of the code itself is counted with its own.
  return answered.code === code && expected.code !== code && exercises !== code;
}

function scoreFamily(
  family: OtherReport['family'],
  scenarios: readonly ScenarioReport[],
): readonly OtherReport[] {
  const members = scenarios.filter((scenario) => scenario.family === family);
  if (members.length === 0) return [];
  const evidence = strongest(members);
  const counted = members.filter((scenario) => scenario.evidence === evidence);
  const judged = counted.filter(wasJudged);
  const conforming = judged.filter(({ verdict }) => conforms(verdict)).length;
  const isScored = judged.length > 0 && evidence !== 'assumed';
  return [
    {
      family,
      evidence,
      score: isScored ? round(conforming / judged.length) : null,
      scenarios: counted.length,
    },
  ];
}

function strongest(scenarios: readonly ScenarioReport[]): Evidence {
  const levels = new Set(scenarios.map(({ evidence }) => evidence));
  return [...levels].toSorted(compareEvidence)[0] ?? 'assumed';
}

function wasJudged({ verdict }: ScenarioReport): boolean {
  return verdict !== 'skipped' && verdict !== 'unjudged';
}

/** Over those that have a score; null where none has. */
function mean(rows: readonly { readonly score: number | null }[]): number | null {
  const scores = rows.flatMap(({ score }) => (score === null ? [] : [score]));
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export function countVerdicts(scenarios: readonly { readonly verdict: Verdict }[]): VerdictCounts {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of scenarios) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  // In the order of the verdicts.
  return Object.fromEntries(
    verdicts.flatMap((verdict) => {
      const times = counts.get(verdict);
      return times === undefined ? [] : [[verdict, times] as const];
    }),
  );
}
