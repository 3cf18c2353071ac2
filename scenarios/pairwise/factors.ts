/** The factors of a request: every parameter, at every depth, each with its levels, the values worth trying. */
import { evidenceLevels, readProvenance, type Evidence, type Provenance } from '../../contract/evidence.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { locateSchemas, type Located } from '../../contract/schema/rules.ts';
import { undoubtedItems } from '../requests/doubts.ts';
import { enumAt, validValue } from '../requests/draft.ts';
import { type Path } from '../../contract/schema/walk.ts';

/** A parameter, a member of a list's items, or a list's number of items. Members are those of the first item. */
export interface Factor {
  readonly path: Path;
  readonly levels: readonly Level[];
  /** The schemas that describe it. One under a condition applies only where the condition holds. */
  readonly described: readonly Located[];
}

/**
 * A choice that can be made for a factor:
 * - `nowhere`: the list that would hold it is not sent.
 * - `absent`: the parameter is left out.
 * - `value`: the value to send; `with` has the values that other parameters need beside it.
 * - `items`: a list of so many items is sent.
 */
export type Level = { readonly title: string; readonly source: string } & (
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: Json; readonly with: JsonObject }
  | { readonly kind: 'items'; readonly count: number }
);

/** Only stated and implied values: a pairwise row must be acceptable beyond doubt. */
const sure: readonly Evidence[] = ['stated', 'implied'];

/** In document order; the list that holds a member stands before it. */
export function factorsOf(operation: Operation): readonly Factor[] {
  const located = locateSchemas(operation.request).filter(({ path }) => path.length > 0);
  const byPath = Map.groupBy(located, ({ path }) => path.join('.'));
  const factors = [...byPath.values()]
    .filter((described) => !described.some(({ schema }) => schema['properties'] !== undefined))
    .map((described) => factorOf(operation, described, located));
  return withCompanions(factors);
}

/** The position of the list that holds a factor, or a list that holds that one; -1 where none does. */
export function holderOf(factors: readonly Factor[], { path }: Factor): number {
  return factors.findLastIndex(
    (other) => path[other.path.length] === '[]' && other.path.every((step, depth) => step === path[depth]),
  );
}

/** The longest list that is tried where the contract sets no limit. */
const several = 3;

function factorOf(operation: Operation, described: readonly Located[], all: readonly Located[]): Factor {
  const path = described[0]?.path ?? [];
  const source = described[0]?.provenance.source ?? '';
  const isList = described.some(({ schema }) => schema['items'] !== undefined);
  const levels: readonly Level[] = [
    ...(path.includes('[]')
      ? [{ kind: 'nowhere', title: 'nowhere, since its list is left out', source } as const]
      : []),
    ...(path.at(-1) === '[]' ? [] : [{ kind: 'absent', title: 'left out', source } as const]),
    ...(isList ? lengths(operation, path, described) : values(operation, path, described, all)),
  ];
  return { path, levels, described };
}

function lengths(operation: Operation, path: Path, described: readonly Located[]): readonly Level[] {
  const limit = (keyword: string): Json | undefined =>
    described.find(({ schema }) => schema[keyword] !== undefined)?.schema[keyword];
  const unique = limit('x-unique-by');
  const kinds = unique === undefined ? 0 : enumAt(operation, [...path, '[]', String(unique)]).length;
  const most = Math.min(
    Number(limit('maxItems') ?? Infinity),
    undoubtedItems(operation, path),
    kinds === 0 ? Infinity : kinds,
  );
  const least = Math.max(1, Number(limit('minItems') ?? 1));
  const source = described[0]?.provenance.source ?? '';
  return [...new Set([least, Number.isFinite(most) ? most : Math.max(least, several)])].map((count) => ({
    kind: 'items',
    count,
    title: `with ${count} item${count === 1 ? '' : 's'}`,
    source,
  }));
}

interface CandidateLevel extends Provenance {
  readonly value: Json;
  readonly title: string;
  readonly with?: JsonObject;
}

function values(
  operation: Operation,
  path: Path,
  described: readonly Located[],
  all: readonly Located[],
): readonly Level[] {
  const named = [
    ...described.flatMap(acceptedBy),
    ...described.flatMap(allowedBy),
    ...described.slice(0, 1).flatMap((one) => askedFor(one, all)),
  ].filter(({ evidence }) => sure.includes(evidence));
  const usual = validValue(operation, path);
  const whose = ownerOf(usual);
  const own = {
    value: usual,
    title: whose ?? show(usual),
    evidence: 'implied' as const,
    source: described[0]?.provenance.source ?? '',
  };
  const candidates: readonly CandidateLevel[] =
    whose !== undefined || named.length === 0 ? [own, ...named] : named;
  const different = new Map(candidates.toReversed().map((one) => [JSON.stringify(one.value), one]));
  return [...different.values()].toReversed().map(({ value, title, source, with: companions = {} }) => ({
    kind: 'value',
    value,
    title,
    source,
    with: companions,
  }));
}

/** What a placeholder stands for, in titles. */
function ownerOf(value: Json): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === '${unique}') return 'unique';
  return value.startsWith('${fixture.') ? 'of the target' : undefined;
}

/** Values that the contract lists in `x-accepts`. */
function acceptedBy({ schema, provenance }: Located): readonly CandidateLevel[] {
  const listed = schema['x-accepts'];
  return (isArray(listed) ? listed : []).filter(isObject).map((entry) => ({
    value: entry['value'] ?? '',
    title: String(entry['title']),
    with: isObject(entry['with']) ? entry['with'] : {},
    evidence: evidenceLevels.find((level) => level === entry['x-evidence']) ?? provenance.evidence,
    source: provenance.source,
  }));
}

/** The values that a schema lists, and its bounds. */
function allowedBy({ schema, provenance, pointer }: Located): readonly CandidateLevel[] {
  const about = (keyword: string): Provenance =>
    readProvenance(schema, 'accepts', readProvenance(schema, keyword, provenance, pointer), pointer);
  const members = isArray(schema['enum']) ? schema['enum'] : [];
  const constant = schema['const'];
  return [
    ...members.map((value) => ({ value, title: show(value), ...about('enum') })),
    ...(constant === undefined ? [] : [{ value: constant, title: show(constant), ...about('const') }]),
    ...(schema['type'] === 'boolean' ? [false, true] : []).map((value) => ({
      value,
      title: show(value),
      ...about('type'),
    })),
    ...(['minimum', 'maximum'] as const).flatMap((keyword) => {
      const value = schema[keyword];
      const title = `${String(value)} (the ${keyword === 'minimum' ? 'smallest' : 'largest'} allowed)`;
      return value === undefined ? [] : [{ value, title, ...about(keyword) }];
    }),
  ];
}

/** The values with which a condition on it holds, such as the formats that have further members. */
function askedFor({ path, provenance }: Located, all: readonly Located[]): readonly CandidateLevel[] {
  const guards = all.flatMap((located) => located.guards.map((guard) => ({ guard, around: located.path })));
  return guards.flatMap(({ guard: { depth, schema }, around }) => {
    const isHere = depth === path.length - 1 && path.slice(0, -1).every((step, at) => step === around[at]);
    const properties =
      isHere && isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
    const part = properties[path.at(-1) ?? ''];
    const listed = part !== undefined && isObject(part) && isArray(part['enum']) ? part['enum'] : [];
    return listed.map((value) => ({ value, title: show(value), ...provenance }));
  });
}

/** Adds the values that `with` names as levels of their factors. */
function withCompanions(factors: readonly Factor[]): readonly Factor[] {
  const asked = factors.flatMap(({ levels }) =>
    levels.flatMap((level) =>
      level.kind === 'value'
        ? Object.entries(level.with).map(([name, value]) => ({ name, value, source: level.source }))
        : [],
    ),
  );
  return factors.map((factor) => {
    const known = new Set(
      factor.levels.map((level) => (level.kind === 'value' ? JSON.stringify(level.value) : '')),
    );
    const added = asked.filter(
      ({ name, value }) => factor.path.join('.') === name && !known.has(JSON.stringify(value)),
    );
    const different = new Map(added.map((one) => [JSON.stringify(one.value), one]));
    return {
      ...factor,
      levels: [
        ...factor.levels,
        ...[...different.values()].map(({ value, source }) => ({
          kind: 'value' as const,
          value,
          title: show(value),
          source,
          with: {},
        })),
      ],
    };
  });
}

function show(value: Json): string {
  return JSON.stringify(value);
}
