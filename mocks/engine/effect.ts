/** Carries out x-effect: create, replace, remove, read, list, transition. */
import { mergeRecord, type Effect, type EffectOf, type Key } from '../../contract/operation/effect.ts';
import type { Provenance } from '../../contract/evidence.ts';
import { formatInstant } from '../../contract/schema/instant.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Findings } from '../../contract/operation/response-body.ts';
import { type Awaitable } from '../../contract/awaitable.ts';
import { whenDone } from '../awaitable.ts';
import { pickKey, type View } from '../state/view.ts';

/** The precondition that refuses a call, and the record that it found or missed. */
export interface Obstacle extends Provenance {
  readonly error: string;
  readonly key: Key;
}

export type EffectOutcome =
  | { readonly kind: 'done'; readonly findings: Findings }
  | { readonly kind: 'refused'; readonly obstacle: Obstacle };

/**
 * Carries out an effect. `request` has its defaults filled in, and its preconditions hold.
 *
 * It may still be refused: of two simultaneous calls that both found a key free, or a record to remove, one comes second and
 * breaks the precondition.
 */
export function applyEffect(
  operation: Operation,
  request: JsonObject,
  view: View,
  account: string,
  now: number,
): Awaitable<EffectOutcome> {
  const { effect } = operation;
  if (!effect) return nothingFound;
  switch (effect.kind) {
    case 'create': {
      const { stamp } = effect;
      const record = stamp === undefined ? request : { ...request, [stamp]: formatInstant(now) };
      return whenDone(view.create(account, effect, record), doneIfCreated, operation);
    }
    case 'replace':
      return whenDone(
        view.change(account, effect, request, (old) => old && mergeRecord(old, request, effect.match)),
        (changed) => doneOrRefused(changed !== undefined, 'present', operation),
      );
    case 'remove':
      return whenDone(view.remove(account, effect, request), (wasThere) =>
        doneOrRefused(wasThere, 'present', operation),
      );
    case 'read':
      return whenDone(view.find(account, effect, request), (record) =>
        record === undefined ? nothingFound : done({ record }),
      );
    case 'list':
      return whenDone(list(effect, request, view, account), done);
    case 'transition':
      return transition(effect, request, view, account);
  }
}

function done(findings: Findings): EffectOutcome {
  return { kind: 'done', findings };
}

const nothingFound: EffectOutcome = done({});

function doneIfCreated(isCreated: boolean, operation: Operation): EffectOutcome {
  return doneOrRefused(isCreated, 'absent', operation);
}

/** Refuses by the precondition that is broken now where a simultaneous call came first. */
function doneOrRefused(
  happened: boolean,
  kind: 'present' | 'absent',
  { effect, preconditions }: Operation,
): EffectOutcome {
  const obstacle = happened
    ? undefined
    : preconditions.find((one) => one.kind === kind && one.collection === effect?.collection);
  return obstacle ? { kind: 'refused', obstacle } : nothingFound;
}

function list(
  effect: EffectOf<'list'>,
  request: JsonObject,
  view: View,
  account: string,
): Awaitable<Findings> {
  const { collection, key, filter } = effect;
  const asked = filter.filter((name) => request[name] !== undefined);
  const found = view.list(account, collection, pickKey(request, [...key, ...asked]), [...key, ...filter]);
  return whenDone(found, (records) => pageOf(effect, request, records));
}

function pageOf(
  { page, order }: EffectOf<'list'>,
  request: JsonObject,
  found: readonly JsonObject[],
): Findings {
  const sorted = order ? sort(found, order.by, request[order.parameter] === order.descending) : found;
  const total = sorted.length;
  if (!page) return { records: sorted, total, pages: total === 0 ? 0 : 1 };
  const size = Number(request[page.size] ?? total);
  const start = (Number(request[page.number] ?? 1) - 1) * size;
  return { records: sorted.slice(start, start + size), total, pages: size > 0 ? Math.ceil(total / size) : 0 };
}

/** Stable: records with equal values stay in the order of creation, or in its reverse for a descending order. */
function sort(records: readonly JsonObject[], by: string, descending: boolean): readonly JsonObject[] {
  const rank = (record: JsonObject): string => String(record[by] ?? '');
  const ascending = records.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
  return descending ? ascending.toReversed() : ascending;
}

/** The member of a task's record that says in which state it is. */
const stateMember = 'state';

function transition(
  effect: EffectOf<'transition'>,
  request: JsonObject,
  view: View,
  account: string,
): Awaitable<EffectOutcome> {
  const { by, transitions, key: names } = effect;
  const wanted = transitions[String(request[by])];
  if (!wanted) return nothingFound;
  let refused = false;
  const changed = view.change(account, effect, request, (old) => {
    refused = wanted.notFrom.includes(String(old?.[stateMember]));
    return refused ? old : { ...pickKey(request, names), [stateMember]: wanted.to };
  });
  const { error, evidence, source } = wanted;
  return whenDone(changed, () =>
    refused && error !== undefined
      ? { kind: 'refused', obstacle: { error, key: [...names, by], evidence, source } }
      : nothingFound,
  );
}

/** The whole key of each collection: that of the operation that creates in it. */
export function keysOf(effects: Iterable<Effect | undefined>): ReadonlyMap<string, Key> {
  return new Map(
    [...effects].flatMap((effect) => (effect?.kind === 'create' ? [[effect.collection, effect.key]] : [])),
  );
}
