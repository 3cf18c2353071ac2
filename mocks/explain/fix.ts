/** Searches the smallest change that makes a request accepted, by dry runs. */
import type { Contract } from '../../contract/contract.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import { findViolations } from '../../contract/schema/violations.ts';
import type { Decision, Exchange } from '../engine/engine.ts';
import { applyChange, candidatesFor, candidatesForState, type CandidateChange } from './candidates.ts';
import { valueAt } from '../gateway/parameter-match.ts';

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
  readonly changes: readonly CandidateChange[];
  readonly decision: Decision;
  /** Whether the same rule still refuses. */
  readonly isStuck: boolean;
}

/** The records of a collection that the caller can see. */
export type List = (collection: string) => Promise<readonly JsonObject[]>;

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
  list: List,
): Promise<Fix | undefined> {
  const { decision, parameters } = exchange;
  if (decision.kind !== 'refused' || decision.by === 'gateway' || decision.by === 'fault') return undefined;
  const plannedPlays = Math.min(mostPlays, mostValues / sizeOf(parameters));
  let attempts: readonly FixAttempt[] = [{ parameters, changes: [], decision, isStuck: false }];
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
          changes: [...attempt.changes, change],
          decision: await retry(changed),
        };
        if (made.decision.kind === 'accepted') return describe(parameters, made.changes, changed);
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
  list: List,
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

function describe(asked: JsonObject, changes: readonly CandidateChange[], parameters: JsonObject): Fix {
  const names = changes.map(({ at }) =>
    at.map((step) => (typeof step === 'number' ? step + 1 : step)).join('.'),
  );
  return {
    changes: [...new Set(names)].map((parameter) => ({
      parameter,
      from: valueAt(asked, parameter),
      to: changes.findLast((_, index) => names[index] === parameter)?.to,
    })),
    parameters,
  };
}
