/** Results as they are kept: a run has thousands of calls, and a target may answer each with a megabyte. */
import type { CallResult } from './call-result.ts';
import type { Result } from './result.ts';

/** Longest text of an answer that is kept, in characters: more than any report shows. */
const mostKept = 4000;

/** The result with long texts of answers cut. Results that hold none are the same object. */
export function slim(result: Result): Result {
  const cut = new Map<CallResult, CallResult>();
  for (const call of [...result.calls, ...result.judged]) if (isLong(call)) cut.set(call, slimCall(call));
  if (cut.size === 0) return result;
  const of = (call: CallResult): CallResult => cut.get(call) ?? call;
  return {
    ...result,
    calls: result.calls.map(of),
    judged: result.judged.map(of),
    decidingCall: result.decidingCall && of(result.decidingCall),
  };
}

function isLong({ answer }: CallResult): boolean {
  return answer.kind === 'answered' && answer.body.length > mostKept;
}

/** The body of a success goes as well: whoever compares it has done so before. */
export function slimCall(call: CallResult): CallResult {
  const { answer, parsed } = call;
  if (answer.kind !== 'answered' || !isLong(call)) return call;
  return {
    ...call,
    answer: { ...answer, body: copy(answer.body.slice(0, mostKept)) },
    parsed:
      parsed.kind === 'error'
        ? {
            ...parsed,
            code: copy(parsed.code.slice(0, mostKept)),
            message: copy(parsed.message.slice(0, mostKept)),
            body: {},
          }
        : parsed.kind === 'success'
          ? { ...parsed, body: {} }
          : parsed,
  };
}

/** A slice of a string keeps the whole string alive; this one does not. */
function copy(text: string): string {
  return Buffer.from(text).toString();
}

/** An error with its texts cut, at once: hundreds of them may be awaited together, and nobody looks further into one. */
export function slimError(call: CallResult): CallResult {
  const { parsed } = call;
  if (parsed.kind !== 'error' || !isLong(call)) return call;
  const texts = Object.entries(parsed.body).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, copy(value.slice(0, mostKept))] as const] : [],
  );
  const slimmed = slimCall(call);
  return { ...slimmed, parsed: { ...parsed, ...pick(slimmed), body: Object.fromEntries(texts) } };
}

function pick({ parsed }: CallResult): { readonly code?: string; readonly message?: string } {
  return parsed.kind === 'error' ? { code: parsed.code, message: parsed.message } : {};
}
