/** The judge: what was expected, what came, and how they compare. */
import { isAlternativeTo, matchesMessage, type ErrorRow } from '../../../contract/operation/errors.ts';
import { isObject } from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { findViolations } from '../../../contract/schema/violations.ts';
import { decodeParameters, type Pair } from '../../../contract/wire/parameters.ts';
import { compareEvidence } from '../../../contract/evidence.ts';
import { anyError, success } from '../../../scenarios/scenario/scenario.ts';
import type { Answer } from '../../targets/target.ts';

/** Best first. The first three conform. */
export const verdicts = [
  'exact',
  'code',
  'alternative',
  'wrong-status',
  'other-error',
  'accepted',
  'refused',
  'broken',
  'no-answer',
  'unjudged',
  'skipped',
] as const;

/** How an answer compares with the documentation, best first: `exact`, `code` and `alternative` conform. */
export type Verdict = (typeof verdicts)[number];

export function conforms(verdict: Verdict): boolean {
  return verdict === 'exact' || verdict === 'code' || verdict === 'alternative';
}

/** The worst of several, `exact` of none. */
export function worst(several: readonly Verdict[]): Verdict {
  return several.reduce<Verdict>((a, b) => (verdicts.indexOf(b) > verdicts.indexOf(a) ? b : a), 'exact');
}

/** Codes, or `OK`: the expected one, then others that conform too. */
export type AcceptSet = readonly string[];

/**
 * What a request calls for, from the request as it was sent.
 *
 * The codes of all rules that it breaks, since no order of checks is stated, and the errors that the scenario knows the
 * state to call for. A request that breaks no rule calls for what the scenario says.
 */
export function expectationOf(
  operation: Operation,
  parameters: Iterable<Pair>,
  now: number,
  otherwise: AcceptSet,
): AcceptSet {
  const decoded = decodeParameters(parameters, operation.shape);
  const violations = findViolations(operation.rules, decoded.parameters, now);
  if (violations.length === 0) return otherwise;
  const broken = violations.map(({ rule }) => rule);
  const codes = new Set(broken.map(({ error }) => error));
  // A rule may be surer than any code for it.
  const isOpen = broken.some(
    ({ evidence, codeEvidence }) => codeEvidence === 'assumed' && compareEvidence(codeEvidence, evidence) > 0,
  );
  if (isOpen) codes.add(anyError);
  const known = otherwise.filter((code) => codes.has(code));
  // What the state calls for is as right as what the rules call for; a success is not.
  const byState = otherwise.filter((code) => code !== success && !codes.has(code));
  return [...known, ...[...codes].filter((code) => !known.includes(code)), ...byState];
}

/** An answer, read. */
export type ParsedAnswer =
  | { readonly kind: 'success'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly body: Readonly<Record<string, unknown>>;
    }
  /** Not a valid API answer: no JSON object, or without what every answer has. */
  | { readonly kind: 'broken'; readonly status: number; readonly reason: string }
  | { readonly kind: 'silent'; readonly reason: string };

/** `operation` is the one that was called: where its success has a \`Code\` of its own, only a code of its errors makes an error of that. */
export function parseAnswer(answer: Answer, operation?: Operation): ParsedAnswer {
  if (answer.kind === 'silent') return { kind: 'silent', reason: answer.reason };
  const { status, problem } = answer;
  if (problem !== undefined) return { kind: 'broken', status, reason: `the body cannot be read: ${problem}` };
  const parsed = parseObject(answer.body);
  if (parsed.kind !== 'object') return { kind: 'broken', status, reason: whyNoAnswer(answer, parsed.kind) };
  const { body } = parsed;
  const { Code: code, Message: message } = body;
  const isOwn = status >= 200 && status <= 299 && operation !== undefined && hasOwnCode(operation, code);
  if (typeof code === 'string' && code !== '' && !isNameOfSuccess(code, status) && !isOwn) {
    return { kind: 'error', status, code, message: typeof message === 'string' ? message : '', body };
  }
  if (status < 200 || status > 299)
    return { kind: 'broken', status, reason: `status ${status} without a Code${locationOf(answer)}` };
  if (typeof body['RequestId'] !== 'string' || body['RequestId'] === '')
    return { kind: 'broken', status, reason: 'a success without a RequestId' };
  return { kind: 'success', status, body };
}

function hasOwnCode({ responseFields, errors }: Operation, code: unknown): boolean {
  return responseFields.includes('Code') && errors.find(String(code)) === undefined;
}

/** Clients take these for no error, whatever their case; a status of an error says otherwise. */
function isNameOfSuccess(code: string, status: number): boolean {
  return code === success || (status >= 200 && status <= 299 && /^(?:200|ok|success)$/i.test(code));
}

/** More than any answer of this kind of API has; deeper ones could not be walked through. */
const mostDepth = 64;

/** Members and items in all, likewise: thousands of bodies are read, and a body of half a megabyte may have a hundred thousand. */
const mostValues = 5000;

function parseObject(
  text: string,
):
  | { readonly kind: 'object'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'other' | 'deep' | 'many' } {
  const { depth, values } = sizeOf(text);
  if (depth > mostDepth) return { kind: 'deep' };
  if (values > mostValues) return { kind: 'many' };
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? { kind: 'object', body: parsed } : { kind: 'other' };
  } catch {
    return { kind: 'other' };
  }
}

const codes = {
  quote: 34,
  bracket: 91,
  backslash: 92,
  closingBracket: 93,
  brace: 123,
  closingBrace: 125,
  comma: 44,
} as const;

/** How deep JSON is nested and how many values it has, without parsing it; text that is not JSON has a size too. */
function sizeOf(text: string): { readonly depth: number; readonly values: number } {
  let values = 1;
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  // What is shorter cannot be nested deeper than anybody minds.
  if (text.length <= mostDepth) return { depth: 0, values: 0 };
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (isInString) {
      if (character === codes.backslash) index += 1;
      else if (character === codes.quote) isInString = false;
    } else if (character === codes.quote) isInString = true;
    else if (character === codes.comma) values += 1;
    else if (character === codes.brace || character === codes.bracket)
      deepest = Math.max(deepest, (depth += 1));
    else if (character === codes.closingBrace || character === codes.closingBracket) depth -= 1;
  }
  return { depth: deepest, values };
}

type Answered = Extract<Answer, { kind: 'answered' }>;

/** Longest piece of a body that a reason quotes. */
const mostQuoted = 100;

function whyNoAnswer(answer: Answered, kind: 'other' | 'deep' | 'many'): string {
  if (kind === 'deep') return `the body is nested more than ${mostDepth} levels deep`;
  if (kind === 'many') return `the body has more than ${mostValues} members and items`;
  const location = locationOf(answer);
  if (location !== '') return `the body is no JSON object${location}`;
  const [line = ''] = answer.body.trimStart().split(/[\r\n]/, 1);
  // As JSON it is one line, whatever characters it has.
  const shown = JSON.stringify(line.length > mostQuoted ? `${line.slice(0, mostQuoted)}…` : line.trimEnd());
  return line === '' ? 'the body is empty' : `the body is no JSON object; it begins with ${shown}`;
}

/** Where a redirect leads, which is not followed. */
function locationOf({ status, headers }: Answered): string {
  const location = status >= 300 && status < 400 ? headers['location'] : undefined;
  return location === undefined
    ? ''
    : `: a redirect to ${JSON.stringify(location.slice(0, 500))}, not followed`;
}

/** Compare what came with what was expected. */
export function judge(operation: Operation, expected: AcceptSet, parsed: ParsedAnswer): Verdict {
  switch (parsed.kind) {
    case 'silent':
      return 'unjudged';
    case 'broken':
      return 'broken';
    case 'success':
      return judgeSuccess(expected);
    case 'error':
      return judgeError(operation, expected, parsed);
  }
}

function judgeSuccess(expected: AcceptSet): Verdict {
  if (expected[0] === success) return 'exact';
  return expected.includes(success) ? 'alternative' : 'accepted';
}

type ParsedError = Extract<ParsedAnswer, { kind: 'error' }>;

function judgeError(operation: Operation, expected: AcceptSet, answer: ParsedError): Verdict {
  const { status, code, message } = answer;
  const isOpen = (expected.includes(anyError) && status < 500) || isAlternative(operation, expected, answer);
  if (!expected.includes(code)) {
    if (isOpen) return 'alternative';
    if (status >= 500) return 'broken';
    return expected[0] === success ? 'refused' : 'other-error';
  }
  const row: ErrorRow | undefined = operation.errors.find(code);
  // A status that is only assumed is no reason to blame.
  if (row && row.evidence !== 'assumed' && status !== row.status)
    return isOpen ? 'alternative' : 'wrong-status';
  if (code !== expected[0]) return 'alternative';
  return !row || matchesMessage(row, message) ? 'exact' : 'code';
}

/** Whether sources say this of one of the codes, as well: another code, or another status. */
function isAlternative(operation: Operation, expected: AcceptSet, answer: ParsedError): boolean {
  return expected.some((one) => {
    const row = operation.errors.find(one);
    return row !== undefined && isAlternativeTo(row, answer);
  });
}

/** Whether an answer says that the caller came too often: by the documented code, one of its kin, or by the status for it. */
export function isThrottled(operation: Operation, parsed: ParsedAnswer): boolean {
  if (parsed.kind !== 'error' && parsed.kind !== 'broken') return false;
  if (parsed.status === 429) return true;
  // `Throttling` of `Throttling.User`: clients, too, look at no more than that.
  const kin = operation.rateLimit?.error.split('.')[0];
  return parsed.kind === 'error' && kin !== undefined && parsed.code.startsWith(kin);
}
