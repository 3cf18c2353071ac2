/** Failures by cause: one rule that is not kept may make dozens of scenarios fail, and a reader wants to see it once. */
import { compareEvidence } from '../../../contract/evidence.ts';
import type { Failure } from '../report.ts';
import type { Call } from '../../targets/target.ts';

export interface FailureGroup {
  /** Of the strongest evidence, aimed at what is broken where one is, with the fewest calls, of those the fewest parameters; the first of several. */
  readonly representative: Failure;
  /** The others, in the order of the run. */
  readonly similar: readonly Failure[];
}

export interface Cause extends FailureGroup {
  /** What all of them have in common, the same in every run. */
  readonly key: string;
  /** The same, whether somebody knows of it or not. */
  readonly fingerprint: string;
}

/** Put together what breaks the same rule, gets the same answer and weighs the same; causes come in the order of the run. */
export function causesOf(failures: readonly Failure[]): readonly Cause[] {
  return group(failures, keyOf).map(([key, both]) => ({
    key,
    fingerprint: fingerprintOf(both.representative),
    ...both,
  }));
}

/** Put together what gets the same answer where the same is expected, whatever rules are broken: the strongest evidence first, then the largest. */
export function groupByAnswer(failures: readonly Failure[]): readonly FailureGroup[] {
  const keyOfAnswer = (failure: Failure): string => {
    const { outcome, known = '', expected } = failure;
    return JSON.stringify([
      outcome,
      known,
      fellOver(failure) ? '' : [expected.status, expected.code],
      answerOf(failure),
    ]);
  };
  return group(failures, keyOfAnswer)
    .map(([, both]) => both)
    .toSorted(
      (a, b) =>
        compareEvidence(a.representative.evidence, b.representative.evidence) ||
        b.similar.length - a.similar.length,
    );
}

function group(
  failures: readonly Failure[],
  by: (failure: Failure) => string,
): readonly (readonly [key: string, FailureGroup])[] {
  return [...Map.groupBy(failures, by)].flatMap(([key, members]) => {
    const [representative] = members.toSorted(compareAim);
    return representative
      ? [[key, { representative, similar: members.filter((each) => each !== representative) }]]
      : [];
  });
}

/** Scenarios that are drawn, and those that mix what is allowed, aim at nothing in particular. */
function compareAim(a: Failure, b: Failure): number {
  const rank = ({ family, id }: Failure): number =>
    family === 'random' || family === 'combinations' || id.startsWith('pairwise/') ? 1 : 0;
  return (
    compareEvidence(a.evidence, b.evidence) ||
    rank(a) - rank(b) ||
    a.calls - b.calls ||
    lengthOf(a) - lengthOf(b)
  );
}

/** What was skipped, by the reason. */
export function skipsByReason(
  skipped: readonly { readonly id: string; readonly reason: string }[],
): readonly { readonly reason: string; readonly ids: readonly string[] }[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(([reason, members]) => ({
    reason,
    ids: members.map(({ id }) => id),
  }));
}

/** The parameters of a call as they were meant, those of the query first. */
export function parametersOf({ path, body }: Call): readonly (readonly [string, string])[] {
  const [, query = ''] = path.split(/\?(.*)/s);
  return [...new URLSearchParams(query), ...new URLSearchParams(body)];
}

function keyOf(failure: Failure): string {
  const { outcome, known = '' } = failure;
  return JSON.stringify([outcome, known, fingerprintOf(failure)]);
}

function fingerprintOf(failure: Failure): string {
  return JSON.stringify([
    failure.evidence === 'assumed',
    fellOver(failure) ? '' : ruleOf(failure),
    answerOf(failure),
  ]);
}

function answerOf({ verdict, answered }: Failure): string {
  const { status = '', code, reason = '' } = answered;
  return [verdict, status, code ?? level(reason)].filter((part) => part !== '').join(' ');
}

/** A server that falls over a request does so whatever rule the request breaks. */
function fellOver({ verdict, answered: { status = 0 } }: Failure): boolean {
  return verdict === 'no-answer' || (verdict === 'broken' && status >= 500);
}

/** What a scenario is about. Where two rules are broken at once, either may be to blame; mostly both are listed by themselves. */
export function ruleOf({ rule, family, exercises }: Pick<Failure, 'rule' | 'family' | 'exercises'>): string {
  return rule ?? (family === 'combinations' ? family : `${family} ${exercises}`);
}

/** Without what differs from call to call: names, ids and counts. */
export function level(reason: string): string {
  return reason.replaceAll(/"[^"]*"/g, '""').replaceAll(/\d+/g, '#');
}

/** A failure without a request explains nothing, so any other is shown first. */
function lengthOf({ request }: Failure): number {
  return request ? parametersOf(request).length : Number.MAX_SAFE_INTEGER;
}
