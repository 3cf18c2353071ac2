/** Points in time as the API writes them: `yyyy-MM-ddTHH:mm:ssZ`, UTC, whole seconds. */

const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/;

/** Milliseconds since the epoch; undefined for another form and for dates that do not exist, such as 2026-02-30. */
export function parseInstant(text: string): number | undefined {
  if (!form.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  // Each month has these days, and each day these hours.
  if (text.slice(8, 10) <= '28' && text.slice(11, 13) <= '23') return nanAsUndefined(milliseconds);
  // Date.parse rolls February 30th over to March; only a date that exists is written back unchanged.
  return Number.isNaN(milliseconds) || formatInstant(milliseconds) !== text ? undefined : milliseconds;
}

/** ISO 8601: a day, or a time of day with its zone. Without a zone it would be another time on each machine. */
const iso = /^([+-]\d\d)?(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds since the epoch of a Date, a number of them, or a text; NaN for what is no point in time, such as 2026-02-30. */
export function instantOf(value: unknown): number {
  if (typeof value === 'number') return new Date(value).getTime();
  if (typeof value === 'string') {
    const [, , day] = iso.exec(value) ?? [];
    // The days of a month repeat every 400 years, so that the longer years can be left out.
    return day !== undefined && new Date(day).toJSON()?.startsWith(day) ? Date.parse(value) : Number.NaN;
  }
  // Not by `instanceof`: fake timers put a Date of their own in its place.
  return typeof value === 'object' && value !== null && 'getTime' in value ? Number(value) : Number.NaN;
}

function nanAsUndefined(number: number): number | undefined {
  return Number.isNaN(number) ? undefined : number;
}

let lastSecond = Number.NaN;
let lastText = '';

/** The second that a point in time lies in. */
export function formatInstant(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second === lastSecond) return lastText;
  const text = `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
  // Within a second, everything that happens is written with the same text.
  [lastSecond, lastText] = [second, text];
  return text;
}
