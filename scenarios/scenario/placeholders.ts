/**
 * Placeholders in the values of a scenario, filled in when a call is sent:
 * - `${unique}`: a name unique to the scenario and the run.
 * - `${now+86400}`, `${now-60}`: a point in time, in seconds from now.
 * - `${fixture.bucket}`, `${fixture.vod.1}`: a value that the target has; `.1` is the second of several, from 0.
 * - `${upper:fixture.domain}`: the same in upper case.
 */
import { formatInstant } from '../../contract/schema/instant.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

/** What stands for the placeholders of a scenario. */
export interface Bindings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly unique: string;
  readonly fixtures: Fixtures;
}

/** Values that a target has, by name. */
export type Fixtures = Readonly<Record<string, readonly string[]>>;

const placeholder = /\$\{(?:(unique)|now([+-]\d+)|(upper:)?fixture\.([a-z-]+)(?:\.(\d+))?)\}/g;

/** One piece of a text: as it stands, or filled in. */
type Piece = string | ((bindings: Bindings) => string);

/** Taken apart once: the texts of a run are few, and each is filled in for every call. */
const pieces = new Map<string, readonly Piece[]>();
const mostKnown = 4096;

/**
 * Throws MisuseError for a fixture that the bindings do not have.
 *
 *     const name = fillText('app-{unique}', { now: Date.now(), unique: 'a1', fixtures: {} });
 */
export function fillText(text: string, bindings: Bindings): string {
  // A fast path: most values have no placeholder, and every request of a run comes through here.
  if (!text.includes('${')) return text;
  let known = pieces.get(text);
  if (!known) {
    if (pieces.size >= mostKnown) pieces.clear();
    known = piecesOf(text);
    pieces.set(text, known);
  }
  let filled = '';
  for (const piece of known) filled += typeof piece === 'string' ? piece : piece(bindings);
  return filled;
}

function piecesOf(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(placeholder)) {
    const [whole, unique, seconds, upper, fixture = '', index = '0'] = match;
    if (match.index > at) found.push(text.slice(at, match.index));
    at = match.index + whole.length;
    if (unique !== undefined) found.push((bindings) => bindings.unique);
    else if (seconds !== undefined) found.push(instantIn(Number(seconds)));
    else found.push(fixtureOf(text, fixture, index, upper !== undefined));
  }
  return at < text.length ? [...found, text.slice(at)] : found;
}

/** Most calls of a run are sent within the same second, or by a clock that stands still. */
function instantIn(seconds: number): Piece {
  let last = { now: Number.NaN, text: '' };
  return ({ now }) => {
    if (now !== last.now) last = { now, text: formatInstant(now + seconds * 1000) };
    return last.text;
  };
}

function fixtureOf(text: string, name: string, index: string, isUpper: boolean): Piece {
  return ({ fixtures }) => {
    const value = fixtures[name]?.[Number(index)];
    if (value === undefined)
      throw new MisuseError(
        `Failed to fill in "${text}": the fixture "${name}" has no value ${index}. Give it with --fixture.`,
      );
    return isUpper ? value.toUpperCase() : value;
  };
}

/** Whether the bindings have every fixture that a text names. */
export function isFillable(text: string, { fixtures }: Bindings): boolean {
  return [...text.matchAll(placeholder)].every(
    ([, unique, seconds, , name = '', index = '0']) =>
      unique !== undefined || seconds !== undefined || fixtures[name]?.[Number(index)] !== undefined,
  );
}

/**
 * The parameters of a step with their placeholders filled. Throws MisuseError for a fixture that the bindings do not have.
 *
 *     const bindings = { now: Date.now(), unique: 'a1', fixtures: {} };
 *     const fill = ({ parameters }: Step) => fillParameters(parameters, bindings);
 */
export function fillParameters(
  parameters: Readonly<Record<string, string>>,
  bindings: Bindings,
): Readonly<Record<string, string>> {
  return Object.fromEntries(fillPairs(parameters, bindings));
}

/** The same as pairs: to make an object of them takes far longer than to fill them in. */
export function fillPairs(
  parameters: Readonly<Record<string, string>>,
  bindings: Bindings,
): readonly (readonly [name: string, value: string])[] {
  const filled: [name: string, value: string][] = [];
  for (const name of Object.keys(parameters)) filled.push([name, fillText(parameters[name] ?? '', bindings)]);
  return filled;
}

/** What holds no placeholder is not copied. */
export function fillRequest(request: JsonObject, bindings: Bindings): JsonObject {
  let filled: Record<string, Json> | undefined;
  for (const name in request) {
    const value = request[name] ?? null;
    const other = fillValue(value, bindings);
    if (other === value) continue;
    filled ??= { ...request };
    filled[name] = other;
  }
  return filled ?? request;
}

function fillValue(value: Json, bindings: Bindings): Json {
  if (typeof value === 'string') return fillText(value, bindings);
  if (isArray(value)) return fillList(value, bindings);
  return isObject(value) ? fillRequest(value, bindings) : value;
}

function fillList(list: readonly Json[], bindings: Bindings): readonly Json[] {
  let filled: Json[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const value = list[index] ?? null;
    const other = fillValue(value, bindings);
    if (other === value) continue;
    filled ??= [...list];
    filled[index] = other;
  }
  return filled ?? list;
}
