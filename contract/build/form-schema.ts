/** The request as a form: flat names, for tools that know OpenAPI but not how this API writes lists. */
import { isArray, type JsonObject } from '../json.ts';
import { partsOf } from '../schema/walk.ts';

/**
 * Describe the flat form of a request schema: `RecordFormat.N.Format` by a pattern of its name.
 *
 * The schema of a value is a reference, so that it is written once. Rules over several parameters
 * are left out unless all of them are plain: a schema cannot look into the lists of a form.
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

interface FormField {
  /** Names from the root; `N` for a place in a list. */
  readonly steps: readonly string[];
  readonly reference: string;
}

function leavesOf(schema: JsonObject, steps: readonly string[], reference: string): readonly FormField[] {
  const inside = partsOf(schema, reference).flatMap((part) => {
    if (part.about === 'same') return innerLeaves(part.schema, steps, part.pointer);
    return leavesOf(part.schema, [...steps, part.about === 'item' ? 'N' : part.name], part.pointer);
  });
  const leaves = inside.length > 0 || schema['type'] === 'object' ? inside : [{ steps, reference }];
  // Of several schemas of a parameter the first is used: it is unconditional.
  const byName = Map.groupBy(leaves, (leaf) => leaf.steps.join('.'));
  return [...byName.values()].flatMap((described) => described.slice(0, 1));
}

/** The members that a schema about the same value adds. */
function innerLeaves(schema: JsonObject, steps: readonly string[], reference: string): readonly FormField[] {
  return leavesOf(schema, steps, reference).filter((leaf) => leaf.steps.length > steps.length);
}

function patternOf(steps: readonly string[]): string {
  return `^${steps.map((step) => (step === 'N' ? '[1-9][0-9]*' : step)).join(String.raw`\.`)}$`;
}
