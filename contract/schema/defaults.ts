/** The values that the contract fills in where a request leaves them out. */
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { compilePredicate } from './keywords.ts';

/** Fills in what a value leaves out; the value that was given stays as it is. */
export type FillDefaults = (value: JsonObject) => JsonObject;

type Fill = (value: Json) => Json;

/** Compile the defaults of a schema, those under `if`/`then` included. Conditions see the defaults that were filled in before them. */
export function compileDefaults(schema: JsonObject, pointer = ''): FillDefaults {
  const fill = compile(schema, pointer);
  return (value) => {
    const filled = fill(value);
    return isObject(filled) ? filled : value;
  };
}

function compile(schema: Json, pointer: string): Fill {
  if (!isObject(schema)) return (value) => value;
  const steps: Fill[] = [];
  for (const [name, member] of Object.entries(isObject(schema['properties']) ? schema['properties'] : {})) {
    steps.push(compileMember(name, member, pointerTo(pointerTo(pointer, 'properties'), name)));
  }
  if (schema['items'] !== undefined) {
    const fillItem = compile(schema['items'], pointerTo(pointer, 'items'));
    steps.push((value) => (isArray(value) ? value.map(fillItem) : value));
  }
  for (const [index, part] of (isArray(schema['allOf']) ? schema['allOf'] : []).entries()) {
    steps.push(compile(part, pointerTo(pointerTo(pointer, 'allOf'), index)));
  }
  if (schema['if'] !== undefined) {
    const matches = compilePredicate(schema['if'], pointerTo(pointer, 'if'));
    const [fillThen, fillElse] = [
      compile(schema['then'] ?? {}, pointer),
      compile(schema['else'] ?? {}, pointer),
    ];
    steps.push((value) =>
      matches(value, { parent: undefined, now: 0 }) ? fillThen(value) : fillElse(value),
    );
  }
  return (value) => steps.reduce((filled, step) => step(filled), value);
}

function compileMember(name: string, schema: Json, pointer: string): Fill {
  const fill = compile(schema, pointer);
  const initial = isObject(schema) ? schema['default'] : undefined;
  return (value) => {
    if (!isObject(value)) return value;
    const present = value[name] ?? initial;
    if (present === undefined) return value;
    const filled = fill(present);
    return filled === value[name] ? value : { ...value, [name]: filled };
  };
}
