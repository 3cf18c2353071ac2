/** How often targets answer alike, whoever is right. */
import { level } from '../report/summary/causes.ts';
import { conforms } from '../run/judge/judge.ts';
import { describe } from '../run/judge/describe.ts';
import type { Result } from '../run/results/result.ts';

export interface Agreement {
  /** Scenarios that were answered alike. */
  readonly same: number;
  /** Scenarios that could be compared: those that none skipped or left unjudged. */
  readonly of: number;
}

/** The results of one scenario, in the order of the targets; undefined where a target did not play it. */
export type ResultRow = readonly (Result | undefined)[];

/** How often those at these positions all answered alike. */
export function agreementOf(rows: readonly ResultRow[], positions: readonly number[]): Agreement {
  const comparable = rows.flatMap((row) => {
    const results = positions.flatMap((position) => row[position] ?? []);
    return results.length === positions.length && results.every(wasAnswered) ? [results] : [];
  });
  const same = comparable.filter(([first, ...others]) =>
    others.every((other) => first !== undefined && isSame(first, other)),
  );
  return { same: same.length, of: comparable.length };
}

/** What a target made of a scenario, in a few words; with the message where that is what differs from the documented answer. */
export function answerOf(result: Result | undefined): string {
  if (!result || result.verdict === 'skipped') return 'skipped';
  const { verdict, decidingCall, reason } = result;
  // What was wrong beyond the code is the answer then: the code alone would look right.
  if (!decidingCall || (reason !== undefined && decidingCall.parsed.kind === 'success'))
    return reason ?? verdict;
  const message = messageOf(result);
  return message === undefined
    ? describe(decidingCall.parsed)
    : `${describe(decidingCall.parsed)} "${message}"`;
}

/** The message of an answer that conforms but for it; where several codes are as right, messages cannot be compared. */
export function messageOf({ verdict, decidingCall }: Result): string | undefined {
  if (verdict !== 'code' || decidingCall?.parsed.kind !== 'error') return undefined;
  return decidingCall.expected.length > 1 ? undefined : decidingCall.parsed.message;
}

export function wasAnswered({ verdict }: Result): boolean {
  return verdict !== 'skipped' && verdict !== 'unjudged';
}

/**
 * Those that conform may differ only in the message, or where several answers conform. Which of several calls was answered with what says
 * nothing where they were sent at once.
 */
function isSame(one: Result, other: Result): boolean {
  if (conforms(one.verdict) !== conforms(other.verdict)) return false;
  if (!conforms(one.verdict)) return level(answerOf(one)) === level(answerOf(other));
  return choicesOf(one) === choicesOf(other) && messageOf(one) === messageOf(other);
}

function choicesOf({ judged }: Result): string {
  return judged
    .filter(({ expected }) => expected.length > 1)
    .map(({ parsed }) => describe(parsed))
    .toSorted()
    .join(', ');
}
