/** Searches the smallest change that makes a request accepted, by dry runs. */
import type { Contract } from '../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { findViolations } from '../../contract/schema/violations.ts';
import type { Decision, Exchange } from '../engine/engine.ts';
import { applyChange, candidatesFor, candidatesForState, type CandidateChange } from './candidates.ts';

/** Runs a request with other parameters on a copy of the state, without the gateway's checks. */
export type DryRun = (parameters: JsonObject) => Promise<Decision>;

/** The smallest change found that makes a call accepted. */
export interface Fix {
  readonly changes: readonly ParameterChange[];
  /** The whole request after the change. */
  readonly parameters: JsonObject;
}

/** One parameter of such a change. */
export interface ParameterChange {
  /** By its name on the wire. */
  readonly parameter: string;
  /** Undefined for a parameter that was missing. */
  readonly from: Json | undefined;
  /** Undefined for a parameter to leave out. */
  readonly to: Json | undefined;
}

interface FixAttempt {
  readonly parameters: JsonObject;
  readonly decision: Decision;
  /** Whether the same rule still refuses. */
  readonly isStuck: boolean;
}

/** The records of a collection that the caller can see. */
export type ListRecords = (collection: string) => Promise<readonly JsonObject[]>;

/** Limits of the search: changes in one fix, dry runs, and how many values all of these look at. */
const mostChanges = 8;
const mostPlays = 300;
const mostValues = 100_000;
/** Greatest number of records whose keys are proposed. */
const mostKnown = 10;
/** How many requests with the same number of changes are changed further (beam width). */
const width = 4;

/** Undefined if none was found, and for a refusal by the gateway: it cannot be fixed by changing operation parameters. */
export async function findFix(
  exchange: Exchange,
  contract: Contract,
  retry: DryRun,
  list: ListRecords,
): Promise<Fix | undefined> {
  const { decision, parameters } = exchange;
  if (decision.kind !== 'refused' || decision.by === 'gateway' || decision.by === 'fault') return undefined;
  const plannedPlays = Math.min(mostPlays, mostValues / sizeOf(parameters));
  let attempts: readonly FixAttempt[] = [{ parameters, decision, isStuck: false }];
  let plays = 0;
  for (let depth = 0; depth < mostChanges; depth += 1) {
    const next: FixAttempt[] = [];
    for (const attempt of attempts) {
      for (const change of await candidatesOf(attempt, exchange, contract, list)) {
        plays += 1;
        if (plays > plannedPlays) return undefined;
        const changed = applyChange(attempt.parameters, change);
        const made = {
          parameters: changed,
          decision: await retry(changed),
        };
        if (made.decision.kind === 'accepted')
          return { changes: differences(parameters, changed), parameters: changed };
        next.push({ ...made, isStuck: isSame(made.decision, attempt.decision) });
      }
    }
    attempts = mostPromising(next, exchange, contract);
  }
  return undefined;
}

/** The number of values in a value, itself included. */
function sizeOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, member) => sum + sizeOf(member), 1);
}

async function candidatesOf(
  { decision, parameters }: FixAttempt,
  exchange: Exchange,
  contract: Contract,
  list: ListRecords,
): Promise<readonly CandidateChange[]> {
  const operation = contract.get(exchange.operation ?? '');
  if (!operation || decision.kind !== 'refused') return [];
  const violation = findViolations(operation.rules, parameters, exchange.at)[0];
  if (violation) return candidatesFor(operation, violation, exchange.at);
  const missing = operation.preconditions.find(
    ({ error, kind }) => error === decision.error && kind === 'present',
  );
  const known = missing ? await list(missing.collection) : [];
  return candidatesForState(
    operation,
    { error: decision.error, key: decision.key ?? [], known: known.slice(0, mostKnown) },
    operation.fillDefaults(parameters),
  );
}

function isSame(a: Decision, b: Decision): boolean {
  return a.kind === 'refused' && b.kind === 'refused' && a.rule === b.rule && a.parameter === b.parameter;
}

/** Requests refused by another rule than before come first, then those with the fewest broken rules. */
function mostPromising(
  attempts: readonly FixAttempt[],
  exchange: Exchange,
  contract: Contract,
): readonly FixAttempt[] {
  const rules = contract.get(exchange.operation ?? '')?.rules ?? [];
  return attempts
    .map((attempt) => ({ attempt, broken: findViolations(rules, attempt.parameters, exchange.at).length }))
    .toSorted((a, b) => Number(a.attempt.isStuck) - Number(b.attempt.isStuck) || a.broken - b.broken)
    .slice(0, width)
    .map(({ attempt }) => attempt);
}

/**
 * What differs, by names on the wire as the request has them: an item that is left out is one change, and does not rename those
 * behind it; what is added stands value by value.
 */
function differences(
  asked: Json | undefined,
  fixed: Json | undefined,
  parameter = '',
): readonly ParameterChange[] {
  if (isAlike(asked, fixed)) return [];
  const change = [{ parameter, from: asked, to: fixed }];
  const inside = (step: string | number): string => (parameter === '' ? `${step}` : `${parameter}.${step}`);
  if (fixed === undefined) return change;
  if (isArray(fixed)) {
    const list = asked === undefined ? [] : asked;
    if (!isArray(list)) return change;
    const kept = keptOf(list, fixed);
    if (kept)
      return list.flatMap((item, index) =>
        kept.has(index) ? [] : [{ parameter: inside(index + 1), from: item, to: undefined }],
      );
    if (fixed.length < list.length) return change;
    return fixed.flatMap((item, index) => differences(list[index], item, inside(index + 1)));
  }
  if (!isObject(fixed)) return change;
  const before = asked === undefined ? {} : asked;
  if (!isObject(before)) return change;
  return [...new Set([...Object.keys(before), ...Object.keys(fixed)])].flatMap((name) =>
    differences(before[name], fixed[name], inside(name)),
  );
}

/** Which items of a list make up another, in their order. Undefined where the other has something else. */
function keptOf(list: readonly Json[], other: readonly Json[]): ReadonlySet<number> | undefined {
  const kept = new Set<number>();
  list.forEach((item, index) => {
    if (kept.size < other.length && isAlike(item, other[kept.size])) kept.add(index);
  });
  return kept.size === other.length ? kept : undefined;
}

function isAlike(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
