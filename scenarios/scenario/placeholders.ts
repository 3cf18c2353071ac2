/**
 * Placeholders in the values of a scenario, filled in when a call is sent:
 * - `${unique}`: a name unique to the scenario and the run.
 * - `${now+86400}`, `${now-60}`: a point in time, in seconds from now.
 * - `${fixture.bucket}`, `${fixture.vod.1}`: a value that the target has; `.1` is the second of several, from 0.
 * - `${upper:fixture.domain}`: the same in upper case.
 */
import { formatInstant } from '../../contract/schema/instant.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';

export interface Bindings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly unique: string;
  readonly fixtures: Fixtures;
}

/** Values that a target has, by name. */
export type Fixtures = Readonly<Record<string, readonly string[]>>;

const placeholder = /\$\{(?:(unique)|now([+-]\d+)|(upper:)?fixture\.([a-z-]+)(?:\.(\d+))?)\}/g;

/** Throws Error for a fixture that the bindings do not have. */
export function fillText(text: string, bindings: Bindings): string {
  // A fast path: most values have no placeholder, and every request of a run comes through here.
  if (!text.includes('${')) return text;
  return text.replaceAll(
    placeholder,
    (_, unique?: string, seconds?: string, upper?: string, fixture?: string, index = '0') => {
      if (unique) return bindings.unique;
      if (seconds) return formatInstant(bindings.now + Number(seconds) * 1000);
      const value = bindings.fixtures[fixture ?? '']?.[Number(index)];
      if (value === undefined)
        throw new Error(
          `Failed to fill in "${text}": the fixture "${fixture}" has no value ${index}. Give it with --fixture.`,
        );
      return upper === undefined ? value : value.toUpperCase();
    },
  );
}

/** Whether the bindings have every fixture that a text names. */
export function isFillable(text: string, { fixtures }: Bindings): boolean {
  return [...text.matchAll(placeholder)].every(
    ([, unique, seconds, , name = '', index = '0']) =>
      unique !== undefined || seconds !== undefined || fixtures[name]?.[Number(index)] !== undefined,
  );
}

export function fillParameters(
  parameters: Readonly<Record<string, string>>,
  bindings: Bindings,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, fillText(value, bindings)]),
  );
}

export function fillRequest(request: JsonObject, bindings: Bindings): JsonObject {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [name, fillValue(value, bindings)]),
  );
}

function fillValue(value: Json, bindings: Bindings): Json {
  if (typeof value === 'string') return fillText(value, bindings);
  if (isArray(value)) return value.map((item) => fillValue(item, bindings));
  return isObject(value) ? fillRequest(value, bindings) : value;
}
