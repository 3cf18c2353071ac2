/** The one walk over a schema: its subschemas, the value of each, and its condition. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

/** Property names from the root; `[]` stands for every item of a list. */
export type Path = readonly string[];

/** The `if` beside a `then` (it has to hold) or an `else` (it must not). */
export interface SchemaCondition {
  readonly schema: Json;
  readonly pointer: string;
  readonly wanted: boolean;
}

/**
 * A subschema, by the value that it describes:
 * - `member`: the property of that name.
 * - `item`: each item of the list.
 * - `same`: the same value, always (`allOf`) or under a condition (`then`, `else`).
 */
export type Part = { readonly schema: JsonObject; readonly pointer: string } & (
  | { readonly about: 'member'; readonly name: string }
  | { readonly about: 'item' }
  | { readonly about: 'same'; readonly condition: SchemaCondition | undefined }
);

/** Keywords that hold schemas for the same value or its parts. `dependentRequired` holds none: it is short for `if` and `required`. */
export const applicators = [
  'properties',
  'items',
  'allOf',
  'if',
  'then',
  'else',
  'dependentRequired',
] as const;

/** The direct subschemas of a schema, in document order. Throws ContractError for a part that is not a schema. */
export function partsOf(schema: JsonObject, pointer = ''): readonly Part[] {
  return Object.entries(schema).flatMap(([keyword, value]): readonly Part[] => {
    const at = pointerTo(pointer, keyword);
    switch (keyword) {
      case 'properties':
        return Object.entries(objectAt(value, keyword, at)).map(([name, part]) => {
          const inner = pointerTo(at, name);
          return { about: 'member', name, schema: schemaOf(part, inner), pointer: inner };
        });
      case 'items':
        return [{ about: 'item', schema: schemaOf(value, at), pointer: at }];
      case 'allOf':
        return listAt(value, keyword, at).map((part, index) => {
          const inner = pointerTo(at, index);
          return { about: 'same', condition: undefined, schema: schemaOf(part, inner), pointer: inner };
        });
      case 'then':
      case 'else': {
        const condition: SchemaCondition = {
          schema: schema['if'] ?? {},
          pointer: pointerTo(pointer, 'if'),
          wanted: keyword === 'then',
        };
        return [{ about: 'same', condition, schema: schemaOf(value, at), pointer: at }];
      }
      default:
        return [];
    }
  });
}

/** Every schema of the same value: first those of `allOf`, `then` and `else`, then the schema itself. */
export function sameValue(schema: JsonObject): readonly JsonObject[] {
  const added = partsOf(schema).flatMap((part) => (part.about === 'same' ? sameValue(part.schema) : []));
  return [...added, schema];
}

/** The names of all members that a schema describes, including conditional ones. */
export function memberNames(schema: JsonObject): readonly string[] {
  const names = sameValue(schema)
    .toReversed()
    .flatMap((one) => partsOf(one).flatMap((part) => (part.about === 'member' ? [part.name] : [])));
  return [...new Set(names)];
}

function schemaOf(value: Json, pointer: string): JsonObject {
  if (isObject(value)) return value;
  throw new ContractError('Failed to read schema: it is not an object. Write an object.', { pointer });
}

function objectAt(value: Json, keyword: string, pointer: string): JsonObject {
  if (isObject(value)) return value;
  throw new ContractError(`Failed to read "${keyword}": it is not an object. Write an object.`, { pointer });
}

function listAt(value: Json, keyword: string, pointer: string): readonly Json[] {
  if (isArray(value)) return value;
  throw new ContractError(`Failed to read "${keyword}": it is not a list. Write a list.`, { pointer });
}
