/** Runs scenarios with the options of the command line. */
import type { Contract } from '../../../contract/contract.ts';
import { quoteForShell } from '../../../contract/wire/curl.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { CreateReportOptions } from '../../../conformance/report/create/create-report.ts';
import { probeFor } from '../../../conformance/diagnosis/probe/probe.ts';
import { createPrefix } from '../../../conformance/run/session/prefix.ts';
import { run, type Run } from '../../../conformance/run/run.ts';
import { addressToPaste } from '../../../conformance/targets/secrets.ts';
import type { Target } from '../../../conformance/targets/target.ts';
import { gatewayScenarios } from '../../../scenarios/families/gateway.ts';
import { strictRateScenarios } from '../../../scenarios/families/rate-limit.ts';
import { printable, printableLines } from '../../../contract/text/printable.ts';
import { generate } from '../../../scenarios/generate.ts';
import { prepare as arrange } from '../../../scenarios/steps/prepare.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import { UsageError } from '../exit.ts';
import { listenForInterrupts, type Interrupts } from './interrupts.ts';
import { invocation } from '../invocation.ts';
import { defaultRuns, defaultSeed } from '../options/flags.ts';
import { keepCleanupFile, writeCleanupFile } from './cleanup-file.ts';
import { cleanUpNote } from './cleanup-report.ts';
import { chooseOperation } from '../documents/choose-operation.ts';
import { loadContract } from '../documents/load.ts';
import { showCleanUp, showProgress } from './progress.ts';
import { withShrunk } from './replay-path.ts';
import { openTarget } from '../targets/targets.ts';
import type { CheckFlags } from '../options/command-flags.ts';

/** Default limit of calls to an endpoint that is not on this machine. */
const mostRequestsBesideLoopback = 2000;

/** Default number of calls beyond the scenarios, on this machine. */
const mostProbes = 40;

export interface PlayedRun {
  readonly run: Run;
  /** The target's address for curl lines. */
  readonly baseUrl: string;
  /** Every scenario of the operation, chosen or not. */
  readonly scenarios: readonly Scenario[];
  /** Whether the user interrupted it. */
  readonly wasInterrupted: boolean;
}

/** An operation with every scenario that may be played, chosen or not. */
export interface PreparedOperation {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly scenarios: readonly Scenario[];
}

/** Play the chosen scenarios of one operation against one target; `prepared` are its scenarios, if already generated; `heard` are the signals of several runs together. Throws the errors of `run` and `openTarget`. */
export async function playWith(
  targetName: string,
  flags: CheckFlags,
  only: readonly string[] = flags.only ?? [],
  prepared: Partial<PreparedOperation> = {},
  heard?: Interrupts,
): Promise<PlayedRun> {
  const started = performance.now();
  const fixtures = readFixtures(flags.fixture ?? []);
  const { contract, operation, scenarios: drawn } = await prepare(targetName, flags, prepared);
  const target = await openTarget(targetName, contract, operation, flags);
  const maxRequests = flags.maxRequests ?? (target.allowsOverload ? undefined : mostRequestsBesideLoopback);
  const probe = probesOf(flags, only, target);
  const prefix = flags.prefix ?? createPrefix(target, flags.seed);
  using own = heard ? undefined : listenForInterrupts(process, (text) => process.stderr.write(text));
  const interrupts = heard ?? own;
  try {
    const scenarios = await withShrunk(drawn, only, operation, contract, flags);
    // For other addresses than loopback a cleanup file is always kept: records left there cost money.
    const file = flags.cleanupFile ?? (target.allowsOverload ? undefined : nameOfList(target, prefix));
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
      ...(probe > 0 && { askMore: probeFor({ contract, operation, most: probe, fixtures }) }),
      ...(flags.maxSeconds === undefined ? {} : { maxSeconds: flags.maxSeconds }),
      prefix,
      ...(file === undefined ? {} : { onCreated: keepCleanupFile(file, target.name) }),
      replayFlags: replayFlagsOf(flags),
      onOddAnswer: (reason) => sayOddAnswer(target, reason),
      onProgress: showProgress(process.stderr),
      onCleanUp: showCleanUp(process.stderr),
      ...(interrupts && { signal: interrupts.signal, cleanUpSignal: interrupts.cleanUpSignal }),
    });
    sayWhatIsLeft(finished, file ?? nameOfList(target, prefix), file !== undefined, flags);
    sayHowClocksDiffer(target);
    // The duration includes the preparation and the clean-up.
    const durationMs = Math.round(performance.now() - started);
    return {
      run: { ...finished, durationMs },
      baseUrl: target.baseUrl,
      scenarios,
      wasInterrupted: interrupts?.signal.aborted === true,
    };
  } finally {
    await target.close();
  }
}

/** A misspelt address leads to another server, of which a whole run would say at its end that it does everything wrong. */
function sayOddAnswer({ name }: Target, reason: string): void {
  const advice = 'If this is not the server that you mean, stop with Ctrl-C and correct the address.';
  process.stderr.write(
    `${printable(`The first answer of ${name} is not one of this API: ${reason}. ${advice}`)}\n`,
  );
}

/** Parts of a run say too little to ask about: shards, and scenarios that were chosen. */
function probesOf({ probe, shard }: CheckFlags, only: readonly string[], { allowsOverload }: Target): number {
  if (shard) return 0;
  return probe ?? (allowsOverload && only.length === 0 ? mostProbes : 0);
}

async function prepare(
  targetName: string,
  flags: CheckFlags,
  prepared: Partial<PreparedOperation>,
): Promise<PreparedOperation> {
  const contract = prepared.contract ?? (await loadContract(flags));
  const operation = prepared.operation ?? chooseOperation(contract, flags.operation);
  const scenarios =
    prepared.scenarios ?? (await allScenarios(operation, contract, flags, targetName === 'mock'));
  return { contract, operation, scenarios };
}

/** The part of a report that comes from the flags. */
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
  const generated = generate(operation, contract);
  for (const { subject, reason } of generated.gaps)
    process.stderr.write(printable(`Not exercised: ${subject}, since ${reason}.`) + '\n');
  if (generated.scenarios.length === 0) return [];
  const signed =
    auth !== 'none' && (isOurs || gateway === true)
      ? arrange(gatewayScenarios(operation, auth), operation, contract)
      : [];
  const strict = strictRate === true ? strictRateScenarios(operation) : [];
  const scenarios = [...generated.scenarios, ...signed, ...strict];
  if (runs === 0) return scenarios;
  const { generateRandomScenarios } = await import('../../../scenarios/generate-random.ts');
  return [...scenarios, ...generateRandomScenarios(operation, contract, { seed, runs })];
}

/** One file per run, so that entries of an earlier run stay listed. */
function nameOfList({ baseUrl }: Target, prefix: string): string {
  const { hostname, port } = new URL(baseUrl);
  const host = hostname.replaceAll(/[^\w.-]/g, '');
  return `understudy-cleanup-${host}${port === '' ? '' : `-${port}`}-${prefix}.json`;
}

function sayWhatIsLeft(
  { cleanUp, options, prefix }: Run,
  file: string,
  isKept: boolean,
  flags: CheckFlags,
): void {
  const { target } = options;
  const { remaining } = cleanUp;
  const canBeRemoved = remaining.some(({ isUnsupported }) => !isUnsupported);
  if (!isKept && canBeRemoved)
    writeCleanupFile(
      file,
      target.name,
      remaining.map(({ removal }) => removal),
    );
  const listed = isKept || canBeRemoved ? file : undefined;
  const command =
    listed && `${invocation()} cleanup ${quoteForShell(listed)}${cleanupFlagsOf(target, flags)}`;
  const note = cleanUpNote(cleanUp, { target: target.name, prefix, file: listed, command });
  if (note !== undefined) process.stderr.write(printableLines(note));
}

/** A larger difference than the whole seconds of a Date header and network delay explain. */
const mostClockDifferenceMs = 5000;

function sayHowClocksDiffer(target: Target): void {
  const difference = target.clockDifference?.() ?? 0;
  if (Math.abs(difference) < mostClockDifferenceMs) return;
  const seconds = Math.round(Math.abs(difference) / 1000);
  process.stderr.write(
    `The clock of ${target.name} is ${seconds} s ${difference > 0 ? 'ahead of' : 'behind'} ours, by its Date header: scenarios about points in time may be judged wrongly.\n`,
  );
}

/** Without defaults: most replays need no flag. */
function replayFlagsOf(flags: CheckFlags): string {
  const { seed, runs, fixture = [], overlay = [], gateway, strictRate } = flags;
  return quoteFlags([
    ...(seed === defaultSeed ? [] : ['--seed', String(seed)]),
    ...(runs === defaultRuns ? [] : ['--runs', String(runs)]),
    ...fixture.flatMap((one) => ['--fixture', one]),
    ...overlay.flatMap((file) => ['--overlay', file]),
    ...(gateway === true ? ['--gateway'] : []),
    ...(strictRate === true ? ['--strict-rate'] : []),
    ...reachingFlagsOf(flags),
  ]);
}

/** What a command line has to repeat so that `cleanup` reaches the same target as the same caller. A list names no code and no password. */
function cleanupFlagsOf({ name }: Target, flags: CheckFlags): string {
  const shown = addressToPaste(name);
  const isListed = /^https?:/i.test(name) && shown === name;
  return quoteFlags([...(isListed ? [] : ['--target', shown]), ...reachingFlagsOf(flags)]);
}

function reachingFlagsOf({
  accounts,
  auth = 'none',
  contract = [],
  allowHost = [],
  rate,
  timeout,
  header = [],
  ca,
  insecure,
}: CheckFlags): readonly string[] {
  return [
    ...(accounts === undefined ? [] : ['--accounts', accounts]),
    ...(auth === 'none' ? [] : ['--auth', auth]),
    ...contract.flatMap((path) => ['--contract', path]),
    ...allowHost.flatMap((host) => ['--allow-host', host]),
    ...(rate === undefined ? [] : ['--rate', String(rate)]),
    ...(timeout === undefined ? [] : ['--timeout', `${timeout}ms`]),
    // A header's value may be a secret.
    ...header.flatMap((one) => ['--header', `${one.split(':')[0]}: …`]),
    ...(ca === undefined ? [] : ['--ca', ca]),
    ...(insecure === true ? ['--insecure'] : []),
  ];
}

function quoteFlags(words: readonly string[]): string {
  return words.map((word) => ` ${quoteForShell(word)}`).join('');
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
