/** The time that a mock lives in. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Move forward. Timers of the process are not touched. Throws for a duration that is no number of at least 0, or too long. */
  advance(duration: { readonly seconds?: number; readonly milliseconds?: number }): void;
  /** Jump to a point in time; a running clock runs on from there. */
  set(instant: Date | number | string): void;
}

/** `real`, `virtual`, or a point in time, such as `2026-01-01T00:00:00Z`. */
export type ClockStart = Date | number | string;

/**
 * Create a clock.
 *
 * - `real`: the time of the process, which `advance` and `set` may shift.
 * - `virtual`: stands still, at 2026-01-01T00:00:00Z, until it is moved.
 * - a point in time: stands still there.
 *
 * Throws for a text that is no date.
 */
export function createClock(start: ClockStart = 'real'): Clock {
  const running = start === 'real';
  // `origin` is what the clock shows at reading 0 of its source: the process's time where it runs, nothing where it stands still.
  let origin = running ? 0 : instantOf(start === 'virtual' ? '2026-01-01T00:00:00Z' : start);
  const reading = (): number => (running ? Date.now() : 0);
  const now = (): number => origin + reading();
  return {
    now,
    advance({ seconds = 0, milliseconds = 0 }) {
      const step = seconds * 1000 + milliseconds;
      if (!(step >= 0))
        throw new Error(`Failed to advance the clock: ${step} ms is no step forward. Use set() to go back.`);
      instantOf(now() + step); // not beyond the calendar
      origin += step;
    },
    set(instant) {
      origin = instantOf(instant) - reading();
    },
  };
}

function instantOf(instant: Date | number | string): number {
  const milliseconds = new Date(instant).getTime();
  if (Number.isNaN(milliseconds)) {
    throw new Error(
      `Failed to set the clock to "${String(instant)}": it is no point in time. Write it like 2026-01-01T00:00:00Z.`,
    );
  }
  return milliseconds;
}
