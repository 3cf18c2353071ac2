/** How an answer looks to those who explain it. */
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { CallResult } from '../../run/results/call-result.ts';

/** `OK`, or status and code, or `status 502: …` for what is no answer of the API, or `nothing`. */
export function seenIn(parsed: CallResult['parsed']): string {
  switch (parsed.kind) {
    case 'success':
      return success;
    case 'error':
      return `${parsed.status} ${parsed.code}`;
    case 'broken':
      return `status ${parsed.status}: ${withoutBody(parsed.reason)}`;
    case 'silent':
      return 'nothing';
  }
}

/** What a body begins with differs from call to call. */
export function withoutBody(reason: string): string {
  return reason.replace(/; it begins with .*$/s, '');
}
