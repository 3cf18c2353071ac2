/** Ctrl-C and SIGTERM: a stopped run still reports its results, and removes its records. */
import { exitCodes } from '../exit.ts';

export interface Interrupts extends Disposable {
  /** Aborted by the first. */
  readonly signal: AbortSignal;
  /** Aborted by the second. */
  readonly cleanUpSignal: AbortSignal;
}

interface SignalSource {
  on(event: 'SIGINT' | 'SIGTERM', listener: (signal: 'SIGINT' | 'SIGTERM') => void): unknown;
  off(event: 'SIGINT' | 'SIGTERM', listener: (signal: 'SIGINT' | 'SIGTERM') => void): unknown;
  exit(code: number): unknown;
}

/** Signals within this time count as one: npm and a terminal may both pass on one Ctrl-C. */
const sameMs = 200;

/** The third ends the process at once. `say` tells the user what happens. */
export function listenForInterrupts(
  source: SignalSource,
  say: (text: string) => unknown,
  now: () => number = Date.now,
): Interrupts {
  const run = new AbortController();
  const cleanUp = new AbortController();
  let last = Number.NEGATIVE_INFINITY;
  const listener = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (now() - last < sameMs) return;
    last = now();
    if (!run.signal.aborted) {
      say(
        `\nStopped by ${signal}: nothing more is played, and what was made is removed. ${signal === 'SIGINT' ? 'Ctrl-C' : 'A second one'} stops that too.\n`,
      );
      run.abort(new Error(`the run was stopped by ${signal}`));
    } else if (!cleanUp.signal.aborted) {
      cleanUp.abort(new Error(`the clean-up was stopped by ${signal}`));
    } else source.exit(exitCodes.interrupted);
  };
  source.on('SIGINT', listener);
  source.on('SIGTERM', listener);
  return {
    signal: run.signal,
    cleanUpSignal: cleanUp.signal,
    [Symbol.dispose]() {
      source.off('SIGINT', listener);
      source.off('SIGTERM', listener);
    },
  };
}
