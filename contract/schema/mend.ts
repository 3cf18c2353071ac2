/** For each keyword of a schema: values that may fix what breaks it. Only those who look for one load it. */
import { formatInstant } from './instant.ts';
import { isArray, isObject, type Json } from '../json.ts';
import { examplesOf } from './format-examples.ts';
import type { Keyword } from './keyword-names.ts';
import { distinct } from './keywords.ts';
import { padded, shortened } from './padding.ts';
import { multipleNear } from './texts-and-numbers.ts';

/** Candidates to replace a value that breaks a keyword, the nearest first. `now` in milliseconds since the epoch. */
export type Mend = (limit: Json, value: Json | undefined, now: number) => readonly Json[];

export const mends: Readonly<Record<Keyword, Mend>> = {
  type: (_, value) =>
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
      ? [Number(value), Math.round(Number(value))]
      : [],
  enum: (limit, value) =>
    isArray(limit) ? limit.toSorted((a, b) => distance(a, value) - distance(b, value)) : [],
  const: (limit) => [limit],
  minimum: (limit) => [limit],
  maximum: (limit) => [limit],
  exclusiveMinimum: (limit) => [Number(limit) + 1],
  exclusiveMaximum: (limit) => [Number(limit) - 1],
  multipleOf: (limit, value) => {
    if (typeof value !== 'number') return [];
    const step = Number(limit);
    return [value, value + step, value - step].map((one) => multipleNear(one, step));
  },
  minLength: (limit, value) => (typeof value === 'string' ? [padded(value, Number(limit))] : []),
  maxLength: (limit, value) =>
    typeof value === 'string' ? [[...value].slice(0, Number(limit)).join('')] : [],
  pattern: () => [],
  format: (limit, value, now) => {
    const example = examplesOf(limit)?.example;
    return [
      ...(limit === 'date-time' ? laterInstants(value, now) : []),
      ...(example === undefined ? [] : [example]),
    ];
  },
  // The last item again, as often as it takes.
  minItems: (limit, value) => {
    const last = isArray(value) ? value.at(-1) : undefined;
    if (!isArray(value) || last === undefined) return [];
    return [
      [...value, ...Array.from({ length: Number(limit) - value.length }, (_, index) => varied(last, index))],
    ];
  },
  maxItems: (limit, value) => (isArray(value) ? [value.slice(0, Number(limit))] : []),
  uniqueItems: (_, value) => (isArray(value) ? [distinct(value)] : []),
  required: () => [],
  not: () => [],
  anyOf: () => [],
  'x-max-bytes': (limit, value) => (typeof value === 'string' ? [shortened(value, Number(limit))] : []),
  'x-unique-by': (limit, value) => (isArray(value) ? [distinctBy(value, String(limit))] : []),
  'x-not-before': (_, value, now) => laterInstants(value, now),
  'x-after': (_, value, now) => laterInstants(value, now),
};

/** The first of those that have the same value of a member, and all that do not have it. */
function distinctBy(items: readonly Json[], member: string): readonly Json[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const value = isObject(item) ? item[member] : undefined;
    if (value === undefined) return true;
    const text = JSON.stringify(value);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function varied(value: Json, index: number): Json {
  return typeof value === 'string' ? `${value}-${index + 2}` : value;
}

/** A second, an hour and a day after the value sent, or after now. */
function laterInstants(value: Json | undefined, now: number): readonly string[] {
  const asked = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  const from = Number.isNaN(asked) ? now : Math.max(now, asked);
  return [1, 3600, 86_400].map((seconds) => formatInstant(from + seconds * 1000));
}

/** The distance between two values: the difference of numbers, the edit distance of texts. */
function distance(a: Json, b: Json | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b);
  const [one, other] = [String(a).toLowerCase(), String(b).toLowerCase()];
  if (one === other) return 0;
  const common = [...one].filter((character, index) => other[index] === character).length;
  return 1 + Math.max(one.length, other.length) - common;
}
