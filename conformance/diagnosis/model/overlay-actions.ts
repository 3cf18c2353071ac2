/** Deviations as actions of an OpenAPI overlay: a contract by which the server is right. */
import {
  atPointer,
  isArray,
  isObject,
  pointerTo,
  tokensOf,
  type Json,
  type JsonObject,
} from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Rule } from '../../../contract/schema/rules.ts';

/** What is different, in the words of a contract. */
export type Change =
  | { readonly kind: 'without'; readonly rules: readonly Rule[] }
  | { readonly kind: 'limit'; readonly rules: readonly Rule[]; readonly limit: number }
  | { readonly kind: 'values'; readonly rules: readonly Rule[]; readonly values: readonly Json[] }
  | { readonly kind: 'status'; readonly code: string; readonly status: number }
  | {
      readonly kind: 'key';
      readonly collection: string;
      readonly without: readonly string[];
      readonly and: readonly string[];
    }
  /** Texts that differ so are the same to the server. */
  | { readonly kind: 'equivalent'; readonly fields: readonly string[]; readonly variants: readonly string[] }
  /** What is left out is not its default. */
  | { readonly kind: 'no-default'; readonly field: string }
  | { readonly kind: 'no-precondition'; readonly word: 'absent' | 'present'; readonly collection: string };

export interface OverlayAction {
  readonly target: string;
  readonly update?: Json;
  readonly remove?: true;
}

const post = '$.paths["/"].post';

/** Undefined where the words of a contract cannot say it. */
export function overlayActionsOf(
  change: Change | undefined,
  { document }: Operation,
): readonly OverlayAction[] | undefined {
  switch (change?.kind) {
    case 'without':
      return change.rules.map(({ pointer, limit }) =>
        isArray(atPointer(document, pointer))
          ? { target: `${pathTo(pointer)}[?@ == ${JSON.stringify(limit)}]`, remove: true }
          : { target: pathTo(pointer), remove: true },
      );
    case 'limit':
      return observed(document, change.rules, () => change.limit);
    case 'values':
      return change.rules.every(({ keyword }) => keyword === 'enum')
        ? observed(document, change.rules, () => change.values)
        : undefined;
    case 'status':
      return [
        {
          target: `${post}["x-errors"][?@.code == ${JSON.stringify(change.code)}]`,
          update: { status: change.status, 'x-evidence': 'observed' },
        },
      ];
    case 'key':
      return keyActions(change, document);
    case 'equivalent':
      return change.fields.flatMap((field) =>
        change.variants.map((variant) => equivalentAction(document, field, variant)),
      );
    case 'no-default':
      return [{ target: `${pathTo(propertyAt(change.field))}.default`, remove: true }];
    case 'no-precondition': {
      const { word, collection } = change;
      return [
        { target: `${post}["x-preconditions"][?@.${word} == ${JSON.stringify(collection)}]`, remove: true },
      ];
    }
    case undefined:
      return undefined;
  }
}

/** Another value for a keyword, with the evidence beside it; what else stands in the schema stays as sure as it was. */
function observed(
  document: JsonObject,
  rules: readonly Rule[],
  valueOf: (rule: Rule) => Json,
): readonly OverlayAction[] {
  return rules.map((rule) => {
    const parent = rule.pointer.split('/').slice(0, -1).join('/');
    const word = rule.pointer.split('/').at(-1) ?? rule.keyword;
    const schema = atPointer(document, parent);
    const before = isObject(schema) ? schema['x-evidence'] : undefined;
    const evidence = {
      [word]: 'observed',
      ...(typeof before === 'string' ? { '*': before } : {}),
    };
    return { target: pathTo(parent), update: { [word]: valueOf(rule), 'x-evidence': evidence } };
  });
}

function propertyAt(field: string): string {
  return pointerTo('/components/schemas/Request/properties', field);
}

function equivalentAction(document: JsonObject, field: string, variant: string): OverlayAction {
  const pointer = propertyAt(field);
  const schema = atPointer(document, pointer);
  const known = isObject(schema) && isArray(schema['x-equivalents']) ? schema['x-equivalents'] : [];
  const same = { variant, as: 'same', 'x-evidence': 'observed' };
  return known.some((one) => isObject(one) && one['variant'] === variant)
    ? {
        target: `${pathTo(pointer)}["x-equivalents"][?@.variant == ${JSON.stringify(variant)}]`,
        update: { as: 'same', 'x-evidence': 'observed' },
      }
    : { target: pathTo(pointer), update: { 'x-equivalents': [same] } };
}

function keyActions(
  { collection, without, and }: Extract<Change, { kind: 'key' }>,
  document: JsonObject,
): readonly OverlayAction[] {
  const holders = [
    `${post}["x-preconditions"][?@.absent == ${JSON.stringify(collection)}]`,
    ...(isObject(atPointer(document, '/paths/~1/post/x-effect')) ? [`${post}["x-effect"]`] : []),
  ];
  return holders.flatMap((holder) => [
    ...without.map((name): OverlayAction => ({
      target: `${holder}.key[?@ == ${JSON.stringify(name)}]`,
      remove: true,
    })),
    ...(and.length > 0 ? [{ target: holder, update: { key: and } }] : []),
    { target: holder, update: { 'x-evidence': 'observed' } },
  ]);
}

function pathTo(pointer: string): string {
  return `$${tokensOf(pointer)
    .map((token) => (/^\d+$/.test(token) ? `[${token}]` : `[${JSON.stringify(token)}]`))
    .join('')}`;
}
