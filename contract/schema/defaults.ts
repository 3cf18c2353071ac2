/** The values that the contract fills in where a request leaves them out. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { compilePredicate } from './keywords.ts';
import { partsOf, type Part } from './walk.ts';

/** Fills in what a value leaves out; the value that was given stays as it is. */
export type FillDefaults = (value: JsonObject) => JsonObject;

type FillValue = (value: Json) => Json;

/** Compile the defaults of a schema, those under `if`/`then` included. Conditions see the defaults that were filled in before them. */
export function compileDefaults(schema: JsonObject, pointer = ''): FillDefaults {
  const fill = compile(schema, pointer);
  return (value) => {
    const filled = fill(value);
    return isObject(filled) ? filled : value;
  };
}

function compile(schema: JsonObject, pointer: string): FillValue {
  // Members and items first: conditions look at what was filled in.
  const order = ['member', 'item', 'same'];
  const steps = partsOf(schema, pointer)
    .toSorted((a, b) => order.indexOf(a.about) - order.indexOf(b.about))
    .map(compilePart);
  return (value) => steps.reduce((filled, step) => step(filled), value);
}

function compilePart(part: Part): FillValue {
  const fill = compile(part.schema, part.pointer);
  switch (part.about) {
    case 'member':
      return compileMember(part.name, part.schema['default'], fill);
    case 'item':
      return (value) => (isArray(value) ? value.map(fill) : value);
    case 'same': {
      const { condition } = part;
      if (!condition) return fill;
      const matches = compilePredicate(condition.schema, condition.pointer);
      return (value) =>
        matches(value, { parent: undefined, now: 0 }) === condition.wanted ? fill(value) : value;
    }
  }
}

function compileMember(name: string, initial: Json | undefined, fill: FillValue): FillValue {
  return (value) => {
    if (!isObject(value)) return value;
    const present = value[name] ?? initial;
    if (present === undefined) return value;
    const filled = fill(present);
    return filled === value[name] ? value : { ...value, [name]: filled };
  };
}
