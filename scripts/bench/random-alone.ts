/**
 * `node random-alone.ts [URL]`: generates random scenarios, and runs and judges them, in process or over HTTP; writes how long each
 * took, as JSON. A process of its own: what has run before is warm, and what it has left takes time to clear up.
 */
import { createReport } from '../../conformance/report/create/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
// Loaded before the time is taken, as of a program that is built: the target only imports it when it is opened.
import '../../mocks/mock.ts';
import { generateRandomScenarios } from '../../scenarios/generate-random.ts';
import { openTarget } from '../cli/targets/targets.ts';

/** In seconds. */
export interface TimeTaken {
  /** CPU time of all threads of the process, with those that compile and collect garbage. */
  readonly all: number;
  /** CPU time of the thread that does the work. */
  readonly own: number;
  readonly wall: number;
}

export interface RandomTimes {
  readonly scenarios: number;
  readonly generated: TimeTaken;
  readonly played: TimeTaken;
}

async function timed<Result>(
  work: () => Result | Promise<Result>,
): Promise<readonly [result: Result, TimeTaken]> {
  const [all, own, wall] = [process.cpuUsage(), process.threadCpuUsage(), performance.now()];
  const result = await work();
  return [
    result,
    {
      all: secondsOf(process.cpuUsage(all)),
      own: secondsOf(process.threadCpuUsage(own)),
      wall: (performance.now() - wall) / 1000,
    },
  ];
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

const contract = readContract();
const operation = mainOperation(contract);
const [scenarios, generated] = await timed(() =>
  generateRandomScenarios(operation, contract, { seed: 1, runs: 4762 }),
);
const [, played] = await timed(async () => {
  const url = process.argv[2];
  await using target = await openTarget(
    url ?? 'mock',
    contract,
    operation,
    url === undefined ? {} : { accounts: 'any' },
  );
  return createReport(await run({ contract, operation, target, seed: 1, scenarios }));
});
const times: RandomTimes = { scenarios: scenarios.length, generated, played };
process.stdout.write(JSON.stringify(times));
