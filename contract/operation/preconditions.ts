/** Preconditions of an operation on the state (`x-preconditions`), and its initial world (`x-world`). */
import { ContractError } from '../contract-error.ts';
import { readKey, type Key } from './effect.ts';
import { readProvenance, type Provenance } from '../evidence.ts';
import { assertMembers } from '../known-members.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

export type Precondition = Provenance & {
  readonly collection: string;
  readonly key: Key;
  readonly error: string;
  readonly pointer: string;
  /** Values that violate it on a target whose state cannot be arranged, and the name under which the user may give others. */
  readonly fixture: { readonly name: string; readonly value: string | undefined } | undefined;
  /** The value of a record's field that matches every value (wildcard). */
  readonly wildcard?: string;
} & (
    | { readonly kind: 'present' | 'absent' }
    /** If the record exists, `parameter` must be at most `seconds` from its `field`; both are points in time. */
    | { readonly kind: 'near'; readonly parameter: string; readonly field: string; readonly seconds: number }
  );

/**
 * Collections by name. One that the world leaves out is empty and closed.
 *
 *     const world: World = mainOperation(readContract()).world;
 */
export type World = Readonly<Record<string, CollectionWorld>>;

export interface CollectionWorld {
  /** Every record exists except those of `absent`. */
  readonly open: boolean;
  /** Records that exist; a field left out matches any value. One with an `account` exists for that account only. */
  readonly present: readonly JsonObject[];
  /** Records that do not exist in an open collection; a field left out matches any value. */
  readonly absent: readonly JsonObject[];
  /** Initial records, complete. One with an `account` belongs to that account, others to every account. */
  readonly records?: readonly JsonObject[];
}

export function readPreconditions(value: Json | undefined, pointer: string): readonly Precondition[] {
  if (value === undefined) return [];
  if (!isArray(value))
    throw new ContractError('Failed to read preconditions: they are not a list. Write a list.', { pointer });
  return value.map((entry, index) => readPrecondition(entry, pointerTo(pointer, index)));
}

function preconditionMembers(kind: Precondition['kind']): readonly string[] {
  const own = kind === 'near' ? ['parameter', 'field', 'seconds'] : ['wildcard'];
  return [kind, 'key', 'error', 'fixture', ...own];
}

function readPrecondition(entry: Json, pointer: string): Precondition {
  if (!isObject(entry))
    throw new ContractError('Failed to read precondition: it is not an object. Write an object.', {
      pointer,
    });
  const kind = (['present', 'absent', 'near'] as const).find((name) => typeof entry[name] === 'string');
  const error = entry['error'];
  if (!kind || typeof error !== 'string') {
    throw new ContractError(
      'Failed to read precondition: it needs one of "present", "absent", "near" (a collection), and "error".',
      { pointer },
    );
  }
  assertMembers('precondition', entry, preconditionMembers(kind), pointer);
  if (isObject(entry['fixture']))
    assertMembers('fixture', entry['fixture'], ['name', 'value'], pointerTo(pointer, 'fixture'));
  const fixture = isObject(entry['fixture'])
    ? {
        name: String(entry['fixture']['name']),
        value: typeof entry['fixture']['value'] === 'string' ? entry['fixture']['value'] : undefined,
      }
    : undefined;
  const common = {
    collection: String(entry[kind]),
    key: readKey(entry['key'], pointer),
    error,
    pointer,
    fixture,
    ...(typeof entry['wildcard'] === 'string' && { wildcard: entry['wildcard'] }),
    ...readProvenance(entry, '', { evidence: 'assumed', source: '' }, pointer),
  };
  if (kind !== 'near') return { kind, ...common };
  const { parameter, field, seconds } = entry;
  if (typeof parameter !== 'string' || typeof field !== 'string' || typeof seconds !== 'number') {
    throw new ContractError('Failed to read precondition: "near" needs "parameter", "field" and "seconds".', {
      pointer,
    });
  }
  return { kind, parameter, field, seconds, ...common };
}

/**
 * Read a world from a contract or a file of the user.
 *
 * Throws ContractError for a collection that is not `{ open?, present?, absent?, records? }`.
 */
export function readWorld(value: unknown, pointer = ''): World {
  if (value === undefined) return {};
  if (!isObject(value))
    throw new ContractError(
      'Failed to read world: it is not an object of collections. Write it like { buckets: { open: true } }.',
      { pointer },
    );
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      readCollectionWorld(name, entry, pointerTo(pointer, name)),
    ]),
  );
}

function readCollectionWorld(name: string, entry: Json, pointer: string): CollectionWorld {
  const known = isObject(entry)
    ? Object.keys(entry).every((member) => ['open', 'present', 'absent', 'records'].includes(member))
    : false;
  if (!isObject(entry) || !known || typeof (entry['open'] ?? false) !== 'boolean') {
    throw new ContractError(
      `Failed to read world "${name}": it needs only "open" (true or false), "present", "absent" and "records" (lists of records).`,
      {
        pointer,
      },
    );
  }
  const records = (member: string): readonly JsonObject[] => {
    const list = entry[member] ?? [];
    if (isArray(list) && list.every(isObject)) return list;
    throw new ContractError(
      `Failed to read world "${name}": "${member}" is not a list of records. Write it like [{ Name: a }].`,
      {
        pointer: pointerTo(pointer, member),
      },
    );
  };
  return {
    open: entry['open'] === true,
    present: records('present'),
    absent: records('absent'),
    ...(entry['records'] !== undefined && { records: records('records') }),
  };
}
