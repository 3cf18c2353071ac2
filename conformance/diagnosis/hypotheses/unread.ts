/** Parts of a request that a server does not read, or reads as other text. */
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { findViolations } from '../../../contract/schema/violations.ts';
import type { Deviation, DeviationKind, RefusalReason } from '../model/deviation.ts';
import type { Fact } from '../model/facts.ts';
import { seenAs } from '../model/predict.ts';
import type { Anomaly } from './rules.ts';

/** A way to read requests: what a server sees of one. */
interface RequestView {
  readonly id: string;
  readonly kind: DeviationKind;
  readonly parameter: string | undefined;
  /** After "Your server". */
  readonly says: string;
  readonly breadth: number;
  readonly read: (request: JsonObject, fact: Fact) => JsonObject;
}

export function unreadHypotheses(anomalies: readonly Anomaly[], operation: Operation): readonly Deviation[] {
  if (!anomalies.some(({ fact }) => fact.operation === operation)) return [];
  return [...viewsOfMembers(operation), ...viewsOfLists(operation), ...viewsOfText()].map(
    ({ id, kind, parameter, says, breadth, read }): Deviation => {
      const refusalsOf = seeing(operation, read);
      return {
        id: `view ${id}`,
        kind,
        rule: undefined,
        parameter,
        sentence: `Your server ${says}.`,
        breadth,
        evidence: 'stated',
        source: '',
        refuse: (fact, refusals) => {
          const seen = fact.operation === operation ? refusalsOf(fact) : undefined;
          return seen ? [...refusals.filter(({ violation }) => violation === undefined), ...seen] : refusals;
        },
      };
    },
  );
}

/** What a call breaks as it is seen; undefined where that is what was sent. */
function seeing(
  operation: Operation,
  read: RequestView['read'],
): (fact: Fact) => readonly RefusalReason[] | undefined {
  const known = new WeakMap<Fact['call'], { readonly refusals: readonly RefusalReason[] | undefined }>();
  return (fact) => {
    const found = known.get(fact.call);
    if (found) return found.refusals;
    const view = read(fact.request, fact);
    const refusals =
      view === fact.request
        ? undefined
        : findViolations(operation.rules, view, fact.call.at).map((violation): RefusalReason => ({
            seen: seenAs(fact, violation.rule.error),
            rule: violation.rule.id,
            violation,
          }));
    known.set(fact.call, { refusals });
    return refusals;
  };
}

function viewsOfMembers({ shape }: Operation): readonly RequestView[] {
  if (shape.kind !== 'object') return [];
  return [...shape.members.keys()].map((name) => ({
    id: `without ${name}`,
    kind: 'rule-missing',
    parameter: name,
    says: `does not read ${name}`,
    breadth: 2.4,
    read: (request) => {
      if (!(name in request)) return request;
      const { [name]: _, ...others } = request;
      return others;
    },
  }));
}

function viewsOfLists({ shape }: Operation): readonly RequestView[] {
  if (shape.kind !== 'object') return [];
  const lists = [...shape.members].flatMap(([name, { kind }]) => (kind === 'list' ? [name] : []));
  const choices = [...lists.map((name) => [name]), ...(lists.length > 1 ? [lists] : [])];
  const parts: readonly (readonly [id: string, says: string, take: (items: readonly Json[]) => Json])[] = [
    ['first', 'only the first item', (items) => items.slice(0, 1)],
    ['all but the last', 'all items but the last', (items) => items.slice(0, -1)],
    ['all but the first', 'all items but the first', (items) => items.slice(1)],
  ];
  return choices.flatMap((names) =>
    parts.map(([id, says, take]): RequestView => ({
      id: `${id} of ${names.join()}`,
      kind: 'rule-partial',
      parameter: names.join(' or '),
      says: `reads ${says} of ${names.length === 1 ? names.join() : 'each list'} where there are several`,
      breadth: 1.5 + names.length,
      read: (request) => changeMembers(request, names, (value) => (isLong(value) ? take(value) : value)),
    })),
  );
}

function isLong(value: Json): value is readonly Json[] {
  return isArray(value) && value.length > 1;
}

/** The same object where nothing changes. */
function changeMembers(
  request: JsonObject,
  names: readonly string[],
  change: (value: Json) => Json,
): JsonObject {
  const changed = names.flatMap((name) => {
    const value = request[name];
    const next = value === undefined ? undefined : change(value);
    return next === undefined || next === value ? [] : [[name, next] as const];
  });
  return changed.length === 0 ? request : { ...request, ...Object.fromEntries(changed) };
}

const asLatin1 = (text: string): string => String.fromCodePoint(...new TextEncoder().encode(text));

function viewsOfText(): readonly RequestView[] {
  return ([undefined, 'form', 'query'] as const).map((via) => ({
    id: `latin-1 ${via}`,
    kind: 'unit',
    parameter: undefined,
    says: `decodes ${via === undefined ? 'text' : `the ${via}`} as Latin-1, not as UTF-8`,
    breadth: via === undefined ? 1.9 : 2,
    read: (request, { call }) =>
      (via !== undefined && call.via !== via) || !/[\u0080-\u{10ffff}]/u.test(JSON.stringify(request))
        ? request
        : changeTexts(request),
  }));
}

function changeTexts(request: JsonObject): JsonObject {
  const change = (value: Json): Json => {
    if (typeof value === 'string') return asLatin1(value);
    if (isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
  };
  return Object.fromEntries(Object.entries(request).map(([name, member]) => [name, change(member)]));
}
