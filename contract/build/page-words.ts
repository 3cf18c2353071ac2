/** The keys of a page of facts. Unknown ones are refused: a misspelt fact would silently have no effect. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { assertMembers } from '../known-members.ts';
import { suggestion } from '../text/nearest.ts';

export const pageWords = [
  'operation',
  'product',
  'version',
  'page',
  'summary',
  'endpoints',
  'evidence',
  'source',
  'rateLimit',
  'ram',
  'parameters',
  'atLeastOneOf',
  'response',
  'errors',
  'errorResponse',
];

export const parameterWords = [
  'name',
  'type',
  'required',
  'requires',
  'requiredWhen',
  'when',
  'mandatory',
  'example',
  'unit',
  'style',
  'in',
  'evidence',
  'items',
  'parameters',
  'values',
  'reserved',
  'default',
  'defaultBy',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxBytes',
  'pattern',
  'format',
  'mustContain',
  'variables',
  'minItems',
  'maxItems',
  'uniqueItems',
];

export const fieldWords = ['name', 'type', 'example', 'values', 'items', 'fields'];

/** Throws ContractError for an unknown key, at any depth, and for a condition on a parameter that does not exist. */
export function assertPageWords(page: JsonObject): void {
  assertMembers('page', page, pageWords, '');
  assertInside(page, 'page', ['title', 'updated', 'language', 'wording']);
  assertInside(page, 'rateLimit', ['requests', 'per', 'scope']);
  assertInside(page, 'ram', ['action', 'resource', 'access']);
  assertParameters(page, '');
  assertFields(page, 'response', '');
  for (const [row, at] of objectsIn(page, 'errors', ''))
    assertMembers(
      `error "${String(row['code'])}"`,
      row,
      ['status', 'code', 'message', 'x-message', 'description'],
      at,
    );
}

function assertInside(page: JsonObject, name: string, known: readonly string[]): void {
  const member = page[name];
  if (member !== undefined && isObject(member)) assertMembers(`"${name}"`, member, known, `/${name}`);
}

function assertParameters(holder: JsonObject, pointer: string): void {
  const parameters = objectsIn(holder, 'parameters', pointer);
  const names = parameters.map(([parameter]) => String(parameter['name']));
  for (const [parameter, at] of parameters) {
    assertParameter(parameter, `parameter "${String(parameter['name'])}"`, at);
    for (const word of ['when', 'requiredWhen', 'defaultBy'])
      assertSiblings(Object.keys(isObject(parameter[word]) ? parameter[word] : {}), names, `${at}/${word}`);
    assertSiblings(listIn(parameter, 'requires').map(String), names, `${at}/requires`);
  }
  for (const choice of listIn(holder, 'atLeastOneOf'))
    assertSiblings(isArray(choice) ? choice.map(String) : [], names, `${pointer}/atLeastOneOf`);
}

function assertParameter(parameter: JsonObject, what: string, at: string): void {
  assertMembers(what, parameter, parameterWords, at);
  assertParameters(parameter, at);
  const { items } = parameter;
  if (items !== undefined && isObject(items)) assertParameter(items, `items of ${what}`, `${at}/items`);
}

function assertSiblings(named: readonly string[], names: readonly string[], pointer: string): void {
  const stranger = named.find((name) => !names.includes(name));
  if (stranger === undefined) return;
  throw new ContractError(
    `Failed to read "${pointer.split('/').at(-1)}": there is no parameter "${stranger}" beside it. ${suggestion(stranger, names)}`,
    { pointer },
  );
}

function assertFields(holder: JsonObject, name: string, pointer: string): void {
  for (const [field, at] of objectsIn(holder, name, pointer)) {
    assertMembers(`field "${String(field['name'])}"`, field, fieldWords, at);
    assertFields(field, 'fields', at);
    const { items } = field;
    if (items !== undefined && isObject(items)) assertFields(items, 'fields', `${at}/items`);
  }
}

function objectsIn(
  holder: JsonObject,
  name: string,
  pointer: string,
): readonly (readonly [JsonObject, string])[] {
  const at = pointerTo(pointer, name);
  return listIn(holder, name).flatMap((entry, index) =>
    isObject(entry) ? [[entry, pointerTo(at, index)] as const] : [],
  );
}

function listIn(holder: JsonObject, name: string): readonly Json[] {
  const list = holder[name];
  return isArray(list) ? list : [];
}
