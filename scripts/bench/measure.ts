/** Measuring side by side: what else the machine does falls on all sides of a comparison alike. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One side of a comparison. It is given so many calls to make, and answers when all are made. */
export interface Side {
  readonly name: string;
  readonly run: (calls: number) => Promise<unknown>;
  /** How many in each round; by default as many as the other sides. */
  readonly calls?: number;
  /** Milliseconds of CPU time so far; by default of this process. */
  readonly cpuMs?: () => number;
}

/** Microseconds of each call: the median of all rounds, and the first and third quarter. */
export interface Timing {
  readonly name: string;
  readonly cpuUs: Spread;
  readonly wallUs: Spread;
}

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** A timing for each side, in their order. */
type Timings<Sides extends readonly Side[]> = { readonly [Index in keyof Sides]: Timing };

/** A B A B …: `rounds` rounds of `calls` calls of each side, after two rounds that only warm up. */
export async function sideBySide<const Sides extends readonly Side[]>(
  sides: Sides,
  { rounds = 9, calls: usual }: { readonly rounds?: number; readonly calls: number },
): Promise<Timings<Sides>> {
  const taken = sides.map(() => ({ cpu: [] as number[], wall: [] as number[] }));
  for (let round = -2; round < rounds; round += 1)
    for (const [index, { run, calls = usual, cpuMs = ownCpuMs }] of sides.entries()) {
      const [cpu, wall] = [cpuMs(), performance.now()];
      await run(calls);
      if (round < 0) continue;
      taken[index]?.cpu.push(((cpuMs() - cpu) * 1000) / calls);
      taken[index]?.wall.push(((performance.now() - wall) * 1000) / calls);
    }
  const timings = sides.map(({ name }, index) => ({
    name,
    cpuUs: spreadOf(taken[index]?.cpu ?? []),
    wallUs: spreadOf(taken[index]?.wall ?? []),
  }));
  return timings as readonly Timing[] as Timings<Sides>; // map forgets how many there are
}

export function spreadOf(numbers: readonly number[]): Spread {
  return { median: quantile(numbers, 0.5), low: quantile(numbers, 0.25), high: quantile(numbers, 0.75) };
}

export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** CPU time of another process, of all its threads that are still there. Linux only; elsewhere NaN, and the time on the wall has to do. */
export function cpuMsOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  try {
    // Not /proc/PID/stat: it counts in steps of 10 ms, by who runs when a clock ticks.
    const nanoseconds = readdirSync(tasks).map((thread) =>
      Number(readFileSync(join(tasks, thread, 'schedstat'), 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return Number.NaN;
  }
}
