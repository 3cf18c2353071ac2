/** What a run saw, call by call, in the form in which explanations are looked for. */
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { findViolations, type Violation } from '../../contract/schema/rules.ts';
import { decodeParameters } from '../../contract/wire/parameters.ts';
import { success } from '../../scenarios/scenario/scenario.ts';
import type { CallResult } from '../run/call-result.ts';
import { conforms, isThrottled } from '../run/judge.ts';
import type { Result } from '../run/result.ts';

/** One call that was sent and answered. */
export interface Fact {
  /** Index of its scenario among the results. */
  readonly scenario: number;
  readonly call: CallResult;
  readonly operation: Operation;
  readonly account: string;
  /** As sent, decoded. */
  readonly request: JsonObject;
  /** As it is remembered: defaults filled in, equivalent values written in one way. */
  readonly record: JsonObject;
  readonly violations: readonly Violation[];
  /** What came: `OK`, or status and code, or what was wrong with the answer. */
  readonly seen: string;
  /** The code that came; undefined for a success and for what is not an answer of the API. */
  readonly code: string | undefined;
  /** Whether a value stands in another scenario too, and so is not a name of this one. */
  readonly isCommon: (value: Json) => boolean;
  /** Every `{…}` that stands in a value of some call. */
  readonly braces: ReadonlySet<string>;
}

/**
 * The calls of all scenarios in the order in which they were sent. Calls of rate-limit scenarios are left out, since what they
 * are answered depends on their number; so are calls that were throttled or changed on purpose.
 */
export function factsOf(results: readonly Result[]): readonly Fact[] {
  const users = new Map<Json, Set<number>>();
  const isCommon = (value: Json): boolean => (users.get(value)?.size ?? 0) > 1;
  const braces = new Set<string>();
  const facts = results.flatMap(({ scenario, calls }, index) =>
    (scenario.family === 'rate-limit' ? decidingCallOf(results[index]) : calls)
      .filter(isPlain)
      .map((call) => ({ ...factOf(call, index), isCommon, braces })),
  );
  for (const { request, scenario } of facts) {
    for (const value of scalarsIn(request)) {
      const scenarios = users.get(value) ?? new Set<number>();
      users.set(value, scenarios.add(scenario));
      for (const brace of bracesIn(value)) braces.add(brace);
    }
  }
  return facts.toSorted((a, b) => a.call.number - b.call.number);
}

/** Such as `{name}`. */
export function bracesIn(value: Json): readonly string[] {
  return typeof value === 'string' ? (value.match(/\{[^{}]*\}/g) ?? []) : [];
}

function scalarsIn(value: Json): readonly Json[] {
  if (isArray(value)) return value.flatMap(scalarsIn);
  return isObject(value) ? Object.values(value).flatMap(scalarsIn) : [value];
}

/** The last call of a rate-limit scenario is like any other where it was not throttled. */
function decidingCallOf(result: Result | undefined): readonly CallResult[] {
  const call = result?.decidingCall;
  return call && !conforms(result.verdict) && call.parsed.kind !== 'success' ? [call] : [];
}

function isPlain({ call, operation, parsed }: CallResult): boolean {
  return call.tamper === undefined && !isThrottled(operation, parsed);
}

function factOf(call: CallResult, scenario: number): Omit<Fact, 'isCommon' | 'braces'> {
  const { operation, parameters, at, account = '', parsed } = call;
  const request = decodeParameters(Object.entries(parameters), operation.shape).parameters;
  return {
    scenario,
    call,
    operation,
    account,
    request,
    record: operation.fillDefaults(request),
    violations: findViolations(operation.rules, request, at),
    seen: seenOf(call),
    code: parsed.kind === 'error' ? parsed.code : undefined,
  };
}

function seenOf({ parsed }: CallResult): string {
  switch (parsed.kind) {
    case 'success':
      return success;
    case 'error':
      return `${parsed.status} ${parsed.code}`;
    case 'broken':
      return `status ${parsed.status}: ${parsed.reason}`;
    case 'silent':
      return 'nothing';
  }
}
