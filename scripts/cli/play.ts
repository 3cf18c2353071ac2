/** Runs as the command line asks for them. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { CreateReportOptions } from '../../conformance/report/create-report.ts';
import { run, type Run, type RunOptions } from '../../conformance/run/run.ts';
import type { Target } from '../../conformance/targets/target.ts';
import { gatewayScenarios } from '../../scenarios/families/gateway.ts';
import { strictRateScenarios } from '../../scenarios/families/rate-limit.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { UsageError } from './exit.ts';
import { defaultRuns, defaultSeed } from './flags.ts';
import { keepCleanupFile } from './cleanup-file.ts';
import { chooseOperation } from './choose-operation.ts';
import { loadContract } from './load.ts';
import { showProgress } from './progress.ts';
import { withShrunk } from './replay-path.ts';
import { openTarget } from './targets.ts';
import type { CheckFlags } from './command-flags.ts';

/** Most calls to somebody else's endpoint, where the user names no number. */
const mostRequestsBesideLoopback = 2000;

export interface Played {
  readonly run: Run;
  /** Where `curl` finds the target. */
  readonly baseUrl: string;
  /** Every scenario of the operation, whether it was chosen or not. */
  readonly scenarios: readonly Scenario[];
}

/** An operation with every scenario that may be played, chosen or not. */
export interface Prepared {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly scenarios: readonly Scenario[];
}

/** Play the chosen scenarios of one operation against one target; `prepared` is what was made before. Throws what `run` and `openTarget` throw. */
export async function playWith(
  targetName: string,
  flags: CheckFlags,
  only: readonly string[] = flags.only ?? [],
  prepared: Partial<Prepared> = {},
): Promise<Played> {
  const started = performance.now();
  const fixtures = readFixtures(flags.fixture ?? []);
  const { contract, operation, scenarios: drawn } = await prepare(targetName, flags, prepared);
  const target = await openTarget(targetName, contract, operation, flags);
  const maxRequests = flags.maxRequests ?? (target.allowsOverload ? undefined : mostRequestsBesideLoopback);
  try {
    const scenarios = await withShrunk(drawn, only, operation, contract, flags);
    const finished = await run({
      contract,
      operation,
      target,
      seed: flags.seed,
      fixtures,
      scenarios,
      only,
      ...(flags.rate === undefined ? {} : { rate: flags.rate }),
      ...(flags.shard === undefined ? {} : { shard: flags.shard }),
      ...(maxRequests === undefined ? {} : { maxRequests }),
      ...cleanupFileOf(target, flags),
      replayFlags: replayFlagsOf(flags),
      onProgress: showProgress(process.stderr),
    });
    // What a person waits for begins before the first scenario, and ends with the clean-up.
    const durationMs = Math.round(performance.now() - started);
    return { run: { ...finished, durationMs }, baseUrl: target.baseUrl, scenarios };
  } finally {
    await target.close();
  }
}

async function prepare(
  targetName: string,
  flags: CheckFlags,
  prepared: Partial<Prepared>,
): Promise<Prepared> {
  const contract = prepared.contract ?? (await loadContract(flags));
  const operation = prepared.operation ?? chooseOperation(contract, flags.operation);
  const scenarios =
    prepared.scenarios ?? (await allScenarios(operation, contract, flags, targetName === 'mock'));
  return { contract, operation, scenarios };
}

/** What a report says of the flags, beyond what the run itself knows. */
export function reportOptionsOf(flags: CheckFlags): CreateReportOptions {
  const { failOn, maxSkipped, runs, accounts, auth = 'none', gateway, strictRate, overlay = [] } = flags;
  return {
    failOn,
    maxSkipped,
    asked: {
      runs,
      ...(accounts === undefined ? {} : { accounts }),
      ...(auth === 'none' ? {} : { auth }),
      ...(gateway === true ? { gateway } : {}),
      ...(strictRate === true ? { strictRate } : {}),
      ...(overlay.length === 0 ? {} : { overlays: overlay }),
    },
  };
}

/** Every scenario of an operation, chosen or not. */
export async function allScenarios(
  operation: Operation,
  contract: Contract,
  { seed, runs, auth = 'none', gateway, strictRate }: CheckFlags,
  isOurs: boolean,
): Promise<readonly Scenario[]> {
  const signed = auth !== 'none' && (isOurs || gateway === true) ? gatewayScenarios(operation, auth) : [];
  const strict = strictRate === true ? strictRateScenarios(operation) : [];
  const scenarios = [...generateScenarios(operation, contract), ...signed, ...strict];
  if (runs === 0) return scenarios;
  const { generateRandomScenarios } = await import('../../scenarios/generate-random.ts');
  return [...scenarios, ...generateRandomScenarios(operation, contract, { seed, runs })];
}

/** Beside loopback a list is always kept: a run that is cut off there leaves records that cost money. */
function cleanupFileOf(target: Target, { cleanupFile }: CheckFlags): Pick<RunOptions, 'onCreated'> {
  const file =
    cleanupFile ??
    (target.allowsOverload ? undefined : `understudy-cleanup-${new URL(target.baseUrl).hostname}.json`);
  return file === undefined ? {} : { onCreated: keepCleanupFile(file, target.name) };
}

/** Defaults are left out: most replays need no flag at all. */
function replayFlagsOf({
  seed,
  runs,
  fixture = [],
  accounts,
  auth = 'none',
  contract = [],
  overlay = [],
  allowHost = [],
}: CheckFlags): string {
  return [
    ...(seed === defaultSeed ? [] : ['--seed', String(seed)]),
    ...(runs === defaultRuns ? [] : ['--runs', String(runs)]),
    ...fixture.flatMap((one) => ['--fixture', one]),
    ...(accounts === undefined ? [] : ['--accounts', accounts]),
    ...(auth === 'none' ? [] : ['--auth', auth]),
    ...contract.flatMap((path) => ['--contract', path]),
    ...overlay.flatMap((file) => ['--overlay', file]),
    ...allowHost.flatMap((host) => ['--allow-host', host]),
  ]
    .map((word) => ` ${/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`}`)
    .join('');
}

function readFixtures(flags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    flags.map((flag) => {
      const [name = '', ...value] = flag.split('=');
      if (name === '' || value.length === 0) {
        throw new UsageError(
          `Failed to read --fixture "${flag}": it needs KEY=VALUE, such as bucket=my-bucket.`,
        );
      }
      return [name, value.join('=')];
    }),
  );
}
