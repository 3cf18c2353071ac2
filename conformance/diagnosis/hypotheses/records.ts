/** Records that stay, vanish or change when they should not. */
import { isArray, isObject, type Json } from '../../../contract/json.ts';
import type { Precondition } from '../../../contract/operation/preconditions.ts';
import { schemasAt } from '../../../contract/schema/schemas-at.ts';
import { about, isOf, subsets } from './about-state.ts';
import type { Deviation, DeviationKind, StateDeviation } from '../model/deviation.ts';
import type { Anomaly } from './rules.ts';

/** Records that the operation makes itself. */
export function ownRecords(
  precondition: Precondition,
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const { collection, key } = precondition;
  const state = (
    id: string,
    kind: DeviationKind,
    sentence: string,
    breadth: number,
    does: Omit<StateDeviation, 'collection'>,
  ): Deviation => about(precondition, { id, kind, sentence, breadth }, { state: { collection, ...does } });
  const covering = coversOf(precondition, anomalies);
  return [
    ...covering.map(([name, value]) =>
      state(
        `covers ${name}`,
        'key',
        `Your server refuses a record of ${collection} where one with ${name} ${String(value)} is there.`,
        2,
        {
          covers: { [name]: value },
        },
      ),
    ),
    ...covering.map(([name, value]) =>
      state(
        `covered ${name}`,
        'key',
        `Your server refuses a record of ${collection} with ${name} ${String(value)} where one with another ${name} is there.`,
        2,
        {
          coveredBy: { [name]: value },
        },
      ),
    ),
    state(
      'overwrites',
      'duplicate',
      `Your server refuses a duplicate of ${collection} and stores it all the same.`,
      2,
      { overwrites: true },
    ),
    state(
      'drops',
      'lost',
      `Your server loses a record of ${collection} when a duplicate of it is refused.`,
      2,
      { dropsOnDuplicate: true },
    ),
    ...[1, 2, 3, 5, 10, 20, 50].map((count) =>
      state(
        `latest ${count}`,
        'lost',
        `Your server keeps only the ${count === 1 ? 'latest record' : `${count} latest records`} of ${collection}.`,
        2,
        { keepsLatest: count },
      ),
    ),
    ...leftBehind(precondition, anomalies, agreed, state),
    ...removals(collection, key, state),
  ];
}

type CreateState = (
  id: string,
  kind: DeviationKind,
  sentence: string,
  breadth: number,
  does: Omit<StateDeviation, 'collection'>,
) => Deviation;

/** Refused calls that leave their record: all, those of one code, those of one parameter. */
function leftBehind(
  { collection }: Precondition,
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
  state: CreateState,
): readonly Deviation[] {
  const [first] = anomalies;
  const { operation } = first?.fact ?? {};
  const codes = new Set(
    [...(operation?.rules ?? []), ...(operation?.preconditions ?? [])].map(({ error }) => error),
  );
  const showing = new Set(anomalies.map(({ fact }) => fact.scenario));
  const before = [
    ...new Set(agreed.flatMap(({ fact }) => (showing.has(fact.scenario) ? (fact.code ?? []) : []))),
  ].toSorted();
  const names = new Set((operation?.rules ?? []).flatMap(({ path }) => path.slice(0, 1)));
  return [
    state(
      'all',
      'left-behind',
      `Your server keeps the record of ${collection} of a call that it refuses.`,
      3,
      { keepsRefused: () => true },
    ),
    ...(before.length < 2
      ? []
      : [
          state(
            `codes ${before.join()}`,
            'left-behind',
            `Your server keeps the record of ${collection} of a call that it refuses with ${someOf(before)}.`,
            2.5,
            {
              keepsRefused: (_, refusals) =>
                refusals.some(({ seen }) => before.some((code) => seen.endsWith(` ${code}`))),
            },
          ),
        ]),
    ...[...codes].map((code) =>
      state(
        `code ${code}`,
        'left-behind',
        `Your server keeps the record of ${collection} of a call that it refuses with ${code}.`,
        1,
        {
          keepsRefused: (_, refusals) => refusals.some(({ seen }) => seen.endsWith(` ${code}`)),
        },
      ),
    ),
    ...[...names].map((name) =>
      state(
        `parameter ${name}`,
        'left-behind',
        `Your server keeps the record of ${collection} of a call that it refuses for its ${name}.`,
        2,
        {
          keepsRefused: (_, refusals) => refusals.some(({ violation }) => violation?.at[0] === name),
        },
      ),
    ),
  ];
}

function someOf(codes: readonly string[]): string {
  return codes.length > 3 ? `${codes.slice(0, 3).join(', ')} or ${codes.length - 3} more` : codes.join(', ');
}

function removals(collection: string, key: readonly string[], state: CreateState): readonly Deviation[] {
  return [
    state(
      'kept',
      'not-removed',
      `Your server answers success to a removal and keeps the record of ${collection}.`,
      1,
      { neverRemoves: true },
    ),
    ...subsets(key).map((fields) =>
      state(
        `wide ${fields.join()}`,
        'lost',
        `Your server removes every record of ${collection} with the same ${fields.join(', ')} where one is to be removed.`,
        2,
        {
          removesAllWith: fields,
        },
      ),
    ),
  ];
}

/** Records that another operation makes and that are in the way. */
export function othersRecords(precondition: Precondition): readonly Deviation[] {
  const { collection, kind } = precondition;
  if (kind !== 'absent') return [];
  return [
    about(
      precondition,
      {
        id: 'kept',
        kind: 'not-removed',
        sentence: `Your server refuses a call although the record of ${collection} was removed.`,
        breadth: 1,
      },
      { state: { collection, neverRemoves: true } },
    ),
    about(
      precondition,
      {
        id: 'left',
        kind: 'left-behind',
        sentence: `Your server keeps the record of a call that one of ${collection} is in the way of.`,
        breadth: 1,
      },
      {
        state: {
          collection,
          keepsRefused: (_, refusals) => refusals.some((refusal) => isOf(precondition, refusal)),
        },
      },
    ),
  ];
}

/** Fields with a value that stands for all others, which the contract fills in or names as a wildcard. */
function coversOf({ key }: Precondition, [first]: readonly Anomaly[]): readonly (readonly [string, Json])[] {
  const operation = first?.fact.operation;
  if (!operation) return [];
  return key.flatMap((name) => {
    const schemas = schemasAt(operation.request, [name]);
    const value = schemas.find((schema) => schema['default'] !== undefined)?.['default'];
    const accepted = schemas.flatMap((schema) => (isArray(schema['x-accepts']) ? schema['x-accepts'] : []));
    const wildcard = accepted.find((one) => isObject(one) && one['wildcard'] === true);
    const stands = value ?? (isObject(wildcard) ? wildcard['value'] : undefined);
    return stands === undefined ? [] : [[name, stands] as const];
  });
}
