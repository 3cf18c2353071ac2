/** Answers in a few words. */
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { ParsedAnswer } from './judge.ts';

export function describe(parsed: ParsedAnswer): string {
  switch (parsed.kind) {
    case 'success':
      return success;
    case 'error':
      return `${parsed.status} ${parsed.code}`;
    case 'broken':
      return `status ${parsed.status}: ${parsed.reason}`;
    case 'silent':
      return `nothing (${parsed.reason})`;
  }
}
