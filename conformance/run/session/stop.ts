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

/** Settles as the promise does, but no later than a moment after the signal: with `otherwise` then. */
export async function untilStopped<T>(promise: Promise<T>, signal: AbortSignal, otherwise: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = (): void => undefined;
  const stopped = new Promise<T>((resolve) => {
    onAbort = () => {
      timer = setTimeout(() => resolve(otherwise), graceMs);
    };
  });
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Aborted after so many seconds, with a sentence; and never where no number is given. The timer keeps no process alive. */
export function afterSeconds(seconds: number | undefined): AbortSignal {
  const late = new AbortController();
  if (seconds === undefined) return late.signal;
  const error = new StoppedError(`the run took longer than ${seconds} s (--max-seconds)`);
  setTimeout(() => late.abort(error), seconds * 1000).unref();
  return late.signal;
}
