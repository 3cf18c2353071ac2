/** Two pages of facts, compared by what is read from them and not by their wording. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

export interface FactDifference {
  /** Names from the root, such as `RecordFormat.N.Format`; `error CODE`, `answer Field`, or empty for the operation itself. */
  readonly place: string;
  readonly fact: string;
  /** Undefined where a page says nothing. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Facts that are for people and generators, and that nothing is refused by. */
const notRead = new Set([
  'name',
  'example',
  'evidence',
  'items',
  'parameters',
  'fields',
  'in',
  'style',
  'unit',
  'variables',
]);

/** What changed from one page to the other, in the order of the first, then what only the second has. */
export function comparePages(before: JsonObject, after: JsonObject): readonly FactDifference[] {
  const [old, fresh] = [readingsOf(before), readingsOf(after)];
  const keys = [...new Set([...old.keys(), ...fresh.keys()])];
  const differences = keys.flatMap((key): FactDifference[] => {
    const [a, b] = [old.get(key), fresh.get(key)];
    if (a !== undefined && b !== undefined && isAlike(a, b)) return [];
    const [place = '', fact = ''] = key.split('\n');
    return [{ place, fact, before: a, after: b }];
  });
  // Of a parameter that came or went, nothing else needs to be said.
  const whole = differences.filter(({ fact }) => fact === 'parameter').map(({ place }) => place);
  return differences.filter(
    ({ place, fact }) =>
      !whole.some((one) => (place === one && fact !== 'parameter') || place.startsWith(`${one}.`)),
  );
}

function readingsOf(page: JsonObject): ReadonlyMap<string, Json> {
  const readings = new Map<string, Json>();
  const set = (place: string, fact: string, value: Json | undefined): void => {
    if (value !== undefined) readings.set(`${place}\n${fact}`, value);
  };
  const { rateLimit, atLeastOneOf, ram } = page;
  if (isObject(rateLimit))
    set('', 'rate limit', `${String(rateLimit['requests'])} per ${String(rateLimit['per'])}`);
  set('', 'at least one of', atLeastOneOf);
  if (isObject(ram)) set('', 'permission', `${String(ram['action'])} on ${String(ram['resource'])}`);
  const member = (one: JsonObject, place: string): void => {
    if (place !== '' && !place.endsWith('.N')) set(place, 'parameter', 'documented');
    for (const [fact, value] of Object.entries(one)) if (!notRead.has(fact)) set(place, fact, value);
    if (isObject(one['items'])) member(one['items'], `${place}.N`);
    for (const inner of objects(one['parameters'])) member(inner, `${place}.${String(inner['name'])}`);
  };
  for (const parameter of objects(page['parameters'])) member(parameter, String(parameter['name']));
  for (const [code, rows] of Map.groupBy(objects(page['errors']), (row) => String(row['code']))) {
    set(
      `error ${code}`,
      'status',
      rows.map((row) => Number(row['status'])),
    );
    set(
      `error ${code}`,
      'message',
      rows.map((row) => squeeze(String(row['message']))),
    );
  }
  const field = (one: JsonObject, place: string): void => {
    set(place, 'type', one['fields'] === undefined ? (one['type'] ?? 'string') : 'object');
    for (const inner of objects(one['fields'])) field(inner, `${place}.${String(inner['name'])}`);
    if (isObject(one['items'])) field(one['items'], `${place}.N`);
  };
  for (const one of objects(page['response'])) field(one, `answer ${String(one['name'])}`);
  return readings;
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return value !== undefined && isArray(value) ? value.filter(isObject) : [];
}

/** The vendor's metadata prints two spaces where its page prints one. */
function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function isAlike(a: Json, b: Json): boolean {
  if (isArray(a) && isArray(b)) return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
  if (isObject(a) && isObject(b)) return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
  return a === b;
}

function sorted(list: readonly Json[]): readonly string[] {
  return list.map((one) => JSON.stringify(one)).toSorted();
}

function ordered(value: Json): Json {
  if (isArray(value)) return sorted(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  );
}
