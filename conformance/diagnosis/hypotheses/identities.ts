/** Records told apart by other fields, or compared in another way. */
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Precondition } from '../../../contract/operation/preconditions.ts';
import { success } from '../../../scenarios/scenario/scenario.ts';
import { schemasAt } from '../../../contract/schema/schemas-at.ts';
import { about, isOwn, subsets } from './about-state.ts';
import type { Deviation, DeviationKind } from '../model/deviation.ts';
import type { Anomaly } from './rules.ts';
import type { Change } from '../model/overlay-actions.ts';

/** Other fields, and other ways to compare them. */
export function identities(
  precondition: Precondition,
  operation: Operation,
  anomalies: readonly Anomaly[],
  agreed: readonly Anomaly[],
): readonly Deviation[] {
  const { collection, key } = precondition;
  // Refused although its own scenario has made nothing.
  const makers = new Set(
    agreed.flatMap(({ fact }) =>
      fact.seen === success && fact.operation.effect?.kind === 'create' ? [fact.scenario] : [],
    ),
  );
  const areShared = anomalies.some(
    ({ fact, prediction }) =>
      fact.code === precondition.error && prediction.length === 0 && !makers.has(fact.scenario),
  );
  const identifying: Identifying = (id, kind, sentence, identify, parameter, change) =>
    telling(
      id,
      kind,
      sentence,
      { identify: (asked, fields, sent) => (asked === collection ? identify(fields, sent) : undefined) },
      parameter,
      change,
    );
  const telling: Telling = (id, kind, sentence, does, parameter, change) => {
    const [own, shared] = [false, true].map((sharesAccounts) =>
      about(
        precondition,
        {
          id: `${id} ${sharesAccounts}`,
          kind,
          sentence,
          breadth: (kind === 'key' ? 1 : 2) + (sharesAccounts ? 0.5 : 0) + (parameter?.length ?? 0) / 1000,
          ...(parameter === undefined ? {} : { parameter }),
        },
        {
          ...does,
          state: { collection, sharesAccounts, ...does.state },
          ...(change && { change }),
        },
      ),
    );
    if (!own || !shared) return [];
    if (!areShared) return [own];
    return kind === 'key' ? [own, shared] : [{ ...own, shared }];
  };
  const fewer = subsets(key).flatMap((fields) => {
    const lacking = key.filter((name) => !fields.includes(name));
    return identifying(
      `only ${fields.join()}`,
      'key',
      `Your server looks for records of ${collection} without ${lacking.join(' and ')}.`,
      (record) => identityOf(record, fields),
      lacking.join(', '),
      { kind: 'key', collection, without: lacking, and: [] },
    );
  });
  const others = Object.keys(
    isObject(operation.request['properties']) ? operation.request['properties'] : {},
  );
  const more = isOwn(precondition, operation)
    ? others
        .filter((name) => !key.includes(name))
        .flatMap((name) => [
          ...identifying(
            `and ${name}`,
            'key',
            `Your server tells records of ${collection} apart by ${name} as well.`,
            (record) => identityOf(record, [...key, name]),
            name,
            { kind: 'key', collection, without: [], and: [name] },
          ),
          // What is removed names no more than the documented key.
          ...telling(
            `and ${name}, removed by less`,
            'key',
            `Your server tells records of ${collection} apart by ${name} as well.`,
            {
              identify: (asked, record) =>
                asked === collection ? identityOf(record, [...key, name]) : undefined,
              state: { collection, removesAllWith: key },
            },
            name,
            { kind: 'key', collection, without: [], and: [name] },
          ),
          // Where it is left out it is not its default.
          ...(hasDefault(operation, name)
            ? identifying(
                `and sent ${name}`,
                'key',
                `Your server tells records of ${collection} apart by ${name} as well.`,
                (record, sent) => `${identityOf(record, key)} ${JSON.stringify(sent[name] ?? null)}`,
                name,
                { kind: 'key', collection, without: [], and: [name] },
              )
            : []),
        ])
    : [];
  const members = isOwn(precondition, operation)
    ? memberNamesOf(operation).flatMap((name) =>
        identifying(
          `and every ${name}`,
          'key',
          `Your server tells records of ${collection} apart by the ${name} of their items as well.`,
          (record) => `${identityOf(record, key)} ${JSON.stringify(membersOf(record, name))}`,
          name,
        ),
      )
    : [];
  const all = identifying(
    'whole',
    'key',
    `Your server takes a second record of ${collection} with the same (${key.join(', ')}) unless it is the same throughout.`,
    (record) => JSON.stringify(record),
  );
  const withoutDefaults = key
    .filter((name) => hasDefault(operation, name))
    .flatMap((name) =>
      identifying(
        `as sent ${name}`,
        'comparison',
        `Your server tells a record of ${collection} without ${name} apart from one with its default.`,
        (record, sent) => identityOf({ ...record, [name]: sent[name] ?? null }, key),
        name,
        { kind: 'no-default', field: name },
      ),
    );
  return [
    ...fewer,
    ...more,
    ...members,
    ...(isOwn(precondition, operation) ? withoutDefaults : []),
    ...(isOwn(precondition, operation) ? all : []),
    ...comparisons(precondition, identifying, telling),
  ];
}

function hasDefault({ request }: Operation, name: string): boolean {
  return schemasAt(request, [name]).some((schema) => schema['default'] !== undefined);
}

/** Members of items, in any list of the request. */
function memberNamesOf({ request }: Operation): readonly string[] {
  const properties = isObject(request['properties']) ? Object.values(request['properties']) : [];
  const names = properties.flatMap((schema) => {
    const items = isObject(schema) ? schema['items'] : undefined;
    return isObject(items) && isObject(items['properties']) ? Object.keys(items['properties']) : [];
  });
  return [...new Set(names)];
}

function membersOf(record: JsonObject, name: string): readonly Json[] {
  return Object.values(record).flatMap((value) =>
    isArray(value) ? value.map((item) => (isObject(item) ? (item[name] ?? null) : null)) : [],
  );
}

type Identifying = (
  id: string,
  kind: DeviationKind,
  sentence: string,
  identify: (fields: JsonObject, sent: JsonObject) => string,
  parameter?: string,
  change?: Change,
) => readonly Deviation[];

type Telling = (
  id: string,
  kind: DeviationKind,
  sentence: string,
  does: Pick<Deviation, 'identify' | 'normalise' | 'state'>,
  parameter?: string,
  change?: Change,
) => readonly Deviation[];

/** With the variants that a contract calls equivalent then. */
const ways: readonly (readonly [
  id: string,
  says: string,
  change: (text: string) => string,
  variants?: readonly string[],
])[] = [
  ['case', 'without regard to case', (text) => text.toLowerCase(), ['upper-case']],
  ['spaces', 'without the spaces around it', (text) => text.trim(), ['leading-space', 'trailing-space']],
  ['composed', 'after composing its characters', (text) => text.normalize('NFC'), ['decomposed']],
  ['dot', 'without a dot at its end', (text) => text.replace(/\.$/, ''), ['trailing-dot']],
  ['hyphens', 'without telling a hyphen from an underscore', (text) => text.replaceAll('_', '-')],
  [
    'numbers',
    'as numbers where they are digits',
    (text) => (/^\d+$/.test(text) ? String(Number(text)) : text),
  ],
  ['ascii', 'without the characters outside ASCII', (text) => text.replaceAll(/[\u0080-\u{10ffff}]/gu, '')],
  ...[8, 16, 32, 64, 100, 128, 255].map(
    (length) =>
      [
        `first-${length}`,
        `by its first ${length} characters`,
        (text: string) => text.slice(0, length),
      ] as const,
  ),
];

const separators = ['', '-', '/', '_', ':', ',', '.', '|', ' '] as const;

function comparisons(
  { key, collection }: Precondition,
  identifying: Identifying,
  telling: Telling,
): readonly Deviation[] {
  const changed = ways.flatMap(([id, says, change, variants]) =>
    [...subsets(key), [...key]].flatMap((fields) =>
      telling(
        `${id} ${fields.join()}`,
        'comparison',
        `Your server compares ${fields.join(', ')} of ${collection} ${says}.`,
        {
          normalise: (asked, field, text) =>
            asked === collection && fields.includes(field) ? change(text) : text,
        },
        fields.join(', '),
        variants && { kind: 'equivalent', fields, variants },
      ),
    ),
  );
  const joined = separators.flatMap((separator) =>
    identifying(
      `joined ${separator}`,
      'comparison',
      `Your server joins ${key.join(', ')} ${separator === '' ? 'without a separator' : `with "${separator}"`}, so that different values of ${collection} look the same.`,
      (record) => key.map((name) => String(record[name] ?? '')).join(separator),
    ),
  );
  const unordered = identifying(
    'unordered',
    'comparison',
    `Your server compares the values of ${key.join(', ')} in any order, so that different records of ${collection} look the same.`,
    (record) => JSON.stringify(key.map((name) => String(record[name] ?? '')).toSorted()),
  );
  return key.length > 1 ? [...changed, ...joined, ...unordered] : changed;
}

function identityOf(record: JsonObject, fields: readonly string[]): string {
  return JSON.stringify(fields.map((name) => record[name] ?? null));
}
