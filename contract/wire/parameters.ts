/** Parameters on the wire: flat `Name.N.Field` pairs, decoded into nested values and back. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { partsOf, sameValue } from '../schema/walk.ts';

export type Pair = readonly [name: string, value: string];

/** The parameter names of a contract: which exist, which are lists, and how the text of each is read. */
export type Shape =
  | { readonly kind: 'scalar'; readonly reads: readonly ReadType[] }
  | { readonly kind: 'list'; readonly item: Shape; readonly style?: Style }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Shape>; readonly style?: Style };

/** A list or an object as one text: `json` as JSON, `simple` as a list with commas. Without a style, flat names are used. */
type Style = 'json' | 'simple';

/** Types whose values are converted from text. */
type ReadType = 'integer' | 'number' | 'boolean';

export interface Decoded {
  readonly parameters: JsonObject;
  /** The N of each item. Lists are decoded without gaps, in the order of N. */
  readonly indexOf: (list: readonly Json[], position: number) => number;
}

/** Read a schema's names. What `allOf`, `then` and `else` add is part of them. */
export function readShape(schema: JsonObject): Shape {
  return shapeOf([schema]);
}

/** The shape of a value, merged from all its schemas. */
function shapeOf(schemas: readonly JsonObject[]): Shape {
  const all = schemas.flatMap(sameValue);
  const parts = all.toReversed().flatMap((schema) => partsOf(schema));
  const items = parts.flatMap((part) => (part.about === 'item' ? [part.schema] : []));
  const style = all.map((schema) => schema['x-style']).find((one) => one === 'json' || one === 'simple');
  if (items.length > 0) return { kind: 'list', item: shapeOf(items), ...(style && { style }) };
  const members = Map.groupBy(
    parts.filter((part) => part.about === 'member'),
    ({ name }) => name,
  );
  const types = all.flatMap(({ type = [] }) => (isArray(type) ? [...type] : [type]));
  if (members.size > 0 || types.includes('object')) {
    const shapes = [...members].map(
      ([name, described]) => [name, shapeOf(described.map((part) => part.schema))] as const,
    );
    return { kind: 'object', members: new Map(shapes), ...(style && { style }) };
  }
  return { kind: 'scalar', reads: readings.filter((type) => types.includes(type)) };
}

const readings = ['integer', 'number', 'boolean'] as const;

/**
 * Decode pairs into nested values.
 *
 * Unknown names are ignored, an empty value counts as absent, and of two equal names the first is used. A whole number
 * becomes a number where the contract has an integer, a decimal one where it has a number, and `true` and `false`, in
 * either case, booleans where it has a boolean; any other text stays text, which a rule refuses. Only names of the
 * contract ever become properties, and lists are never longer than what was sent, so hostile names do no harm.
 */
export function decodeParameters(pairs: Iterable<Pair>, shape: Shape): Decoded {
  const placeOf = placesOf(shape);
  const parameters: Record<string, Json> = {};
  const numbering = new Numbering();
  for (const [name, text] of pairs) {
    const place = text === '' ? undefined : placeOf(name);
    if (place) put(parameters, place, text, numbering);
  }
  numbering.sort();
  return {
    parameters,
    indexOf: (list, position) => numbering.numberOf(list, position) ?? position + 1,
  };
}

/** Nested values as pairs, lists from N = 1. */
export function encodeParameters(value: JsonObject): readonly Pair[] {
  return Object.entries(value).flatMap(([name, member]) => encode(name, member));
}

/** The place of a name's value: its path of members and Ns. */
interface NamePlace {
  readonly steps: readonly (string | number)[];
  readonly leaf: TextLeaf;
}

type Scalar = Extract<Shape, { kind: 'scalar' }>;

/** Types that one text can hold. */
type TextLeaf = Scalar | (Shape & { readonly style: Style });

type Holder = Record<string, Json> | Json[];

const listIndex = /^[1-9][0-9]{0,8}$/;

/** Size of the cache of names: clients send the same names repeatedly. */
const mostPlaces = 4096;

const placesByShape = new WeakMap<Shape, (name: string) => NamePlace | undefined>();

/** Finds the place of a name; undefined for a name that the contract does not have. */
function placesOf(shape: Shape): (name: string) => NamePlace | undefined {
  const known = placesByShape.get(shape);
  if (known) return known;
  const places = new Map<string, NamePlace>();
  const placeOf = (name: string): NamePlace | undefined => {
    const found = places.get(name) ?? findPlace(shape, name);
    if (!found || places.has(name)) return found;
    if (places.size >= mostPlaces) places.clear();
    // Copied: a slice would keep the whole request in memory.
    places.set(found.steps.join('.'), found);
    return found;
  };
  placesByShape.set(shape, placeOf);
  return placeOf;
}

function findPlace(shape: Shape, name: string): NamePlace | undefined {
  if (shape.kind === 'object' && !name.includes('.') && !shape.members.has(name)) return undefined;
  const steps: (string | number)[] = [];
  let at: Shape | undefined = shape;
  // Some products have parameters with dots in their own names.
  const isWhole = shape.kind === 'object' && shape.members.has(name);
  for (const step of isWhole ? [name] : name.split('.')) {
    if (at.kind === 'list') steps.push(Number(step));
    else steps.push(step);
    at = shapeAt(at, step);
    // Names such as `__proto__` are never members of a request.
    if (!at || step === '__proto__') return undefined;
  }
  return isLeaf(at) ? { steps, leaf: at } : undefined;
}

function isLeaf(shape: Shape): shape is TextLeaf {
  return shape.kind === 'scalar' || shape.style !== undefined;
}

function shapeAt(shape: Shape, step: string): Shape | undefined {
  if (shape.kind === 'object') return shape.members.get(step);
  return shape.kind === 'list' && listIndex.test(step) ? shape.item : undefined;
}

/** Of two equal names the first is used. */
function put(root: Holder, { steps, leaf }: NamePlace, text: string, numbering: Numbering): void {
  let holder = root;
  const last = steps.length - 1;
  for (let depth = 0; depth <= last; depth += 1) {
    const step = steps[depth] ?? '';
    const name = typeof step === 'number' ? numbering.positionOf(holder as Json[], step) : step; // by its shape, only a list has numbers
    const isNew = !Object.hasOwn(holder, name);
    if (depth === last) {
      const value = isNew ? decodeText(text, leaf) : undefined;
      if (value !== undefined) (holder as Record<string | number, Json>)[name] = value;
      return;
    }
    if (isNew)
      (holder as Record<string | number, Json>)[name] = typeof steps[depth + 1] === 'number' ? [] : {};
    holder = (holder as Record<string | number, Holder>)[name] ?? root;
  }
}

/** The Ns of a list's items; stored only for lists with gaps, or in another order than 1, 2, 3 …. */
class Numbering {
  private lists: Map<readonly Json[], Map<number, number>> | undefined;

  /** The position of item N until the lists are sorted; a new N gets a new position. */
  positionOf(list: readonly Json[], number: number): number {
    const known = this.lists?.get(list);
    if (!known && number <= list.length + 1) return number - 1;
    const positions = known ?? new Map(list.map((_, position) => [position + 1, position]));
    if (!known) (this.lists ??= new Map()).set(list, positions);
    const position = positions.get(number) ?? positions.size;
    positions.set(number, position);
    return position;
  }

  /** Sort the items by N. */
  sort(): void {
    for (const [list, positions] of this.lists ?? []) {
      const sorted = [...positions].toSorted(([a], [b]) => a - b);
      const items = sorted.map(([, position]) => list[position] ?? null);
      for (const [position, item] of items.entries()) (list as Json[])[position] = item; // made here
      this.lists?.set(list, new Map(sorted.map(([number], position) => [number, position])));
    }
  }

  numberOf(list: readonly Json[], position: number): number | undefined {
    return [...(this.lists?.get(list)?.keys() ?? [])][position];
  }
}

/** Undefined for malformed text in the parameter's style, which counts as absent. */
function decodeText(text: string, leaf: Shape): Json | undefined {
  if (leaf.kind === 'scalar') return read(text, leaf);
  if (leaf.style === 'json') return fromJson(parseJson(text), leaf);
  if (leaf.style !== 'simple' || leaf.kind !== 'list') return undefined;
  const { item } = leaf;
  return text.split(',').flatMap((one) => decodeText(one.trim(), item) ?? []);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The members of a JSON value that the contract knows. */
function fromJson(value: Json | undefined, shape: Shape): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === 'scalar') return typeof value === 'string' ? read(value, shape) : value;
  if (shape.kind === 'list')
    return isArray(value)
      ? value.map((one) => fromJson(one, shape.item)).filter((one) => one !== undefined)
      : undefined;
  if (!isObject(value)) return undefined;
  const members = [...shape.members].flatMap(([name, inner]) => {
    const member = Object.hasOwn(value, name) ? fromJson(value[name], inner) : undefined;
    return member === undefined ? [] : [[name, member] as const];
  });
  return Object.fromEntries(members);
}

function read(text: string, { reads }: Scalar): Json {
  if (reads.length === 0) return text;
  if (reads.includes('boolean') && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (reads.includes('number') && /^-?[0-9]+(?:\.[0-9]+)?$/.test(text)) return Number(text);
  return reads.includes('integer') ? wholeNumber(text) : text;
}

function wholeNumber(text: string): Json {
  if (!/^-?[0-9]+$/.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

function encode(name: string, value: Json): Pair[] {
  if (isArray(value)) return value.flatMap((item, position) => encode(`${name}.${position + 1}`, item));
  if (isObject(value))
    return Object.entries(value).flatMap(([member, inner]) => encode(`${name}.${member}`, inner));
  return [[name, String(value)]];
}
