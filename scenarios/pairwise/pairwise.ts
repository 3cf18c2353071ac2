/**
 * Valid requests that cover every feasible pair of values of two parameters: a target that refuses one value only
 * beside the other has to refuse one of these.
 */
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { coverPairs, type Covering, type CoveringRow } from './covering.ts';
import {
  enumAt,
  getAt,
  removeAt,
  setAt,
  validItems,
  type Draft,
  type DraftValue,
} from '../requests/draft.ts';
import { attempt } from '../requests/gap.ts';
import { repair } from '../requests/valid-requests.ts';
import { constraintsOf, counts, draftOf, placeOf } from './factor-constraints.ts';
import { factorsOf, type Factor, type Level } from './factors.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';

export interface PairwiseTable extends Covering {
  readonly factors: readonly Factor[];
}

/** Empty where fewer than two parameters have several levels. */
export function pairwiseScenarios(operation: Operation): readonly Scenario[] {
  const table = pairwiseTable(operation);
  return table.rows.flatMap((row, index) =>
    attempt('pairwise', [], () => [scenarioOf(operation, table.factors, row, index)]),
  );
}

export function pairwiseTable(operation: Operation): PairwiseTable {
  const factors = factorsOf(operation);
  const sizes = factors.map(({ levels }) => levels.length);
  return { factors, ...coverPairs(sizes, constraintsOf(operation, factors)) };
}

function scenarioOf(
  operation: Operation,
  factors: readonly Factor[],
  row: CoveringRow,
  index: number,
): Scenario {
  const id = `pairwise/${String(index + 1).padStart(2, '0')}`;
  const [one, other] = row.begunFor.map((factor) => chosen(factors, row, factor));
  const more = row.newPairs - 1;
  return {
    id,
    title: `${one?.title} beside ${other?.title}${more > 0 ? `, and ${more} more pair${more === 1 ? '' : 's'} of values for the first time` : ''}`,
    family: 'accepted',
    operation: operation.name,
    exercises: success,
    // Each value is stated or implied; that they may be combined is implied.
    evidence: 'implied',
    source: [...new Set([one?.level.source, other?.level.source])].join('; '),
    arrange: [],
    act: sequence(stepFor(operation, requestOf(operation, factors, row))),
  };
}

function chosen(
  factors: readonly Factor[],
  row: CoveringRow,
  at: number,
): { readonly title: string; readonly level: Level } {
  const factor = factors[at];
  const level = factor?.levels[row.levels[at] ?? -1];
  if (!factor || !level) throw new RangeError(`Failed to read a row: it has no level of factor ${at}.`);
  const name = factor.path.map((step) => (step === '[]' ? 'N' : step)).join('.');
  return { title: `${name} ${level.title}`, level };
}

/** The request of a row. Only further items of its lists can lack something. */
function requestOf(operation: Operation, factors: readonly Factor[], row: CoveringRow): Draft {
  const choices = factors.map((factor, at) => ({ factor, level: chosen(factors, row, at).level }));
  const draft = draftOf(operation, choices);
  // Inner lists first: an outer list's further items have them too.
  for (const { factor, level } of choices.toSorted((a, b) => b.factor.path.length - a.factor.path.length))
    if (level.kind === 'items') lengthen(operation, factors, draft, factor, level.count);
  return repair(operation, draft);
}

/** Further items copy the first, with other values where items must differ, and without members that have no effect then. */
function lengthen(
  operation: Operation,
  factors: readonly Factor[],
  draft: Draft,
  list: Factor,
  count: number,
): void {
  const place = placeOf(list.path);
  const first = getAt(draft, [...place, 0]) ?? '';
  const others = othersThan(operation, list, first);
  for (let index = 1; index < count; index += 1) {
    setAt(draft, [...place, index], others(index));
    for (const factor of factors) {
      const inside = [...place, index, ...placeOf(factor.path.slice(list.path.length + 1))];
      if (
        isIn(factor, list) &&
        getAt(draft, inside) !== undefined &&
        !counts(operation, draft, factor, inside)
      )
        removeAt(draft, inside);
    }
  }
}

/** Makes the items after the first of a list, from 1. */
function othersThan(
  operation: Operation,
  { path }: Factor,
  first: DraftValue,
): (index: number) => DraftValue {
  const item = [...path, '[]'];
  if (typeof first !== 'object') return (index) => validItems(operation, path, index + 1)[index] ?? first;
  const unique = schemasAt(operation.request, path).find((schema) => schema['x-unique-by'] !== undefined);
  if (!isDraft(first) || !unique) return () => structuredClone(first);
  const property = String(unique['x-unique-by']);
  const free = enumAt(operation, [...item, property]).filter((value) => value !== first[property]);
  return (index) => ({
    ...structuredClone(first),
    [property]: free[index - 1] ?? `${String(first[property])}${index + 1}`,
  });
}

function isDraft(value: DraftValue): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIn({ path }: Factor, list: Factor): boolean {
  return path.length > list.path.length + 1 && list.path.every((step, depth) => step === path[depth]);
}
