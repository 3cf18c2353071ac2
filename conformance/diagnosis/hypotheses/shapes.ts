/** Answers in another shape, whatever they answer: nothing else can be seen until that is known. */
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Deviation } from '../model/deviation.ts';
import type { Anomaly } from './rules.ts';

/** What came where no answer of the API came: `status 400: …`. */
const malformed = /^status (\d+): (.+)$/;

export function shapeHypotheses(anomalies: readonly Anomaly[]): readonly Deviation[] {
  return [...otherStatuses(anomalies), ...otherShapes(anomalies)];
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
    const [, status = '', reason] = malformed.exec(fact.seen) ?? [];
    if (reason === undefined) continue;
    reasons.set(reason, (reasons.get(reason) ?? new Set<string>()).add(status));
  }
  return [...reasons].flatMap(([reason, statuses]) => [
    ...[...statuses].flatMap((status) => [
      reshaped(`errors ${status}`, `answers errors with status ${status} in another shape`, reason, (seen) =>
        seen === success ? undefined : status,
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
  ]);
}

function statusOf(seen: string): string {
  return seen.split(' ')[0] ?? '';
}

function reshaped(
  id: string,
  says: string,
  reason: string,
  statusFor: (seen: string) => string | undefined,
): Deviation {
  return {
    id: `answer-shape ${id} ${reason}`,
    kind: 'answer-shape',
    rule: undefined,
    parameter: undefined,
    sentence: `Your server ${says}: ${reason}.`,
    breadth: 1,
    evidence: 'stated',
    source: '',
    rewrite: (seen) => {
      const status = statusFor(seen);
      return status === undefined ? seen : `status ${status}: ${reason}`;
    },
  };
}
