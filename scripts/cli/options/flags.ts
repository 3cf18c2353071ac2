/** Parsers of flags. Each throws InvalidArgumentError that says what its value must be, as a part of a sentence. */
import { InvalidArgumentError } from 'commander';

/** Defaults of `--seed` and `--runs`. */
export const defaultSeed = 1;
export const defaultRuns = 25;

/** Default of the longest run, half an hour: with a target that hardly answers it would take days. */
export const defaultMaxSeconds = 1800;

/** For flags that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`must be a whole number ${range}.`);
  };
}

export function positive(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('must be a number above 0.');
}

export function score(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('must be a number from 0 to 1.');
}

/** A share, as a number from 0 to 1 or as a percentage. */
export function share(text: string): number {
  const [, digits = '', percent] = /^(\d+(?:\.\d+)?)( ?%)?$/.exec(text) ?? [];
  const number = percent === undefined ? Number(digits) : Number(digits) / 100;
  if (digits !== '' && number <= 1) return number;
  throw new InvalidArgumentError('must be a number from 0 to 1, or a percentage such as 5%.');
}

/** `2/3` is the second of three parts. */
export function shard(text: string): { readonly index: number; readonly count: number } {
  const [index = 0, count = 0] = /^(\d+)\/(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index >= 1 && index <= count) return { index, count };
  throw new InvalidArgumentError('must be I/N, the Ith of N parts, such as 1/3.');
}

/** A fast-check path: the number of the sequence, then one number for each step of shrinking. */
export function path(text: string): string {
  if (/^\d+(?::\d+)*$/.test(text)) return text;
  throw new InvalidArgumentError('must be numbers with colons between them, such as 3:1:0.');
}

export function replayPath(text: string): string {
  if (/^[A-Za-z\d+/]+:[A-Za-z\d+/]+$/.test(text)) return text;
  throw new InvalidArgumentError('must be two words with a colon between them, such as AAC:D.');
}

/** Seconds, or a number with its unit: `30`, `2.5`, `30s`, `500ms`. Read as milliseconds. */
export function duration(leastMs: number): (text: string) => number {
  return (text) => {
    const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text) ?? [];
    const milliseconds = Number(number) * (unit === 's' ? 1000 : 1);
    if (milliseconds >= leastMs && milliseconds <= 3_600_000) return milliseconds;
    throw new InvalidArgumentError('must be a time up to an hour, such as 30, 2.5s or 500ms.');
  };
}

/** The prefix of a run's names. */
export function prefix(text: string): string {
  if (/^[a-z][a-z\d-]{0,15}$/.test(text)) return text;
  throw new InvalidArgumentError('must be up to 16 lower-case letters, digits and hyphens, a letter first.');
}

/** A whole number, or `all`. */
export function numberOrAll(text: string): number | 'all' {
  if (text === 'all') return text;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number, or "all".');
}
