/** Valid requests in which a given rule applies: its conditions hold, and the lists on its path have items. */
import { isArray, isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Guard } from '../../contract/schema/rules.ts';
import type { Place } from '../../contract/schema/violations.ts';
import type { Path } from '../../contract/schema/walk.ts';
import { compilePredicate } from '../../contract/schema/keywords.ts';
import { fillRequest } from '../scenario/placeholders.ts';
import { bindingsFor } from './bindings.ts';
import {
  getAt,
  pathOf,
  removeAt,
  setAt,
  validItems,
  validValue,
  type Draft,
  type DraftValue,
} from './draft.ts';
import { GenerationError } from './gap.ts';
import { addCompanions, namesIn, repair } from './valid-requests.ts';
import { findCandidate, isValidAlone } from './values.ts';

export interface Placement {
  /** In every list on the path: the index of the item that the rule is about, from 0, or the last one where there are fewer. */
  readonly item: number;
  /** The least number of items. */
  readonly items: number;
  /** Which of the values that a condition lists makes it hold; where it is left out, any that does. */
  readonly choice?: number;
  /** A member that the item must have, such as its format. */
  readonly member?: { readonly name: string; readonly value: Json };
}

/** A path in a request, and conditions; every rule has both. */
export interface Placed {
  readonly path: Path;
  readonly guards: readonly Guard[];
}

export const onlyItem: Placement = { item: 0, items: 1, choice: 0 };

/** Makes a valid request in which the rule applies, and returns it with the path of the value that the rule is about. */
export function arrange(operation: Operation, draft: Draft, rule: Placed, setting: Placement): Place {
  const { place } = makeRoom(operation, draft, rule, setting);
  repair(operation, draft, place);
  return place;
}

/** The same for a draft that is valid mostly: it is repaired only where something had to be added or changed. */
export function arrangeValid(operation: Operation, draft: Draft, rule: Placed, setting: Placement): Place {
  const { place, isChanged } = makeRoom(operation, draft, rule, setting);
  if (isChanged) repair(operation, draft, place);
  return place;
}

function makeRoom(
  operation: Operation,
  draft: Draft,
  rule: Placed,
  setting: Placement,
): { readonly place: Place; readonly isChanged: boolean } {
  const place: (string | number)[] = [];
  let isChanged = addCompanions(operation, draft, rule.path[0]);
  const put = (at: Place, value: DraftValue): void => {
    setAt(draft, at, value);
    isChanged = true;
  };
  const meetAll = (depth: number): void => {
    for (const guard of rule.guards)
      if (guard.depth === depth && meet(operation, draft, guard, place, setting)) isChanged = true;
  };
  meetAll(0);
  for (const [depth, step] of rule.path.entries()) {
    const path = rule.path.slice(0, depth + 1);
    if (step === '[]') {
      while (listAt(draft, place).length < setting.items)
        put([...place, listAt(draft, place).length], another(operation, path, draft, place));
      place.push(Math.min(setting.item, listAt(draft, place).length - 1));
      if (setting.member) put([...place, setting.member.name], setting.member.value);
    } else {
      if (getAt(draft, [...place, step]) === undefined) put([...place, step], validValue(operation, path));
      place.push(step);
    }
    meetAll(depth + 1);
  }
  return { place, isChanged };
}

function listAt(draft: Draft, place: Place): readonly unknown[] {
  const list = getAt(draft, place);
  return isArray(list) ? list : [];
}

/** One more item; free texts get its position as a suffix. */
function another(operation: Operation, path: Path, draft: Draft, place: Place): DraftValue {
  const item = validValue(operation, path);
  const count = listAt(draft, place).length;
  if (isObject(item) || isArray(item)) return item;
  const numbered = `${String(item)}${count + 1}`;
  if (typeof item === 'string' && isValidAlone(operation, path, numbered)) return numbered;
  return validItems(operation, path.slice(0, -1), count + 1)[count] ?? item;
}

/** The values that the conditions of a rule list, such as the formats that have slices. */
export function conditionValues(rule: Placed): readonly Json[] {
  return (
    rule.guards
      .flatMap((guard) => Object.values(conditionEnums(guard)))
      .find((values) => values.length > 0) ?? []
  );
}

const enums = new WeakMap<Guard, Readonly<Record<string, readonly Json[]>>>();

function conditionEnums(guard: Guard): Readonly<Record<string, readonly Json[]>> {
  const known = enums.get(guard);
  if (known) return known;
  const { schema } = guard;
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  const found = Object.fromEntries(
    Object.entries(properties).flatMap(([name, part]) =>
      isObject(part) && isArray(part['enum']) ? [[name, part['enum']]] : [],
    ),
  );
  enums.set(guard, found);
  return found;
}

/**
 * Gives an object values with which a condition holds, or fails (`else`), and returns whether it had to. Throws GenerationError
 * where no value does.
 */
function meet(operation: Operation, draft: Draft, guard: Guard, place: Place, setting: Placement): boolean {
  const { schema, wanted } = guard;
  const { choice } = setting;
  if (choice === undefined && isMet(operation, draft, guard, place)) return false;
  for (const name of namesIn(schema)) {
    const at = [...place, name];
    const chosen = wanted ? conditionEnums(guard)[name]?.[choice ?? 0] : undefined;
    const value = chosen ?? valueFor(operation, draft, guard, at);
    if (value === undefined) removeAt(draft, at);
    else setAt(draft, at, value);
  }
  if (isMet(operation, draft, guard, place)) return true;
  throw new GenerationError(
    `no request is known for which the condition ${JSON.stringify(schema)} is ${String(wanted)}`,
  );
}

function isMet(operation: Operation, draft: Draft, { matches, wanted }: Guard, place: Place): boolean {
  const bindings = bindingsFor(operation);
  const holder = fillRequest({ value: getAt(draft, place) as Json }, bindings)['value']; // drafts hold JSON
  return holder !== undefined && matches(holder, bindings.now) === wanted;
}

/** Candidates for a member that a condition names: the present value, a valid one, another one; undefined leaves it out. */
function valueFor(operation: Operation, draft: Draft, guard: Guard, at: Place): DraftValue | undefined {
  const part = partAt(guard, String(at.at(-1)));
  if (part === undefined)
    return guard.wanted ? (getAt(draft, at) ?? validValue(operation, pathOf(at))) : undefined;
  const matches = compilePredicate(part, '');
  const { now } = bindingsFor(operation);
  const suits = (value: DraftValue): boolean => {
    const filled = fillRequest({ value: value }, bindingsFor(operation))['value'] ?? null;
    return matches(filled, now) === guard.wanted;
  };
  const usual = validValue(operation, pathOf(at));
  const present = getAt(draft, at);
  const options = [
    ...(present === undefined ? [] : [present]),
    usual,
    ...(typeof usual === 'string' ? [`${usual}x`] : []),
  ];
  return options.find(suits) ?? findCandidate(operation, pathOf(at), suits);
}

function partAt({ schema }: Guard, name: string): Json | undefined {
  return isObject(schema) && isObject(schema['properties']) ? schema['properties'][name] : undefined;
}
