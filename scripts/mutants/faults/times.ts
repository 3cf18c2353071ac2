/** Faulty reading of StartTime and EndTime: how they are written, and what they are compared with. */
import { instantsOf, timesOf } from '../reference/checks.ts';
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import type { PartsVariation, ReferenceWorld } from '../reference/parts.ts';
import { readInstant } from '../reference/readings.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { all, refusing, replacing, withoutRule } from '../reference/variations.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type IsWellWritten = (text: string) => boolean;

/** Exchanges how StartTime, EndTime or both are recognised; comparisons still skip what does not exist. */
function recognising(
  isWellWritten: IsWellWritten,
  ...fields: readonly ('StartTime' | 'EndTime')[]
): PartsVariation {
  return all(
    ...fields.map((field) =>
      replacing(field === 'StartTime' ? 'start-written' : 'end-written', (config, world) => {
        const text = timesOf(config, world)[field];
        return text !== undefined && !isWellWritten(text);
      }),
    ),
  );
}

const parses: IsWellWritten = (text) => !Number.isNaN(Date.parse(text));
const looksRight: IsWellWritten = (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
/** Takes away what the documented form does not have, and is content if the rest is right. */
const rightWithout =
  (pattern: RegExp, replacement: string): IsWellWritten =>
  (text) =>
    readInstant(text.replace(pattern, replacement)) !== undefined;

const bothCodes = ['InvalidStartTime.Malformed', 'InvalidEndTime.Malformed'] as const;

const written: FaultRow[] = [
  {
    name: 'times-parsed-freely',
    breaks: 'InvalidStartTime.Malformed',
    also: bothCodes,
    describe: 'Accepts whatever the language parses as a date, such as a date without a time.',
    apply: recognising(parses, 'StartTime', 'EndTime'),
  },
  {
    name: 'start-time-impossible-accepted',
    breaks: 'InvalidStartTime.Malformed',
    describe: 'Checks the digits of StartTime and not the calendar, so that 30 February or 25 hours pass.',
    apply: recognising(looksRight, 'StartTime'),
  },
  {
    name: 'end-time-impossible-accepted',
    breaks: 'InvalidEndTime.Malformed',
    describe: 'Checks the digits of EndTime and not the calendar, so that 30 February or 25 hours pass.',
    apply: recognising(looksRight, 'EndTime'),
  },
  {
    name: 'times-roll-over',
    breaks: 'InvalidStartTime.Malformed',
    also: bothCodes,
    describe: 'Lets the day after the end of a month roll over into the next one.',
    apply: recognising((text) => looksRight(text) && parses(text), 'StartTime', 'EndTime'),
  },
  {
    name: 'times-with-fractions',
    breaks: 'InvalidStartTime.Malformed',
    also: bothCodes,
    describe: 'Accepts fractions of a second.',
    apply: recognising(rightWithout(/\.\d+Z$/, 'Z'), 'StartTime', 'EndTime'),
  },
  {
    name: 'times-with-offset',
    breaks: 'InvalidStartTime.Malformed',
    also: bothCodes,
    describe: 'Accepts an offset such as +08:00 in the place of Z.',
    apply: recognising(rightWithout(/[+-]\d\d:\d\d$/, 'Z'), 'StartTime', 'EndTime'),
  },
  {
    name: 'times-without-z',
    breaks: 'InvalidStartTime.Malformed',
    also: bothCodes,
    describe: 'Accepts a time without the Z.',
    apply: recognising(
      (text) => readInstant(`${text.replace(/Z$/, '')}Z`) !== undefined,
      'StartTime',
      'EndTime',
    ),
  },
  {
    name: 'times-with-space',
    breaks: 'InvalidStartTime.Malformed',
    also: bothCodes,
    describe: 'Accepts a space in the place of the T.',
    apply: recognising(rightWithout(/ /, 'T'), 'StartTime', 'EndTime'),
  },
  {
    name: 'times-without-seconds',
    breaks: 'InvalidStartTime.Malformed',
    also: bothCodes,
    describe: 'Accepts a time that ends with the minutes.',
    apply: recognising(rightWithout(/T(\d\d:\d\d)Z$/, 'T$1:00Z'), 'StartTime', 'EndTime'),
  },
  {
    name: 'malformed-time-ignored-in-pairs',
    breaks: 'InvalidEndTime.Malformed',
    describe: 'Looks at how EndTime is written only where there is no StartTime.',
    apply: replacing('end-written', (config, world) => {
      const { StartTime, EndTime } = timesOf(config, world);
      return StartTime === undefined && EndTime !== undefined && readInstant(EndTime) === undefined;
    }),
  },
];

function startAgainst(nowOf: (nowMs: number) => number): PartsVariation {
  return replacing('start-ahead', (config, world) => {
    const { startMs } = instantsOf(config, world);
    return startMs !== undefined && startMs < nowOf(world.nowMs());
  });
}

function endAgainstStart(refuses: (startMs: number, endMs: number) => boolean): PartsVariation {
  return replacing('end-after-start', (config, world) => {
    const { startMs, endMs } = instantsOf(config, world);
    return startMs !== undefined && endMs !== undefined && refuses(startMs, endMs);
  });
}

/** Compares an instant as text with the milliseconds of the clock as text: 2026… never sorts before 17…. */
function isTextBefore(text: string | undefined, { nowMs }: ReferenceWorld): boolean {
  return text !== undefined && text < String(nowMs());
}

function hasOneTime(config: RecordConfig, world: ReferenceWorld): boolean {
  const { StartTime, EndTime } = timesOf(config, world);
  return (StartTime === undefined) !== (EndTime === undefined);
}

const compared: FaultRow[] = [
  {
    name: 'end-time-equal-accepted',
    breaks: 'InvalidEndTime.Mismatch',
    describe: 'Accepts an EndTime equal to StartTime.',
    apply: endAgainstStart((startMs, endMs) => endMs < startMs),
  },
  {
    name: 'end-time-before-start-accepted',
    breaks: 'InvalidEndTime.Mismatch',
    describe: 'Compares EndTime with the current time and not with StartTime.',
    apply: withoutRule('end-after-start'),
  },
  {
    name: 'end-time-past-accepted',
    breaks: 'InvalidEndTime.Mismatch',
    describe: 'Compares EndTime with StartTime and not with the current time.',
    apply: withoutRule('end-ahead'),
  },
  {
    name: 'end-time-compared-by-day',
    breaks: 'InvalidEndTime.Mismatch',
    describe: 'Compares the days of StartTime and EndTime, so that an earlier hour of the same day passes.',
    apply: endAgainstStart((startMs, endMs) => Math.floor(endMs / dayMs) < Math.floor(startMs / dayMs)),
  },
  {
    name: 'times-compared-with-clock-as-text',
    breaks: 'InvalidStartTime.Mismatch',
    also: ['InvalidEndTime.Mismatch'],
    describe: 'Compares times as text with the milliseconds of the clock, so that no time is ever past.',
    apply: all(
      replacing('start-ahead', (config, world) => isTextBefore(timesOf(config, world).StartTime, world)),
      replacing('end-ahead', (config, world) => isTextBefore(timesOf(config, world).EndTime, world)),
    ),
  },
  {
    name: 'times-in-seconds',
    breaks: 'accepts',
    also: ['InvalidStartTime.Mismatch'],
    describe: 'Compares seconds with a clock that counts milliseconds, so that every StartTime is past.',
    apply: startAgainst((nowMs) => nowMs * 1000),
  },
  {
    name: 'start-time-in-beijing-time',
    breaks: 'accepts',
    also: ['InvalidStartTime.Mismatch'],
    describe: 'Reads StartTime as the time at UTC+8, so that one within the next eight hours is past.',
    apply: startAgainst((nowMs) => nowMs + 8 * hourMs),
  },
  {
    name: 'start-time-past-with-end-ahead',
    breaks: 'InvalidStartTime.Mismatch',
    describe: 'Accepts a past StartTime as long as EndTime is still to come.',
    apply: replacing('start-ahead', (config, world) => {
      const { startMs, endMs } = instantsOf(config, world);
      return (
        startMs !== undefined && startMs < world.nowMs() && !(endMs !== undefined && endMs > world.nowMs())
      );
    }),
  },
  {
    name: 'more-than-seven-days-refused',
    breaks: 'accepts',
    also: ['InvalidEndTime.Mismatch'],
    describe: 'Refuses an EndTime more than 7 days after StartTime, which is to be cut to 7 days.',
    apply: endAgainstStart((startMs, endMs) => endMs <= startMs || endMs > startMs + 7 * dayMs),
  },
  {
    name: 'times-only-in-pairs',
    breaks: 'accepts',
    describe: 'Refuses StartTime without EndTime and EndTime without StartTime.',
    apply: refusing('InvalidEndTime.Mismatch', hasOneTime),
  },
];

export const timeFaults: readonly SeededFault[] = [
  ...inCategory('time misread', written),
  ...inCategory('times miscompared', compared),
];
