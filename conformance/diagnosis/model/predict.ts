/** What a server with given deviations would have answered to the calls of a run, call by call. */
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Precondition } from '../../../contract/operation/preconditions.ts';
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Deviation, RefusalReason } from './deviation.ts';
import type { Fact } from './facts.ts';

export interface Surrounding {
  /** Collections in which some operation makes records. */
  readonly stored: ReadonlySet<string>;
  /** Values of the target, by fixture name. */
  readonly fixtures: Readonly<Record<string, readonly string[]>>;
}

/** What may come in answer to one call: any of these refusals, or a success where it is empty. */
export type Prediction = readonly RefusalReason[];

/** For what a call is refused, before deviations write answers in another way, and what is seen of it. */
export interface Predicted {
  readonly refusals: readonly RefusalReason[];
  readonly prediction: Prediction;
}

/** Predictions for each call, in the order of the facts. */
export function predict(
  facts: readonly Fact[],
  deviations: readonly Deviation[],
  surrounding: Surrounding,
): readonly Predicted[] {
  const state = createState(deviations);
  return facts.map((fact) => {
    const refusals = deviations.reduce<readonly RefusalReason[]>(
      (list, { refuse }) => refuse?.(fact, list) ?? list,
      [...refusalsOf(fact), ...stateRefusals(fact, state, surrounding)],
    );
    if (refusals.length === 0) state.apply(fact);
    else state.refused(fact, refusals);
    return { refusals, prediction: rewrite(refusals, deviations, fact.operation.name) };
  });
}

function rewrite(
  refusals: readonly RefusalReason[],
  deviations: readonly Deviation[],
  operation: string,
): Prediction {
  const rewrites = deviations.flatMap((deviation) => deviation.rewrite ?? []);
  if (rewrites.length === 0) return refusals;
  const written = (seen: string): string => rewrites.reduce((text, each) => each(text, operation), seen);
  if (refusals.length > 0) return refusals.map((refusal) => ({ ...refusal, seen: written(refusal.seen) }));
  const seen = written(success);
  return seen === success ? [] : [{ seen, rule: undefined }];
}

/** Whether what came is what was predicted. Of several reasons to refuse a call any may be named first. */
export function agrees({ seen }: Fact, prediction: Prediction): boolean {
  return prediction.length === 0 ? seen === success : prediction.some((refusal) => refusal.seen === seen);
}

/** The answer that a code of the contract has: its status and itself. */
export function seenAs({ operation }: Fact, code: string): string {
  const row = operation.errors.find(code);
  return `${row?.status ?? 400} ${code}`;
}

const ofRules = new WeakMap<Fact, readonly RefusalReason[]>();

function refusalsOf(fact: Fact): readonly RefusalReason[] {
  const refusals =
    ofRules.get(fact) ??
    fact.violations.map((violation) => ({
      seen: seenAs(fact, violation.rule.error),
      rule: violation.rule.id,
      violation,
    }));
  ofRules.set(fact, refusals);
  return refusals;
}

function stateRefusals(fact: Fact, state: PredictedState, surrounding: Surrounding): RefusalReason[] {
  return fact.operation.preconditions.flatMap((precondition) => {
    const { kind, collection, fixture, key, error } = precondition;
    if (kind === 'near') return [];
    const isFixture = fixture !== undefined && isValueOf(fixture, key, fact, surrounding.fixtures);
    const record = state.find(precondition, fact);
    const isMissing = surrounding.stored.has(collection) ? record === undefined : isFixture;
    const isBroken = kind === 'absent' ? record !== undefined || isFixture : isMissing;
    if (!isBroken) return [];
    const refusal = { seen: seenAs(fact, error), rule: undefined, precondition, record };
    // Where nothing settles what is answered to who removes what is not there, it may be a success as well.
    const { effect } = fact.operation;
    const isOpen = kind === 'present' && effect?.kind === 'remove' && precondition.evidence === 'assumed';
    return isOpen ? [refusal, { ...refusal, seen: success }] : [refusal];
  });
}

function isValueOf(
  { name, value }: NonNullable<Precondition['fixture']>,
  key: readonly string[],
  { record }: Fact,
  fixtures: Surrounding['fixtures'],
): boolean {
  const values = fixtures[name] ?? (value === undefined ? [] : [value]);
  return (
    values.length > 0 && key.slice(0, values.length).every((field, index) => record[field] === values[index])
  );
}

interface PredictedState {
  /** The record that a precondition asks for, where there is one. */
  find(precondition: Precondition, fact: Fact): JsonObject | undefined;
  apply(fact: Fact): void;
  refused(fact: Fact, refusals: readonly RefusalReason[]): void;
}

interface Stored extends Pick<Fact, 'record' | 'request'> {
  readonly identity: string;
}

/** Records of one account and collection, by what makes them the same. */
type Records = Map<string, Stored>;

function createState(deviations: readonly Deviation[]): PredictedState {
  const accounts = new Map<string, Map<string, Records>>();
  const rules = deviations.flatMap(({ state }) => state ?? []);
  const isShared = rules.some(({ sharesAccounts }) => sharesAccounts === true);
  const recordsOf = (caller: string, collection: string): Records => {
    const account = isShared ? '' : caller;
    const own = accounts.get(account) ?? new Map<string, Records>();
    accounts.set(account, own);
    const records = own.get(collection) ?? (new Map() as Records);
    own.set(collection, records);
    return records;
  };
  const normalisers = deviations.flatMap(({ normalise }) => normalise ?? []);
  const normalised = (collection: string, field: string, value: Json): Json =>
    typeof value === 'string'
      ? normalisers.reduce((text, each) => each(collection, field, text), value)
      : value;
  const identityOf = (
    collection: string,
    key: readonly string[],
    { record, request }: Pick<Fact, 'record' | 'request'>,
  ): string => {
    for (const { identify } of deviations) {
      const identity = identify?.(collection, record, request);
      if (identity !== undefined) return identity;
    }
    if (normalisers.length === 0) return writtenIdentity(key, record);
    return JSON.stringify(key.map((field) => normalised(collection, field, record[field] ?? null)));
  };
  const keepsLatest = rules.find((rule) => rule.keepsLatest !== undefined)?.keepsLatest;

  const put = (fact: Fact): void => {
    const { operation, account, record, request } = fact;
    const { effect } = operation;
    if (effect?.kind !== 'create') return;
    const records = recordsOf(account, effect.collection);
    const identity = identityOf(effect.collection, effect.key, fact);
    records.delete(identity);
    records.set(identity, { record, request, identity });
    if (keepsLatest === undefined) return;
    for (const [oldest] of records) {
      if (records.size <= keepsLatest) break;
      records.delete(oldest);
    }
  };

  const covers = rules.flatMap((rule) => (rule.covers ? [rule.covers] : []));
  const isCovered = (stored: Json | undefined, name: string): boolean =>
    covers.some((fields) => fields[name] !== undefined && fields[name] === stored);

  const coveredBy = rules.flatMap((rule) => (rule.coveredBy ? [rule.coveredBy] : []));
  const isCovering = (asked: Json | undefined, name: string): boolean =>
    coveredBy.some((fields) => fields[name] !== undefined && fields[name] === asked);

  return {
    find({ collection, key, wildcard }, fact) {
      const { operation, account, record } = fact;
      const records = recordsOf(account, collection);
      const { effect } = operation;
      const isOwn =
        effect?.kind === 'create' && effect.collection === collection && effect.key.length === key.length;
      const identity = identityOf(collection, key, fact);
      if (isOwn && wildcard === undefined && covers.length === 0 && coveredBy.length === 0)
        return records.get(identity)?.record;
      const isSame = (stored: Stored): boolean =>
        identityOf(collection, key, stored) === identity ||
        key.every((name) => {
          const there = stored.record[name];
          return (
            there === record[name] ||
            (wildcard !== undefined && there === wildcard) ||
            (isOwn && (isCovered(there, name) || isCovering(record[name], name)))
          );
        });
      return [...records.values()].find(isSame)?.record;
    },
    apply(fact) {
      const { effect } = fact.operation;
      if (effect?.kind === 'create') put(fact);
      if (effect?.kind !== 'remove') return;
      const records = recordsOf(fact.account, effect.collection);
      if (rules.some((rule) => rule.collection === effect.collection && rule.neverRemoves === true)) return;
      const wide = rules.find(
        (rule) => rule.collection === effect.collection && rule.removesAllWith !== undefined,
      )?.removesAllWith;
      if (wide === undefined) {
        records.delete(identityOf(effect.collection, effect.key, fact));
        return;
      }
      const gone = [...records.values()].filter((one) =>
        wide.every((name) => one.record[name] === fact.record[name]),
      );
      for (const { identity } of gone) records.delete(identity);
    },
    refused(fact, refusals) {
      const { effect } = fact.operation;
      if (effect?.kind !== 'create') return;
      const isDuplicate = refusals.some(
        ({ precondition }) =>
          precondition?.kind === 'absent' && precondition.collection === effect.collection,
      );
      // Of several reasons the one that came counts.
      const isAnsweredSo = refusals.some(
        ({ seen, precondition }) => precondition?.kind === 'absent' && seen === fact.seen,
      );
      if (isDuplicate && isAnsweredSo && rules.some(({ dropsOnDuplicate }) => dropsOnDuplicate === true)) {
        const records = recordsOf(fact.account, effect.collection);
        records.delete(identityOf(effect.collection, effect.key, fact));
      }
      if (isDuplicate ? rules.some(({ overwrites }) => overwrites === true) : keeps(rules, fact, refusals))
        put(fact);
    },
  };
}

const identities = new WeakMap<JsonObject, Map<string, string>>();

function writtenIdentity(key: readonly string[], fields: JsonObject): string {
  const known = identities.get(fields) ?? new Map<string, string>();
  identities.set(fields, known);
  const by = key.join();
  const identity = known.get(by) ?? JSON.stringify(key.map((name) => fields[name] ?? null));
  known.set(by, identity);
  return identity;
}

function keeps(
  rules: readonly NonNullable<Deviation['state']>[],
  fact: Fact,
  refusals: readonly RefusalReason[],
): boolean {
  return rules.some(({ keepsRefused }) => keepsRefused?.(fact, refusals) === true);
}
