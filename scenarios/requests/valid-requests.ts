/** Valid requests: the shortest, the fullest, and the repair of any draft. */
import { isArray, isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { keywords } from '../../contract/schema/keywords.ts';
import { mends } from '../../contract/schema/mend.ts';
import { locateSchemas, type Rule, unnamed } from '../../contract/schema/rules.ts';
import { findViolations, type Place, type Violation } from '../../contract/schema/violations.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import { memberNames, type Path } from '../../contract/schema/walk.ts';
import {
  enumAt,
  getAt,
  membersAskedFor,
  pathOf,
  removeAt,
  setAt,
  validItems,
  validValue,
  violationsOf,
  type Draft,
  type DraftValue,
} from './draft.ts';
import { fillRequest } from '../scenario/placeholders.ts';
import { bindingsFor } from './bindings.ts';
import { GenerationError } from './gap.ts';
import { candidatesAt, differentValues, isValidAlone } from './values.ts';

const minimal = new WeakMap<Operation, Draft>();
const full = new WeakMap<Operation, Draft>();

/** The shortest request that breaks no rule. Throws GenerationError if no valid one is found. */
export function minimalRequest(operation: Operation): Draft {
  const known = minimal.get(operation) ?? repair(operation, {});
  minimal.set(operation, known);
  return structuredClone(known);
}

/** A request with every parameter, and every member of the first item of every list. Throws GenerationError where rules forbid that. */
export function fullRequest(operation: Operation): Draft {
  const known = full.get(operation) ?? fillAll(operation);
  full.set(operation, known);
  return structuredClone(known);
}

function fillAll(operation: Operation): Draft {
  const draft: Draft = {};
  for (const { path } of locateSchemas(operation.request)) {
    const place: Place = path.map((step) => (step === '[]' ? 0 : step));
    if (path.length > 0 && getAt(draft, place) === undefined)
      setAt(draft, place, validValue(operation, path, true));
  }
  return repair(operation, draft);
}

const recommended = new WeakMap<Operation, readonly Rule[]>();

/**
 * Members that the page recommends but no error enforces (`x-should-have`). Generated requests include them, so that no verdict
 * depends on them; a request that leaves one out is tried on its own.
 */
export function adviceOf(operation: Operation): readonly Rule[] {
  const known =
    recommended.get(operation) ??
    locateSchemas(operation.request).flatMap(({ schema, path, guards, pointer, provenance }) =>
      (isArray(schema['x-should-have']) ? schema['x-should-have'] : []).map((limit): Rule => {
        const holds = keywords.required.compile(limit, pointer);
        const named = { ...unnamed, error: '', keyword: 'required', limit } as const;
        return { ...named, codeEvidence: 'assumed', path, guards, pointer, schema, holds, ...provenance };
      }),
    );
  recommended.set(operation, known);
  return known;
}

const repaired = new WeakMap<Operation, readonly Rule[]>();

/** One list for each operation, since its tree is known by it; rules before what is only recommended. */
function toRepair(operation: Operation): readonly Rule[] {
  const known = repaired.get(operation) ?? [...operation.rules, ...adviceOf(operation)];
  repaired.set(operation, known);
  return known;
}

/** Those about the members of one object. */
export function adviceAt(operation: Operation, path: Path): readonly Rule[] {
  const place = path.join('.');
  return adviceOf(operation).filter((rule) => rule.path.join('.') === place);
}

/**
 * Repairs a draft in place and returns it: adds what is required, and replaces values that break a rule. `keep` is the path of a value
 * whose list items stay: other items are changed instead. With `fixed` the value itself stays too.
 *
 * Throws GenerationError where rules contradict each other, or no value is known that satisfies one.
 */
export function repair(operation: Operation, draft: Draft, keep: Place = [], fixed = false): Draft {
  const removed = new Set<string>();
  const bindings = bindingsFor(operation);
  for (let round = 0; round < 100; round += 1) {
    const { now } = bindings;
    const [violation] = findViolations(toRepair(operation), fillRequest(draft, bindings), now);
    if (!violation) {
      if (!fillEmpty(operation, draft, [], removed)) return draft;
    } else if (fixed && isSame(violation.at, keep)) {
      throw new GenerationError(`the value also breaks "${violation.rule.id}"`);
    } else {
      repairOne(operation, draft, violation, keep);
    }
  }
  throw new GenerationError(
    `no valid request of "${operation.name}" was found: each repair breaks another rule`,
  );
}

function isSame(one: Place, other: Place): boolean {
  return one.length === other.length && one.every((step, depth) => step === other[depth]);
}

/**
 * Fills or removes empty objects, which would not be sent: an object gets its first member, or is removed where it has no known one.
 * Returns whether anything changed. Throws GenerationError for an object without members that was removed before.
 */
function fillEmpty(operation: Operation, value: DraftValue, at: Place, removed: Set<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const key of Object.keys(value)) {
    const step = isArray(value) ? Number(key) : key;
    const member = (value as Readonly<Record<string | number, DraftValue>>)[step]; // a list or an object
    if (typeof member !== 'object' || member === null) continue;
    const place = [...at, step];
    if (Object.keys(member).length === 0) {
      fillOrTake(operation, value, member, place, removed);
      return true;
    }
    if (fillEmpty(operation, member, place, removed)) return true;
  }
  return false;
}

function fillOrTake(
  operation: Operation,
  holder: DraftValue,
  member: DraftValue,
  place: Place,
  removed: Set<string>,
): void {
  const path = pathOf(place);
  const [name] = schemasAt(operation.request, path).flatMap(memberNames);
  if (name !== undefined) {
    setIn(member, name, validValue(operation, [...path, name]));
    return;
  }
  if (removed.has(path.join('.')))
    throw new GenerationError(`"${path.join('.')}" has no members that a request could hold`);
  removed.add(path.join('.'));
  takeFrom(holder, place.at(-1) ?? '');
}

// Drafts are mutable; only the type of the JSON in them is read-only.
function setIn(holder: DraftValue, name: string, value: DraftValue): void {
  (holder as Draft)[name] = value;
}

function takeFrom(holder: DraftValue, step: string | number): void {
  if (isArray(holder)) (holder as DraftValue[]).splice(Number(step), 1);
  else delete (holder as Draft)[String(step)];
}

function repairOne(operation: Operation, draft: Draft, violation: Violation, keep: Place): void {
  const { rule, at } = violation;
  const { limit } = rule;
  const list = getAt(draft, at);
  switch (rule.keyword) {
    case 'required':
      setAt(draft, at, validValue(operation, pathOf(at)));
      return;
    case 'anyOf':
      addMembers(operation, draft, at, fewestNames(limit));
      return;
    case 'not':
      if (namesIn(limit).length === 0) replace(operation, draft, violation);
      else removeAt(draft, [...at, namesIn(limit).at(-1) ?? '']);
      return;
    case 'x-unique-by':
      separate(operation, draft, at, String(limit), keep[at.length]);
      return;
    case 'minItems': {
      const items = validItems(operation, pathOf(at), Number(limit));
      setAt(
        draft,
        at,
        items.map((item, index) => getAt(draft, [...at, index]) ?? item),
      );
      return;
    }
    case 'maxItems':
      setAt(draft, at, isArray(list) ? (list as DraftValue[]).slice(0, Number(limit)) : []);
      return;
    case 'uniqueItems':
      tellApart(operation, draft, at);
      return;
    default:
      replace(operation, draft, violation);
  }
}

/** Makes the items of a list differ: plain values directly, objects in a member that has enough values. */
function tellApart(operation: Operation, draft: Draft, at: Place): void {
  const list = getAt(draft, at);
  const count = isArray(list) ? list.length : 0;
  const items = [...pathOf(at), '[]'];
  const usual = validValue(operation, items);
  const names = schemasAt(operation.request, items).flatMap(memberNames);
  const places: readonly Path[] = isObject(usual) ? names.map((name) => [...items, name]) : [items];
  for (const path of places) {
    const value = validValue(operation, path);
    if (isObject(value) || isArray(value)) continue;
    const different = differentValues(operation, path, value, count); // plain
    if (different.length < count) continue;
    for (const [index, one] of different.entries())
      setAt(draft, [...at, index, ...path.slice(items.length)], one);
    return;
  }
  throw new GenerationError(`"${pathOf(at).join('.')}" cannot have ${count} items that differ`);
}

/** The names that a schema requires. */
export function namesIn(schema: Json | undefined): readonly string[] {
  return isObject(schema) && isArray(schema['required']) ? schema['required'].map(String) : [];
}

/** Of the alternatives of an `anyOf` the one that requires the fewest members, the first of several. */
function fewestNames(alternatives: Json): readonly string[] {
  const [fewest = []] = (isArray(alternatives) ? alternatives : [])
    .map(namesIn)
    .toSorted((a, b) => a.length - b.length);
  return fewest;
}

function addMembers(operation: Operation, draft: Draft, at: Place, names: readonly string[]): void {
  if (names.length === 0)
    throw new GenerationError(
      '"anyOf" has an alternative that requires nothing: only "required" is understood',
    );
  for (const name of names) setAt(draft, [...at, name], validValue(operation, [...pathOf(at), name]));
}

/** Replaces a value by the first candidate that breaks no rule there. */
function replace(operation: Operation, draft: Draft, { rule, at, value }: Violation): void {
  const mended = mends[rule.keyword](rule.limit, value, Date.UTC(2026, 0, 1));
  for (const candidate of [...candidatesAt(operation, pathOf(at)), ...mended]) {
    setAt(draft, at, candidate);
    if (!violationsOf(operation, draft).some((other) => isSame(other.at, at))) return;
  }
  throw new GenerationError(`no value is known that satisfies "${rule.id}". Give the schema an example`);
}

const companions = new WeakMap<Operation, Map<string, readonly string[]>>();

function companionsOf(operation: Operation, parameter: string): readonly string[] {
  const known = companions.get(operation) ?? new Map<string, readonly string[]>();
  companions.set(operation, known);
  const names =
    known.get(parameter) ??
    operation.rules.flatMap(({ keyword, limit, path, guards }) =>
      keyword === 'required' && limit === parameter && path.length === 0
        ? guards.flatMap(({ schema, wanted }) => (wanted ? namesIn(schema) : []))
        : [],
    );
  known.set(parameter, names);
  return names;
}

/** Adds the parameters on which this one depends: without them a target may ignore it. Returns whether one was missing. */
export function addCompanions(operation: Operation, draft: Draft, parameter: string | undefined): boolean {
  const missing = (parameter === undefined ? [] : companionsOf(operation, parameter)).filter(
    (name) => draft[name] === undefined,
  );
  for (const name of missing) draft[name] = validValue(operation, [name]);
  return missing.length > 0;
}

/** Gives an item with a repeated value another one of those that the contract lists. */
function separate(
  operation: Operation,
  draft: Draft,
  at: Place,
  property: string,
  keep: string | number | undefined,
): void {
  const list = getAt(draft, at);
  const items = isArray(list) ? (list as DraftValue[]) : [];
  const taken = items.map((item) => (item as Draft)[property]);
  const index = taken.findIndex(
    (value, position) => position !== keep && taken.filter((other) => other === value).length > 1,
  );
  const path = [...pathOf(at), '[]', property];
  const listed = enumAt(operation, path);
  const numbered = `${String(taken[index])}${index + 1}`;
  const others =
    listed.length > 0
      ? listed
          .toReversed()
          .toSorted((a, b) => membersAskedFor(operation, path, a) - membersAskedFor(operation, path, b))
      : [numbered, ...differentValues(operation, path, taken[index] as Json, items.length + 1)]; // members of items are plain
  const free = others.find((value) => !taken.includes(value) && isValidAlone(operation, path, value));
  if (free === undefined || index < 0)
    throw new GenerationError(`there are too few values for "${property}"`);
  setAt(draft, [...at, index, property], free);
}
