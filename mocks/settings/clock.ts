/** The clock of a mock. */
import { instantOf } from '../../contract/schema/instant.ts';
import { refuseUnknownOptions } from '../../contract/text/options.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

export interface Duration {
  readonly seconds?: number;
  readonly milliseconds?: number;
}

/** The clock of a mock. It moves the rate limit, time rules, signatures and latency; timers of the process are not touched. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Move forward. Timers of the process are not touched. Throws MisuseError for a duration that is negative, not a number, or too long. */
  advance(duration: Duration): void;
  /** Jump to a point in time, such as `2026-01-01T00:00:00Z`; a running clock continues from there. Throws MisuseError for any other text. */
  set(instant: Date | number | string): void;
  /** Stand still from now on. */
  freeze(): void;
  /** Run from now on, at the pace of the process. */
  run(): void;
  /** Go back to the time and pace of its creation. All waits end. */
  reset(): void;
  readonly isFrozen: boolean;
  /** The number of pending waits, such as calls with injected latency. */
  readonly waiting: number;
  /**
   * Wait until this clock has moved on by a duration. On a frozen clock, `advance` and `set` end the waits that are
   * over. On a running clock it takes real time, or that of fake timers. Whether the time has come: not where the clock was reset
   * before. Throws MisuseError for what is not a number.
   */
  sleep(milliseconds: number): Promise<boolean>;
}

/** `real`, `virtual`, or a point in time: a Date, milliseconds since the epoch, or ISO 8601 such as `2026-01-01T00:00:00Z`. */
export type ClockStart = Date | number | string;

interface Sleeper {
  readonly due: number;
  readonly wake: (hasCome: boolean) => void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Greatest delay of a timer in milliseconds: longer ones would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Create a clock.
 *
 * - `real`: the time of the process, which `advance` and `set` may shift.
 * - `virtual`: stands still, at 2026-01-01T00:00:00Z, until it is moved.
 * - a point in time: stands still there.
 *
 * Throws MisuseError for what is no point in time, such as a text without a time zone.
 */
export function createClock(start: ClockStart = 'real'): Clock {
  let running = start === 'real';
  // `origin` is the clock's time when its source reads 0. The source is the process's clock while running, 0 while frozen.
  const firstOrigin =
    start === 'real' ? 0 : readInstant(start === 'virtual' ? '2026-01-01T00:00:00Z' : start);
  let origin = firstOrigin;
  const reading = (): number => (running ? Date.now() : 0);
  const now = (): number => origin + reading();
  const sleepers = new Set<Sleeper>();

  /** End the waits that are over, earliest first, and set the timer for the next. */
  const wakeDue = (): void => {
    for (const sleeper of [...sleepers].toSorted((a, b) => a.due - b.due)) {
      clearTimeout(sleeper.timer);
      const left = sleeper.due - now();
      if (left <= 0) {
        sleepers.delete(sleeper);
        sleeper.wake(true);
      } else if (running) sleeper.timer = setTimeout(wakeDue, Math.min(left, longestTimerMs));
    }
  };
  const switchTo = (isRunning: boolean): void => {
    const instant = now();
    running = isRunning;
    origin = instant - reading();
    wakeDue();
  };

  return {
    now,
    advance(duration) {
      const step = millisecondsIn(readDuration(duration));
      if (!(step >= 0))
        throw new MisuseError(
          `Failed to advance the clock: ${step} ms is no step forward. Use set() to go back.`,
        );
      if (!(now() + step <= latest))
        throw new MisuseError(
          `Failed to advance the clock by ${step} ms: it keeps to the years 1 to 9999. Choose a shorter time.`,
        );
      origin += step;
      wakeDue();
    },
    set(instant) {
      origin = readInstant(instant) - reading();
      wakeDue();
    },
    freeze: () => switchTo(false),
    run: () => switchTo(true),
    reset() {
      running = start === 'real';
      origin = firstOrigin;
      for (const sleeper of sleepers) {
        clearTimeout(sleeper.timer);
        sleeper.wake(false);
      }
      sleepers.clear();
    },
    get isFrozen() {
      return !running;
    },
    get waiting() {
      return sleepers.size;
    },
    sleep(milliseconds) {
      if (typeof milliseconds !== 'number' || Number.isNaN(milliseconds))
        throw new MisuseError(
          `Failed to sleep for "${String(milliseconds)}": it is not a number of milliseconds. Write it like 1000.`,
        );
      if (milliseconds <= 0) return Promise.resolve(true);
      return new Promise((wake) => {
        sleepers.add({ due: now() + milliseconds, wake, timer: undefined });
        wakeDue();
      });
    },
  };
}

export function millisecondsIn({ seconds = 0, milliseconds = 0 }: Duration): number {
  return seconds * 1000 + milliseconds;
}

/** Throws MisuseError for anything but an object of seconds and milliseconds, such as a bare number. */
function readDuration(duration: unknown): Duration {
  if (typeof duration !== 'object' || duration === null)
    throw new MisuseError(
      `Failed to advance the clock by ${JSON.stringify(duration)}: it has no unit. Write it like { milliseconds: 1000 }.`,
    );
  refuseUnknownOptions<Duration>('advance the clock', duration, { seconds: true, milliseconds: true });
  const wrong = Object.entries(duration).find(
    ([, amount]) => amount !== undefined && typeof amount !== 'number',
  );
  if (wrong)
    throw new MisuseError(
      `Failed to advance the clock: its "${wrong[0]}" is ${JSON.stringify(wrong[1])}, which is not a number. Write it like { seconds: 1 }.`,
    );
  return duration;
}

/** The times that the clock keeps to: signed times and windows lie some time before and after, and must be valid dates too. */
const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T00:00:00Z');

/** The nearest of the times that the clock keeps to. */
export function boundInstant(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, earliest), latest);
}

/** In milliseconds since the epoch. Throws MisuseError for what is no point in time, and for years before 1 and after 9999. */
function readInstant(instant: Date | number | string): number {
  const milliseconds = instantOf(instant);
  if (milliseconds < earliest || milliseconds > latest)
    throw new MisuseError(
      `Failed to set the clock to "${new Date(milliseconds).toISOString()}": it keeps to the years 1 to 9999. Choose a time between.`,
    );
  if (Number.isNaN(milliseconds)) {
    throw new MisuseError(
      `Failed to set the clock to "${String(instant)}": it is no point in time. Write it like 2026-01-01T00:00:00Z.`,
    );
  }
  return milliseconds;
}
