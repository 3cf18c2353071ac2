/** Results as they are kept: a run has thousands of calls, and a target may answer each with a megabyte. */
import type { JsonObject } from '../../../contract/json.ts';
import { checkShape } from '../judge/body.ts';
import type { CallResult } from './call-result.ts';
import type { Result } from './result.ts';

/** Longest text of an answer that is kept, in characters: more than any report shows. */
const mostKept = 4000;

/** No code of an error is as long; it is shown in tables. */
const mostCode = 200;

/** Of what a body that is too long holds, and of what is wrong with it. */
const mostMembers = 200;
const mostProblems = 5;

/** The result with long texts of answers cut. Results that hold none are the same object. */
export function slim(result: Result): Result {
  if (!result.calls.some(isLong) && !result.judged.some(isLong)) return result;
  const cut = new Map<CallResult, CallResult>();
  for (const call of [...result.calls, ...result.judged]) if (isLong(call)) cut.set(call, slimCall(call));
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
function slimCall(call: CallResult): CallResult {
  const { answer, parsed } = call;
  if (answer.kind !== 'answered' || !isLong(call)) return call;
  return {
    ...call,
    answer: { ...answer, body: copy(answer.body.slice(0, mostKept)) },
    parsed:
      parsed.kind === 'error'
        ? {
            ...parsed,
            code: copy(parsed.code.slice(0, mostCode)),
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

/**
 * A call that is judged, with a long answer cut to what is still looked at: what its form is, and which members it has. At once,
 * since hundreds of them may be awaited together.
 */
export function slimJudged(call: CallResult): CallResult {
  const { parsed, operation } = call;
  if (!isLong(call) || !('body' in parsed)) return slimCall(call);
  const schema = parsed.kind === 'success' ? operation.response : operation.errorBody;
  const shapeProblems = checkShape(schema, parsed.body as JsonObject) // parsed from JSON
    .slice(0, mostProblems)
    .map((text) => copy(text.slice(0, mostKept)));
  const body = Object.fromEntries(
    Object.entries(parsed.body)
      .slice(0, mostMembers)
      .map(([name, value]) => [copy(name.slice(0, mostKept)), cut(value)]),
  );
  const slimmed = slimCall(call);
  return 'body' in slimmed.parsed
    ? { ...slimmed, shapeProblems, parsed: { ...slimmed.parsed, body } }
    : slimmed;
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return copy(value.slice(0, mostKept));
  return typeof value === 'object' && value !== null ? {} : value;
}
