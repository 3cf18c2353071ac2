/** A whole run: every chosen scenario against one target. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { defaultFixtures } from '../../scenarios/requests/bindings.ts';
import { isKeyFixed } from '../../scenarios/steps/related-operations.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { globToRegExp } from '../../scenarios/scenario/glob.ts';
import type { Scenario, Step } from '../../scenarios/scenario/scenario.ts';
import { cleanUp } from './cleanup.ts';
import type { Removal } from './created-resources.ts';
import { playScenario } from './play.ts';
import type { Result } from './result.ts';
import { callsOfCheck } from './rate.ts';
import { shrinkFailures } from './shrink.ts';
import type { CallContext } from './call-result.ts';
import { createSession, type Session } from './session.ts';
import type { Target } from '../targets/target.ts';

export interface RunOptions {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly target: Target;
  /** Makes the names that a run uses; the same seed makes the same ones. */
  readonly seed: number;
  /** Values that the target has, `/` between several; those that are left out are the contract's. */
  readonly fixtures?: Readonly<Record<string, string>>;
  /** Default: all that the contract gives. */
  readonly scenarios?: readonly Scenario[];
  /** Scenario ids, `*` for any text; all where it is empty. */
  readonly only?: readonly string[];
  /** The part of the chosen scenarios that this run plays; all where it is left out. */
  readonly shard?: Shard;
  /** Most calls that are sent, those that clean up included; scenarios that would need more are skipped. Default: as many as it takes. */
  readonly maxRequests?: number;
  /** Calls a second to a target that counts one account's calls. Default: five sixths of what the contract allows. */
  readonly rate?: number;
  /** Hears what the run would leave on the target if it ended now. */
  readonly onCreated?: (remaining: readonly Removal[]) => void;
  /** What a command line has to repeat so that a replay meets the same scenario, such as ` --seed 7`. */
  readonly replayFlags?: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** `index` from 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

type Fixtures = Readonly<Record<string, readonly string[]>>;

export interface Run {
  readonly options: RunOptions;
  /** In the order of the scenarios. */
  readonly results: readonly Result[];
  readonly durationMs: number;
}

/** The target cannot be reached at all. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** A choice of scenarios that chooses none. */
export class SelectionError extends Error {
  override readonly name = 'SelectionError';
}

/** Scenarios at a time, where each has an account of its own. */
const connections = 16;

/**
 * Run scenarios against a target.
 *
 * Throws UnreachableError where the first call finds nobody, and SelectionError where `only` matches no scenario.
 */
export async function run(options: RunOptions): Promise<Run> {
  const { contract, operation, target, seed } = options;
  const chosen = select(options.scenarios ?? generateScenarios(operation, contract), options.only ?? []);
  const scenarios = options.shard ? shardOf(chosen, options.shard) : chosen;
  // Related operations arrange what a scenario needs, and have fixtures of their own.
  const defaults = [...contract.values(), operation].map(defaultFixtures);
  const fixtures = { ...Object.assign({}, ...defaults), ...split(options.fixtures ?? {}) } as Fixtures;
  const session = createSession({
    contract,
    target,
    fixtures: withoutNeeds(fixtures, scenarios, options.fixtures),
    rate: options.rate,
    onCreated: options.onCreated,
  });
  const started = performance.now();
  const prefix = await freePrefix(scenarios, session, `us${seed.toString(36)}`);
  try {
    const played = await playAll(scenarios, session, prefix, options);
    const results = await shrinkFailures(played, {
      contract,
      operation,
      session,
      contextOf: (scenario) => contextOf(scenario, session, prefix),
      mayPlay: (scenario) => mayPlay(scenario, session, options),
    });
    return { options, results, durationMs: Math.round(performance.now() - started) };
  } finally {
    await cleanUp(session);
  }
}

/** A fixture that a scenario can make itself counts as given only where the user gave it. */
function withoutNeeds(
  fixtures: Readonly<Record<string, readonly string[]>>,
  scenarios: readonly Scenario[],
  given: Readonly<Record<string, string>> = {},
): Readonly<Record<string, readonly string[]>> {
  const needed = new Set(scenarios.flatMap(({ needs }) => (needs ? [needs.name] : [])));
  return Object.fromEntries(
    Object.entries(fixtures).filter(([name]) => !needed.has(name) || given[name] !== undefined),
  );
}

function split(fixtures: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(fixtures).map(([name, value]) => [name, value.split('/')]));
}

export function select(scenarios: readonly Scenario[], only: readonly string[]): readonly Scenario[] {
  if (only.length === 0) return scenarios;
  const patterns = only.map((glob) => ({ glob, pattern: globToRegExp(glob) }));
  const idle = patterns.find(({ pattern }) => !scenarios.some(({ id }) => pattern.test(id)));
  if (idle)
    throw new SelectionError(
      `Failed to select "${idle.glob}": no scenario has such an id. List them with "understudy scenarios".`,
    );
  return scenarios.filter(({ id }) => patterns.some(({ pattern }) => pattern.test(id)));
}

/** Every Nth scenario, from the Ith on; each scenario is in exactly one of the N shards. */
export function shardOf<T>(scenarios: readonly T[], { index, count }: Shard): readonly T[] {
  return scenarios.filter((_, position) => position % count === index - 1);
}

/**
 * Find a prefix that no earlier run used on a target that remembers: a record that is in the way says that one did.
 * On a target that forgets, the same seed always gives the same names.
 */
async function freePrefix(scenarios: readonly Scenario[], session: Session, base: string): Promise<string> {
  const probe = firstStep(scenarios);
  if (!probe || !session.target.persistent) return base;
  for (let generation = 0; generation < 1000; generation += 1) {
    const prefix = generation === 0 ? base : `${base}-${generation}`;
    const { parsed, operation } = await session.call(probe, {
      unique: `${prefix}-probe`,
      account: session.target.anyAccount ? `${prefix}-probe` : session.target.accounts[0],
    });
    if (parsed.kind === 'silent')
      throw new UnreachableError(
        `Failed to reach "${session.target.name}": ${parsed.reason}. Start it, or correct its address.`,
      );
    const inTheWay = operation.preconditions.find(
      ({ kind, collection }) => kind === 'absent' && collection === operation.effect?.collection,
    );
    // Where no part of the key is free, names change nothing; the scenarios clear the place themselves.
    if (parsed.kind !== 'error' || parsed.code !== inTheWay?.error || isKeyFixed(operation)) return prefix;
  }
  return base;
}

function firstStep(scenarios: readonly Scenario[]): Step | undefined {
  // What needs a fixture can be asked only when it is there.
  for (const { act, arrange } of scenarios.filter(({ needs }) => !needs)) {
    const step = arrange[0] ?? ('steps' in act ? act.steps[0] : act.step);
    if (step) return step;
  }
  return undefined;
}

async function playAll(
  scenarios: readonly Scenario[],
  session: Session,
  prefix: string,
  options: RunOptions,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let done = 0;
  const play = async (index: number): Promise<void> => {
    const scenario = scenarios[index];
    if (!scenario) return;
    results[index] = mayPlay(scenario, session, options)
      ? await playScenario(scenario, session, contextOf(scenario, session, prefix))
      : {
          scenario,
          verdict: 'skipped',
          decidingCall: undefined,
          judged: [],
          calls: [],
          reason: `it would take the run over ${options.maxRequests} calls`,
        };
    done += 1;
    options.onProgress?.(done, scenarios.length);
  };
  const indices = [...scenarios.keys()];
  const alone = indices.filter((index) => scenarios[index]?.act.kind === 'rate');
  const together = indices.filter((index) => !alone.includes(index));
  const lanes = Map.groupBy(together, (index) => laneOf(index, scenarios[index], session.target));
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      for (const index of lane) await play(index);
    }),
  );
  for (const index of alone) await play(index);
  return results;
}

/** Scenarios of one lane are played one after the other: those of one account, which has one pace. */
function laneOf(
  index: number,
  scenario: Scenario | undefined,
  { anyAccount, accounts, persistent }: Target,
): unknown {
  if (!anyAccount) return scenario && accountOf(scenario, accounts);
  // In process one after the other is as fast, and the same every time.
  return persistent ? index % connections : 0;
}

function contextOf(scenario: Scenario, { target }: Session, prefix: string): CallContext {
  const unique = `${prefix}-${shortHash(scenario.id)}`;
  return { unique, account: target.anyAccount ? unique : accountOf(scenario, target.accounts) };
}

/** Always the same one for a scenario, so that a replay meets the same state. Undefined where none is known. */
function accountOf({ id }: Scenario, accounts: readonly string[]): string | undefined {
  return accounts[Number.parseInt(shortHash(id), 36) % accounts.length];
}

/** Whether a scenario, and cleaning up after it, stays within the calls that a run may send. */
function mayPlay(
  scenario: Scenario,
  session: Session,
  { maxRequests = Number.POSITIVE_INFINITY }: RunOptions,
): boolean {
  return session.sent() + callsOf(scenario) + removalsAfter(scenario, session) <= maxRequests;
}

/** Calls that the clean-up sends at most if the run ends after this scenario. */
function removalsAfter(scenario: Scenario, { target, created }: Session): number {
  if (!target.persistent) return 0;
  return created.remaining().length + (created.canRemove(scenario.operation) ? callsOf(scenario) : 0);
}

/** Calls that a scenario sends, those that are repeated because of throttling left out. */
function callsOf({ arrange, act }: Scenario): number {
  switch (act.kind) {
    case 'sequence':
    case 'together':
    case 'inspect':
      return arrange.length + act.steps.length;
    case 'simultaneous':
      return arrange.length + act.copies;
    case 'rate':
      return callsOfCheck(act.check);
  }
}

/** Seven letters and digits (FNV-1a, 32 bits): names stay short, and stay the same when scenarios are added. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(7, '0');
}
