/** Evidence that a request is accepted, weakened by the contract's doubts about its parameters. */
import { weaker, type Evidence } from '../../contract/evidence.ts';
import { isArray, isObject, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Doubt } from '../../contract/schema/doubts.ts';
import { findViolations, type Rule } from '../../contract/schema/rules.ts';
import { decodeParameters } from '../../contract/wire/parameters.ts';
import { fillPairs, fillRequest } from '../scenario/placeholders.ts';
import { anyError, type Scenario, type Step } from '../scenario/scenario.ts';
import { bindingsFor } from './bindings.ts';
import { removeAt, type Draft } from './draft.ts';

interface SortedDoubts {
  readonly assumed: readonly Doubt[];
  readonly idle: readonly Doubt[];
}

const sorted = new WeakMap<Operation, SortedDoubts>();

/** Sorted once, so that rules stay the same list: their tree is known by it. */
function doubtsOf(operation: Operation): SortedDoubts {
  const { doubts } = operation;
  const known = sorted.get(operation) ?? {
    assumed: doubts.filter(({ evidence, idle }) => !idle && evidence === 'assumed'),
    idle: doubts.filter(({ idle }) => idle),
  };
  sorted.set(operation, known);
  return known;
}

/** Doubts for which a request might be refused for another reason than the one tested. */
export function assumedDoubts(operation: Operation): readonly Doubt[] {
  return doubtsOf(operation).assumed;
}

/** Whether a request raises no doubt. */
export function isBeyondDoubt(operation: Operation, draft: Draft): boolean {
  const { now } = bindingsFor(operation);
  const request = fillRequest(draft, bindingsFor(operation));
  return findViolations(doubtsOf(operation).assumed, request, now).length === 0;
}

/** Remove the plain values that have no effect from a draft that is still to be repaired. */
export function leaveOutIdle(operation: Operation, draft: Draft): void {
  const bindings = bindingsFor(operation);
  const found = findViolations(doubtsOf(operation).idle, fillRequest(draft, bindings), bindings.now);
  for (const { at, value } of found) if (typeof value !== 'object') removeAt(draft, at);
}

/** The greatest number of items of a list that no doubt concerns. May be Infinity. */
export function undoubtedItems(operation: Operation, path: readonly string[]): number {
  const limits = doubtsOf(operation)
    .assumed.filter((doubt) => doubt.path.join('.') === path.join('.'))
    .map(({ limit }) => (isObject(limit) ? limit['maxItems'] : undefined));
  return Math.min(...limits.filter((limit) => typeof limit === 'number'));
}

/** Remove the parameters that have no effect in this request. `families/idle.ts` asks separately whether a target accepts them. */
export function withoutIdle(scenario: Scenario, operation: Operation): Scenario {
  return withSteps(scenario, (step) => {
    if (step.operation !== operation.name) return step;
    const { request, doubts } = readStep(step, operation, scenario);
    const idle = new Set(doubts.flatMap(({ doubt, name }) => (doubt.idle ? [name] : [])));
    if (idle.size === 0) return step;
    const kept = Object.fromEntries(Object.entries(step.parameters).filter(([name]) => !idle.has(name)));
    const without = { ...step, parameters: kept };
    // An item without other members stays: removing it would remove what the request is sent for.
    return areAlike(
      brokenBy(readStep(without, operation, scenario).request, operation),
      brokenBy(request, operation),
    )
      ? without
      : step;
  });
}

function brokenBy(request: JsonObject, operation: Operation): readonly Rule[] {
  return findViolations(operation.rules, request, bindingsFor(operation).now).map(({ rule }) => rule);
}

function areAlike(some: readonly Rule[], others: readonly Rule[]): boolean {
  return some.length === others.length && some.every((rule, index) => rule === others[index]);
}

/** The scenario with the weakest evidence among the requests of its judged calls. */
export function withDoubts(scenario: Scenario, operation: Operation): Scenario {
  let { evidence } = scenario;
  for (const step of 'steps' in scenario.act ? scenario.act.steps : [scenario.act.step]) {
    // Where any refusal will do, a further reason for one makes it no less sure.
    if (step.operation !== operation.name || step.expect.includes(anyError)) continue;
    for (const level of readStep(step, operation, scenario).levels) evidence = weaker(evidence, level);
  }
  return evidence === scenario.evidence ? scenario : { ...scenario, evidence };
}

/** That the numbers of a list may begin after 1, or have gaps, is assumed: the page only shows them counting up from 1. */
const gaps: Evidence = 'assumed';

interface FoundDoubt {
  readonly doubt: Doubt;
  /** The parameter that raises it, as on the wire. */
  readonly name: string;
}

/** A step as a target reads it, and what is doubtful about it. */
interface ReadStep {
  readonly request: JsonObject;
  readonly doubts: readonly FoundDoubt[];
  /** Evidence that what is doubtful about it is accepted. */
  readonly levels: readonly Evidence[];
}

/** Steps that are the same object are read once: those of sequences are few, and each is looked at twice. */
const readSteps = new WeakMap<Step, { readonly about: object; readonly read: ReadStep }>();

function readStep(step: Step, operation: Operation, { needs }: Scenario): ReadStep {
  const about = needs ?? operation;
  const known = readSteps.get(step);
  if (known?.about === about) return known.read;
  const usual = bindingsFor(operation);
  const bindings = needs
    ? { ...usual, fixtures: { ...usual.fixtures, [needs.name]: needs.otherwise } }
    : usual;
  const { parameters: request, indexOf } = decodeParameters(
    fillPairs(step.parameters, bindings),
    operation.shape,
  );
  const doubts = findViolations(operation.doubts, request, usual.now).map(({ rule, at }) => ({
    doubt: rule as Doubt, // found among the doubts
    name: wireName(request, at, indexOf),
  }));
  const levels = [...doubts.map(({ doubt }) => doubt.evidence), ...(hasGaps(step) ? [gaps] : [])];
  const read = { request, doubts, levels };
  readSteps.set(step, { about, read });
  return read;
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
  let [lastList, lastNumber] = ['', 0];
  for (const name of Object.keys(parameters))
    for (const [list, number] of itemsNamedIn(name)) {
      // The members of an item mostly stand beside each other.
      if (list === lastList && number === lastNumber) continue;
      [lastList, lastNumber] = [list, number];
      const numbers = lists.get(list);
      if (numbers) numbers.add(number);
      else lists.set(list, new Set([number]));
    }
  for (const numbers of lists.values()) if (Math.max(...numbers) !== numbers.size) return true;
  return false;
}

type NamedItem = readonly [list: string, number: number];

const namedItems = new Map<string, readonly NamedItem[]>();
const mostNames = 4096;

/** The lists that a name goes through, each with the number of the item: of `Parts.2.Kind` it is item 2 of `Parts`. */
function itemsNamedIn(name: string): readonly NamedItem[] {
  const known = namedItems.get(name);
  if (known) return known;
  const items = [...name.matchAll(/\.(\d+)(?=\.|$)/g)].map(({ 1: number, index }): NamedItem => [
    name.slice(0, index),
    Number(number),
  ]);
  if (namedItems.size >= mostNames) namedItems.clear();
  namedItems.set(name, items);
  return items;
}

function withSteps(scenario: Scenario, change: (step: Step) => Step): Scenario {
  const { act } = scenario;
  if (!('steps' in act)) {
    const step = change(act.step);
    return step === act.step ? scenario : { ...scenario, act: { ...act, step } };
  }
  const steps = act.steps.map(change);
  return steps.every((step, index) => step === act.steps[index])
    ? scenario
    : { ...scenario, act: { ...act, steps } };
}
