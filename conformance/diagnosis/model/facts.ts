/** Calls in the form in which explanations are looked for. */
import type { Contract } from '../../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { findViolations, type Violation } from '../../../contract/schema/violations.ts';
import { decodeParameters } from '../../../contract/wire/parameters.ts';
import type { PlayedCall, Transcript } from './transcript.ts';

/** One call that was sent and answered. */
export interface Fact {
  /** Its place among the calls of the transcript. */
  readonly position: number;
  /** Index of its scenario among those of the transcript. */
  readonly scenario: number;
  readonly call: PlayedCall;
  readonly operation: Operation;
  readonly account: string;
  /** As sent, decoded. */
  readonly request: JsonObject;
  /** As it is remembered: defaults filled in, equivalent values written in one way. */
  readonly record: JsonObject;
  readonly violations: readonly Violation[];
  /** The answer, see `PlayedCall.seen`. */
  readonly seen: string;
  /** The code that came; undefined for a success and for what is not an answer of the API. */
  readonly code: string | undefined;
  /** Whether a value stands in another scenario too, and so is not a name of this one. */
  readonly isCommon: (value: Json) => boolean;
  /** Every `{…}`, and every two that are joined, that stand in a value of some call. */
  readonly braces: ReadonlySet<string>;
  /** First folders, such as `record/`, of the texts with `{…}` in several calls. */
  readonly starts: ReadonlySet<string>;
}

/** The calls of a transcript in the order in which they were sent. */
export function factsOf({ calls }: Transcript, contract: Contract): readonly Fact[] {
  const users = new Map<Json, Set<number>>();
  const isCommon = (value: Json): boolean => (users.get(value)?.size ?? 0) > 1;
  const braces = new Set<string>();
  const starts = new Set<string>();
  const facts = calls.flatMap((call, position) => {
    const operation = contract.get(call.operation);
    return operation ? [{ ...factOf(call, operation), position, isCommon, braces, starts }] : [];
  });
  for (const { request, scenario } of facts) {
    for (const value of scalarsIn(request)) {
      const scenarios = users.get(value) ?? new Set<number>();
      users.set(value, scenarios.add(scenario));
      for (const brace of bracesIn(value)) braces.add(brace);
      const [start] =
        typeof value === 'string' && value.includes('{') ? (/^[^{}/]{1,40}\//.exec(value) ?? []) : [];
      if (start !== undefined && starts.size < mostStarts) starts.add(start);
    }
  }
  return facts;
}

/** More first folders say no more. */
const mostStarts = 8;

/** Such as `{name}`, and two that one character joins, such as `{name}_{other}`. */
export function bracesIn(value: Json): readonly string[] {
  if (typeof value !== 'string' || !value.includes('{')) return [];
  const single = value.match(/\{[^{}]*\}/g) ?? [];
  const joined = [...value.matchAll(/(?=(\{[^{}]*\}[^{}/]\{[^{}]*\}))/g)].map(([, pair = '']) => pair);
  return [...single, ...joined];
}

function scalarsIn(value: Json): readonly Json[] {
  if (isArray(value)) return value.flatMap(scalarsIn);
  return isObject(value) ? Object.values(value).flatMap(scalarsIn) : [value];
}

/** What a call with other parameters would be, which nobody has answered yet. */
export function factLike(
  { call, operation, position, isCommon, braces, starts }: Fact,
  other: Pick<PlayedCall, 'parameters' | 'at' | 'method' | 'via'>,
): Fact {
  return { ...factOf({ ...call, ...other, seen: '' }, operation), position, isCommon, braces, starts };
}

/** An error of the API: status and code. */
const errorSeen = /^\d+ (.+)$/s;

function factOf(
  call: PlayedCall,
  operation: Operation,
): Omit<Fact, 'position' | 'isCommon' | 'braces' | 'starts'> {
  const { scenario, parameters, at, account = '', seen } = call;
  const request = decodeParameters(Object.entries(parameters), operation.shape).parameters;
  return {
    scenario,
    call,
    operation,
    account,
    request,
    record: operation.fillDefaults(request),
    violations: findViolations(operation.rules, request, at),
    seen,
    code: errorSeen.exec(seen)?.[1],
  };
}
