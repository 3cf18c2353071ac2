/** How strong the suite is: which faulty servers it reports, by a scenario of what is broken, and whom it blames wrongly. */
import { mainOperation, type Contract } from '../../contract/contract.ts';
import { createFetchTarget, type FetchFunction } from '../../conformance/fetch-target.ts';
import { createReport, type Failure, type Report } from '../../conformance/report.ts';
import { run } from '../../conformance/run.ts';
import { createVirtualClock } from '../../conformance/target.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { correctServers } from './correct.ts';
import type { Fault } from './fault.ts';
import { createFaulty, faults as allFaults } from './faults.ts';
import type { ServerOptions } from './server.ts';

/** What became of a faulty server: reported by a scenario of what it breaks, by others only, or by none. */
export type Fate = 'right-reason' | 'other-reason' | 'survived';

export interface Strength {
  readonly faults: readonly {
    readonly fault: Fault;
    readonly fate: Fate;
    /** The scenarios that report it. */ readonly by: readonly string[];
  }[];
  /** Correct servers with a failure that counts against them. */
  readonly blamed: readonly { readonly name: string; readonly by: readonly string[] }[];
  readonly correctServers: number;
}

export interface StrengthOptions {
  readonly contract: Contract;
  readonly seed: number;
  readonly faults?: readonly Fault[];
  readonly onProgress?: (done: number, total: number) => void;
}

/** Play the suite against every faulty and every correct server, in process, in a time that is moved and not waited for. */
export async function measureStrength({
  contract,
  seed,
  faults = allFaults,
  onProgress,
}: StrengthOptions): Promise<Strength> {
  const scenarios = generateScenarios(mainOperation(contract), contract);
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const total = faults.length + correctServers.length;
  const play = (create: (options: ServerOptions) => FetchFunction): Promise<Report> =>
    playInProcess(create, contract, scenarios, seed);
  let done = 0;
  const step = (): void => onProgress?.((done += 1), total);

  const fates = [];
  for (const fault of faults) {
    const { failures } = await play((options) => createFaulty(fault.name, options));
    fates.push({ fault, ...fateOf(fault, failures, byId) });
    step();
  }
  const blamed = [];
  for (const { name, create } of correctServers) {
    const { failures } = await play((options) => create(options));
    const by = failures.filter(({ scored }) => scored).map(({ id }) => id);
    if (by.length > 0) blamed.push({ name, by });
    step();
  }
  return { faults: fates, blamed, correctServers: correctServers.length };
}

async function playInProcess(
  create: (options: ServerOptions) => FetchFunction,
  contract: Contract,
  scenarios: readonly Scenario[],
  seed: number,
): Promise<Report> {
  const clock = createVirtualClock();
  const fetch = create({ now: () => clock.now() });
  const target = {
    ...createFetchTarget({ name: 'in process', fetch, anyAccount: true }),
    clock,
    remembers: false,
  };
  return createReport(await run({ contract, operation: mainOperation(contract), target, seed, scenarios }));
}

/** What is only assumed accuses nobody, so it reports nothing either. */
function fateOf(
  fault: Fault,
  failures: readonly Failure[],
  byId: ReadonlyMap<string, Scenario>,
): { readonly fate: Fate; readonly by: readonly string[] } {
  const reporting = failures.filter(({ evidence }) => evidence !== 'assumed');
  const by = reporting.map(({ id }) => id);
  if (by.length === 0) return { fate: 'survived', by };
  const broken: readonly string[] = [fault.breaks, ...(fault.also ?? [])];
  const right = reporting.filter((failure) =>
    broken.some((label) => isAbout(label, failure, byId.get(failure.id))),
  );
  return right.length > 0
    ? { fate: 'right-reason', by: right.map(({ id }) => id) }
    : { fate: 'other-reason', by };
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
