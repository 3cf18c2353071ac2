/** Requests in the making: nested values that can be changed, and valid values for what is missing. */
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { keywords } from '../../contract/schema/keywords.ts';
import {
  findViolations,
  locateSchemas,
  type Place,
  type Rule,
  type Violation,
} from '../../contract/schema/rules.ts';
import { fillRequest, type Bindings } from '../scenario/placeholders.ts';
import { schemasAt, type Path } from '../../contract/schema/walk.ts';

export type Draft = { [name: string]: DraftValue };
export type DraftValue = Json | Draft | DraftValue[];

const bindings = new WeakMap<Operation, Bindings>();

/** Values for the placeholders while scenarios are made; every other moment and name gives the same scenarios. */
export function bindingsFor(operation: Operation): Bindings {
  const known = bindings.get(operation) ?? {
    now: Date.UTC(2026, 0, 1),
    unique: 'unique',
    fixtures: defaultFixtures(operation),
  };
  bindings.set(operation, known);
  return known;
}

/** What the contract says a target may have, by name. */
export function defaultFixtures(operation: Operation): Readonly<Record<string, readonly string[]>> {
  const ofParameters = Object.values(
    isObject(operation.request['properties']) ? operation.request['properties'] : {},
  ).flatMap((schema) => {
    const fixture = isObject(schema) ? schema['x-fixture'] : undefined;
    return isObject(fixture) ? [entry(String(fixture['name']), [String(fixture['value'])])] : [];
  });
  const ofPreconditions = operation.preconditions.flatMap(({ fixture }) =>
    fixture?.value === undefined ? [] : [entry(fixture.name, fixture.value.split('/'))],
  );
  return Object.fromEntries([...ofParameters, ...ofPreconditions]);
}

function entry(name: string, values: readonly string[]): [string, readonly string[]] {
  return [name, values];
}

/** The violations of a draft as it would be sent. */
export function violationsOf(operation: Operation, draft: Draft): readonly Violation[] {
  return findViolations(
    operation.rules,
    fillRequest(draft, bindingsFor(operation)),
    bindingsFor(operation).now,
  );
}

const minimal = new WeakMap<Operation, Draft>();

/** The shortest request that breaks no rule. */
export function minimalRequest(operation: Operation): Draft {
  const known = minimal.get(operation) ?? repair(operation, {});
  minimal.set(operation, known);
  return structuredClone(known);
}

/** Every parameter, and every member of one item of every list. */
export function fullRequest(operation: Operation): Draft {
  const draft: Draft = {};
  for (const { path } of locateSchemas(operation.request)) {
    const place: Place = path.map((step) => (step === '[]' ? 0 : step));
    if (path.length > 0 && getAt(draft, place) === undefined)
      setAt(draft, place, validValue(operation, path));
  }
  return repair(operation, draft);
}

const advice = new WeakMap<Operation, readonly Rule[]>();

/**
 * What a request should have although no error says so (`x-should-have`): one sentence asks for it, another does not.
 * A request that leaves it out is tried on its own, and no other scenario depends on which sentence a target follows.
 */
export function adviceOf(operation: Operation): readonly Rule[] {
  const known =
    advice.get(operation) ??
    locateSchemas(operation.request).flatMap(({ schema, path, guards, pointer, provenance }) =>
      (isArray(schema['x-should-have']) ? schema['x-should-have'] : []).map((limit): Rule => {
        const holds = keywords.required.compile(limit, pointer);
        return {
          id: '',
          path,
          guards,
          keyword: 'required',
          limit,
          pointer,
          error: '',
          schema,
          holds,
          ...provenance,
        };
      }),
    );
  advice.set(operation, known);
  return known;
}

/**
 * Add what a draft lacks until it breaks no rule; the draft itself is changed, and returned. `keep` leads to a value whose
 * items of lists are not changed, others are changed instead.
 *
 * Throws where a rule is broken by something else than an absence: the contract's own examples are wrong then.
 */
export function repair(operation: Operation, draft: Draft, keep: Place = []): Draft {
  for (let round = 0; round < 50; round += 1) {
    const [violation] = [...violationsOf(operation, draft), ...adviceMissedBy(operation, draft)];
    if (!violation) return draft;
    repairOne(operation, draft, violation, keep);
  }
  throw new Error(`Failed to make a valid request of "${operation.name}": its rules ask for ever more.`);
}

function adviceMissedBy(operation: Operation, draft: Draft): readonly Violation[] {
  return findViolations(
    adviceOf(operation),
    fillRequest(draft, bindingsFor(operation)),
    bindingsFor(operation).now,
  );
}

/** Give a request the parameters that ask for this one: without them a target may not look at it. */
export function addCompanions(operation: Operation, draft: Draft, parameter: string | undefined): void {
  for (const { keyword, limit, path, guards } of operation.rules) {
    if (keyword !== 'required' || limit !== parameter || path.length > 0) continue;
    for (const { schema } of guards) {
      const names = isObject(schema) && isArray(schema['required']) ? schema['required'].map(String) : [];
      for (const name of names) draft[name] ??= validValue(operation, [name]);
    }
  }
}

function repairOne(operation: Operation, draft: Draft, { rule, at }: Violation, keep: Place): void {
  switch (rule.keyword) {
    case 'required':
      setAt(draft, at, validValue(operation, at.map(generic)));
      return;
    case 'anyOf': {
      const [branch] = isArray(rule.limit) ? rule.limit : [];
      for (const name of isObject(branch) && isArray(branch['required']) ? branch['required'] : []) {
        setAt(draft, [...at, String(name)], validValue(operation, [...at.map(generic), String(name)]));
      }
      return;
    }
    case 'x-unique-by':
      separate(operation, draft, at, String(rule.limit), keep[at.length]);
      return;
    default:
      throw new Error(
        `Failed to make a valid request of "${operation.name}": its own example breaks "${rule.id}". Correct the contract.`,
      );
  }
}

/** Give an item that shares a value with another one a value of its own, of those that the contract lists. */
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
  const listed = enumAt(operation, [...at.map(generic), '[]', property]);
  const free =
    listed.length > 0
      ? listed.findLast((value) => !taken.includes(value))
      : `${String(taken[index])}${index + 1}`;
  if (free === undefined || index < 0)
    throw new Error(
      `Failed to make a valid request of "${operation.name}": too few values for "${property}".`,
    );
  setAt(draft, [...at, index, property], free);
}

function generic(step: string | number): string {
  return typeof step === 'number' ? '[]' : step;
}

/** A value that breaks no rule of its own: of the target, unique, as the contract accepts it, or as the page shows it. */
export function validValue(operation: Operation, path: Path): DraftValue {
  const schemas = schemasAt(operation.request, path);
  if (schemas.some((schema) => schema['items'] !== undefined))
    return [validValue(operation, [...path, '[]'])];
  if (schemas.some((schema) => schema['type'] === 'object')) return {};
  const fixture = find(schemas, 'x-fixture');
  if (isObject(fixture)) return `\${fixture.${String(fixture['name'])}}`;
  if (
    path.length === 1 &&
    operation.effect?.key.includes(path[0] ?? '') &&
    isFreePart(operation, path[0] ?? '')
  )
    return '${unique}';
  const accepted = find(schemas, 'x-accepts');
  const first = isArray(accepted) ? accepted[0] : undefined;
  if (isObject(first)) return first['value'] ?? '';
  for (const keyword of ['examples', 'enum']) {
    const values = find(schemas, keyword);
    if (isArray(values) && values[0] !== undefined) return values[0];
  }
  return find(schemas, 'default') ?? find(schemas, 'minimum') ?? 'value';
}

/** Whether a part of a key may be a text of our own: it is none that the target has, and none of a few. */
export function isFreePart(operation: Operation, field: string): boolean {
  const schemas = schemasAt(operation.request, [field]);
  const isText = schemas.every(({ type }) => type === undefined || type === 'string');
  const given = ['x-fixture', 'enum', 'const'];
  return isText && !schemas.some((schema) => given.some((keyword) => schema[keyword] !== undefined));
}

export function enumAt(operation: Operation, path: Path): readonly Json[] {
  const values = find(schemasAt(operation.request, path), 'enum');
  return isArray(values) ? values : [];
}

function find(schemas: readonly JsonObject[], keyword: string): Json | undefined {
  return schemas.find((schema) => schema[keyword] !== undefined)?.[keyword];
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
