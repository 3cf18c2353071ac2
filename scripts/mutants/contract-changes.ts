/** Changes of the contract itself, each of which the reference must fail: a code that is flipped, a bound that is moved. */
import { mainOperation, readContract, type Contract } from '../../contract/contract.ts';
import { atPointer, isArray, isObject, tokensOf, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { kebab } from './faults/fault.ts';

export interface ContractChange {
  /** Unique over all changes, kebab-case. */
  readonly name: string;
  /** The OpenAPI document with the change. */
  readonly document: JsonObject;
}

const post = '/paths/~1/post';

/** Every change of one document that is about something stated or implied; what is only assumed accuses nobody. */
export function changesOf(document: JsonObject): readonly ContractChange[] {
  const operation = mainOperation(readContract([document]));
  const rules = operation.rules.filter(({ evidence }) => evidence !== 'assumed');
  return [
    ...codesOf(operation).flatMap((code, index, codes) =>
      changesOfCode(document, code, codes[(index + 1) % codes.length] ?? code),
    ),
    ...rules.flatMap((rule) => changesOfRule(document, rule)),
    ...optionalOf(document).map((name) => ({
      name: `requires-${kebab(name)}`,
      document: edit(document, '/components/schemas/Request/required', (names) => [...list(names), name]),
    })),
    ...keysOf(operation).map(({ collection, part }) => ({
      name: `${kebab(collection)}-key-without-${kebab(part)}`,
      document: withoutPart(document, collection, part),
    })),
    ...[20, 45, 60].map((requests) => ({
      name: `rate-limit-of-${requests}`,
      document: edit(document, `${post}/x-rate-limit/requests`, () => requests),
    })),
  ];
}

/** The contract with one document changed; throws what `readContract` throws where the change contradicts the rest. */
export function readChanged(contract: Contract, changed: JsonObject): Contract {
  const operation = mainOperation(readContract([changed]));
  return new Map([...contract, [operation.name, operation]]);
}

interface KeyPart {
  readonly collection: string;
  readonly part: string;
}

/** The parts of the keys by which records stand in the way of each other. */
function keysOf({ preconditions }: Operation): readonly KeyPart[] {
  return preconditions
    .filter(({ kind, evidence, key }) => kind === 'absent' && evidence !== 'assumed' && key.length > 1)
    .flatMap(({ collection, key }) => key.map((part) => ({ collection, part })));
}

/** The key as everybody reads it: what is looked for, and what is stored. */
function withoutPart(document: JsonObject, collection: string, part: string): JsonObject {
  const without = (parts: Json | undefined): Json => list(parts).filter((other) => other !== part);
  const effect = atPointer(document, `${post}/x-effect`);
  const isStored = isObject(effect) && Object.values(effect).includes(collection);
  const rows = list(atPointer(document, `${post}/x-preconditions`)).flatMap((row, index) =>
    isObject(row) && Object.values(row).includes(collection) ? [`${post}/x-preconditions/${index}/key`] : [],
  );
  return [...rows, ...(isStored ? [`${post}/x-effect/key`] : [])].reduce(
    (changed, pointer) => edit(changed, pointer, without),
    document,
  );
}

function codesOf({ errors }: Operation): readonly string[] {
  return errors.documented.map(({ code }) => code);
}

function changesOfCode(document: JsonObject, code: string, next: string): readonly ContractChange[] {
  const rows = list(atPointer(document, `${post}/x-errors`));
  const row = rows.findIndex((one) => isObject(one) && one['code'] === code);
  return [
    {
      name: `${kebab(code)}-with-422`,
      document: edit(document, `${post}/x-errors/${row}/status`, () => 422),
    },
    { name: `misspells-${kebab(code)}`, document: rename(document, { [code]: `${code}s` }) },
    {
      // The table keeps its rows: what changes is which rule is answered with which of them.
      name: `swaps-${kebab(code)}-with-${kebab(next)}`,
      document: edit(
        rename(document, { [code]: next, [next]: code }),
        `${post}/x-errors`,
        () => atPointer(document, `${post}/x-errors`) ?? null,
      ),
    },
  ];
}

/** What a keyword demands, one less and one more, or not at all; an enumeration gets a member. */
function changesOfRule(
  document: JsonObject,
  { id, keyword, limit, pointer }: Rule,
): readonly ContractChange[] {
  const name = id.replaceAll('/', '-');
  if (typeof limit === 'number')
    return [-1, 1].map((by) => ({
      name: `${name}-at-${limit + by}`,
      document: edit(document, pointer, () => limit + by),
    }));
  if (keyword === 'enum')
    return [
      {
        name: `${name}-with-another`,
        document: edit(document, pointer, (members) => [...list(members), 'another']),
      },
    ];
  if (keyword === 'required' && isArray(atPointer(document, pointer)))
    return [
      {
        name: `${name}-allowed`,
        document: edit(document, pointer, (names) => list(names).filter((other) => other !== limit)),
      },
    ];
  return [];
}

function optionalOf(document: JsonObject): readonly string[] {
  const request = atPointer(document, '/components/schemas/Request');
  if (!isObject(request) || !isObject(request['properties'])) return [];
  const required = list(request['required']);
  return Object.keys(request['properties']).filter((name) => !required.includes(name));
}

function list(value: Json | undefined): readonly Json[] {
  return value !== undefined && isArray(value) ? value : [];
}

/** A copy with another value at a place. Throws where the document has no such place. */
function edit(document: JsonObject, pointer: string, change: (value: Json | undefined) => Json): JsonObject {
  const changed = editAt(document, tokensOf(pointer), change);
  if (isObject(changed)) return changed;
  throw new Error(`Failed to change the contract: it has no place "${pointer}".`);
}

function editAt(
  value: Json | undefined,
  [token, ...rest]: readonly string[],
  change: (value: Json | undefined) => Json,
): Json {
  if (token === undefined) return change(value);
  if (value !== undefined && isArray(value))
    return value.map((item, index) => (String(index) === token ? editAt(item, rest, change) : item));
  if (isObject(value)) return { ...value, [token]: editAt(value[token], rest, change) };
  throw new Error(`Failed to change the contract: there is nothing at "${token}".`);
}

/** A copy with other names for codes, wherever one stands as a whole text. */
function rename(document: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const renamed = (value: Json): Json => {
    if (typeof value === 'string') return names[value] ?? value;
    if (isArray(value)) return value.map(renamed);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renamed(member)]));
  };
  return renamed(document) as JsonObject; // an object stays one
}
