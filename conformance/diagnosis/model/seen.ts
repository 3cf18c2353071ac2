/** How an answer looks to those who explain it. */
import { describe } from '../../run/judge/describe.ts';
import type { CallResult } from '../../run/results/call-result.ts';

/** `OK`, or status and code, or `status 502: …` for what is no answer of the API, or `nothing`. */
export function seenIn(parsed: CallResult['parsed']): string {
  return parsed.kind === 'silent' ? 'nothing' : withoutBody(describe(parsed));
}

/** What a body begins with differs from call to call. */
export function withoutBody(reason: string): string {
  return reason.replace(/; it begins with .*$/s, '');
}
