/** Default values, filled in where a request leaves them out. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { compilePredicate } from './keywords.ts';
import { partsOf, type Part } from './walk.ts';

/** Returns a copy with defaults filled in. */
export type FillDefaults = (value: JsonObject) => JsonObject;

/** Fills defaults into a mutable value in place. */
type FillValue = (value: Json) => void;

/** A mutable copy of a value. */
type MutableValue = Record<string, Json>;

/** Compile the defaults of a schema, including those under `if`/`then`. Conditions see the defaults filled in before them. */
export function compileDefaults(schema: JsonObject, pointer = ''): FillDefaults {
  const fill = compile(schema, pointer);
  return (value) => {
    const draft = copyObject(value);
    fill?.(draft);
    return draft;
  };
}

/** Undefined for a schema without defaults. */
function compile(schema: JsonObject, pointer: string): FillValue | undefined {
  // Members and items first: conditions look at what was filled in.
  const order = ['member', 'item', 'same'];
  const steps = partsOf(schema, pointer)
    .toSorted((a, b) => order.indexOf(a.about) - order.indexOf(b.about))
    .flatMap((part) => compilePart(part) ?? []);
  if (steps.length === 0) return undefined;
  return (value) => {
    for (const step of steps) step(value);
  };
}

function compilePart(part: Part): FillValue | undefined {
  const fill = compile(part.schema, part.pointer);
  switch (part.about) {
    case 'member':
      return compileMember(part.name, part.schema['default'], fill);
    case 'item':
      return (
        fill &&
        ((value) => {
          if (isArray(value)) for (const item of value) fill(item);
        })
      );
    case 'same': {
      const { condition } = part;
      if (!condition) return fill;
      const matches = compilePredicate(condition.schema, condition.pointer);
      if (!fill) return undefined;
      return (value) => {
        if (matches(value, 0) === condition.wanted) fill(value);
      };
    }
  }
}

function compileMember(
  name: string,
  initial: Json | undefined,
  fill: FillValue | undefined,
): FillValue | undefined {
  if (initial === undefined && !fill) return undefined;
  return (value) => {
    if (!isObject(value)) return;
    const draft: MutableValue = value;
    if (draft[name] === undefined && initial !== undefined) draft[name] = copy(initial);
    const present = draft[name];
    if (present !== undefined) fill?.(present);
  };
}

function copy(value: Json): Json {
  if (isArray(value)) return value.map(copy);
  return isObject(value) ? copyObject(value) : value;
}

function copyObject(value: JsonObject): MutableValue {
  const own: MutableValue = { ...value };
  for (const name in own) {
    const member = own[name];
    if (typeof member === 'object' && member !== null) own[name] = copy(member);
  }
  return own;
}
