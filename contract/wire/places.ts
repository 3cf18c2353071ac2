/**
 * Which value of a request a name on the wire means.
 *
 * To look a name up takes as long as all else that is done with a parameter, and clients send the same names in the same order
 * again and again: each name remembers the one that came after it, and most are found by one comparison.
 */
import type { Scalar, Shape, Style } from './shape.ts';

/** The place of a name's value. */
export interface NamedPlace {
  readonly name: string;
  /** The path of members and Ns, but for the last; the same list for all names that share it. */
  readonly around: Steps;
  readonly last: string | number;
  /** What is read of the text; undefined for a name that the contract does not have. */
  readonly leaf: TextLeaf | undefined;
  /** The place of the name that came next, the last time. */
  next: NamedPlace | undefined;
}

export type Steps = readonly (string | number)[];

/** Types that one text can hold. */
export type TextLeaf = Scalar | (Shape & { readonly style: Style });

/** The places of one shape. */
export interface Places {
  /** Stands in front of the first name of a request. */
  readonly start: NamedPlace;
  /** The place of a name that comes after another. */
  after(last: NamedPlace, name: string): NamedPlace;
}

/** How many names are remembered, and of which length in characters: clients can make up names without end. */
const mostPlaces = 4096;
const longestName = 200;

/** The same of one request: to remember a name takes longer than to read it, and a body of a megabyte has room for half a million. */
const mostNew = 100;

const placesByShape = new WeakMap<Shape, Places>();

export function placesOf(shape: Shape): Places {
  const known = placesByShape.get(shape);
  if (known) return known;
  const start: NamedPlace = { name: '', around: [], last: '', leaf: undefined, next: undefined };
  const byName = new Map<string, NamedPlace>();
  const byPath = new Map<string, Steps>();
  let count = 0;
  const places: Places = {
    start,
    after(last, name) {
      if (last === start) count = 0;
      if (last.next?.name === name) return last.next;
      const found = byName.get(name);
      if (found) return (last.next = found);
      if (name.length > longestName || count >= mostNew) return findPlace(shape, name);
      count += 1;
      if (byName.size >= mostPlaces) {
        byName.clear();
        byPath.clear();
        start.next = undefined;
      }
      // Copied: a slice would keep the whole request in memory.
      const place = findPlace(shape, ownText(name), byPath);
      byName.set(place.name, place);
      return (last.next = place);
    },
  };
  placesByShape.set(shape, places);
  return places;
}

function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

const listIndex = /^[1-9][0-9]{0,8}$/;

function findPlace(shape: Shape, name: string, byPath?: Map<string, Steps>): NamedPlace {
  if (shape.kind === 'object' && !hasFirstStep(shape.members, name))
    return { name, around: [], last: name, leaf: undefined, next: undefined };
  const steps: (string | number)[] = [];
  let at: Shape | undefined = shape;
  // Some products have parameters with dots in their own names.
  const isWhole = shape.kind === 'object' && shape.members.has(name);
  for (const step of isWhole ? [name] : name.split('.')) {
    steps.push(at?.kind === 'list' ? Number(step) : step);
    // Names such as `__proto__` are never members of a request.
    at = step === '__proto__' ? undefined : at && shapeAt(at, step);
    if (!at) break;
  }
  const last = steps.pop() ?? '';
  const path = steps.join('.');
  const around = byPath?.get(path) ?? steps;
  byPath?.set(path, around);
  return { name, around, last, leaf: at && isLeaf(at) ? at : undefined, next: undefined };
}

function hasFirstStep(members: ReadonlyMap<string, Shape>, name: string): boolean {
  if (members.has(name)) return true;
  const dot = name.indexOf('.');
  return dot >= 0 && members.has(name.slice(0, dot));
}

function isLeaf(shape: Shape): shape is TextLeaf {
  return shape.kind === 'scalar' || shape.style !== undefined;
}

function shapeAt(shape: Shape, step: string): Shape | undefined {
  if (shape.kind === 'object') return shape.members.get(step);
  return shape.kind === 'list' && listIndex.test(step) ? shape.item : undefined;
}
