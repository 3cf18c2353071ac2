/** Retry-After: how long an answer asks the caller to wait. */
import type { CallResult } from '../results/call-result.ts';
import { isThrottled } from '../judge/judge.ts';
import { settleMs } from './pace.ts';

export interface Pause {
  readonly forMs: number;
  /** Whether the answer says so itself, with a Retry-After header (RFC 9110, 10.2.3). */
  readonly isTold: boolean;
}

/** A longer Retry-After is not waited for to its end. */
export const longestPauseMs = 30_000;

/** How long to wait before a call is sent again; undefined where its answer is one to be judged. */
export function pauseAfter({ operation, answer, parsed }: CallResult, now: number): Pause | undefined {
  if (answer.kind === 'silent') return undefined;
  const told =
    readMilliseconds(answer.headers[operation.answer.retryAfterHeader]) ??
    readRetryAfter(answer.headers['retry-after'], now);
  const isThrottle = isThrottled(operation, parsed);
  if (told !== undefined && (isThrottle || answer.status === 503)) {
    // A limit of a second needs its whole window, whatever a header in whole seconds says.
    return { forMs: isThrottle ? Math.max(told, settleMs) : told, isTold: true };
  }
  return isThrottle ? { forMs: settleMs, isTold: false } : undefined;
}

/** The vendor's own header; undefined where it is absent or another form. */
function readMilliseconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Milliseconds from now on; undefined where there is neither a number of seconds nor a date. */
function readRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\s*\d+(?:\.\d+)?\s*$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
