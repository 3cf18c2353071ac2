/**
 * The body of a success, made from the request and the result of its effect.
 *
 * The schema of the answer says where each member comes from. A plain value or a list is the member of the same name of
 * its context: the request with its defaults or, inside a record, the record. `x-from` names another source:
 * - `x-from: Name`: that member.
 * - `x-from: $record`, `$records`, `$total`, `$pages`: the result of the effect.
 * `x-shown-as` maps stored values to values of the answer; for a list, the mapping of an item that it contains.
 * An object without `x-from` only groups what is inside. What nothing is known of is left out; a list is then empty. Where no
 * effect is known, or the answer says `x-otherwise: example`, it is as the documentation's example has it; of a record that was
 * found all is known.
 */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

/** The result of an effect: by kind, see `finds`. */
export interface Findings {
  readonly record?: JsonObject;
  readonly records?: readonly JsonObject[];
  readonly total?: number;
  readonly pages?: number;
}

/** What the effects that find something find. */
export const finds: Readonly<Record<string, readonly string[]>> = {
  read: ['$record'],
  list: ['$records', '$total', '$pages'],
};

export type WriteBody = (request: JsonObject, findings: Findings) => JsonObject;

type Write = (around: Json, findings: Findings) => Json | undefined;

/**
 * `known` is what the effect finds; undefined where the contract states no effect.
 *
 * Throws ContractError for an `x-from` that names something the effect does not find.
 */
export function compileBody(
  schema: JsonObject,
  known: readonly string[] | undefined,
  pointer = '',
): WriteBody {
  const otherwise = schema['x-otherwise'];
  if (otherwise !== undefined && otherwise !== 'example')
    throw new ContractError(
      'Failed to read "x-otherwise": only "example" is known. Write that, or leave it out.',
      {
        pointer: pointerTo(pointer, 'x-otherwise'),
      },
    );
  const byExample = known === undefined || otherwise === 'example';
  const write = compileMembers(schema, { known: known ?? [], byExample }, pointer);
  if (otherwise === undefined) return (request, findings) => write(request, findings);
  return (request, findings) => {
    // It is another one in every answer.
    const { RequestId: _, ...body } = write(request, findings);
    return body;
  };
}

interface BodySources {
  /** What the effect finds. */
  readonly known: readonly string[];
  /** Whether what is not known is answered as in the documentation's example. */
  readonly byExample: boolean;
}

function compileMembers(
  schema: JsonObject,
  sources: BodySources,
  pointer: string,
): (around: Json, findings: Findings) => JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const members = Object.entries(properties).map(
    ([name, member]) =>
      [
        name,
        compileMember(name, member, sources, pointerTo(pointerTo(pointer, 'properties'), name)),
      ] as const,
  );
  return (around, findings) => {
    const body: Record<string, Json> = {};
    for (const [name, write] of members) {
      const value = write(around, findings);
      if (value !== undefined) body[name] = value;
    }
    return body;
  };
}

function compileMember(name: string, schema: Json, sources: BodySources, pointer: string): Write {
  if (!isObject(schema))
    throw new ContractError('Failed to read schema: it is not an object. Write an object.', { pointer });
  const type = schema['type'];
  const find = compileSource(
    schema['x-from'] ?? (type === 'object' ? undefined : name),
    sources.known,
    pointer,
  );
  const example = sources.byExample ? exampleOf(name, schema) : undefined;
  const isFound = String(schema['x-from'] ?? '').startsWith('$');
  const inside: BodySources = isFound ? { ...sources, byExample: false } : sources;
  if (type === 'object') {
    const write = compileMembers(schema, inside, pointer);
    return (around, findings) => {
      const found = find(around, findings);
      return found === undefined ? example : write(found, findings);
    };
  }
  if (type === 'array') {
    const items = schema['items'];
    const write =
      isObject(items) && items['type'] === 'object'
        ? compileMembers(items, inside, pointerTo(pointer, 'items'))
        : (item: Json) => item;
    const shown = shownAs(schema, pointer);
    return (around, findings) => {
      const found = find(around, findings);
      if (!isArray(found)) return example ?? [];
      const instead = found.map((item) => shown.get(String(item))).find((value) => value !== undefined);
      return instead ?? found.map((item) => write(item, findings));
    };
  }
  const shown = shownAs(schema, pointer);
  return (around, findings) => {
    const found = find(around, findings);
    return found === undefined ? example : (shown.get(String(found)) ?? convert(found, type));
  };
}

/** The values that an answer shows otherwise than they were given. Throws ContractError where `x-shown-as` is no map. */
function shownAs(schema: JsonObject, pointer: string): ReadonlyMap<string, Json> {
  const map = schema['x-shown-as'] ?? {};
  if (!isObject(map))
    throw new ContractError(
      'Failed to read "x-shown-as": it is not a map from values to values. Write it like { 0: none }.',
      {
        pointer: pointerTo(pointer, 'x-shown-as'),
      },
    );
  return new Map(Object.entries(map));
}

/** As the documentation shows a value; where it shows none, one that the type allows. A list has one item. */
function exampleOf(name: string, schema: JsonObject): Json {
  const [shown] = [schema['examples'], schema['enum']].flatMap((values) => (isArray(values) ? values : []));
  if (shown !== undefined && schema['type'] !== 'array' && schema['type'] !== 'object')
    return typed(shown, schema['type']);
  switch (schema['type']) {
    case 'object': {
      const properties = isObject(schema['properties']) ? schema['properties'] : {};
      const members = Object.entries(properties).filter(([, member]) => isObject(member));
      return Object.fromEntries(
        members.map(([each, member]) => [each, exampleOf(each, member as JsonObject)]),
      ); // filtered above
    }
    case 'array':
      return isObject(schema['items']) ? [exampleOf(name, schema['items'])] : [];
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    default:
      return name;
  }
}

/** An example as its type has it; one that is not of its type, such as a number with masked digits, stands for nothing. */
function typed(example: Json, type: Json | undefined): Json {
  switch (type) {
    case 'integer':
    case 'number': {
      const number = Number(example);
      return Number.isFinite(number) && (type === 'number' || Number.isInteger(number)) ? number : 0;
    }
    case 'boolean':
      return String(example).toLowerCase() === 'true';
    default:
      return example;
  }
}

/** Where a member comes from; without a source it is what stands around it. */
function compileSource(source: Json | undefined, known: readonly string[], pointer: string): Write {
  if (source === undefined) return (around) => around;
  if (typeof source !== 'string')
    throw new ContractError('Failed to read "x-from": it is not a text. Write a text.', {
      pointer: pointerTo(pointer, 'x-from'),
    });
  if (!source.startsWith('$')) return (around) => (isObject(around) ? around[source] : undefined);
  if (!known.includes(source))
    throw new ContractError(
      `Failed to read "x-from": the effect finds no "${source}". ${known.length === 0 ? 'It finds nothing.' : `Use ${known.join(', ')}.`}`,
      { pointer: pointerTo(pointer, 'x-from') },
    );
  const name = source.slice(1) as keyof Findings; // one of `finds`
  return (_, findings) => findings[name];
}

/** Some answers write a number as a text, or a list as one text. */
function convert(value: Json, type: Json | undefined): Json {
  switch (type) {
    case 'string':
      return isArray(value) ? value.map(String).join(',') : String(value);
    case 'integer':
      return typeof value === 'string' ? Number(value) : value;
    case 'boolean':
      return typeof value === 'string' ? value.toLowerCase() === 'true' : value;
    default:
      return value;
  }
}

export interface ShownOtherwise {
  /** The member of a record whose value it is. */
  readonly member: string;
  readonly value: string;
  readonly source: string | undefined;
}

/** The values that the answer of an OpenAPI document shows otherwise than they were given. */
export function shownOtherwise({ components }: JsonObject): readonly ShownOtherwise[] {
  const schemas = components !== undefined && isObject(components) ? components['schemas'] : undefined;
  return schemas !== undefined && isObject(schemas) ? otherwiseIn(schemas['Response'], '') : [];
}

function otherwiseIn(schema: Json | undefined, name: string): readonly ShownOtherwise[] {
  if (schema === undefined || !isObject(schema)) return [];
  const { properties = {}, items, 'x-from': from, 'x-source': source, 'x-shown-as': shown = {} } = schema;
  const member = typeof from === 'string' ? from : name;
  return [
    ...Object.keys(isObject(shown) ? shown : {}).map((value) => ({
      member,
      value,
      source: typeof source === 'string' ? source : undefined,
    })),
    ...Object.entries(isObject(properties) ? properties : {}).flatMap(([each, inner]) =>
      otherwiseIn(inner, each),
    ),
    ...otherwiseIn(items, name),
  ];
}
