/** The effect of an operation (`x-effect`): how it changes or reads the state. */
import { ContractError } from '../contract-error.ts';
import { readProvenance, type Provenance } from '../evidence.ts';
import { assertMembers } from '../known-members.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

/** Field names whose values, together, name one record of a collection. */
export type Key = readonly string[];

/**
 * - `create`: add a record under a key that is free.
 * - `replace`: change a record; members that the request leaves out keep their values.
 * - `remove`: delete a record.
 * - `read`: return one record.
 * - `list`: return the records that match the request in the key, and in each filter that it has.
 * - `transition`: change the state of a task, which is stored as a record.
 */
export type Effect = { readonly collection: string; readonly key: Key } & (
  | { readonly kind: 'create'; readonly stamp?: string }
  | { readonly kind: 'replace'; readonly match?: Matches }
  | { readonly kind: 'remove' | 'read' }
  | {
      readonly kind: 'list';
      readonly filter: readonly string[];
      readonly page: Paging | undefined;
      readonly order: Order | undefined;
    }
  | { readonly kind: 'transition'; readonly by: string; readonly transitions: Transitions }
);

export type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;

/** By list name: the member that identifies an item, so that a new item keeps the members of the old one that it leaves out. */
export type Matches = Readonly<Record<string, string>>;

/** The parameters of the page number, from 1, and of the page size. */
export interface Paging {
  readonly number: string;
  readonly size: string;
}

/** The field that records are sorted by, the parameter of the direction, and its value for descending. */
export interface Order {
  readonly by: string;
  readonly parameter: string;
  readonly descending: string;
}

/** By the value of the parameter. */
export type Transitions = Readonly<Record<string, Transition>>;

export interface Transition extends Provenance {
  readonly to: string;
  /** States in which it is refused. A task before its first transition has no state. */
  readonly notFrom: readonly string[];
  /** The error code of that refusal. */
  readonly error: string | undefined;
}

const kinds = ['create', 'replace', 'remove', 'read', 'list', 'transition'] as const;

/** The members of each kind of effect, apart from its name and `key`. */
const membersOf: Readonly<Record<Effect['kind'], readonly string[]>> = {
  create: ['stamp'],
  replace: ['match'],
  remove: [],
  read: [],
  list: ['filter', 'page', 'order'],
  transition: ['by', 'transitions'],
};

/** Throws ContractError for an unknown kind of effect, or a member that is missing or not known. */
export function readEffect(value: Json | undefined, pointer: string): Effect | undefined {
  if (value === undefined) return undefined;
  const effect = isObject(value) ? value : {};
  const kind = kinds.find((name) => typeof effect[name] === 'string');
  if (!kind)
    throw new ContractError(
      `Failed to read "x-effect": it needs one of ${kinds.map((name) => `"${name}"`).join(', ')} with the name of a collection.`,
      { pointer },
    );
  assertMembers('"x-effect"', effect, [kind, 'key', ...membersOf[kind]], pointer);
  const common = { collection: String(effect[kind]), key: readKey(effect['key'], pointer) };
  switch (kind) {
    case 'create':
      return {
        kind,
        ...common,
        ...(effect['stamp'] !== undefined && { stamp: text(effect, 'stamp', pointer) }),
      };
    case 'replace':
      return {
        kind,
        ...common,
        ...(effect['match'] !== undefined && { match: texts(effect, 'match', pointer) }),
      };
    case 'remove':
    case 'read':
      return { kind, ...common };
    case 'list':
      return { kind, ...common, ...readListing(effect, pointer) };
    case 'transition':
      return {
        kind,
        ...common,
        by: text(effect, 'by', pointer),
        transitions: readTransitions(effect, pointer),
      };
  }
}

export function readKey(value: Json | undefined, pointer: string): Key {
  if (isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string')) return value;
  throw new ContractError(
    'Failed to read "key": it is not a list of parameter names. Write it like [Name].',
    {
      pointer: pointerTo(pointer, 'key'),
    },
  );
}

function readListing(
  effect: JsonObject,
  pointer: string,
): Pick<EffectOf<'list'>, 'filter' | 'page' | 'order'> {
  const { page, order } = effect;
  return {
    filter: effect['filter'] === undefined ? [] : readKey(effect['filter'], pointer),
    page: page === undefined ? undefined : parts(page, ['number', 'size'], pointerTo(pointer, 'page')),
    order:
      order === undefined
        ? undefined
        : parts(order, ['by', 'parameter', 'descending'], pointerTo(pointer, 'order')),
  };
}

function readTransitions(effect: JsonObject, pointer: string): Transitions {
  const at = pointerTo(pointer, 'transitions');
  const entries = Object.entries(isObject(effect['transitions']) ? effect['transitions'] : {});
  if (entries.length === 0)
    throw new ContractError(
      'Failed to read "transitions": it has no entry. Add one for each value of the parameter.',
      {
        pointer: at,
      },
    );
  const around = readProvenance(effect, '', { evidence: 'assumed', source: '' }, pointer);
  return Object.fromEntries(
    entries.map(([value, entry]) => [value, readTransition(entry, around, pointerTo(at, value))]),
  );
}

function readTransition(entry: Json, around: Provenance, pointer: string): Transition {
  const transition = isObject(entry) ? entry : {};
  assertMembers('transition', transition, ['to', 'notFrom', 'error'], pointer);
  const notFrom = isArray(transition['notFrom']) ? transition['notFrom'].map(String) : [];
  const error = typeof transition['error'] === 'string' ? transition['error'] : undefined;
  if (notFrom.length > 0 !== (error !== undefined))
    throw new ContractError(
      'Failed to read transition: "notFrom" needs an "error" to be refused with, and "error" needs "notFrom".',
      { pointer },
    );
  return {
    to: text(transition, 'to', pointer),
    notFrom,
    error,
    ...readProvenance(transition, '', around, pointer),
  };
}

/** An object with exactly these members, each a text. */
function parts<Name extends string>(
  value: Json,
  names: readonly Name[],
  pointer: string,
): Readonly<Record<Name, string>> {
  const holder = isObject(value) ? value : {};
  assertMembers(`"${pointer.split('/').at(-1)}"`, holder, names, pointer);
  const entries = names.map((name) => [name, text(holder, name, pointer)]);
  return Object.fromEntries(entries) as Record<Name, string>; // one entry for each name
}

function texts(holder: JsonObject, name: string, pointer: string): Readonly<Record<string, string>> {
  const value = holder[name];
  const entries = isObject(value) ? Object.entries(value) : [];
  if (entries.length > 0 && entries.every(([, one]) => typeof one === 'string'))
    return Object.fromEntries(entries) as Readonly<Record<string, string>>; // all of them are, by the line above
  throw new ContractError(
    `Failed to read "${name}": it is not a map of names. Write it like { Member: Name }.`,
    {
      pointer: pointerTo(pointer, name),
    },
  );
}

function text(holder: JsonObject, name: string, pointer: string): string {
  const value = holder[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ContractError(`Failed to read "${name}": it is missing or not a text. Write a text.`, {
    pointer: pointerTo(pointer, name),
  });
}

/** The record after `replace`: the old record with the members of the change. */
export function mergeRecord(old: JsonObject, change: JsonObject, match: Matches = {}): JsonObject {
  const lists = Object.entries(match).flatMap(([name, member]) => {
    const [before, after] = [old[name], change[name]];
    if (!isArray(before) || !isArray(after)) return [];
    return [[name, after.map((item) => mergeItem(before, item, member))] as const];
  });
  return { ...old, ...change, ...Object.fromEntries(lists) };
}

function mergeItem(before: readonly Json[], item: Json, member: string): Json {
  if (!isObject(item)) return item;
  const same = before.find((other) => isObject(other) && other[member] === item[member]);
  return isObject(same) ? { ...same, ...item } : item;
}
