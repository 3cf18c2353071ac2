/** Parameters on the wire: flat `Name.N.Field` pairs, decoded into nested values and back. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { partsOf, sameValue } from '../schema/walk.ts';

export type Pair = readonly [name: string, value: string];

/** What the contract says of parameter names: which exist, which are lists, and how the text of each is read. */
export type Shape =
  | { readonly kind: 'scalar'; readonly reads: readonly ReadType[] }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Shape> };

/** Types whose values are more than the text that was sent. */
type ReadType = 'integer' | 'number' | 'boolean';

export interface Decoded {
  readonly parameters: JsonObject;
  /** The N that an item was sent under. Lists are decoded without gaps, in the order of N. */
  readonly indexOf: (list: readonly Json[], position: number) => number;
}

/** Read a schema's names. What `allOf`, `then` and `else` add is part of them. */
export function readShape(schema: JsonObject): Shape {
  return shapeOf([schema]);
}

/** The shape of a value that several schemas are about. */
function shapeOf(schemas: readonly JsonObject[]): Shape {
  const all = schemas.flatMap(sameValue);
  const parts = all.toReversed().flatMap((schema) => partsOf(schema));
  const items = parts.flatMap((part) => (part.about === 'item' ? [part.schema] : []));
  if (items.length > 0) return { kind: 'list', item: shapeOf(items) };
  const members = Map.groupBy(
    parts.filter((part) => part.about === 'member'),
    ({ name }) => name,
  );
  const types = all.flatMap(({ type = [] }) => (isArray(type) ? [...type] : [type]));
  if (members.size > 0 || types.includes('object')) {
    const shapes = [...members].map(
      ([name, described]) => [name, shapeOf(described.map((part) => part.schema))] as const,
    );
    return { kind: 'object', members: new Map(shapes) };
  }
  return { kind: 'scalar', reads: readings.filter((type) => types.includes(type)) };
}

const readings = ['integer', 'number', 'boolean'] as const;

/**
 * Decode pairs into nested values.
 *
 * Unknown names are ignored, an empty value counts as absent, and of two equal names the first wins. A whole number
 * becomes one where the contract asks for an integer, a decimal one where it asks for a number, and `true` and `false`, in
 * either case, what they say where it asks for that; any other text stays text, for a rule to refuse. Only names of the
 * contract ever become properties, and lists are never longer than what was sent, so hostile names do no harm.
 */
export function decodeParameters(pairs: Iterable<Pair>, shape: Shape): Decoded {
  const indices = new Map<readonly Json[], readonly number[]>();
  const root = new Branch();
  for (const [name, value] of pairs) {
    if (value !== '') place(root, shape, name, value);
  }
  return {
    parameters: close(root, indices) as JsonObject, // the root is never a list: it holds names only
    indexOf: (list, position) => indices.get(list)?.[position] ?? position + 1,
  };
}

/** Nested values as pairs, lists from N = 1. */
export function encodeParameters(value: JsonObject): readonly Pair[] {
  return Object.entries(value).flatMap(([name, member]) => encode(name, member));
}

class Branch {
  readonly members = new Map<string, Branch | Json>();
  isList = false;
}

const listIndex = /^[1-9][0-9]{0,8}$/;

function place(root: Branch, shape: Shape, name: string, value: string): void {
  const steps = name.split('.');
  const leaf = leafShape(shape, steps);
  if (!leaf) return;
  let branch = root;
  let at = shape;
  for (const step of steps.slice(0, -1)) {
    branch.isList = at.kind === 'list';
    const next = branch.members.get(step) ?? new Branch();
    branch.members.set(step, next);
    if (!(next instanceof Branch)) return;
    branch = next;
    at = shapeAt(at, step) ?? at;
  }
  branch.isList = at.kind === 'list';
  const last = steps.at(-1) ?? '';
  if (!branch.members.has(last)) branch.members.set(last, read(value, leaf));
}

/** The shape of a scalar at the end of a name; undefined for a name that the contract does not have. */
function leafShape(shape: Shape, steps: readonly string[]): Extract<Shape, { kind: 'scalar' }> | undefined {
  let at: Shape | undefined = shape;
  for (const step of steps) at = at && shapeAt(at, step);
  return at?.kind === 'scalar' ? at : undefined;
}

function shapeAt(shape: Shape, step: string): Shape | undefined {
  if (shape.kind === 'object') return shape.members.get(step);
  return shape.kind === 'list' && listIndex.test(step) ? shape.item : undefined;
}

function read(text: string, { reads }: Extract<Shape, { kind: 'scalar' }>): Json {
  if (reads.includes('boolean') && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (reads.includes('number') && /^-?[0-9]+(?:\.[0-9]+)?$/.test(text)) return Number(text);
  return reads.includes('integer') ? wholeNumber(text) : text;
}

function wholeNumber(text: string): Json {
  if (!/^-?[0-9]+$/.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

function close(branch: Branch, indices: Map<readonly Json[], readonly number[]>): Json {
  const closed = (member: Branch | Json): Json =>
    member instanceof Branch ? close(member, indices) : member;
  if (!branch.isList) {
    const object: Record<string, Json> = {};
    for (const [name, member] of branch.members) object[name] = closed(member);
    return object;
  }
  const sorted = [...branch.members].toSorted(([a], [b]) => Number(a) - Number(b));
  const list = sorted.map(([, member]) => closed(member));
  indices.set(
    list,
    sorted.map(([index]) => Number(index)),
  );
  return list;
}

function encode(name: string, value: Json): Pair[] {
  if (isArray(value)) return value.flatMap((item, position) => encode(`${name}.${position + 1}`, item));
  if (isObject(value))
    return Object.entries(value).flatMap(([member, inner]) => encode(`${name}.${member}`, inner));
  return [[name, String(value)]];
}
