/** Random requests: valid ones, and ones that break exactly one rule. The same seed gives the same requests. */
import { weaker, type Evidence } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { subjectName, type Case } from '../keywords/case.ts';
import { waysToBreak } from '../keywords/violate.ts';
import { asDrawn, asRead, type StepAsRead } from '../requests/as-read.ts';
import { settle } from '../requests/doubts.ts';
import type { Draft } from '../requests/draft.ts';
import { attempt } from '../requests/gap.ts';
import { arrange, arrangeValid, type Placement } from '../requests/placement.ts';
import { minimalRequest, repair } from '../requests/valid-requests.ts';
import { sequence, success, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { createDice, eachOf, type Dice, type Draw } from './draw.ts';
import { requestDraw, type ObjectDraw } from './draw-request.ts';

export interface RandomOptions {
  readonly seed: number;
  /** Scenarios of each kind. */
  readonly runs: number;
}

const source = 'Request parameters, drawn at random from what each allows';

/** `runs` valid requests and as many that break one rule; an id has the request's number, and identifies it only together with the seed. */
export function randomScenarios(operation: Operation, options: RandomOptions): readonly Scenario[] {
  const isPossible = attempt('random', [], () => [minimalRequest(operation)]).length > 0;
  if (options.runs === 0 || !isPossible) return [];
  return [...acceptedRequests(operation, options), ...brokenRequests(operation, options)];
}

function acceptedRequests(operation: Operation, { seed, runs }: RandomOptions): readonly Scenario[] {
  const draw = validDraw(operation, ['stated', 'implied']);
  const dice = createDice(seed);
  return Array.from({ length: runs }, (_, index) => {
    const { draft, step, read } = draw(dice);
    const scenario: Scenario = {
      ...common(operation, 'implied'),
      id: `random/accepted-${index}`,
      title: `A random request with ${Object.keys(draft).length} parameters`,
      exercises: success,
      source,
      act: sequence(step),
    };
    return settleAsRead(scenario, operation, read);
  });
}

/** Scenarios whose request is read already. */
function settleAsRead(scenario: Scenario, operation: Operation, { idle, evidence }: StepAsRead): Scenario {
  if (idle.size > 0) return settle(scenario, operation);
  return { ...scenario, evidence: weaker(scenario.evidence, evidence) };
}

/** `count` valid drafts with a random choice of optional parameters, whose values have at least the given evidence. */
export function drawRequests(
  operation: Operation,
  levels: readonly Evidence[],
  { seed, count }: { readonly seed: number; readonly count: number },
): readonly Draft[] {
  const draw = validDraw(operation, levels);
  const dice = createDice(seed);
  return Array.from({ length: count }, () => draw(dice).draft);
}

/** A draft, the step that sends it, and what a target finds in it. */
interface DrawnRequest {
  readonly draft: Draft;
  readonly step: Step;
  readonly read: StepAsRead;
}

/** A contract may doubt most of what it allows; nothing is drawn more often than this. */
const mostAttempts = 100;

/** Requests that are acceptable beyond doubt. */
function validDraw(operation: Operation, levels: readonly Evidence[]): Draw<DrawnRequest> {
  const draw = requestDraw(operation, levels);
  return (dice) => {
    for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
      const draft = draw(dice);
      const read = asDrawn(draft, operation);
      if (!isSound(read)) {
        const repaired = mended(operation, draft);
        if (repaired && isBeyondDoubt(repaired.read)) return repaired;
      } else if (isBeyondDoubt(read)) return { draft, step: stepFor(operation, draft), read };
    }
    return asSent(operation, minimalRequest(operation));
  };
}

/** Undefined where parameters exclude each other in a way that cannot be repaired. */
function mended(operation: Operation, draft: Draft): DrawnRequest | undefined {
  const [repaired] = attempt('random', [], () => [repair(operation, draft)]);
  return repaired && asSent(operation, repaired);
}

function asSent(operation: Operation, draft: Draft): DrawnRequest {
  const step = stepFor(operation, draft);
  return { draft, step, read: asRead(step, operation) };
}

function isSound({ broken, isOdd }: StepAsRead): boolean {
  return broken.length === 0 && !isOdd;
}

function isBeyondDoubt({ effectiveEvidence }: StepAsRead): boolean {
  return effectiveEvidence !== 'assumed';
}

function brokenRequests(operation: Operation, { seed, runs }: RandomOptions): readonly Scenario[] {
  const breakable = operation.rules
    .filter(
      ({ codeEvidence, error }) =>
        codeEvidence !== 'assumed' && operation.errors.find(error)?.documented === true,
    )
    .map((rule) => ({ rule, subject: subjectName(rule), cases: surelyBroken(operation, rule) }));
  if (breakable.length === 0) return [];
  const draw = requestDraw(operation, ['stated']);
  const which = eachOf(breakable);
  const dice = createDice(seed);
  return Array.from({ length: runs }, (_, index) => {
    const { rule, subject, cases } = which(dice);
    const refusal = cases[dice(0, Math.max(0, cases.length - 1))];
    const scenario = refusal && brokenAtRandom(operation, { rule, subject, refusal, draw, dice });
    return scenario ? [{ ...scenario, id: `random/broken-${index}` }] : [];
  }).flat();
}

function surelyBroken(operation: Operation, rule: Rule): readonly Case[] {
  const cases = attempt('random', [], () => waysToBreak(operation, rule));
  return cases.filter(({ evidence }) => evidence !== 'assumed');
}

interface Breach {
  readonly rule: Rule;
  /** The parameter that it is about, for titles. */
  readonly subject: string;
  readonly refusal: Case;
  readonly draw: ObjectDraw;
  readonly dice: Dice;
}

/** Some rules are about what is doubtful; these are no surer after a hundred attempts. */
const fewAttempts = 3;

/** A request in which one rule is broken. Apart from that it is acceptable beyond doubt, if one of a few is. */
function brokenAtRandom(operation: Operation, breach: Breach): Omit<Scenario, 'id'> | undefined {
  let last: DrawnRequest | undefined;
  for (let attempts = 0; attempts < fewAttempts; attempts += 1) {
    // What is drawn mostly breaks no other rule: it is repaired as a whole only once it did.
    const broken = breakOne(operation, breach, attempts === 0 ? arrangeValid : arrange);
    if (!broken) continue;
    last = broken;
    if (isBeyondDoubt(broken.read)) break;
  }
  if (!last) return undefined;
  const { rule, subject, refusal } = breach;
  const isStated = rule.codeEvidence === 'stated' && refusal.evidence === undefined;
  return settleAsRead(
    {
      ...common(operation, isStated ? 'stated' : 'implied'),
      id: '',
      title: `${subject} ${refusal.title}, in a random request`,
      exercises: rule.error,
      source: rule.source,
      rule: { id: rule.id, pointer: rule.pointer },
      act: sequence({ ...last.step, expect: [rule.error] }),
    },
    operation,
    last.read,
  );
}

/** Of a list the item that is broken is one of the first, from 0. */
const mostItem = 3;

/** Undefined where the rule cannot be broken alone in the request that is drawn. */
function breakOne(
  operation: Operation,
  { rule, refusal, draw, dice }: Breach,
  arranged: typeof arrange,
): DrawnRequest | undefined {
  const draft = draw(dice, {}, rule.path[0]);
  const setting: Placement = { item: dice(0, mostItem), items: 1 };
  const [place] = attempt('random', [], () => [arranged(operation, draft, rule, setting)]);
  if (!place) return undefined;
  refusal.apply(draft, place);
  const drawn = asSent(operation, draft);
  const { broken, isOdd } = drawn.read;
  if (broken.length === 0) return undefined;
  const isAlone =
    arranged === arrangeValid
      ? !isOdd && broken.every((one) => one.rule === rule)
      : broken.every((one) => one.rule.error === rule.error);
  return isAlone ? drawn : undefined;
}

function common(
  operation: Operation,
  evidence: Evidence,
): Pick<Scenario, 'family' | 'operation' | 'evidence' | 'arrange'> {
  return { family: 'random', operation: operation.name, evidence, arrange: [] };
}
