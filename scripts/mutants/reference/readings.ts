/** Readings of single values: numbers, instants, names and prefixes, as text from the wire. */
import type { Range } from './parts.ts';

/** Whether a value that was sent is anything but a whole number within the range. */
export function isOutside(text: string | undefined, { min, max }: Range): boolean {
  if (text === undefined) return false;
  return !/^-?\d+$/.test(text) || Number(text) < min || Number(text) > max;
}

/** Milliseconds since 1970 of a `yyyy-MM-ddTHH:mm:ssZ` that exists in the calendar; else undefined. */
export function readInstant(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const instantMs = Date.parse(text);
  // The 30th of February parses, as a day of March: only an instant that prints as it was written exists.
  const exists = !Number.isNaN(instantMs) && new Date(instantMs).toISOString() === text.replace('Z', '.000Z');
  return exists ? instantMs : undefined;
}

/** At least two labels; no scheme, port or path. */
export function isHostName(text: string): boolean {
  return /^(?=.{1,253}$)[a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)+$/i.test(text);
}

/**
 * 3 to 63 letters, digits and hyphens, with no hyphen at either end.
 *
 * Source: OSS naming rules. Upper case and a masked tail `****` pass as well: the page's own example has both.
 */
export function isBucketName(text: string): boolean {
  return /^(?=.{3,63}$)[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\*{4})?$/i.test(text);
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

export function hasAnyOf(text: string, variables: readonly string[]): boolean {
  return variables.some((variable) => text.includes(`{${variable}}`));
}

export const startVariables = ['StartTime', 'EscapedStartTime'];
export const endVariables = ['EndTime', 'EscapedEndTime'];

export function lacksTimeVariables(prefix: string): boolean {
  return !hasAnyOf(prefix, startVariables) || !hasAnyOf(prefix, endVariables);
}

export function lacksSliceVariables(prefix: string): boolean {
  return !prefix.includes('{UnixTimestamp}') || !prefix.includes('{Sequence}');
}
