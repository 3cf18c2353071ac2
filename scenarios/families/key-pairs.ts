/** Two requests with the same or another key, one after the other. */
import type { Provenance } from '../../contract/evidence.ts';
import { isArray, isObject, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';
import { minimalRequest } from '../requests/valid-requests.ts';
import { validValue, type Draft } from '../requests/draft.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';

/** Values for the whole key, fixtures of the target included. */
export function freeKey(operation: Operation): Draft {
  return Object.fromEntries(
    (operation.effect?.key ?? []).map((field) => [field, validValue(operation, [field])]),
  );
}

/** The shortest request that has every part of the key. */
export function keyedRequest(operation: Operation): Draft {
  return { ...minimalRequest(operation), ...freeKey(operation) };
}

type PairParts = Pick<Scenario, 'title' | 'exercises' | 'arrange' | 'act'> & {
  readonly slug: string;
} & Partial<Provenance>;

/** A scenario about the uniqueness that the precondition demands. */
export function build(
  operation: Operation,
  { evidence, source, collection }: Precondition,
  { slug, ...parts }: PairParts,
): Scenario {
  return {
    id: `${kebab(collection)}/${slug}`,
    family: 'uniqueness',
    operation: operation.name,
    evidence,
    source,
    ...parts,
  };
}

/** Creates one record, then sends a request with the same or another key. */
export function pair(
  operation: Operation,
  precondition: Precondition,
  {
    slug,
    title,
    first,
    then,
    due,
    ...sure
  }: {
    readonly slug: string;
    readonly title: string;
    readonly first: Draft;
    readonly then: Draft;
    readonly due: 'same' | 'other';
  } & Partial<Provenance>,
): Scenario {
  const exercises = due === 'same' ? precondition.error : success;
  return build(operation, precondition, {
    slug,
    title,
    exercises,
    arrange: [stepFor(operation, first)],
    act: sequence(stepFor(operation, then, { expect: [exercises] })),
    ...sure,
  });
}

/** The values of `x-accepts` of a field. */
export function acceptsOf(operation: Operation, field: string): readonly JsonObject[] {
  const listed = propertyOf(operation, field)['x-accepts'];
  return isArray(listed) ? listed.filter(isObject) : [];
}

/** These, as texts. */
export function acceptedValues(operation: Operation, field: string): readonly string[] {
  return acceptsOf(operation, field).map((entry) => String(entry['value']));
}

/** The schema of a field; empty where it has no schema. */
export function propertyOf(operation: Operation, field: string): JsonObject {
  const properties = isObject(operation.request['properties']) ? operation.request['properties'] : {};
  const property = properties[field];
  return isObject(property) ? property : {};
}

/** The fixture that a field names; undefined where its values can be invented. */
export function fixtureOf(operation: Operation, field: string): unknown {
  return propertyOf(operation, field)['x-fixture'];
}
