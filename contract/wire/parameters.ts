/** Parameters on the wire: flat `Name.N.Field` pairs, decoded into nested values and back. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { placesOf, type NamedPlace, type TextLeaf } from './places.ts';
import type { Scalar, Shape } from './shape.ts';

export type Pair = readonly [name: string, value: string];

export interface Decoded {
  readonly parameters: JsonObject;
  /** The N of each item. Lists are decoded without gaps, in the order of N. */
  readonly indexOf: (list: readonly Json[], position: number) => number;
}

/**
 * Decode pairs into nested values.
 *
 * Unknown names are ignored, an empty value counts as absent, and of two equal names the first is used. A whole number
 * becomes a number where the contract has an integer, a decimal one where it has a number, and `true` and `false`, in
 * either case, booleans where it has a boolean; any other text stays text, which a rule refuses. Only names of the
 * contract ever become properties, and lists are never longer than what was sent, so hostile names do no harm.
 */
export function decodeParameters(pairs: Iterable<Pair>, shape: Shape): Decoded {
  const list = Array.isArray(pairs) ? (pairs as readonly Pair[]) : [...pairs];
  const names: string[] = [];
  const values: string[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const [name, value] = list[index] as Pair; // within the list
    names.push(name);
    values.push(value);
  }
  return decodeNamed(names, values, shape);
}

/** The same of names and values in lists of their own. */
export function decodeNamed(names: readonly string[], values: readonly string[], shape: Shape): Decoded {
  const places = placesOf(shape);
  const parameters: Record<string, Json> = {};
  const numbering = new Numbering();
  let place = places.start;
  // Names that follow each other often are members of one object.
  let holder: Holder = parameters;
  let { around } = place;
  for (let index = 0; index < names.length; index += 1) {
    const text = values[index] ?? '';
    place = places.after(place, names[index] ?? '');
    if (!place.leaf || text === '') continue;
    if (place.around !== around) {
      around = place.around;
      holder = holderAt(parameters, place, numbering);
    }
    put(holder, place.last, place.leaf, text, numbering);
  }
  return { parameters, indexOf: numbering.sorted() };
}

/** Where no list has gaps. */
export function plainIndex(_: readonly Json[], position: number): number {
  return position + 1;
}

/** Nested values as pairs, lists from N = 1. */
export function encodeParameters(value: JsonObject): readonly Pair[] {
  return Object.entries(value).flatMap(([name, member]) => encode(name, member));
}

type Holder = Record<string, Json> | Json[];

/** What holds the value of a place; made where it is not there. */
function holderAt(root: Holder, { around, last }: NamedPlace, numbering: Numbering): Holder {
  let holder = root;
  for (let depth = 0; depth < around.length; depth += 1) {
    const name = nameIn(holder, around[depth] ?? '', numbering);
    const found = ownMember(holder, name);
    const inside = found ?? (typeof (around[depth + 1] ?? last) === 'number' ? [] : {});
    if (found === undefined) add(holder, name, inside);
    holder = inside as Holder; // a name with more steps leads through objects and lists that were made here
  }
  return holder;
}

function nameIn(holder: Holder, step: string | number, numbering: Numbering): string | number {
  return typeof step === 'number' ? numbering.positionOf(holder as Json[], step) : step; // by its shape, only a list has numbers
}

/** Of two equal names the first is used. */
function put(
  holder: Holder,
  step: string | number,
  leaf: TextLeaf,
  text: string,
  numbering: Numbering,
): void {
  const name = nameIn(holder, step, numbering);
  if (ownMember(holder, name) !== undefined) return;
  const value = decodeText(text, leaf);
  if (value !== undefined) add(holder, name, value);
}

function add(holder: Holder, name: string | number, value: Json): void {
  // To assign behind the end of a list takes several times as long.
  if (isArray(holder) && name === holder.length) holder.push(value);
  else (holder as Record<string | number, Json>)[name] = value;
}

/** A parameter may be called `constructor`. What objects and lists inherit are functions, and no value of a request is one. */
function ownMember(holder: Holder, name: string | number): Json | undefined {
  const found = (holder as Readonly<Record<string | number, Json | undefined>>)[name];
  return typeof found === 'function' ? undefined : found;
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

  /** Sorts the items by N. Returns where to find the N of each. */
  sorted(): Decoded['indexOf'] {
    const { lists } = this;
    if (!lists) return plainIndex;
    for (const [list, positions] of lists) {
      const sorted = [...positions].toSorted(([a], [b]) => a - b);
      const items = sorted.map(([, position]) => list[position] ?? null);
      for (const [position, item] of items.entries()) (list as Json[])[position] = item; // made here
      lists.set(list, new Map(sorted.map(([number], position) => [number, position])));
    }
    return (list, position) => [...(lists.get(list)?.keys() ?? [])][position] ?? position + 1;
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
