/** The request as a form: flat names, for tools that know OpenAPI but not how this API writes lists. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/**
 * Describe the flat form of a request schema: `RecordFormat.N.Format` by a pattern of its name.
 *
 * What a value must be is said by reference, so that it stands in one place. What several parameters demand of each other
 * is left out unless all of them are plain: a form has no lists that a schema could look into.
 */
export function describeForm(request: JsonObject): JsonObject {
  const leaves = leavesOf(request, [], '#/components/schemas/Request');
  const plain = leaves.filter(({ steps }) => steps.length === 1);
  const inLists = leaves.filter(({ steps }) => steps.length > 1);
  const required = isArray(request['required'])
    ? request['required'].filter((name) => plain.some(({ steps }) => steps[0] === name))
    : [];
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      plain.map(({ steps, reference }) => [steps[0] ?? '', { $ref: reference }]),
    ),
    ...(inLists.length === 0
      ? {}
      : {
          patternProperties: Object.fromEntries(
            inLists.map(({ steps, reference }) => [patternOf(steps), { $ref: reference }]),
          ),
        }),
  };
}

interface Leaf {
  /** Names from the root; `N` for a place in a list. */
  readonly steps: readonly string[];
  readonly reference: string;
}

function leavesOf(schema: Json, steps: readonly string[], reference: string): readonly Leaf[] {
  if (!isObject(schema)) return [];
  if (schema['items'] !== undefined) return leavesOf(schema['items'], [...steps, 'N'], `${reference}/items`);
  if (!isObject(schema['properties'])) return [{ steps, reference }];
  return Object.entries(schema['properties']).flatMap(([name, member]) =>
    leavesOf(member, [...steps, name], `${reference}/properties/${name}`),
  );
}

function patternOf(steps: readonly string[]): string {
  return `^${steps.map((step) => (step === 'N' ? '[1-9][0-9]*' : step)).join(String.raw`\.`)}$`;
}
