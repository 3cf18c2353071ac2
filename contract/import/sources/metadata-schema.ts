/** Schemas of the vendor's metadata, as parameters. What a schema has and nothing is made of is listed. */
import { isArray, isObject, type Json, type JsonObject } from '../../json.ts';
import type { NotRead, SourceParameter } from '../source-document.ts';
import { valueAs } from '../typed-value.ts';

/** What schemas refer to, and where what is not read is listed. */
export interface SchemaContext {
  readonly product: JsonObject;
  readonly notRead: NotRead[];
}

/** Where a schema stands: its place, how deep, and the references that lead there. */
interface Position {
  readonly place: string;
  readonly depth: number;
  readonly within: readonly string[];
}

const keywordNames = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'default',
  'enum',
] as const;

const types = ['string', 'integer', 'number', 'boolean', 'array', 'object'];
const mostDeep = 12;

/** A schema under its name. One that contains itself is read as what it is, without its members. */
export function readSchema(
  name: string,
  given: JsonObject,
  context: SchemaContext,
  position: Position = { place: name, depth: 0, within: [] },
): SourceParameter {
  const { place, depth, within } = position;
  const list = (text: string): void => void context.notRead.push({ place, text });
  const reference = textOf(given['$ref']);
  const isCircle = reference !== '' && within.includes(reference);
  if (isCircle) list(`it contains itself ("${reference}"): its members are not read once more`);
  const schema = isCircle ? { type: 'object' } : resolve(given, context.product, list);
  const path = reference === '' ? within : [...within, reference];
  const word = typeOf(schema, list);
  const { items, properties } = schema;
  const hasMembers = isObject(properties) && Object.keys(properties).length > 0;
  const isContradicted = word !== 'object' && hasMembers && !isObject(items);
  const type = isContradicted ? 'object' : word;
  listUnread(schema, type, list);
  const isTooDeep = depth >= mostDeep && (isObject(items) || hasMembers);
  if (isTooDeep) list(`what it holds, ${mostDeep} levels deep`);
  const inner = (step: string): Position => ({ place: `${place}.${step}`, depth: depth + 1, within: path });
  return {
    name,
    type,
    ...(isContradicted && { contradictedType: word }),
    required: requiredOf(schema, list),
    example: exampleOf(schema['example'], type),
    prose: textOf(schema['description']) || textOf(given['description']),
    keywords: keywordsOf(schema, type, list),
    ...(isObject(items) && !isTooDeep && { items: readSchema('', items, context, inner('N')) }),
    ...(isObject(properties) &&
      !isTooDeep && {
        members: Object.entries(properties).flatMap(([member, one]) =>
          member !== '' && isObject(one) ? [readSchema(member, one, context, inner(member))] : [],
        ),
      }),
  };
}

type List = (text: string) => void;

function typeOf(schema: JsonObject, list: List): string {
  const printed = schema['type'];
  if (printed === undefined || printed === null || printed === '')
    return isObject(schema['properties']) ? 'object' : 'string';
  const word = typeof printed === 'string' ? printed.toLowerCase() : '';
  if (types.includes(word)) return word;
  list(`type ${JSON.stringify(printed)}, which is read as a text`);
  return 'string';
}

/** Members of a schema that say something of its values, and of which nothing is made. */
function listUnread(schema: JsonObject, type: string, list: List): void {
  for (const word of [
    'allOf',
    'anyOf',
    'oneOf',
    'not',
    'if',
    'multipleOf',
    'uniqueItems',
    'patternProperties',
  ])
    if (schema[word] !== undefined) list(`"${word}" of its schema`);
  if (isObject(schema['additionalProperties']) && !isObject(schema['properties']))
    list('members whose names are free: they are not described');
  if (type === 'array' && !isObject(schema['items']))
    list('items that are not described: they are read as texts');
  if (schema['deprecated'] === true) list('it is deprecated');
  if (schema['readOnly'] === true) list('it is read-only: it is taken in requests all the same');
}

function requiredOf(schema: JsonObject, list: List): boolean | undefined {
  const required = schema['docRequired'] === true ? true : schema['required'];
  if (typeof required === 'boolean' || required === undefined || required === null)
    return required ?? undefined;
  if (required === 'true' || required === 'false') return required === 'true';
  list(`required ${JSON.stringify(required)}, which is read as no`);
  return undefined;
}

/** A `$ref` into `components.schemas`, also by way of others; what stands beside it is kept. */
function resolve(schema: JsonObject, product: JsonObject, list: List): JsonObject {
  const components = isObject(product['components']) ? product['components'] : {};
  const schemas = isObject(components['schemas']) ? components['schemas'] : {};
  const seen = new Set<string>();
  let { $ref: reference, ...found } = schema;
  while (typeof reference === 'string' && reference !== '') {
    const name = reference.split('/').at(-1) ?? '';
    const target = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (!isObject(target) || seen.has(reference)) {
      const reason = seen.has(reference) ? 'which leads back to itself' : 'which the file does not have';
      list(`"${reference}", ${reason}`);
      break;
    }
    seen.add(reference);
    const { $ref: next, ...own } = target;
    found = { ...own, ...found };
    reference = next;
  }
  return found;
}

/** Numbers are written as texts, lists may be empty: what says nothing is left out. */
function keywordsOf(schema: JsonObject, type: string, list: List): JsonObject {
  const entries = keywordNames.flatMap((name): (readonly [string, Json])[] => {
    const value = schema[name];
    if (value === undefined || value === null || value === '') return [];
    if (name === 'enum') return enumOf(value, type, list);
    if (name === 'default')
      return type === 'array' || type === 'object' ? [] : [[name, valueAs(value, type)]];
    if (name === 'pattern') return [[name, value]];
    // As in older schemas: `minimum` itself is not allowed.
    if (typeof value === 'boolean') return [];
    const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
    const isCount = /^(?:min|max)(?:Length|Items)$/.test(name);
    if (Number.isFinite(number) && !(isCount && (number < 0 || !Number.isInteger(number))))
      return [[name, number]];
    list(`${name} ${JSON.stringify(value)} (not a ${isCount ? 'count' : 'number'})`);
    return [];
  });
  return exclusive(Object.fromEntries(entries), schema);
}

/** `"minimum": 5, "exclusiveMinimum": true` is an exclusive minimum of 5. */
function exclusive(keywords: Record<string, Json>, schema: JsonObject): JsonObject {
  for (const [bound, own] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const value = keywords[bound];
    if (schema[own] !== true || value === undefined) continue;
    delete keywords[bound];
    keywords[own] = value;
  }
  return keywords;
}

/** Each value once. A value of another type than its parameter says that the list is of something else. */
function enumOf(value: Json, type: string, list: List): (readonly [string, Json])[] {
  const values = isArray(value) ? value.filter((one) => one !== null) : [];
  if (values.length === 0) return [];
  const read = values.map((one) => valueAs(one, type));
  const wanted = type === 'integer' ? 'number' : type;
  if (!['array', 'object'].includes(type) && read.some((one) => typeof one !== wanted)) {
    list(`enum ${JSON.stringify(values).slice(0, 80)} (not all of type ${type})`);
    return [];
  }
  return [['enum', [...new Set(read)]]];
}

function exampleOf(value: Json | undefined, type: string): Json | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return valueAs(value.trim(), type);
  return valueAs(isObject(value) || isArray(value) ? JSON.stringify(value) : value, type);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
