/** How strong the suite is: which faulty servers it reports, by a scenario of what is broken, and whom it blames wrongly. */
import { inProcessServer } from '../../conformance/fixtures/in-process.ts';
import { mainOperation, type Contract } from '../../contract/contract.ts';
import { compareEvidence, type Evidence } from '../../contract/evidence.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { FetchFunction } from '../../conformance/targets/fetch.ts';
import { summarise, type Undiagnosed } from '../../conformance/report/create/create-report.ts';
import type { Failure } from '../../conformance/report/report.ts';
import { run } from '../../conformance/run/run.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { generateRandomScenarios } from '../../scenarios/generate-random.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { changesOf, readChanged, type ContractChange } from './contract-changes.ts';
import { correctServers } from './correct/correct.ts';
import type { SeededFault } from './faults/fault.ts';
import { createFaulty, faults as allFaults } from './faults/faults.ts';
import { createReference } from './reference/reference.ts';
import type { ReferenceServerOptions } from './reference/server.ts';

/** What became of a faulty server: reported by a scenario of what it breaks, by others only, or by none. */
export type Fate = 'right-reason' | 'other-reason' | 'survived';

export interface Strength {
  readonly faults: readonly {
    readonly fault: SeededFault;
    readonly fate: Fate;
    /** The scenarios that report it. */
    readonly by: readonly string[];
    /** The strongest that one of them has. */
    readonly evidence: Evidence | undefined;
    /** What the server scores all the same: less than 1. */
    readonly score: number | null;
  }[];
  readonly blamed: readonly Blame[];
  readonly correctServers: number;
  /** Changes of the contract, and by which scenarios the reference fails; none where it does not. */
  readonly changes: readonly { readonly name: string; readonly by: readonly string[] }[];
  /** One for each further seed. */
  readonly seeds: readonly SeedStrength[];
}

/** A correct server with failures that are more than assumed. */
export interface Blame {
  readonly name: string;
  /** The strongest that a failure has. */
  readonly evidence: Evidence;
  readonly by: readonly string[];
}

/** What one more seed finds: the scenarios that found a fault before, with other names, and random ones of this seed. */
export interface SeedStrength {
  readonly seed: number;
  /** Faults that are reported for the right reason. */
  readonly right: number;
  /** Those that the random scenarios alone report. */
  readonly rightAtRandom: number;
  readonly blamed: readonly Blame[];
}

export interface StrengthOptions {
  readonly contract: Contract;
  /** The OpenAPI document of the main operation, to be changed. */
  readonly document: JsonObject;
  readonly seed: number;
  /** How many seeds in all; those after the first play random scenarios too. */
  readonly seeds?: number;
  /** Random scenarios of each kind, for the further seeds. */
  readonly runs?: number;
  readonly faults?: readonly SeededFault[];
  readonly changes?: readonly ContractChange[];
  readonly onProgress?: (done: number, total: number) => void;
}

/** Play the suite against every faulty and every correct server, in process, in a time that is moved and not waited for. */
export async function measureStrength(options: StrengthOptions): Promise<Strength> {
  const { contract, document, seed, seeds = 1, runs = 20, onProgress } = options;
  const { faults = allFaults, changes = changesOf(document) } = options;
  const scenarios = generateScenarios(mainOperation(contract), contract);
  const perSeed = faults.length + correctServers.length;
  let done = 0;
  const step = (): void => onProgress?.((done += 1), perSeed * seeds + changes.length);

  const fates = [];
  for (const fault of faults) {
    const play = { contract, scenarios, seed, create: faultyServer(fault) };
    fates.push({ fault, ...(await fateOf(fault, play)) });
    step();
  }
  const blamed = await blameOf({ contract, scenarios, seed }, step);
  const noticed = [];
  for (const { name, document: changed } of changes) {
    noticed.push({ name, by: await noticedBy(contract, changed, seed) });
    step();
  }
  const more = [];
  for (let further = seed + 1; further < seed + seeds; further += 1)
    more.push(await measureSeed({ contract, scenarios, seed: further }, runs, fates, step));
  return { faults: fates, blamed, correctServers: correctServers.length, changes: noticed, seeds: more };
}

export interface Play {
  readonly contract: Contract;
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  readonly create: (options: ReferenceServerOptions) => FetchFunction;
}

function faultyServer({ name }: SeededFault): Play['create'] {
  return (options) => createFaulty(name, options);
}

async function measureSeed(
  { contract, scenarios, seed }: Omit<Play, 'create'>,
  runs: number,
  known: Strength['faults'],
  step: () => void,
): Promise<SeedStrength> {
  const random = generateRandomScenarios(mainOperation(contract), contract, { seed, runs });
  let right = 0;
  let rightAtRandom = 0;
  for (const { fault, by } of known) {
    const create = faultyServer(fault);
    const isRight = async (some: readonly Scenario[]): Promise<boolean> =>
      (await fateOf(fault, { contract, scenarios: some, seed, create })).fate === 'right-reason';
    const again = scenarios.filter(({ id }) => by.slice(0, 3).includes(id));
    const isFoundAtRandom = await isRight(random);
    if (isFoundAtRandom) rightAtRandom += 1;
    // What a scenario finds may be what another one left: then alone it finds nothing.
    if (isFoundAtRandom || (await isRight(again)) || (await isRight(scenarios))) right += 1;
    step();
  }
  // The others are the same for every seed.
  const blamed = await blameOf({ contract, scenarios: random, seed }, step);
  return { seed, right, rightAtRandom, blamed };
}

async function blameOf(play: Omit<Play, 'create'>, step: () => void): Promise<readonly Blame[]> {
  const blamed: Blame[] = [];
  for (const { name, create } of correctServers) {
    const failures = await failuresOf({ ...play, create });
    const strongest = strongestOf(failures);
    if (strongest)
      blamed.push({
        name,
        evidence: strongest,
        by: failures.filter(({ evidence }) => evidence === strongest).map(({ id }) => id),
      });
    step();
  }
  return blamed;
}

/** By what the reference fails a changed contract; one that contradicts itself is noticed before anything is sent. */
async function noticedBy(contract: Contract, document: JsonObject, seed: number): Promise<readonly string[]> {
  let changed: Contract;
  let scenarios: readonly Scenario[];
  try {
    changed = readChanged(contract, document);
    scenarios = generateScenarios(mainOperation(changed), changed);
  } catch (error) {
    // Whatever else goes wrong is a mistake of ours, and notices nothing.
    if (error instanceof Error && error.message.startsWith('Failed to ')) return [error.message];
    throw error;
  }
  const failures = await failuresOf({ contract: changed, scenarios, seed, create: createReference });
  return failures.map(({ id }) => id);
}

/** What is only assumed accuses nobody, so it is no failure here. */
async function failuresOf(play: Play): Promise<readonly Failure[]> {
  const { failures } = await reportOn(play);
  return failures.filter(isMoreThanAssumed);
}

function isMoreThanAssumed({ evidence }: Failure): boolean {
  return evidence !== 'assumed';
}

/** Play scenarios against one server, in a time of its own. */
export async function reportOn({ create, contract, scenarios, seed }: Play): Promise<Undiagnosed> {
  const operation = mainOperation(contract);
  const target = inProcessServer(create);
  return summarise(await run({ contract, operation, target, seed, scenarios }));
}

async function fateOf(fault: SeededFault, play: Play): Promise<Omit<Strength['faults'][number], 'fault'>> {
  const byId = new Map(play.scenarios.map((scenario) => [scenario.id, scenario]));
  const { failures: all, score } = await reportOn(play);
  const failures = all.filter(isMoreThanAssumed);
  const found = (fate: Fate, some: readonly Failure[]) => ({
    fate,
    by: some.map(({ id }) => id),
    evidence: strongestOf(some),
    score,
  });
  if (failures.length === 0) return found('survived', []);
  const broken: readonly string[] = [fault.breaks, ...(fault.also ?? [])];
  const right = failures.filter((failure) =>
    broken.some((label) => isAbout(label, failure, byId.get(failure.id))),
  );
  return right.length > 0 ? found('right-reason', right) : found('other-reason', failures);
}

function strongestOf(failures: readonly Failure[]): Evidence | undefined {
  return failures.map(({ evidence }) => evidence).toSorted(compareEvidence)[0];
}

/** Whether a failure is about what a label names: a documented code, or one of the properties that are no code. */
function isAbout(label: string, { verdict, expected }: Failure, scenario: Scenario | undefined): boolean {
  if (!scenario) return false;
  switch (label) {
    case 'accepts':
      return verdict === 'refused' || verdict === 'broken';
    case 'state':
      return scenario.family === 'state' || scenario.family === 'uniqueness';
    case 'concurrency':
      return scenario.family === 'simultaneous';
    case 'rate-limit':
      return scenario.family === 'rate-limit';
    case 'answer-shape':
      return scenario.family === 'answers' || verdict === 'broken';
    case 'request-id':
      return scenario.id === 'answers/request-ids' || verdict === 'broken';
    case 'content-type':
      return scenario.id === 'answers/content-type';
    default:
      return scenario.exercises === label || expected.code === label;
  }
}
