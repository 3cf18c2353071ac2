/** Candidates for a refused value: from the rule, its schema, or the state. */
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { examplesOf } from '../../contract/schema/format-examples.ts';
import { mends } from '../../contract/schema/mend.ts';
import type { Place, Violation } from '../../contract/schema/violations.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';

/** Another value at one place of a request; undefined leaves it out. */
export interface CandidateChange {
  readonly at: Place;
  readonly to: Json | undefined;
}

/** Changes that may satisfy a broken rule, the nearest to the request first. */
export function candidatesFor(
  operation: Operation,
  { rule, at, value }: Violation,
  now: number,
): readonly CandidateChange[] {
  const good = goodValues(schemasOf(operation.request, at));
  if (rule.keyword === 'required') return good.map((to) => ({ at, to }));
  const others = [...mends[rule.keyword](rule.limit, value, now), ...good];
  const inPlace = at.length === 0 ? [] : [...others, undefined].map((to) => ({ at, to }));
  const items = isArray(value) ? value.map((_, index) => ({ at: [...at, index], to: undefined })) : [];
  return [...items, ...(isObject(value) ? absentMembers(operation, at, value) : []), ...inPlace];
}

/** A precondition that refused, the parameters of its key, and the existing records if one is missing. */
export interface StateObstacle {
  readonly error: string;
  readonly key: readonly string[];
  readonly known: readonly JsonObject[];
}

/** The first valid value of each missing member of an object. */
function absentMembers(operation: Operation, at: Place, value: JsonObject): readonly CandidateChange[] {
  const names = schemasOf(operation.request, at).flatMap(({ properties }) =>
    isObject(properties) ? Object.keys(properties) : [],
  );
  return [...new Set(names)]
    .filter((name) => value[name] === undefined)
    .flatMap((name) =>
      goodValues(schemasOf(operation.request, [...at, name]))
        .slice(0, 1)
        .map((to) => ({ at: [...at, name], to })),
    );
}

/**
 * Changes that may satisfy a precondition: other values of the key parameters. For a missing record,
 * the keys of existing records first, then the contract's examples; for a conflicting record, a new name.
 */
export function candidatesForState(
  operation: Operation,
  { error, key, known }: StateObstacle,
  parameters: JsonObject,
): readonly CandidateChange[] {
  const isMissing = operation.preconditions.some((one) => one.error === error && one.kind === 'present');
  return key.flatMap((name) => {
    const value = parameters[name];
    const there = known.flatMap((record) => (record[name] === undefined ? [] : [record[name]]));
    const examples = [...there, ...goodValues(schemasOf(operation.request, [name]))].filter(
      (other) => other !== value,
    );
    const renamed = typeof value === 'string' && /^[\w.-]+$/.test(value) ? [`${value}-2`] : [];
    const others = isMissing ? [...examples, ...renamed] : [...renamed, ...examples];
    return [...others, ...(value === undefined ? [] : [undefined])].map((to) => ({ at: [name], to }));
  });
}

/** A copy of the request with a change. */
export function applyChange(parameters: JsonObject, { at, to }: CandidateChange): JsonObject {
  return change(parameters, at, to) as JsonObject; // an object stays one, but for its members
}

function change(value: Json | undefined, [step, ...rest]: Place, to: Json | undefined): Json | undefined {
  if (step === undefined) return to;
  if (isArray(value)) {
    const index = Number(step);
    const item = change(value[index], rest, to);
    return item === undefined ? value.toSpliced(index, 1) : value.with(index, item);
  }
  const { [String(step)]: old, ...others } = isObject(value) ? value : {};
  const member = change(old, rest, to);
  return member === undefined ? others : { ...others, [String(step)]: member };
}

/** Valid values named by the schemas of one place, unconditional schemas first. */
function goodValues(schemas: readonly JsonObject[]): readonly Json[] {
  return schemas.flatMap((schema) => {
    const { examples, enum: members, minimum } = schema;
    const fixture = isObject(schema['x-fixture']) ? schema['x-fixture']['value'] : undefined;
    const accepted = isArray(schema['x-accepts']) ? schema['x-accepts'] : [];
    const items = schemasAt(schema, ['[]']).toReversed();
    const values = [
      fixture,
      schema['default'],
      schema['const'],
      ...(isArray(examples) ? examples : []),
      ...accepted.map((one) => (isObject(one) ? one['value'] : undefined)),
      ...(isArray(members) ? members : []),
      minimum,
      schema['type'] === 'integer' ? 1 : undefined,
      examplesOf(schema['format'] ?? null)?.example,
      ...(isObject(schema['properties']) ? [filled(schema)] : []),
      ...(items.length === 0 ? [] : goodValues(items).map((item) => [item])),
    ];
    return values.filter((value) => value !== undefined);
  });
}

/** An object with all required members. */
function filled(schema: JsonObject): JsonObject {
  const names = isArray(schema['required']) ? schema['required'].map(String) : [];
  return Object.fromEntries(
    names.flatMap((name) =>
      goodValues(schemasOf(schema, [name]))
        .slice(0, 1)
        .map((value) => [name, value]),
    ),
  );
}

/** Unconditional schemas first. */
function schemasOf(schema: JsonObject, at: Place): readonly JsonObject[] {
  return schemasAt(
    schema,
    at.map((step) => (typeof step === 'number' ? '[]' : step)),
  ).toReversed();
}
