/** Constraints of a valid request, each on a few factors: from the rules, the conditions and the key of an operation. */
import { isArray, isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Guard, Rule } from '../../contract/schema/rules.ts';
import { findViolations, type Place } from '../../contract/schema/violations.ts';
import type { Constraint } from './covering.ts';
import { adviceOf } from '../requests/valid-requests.ts';
import { bindingsFor } from '../requests/bindings.ts';
import { getAt, setAt, validValue, type Draft, type DraftValue } from '../requests/draft.ts';
import { assumedDoubts } from '../requests/doubts.ts';
import { holderOf, type Factor, type Level } from './factors.ts';
import { fillRequest } from '../scenario/placeholders.ts';
import { partsOf, type Path } from '../../contract/schema/walk.ts';

export function constraintsOf(operation: Operation, factors: readonly Factor[]): readonly Constraint[] {
  return [
    ...factors.flatMap((factor, index) => heldByList(factors, factor, index)),
    ...byRules(operation, factors),
    ...factors.flatMap((factor, index) => underCondition(operation, factors, factor, index)),
    ...factors.flatMap((factor, index) => besideCompanions(factors, factor, index)),
    ...keyIsFree(factors),
  ];
}

/** The request of the chosen levels, with one item in each list; parameters without a chosen level are left out. */
export function draftOf(
  operation: Operation,
  choices: readonly { readonly factor: Factor; readonly level: Level }[],
): Draft {
  const draft: Draft = {};
  for (const { factor, level } of choices) {
    if (level.kind === 'value') put(draft, factor.path, level.value);
    if (level.kind === 'items') {
      const item = [...factor.path, '[]'];
      if (getAt(draft, placeOf(item)) === undefined) put(draft, item, validValue(operation, item));
    }
  }
  return draft;
}

/** The place in the first item of every list. */
export function placeOf(path: Path): Place {
  return path.map((step) => (step === '[]' ? 0 : step));
}

/** A member may be chosen before the object that holds it exists. */
function put(draft: Draft, path: Path, value: DraftValue): void {
  path.forEach((step, depth) => {
    const place = placeOf(path.slice(0, depth));
    if (getAt(draft, place) === undefined) setAt(draft, place, step === '[]' ? [] : {});
  });
  setAt(draft, placeOf(path), value);
}

function isSent({ kind }: Level): boolean {
  return kind === 'value' || kind === 'items';
}

/** The members of a list are `nowhere` if and only if the list is left out or `nowhere`. */
function heldByList(factors: readonly Factor[], factor: Factor, index: number): readonly Constraint[] {
  const holder = holderOf(factors, factor);
  if (holder < 0) return [];
  return [among(factors, [holder, index], ([list, member]) => isSent(list) !== (member.kind === 'nowhere'))];
}

/** One constraint for all rules about the same factors. Advice and doubts of the contract count as rules. */
function byRules(operation: Operation, factors: readonly Factor[]): readonly Constraint[] {
  // One item of each list is checked: the number of items is a factor already.
  const looked = operation.rules.filter(({ keyword }) => keyword !== 'minItems');
  const rules = [...looked, ...adviceOf(operation), ...assumedDoubts(operation)].map((rule) => ({
    rule,
    scope: scopeOf(factors, mentionedBy(rule)),
  }));
  return [...Map.groupBy(rules, ({ scope }) => scope.join(',')).values()].map((group) => {
    const scope = group[0]?.scope ?? [];
    const asked = group.map(({ rule }) => rule);
    return among(factors, scope, (levels) => {
      const request = filled(operation, factors, scope, levels);
      return findViolations(asked, request, bindingsFor(operation).now).length === 0;
    });
  });
}

/** A parameter described under a condition is left out where the condition fails: it has no effect there, and how a target answers is unknown. */
function underCondition(
  operation: Operation,
  factors: readonly Factor[],
  factor: Factor,
  index: number,
): readonly Constraint[] {
  const ways = conditionsOf(factor);
  if (ways.length === 0) return [];
  const mentioned = ways.flat().flatMap((guard) => mentionedByGuard(factor.path, guard));
  const scope = scopeOf(factors, [factor.path, ...mentioned]);
  return [
    among(factors, scope, (levels) => {
      const own = levels[scope.indexOf(index)];
      if (!own || !isSent(own)) return true;
      return counts(operation, filled(operation, factors, scope, levels), factor, placeOf(factor.path));
    }),
  ];
}

/** Whether a value at this place of a request has an effect. */
export function counts(operation: Operation, request: Draft, factor: Factor, place: Place): boolean {
  const ways = conditionsOf(factor);
  const { now } = bindingsFor(operation);
  const holds = ({ depth, matches, wanted }: Guard): boolean => {
    const value = getAt(request, place.slice(0, depth)) as Json; // drafts hold JSON and nothing else
    return matches(value, now) === wanted;
  };
  return ways.length === 0 || ways.some((guards) => guards.every(holds));
}

/** A schema under a condition describes the value if it has a type; otherwise it only adds a restriction. */
function conditionsOf({ described }: Factor): readonly (readonly Guard[])[] {
  return described
    .filter(({ schema, guards }) => guards.length > 0 && schema['type'] !== undefined)
    .map(({ guards }) => guards);
}

/** `with` of an accepted value. */
function besideCompanions(factors: readonly Factor[], factor: Factor, index: number): readonly Constraint[] {
  const names = new Set(
    factor.levels.flatMap((level) => (level.kind === 'value' ? Object.keys(level.with) : [])),
  );
  return [...names].flatMap((name) => {
    const companion = factors.findIndex(({ path }) => path.join('.') === name);
    if (companion < 0) return [];
    return among(factors, [index, companion], ([own, other]) => {
      const wanted = own.kind === 'value' ? own.with[name] : undefined;
      return wanted === undefined || (other.kind === 'value' && other.value === wanted);
    });
  });
}

/** At least one key field is unique to the request, or the request before would have created the same record. */
function keyIsFree(factors: readonly Factor[]): readonly Constraint[] {
  const isOwn = (level: Level): boolean => level.kind === 'value' && level.value === '${unique}';
  const scope = [...factors.keys()].filter((index) => factors[index]?.levels.some(isOwn));
  return scope.length === 0 ? [] : [among(factors, scope, (levels) => levels.some(isOwn))];
}

function among(
  factors: readonly Factor[],
  scope: readonly number[],
  allows: (levels: readonly [Level, Level, ...Level[]]) => boolean,
): Constraint {
  return {
    factors: scope,
    allows: (chosen) =>
      allows(
        chosen.map((level, at) => factors[scope[at] ?? -1]?.levels[level]) as [Level, Level, ...Level[]], // as many as the scope has
      ),
  };
}

function filled(
  operation: Operation,
  factors: readonly Factor[],
  scope: readonly number[],
  levels: readonly Level[],
): ReturnType<typeof fillRequest> {
  const choices = levels.flatMap((level, at) => {
    const factor = factors[scope[at] ?? -1];
    return factor ? [{ factor, level }] : [];
  });
  return fillRequest(draftOf(operation, choices), bindingsFor(operation));
}

/** The factors at these places, and of the lists that hold them. */
function scopeOf(factors: readonly Factor[], mentioned: readonly Path[]): readonly number[] {
  return [...factors.keys()].filter((index) => {
    const path = factors[index]?.path ?? [];
    return mentioned.some((place) => path.every((step, depth) => step === place[depth]));
  });
}

/** Every place whose value decides whether a rule is broken. */
function mentionedBy({ path, guards, keyword, limit }: Rule): readonly Path[] {
  const sibling = keyword === 'x-after' && limit !== 'now' ? [[...path.slice(0, -1), String(limit)]] : [];
  const named = keyword === 'required' ? namesIn({ required: [limit] }) : namesIn(limit);
  return [
    path,
    ...sibling,
    ...named.map((name) => [...path, ...name]),
    ...guards.flatMap((guard) => mentionedByGuard(path, guard)),
  ];
}

function mentionedByGuard(path: Path, { depth, schema }: Guard): readonly Path[] {
  return namesIn(schema).map((name) => [...path.slice(0, depth), ...name]);
}

/** The places that a schema names, relative to its own. */
function namesIn(schema: Json): readonly Path[] {
  if (isArray(schema)) return schema.flatMap(namesIn);
  if (!isObject(schema)) return [];
  const required = isArray(schema['required']) ? schema['required'] : [];
  const inside = partsOf(schema).flatMap((part) => {
    const names = namesIn(part.schema);
    if (part.about === 'same') return [...names, ...namesIn(part.condition?.schema ?? {})];
    const step = part.about === 'item' ? '[]' : part.name;
    return [[step], ...names.map((name) => [step, ...name])];
  });
  const inPlace = ['anyOf', 'not'].map((keyword) => schema[keyword] ?? []);
  return [...required.map((name) => [String(name)]), ...inside, ...inPlace.flatMap(namesIn)];
}
