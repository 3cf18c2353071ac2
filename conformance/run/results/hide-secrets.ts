/** Results as they may be shown: without what a target was told as a secret and repeats. */
import { mapTexts } from '../../../contract/text/printable.ts';
import { strikeAnswer } from '../../targets/secrets.ts';
import type { CallResult } from './call-result.ts';
import type { ParsedAnswer } from '../judge/judge.ts';
import type { Result } from './result.ts';

/** The result with `strike` applied to all that came back. What was judged stays as it was judged. */
export function hideSecrets(result: Result, strike: (text: string) => string): Result {
  const hidden = new Map<CallResult, CallResult>();
  const hide = (call: CallResult): CallResult => {
    const known = hidden.get(call) ?? hideCall(call, strike);
    hidden.set(call, known);
    return known;
  };
  return {
    ...result,
    calls: result.calls.map(hide),
    judged: result.judged.map(hide),
    decidingCall: result.decidingCall && hide(result.decidingCall),
    reason: result.reason === undefined ? undefined : strike(result.reason),
  };
}

/** One call with `strike` applied to all that came back. */
export function hideCall(call: CallResult, strike: (text: string) => string): CallResult {
  const { answer, parsed, problem } = call;
  return {
    ...call,
    answer: strikeAnswer(answer, strike),
    parsed: hideParsed(parsed, strike),
    ...(problem !== undefined && { problem: strike(problem) }),
  };
}

function hideParsed(parsed: ParsedAnswer, strike: (text: string) => string): ParsedAnswer {
  switch (parsed.kind) {
    case 'success':
      return { ...parsed, body: mapTexts(parsed.body, strike) };
    case 'error':
      return {
        ...parsed,
        code: strike(parsed.code),
        message: strike(parsed.message),
        body: mapTexts(parsed.body, strike),
      };
    case 'broken':
    case 'silent':
      return { ...parsed, reason: strike(parsed.reason) };
  }
}
