/** The last line of a test run, for people and programs alike: `N passed, N failed`, and `, N skipped` where there are any. */
import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/**
 * Prints the line when the process ends, since vitest has more to say after the last test (a worker that hangs, say).
 *
 * A failed run never prints `0 failed`.
 */
export class PlainReporter implements Reporter {
  #counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  #isWatching = false;

  onInit(vitest: Vitest): void {
    this.#isWatching = vitest.config.watch;
    if (this.#isWatching) return;
    process.once('exit', (exitCode) => {
      console.log(describeCounts(exitCode === 0 ? this.#counts : blameRun(this.#counts)));
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    this.#counts = countTests(modules, unhandledErrors);
    if (this.#isWatching) console.log(describeCounts(this.#counts));
  }
}

/** A file that fails to load, a hook that throws and an unhandled error count as one failure each. */
function countTests(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): Counts {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const holders = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
  return {
    passed: count('passed'),
    failed:
      count('failed') +
      holders.filter((holder) => holder.errors().length > 0).length +
      unhandledErrors.length,
    skipped: count('skipped'),
  };
}

function blameRun(counts: Counts): Counts {
  return { ...counts, failed: Math.max(counts.failed, 1) };
}

function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
