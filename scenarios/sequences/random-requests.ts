/** Random requests: valid ones, and ones that break exactly one rule. The same seed gives the same requests. */
import fc from 'fast-check';
import type { Evidence } from '../../contract/evidence.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { locateSchemas, type Rule } from '../../contract/schema/rules.ts';
import {
  enumAt,
  validItems,
  validValue,
  violationsAsSent,
  type Draft,
  type DraftValue,
} from '../requests/draft.ts';
import { minimalRequest, repair } from '../requests/valid-requests.ts';
import { isBeyondDoubt, undoubtedItems } from '../requests/doubts.ts';
import { fewestItems, mostItems } from '../requests/items.ts';
import {
  boundsIn,
  exact,
  isValidAlone,
  limitsIn,
  matchesOf,
  rulesAt,
  stepIn,
  typesIn,
} from '../requests/values.ts';
import { arrange, onlyItem } from '../requests/placement.ts';
import { subjectName } from '../keywords/case.ts';
import { attempt } from '../requests/gap.ts';
import { waysToBreak } from '../keywords/violate.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { schemasAt, type Path } from '../../contract/schema/walk.ts';

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
  const breakable = operation.rules.filter(
    ({ codeEvidence, error }) =>
      codeEvidence !== 'assumed' && operation.errors.find(error)?.documented === true,
  );
  const valid = fc.sample(requestArbitrary(operation, ['stated', 'implied']), { seed, numRuns: runs });
  // Apart from the broken rule the request must be acceptable beyond doubt.
  const request = requestArbitrary(operation, ['stated']);
  const broken =
    breakable.length === 0
      ? []
      : fc.sample(fc.tuple(request, fc.constantFrom(...breakable), fc.nat()), { seed, numRuns: runs });
  return [
    ...valid.map((draft, index) => acceptedAtRandom(operation, draft, index)),
    ...broken.flatMap(([draft, rule, choice], index) =>
      brokenAtRandom(operation, draft, rule, choice, index),
    ),
  ];
}

/** Valid drafts with a random choice of optional parameters, whose values have at least the given evidence. */
export function requestArbitrary(operation: Operation, levels: readonly Evidence[]): fc.Arbitrary<Draft> {
  return objectArbitrary(operation, [], levels)
    .map((draft) => {
      const [repaired] = attempt('random', [], () => [repair(operation, draft)]);
      // Parameters exclude each other in a way that cannot be repaired.
      return repaired ?? minimalRequest(operation);
    })
    .filter((draft) => isBeyondDoubt(operation, draft));
}

function objectArbitrary(operation: Operation, path: Path, levels: readonly Evidence[]): fc.Arbitrary<Draft> {
  const properties = schemasAt(operation.request, path).map((schema) => schema['properties']);
  const names = new Set(
    properties.flatMap((members) => Object.keys(members !== undefined && isObject(members) ? members : {})),
  );
  const members = Object.fromEntries(
    [...names].map((name) => [name, valueArbitrary(operation, [...path, name], levels)]),
  );
  return fc.record(members, { requiredKeys: [], noNullPrototype: true }).map(withoutAbsent);
}

function withoutAbsent(record: Readonly<Record<string, DraftValue | undefined>>): Draft {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

/** Undefined leaves the value out. */
function valueArbitrary(
  operation: Operation,
  path: Path,
  levels: readonly Evidence[],
): fc.Arbitrary<DraftValue | undefined> {
  const schemas = schemasAt(operation.request, path);
  if (schemas.some((schema) => schema['items'] !== undefined))
    return listArbitrary(operation, path, schemas, levels);
  if (schemas.some((schema) => schema['properties'] !== undefined))
    return objectArbitrary(operation, path, levels);
  if (isKey(operation, path)) return fc.constant(validValue(operation, path));
  const allowed = acceptedValues(operation, path, levels);
  return (
    numbersArbitrary(operation, path) ??
    (allowed && chosenFrom(operation, path, allowed)) ??
    listedArbitrary(operation, path) ??
    boundedTexts(operation, path) ??
    fc.constant(validValue(operation, path))
  );
}

function chosenFrom(
  operation: Operation,
  path: Path,
  allowed: readonly Json[],
): fc.Arbitrary<DraftValue | undefined> {
  return allowed.length === 0 ? fc.constant(undefined) : textsArbitrary(operation, path, allowed);
}

function listedArbitrary(operation: Operation, path: Path): fc.Arbitrary<DraftValue> | undefined {
  const listed = enumAt(operation, path).filter((value) => isValidAlone(operation, path, value));
  return listed.length > 0 ? fc.constantFrom(...listed) : undefined;
}

/** Numbers between bounds that the page states. Where a bound is only assumed, targets may differ. */
function numbersArbitrary(operation: Operation, path: Path): fc.Arbitrary<DraftValue> | undefined {
  const stated = rulesAt(operation, path)
    .filter(({ evidence }) => evidence === 'stated')
    .map(({ keyword, limit }) => ({ [keyword]: limit }));
  const [smallest, largest] = boundsIn(stated);
  if (!Number.isFinite(smallest) || !Number.isFinite(largest)) return undefined;
  const step = stepIn(schemasAt(operation.request, path));
  const range = { min: Math.ceil(exact(smallest / step)), max: Math.floor(exact(largest / step)) };
  if (range.min > range.max) return undefined;
  return fc.integer(range).map((count) => exact(count * step));
}

/** Texts of any allowed length, or that match a pattern; undefined where the contract has neither limit. */
function boundedTexts(operation: Operation, path: Path): fc.Arbitrary<DraftValue> | undefined {
  const schemas = schemasAt(operation.request, path);
  const limits = [...limitsIn(schemas, 'minLength'), ...limitsIn(schemas, 'maxLength')];
  const patterns = schemas.flatMap(({ pattern }) => (typeof pattern === 'string' ? [pattern] : []));
  if (limits.length === 0 && patterns.length === 0) return undefined;
  const least = Math.max(1, ...limitsIn(schemas, 'minLength'));
  const most = Math.min(least + 40, ...limitsIn(schemas, 'maxLength'));
  const text = fc.string({
    unit: fc.constantFrom(...letters),
    minLength: least,
    maxLength: Math.max(least, most),
  });
  const drawn = [...fc.sample(text, { seed: 1, numRuns: 100 }), ...patterns.flatMap(matchesOf)];
  const valid = drawn.filter((value) => isValidAlone(operation, path, value));
  return valid.length === 0 ? undefined : fc.constantFrom(...valid);
}

const letters = 'abcxyz0189-/录é';

/** Values of `x-accepts` with at least the given evidence and without `with`; undefined where the contract lists no values. */
function acceptedValues(
  operation: Operation,
  path: Path,
  levels: readonly Evidence[],
): readonly Json[] | undefined {
  const here = locateSchemas(operation.request).filter(
    (located) => located.path.join('.') === path.join('.'),
  );
  const listed = here.flatMap(({ schema, provenance }) =>
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
function textsArbitrary(
  operation: Operation,
  path: Path,
  allowed: readonly Json[],
): fc.Arbitrary<DraftValue> {
  const canGrow = operation.rules.some(
    ({ keyword, path: place }) => keyword === 'x-max-bytes' && place.join('.') === path.join('.'),
  );
  if (!canGrow) return fc.constantFrom(...allowed);
  const prefix = fc.string({ unit: fc.constantFrom(...letters), maxLength: 40 });
  return fc.tuple(prefix, fc.constantFrom(...allowed)).map(([before, text]) => `${before}${String(text)}`);
}

function listArbitrary(
  operation: Operation,
  path: Path,
  schemas: readonly JsonObject[],
  levels: readonly Evidence[],
): fc.Arbitrary<DraftValue> {
  const items = [...path, '[]'];
  const allowed = Math.min(mostItems(operation, path), undoubtedItems(operation, path));
  const least = fewestItems(operation, path);
  const most = Number.isFinite(allowed) ? Math.max(least, allowed) : Math.max(3, least);
  if (!schemasAt(operation.request, items).some((schema) => schema['properties'] !== undefined))
    return plainItems(operation, path, least, most);
  const unique = schemas.find((schema) => schema['x-unique-by'] !== undefined)?.['x-unique-by'];
  const item = objectArbitrary(operation, items, levels);
  if (unique === undefined) return fc.array(item, { minLength: least, maxLength: most });
  const members = enumAt(operation, [...items, String(unique)]);
  if (members.length === 0) {
    const usual = validValue(operation, [...items, String(unique)]);
    const apart = (draft: Draft, index: number): Draft => ({
      ...draft,
      [String(unique)]: `${String(usual)}${index + 1}`,
    });
    return fc.array(item, { minLength: least, maxLength: most }).map((drafts) => drafts.map(apart));
  }
  return fc
    .tuple(
      fc.shuffledSubarray([...members], {
        minLength: Math.min(least, members.length),
        maxLength: Math.min(most, members.length),
      }),
      fc.array(item, { minLength: members.length, maxLength: members.length }),
    )
    .map(([chosen, drafts]) =>
      chosen.map((member, index) => ({ ...drafts[index], [String(unique)]: member })),
    );
}

/** Invented names for free texts, otherwise one of the known values. */
function plainItems(operation: Operation, path: Path, least: number, most: number): fc.Arbitrary<DraftValue> {
  const items = [...path, '[]'];
  const isText = typesIn(schemasAt(operation.request, items)).includes('string');
  if (isText && isValidAlone(operation, items, 't-abcdefgh') && isValidAlone(operation, items, 't-0')) {
    const name = fc.string({ unit: fc.constantFrom(...'abcdefgh0123'), minLength: 1, maxLength: 8 });
    return fc
      .uniqueArray(name, { minLength: least, maxLength: most })
      .map((names) => names.map((text) => `t-${text}`));
  }
  const known = validItems(operation, path, most);
  return fc.integer({ min: least, max: known.length }).map((count) => known.slice(0, count));
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
  draft: Draft,
  rule: Rule,
  choice: number,
  index: number,
): readonly Scenario[] {
  const cases = attempt('random', [], () => waysToBreak(operation, rule));
  const sure = cases.filter(({ evidence }) => evidence !== 'assumed');
  const refusal = sure[choice % sure.length];
  if (!refusal) return [];
  const [place] = attempt('random', [], () => [arrange(operation, draft, rule, onlyItem)]);
  if (!place) return [];
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
