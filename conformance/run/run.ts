/** A whole run: every chosen scenario against one target. */
import { isPromise } from '../../contract/awaitable.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { removeAll, type CleanUp } from './cleanup.ts';
import { askAgain } from './ask-again.ts';
import { playQuestions } from './ask-more.ts';
import { hideSecrets } from './results/hide-secrets.ts';
import { fixturesOf } from './fixtures.ts';
import { playScenario, skip } from './play.ts';
import { assertReachable, isReachable } from './reach.ts';
import { refuseUnknownRunOptions, type RunOptions } from './run-options.ts';
import type { Result } from './results/result.ts';
import { callsOfCheck } from './rate.ts';
import { failsWithBareCalls } from './bare-calls.ts';
import { shrinkFailures } from './shrink/shrink.ts';
import type { CallContext, CallResult } from './results/call-result.ts';
import { createPrefix } from './session/prefix.ts';
import { select, shardOf } from './select.ts';
import { afterSeconds, StoppedError, stopReason } from './session/stop.ts';
import { createSession, type Session } from './session/session.ts';
import { strikerOf } from '../targets/secrets.ts';
import type { Target } from '../targets/target.ts';

/** What a run found: a result for each scenario, for `createReport` and `compareRuns`. */
export interface Run {
  readonly options: RunOptions;
  /** In the order of the scenarios. */
  readonly results: readonly Result[];
  /** Whether failures come again without the parameters that a call by hand leaves out, as curl lines then do. */
  readonly bareCalls: boolean;
  /** Calls beyond the scenarios, by question; see `askMore`. */
  readonly questions: readonly (readonly CallResult[])[];
  /** When it began, by the target's clock, in milliseconds. */
  readonly startedAt: number;
  /** The clean-up included. */
  readonly durationMs: number;
  /** What the names that the run made begin with. */
  readonly prefix: string;
  /** What was removed at the end, and what was not. */
  readonly cleanUp: CleanUp;
  /** Why the run ended before every scenario was played; absent where none of them had to be left out for time. */
  readonly cutOff?: string;
}

/** Scenarios at a time, where each has an account of its own. */
const connections = 16;

/** Scenarios at a time of one account: as fast as its pace, though one answer may be late. */
const connectionsOfAccount = 4;

/**
 * Run scenarios against a target.
 *
 * Throws UnreachableError where the first call finds nobody, and SelectionError where `only` matches no scenario.
 *
 *     const contract = readContract();
 *     const operation = mainOperation(contract);
 *     const target = createHttpTarget('http://127.0.0.1:4010', { anyAccount: true });
 *     const run = await runConformance({ contract, operation, target, seed: 1 });
 *     console.log(run.results.filter(({ verdict }) => verdict === 'skipped').length);
 */
export async function run(options: RunOptions): Promise<Run> {
  refuseUnknownRunOptions(options);
  const { contract, operation, target, seed } = options;
  const chosen = select(options.scenarios ?? generateScenarios(operation, contract), options.only ?? []);
  const scenarios = options.shard ? shardOf(chosen, options.shard) : chosen;
  const signal = AbortSignal.any([
    ...(options.signal ? [options.signal] : []),
    afterSeconds(options.maxSeconds),
  ]);
  const session = createSession({
    contract,
    target,
    fixtures: fixturesOf(contract, operation, scenarios, options.fixtures),
    rate: options.rate,
    onCreated: options.onCreated,
    maxRequests: options.maxRequests,
    signal,
  });
  const started = performance.now();
  const startedAt = target.clock.now();
  const prefix = options.prefix ?? createPrefix(target, seed);
  if (target.persistent) await assertReachable(session, options, prefix);
  let results: readonly Result[];
  let questions: Run['questions'] = [];
  let bareCalls = false;
  let cleanUp: CleanUp;
  try {
    const strike = strikerOf(target.secrets ?? []);
    const played = await playAndAskAgain(scenarios, session, prefix, options);
    results = strike ? played.map((result) => hideSecrets(result, strike)) : played;
    bareCalls = await askWithBareCalls(played, session, prefix, options);
    questions = await askForMore(results, session, prefix, options);
  } finally {
    cleanUp = await removeWhatWasMade(session, signal, options);
    session.close();
  }
  const cutOff = stopReason(signal);
  const durationMs = Math.round(performance.now() - started);
  return {
    options,
    results,
    bareCalls,
    questions,
    startedAt,
    durationMs,
    prefix,
    cleanUp,
    ...(cutOff !== undefined && { cutOff }),
  };
}

async function playAndAskAgain(
  scenarios: readonly Scenario[],
  session: Session,
  prefix: string,
  options: RunOptions,
): Promise<readonly Result[]> {
  const { contract, operation } = options;
  const shared = {
    session,
    contextOf: (scenario: Scenario) => contextOf(scenario, session, prefix),
    mayPlay: (scenario: Scenario) => mayPlay(scenario, session, options),
  };
  const played = await playAll(scenarios, session, prefix, options);
  const answered = await askAgain(played, {
    ...shared,
    isReachable: () => isReachable(session, options, prefix),
  });
  try {
    return await shrinkFailures(answered, { ...shared, contract, operation });
  } catch (error) {
    // Shorter failures are for those who have the time.
    if (error instanceof StoppedError) return answered;
    throw error;
  }
}

async function askWithBareCalls(
  results: readonly Result[],
  session: Session,
  prefix: string,
  options: RunOptions,
): Promise<boolean> {
  try {
    return await failsWithBareCalls(results, {
      session,
      contextOf: (scenario) => contextOf(scenario, session, prefix),
      mayPlay: (scenario) => mayPlay(scenario, session, options),
      showsAll: options.only?.length === 1 && results.length === 1,
    });
  } catch (error) {
    if (error instanceof StoppedError) return false;
    throw error;
  }
}

async function askForMore(
  results: readonly Result[],
  session: Session,
  prefix: string,
  { askMore, operation, maxRequests = Number.POSITIVE_INFINITY }: RunOptions,
): Promise<Run['questions']> {
  const { target, created } = session;
  if (!askMore) return [];
  return playQuestions({ results, prefix }, askMore, {
    session,
    contextOf: (index) => {
      const unique = `${prefix}-ask${index}`;
      return { unique, account: target.anyAccount ? unique : target.accounts[0] };
    },
    maySend: (calls) => {
      const removals = target.persistent
        ? created.remaining().length + (created.canRemove(operation.name) ? calls : 0)
        : 0;
      return session.sent() + calls + removals <= maxRequests;
    },
  });
}

/** How long a clean-up goes on after a run that was stopped. */
const cleanUpAfterStopMs = 30_000;

async function removeWhatWasMade(
  session: Session,
  stopped: AbortSignal,
  { onCleanUp, cleanUpSignal }: RunOptions,
): Promise<CleanUp> {
  if (!session.target.persistent) return { removed: 0, remaining: [] };
  const bound = new AbortController();
  const startBound = (): void => {
    setTimeout(() => bound.abort(), cleanUpAfterStopMs).unref();
  };
  if (stopped.aborted) startBound();
  else stopped.addEventListener('abort', startBound, { once: true });
  session.resume(AbortSignal.any([bound.signal, ...(cleanUpSignal ? [cleanUpSignal] : [])]));
  return removeAll(session.created.remaining(), session, { onProgress: onCleanUp });
}

async function playAll(
  scenarios: readonly Scenario[],
  session: Session,
  prefix: string,
  options: RunOptions,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const breathe = createBreather();
  let done = 0;
  const play = (index: number): Promise<void> | undefined => {
    const scenario = scenarios[index];
    if (!scenario) return undefined;
    const began = performance.now();
    const keep = (result: Result): Promise<void> | undefined => {
      results[index] = { ...result, durationMs: performance.now() - began };
      done += 1;
      options.onProgress?.(done, scenarios.length);
      return breathe();
    };
    const result = mayPlay(scenario, session, options)
      ? playScenario(scenario, session, contextOf(scenario, session, prefix))
      : skip(scenario, `it would take the run over ${options.maxRequests} calls`);
    return isPromise(result) ? result.then(keep) : keep(result);
  };
  const indices = [...scenarios.keys()];
  const alone = indices.filter((index) => scenarios[index]?.act.kind === 'rate');
  const together = indices.filter((index) => scenarios[index]?.act.kind !== 'rate');
  const queues = Map.groupBy(together, (index) => queueOf(scenarios[index], session.target));
  const lanes = [...queues.values()].flatMap((queue) =>
    Array.from({ length: lanesOf(session.target) }, async () => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        const playing = play(index);
        if (playing) await playing;
      }
    }),
  );
  await Promise.all(lanes);
  for (const index of alone) await play(index);
  return results;
}

/** How long nothing else of the process may wait. */
const breathEveryMs = 50;

/** Lets timers and signals in now and then: a target in process answers without a pause, and Ctrl-C would be heard at the end. */
function createBreather(): () => Promise<void> | undefined {
  let last = performance.now();
  const breathe = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
  };
  return () => (performance.now() - last < breathEveryMs ? undefined : breathe());
}

/** Scenarios of one account share a queue, since they share its pace. */
function queueOf(scenario: Scenario | undefined, { anyAccount, accounts }: Target): string | undefined {
  return anyAccount || !scenario ? undefined : accountOf(scenario, accounts);
}

/** How many take from a queue, so that one late answer does not keep all others waiting. */
function lanesOf({ anyAccount, persistent, clock }: Target): number {
  // In process one after the other is as fast, and the same every time.
  if (!persistent || clock.virtual) return 1;
  return anyAccount ? connections : connectionsOfAccount;
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
  return created.count() + (created.canRemove(scenario.operation) ? callsOf(scenario) : 0);
}

/** Calls that a scenario sends, those that are repeated because of throttling left out. */
export function callsOf({ arrange, act }: Scenario): number {
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
