/** How a request of an operation is drawn, member by member: what others call for comes with them, and what has no effect is left out. */
import type { Evidence } from '../../contract/evidence.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import { type Path } from '../../contract/schema/walk.ts';
import { valueAsRead } from '../requests/as-read.ts';
import { bindingsFor } from '../requests/bindings.ts';
import { idleAt, undoubtedItems } from '../requests/doubts.ts';
import { enumAt, validItems, validValue, type Draft, type DraftValue } from '../requests/draft.ts';
import { fewestItems, mostItems } from '../requests/items.ts';
import { adviceAt, namesIn } from '../requests/valid-requests.ts';
import {
  boundsIn,
  exact,
  isValidAlone,
  limitsIn,
  locatedAt,
  matchesOf,
  rulesAt,
  stepIn,
  typesIn,
} from '../requests/values.ts';
import { fillRequest } from '../scenario/placeholders.ts';
import { createDice, listOf, numberBetween, oneOf, someOf, textOf, type Dice, type Draw } from './draw.ts';

/** Draws an object; members that are given stay as they are, and the one that is needed is not left out. */
export type ObjectDraw = (dice: Dice, given?: Draft, needed?: string) => Draft;

/** Each member that may be left out is left out half of the time. */
const leftOutOnceIn = 2;

interface DrawnMember {
  readonly name: string;
  readonly draw: Draw<DraftValue | undefined>;
  readonly isRequired: boolean;
  /** Under any of these it is required as well. */
  readonly calledForBy: readonly Rule[];
  /** Under any of these it has no effect. */
  readonly idleUnder: readonly Rule[];
}

/** Requests whose values have at least the given evidence. Some still break a rule about several members. */
export function requestDraw(operation: Operation, levels: readonly Evidence[]): ObjectDraw {
  return objectDraw(operation, [], levels);
}

function objectDraw(operation: Operation, path: Path, levels: readonly Evidence[]): ObjectDraw {
  const members = membersAt(operation, path, levels);
  const isConditional = ({ calledForBy, idleUnder }: DrawnMember): boolean =>
    calledForBy.length + idleUnder.length > 0;
  const [plain, conditional] = [members.filter((one) => !isConditional(one)), members.filter(isConditional)];
  const alternatives = alternativesAt(operation, path, members);
  const bindings = bindingsFor(operation);
  const { now } = bindings;
  return (dice, given = {}, needed?: string) => {
    const draft: Draft = { ...given };
    for (const member of plain) if (!isLeftOut(member, dice, needed)) add(draft, member, dice);
    for (const { rule, choose } of alternatives)
      if (!rule.holds(draft, now)) for (const member of choose(dice)) add(draft, member, dice);
    if (conditional.length === 0) return draft;
    // By what is drawn so far; `repair` looks at what depends on more.
    const filled = fillRequest(draft, bindings);
    for (const member of conditional)
      if (
        someApplies(member.calledForBy, filled, now) ||
        (!isLeftOut(member, dice, needed) && !someApplies(member.idleUnder, filled, now))
      )
        add(draft, member, dice);
    return draft;
  };

  function add(draft: Draft, { name, draw, isRequired }: DrawnMember, dice: Dice): void {
    if (draft[name] !== undefined) return;
    const value = draw(dice) ?? (isRequired ? validValue(operation, [...path, name]) : undefined);
    if (value !== undefined) draft[name] = value;
  }
}

function isLeftOut({ name, isRequired }: DrawnMember, dice: Dice, needed: string | undefined): boolean {
  return !isRequired && name !== needed && dice(1, leftOutOnceIn) === 1;
}

/** Whether all conditions of one of the rules hold. */
function someApplies(rules: readonly Rule[], filled: JsonObject, now: number): boolean {
  for (const { guards } of rules)
    if (guards.every(({ matches, wanted }) => matches(filled, now) === wanted)) return true;
  return false;
}

function membersAt(operation: Operation, path: Path, levels: readonly Evidence[]): readonly DrawnMember[] {
  const properties = schemasAt(operation.request, path).map((schema) => schema['properties']);
  const names = new Set(
    properties.flatMap((members) => Object.keys(members !== undefined && isObject(members) ? members : {})),
  );
  const required = [...rulesAt(operation, path), ...adviceAt(operation, path)].filter(
    ({ keyword }) => keyword === 'required',
  );
  // Conditions on what is around the object are left to `repair`.
  const isAboutHere = ({ guards }: Rule): boolean =>
    guards.length > 0 && guards.every(({ depth }) => depth === path.length);
  return [...names].map((name) => {
    const needed = required.filter(({ limit }) => limit === name);
    return {
      name,
      draw: valueDraw(operation, [...path, name], levels),
      isRequired: needed.some(({ guards }) => guards.length === 0),
      calledForBy: needed.filter(isAboutHere),
      idleUnder: idleAt(operation, [...path, name]).filter(isAboutHere),
    };
  });
}

interface Alternatives {
  readonly rule: Rule;
  readonly choose: Draw<readonly DrawnMember[]>;
}

/** Rules that call for some of several members. */
function alternativesAt(
  operation: Operation,
  path: Path,
  members: readonly DrawnMember[],
): readonly Alternatives[] {
  return rulesAt(operation, path).flatMap((rule) => {
    if (rule.keyword !== 'anyOf' || rule.guards.length > 0 || !isArray(rule.limit)) return [];
    const choices = rule.limit.map((branch) =>
      namesIn(branch).flatMap((name) => members.filter((member) => member.name === name)),
    );
    return choices.every(({ length }) => length > 0) ? [{ rule, choose: oneOf(choices) }] : [];
  });
}

/** Undefined leaves the value out. */
function valueDraw(
  operation: Operation,
  path: Path,
  levels: readonly Evidence[],
): Draw<DraftValue | undefined> {
  const schemas = schemasAt(operation.request, path);
  if (schemas.some((schema) => schema['items'] !== undefined))
    return itemsDraw(operation, path, schemas, levels);
  if (schemas.some((schema) => schema['properties'] !== undefined))
    return objectDraw(operation, path, levels);
  if (isKey(operation, path)) return usual(operation, path);
  const allowed = acceptedValues(operation, path, levels);
  return (
    numbersDraw(operation, path) ??
    (allowed && acceptedDraw(operation, path, allowed)) ??
    listedDraw(operation, path) ??
    boundedTexts(operation, path) ??
    usual(operation, path)
  );
}

/** A new one each time: what is drawn may be changed. */
function usual(operation: Operation, path: Path): Draw<DraftValue> {
  const value = validValue(operation, path);
  if (typeof value === 'object') return () => structuredClone(value);
  const [read = value] = asRead(operation, path, [value]);
  return () => read;
}

function listedDraw(operation: Operation, path: Path): Draw<DraftValue> | undefined {
  const listed = listedValues(operation, path);
  return listed.length > 0 ? oneOf(listed) : undefined;
}

function listedValues(operation: Operation, path: Path): readonly Json[] {
  const valid = enumAt(operation, path).filter((value) => isValidAlone(operation, path, value));
  return asRead(operation, path, valid);
}

/** Values as a target reads them: what is drawn is looked at as it is, and not once more as it is sent. */
function asRead(operation: Operation, path: Path, values: readonly Json[]): readonly Json[] {
  return values.map((value) => valueAsRead(operation, path, value)).filter((value) => value !== undefined);
}

/** Numbers between bounds that the page states. Where a bound is only assumed, targets may differ. */
function numbersDraw(operation: Operation, path: Path): Draw<DraftValue> | undefined {
  const stated = rulesAt(operation, path)
    .filter(({ evidence }) => evidence === 'stated')
    .map(({ keyword, limit }) => ({ [keyword]: limit }));
  const [smallest, largest] = boundsIn(stated);
  if (!Number.isFinite(smallest) || !Number.isFinite(largest)) return undefined;
  const step = stepIn(schemasAt(operation.request, path));
  const [least, most] = [Math.ceil(exact(smallest / step)), Math.floor(exact(largest / step))];
  if (least > most) return undefined;
  const count = numberBetween(least, most);
  return Number.isInteger(step) ? (dice) => count(dice) * step : (dice) => exact(count(dice) * step);
}

/** Texts of any allowed length, or that match a pattern; undefined where the contract has neither limit. */
function boundedTexts(operation: Operation, path: Path): Draw<DraftValue> | undefined {
  const schemas = schemasAt(operation.request, path);
  const limits = [...limitsIn(schemas, 'minLength'), ...limitsIn(schemas, 'maxLength')];
  const patterns = schemas.flatMap(({ pattern }) => (typeof pattern === 'string' ? [pattern] : []));
  if (limits.length === 0 && patterns.length === 0) return undefined;
  const least = Math.max(1, ...limitsIn(schemas, 'minLength'));
  const most = Math.min(least + 40, ...limitsIn(schemas, 'maxLength'));
  const text = textOf(letters, least, Math.max(least, most));
  const dice = createDice(1);
  const drawn = [...Array.from({ length: 100 }, () => text(dice)), ...patterns.flatMap(matchesOf)];
  const valid = drawn.filter((value) => isValidAlone(operation, path, value));
  return valid.length === 0 ? undefined : oneOf(asRead(operation, path, valid));
}

const letters = 'abcxyz0189-/录é';

/** Values of `x-accepts` with at least the given evidence and without `with`; undefined where the contract lists no values. */
function acceptedValues(
  operation: Operation,
  path: Path,
  levels: readonly Evidence[],
): readonly Json[] | undefined {
  const listed = locatedAt(operation, path).flatMap(({ schema, provenance }) =>
    (isArray(schema['x-accepts']) ? schema['x-accepts'] : [])
      .filter(isObject)
      .map((entry) => ({ entry, evidence: entry['x-evidence'] ?? provenance.evidence })),
  );
  if (listed.length === 0) return undefined;
  const allowed = listed.flatMap(({ entry, evidence }) => {
    const isSure = levels.some((level) => level === evidence);
    return isSure && entry['with'] === undefined && entry['value'] !== undefined ? [entry['value']] : [];
  });
  return asRead(operation, path, allowed);
}

function isKey(operation: Operation, path: Path): boolean {
  return path.length === 1 && (operation.effect?.key ?? []).includes(path[0] ?? '');
}

/** An accepted text, with a random prefix where only its length is limited. */
function acceptedDraw(
  operation: Operation,
  path: Path,
  allowed: readonly Json[],
): Draw<DraftValue | undefined> {
  if (allowed.length === 0) return () => undefined;
  const accepted = oneOf(allowed);
  const canGrow = rulesAt(operation, path).some(({ keyword }) => keyword === 'x-max-bytes');
  if (!canGrow) return accepted;
  const prefix = textOf(letters, 0, 40);
  return (dice) => `${prefix(dice)}${String(accepted(dice))}`;
}

function itemsDraw(
  operation: Operation,
  path: Path,
  schemas: readonly JsonObject[],
  levels: readonly Evidence[],
): Draw<DraftValue> {
  const items = [...path, '[]'];
  const allowed = Math.min(mostItems(operation, path), undoubtedItems(operation, path));
  const least = fewestItems(operation, path);
  const most = Number.isFinite(allowed) ? Math.max(least, allowed) : Math.max(3, least);
  if (!schemasAt(operation.request, items).some((schema) => schema['properties'] !== undefined))
    return plainItems(operation, path, least, most);
  const unique = schemas.find((schema) => schema['x-unique-by'] !== undefined)?.['x-unique-by'];
  const item = objectDraw(operation, items, levels);
  if (unique === undefined) return listOf((dice) => item(dice), least, most);
  // Before the other members: some are called for, or have no effect, beside it.
  const name = String(unique);
  const members = asRead(operation, [...items, name], enumAt(operation, [...items, name]));
  if (members.length === 0) {
    const first = String(validValue(operation, [...items, name]));
    return listOf((dice, index) => item(dice, { [name]: `${first}${index + 1}` }), least, most);
  }
  const chosen = someOf(members, least, most);
  return (dice) => chosen(dice).map((member) => item(dice, { [name]: member }));
}

/** Invented names for free texts, otherwise one of the known values. */
function plainItems(operation: Operation, path: Path, least: number, most: number): Draw<DraftValue> {
  const items = [...path, '[]'];
  const isText = typesIn(schemasAt(operation.request, items)).includes('string');
  if (isText && isValidAlone(operation, items, 't-abcdefgh') && isValidAlone(operation, items, 't-0')) {
    // Eight characters at most, of which the last are the position: no two are equal.
    const name = textOf('abcdefgh', 1, Math.max(1, 8 - String(most - 1).length));
    return listOf((dice, position) => `t-${name(dice)}${position}`, least, most);
  }
  const known = validItems(operation, path, most);
  const count = numberBetween(least, Math.max(least, known.length));
  return (dice) => structuredClone(known.slice(0, count(dice)));
}
