/** Evidence that a request is accepted, weakened by the contract's doubts about its parameters. */
import { weaker } from '../../contract/evidence.ts';
import { isObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Doubt } from '../../contract/schema/doubts.ts';
import type { Violation } from '../../contract/schema/violations.ts';
import type { Path } from '../../contract/schema/walk.ts';
import { anyError, type Scenario, type Step } from '../scenario/scenario.ts';
import { asRead, type StepAsRead } from './as-read.ts';
import { bindingsFor } from './bindings.ts';

interface SortedDoubts {
  readonly assumed: readonly Doubt[];
  readonly idle: ReadonlyMap<string, readonly Doubt[]>;
}

const sorted = new WeakMap<Operation, SortedDoubts>();

/** Sorted once, so that rules stay the same list: their tree is known by it. */
function doubtsOf(operation: Operation): SortedDoubts {
  const { doubts } = operation;
  const known = sorted.get(operation) ?? {
    assumed: doubts.filter(({ evidence, idle }) => !idle && evidence === 'assumed'),
    idle: Map.groupBy(
      doubts.filter(({ idle }) => idle),
      ({ path }) => path.join('.'),
    ),
  };
  sorted.set(operation, known);
  return known;
}

/** Doubts for which a request might be refused for another reason than the one tested. */
export function assumedDoubts(operation: Operation): readonly Doubt[] {
  return doubtsOf(operation).assumed;
}

/** Under what a value has no effect. */
export function idleAt(operation: Operation, path: Path): readonly Doubt[] {
  return doubtsOf(operation).idle.get(path.join('.')) ?? [];
}

/** The greatest number of items of a list that no doubt concerns. May be Infinity. */
export function undoubtedItems(operation: Operation, path: readonly string[]): number {
  const limits = doubtsOf(operation)
    .assumed.filter((doubt) => doubt.path.join('.') === path.join('.'))
    .map(({ limit }) => (isObject(limit) ? limit['maxItems'] : undefined));
  return Math.min(...limits.filter((limit) => typeof limit === 'number'));
}

/** A scenario of calls that say what they have to: without parameters that have no effect, and no surer than its requests are. */
export function settle(scenario: Scenario, operation: Operation): Scenario {
  return withDoubts(withoutIdle(scenario, operation), operation);
}

/** Remove the parameters that have no effect in this request. `families/idle.ts` asks separately whether a target accepts them. */
function withoutIdle(scenario: Scenario, operation: Operation): Scenario {
  return withSteps(scenario, (step) => {
    if (step.operation !== operation.name) return step;
    const { idle, broken } = readStep(step, operation, scenario);
    if (idle.size === 0) return step;
    const without = { ...step, parameters: withoutNames(step.parameters, idle) };
    // An item without other members stays: removing it would remove what the request is sent for.
    return areAlike(readStep(without, operation, scenario).broken, broken) ? without : step;
  });
}

/** Without a prototype, as `writeParameters` makes them. */
function withoutNames(parameters: Step['parameters'], names: ReadonlySet<string>): Step['parameters'] {
  const kept = Object.create(null) as Record<string, string>;
  for (const name in parameters) if (!names.has(name)) kept[name] = parameters[name] ?? '';
  return kept;
}

function areAlike(some: readonly Violation[], others: readonly Violation[]): boolean {
  return some.length === others.length && some.every(({ rule }, index) => rule === others[index]?.rule);
}

/** The scenario with the weakest evidence among the requests of its judged calls. */
export function withDoubts(scenario: Scenario, operation: Operation): Scenario {
  let { evidence } = scenario;
  for (const step of 'steps' in scenario.act ? scenario.act.steps : [scenario.act.step]) {
    // Where any refusal will do, a further reason for one makes it no less sure.
    if (step.operation !== operation.name || step.expect.includes(anyError)) continue;
    evidence = weaker(evidence, readStep(step, operation, scenario).evidence);
  }
  return evidence === scenario.evidence ? scenario : { ...scenario, evidence };
}

/** Steps that are the same object are read once: those of sequences are few, and each is looked at twice. */
const readSteps = new WeakMap<Step, { readonly about: object; readonly read: StepAsRead }>();

function readStep(step: Step, operation: Operation, { needs }: Scenario): StepAsRead {
  const about = needs ?? operation;
  const known = readSteps.get(step);
  if (known?.about === about) return known.read;
  const usual = bindingsFor(operation);
  const bindings = needs
    ? { ...usual, fixtures: { ...usual.fixtures, [needs.name]: needs.otherwise } }
    : usual;
  const read = asRead(step, operation, bindings);
  readSteps.set(step, { about, read });
  return read;
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
