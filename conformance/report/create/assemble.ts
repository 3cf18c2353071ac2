/** Everything that a report counts, from what became of each scenario: the same for a run and for merged shards. */
import { families, success } from '../../../scenarios/scenario/scenario.ts';
import { verdicts, type Verdict } from '../../run/judge/judge.ts';
import type { Diagnoses } from '../../diagnosis/diagnosis.ts';
import { countVerdicts, scoreOf } from './score.ts';
import type { Report } from '../report.ts';

/** A report without diagnoses. */
export type Undiagnosed = Omit<Report, keyof Diagnoses>;

export interface ReportParts extends Pick<
  Report,
  | 'target'
  | 'contract'
  | 'seed'
  | 'options'
  | 'startedAt'
  | 'durationMs'
  | 'cutOff'
  | 'failOn'
  | 'maxSkipped'
  | 'confusion'
  | 'scenarios'
  | 'failures'
  | 'nearMisses'
  | 'skipped'
> {
  /** The codes of the page, in its order. */
  readonly documented: readonly string[];
}

export function assemble({ documented, ...parts }: ReportParts): Undiagnosed {
  const {
    target,
    contract,
    seed,
    options,
    startedAt,
    durationMs,
    cutOff,
    failOn,
    maxSkipped,
    scenarios,
    failures,
    nearMisses,
    skipped,
  } = parts;
  const { score, factors, codes, others } = scoreOf(parts, documented);
  const confusion = addUp(parts.confusion, documented);
  const answered = new Set(confusion.map((cell) => cell.answered));
  return {
    target,
    contract,
    seed,
    options,
    ...(startedAt !== undefined && { startedAt }),
    durationMs,
    ...(cutOff ? { cutOff } : {}),
    failOn,
    maxSkipped,
    score,
    factors,
    codesProduced: documented.filter((code) => answered.has(code)).length,
    codesDocumented: documented.length,
    codesMatched: codes.filter((row) => row.score === 1).length,
    codes,
    others,
    families: families.flatMap((family) => {
      const members = scenarios.filter((scenario) => scenario.family === family);
      return members.length === 0
        ? []
        : [{ family, scenarios: members.length, verdicts: countVerdicts(members) }];
    }),
    verdicts: {
      ...Object.fromEntries(verdicts.map((verdict) => [verdict, 0])),
      ...countVerdicts(scenarios),
    } as Readonly<Record<Verdict, number>>,
    confusion,
    scenarios,
    failures,
    nearMisses,
    skipped,
  };
}

/** Adds the diagnoses before the counts, in the order of the JSON. */
export function withDiagnoses<T extends Undiagnosed>(
  { target, contract, ...counted }: T,
  { diagnoses, readings, unexplained }: Diagnoses,
): Omit<T, 'target' | 'contract'> & Pick<T, 'target' | 'contract'> & Diagnoses {
  return { target, contract, diagnoses, readings, unexplained, ...counted };
}

/** Each pair once, success first, then the codes in the order of the page, then all others by name: whoever was asked first. */
function addUp(cells: Report['confusion'], documented: readonly string[]): Report['confusion'] {
  const order = new Map([success, ...documented].map((code, index) => [code, index]));
  const compare = (a: string, b: string): number =>
    (order.get(a) ?? order.size) - (order.get(b) ?? order.size) || (a < b ? -1 : a > b ? 1 : 0);
  const groups = Map.groupBy(cells, ({ expected, answered }) => JSON.stringify([expected, answered]));
  return [...groups.values()]
    .flatMap((group) => {
      const times = group.reduce((sum, cell) => sum + cell.times, 0);
      const conforming = group.reduce((sum, cell) => sum + cell.conforming, 0);
      return group.slice(0, 1).map((cell) => ({ ...cell, times, conforming }));
    })
    .toSorted((a, b) => compare(a.expected, b.expected) || compare(a.answered, b.answered));
}
