/** Default values, filled in where a request leaves them out. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { compilePredicate } from './keywords.ts';
import { partsOf, type Part } from './walk.ts';

/** Returns the value with defaults filled in. What nothing is filled into is not copied: the value given, or a part of it. */
export type FillDefaults = (value: JsonObject) => JsonObject;

type FillValue = (value: Json) => Json;

/** Compile the defaults of a schema, including those under `if`/`then`. Conditions see the defaults filled in before them. */
export function compileDefaults(schema: JsonObject, pointer = ''): FillDefaults {
  const fill = compile(schema, pointer);
  return (value) => (fill ? (fill(value) as JsonObject) : value); // an object stays one
}

/** Undefined for a schema without defaults. */
function compile(schema: JsonObject, pointer: string): FillValue | undefined {
  const parts = partsOf(schema, pointer);
  // Members and items first: conditions look at what was filled in.
  const steps = [
    compileMembers(parts),
    ...parts.map((part) => (part.about === 'item' ? compileItems(part) : undefined)),
    ...parts.map((part) => (part.about === 'same' ? compileSame(part) : undefined)),
  ].filter((step) => step !== undefined);
  if (steps.length === 0) return undefined;
  return (value) => {
    let filled = value;
    for (const step of steps) filled = step(filled);
    return filled;
  };
}

/** All members of an object together, so that it is copied once. */
function compileMembers(parts: readonly Part[]): FillValue | undefined {
  const members = parts.flatMap((part) => {
    if (part.about !== 'member') return [];
    const [initial, fill] = [part.schema['default'], compile(part.schema, part.pointer)];
    return initial === undefined && !fill ? [] : [{ name: part.name, initial, fill }];
  });
  if (members.length === 0) return undefined;
  return (value) => {
    if (!isObject(value)) return value;
    let copy: Record<string, Json> | undefined;
    for (const { name, initial, fill } of members) {
      const given = value[name];
      const present = given === undefined ? initial : given;
      if (present === undefined) continue;
      const filled = fill ? fill(present) : present;
      if (filled !== given) (copy ??= { ...value })[name] = filled;
    }
    return copy ?? value;
  };
}

function compileItems(part: Part): FillValue | undefined {
  const fill = compile(part.schema, part.pointer);
  if (!fill) return undefined;
  return (value) => {
    if (!isArray(value)) return value;
    let copy: Json[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const item = value[index] ?? null;
      const filled = fill(item);
      if (filled !== item) (copy ??= [...value])[index] = filled;
    }
    return copy ?? value;
  };
}

function compileSame({
  condition,
  schema,
  pointer,
}: Extract<Part, { about: 'same' }>): FillValue | undefined {
  const fill = compile(schema, pointer);
  if (!condition) return fill;
  const matches = compilePredicate(condition.schema, condition.pointer);
  return fill && ((value) => (matches(value, 0) === condition.wanted ? fill(value) : value));
}
