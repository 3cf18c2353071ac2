/** Random requests: valid ones, and ones that break exactly one rule. The same seed gives the same requests. */
import type { Evidence } from '../../contract/evidence.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Place, Rule } from '../../contract/schema/rules.ts';
import {
  enumAt,
  validItems,
  validValue,
  violationsAsSent,
  type Draft,
  type DraftValue,
} from '../requests/draft.ts';
import { adviceAt, minimalRequest, repair } from '../requests/valid-requests.ts';
import { isBeyondDoubt, leaveOutIdle, undoubtedItems } from '../requests/doubts.ts';
import { fewestItems, mostItems } from '../requests/items.ts';
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
import { arrange, onlyItem } from '../requests/placement.ts';
import { subjectName, type Case } from '../keywords/case.ts';
import { bindingsFor } from '../requests/bindings.ts';
import { attempt } from '../requests/gap.ts';
import { fillRequest } from '../scenario/placeholders.ts';
import { waysToBreak } from '../keywords/violate.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { schemasAt, type Path } from '../../contract/schema/walk.ts';
import { createDice, listOf, numberBetween, oneOf, someOf, textOf, type Draw } from './draw.ts';

export interface RandomOptions {
  readonly seed: number;
  /** Scenarios of each kind. */
  readonly runs: number;
}

const source = 'Request parameters, drawn at random from what each allows';

/** `runs` valid requests and as many that break one rule; an id has the request's number, and identifies it only together with the seed. */
export function randomScenarios(operation: Operation, { seed, runs }: RandomOptions): readonly Scenario[] {
  const isPossible = attempt('random', [], () => [minimalRequest(operation)]).length > 0;
  if (runs === 0 || !isPossible) return [];
  return [
    ...drawRequests(operation, ['stated', 'implied'], { seed, count: runs }).map((draft, index) =>
      acceptedAtRandom(operation, draft, index),
    ),
    ...brokenRequests(operation, { seed, runs }),
  ];
}

function brokenRequests(operation: Operation, { seed, runs }: RandomOptions): readonly Scenario[] {
  const breakable = operation.rules
    .filter(
      ({ codeEvidence, error }) =>
        codeEvidence !== 'assumed' && operation.errors.find(error)?.documented === true,
    )
    .map((rule) => ({ rule, cases: surelyBroken(operation, rule) }));
  if (breakable.length === 0) return [];
  const draw = objectDraw(operation, [], ['stated']);
  const which = oneOf(breakable);
  const dice = createDice(seed);
  return Array.from({ length: runs }, (_, index) => {
    const { rule, cases } = which(dice);
    const refusal = cases[dice(0, Math.max(0, cases.length - 1))];
    const arranged = refusal && arrangedFor(operation, rule, () => draw(dice));
    return refusal && arranged ? brokenAtRandom(operation, arranged, rule, refusal, index) : [];
  }).flat();
}

/** Some rules are about what is doubtful; these are no surer after a hundred attempts. */
const fewAttempts = 3;

interface ArrangedDraft {
  readonly draft: Draft;
  /** The value that the rule is about. */
  readonly place: Place;
}

/** A valid draft that a rule can be broken in. Apart from that it is acceptable beyond doubt, if one of a few is. */
function arrangedFor(operation: Operation, rule: Rule, draw: () => Draft): ArrangedDraft | undefined {
  let last: ArrangedDraft | undefined;
  for (let attempts = 0; attempts < fewAttempts; attempts += 1) {
    const draft = draw();
    leaveOutIdle(operation, draft);
    // Its last step repairs the draft.
    const [place] = attempt('random', [], () => [arrange(operation, draft, rule, onlyItem)]);
    if (!place) continue;
    last = { draft, place };
    if (isBeyondDoubt(operation, draft)) return last;
  }
  return last;
}

function surelyBroken(operation: Operation, rule: Rule): readonly Case[] {
  const cases = attempt('random', [], () => waysToBreak(operation, rule));
  return cases.filter(({ evidence }) => evidence !== 'assumed');
}

/** `count` valid drafts with a random choice of optional parameters, whose values have at least the given evidence. */
export function drawRequests(
  operation: Operation,
  levels: readonly Evidence[],
  { seed, count }: { readonly seed: number; readonly count: number },
): readonly Draft[] {
  const request = requestDraw(operation, levels);
  const dice = createDice(seed);
  return Array.from({ length: count }, () => request(dice));
}

/** A contract may doubt most of what it allows; nothing is drawn more often than this. */
const mostAttempts = 100;

function requestDraw(operation: Operation, levels: readonly Evidence[]): Draw<Draft> {
  const draw = objectDraw(operation, [], levels);
  return (dice) => {
    for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
      const draft = draw(dice);
      leaveOutIdle(operation, draft);
      const [repaired] = attempt('random', [], () => [repair(operation, draft)]);
      // Parameters may exclude each other in a way that cannot be repaired.
      if (repaired && isBeyondDoubt(operation, repaired)) return repaired;
    }
    return minimalRequest(operation);
  };
}

/** Each member that may be left out is left out once in six times. */
const leftOutOnceIn = 6;

interface DrawnMember {
  readonly name: string;
  readonly draw: Draw<DraftValue | undefined>;
  readonly isRequired: boolean;
  /** Under any of these it is required as well. */
  readonly conditional: readonly Rule[];
}

function objectDraw(operation: Operation, path: Path, levels: readonly Evidence[]): Draw<Draft> {
  const members = membersAt(operation, path, levels);
  const conditional = members.filter((member) => member.conditional.length > 0);
  const { now } = bindingsFor(operation);
  return (dice) => {
    const draft: Draft = {};
    for (const { name, isRequired, draw } of members) {
      if (!isRequired && dice(1, leftOutOnceIn) === 1) continue;
      const value = draw(dice) ?? (isRequired ? validValue(operation, [...path, name]) : undefined);
      if (value !== undefined) draft[name] = value;
    }
    const missing = conditional.filter(({ name }) => draft[name] === undefined);
    if (missing.length === 0) return draft;
    // What the others call for is drawn as well; `repair` would put in the same value each time.
    const filled = fillRequest(draft, bindingsFor(operation));
    const isCalledFor = ({ guards }: Rule): boolean =>
      guards.every(({ matches, wanted }) => matches(filled, now) === wanted);
    for (const { name, draw } of missing.filter((member) => member.conditional.some(isCalledFor))) {
      const value = draw(dice);
      if (value !== undefined) draft[name] = value;
    }
    return draft;
  };
}

function membersAt(operation: Operation, path: Path, levels: readonly Evidence[]): readonly DrawnMember[] {
  const properties = schemasAt(operation.request, path).map((schema) => schema['properties']);
  const names = new Set(
    properties.flatMap((members) => Object.keys(members !== undefined && isObject(members) ? members : {})),
  );
  const required = [...rulesAt(operation, path), ...adviceAt(operation, path)].filter(
    ({ keyword }) => keyword === 'required',
  );
  return [...names].map((name) => {
    const needed = required.filter(({ limit }) => limit === name);
    return {
      name,
      draw: valueDraw(operation, [...path, name], levels),
      isRequired: needed.some(({ guards }) => guards.length === 0),
      // Conditions on what is around the object are left to `repair`.
      conditional: needed.filter(({ guards }) => guards.every(({ depth }) => depth === path.length)),
    };
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
  return typeof value === 'object' ? () => structuredClone(value) : () => value;
}

function listedDraw(operation: Operation, path: Path): Draw<DraftValue> | undefined {
  const listed = enumAt(operation, path).filter((value) => isValidAlone(operation, path, value));
  return listed.length > 0 ? oneOf(listed) : undefined;
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
  return valid.length === 0 ? undefined : oneOf(valid);
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
  return listed.flatMap(({ entry, evidence }) => {
    const isSure = levels.some((level) => level === evidence);
    return isSure && entry['with'] === undefined && entry['value'] !== undefined ? [entry['value']] : [];
  });
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
  if (unique === undefined) return listOf(item, least, most);
  const name = String(unique);
  const members = enumAt(operation, [...items, name]);
  if (members.length === 0) {
    const first = String(validValue(operation, [...items, name]));
    return listOf((dice, index) => ({ ...item(dice), [name]: `${first}${index + 1}` }), least, most);
  }
  const chosen = someOf(members, least, most);
  return (dice) => chosen(dice).map((member) => ({ ...item(dice), [name]: member }));
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

function acceptedAtRandom(operation: Operation, draft: Draft, index: number): Scenario {
  return {
    ...common(operation, 'implied'),
    id: `random/accepted-${index}`,
    title: `A random request with ${Object.keys(draft).length} parameters`,
    exercises: success,
    source,
    act: sequence(stepFor(operation, draft)),
  };
}

/** Undefined where the rule cannot be broken alone in this request. */
function brokenAtRandom(
  operation: Operation,
  { draft, place }: ArrangedDraft,
  rule: Rule,
  refusal: Case,
  index: number,
): readonly Scenario[] {
  refusal.apply(draft, place);
  const codes = new Set(violationsAsSent(operation, draft).map((violation) => violation.rule.error));
  if (codes.size !== 1 || !codes.has(rule.error)) return [];
  return [
    {
      ...common(
        operation,
        rule.codeEvidence === 'stated' && refusal.evidence === undefined ? 'stated' : 'implied',
      ),
      id: `random/broken-${index}`,
      title: `${subjectName(rule)} ${refusal.title}, in a random request`,
      exercises: rule.error,
      source: rule.source,
      rule: { id: rule.id, pointer: rule.pointer },
      act: sequence(stepFor(operation, draft, { expect: [rule.error] })),
    },
  ];
}

function common(
  operation: Operation,
  evidence: Evidence,
): Pick<Scenario, 'family' | 'operation' | 'evidence' | 'arrange'> {
  return { family: 'random', operation: operation.name, evidence, arrange: [] };
}
