/** Evidence that a request is accepted, weakened by the contract's doubts about its parameters. */
import { weaker, type Evidence } from '../../contract/evidence.ts';
import { isArray, isObject, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Doubt } from '../../contract/schema/doubts.ts';
import { findViolations } from '../../contract/schema/rules.ts';
import { decodeParameters } from '../../contract/wire/parameters.ts';
import { fillParameters, fillRequest } from '../scenario/placeholders.ts';
import { anyError, type Scenario, type Step } from '../scenario/scenario.ts';
import { bindingsFor } from './bindings.ts';
import type { Draft } from './draft.ts';

/** Whether a request raises no doubt: a request with one might be refused for another reason than the one tested. */
export function assumedDoubts(operation: Operation): readonly Doubt[] {
  return operation.doubts.filter(({ evidence, idle }) => !idle && evidence === 'assumed');
}

export function isBeyondDoubt(operation: Operation, draft: Draft): boolean {
  const { now } = bindingsFor(operation);
  const request = fillRequest(draft, bindingsFor(operation));
  return findViolations(assumedDoubts(operation), request, now).length === 0;
}

/** The greatest number of items of a list that no doubt concerns. May be Infinity. */
export function undoubtedItems(operation: Operation, path: readonly string[]): number {
  const limits = assumedDoubts(operation)
    .filter((doubt) => doubt.path.join('.') === path.join('.'))
    .map(({ limit }) => (isObject(limit) ? limit['maxItems'] : undefined));
  return Math.min(...limits.filter((limit) => typeof limit === 'number'));
}

/** Remove the parameters that have no effect in this request. `families/idle.ts` asks separately whether a target accepts them. */
export function withoutIdle(scenario: Scenario, operation: Operation): Scenario {
  return withSteps(scenario, (step) => {
    if (step.operation !== operation.name) return step;
    const idle = new Set(
      doubtsIn(step, operation, scenario).flatMap(({ doubt, name }) => (doubt.idle ? [name] : [])),
    );
    if (idle.size === 0) return step;
    const kept = Object.fromEntries(Object.entries(step.parameters).filter(([name]) => !idle.has(name)));
    const brokenBy = (parameters: Step['parameters']): string =>
      JSON.stringify(violationsIn(parameters, operation, scenario).map(({ rule }) => rule.id));
    // An item without other members stays: removing it would remove what the request is sent for.
    return brokenBy(kept) === brokenBy(step.parameters) ? { ...step, parameters: kept } : step;
  });
}

/** The scenario with the weakest evidence among the requests of its judged calls. */
export function withDoubts(scenario: Scenario, operation: Operation): Scenario {
  const steps = 'steps' in scenario.act ? scenario.act.steps : [scenario.act.step];
  const levels = steps
    // Where any refusal will do, a further reason for one makes it no less sure.
    .filter((step) => step.operation === operation.name && !step.expect.includes(anyError))
    .flatMap((step) => [
      ...doubtsIn(step, operation, scenario).map(({ doubt }) => doubt.evidence),
      ...(hasGaps(step) ? [gaps] : []),
    ]);
  const evidence = levels.reduce(weaker, scenario.evidence);
  return evidence === scenario.evidence ? scenario : { ...scenario, evidence };
}

/** That the numbers of a list may begin after 1, or have gaps, is assumed: the page only shows them counting up from 1. */
const gaps: Evidence = 'assumed';

interface FoundDoubt {
  readonly doubt: Doubt;
  /** The parameter that raises it, as on the wire. */
  readonly name: string;
}

function doubtsIn({ parameters }: Step, operation: Operation, scenario: Scenario): readonly FoundDoubt[] {
  const { now } = bindingsFor(operation);
  const { parameters: request, indexOf } = decodeStep(parameters, operation, scenario);
  return findViolations(operation.doubts, request, now).map(({ rule, at }) => ({
    doubt: rule as Doubt, // found among the doubts
    name: wireName(request, at, indexOf),
  }));
}

function violationsIn(
  parameters: Step['parameters'],
  operation: Operation,
  scenario: Scenario,
): ReturnType<typeof findViolations> {
  const { now } = bindingsFor(operation);
  return findViolations(operation.rules, decodeStep(parameters, operation, scenario).parameters, now);
}

function decodeStep(
  parameters: Step['parameters'],
  operation: Operation,
  { needs }: Scenario,
): ReturnType<typeof decodeParameters> {
  const usual = bindingsFor(operation);
  const needed = needs ? { [needs.name]: needs.otherwise } : {};
  const bindings = { ...usual, fixtures: { ...usual.fixtures, ...needed } };
  return decodeParameters(Object.entries(fillParameters(parameters, bindings)), operation.shape);
}

function wireName(
  request: JsonObject,
  at: readonly (string | number)[],
  indexOf: ReturnType<typeof decodeParameters>['indexOf'],
): string {
  let value: unknown = request;
  const steps = at.map((step) => {
    const list = value;
    value = (value as Readonly<Record<string | number, unknown>>)[step]; // a place leads through objects and lists
    return typeof step === 'number' && isArray(list) ? indexOf(list, step) : step;
  });
  return steps.join('.');
}

/** Whether the numbers of a list's items do not count upward from 1. */
function hasGaps({ parameters }: Step): boolean {
  const lists = new Map<string, Set<number>>();
  for (const name of Object.keys(parameters)) {
    for (const { 0: mark, 1: number, index } of name.matchAll(/\.(\d+)(?=\.|$)/g)) {
      const list = name.slice(0, index);
      lists.set(list, (lists.get(list) ?? new Set()).add(Number(number ?? mark)));
    }
  }
  return [...lists.values()].some((numbers) => Math.max(...numbers) !== numbers.size);
}

function withSteps(scenario: Scenario, change: (step: Step) => Step): Scenario {
  const { act } = scenario;
  return {
    ...scenario,
    act: 'steps' in act ? { ...act, steps: act.steps.map(change) } : { ...act, step: change(act.step) },
  };
}
