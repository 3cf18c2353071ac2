/** A step as a target reads it: which rules it breaks, and what is doubtful about it. All of that is found in one walk. */
import { weaker, type Evidence } from '../../contract/evidence.ts';
import { isArray, isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { findViolations, type Place, type Violation } from '../../contract/schema/violations.ts';
import type { Path } from '../../contract/schema/walk.ts';
import { decodeParameters, type Decoded } from '../../contract/wire/parameters.ts';
import { fillPairs, fillRequest, type Bindings } from '../scenario/placeholders.ts';
import type { Step } from '../scenario/scenario.ts';
import { bindingsFor } from './bindings.ts';
import type { Draft, DraftValue } from './draft.ts';
import { adviceOf } from './valid-requests.ts';

export interface StepAsRead {
  /** In the order of the rules. */
  readonly broken: readonly Violation[];
  /** Parameters without effect, as on the wire. */
  readonly idle: ReadonlySet<string>;
  /** Whether it leaves out what the page recommends, or its lists have gaps. */
  readonly isOdd: boolean;
  /** Evidence that what is doubtful about it is accepted; `stated` where nothing is. */
  readonly evidence: Evidence;
  /** The same but for what has no effect. */
  readonly effectiveEvidence: Evidence;
}

/** That the numbers of a list may begin after 1, or have gaps, is assumed: the page only shows them counting up from 1. */
const gaps: Evidence = 'assumed';

export function asRead(
  step: Step,
  operation: Operation,
  bindings: Bindings = bindingsFor(operation),
): StepAsRead {
  const decoded = decodeParameters(fillPairs(step.parameters, bindings), operation.shape);
  return read(decoded, operation, bindings, isNumberedOddly(decoded.parameters, decoded));
}

/** The same for a draft, of values that a target reads as they are. What is empty in it is odd: it would not be sent. */
export function asDrawn(draft: Draft, operation: Operation): StepAsRead {
  const bindings = bindingsFor(operation);
  const decoded: Decoded = {
    parameters: fillRequest(draft, bindings),
    indexOf: (_, position) => position + 1,
  };
  return read(decoded, operation, bindings, hasEmpty(draft));
}

/** A plain value as a target reads it where it is sent; undefined where it reads nothing, as of an empty text. */
export function valueAsRead(operation: Operation, path: Path, value: Json): Json | undefined {
  const name = path.map((step) => (step === '[]' ? '1' : step)).join('.');
  const { parameters } = decodeParameters([[name, String(value)]], operation.shape);
  return path.reduce<Json | undefined>(
    (holder, step) => (isArray(holder) ? holder[0] : isObject(holder) ? holder[step] : undefined),
    parameters,
  );
}

function read(decoded: Decoded, operation: Operation, { now }: Bindings, hasGaps: boolean): StepAsRead {
  let evidence: Evidence = hasGaps ? gaps : 'stated';
  let effectiveEvidence = evidence;
  let isOdd = hasGaps;
  const broken: Violation[] = [];
  let idle: Set<string> | undefined;
  for (const violation of findViolations(toldOf(operation), decoded.parameters, now)) {
    const { rule, at } = violation;
    if (!('idle' in rule)) {
      if (adviceOf(operation).includes(rule)) isOdd = true;
      else broken.push(violation);
      continue;
    }
    evidence = weaker(evidence, rule.evidence);
    if (rule.idle === true) (idle ??= new Set()).add(wireName(at, decoded));
    else effectiveEvidence = weaker(effectiveEvidence, rule.evidence);
  }
  return { broken, idle: idle ?? nothing, isOdd, evidence, effectiveEvidence };
}

function hasEmpty(value: DraftValue): boolean {
  if (isArray(value)) return value.length === 0 || value.some(hasEmpty);
  if (!isObject(value)) return value === '';
  const names = Object.keys(value);
  return names.length === 0 || names.some((name) => hasEmpty(value[name] ?? null));
}

const nothing: ReadonlySet<string> = new Set();

const told = new WeakMap<Operation, readonly Rule[]>();

/** All that can be said of a request: one list for each operation, since its tree is known by it. */
function toldOf(operation: Operation): readonly Rule[] {
  const known = told.get(operation) ?? [...operation.rules, ...adviceOf(operation), ...operation.doubts];
  told.set(operation, known);
  return known;
}

/** Whether the numbers of some list's items do not count upward from 1. */
function isNumberedOddly(value: Json, decoded: Decoded): boolean {
  if (isArray(value)) {
    const last = value.length - 1;
    if (last >= 0 && decoded.indexOf(value, last) !== value.length) return true;
    return value.some((item) => isNumberedOddly(item, decoded));
  }
  if (!isObject(value)) return false;
  for (const name of Object.keys(value)) {
    const member = value[name] ?? null;
    if (typeof member === 'object' && isNumberedOddly(member, decoded)) return true;
  }
  return false;
}

function wireName(at: Place, { parameters, indexOf }: Decoded): string {
  let value: unknown = parameters;
  const steps = at.map((step) => {
    const list = value;
    value = (value as Readonly<Record<string | number, unknown>>)[step]; // a place leads through objects and lists
    return typeof step === 'number' && isArray(list) ? indexOf(list, step) : step;
  });
  return steps.join('.');
}
