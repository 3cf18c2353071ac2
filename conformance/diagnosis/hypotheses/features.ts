/** What can be said of a call and of its values: properties by which calls that are answered otherwise are told from others. */
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';
import type { Violation } from '../../../contract/schema/violations.ts';
import { bracesIn, type Fact } from '../model/facts.ts';
import { parameterAt, show } from './phrases.ts';

/** A property that a call has or lacks. */
export interface Feature {
  readonly id: string;
  /** After "where", such as `Size is 15`. */
  readonly says: string;
  readonly parameter: string | undefined;
  /** Lower comes first where two tell the same calls apart. */
  readonly rank: number;
}

const known = new WeakMap<object, ReadonlyMap<string, Feature>>();

/** Every feature of a call; with a violation, those of the value that breaks a rule as well. */
export function featuresOf(fact: Fact, violation?: Violation): ReadonlyMap<string, Feature> {
  const owner = violation ?? fact;
  const features = known.get(owner) ?? describeCall(fact, violation);
  known.set(owner, features);
  return features;
}

function describeCall(fact: Fact, violation: Violation | undefined): ReadonlyMap<string, Feature> {
  const found = new Map<string, Feature>();
  const add: Add = (id, says, parameter, rank) => {
    if (!found.has(id)) found.set(id, { id, says, parameter, rank });
  };
  add(`method ${fact.call.method}`, `it is sent by ${fact.call.method}`, undefined, 8);
  const isForm = fact.call.via === 'form';
  add(
    `form ${isForm}`,
    isForm ? 'its parameters are in a form' : 'its parameters are in the query',
    undefined,
    8,
  );
  if (hasUnknown(fact))
    add('unknown', 'a parameter is given that the documentation does not have', undefined, 3);
  describeMembers(fact.request, '', fact, withLeaves(add));
  describeLists(fact.request, add);
  for (const [one, other] of pairsIn(fact))
    if ((fact.request[one] === undefined) !== (fact.request[other] === undefined))
      add(`absent one of ${one} ${other}`, `only one of ${one} and ${other} is given`, one, 2.5);
  describeSpans(fact, add);
  for (const name of absentOf(fact)) add(`absent ${name}`, `${name} is left out`, name, 3);
  if (violation) describeViolation(fact, violation, add);
  return found;
}

function hasUnknown({ call, operation: { shape } }: Fact): boolean {
  return (
    shape.kind === 'object' &&
    Object.keys(call.parameters).some((name) => !shape.members.has(name.split('.')[0] ?? name))
  );
}

type Add = (id: string, says: string, parameter: string | undefined, rank: number) => void;

/** What is said of a member of a list's items is said of that member in any list as well, as the weaker choice. */
function withLeaves(add: Add): Add {
  return (id, says, parameter, rank) => {
    add(id, says, parameter, rank);
    const leaf = parameter?.includes('.N.') === true ? parameter.split('.N.').at(-1) : undefined;
    if (parameter === undefined || leaf === undefined) return;
    add(`any ${id.replace(parameter, leaf)}`, says.replace(parameter, leaf), leaf, rank + 0.5);
  };
}

/** What the lists of a call have in common. */
function describeLists(request: JsonObject, add: Add): void {
  const lists = Object.entries(request).flatMap(([name, value]) => (isArray(value) ? [{ name, value }] : []));
  const longest = Math.max(0, ...lists.map(({ value }) => value.filter(isObject).length));
  for (let count = 2; count <= longest; count += 1)
    add(`any items ${count}`, `a list of objects has ${count} items or more`, undefined, 4.5);
  for (const [index, one] of lists.entries()) {
    for (const other of lists.slice(index + 1)) {
      add(`both ${one.name} ${other.name}`, `${one.name} and ${other.name} are given`, one.name, 4);
      for (const member of sharedMembers(one.value, other.value))
        add(
          `shared ${one.name} ${other.name} ${member}`,
          `${one.name} and ${other.name} have the same ${member}`,
          one.name,
          2,
        );
    }
  }
}

/** Members in which an item of one list equals an item of the other. */
function sharedMembers(one: readonly Json[], other: readonly Json[]): readonly string[] {
  const names = new Set<string>();
  for (const item of one)
    for (const second of other)
      if (isObject(item) && isObject(second))
        for (const name of Object.keys(item)) if (item[name] === second[name]) names.add(name);
  return [...names];
}

function describeMembers(members: JsonObject, prefix: string, fact: Fact, add: Add): void {
  for (const [name, value] of Object.entries(members)) describe(value, `${prefix}${name}`, fact, add);
}

function describe(value: Json, name: string, fact: Fact, add: Add): void {
  add(`given ${name}`, `${name} is given`, name, 4);
  if (isArray(value)) {
    for (let count = 2; count <= value.length; count += 1)
      add(`items ${name} ${count}`, `${name} has ${count} items or more`, name, 4);
    for (const item of value) {
      if (isObject(item)) {
        describeMembers(item, `${name}.N.`, fact, add);
        describeLacking(item, name, fact, add);
      } else describe(item, `${name}.N`, fact, add);
    }
    return;
  }
  if (isObject(value)) return describeMembers(value, `${name}.`, fact, add);
  describeScalar(value, name, fact, add);
}

/** What an item leaves out, and beside what. */
function describeLacking(item: JsonObject, list: string, fact: Fact, add: Add): void {
  for (const lacking of lackingIn(fact, list, item)) {
    const name = `${list}.N.${lacking}`;
    add(`absent ${name}`, `${name} is left out`, name, 3);
    for (const [member, value] of Object.entries(item))
      if (!isArray(value) && !isObject(value) && fact.isCommon(value) && String(value).length <= longText)
        add(
          `absent ${name} beside ${member} ${String(value)}`,
          `${name} is left out beside ${member} ${show(value)}`,
          name,
          3.3,
        );
  }
}

/** Members that an item of a list may have and this one lacks. */
function lackingIn({ operation }: Fact, list: string, item: JsonObject): readonly string[] {
  const { shape } = operation;
  const at = shape.kind === 'object' ? shape.members.get(list) : undefined;
  const members = at?.kind === 'list' && at.item.kind === 'object' ? [...at.item.members.keys()] : [];
  return members.filter((name) => item[name] === undefined);
}

function describeScalar(value: Json, name: string, fact: Fact, add: Add): void {
  // A long text is no condition that a reader sees; what is special about it is said better.
  const rank = String(value).length > longText ? 5.8 : 1;
  if (fact.isCommon(value)) add(`value ${name} ${String(value)}`, `${name} is ${show(value)}`, name, rank);
  if (typeof value === 'number') describeNumber(value, name, add);
  if (typeof value !== 'string') return;
  describeText(value, name, add);
  const [start] = /^[^{}/]+\//.exec(value) ?? [];
  for (const known of value.includes('{') ? fact.starts : [])
    add(
      `${known === start ? 'starts' : 'starts-not'} ${name} ${known}`,
      `${name} ${known === start ? 'begins' : 'does not begin'} with ${known}`,
      name,
      known === start ? 5 : 5.3,
    );
  describeBraces(value, name, fact, add);
  const instant = instantOf(value);
  if (Number.isNaN(instant)) return;
  add(
    `past ${name} ${instant < fact.call.at}`,
    `${name} is ${instant < fact.call.at ? 'past' : 'to come'}`,
    name,
    2,
  );
}

const longText = 40;

/** Steps in which a server may count. */
const steps = [2, 3, 5, 10, 15, 30, 60] as const;

function describeNumber(value: number, name: string, add: Add): void {
  for (const step of steps)
    if (value % step !== 0)
      add(`not-multiple ${name} ${step}`, `${name} is not a multiple of ${step}`, name, 1.5);
}

const classes: readonly (readonly [id: string, pattern: RegExp, says: string])[] = [
  ['astral', /[\u{10000}-\u{10ffff}]/u, 'has a character of four bytes'],
  ['wide', /[\u0100-\u{10ffff}]/u, 'has a character outside Latin-1'],
  ['non-ascii', /[\u0080-\u{10ffff}]/u, 'has a character outside ASCII'],
  ['upper', /[A-Z]/, 'has an upper-case letter'],
  ['space', /\s/, 'has a space'],
  ['plus', /\+/, 'has a plus sign'],
  ['underscore', /_/, 'has an underscore'],
  ['dot', /\./, 'has a dot'],
  ['hyphen', /-/, 'has a hyphen'],
  ['asterisk', /\*/, 'has an asterisk'],
  ['slash', /\//, 'has a slash'],
  ['symbol', /[!@#$%^&=|<>?,;:"']/, 'has another symbol'],
];

function describeText(text: string, name: string, add: Add): void {
  for (const [id, pattern, says] of classes)
    if (pattern.test(text)) {
      add(`class ${id} ${name}`, `${name} ${says}`, name, 5);
      add(`class ${id}`, `a value ${says}`, undefined, 7);
    }
  for (let length = 16; length <= text.length; length *= 2) {
    add(`length ${name} ${length}`, `${name} has ${length} characters or more`, name, 6);
    add(`length ${length}`, `a value has ${length} characters or more`, undefined, 7);
  }
}

function describeBraces(text: string, name: string, fact: Fact, add: Add): void {
  const own = new Set(bracesIn(text));
  if (own.size === 0) return;
  for (const brace of fact.braces) {
    const parts = bracesIn(brace);
    const isPair = parts.length > 1;
    if (own.has(brace)) add(`has ${name} ${brace}`, `${name} has ${brace}`, name, isPair ? 5.4 : 5);
    // That two are not joined is worth a word where both are there.
    else if (!isPair || parts.every((part) => part === brace || own.has(part)))
      add(`lacks ${name} ${brace}`, `${name} has no ${brace}`, name, isPair ? 5.6 : 5.2);
  }
}

/** Parameters of which a rule measures one by the other. */
function pairsIn({ operation: { shape, rules } }: Fact): readonly (readonly [string, string])[] {
  if (shape.kind !== 'object') return [];
  return rules.flatMap(({ path: [name, ...deeper], limit }) =>
    name !== undefined && deeper.length === 0 && typeof limit === 'string' && shape.members.has(limit)
      ? limit === name
        ? []
        : [[limit, name] as const]
      : [],
  );
}

const dayMs = 86_400_000;

/** Whole days between two times of which a rule measures one by the other. */
function describeSpans(fact: Fact, add: Add): void {
  for (const [from, to] of pairsIn(fact)) {
    const span = instantOf(fact.request[to]) - instantOf(fact.request[from]);
    for (const days of [1, 2, 3, 5, 7, 8, 10, 14, 15, 30])
      if (span > days * dayMs)
        add(`span ${from} ${to} ${days}`, `${to} is more than ${days} days after ${from}`, to, 0.5);
  }
}

function instantOf(value: Json | undefined): number {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)
    ? Date.parse(value)
    : Number.NaN;
}

/** Parameters that the operation knows, at its top, and the call leaves out. */
function absentOf({ operation, request }: Fact): readonly string[] {
  const { shape } = operation;
  return shape.kind === 'object'
    ? [...shape.members.keys()].filter((name) => request[name] === undefined)
    : [];
}

function describeViolation(fact: Fact, { at, value, rule }: Violation, add: Add): void {
  const name = parameterAt(at);
  if (value !== undefined && !isArray(value) && !isObject(value)) {
    add(`broken-value ${String(value)}`, `it is ${show(value)}`, name, 1);
    if (typeof value === 'string') {
      describeText(value, 'it', add);
      describeBraces(value, 'it', fact, add);
    }
    add(`broken-type ${typeof value}`, `it is a ${typeof value}`, name, 6);
  }
  if (isArray(value)) describeRepetition(value, add);
  const index = at.findIndex((step) => typeof step === 'number');
  if (index < 0) return;
  const position = Number(at[index]);
  const list = at.slice(0, index).reduce<Json | undefined>(memberOf, fact.request);
  if (!isArray(list)) return;
  add(
    position === 0 ? 'item first' : 'item later',
    position === 0 ? 'it is in the first item' : 'it is in an item after the first',
    name,
    2,
  );
  add(
    position === list.length - 1 ? 'item last' : 'item before-last',
    position === list.length - 1 ? 'it is in the last item' : 'it is in an item before the last',
    name,
    2,
  );
  if (list.length === 1) add('item only', 'it is in the only item', name, 2);
  const item = list[position];
  if (!isObject(item)) return;
  for (const [member, sibling] of Object.entries(item)) {
    if (rule.path.at(-1) !== member && !isArray(sibling) && !isObject(sibling))
      add(`sibling ${member} ${String(sibling)}`, `${member} of the same item is ${show(sibling)}`, name, 1);
    add(`sibling-given ${member}`, `${member} of the same item is given`, name, 4);
  }
}

/** Which items of a list are the same in something, and where they stand. */
function describeRepetition(list: readonly Json[], add: Add): void {
  for (const [index, item] of list.entries()) {
    for (const [later, other] of list.entries()) {
      if (later <= index) continue;
      const isWhole = JSON.stringify(item) === JSON.stringify(other);
      const shared =
        isObject(item) && isObject(other)
          ? Object.keys(item).filter((name) => item[name] === other[name])
          : [];
      if (!isWhole && shared.length === 0) continue;
      add(
        isWhole ? 'repeats whole' : 'repeats partly',
        isWhole ? 'an item is repeated as a whole' : 'repeated items differ otherwise',
        undefined,
        2,
      );
      add(
        later === index + 1 ? 'repeats next' : 'repeats apart',
        later === index + 1 ? 'the next item repeats it' : 'other items stand between',
        undefined,
        2,
      );
      if (isObject(item))
        for (const name of shared)
          add(
            `repeats ${name} ${String(item[name])}`,
            `${name} of both is ${show(item[name] ?? null)}`,
            name,
            1,
          );
    }
  }
}

function memberOf(value: Json | undefined, step: string | number): Json | undefined {
  if (isArray(value)) return value[Number(step)];
  return isObject(value) ? value[String(step)] : undefined;
}
