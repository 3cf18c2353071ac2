/** Answers in another shape, whatever they answer: nothing else can be seen until that is known. */
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Deviation } from '../model/deviation.ts';
import type { Anomaly } from './rules.ts';

/** What came where no answer of the API came: `status 400: …`. */
const malformed = /^status (\d+): (.+)$/;

export function shapeHypotheses(anomalies: readonly Anomaly[]): readonly Deviation[] {
  return [
    ...otherStatuses(anomalies),
    ...statusesOfKin(anomalies),
    ...otherShapes(anomalies),
    ...successesWithCode(anomalies),
  ];
}

/** Errors whose codes begin, or end, with the same word under one status. */
function statusesOfKin(anomalies: readonly Anomaly[]): readonly Deviation[] {
  const kin = anomalies.flatMap(({ fact: { seen, code = '' }, prediction }) => {
    const isOther = prediction.some((each) => each.seen.endsWith(` ${code}`) && each.seen !== seen);
    return isOther ? wordsOf(code).map((word) => ({ word, code, status: statusOf(seen) })) : [];
  });
  const groups = [...Map.groupBy(kin, ({ word, status }) => `${status} ${word}`).values()];
  return groups.flatMap((group) => {
    const [{ word, status } = { word: '', status: '' }] = group;
    if (new Set(group.map(({ code }) => code)).size < 2) return [];
    return [
      {
        id: `errors of ${word} with status ${status}`,
        kind: 'status',
        rule: undefined,
        parameter: undefined,
        sentence: `Your server answers errors like ${group[0]?.code} with status ${status}.`,
        breadth: 3.5,
        evidence: 'stated',
        source: '',
        rewrite: (seen) =>
          /^\d+ \S+$/.test(seen) && wordsOf(seen.replace(/^\d+ /, '')).includes(word)
            ? seen.replace(/^\d+/, status)
            : seen,
      },
    ];
  });
}

/** The first word of a code and, where it has two parts, the last. */
function wordsOf(code: string): readonly string[] {
  const [first = ''] = /^[A-Z][a-z]+/.exec(code) ?? [];
  const last = /\.\w+$/.exec(code)?.[0];
  return [...(first === '' ? [] : [`${first}…`]), ...(last === undefined ? [] : [`…${last}`])];
}

/** Successes that have a code, as errors do. */
function successesWithCode(anomalies: readonly Anomaly[]): readonly Deviation[] {
  const seen = new Set(
    anomalies.flatMap(({ fact, prediction }) =>
      prediction.length === 0 && /^2\d\d \S/.test(fact.seen) ? [fact.seen] : [],
    ),
  );
  return [...seen].map((answer) => ({
    id: `successes as ${answer}`,
    kind: 'answer-shape',
    rule: undefined,
    parameter: undefined,
    sentence: `Your server answers successes with ${answer}, a code that means an error.`,
    breadth: 2,
    evidence: 'stated',
    source: '',
    rewrite: (text) => (text === success ? answer : text),
  }));
}

/** All errors under one status. */
function otherStatuses(anomalies: readonly Anomaly[]): readonly Deviation[] {
  const statuses = new Set(
    anomalies.flatMap(({ fact, prediction }) =>
      prediction.some(
        ({ seen }) => fact.code !== undefined && seen.endsWith(` ${fact.code}`) && seen !== fact.seen,
      )
        ? [statusOf(fact.seen)]
        : [],
    ),
  );
  return [...statuses].map((status) => ({
    id: `errors with status ${status}`,
    kind: 'status',
    rule: undefined,
    parameter: undefined,
    sentence: `Your server answers every error with status ${status}.`,
    breadth: 4,
    evidence: 'stated',
    source: '',
    rewrite: (seen) => (/^\d+ \S+$/.test(seen) ? seen.replace(/^\d+/, status) : seen),
  }));
}

function otherShapes(anomalies: readonly Anomaly[]): readonly Deviation[] {
  const reasons = new Map<string, Set<string>>();
  for (const { fact } of anomalies) {
    const [, status = '', text] = malformed.exec(fact.seen) ?? [];
    if (text === undefined) continue;
    // Such as "status 400 without a Code".
    const reason = text.replaceAll(`status ${status}`, anyStatus);
    reasons.set(reason, (reasons.get(reason) ?? new Set<string>()).add(status));
  }
  return [
    ...bothShapes([...reasons.keys()]),
    ...[...reasons].flatMap(([reason, statuses]) => [
      ...[...statuses].flatMap((status) => [
        reshaped(
          `errors ${status}`,
          `answers errors with status ${status} in another shape`,
          reason,
          (seen) => (seen === success ? undefined : status),
        ),
        reshaped(
          `successes ${status}`,
          `answers successes with status ${status} in another shape`,
          reason,
          (seen) => (seen === success ? status : undefined),
        ),
      ]),
      reshaped('errors', 'answers errors in another shape', reason, (seen) =>
        seen === success ? undefined : statusOf(seen),
      ),
      reshaped('all', 'answers every call in another shape', reason, (seen) =>
        seen === success ? '200' : statusOf(seen),
      ),
      ...[...new Set(anomalies.map(({ fact }) => fact.operation.name))].flatMap((name) =>
        [...statuses].map((status) =>
          reshaped(
            `successes of ${name} ${status}`,
            `answers successes with status ${status} in another shape`,
            reason,
            (seen, operation) => (seen === success && operation === name ? status : undefined),
            1.1,
          ),
        ),
      ),
    ]),
  ];
}

/** Errors that lack one thing, and successes that lack another: both in one envelope. */
function bothShapes(reasons: readonly string[]): readonly Deviation[] {
  const few = reasons.slice(0, mostReasons);
  return few.flatMap((ofErrors) =>
    few
      .filter((ofSuccesses) => ofSuccesses !== ofErrors)
      .map((ofSuccesses) => {
        const errors = reshaped('errors', '', ofErrors, (seen) =>
          seen === success ? undefined : statusOf(seen),
        );
        const successes = reshaped('successes', '', ofSuccesses, (seen) =>
          seen === success ? '200' : undefined,
        );
        return {
          ...errors,
          id: `answer-shape both ${ofErrors} ${ofSuccesses}`,
          sentence: `Your server answers every call in another shape: ${ofErrors} in errors, ${ofSuccesses} in successes.`,
          breadth: 1.5,
          rewrite: (seen: string, operation: string) =>
            (seen === success ? successes : errors).rewrite?.(seen, operation) ?? seen,
        };
      }),
  );
}

const mostReasons = 4;

const anyStatus = 'its status';

function statusOf(seen: string): string {
  return seen.split(' ')[0] ?? '';
}

function reshaped(
  id: string,
  says: string,
  reason: string,
  statusFor: (seen: string, operation: string) => string | undefined,
  breadth = 1,
): Deviation {
  return {
    id: `answer-shape ${id} ${reason}`,
    kind: 'answer-shape',
    rule: undefined,
    parameter: undefined,
    sentence: `Your server ${says}: ${reason}.`,
    breadth,
    evidence: 'stated',
    source: '',
    rewrite: (seen, operation) => {
      const status = statusFor(seen, operation);
      return status === undefined
        ? seen
        : `status ${status}: ${reason.replaceAll(anyStatus, `status ${status}`)}`;
    },
  };
}
