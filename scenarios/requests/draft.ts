/** Drafts of requests: nested values that can be changed, and valid values for missing ones. */
import { isArray, isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { findViolations, type Place, type Violation } from '../../contract/schema/violations.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import { type Path } from '../../contract/schema/walk.ts';
import { decodeParameters, encodeParameters } from '../../contract/wire/parameters.ts';
import { bindingsFor } from './bindings.ts';
import { fillRequest } from '../scenario/placeholders.ts';
import {
  candidatesAt,
  differentValues,
  findCandidate,
  isValidAlone,
  limitsIn,
  rulesAt,
  satisfies,
} from './values.ts';

export type Draft = { [name: string]: DraftValue };
export type DraftValue = Json | Draft | DraftValue[];

/** The violations of an unfinished draft, with its empty lists and objects, which no request on the wire has. */
export function violationsOf(operation: Operation, draft: Draft): readonly Violation[] {
  const bindings = bindingsFor(operation);
  return findViolations(operation.rules, fillRequest(draft, bindings), bindings.now);
}

/** The violations of a draft as a target reads it: empty lists and objects are not sent. */
export function violationsAsSent(operation: Operation, draft: Draft): readonly Violation[] {
  const bindings = bindingsFor(operation);
  const pairs = encodeParameters(fillRequest(draft, bindings));
  return findViolations(operation.rules, decodeParameters(pairs, operation.shape).parameters, bindings.now);
}

/**
 * A value that breaks no rule about itself. In this order: a fixture, `${unique}`, one of `x-accepts`, an example, a generated one;
 * of a list of values the first that asks for the fewest other members, so that requests stay short, or with `rich` for the most.
 */
export function validValue(operation: Operation, path: Path, isRich = false): DraftValue {
  const schemas = schemasAt(operation.request, path);
  if (schemas.some((schema) => schema['items'] !== undefined)) {
    return validItems(operation, path, Math.max(1, ...limitsIn(schemas, 'minItems')));
  }
  if (schemas.some((schema) => schema['type'] === 'object')) return {};
  const fixture = schemas.find((schema) => schema['x-fixture'] !== undefined)?.['x-fixture'];
  if (isObject(fixture)) return `\${fixture.${String(fixture['name'])}}`;
  const [field = ''] = path;
  if (path.length === 1 && operation.effect?.key.includes(field) && isFreePart(operation, field))
    return '${unique}';
  return plainValue(operation, path, isRich);
}

const plainValues = new WeakMap<Operation, Map<string, Json>>();

/** Looked up once: random requests ask for it thousands of times. */
function plainValue(operation: Operation, path: Path, isRich: boolean): Json {
  const values = plainValues.get(operation) ?? new Map<string, Json>();
  plainValues.set(operation, values);
  const key = `${String(isRich)} ${path.join('.')}`;
  const value = values.get(key) ?? findPlainValue(operation, path, isRich);
  values.set(key, value);
  return value;
}

function findPlainValue(operation: Operation, path: Path, isRich: boolean): Json {
  const usual =
    findCandidate(operation, path, (value) => isValidAlone(operation, path, value)) ??
    candidatesAt(operation, path)[0] ??
    'value';
  const sign = isRich ? -1 : 1;
  const [best = usual] = [usual, ...listedLike(operation, path, usual)].toSorted(
    (a, b) => sign * (membersAskedFor(operation, path, a) - membersAskedFor(operation, path, b)),
  );
  return best;
}

/** The values that the contract lists for a place, if the usual one is of them: those that are no less sure. */
function listedLike(operation: Operation, path: Path, usual: Json): readonly Json[] {
  const listed = enumAt(operation, path);
  if (!listed.includes(usual)) return [];
  const doubts = operation.doubts.filter((doubt) => doubt.path.join('.') === path.join('.'));
  return listed.filter(
    (value) => isValidAlone(operation, path, value) && satisfies(operation, doubts, value),
  );
}

/** How many members of the same object are required because of this value. */
export function membersAskedFor(operation: Operation, path: Path, value: Json): number {
  const name = path.at(-1) ?? '';
  const around = path.slice(0, -1);
  return rulesAt(operation, around).filter(
    ({ keyword, guards }) =>
      keyword === 'required' &&
      guards.length > 0 &&
      guards.every(
        ({ depth, matches, wanted }) =>
          depth === around.length && matches({ [name]: value }, bindingsFor(operation).now) === wanted,
      ),
  ).length;
}

/** `count` items of a list. Free texts get their position as a suffix, so that items differ. */
export function validItems(operation: Operation, path: Path, count: number): DraftValue[] {
  const inner = [...path, '[]'];
  const usual = validValue(operation, inner);
  if (count === 1) return [usual];
  if (isArray(usual) || isObject(usual)) return Array.from({ length: count }, () => structuredClone(usual));
  const different = differentValues(operation, inner, usual, count);
  return Array.from({ length: count }, (_, index) => different[index % different.length] ?? usual);
}

/** As long as the longest names that a run makes. */
const nameOfRun = 'us1-0abcdef-other-12';

/** Whether a key field is free text, so that a run can invent values: no fixture, no enum, and no limit that names of a run break. */
export function isFreePart(operation: Operation, field: string): boolean {
  const schemas = schemasAt(operation.request, [field]);
  const isText = schemas.every(({ type }) => type === undefined || type === 'string');
  const given = ['x-fixture', 'enum', 'const'];
  if (!isText || schemas.some((schema) => given.some((keyword) => schema[keyword] !== undefined)))
    return false;
  return satisfies(operation, rulesAt(operation, [field]), nameOfRun);
}

export function enumAt(operation: Operation, path: Path): readonly Json[] {
  const values = schemasAt(operation.request, path).find((schema) => schema['enum'] !== undefined)?.['enum'];
  return values !== undefined && isArray(values) ? values : [];
}

/** The path of a place: which item of a list makes no difference. */
export function pathOf(place: Place): Path {
  return place.map((step) => (typeof step === 'number' ? '[]' : step));
}

export function getAt(draft: Draft, place: Place): DraftValue | undefined {
  return place.reduce<DraftValue | undefined>(
    (value, step) => (value as Record<string | number, DraftValue> | undefined)?.[step],
    draft,
  );
}

export function setAt(draft: Draft, place: Place, value: DraftValue): void {
  const parent = getAt(draft, place.slice(0, -1));
  (parent as Record<string | number, DraftValue>)[place.at(-1) ?? ''] = value;
}

export function removeAt(draft: Draft, place: Place): void {
  const parent = getAt(draft, place.slice(0, -1));
  delete (parent as Record<string | number, DraftValue>)[place.at(-1) ?? ''];
}
