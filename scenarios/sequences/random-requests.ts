/** Random requests: valid ones, and ones that break exactly one rule. The same seed always gives the same ones. */
import fc from 'fast-check';
import type { Evidence } from '../../contract/evidence.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { locateSchemas, type Rule } from '../../contract/schema/rules.ts';
import { enumAt, repair, validValue, violationsOf, type Draft, type DraftValue } from '../requests/draft.ts';
import { mostItems } from '../requests/items.ts';
import { arrange, onlyItem } from '../requests/placement.ts';
import { refusalsOf, subjectName } from '../requests/violate.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { schemasAt, type Path } from '../../contract/schema/walk.ts';

export interface RandomOptions {
  readonly seed: number;
  /** Scenarios of each kind. */
  readonly runs: number;
}

const source = 'Request parameters, drawn at random from what each allows';

/** `runs` valid requests and as many that break one rule; their ids hold their number, and mean something with the seed only. */
export function randomScenarios(operation: Operation, { seed, runs }: RandomOptions): readonly Scenario[] {
  if (runs === 0) return [];
  const breakable = operation.rules.filter(
    ({ evidence, error }) => evidence !== 'assumed' && operation.errors.find(error)?.documented === true,
  );
  const valid = fc.sample(requestArbitrary(operation, ['stated', 'implied']), { seed, numRuns: runs });
  // Beside the rule that is broken nothing may be in doubt.
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

/** Drafts that break no rule, with any of the optional parameters, of values that are as sure as asked for. */
export function requestArbitrary(operation: Operation, levels: readonly Evidence[]): fc.Arbitrary<Draft> {
  return objectArbitrary(operation, [], levels).map((draft) => repair(operation, draft));
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

/** Undefined stands for a value that is left out. */
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
  const allowed = acceptedValues(operation, path, levels);
  const [minimum, maximum] = [
    statedNumber(operation, path, 'minimum'),
    statedNumber(operation, path, 'maximum'),
  ];
  if (minimum !== undefined && maximum !== undefined) return fc.integer({ min: minimum, max: maximum });
  if (isKey(operation, path)) return fc.constant(validValue(operation, path));
  if (allowed)
    return allowed.length === 0 ? fc.constant(undefined) : textsArbitrary(operation, path, allowed);
  const listed = enumAt(operation, path);
  return listed.length > 0 ? fc.constantFrom(...listed) : fc.constant(validValue(operation, path));
}

/** Only bounds that the page itself states: between others, targets may differ. */
function statedNumber(operation: Operation, path: Path, keyword: Rule['keyword']): number | undefined {
  const rule = operation.rules.find(
    (one) => one.keyword === keyword && one.evidence === 'stated' && one.path.join('.') === path.join('.'),
  );
  return typeof rule?.limit === 'number' ? rule.limit : undefined;
}

/** Values that the contract accepts, as sure as asked for, that need nothing beside them; undefined where it lists none at all. */
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

/** An accepted text, made longer in front where only its length is limited. */
function textsArbitrary(
  operation: Operation,
  path: Path,
  allowed: readonly Json[],
): fc.Arbitrary<DraftValue> {
  const canGrow = operation.rules.some(
    ({ keyword, path: place }) => keyword === 'x-max-bytes' && place.join('.') === path.join('.'),
  );
  if (!canGrow) return fc.constantFrom(...allowed);
  const prefix = fc.string({ unit: fc.constantFrom(...'abcxyz0189-/录é'), maxLength: 40 });
  return fc.tuple(prefix, fc.constantFrom(...allowed)).map(([before, text]) => `${before}${String(text)}`);
}

function listArbitrary(
  operation: Operation,
  path: Path,
  schemas: readonly JsonObject[],
  levels: readonly Evidence[],
): fc.Arbitrary<DraftValue> {
  const items = [...path, '[]'];
  const allowed = mostItems(operation, path);
  const most = Number.isFinite(allowed) ? allowed : 3;
  if (!schemasAt(operation.request, items).some((schema) => schema['properties'] !== undefined)) {
    const name = fc.string({ unit: fc.constantFrom(...'abcdefgh0123'), minLength: 1, maxLength: 8 });
    return fc
      .uniqueArray(name, { minLength: 1, maxLength: most })
      .map((names) => names.map((text) => `t-${text}`));
  }
  const unique = schemas.find((schema) => schema['x-unique-by'] !== undefined)?.['x-unique-by'];
  const item = objectArbitrary(operation, items, levels);
  if (unique === undefined) return fc.array(item, { minLength: 1, maxLength: most });
  const members = enumAt(operation, [...items, String(unique)]);
  if (members.length === 0) {
    const usual = validValue(operation, [...items, String(unique)]);
    const apart = (draft: Draft, index: number): Draft => ({
      ...draft,
      [String(unique)]: `${String(usual)}${index + 1}`,
    });
    return fc.array(item, { minLength: 1, maxLength: most }).map((drafts) => drafts.map(apart));
  }
  return fc
    .tuple(
      fc.shuffledSubarray([...members], { minLength: 1, maxLength: most }),
      fc.array(item, { minLength: members.length, maxLength: members.length }),
    )
    .map(([chosen, drafts]) =>
      chosen.map((member, index) => ({ ...drafts[index], [String(unique)]: member })),
    );
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

/** Nothing where the rule cannot be broken alone in this request. */
function brokenAtRandom(
  operation: Operation,
  draft: Draft,
  rule: Rule,
  choice: number,
  index: number,
): readonly Scenario[] {
  const sure = refusalsOf(operation, rule).filter(({ evidence }) => evidence !== 'assumed');
  const refusal = sure[choice % sure.length];
  if (!refusal) return [];
  const place = arrange(operation, draft, rule, onlyItem);
  refusal.apply(draft, place);
  const codes = new Set(violationsOf(operation, draft).map((violation) => violation.rule.error));
  if (codes.size !== 1 || !codes.has(rule.error)) return [];
  return [
    {
      ...common(
        operation,
        rule.evidence === 'stated' && refusal.evidence === undefined ? 'stated' : 'implied',
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
