/** Valid requests in which a given rule applies: its conditions met, its place in lists made. */
import { isArray, isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Guard, Place } from '../../contract/schema/rules.ts';
import type { Path } from '../../contract/schema/walk.ts';
import { addCompanions, getAt, repair, setAt, validValue, type Draft } from './draft.ts';

export interface Placement {
  /** The item of every list on the way that is looked at, from 0, and how many there are. */
  readonly item: number;
  readonly items: number;
  /** Which of the values that a condition lists makes it hold. */
  readonly choice: number;
  /** A member that the item has to have, such as the format it is of. */
  readonly member?: { readonly name: string; readonly value: Json };
}

/** What has a place in a request and conditions under which it counts; every rule does. */
export interface Placed {
  readonly path: Path;
  readonly guards: readonly Guard[];
}

export const onlyItem: Placement = { item: 0, items: 1, choice: 0 };

/** Make a valid request in which the rule applies; answers the place that it looks at. */
export function arrange(operation: Operation, draft: Draft, rule: Placed, setting: Placement): Place {
  const place: (string | number)[] = [];
  addCompanions(operation, draft, rule.path[0]);
  rule.guards
    .filter(({ depth }) => depth === 0)
    .forEach((guard) => meet(operation, draft, guard, place, setting));
  for (const [depth, step] of rule.path.entries()) {
    const path = rule.path.slice(0, depth + 1);
    if (step === '[]') {
      while (listAt(draft, place).length < setting.items)
        setAt(draft, [...place, listAt(draft, place).length], another(operation, path, draft, place));
      place.push(setting.item);
      if (setting.member) setAt(draft, [...place, setting.member.name], setting.member.value);
    } else {
      if (getAt(draft, [...place, step]) === undefined)
        setAt(draft, [...place, step], validValue(operation, path));
      place.push(step);
    }
    rule.guards
      .filter((guard) => guard.depth === depth + 1)
      .forEach((guard) => meet(operation, draft, guard, place, setting));
  }
  repair(operation, draft, place);
  return place;
}

function listAt(draft: Draft, place: Place): readonly unknown[] {
  const list = getAt(draft, place);
  return isArray(list) ? list : [];
}

/** One more item: texts are told apart by their position. */
function another(
  operation: Operation,
  path: Path,
  draft: Draft,
  place: Place,
): ReturnType<typeof validValue> {
  const item = validValue(operation, path);
  return typeof item === 'string' ? `${item}${listAt(draft, place).length + 1}` : item;
}

/** The values that the conditions of a rule list, such as the formats that have slices. */
export function conditionValues(rule: Placed): readonly Json[] {
  return (
    rule.guards
      .flatMap((guard) => Object.values(conditionEnums(guard)))
      .find((values) => values.length > 0) ?? []
  );
}

function conditionEnums({ schema }: Guard): Readonly<Record<string, readonly Json[]>> {
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, part]) =>
      isObject(part) && isArray(part['enum']) ? [[name, part['enum']]] : [],
    ),
  );
}

/** Give an object what makes a condition hold. */
function meet(operation: Operation, draft: Draft, guard: Guard, place: Place, setting: Placement): void {
  const { schema } = guard;
  if (!guard.wanted)
    throw new Error('Failed to meet a condition: "else" has no generator. Write it as another "if".');
  const names = isObject(schema) && isArray(schema['required']) ? schema['required'].map(String) : [];
  for (const name of names) {
    const chosen = conditionEnums(guard)[name]?.[setting.choice];
    const path = [...place.map((step) => (typeof step === 'number' ? '[]' : step)), name];
    const present = getAt(draft, [...place, name]);
    // What is there already may be a value that the condition leaves out.
    setAt(draft, [...place, name], chosen ?? otherThan(guard, name, present ?? validValue(operation, path)));
  }
}

/** `not: { enum }` beside a requirement: the valid value has to be another. */
function otherThan(
  guard: Guard,
  name: string,
  value: ReturnType<typeof validValue>,
): ReturnType<typeof validValue> {
  const properties =
    isObject(guard.schema) && isObject(guard.schema['properties']) ? guard.schema['properties'] : {};
  const part = properties[name];
  const not = isObject(part) && isObject(part['not']) ? part['not']['enum'] : undefined;
  return isArray(not) && not.some((other) => other === value) ? `${String(value)}x` : value;
}
