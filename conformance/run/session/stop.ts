/** When a run stops sending, and why. */

/** Nothing more is sent. The message says why, in words that follow "not played, since". */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** How long an answer is still waited for that is on its way when a run stops. What comes later may have been done. */
const graceMs = 2000;

/** The words of whoever stopped the run; `undefined` while it goes on. */
export function stopReason(signal: AbortSignal): string | undefined {
  if (!signal.aborted) return undefined;
  const reason = signal.reason as unknown; // whoever aborts may give anything
  if (!(reason instanceof Error)) return String(reason);
  return reason.name === 'AbortError' ? 'the run was stopped' : reason.message;
}

/** Throws StoppedError where the signal says so. */
export function assertGoesOn(signal: AbortSignal): void {
  const reason = stopReason(signal);
  if (reason !== undefined) throw new StoppedError(reason);
}

/** Waits for answers no longer than a moment after a signal. */
export interface StopWatch {
  /** Settles as the promise does or, once the signal is aborted and the moment is over, with `otherwise`. */
  wait<T>(promise: Promise<T>, otherwise: T): Promise<T>;
  /** Stop listening to the signal. */
  close(): void;
}

/** Listens to the signal once, whatever number of answers is waited for: a run waits for thousands. */
export function watchStop(signal: AbortSignal): StopWatch {
  const waiting = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const giveUp = (): void => {
    if (waiting.size === 0) return;
    timer = setTimeout(() => {
      for (const end of waiting) end();
    }, graceMs);
  };
  signal.addEventListener('abort', giveUp, { once: true });
  return {
    wait: (promise, otherwise) =>
      new Promise((resolve, reject) => {
        const end = (): void => resolve(otherwise);
        const settled = (): void => {
          waiting.delete(end);
          if (waiting.size === 0) clearTimeout(timer);
        };
        waiting.add(end);
        promise.then(
          (value) => {
            settled();
            resolve(value);
          },
          (error: unknown) => {
            settled();
            reject(error);
          },
        );
      }),
    close: () => signal.removeEventListener('abort', giveUp),
  };
}

/** Aborted after so many seconds, with a sentence; and never where no number is given. The timer keeps no process alive. */
export function afterSeconds(seconds: number | undefined): AbortSignal {
  const late = new AbortController();
  if (seconds === undefined) return late.signal;
  const error = new StoppedError(`the run took longer than ${seconds} s (--max-seconds)`);
  setTimeout(() => late.abort(error), seconds * 1000).unref();
  return late.signal;
}
