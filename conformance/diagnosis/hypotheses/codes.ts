/** Refused calls that are answered in another way: with another code, another status, or no proper answer. */
import type { Provenance } from '../../../contract/evidence.ts';
import type { Deviation, DeviationKind, RefusalReason } from '../model/deviation.ts';
import type { Fact } from '../model/facts.ts';
import { tellApart, wordsOf, type Condition, type Sample } from './conditions.ts';
import { parameterOf } from './phrases.ts';
import type { Anomaly } from './rules.ts';

/** `seen` came in the place of other refusals: of all with an answer, for some reasons only, or under a condition. */
export function otherCodes(
  seen: string,
  group: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const due = new Set(group.flatMap(({ prediction }) => prediction.map((refusal) => refusal.seen)));
  return [
    ...recodedKin(seen, group, due),
    ...[...due].flatMap((expected) => {
      const positives = group.filter(({ prediction }) =>
        prediction.some((refusal) => refusal.seen === expected),
      );
      const reasons = new Set(
        positives.flatMap(({ prediction }) =>
          prediction.flatMap((refusal) => (refusal.seen === expected ? [reasonOf(refusal)] : [])),
        ),
      );
      const negatives = agreed.filter(
        ({ fact, prediction }) => fact.seen === expected && prediction.length > 0,
      );
      const condition =
        negatives.length === 0 ? undefined : tellApart(positives.map(sampleOf), negatives.map(sampleOf));
      return [
        recode({ expected, seen, positives, id: [...reasons].toSorted().join(' '), breadth: 1 }, (refusal) =>
          reasons.has(reasonOf(refusal)),
        ),
        recode({ expected, seen, positives, id: '', breadth: 2 }, () => true),
        ...(condition
          ? [
              recode(
                { expected, seen, positives, id: wordsOf(condition), condition, breadth: 3 },
                (_, fact) => condition.holds(fact),
              ),
            ]
          : []),
      ];
    }),
  ];
}

/** One answer in the place of all errors of one kind, such as those for parameters that are left out. */
function recodedKin(seen: string, group: readonly Anomaly[], due: ReadonlySet<string>): readonly Deviation[] {
  const missing = [...due].filter((expected) =>
    group.every(
      ({ prediction }) =>
        prediction.every((refusal) => refusal.seen !== expected) ||
        prediction.some(
          ({ violation }) => violation?.rule.keyword === 'required' && violation.rule.path.length === 0,
        ),
    ),
  );
  if (missing.length < 2) return [];
  const positives = group.filter(({ prediction }) =>
    prediction.some((refusal) => missing.includes(refusal.seen)),
  );
  const {
    id,
    change: _,
    ...parts
  } = recode({ expected: missing[0] ?? '', seen, positives, id: 'kin', breadth: 1.5 }, () => true);
  return [
    {
      ...parts,
      id: `${id} ${missing.join()}`,
      parameter: undefined,
      sentence: `Your server answers ${seen} where a required parameter is left out; ${missing[0]} and the like are due.`,
      refuse: (_fact: Fact, refusals: readonly RefusalReason[]) =>
        // Where any code conforms, its answer is told as the one that is due.
        refusals.flatMap((refusal) =>
          missing.includes(refusal.seen) ? [{ ...refusal, seen }, refusal] : [refusal],
        ),
    },
  ];
}

/** Two codes that are answered in each other's place: one fault, where two would explain as much. */
export function swappedCodes(groups: ReadonlyMap<string, readonly Anomaly[]>): readonly Deviation[] {
  const answers = [...groups.keys()];
  return answers.flatMap((one, index) =>
    answers.slice(index + 1).flatMap((other) => {
      const positives = [...dueIn(groups, one, other), ...dueIn(groups, other, one)];
      if (dueIn(groups, one, other).length === 0 || dueIn(groups, other, one).length === 0) return [];
      const {
        refuse: _,
        change: __,
        ...parts
      } = recode({ expected: one, seen: other, positives, id: 'swap', breadth: 2 }, () => true);
      return [
        {
          ...parts,
          sentence: `Your server answers ${one} where ${other} is due, and the other way round.`,
          refuse: (_fact: Fact, refusals: readonly RefusalReason[]) =>
            refusals.map((refusal) =>
              refusal.seen === one
                ? { ...refusal, seen: other }
                : refusal.seen === other
                  ? { ...refusal, seen: one }
                  : refusal,
            ),
        },
      ];
    }),
  );
}

/** Calls that were answered with `seen` where `expected` is due. */
function dueIn(
  groups: ReadonlyMap<string, readonly Anomaly[]>,
  seen: string,
  expected: string,
): readonly Anomaly[] {
  return (groups.get(seen) ?? []).filter(({ prediction }) =>
    prediction.some((refusal) => refusal.seen === expected),
  );
}

function sampleOf({ fact, prediction }: Anomaly): Sample {
  return { fact, violation: prediction.find(({ violation }) => violation)?.violation };
}

/** The rule, or the precondition, for which a call is refused. */
function reasonOf({ rule, precondition }: RefusalReason): string {
  return rule ?? precondition?.pointer ?? '';
}

interface Recoding {
  readonly expected: string;
  readonly seen: string;
  readonly positives: readonly Anomaly[];
  readonly id: string;
  readonly breadth: number;
  /** What the calls have in common that are answered so. */
  readonly condition?: Condition;
}

function recode(
  { expected, seen, positives, id, breadth, condition }: Recoding,
  holds: (refusal: RefusalReason, fact: Fact) => boolean,
): Deviation {
  const [status, code] = expected.split(' ');
  const [otherStatus, otherCode] = seen.split(' ');
  const isCode = /^\d+ \S+$/.test(seen);
  const refused = positives
    .flatMap(({ prediction }) => prediction)
    .filter((refusal) => refusal.seen === expected);
  const rule = refused.find(({ violation }) => violation)?.violation?.rule;
  const precondition = refused.find((refusal) => refusal.precondition)?.precondition;
  const kind: DeviationKind =
    !isCode || isFailure(seen) ? 'no-answer' : code === otherCode ? 'status' : 'code';
  const what =
    kind === 'status'
      ? `answers ${code} with status ${otherStatus} instead of ${status}`
      : `answers ${seen} where ${expected} is due`;
  return {
    id: `${kind} ${expected} ${seen} ${id}`,
    kind,
    rule: rule?.id ?? code,
    parameter: rule ? parameterOf(rule) : precondition?.key.join(', '),
    sentence: `Your server ${what}${condition ? `, to ${wordsOf(condition)}` : ''}.`,
    breadth,
    ...provenanceOf(rule ?? precondition),
    ...(kind === 'status' && !condition && code !== undefined && isEvery(code, holds, positives)
      ? { change: { kind: 'status', code, status: Number(otherStatus) } as const }
      : {}),
    refuse: (fact, refusals) =>
      refusals.map((refusal) =>
        refusal.seen === expected && holds(refusal, fact) ? { ...refusal, seen } : refusal,
      ),
  };
}

/** An error of the server itself. */
export function isFailure(seen: string): boolean {
  return seen.startsWith('5');
}

/** Whether it is so for all rules that mean a code. */
function isEvery(
  code: string,
  holds: (refusal: RefusalReason, fact: Fact) => boolean,
  [first]: readonly Anomaly[],
): boolean {
  const rules = first?.fact.operation.rules.filter(({ error }) => error === code) ?? [];
  return first !== undefined && rules.every(({ id }) => holds({ seen: '', rule: id }, first.fact));
}

function provenanceOf(promise: Provenance | undefined): Provenance {
  return promise
    ? { evidence: promise.evidence, source: promise.source }
    : { evidence: 'assumed', source: '' };
}
