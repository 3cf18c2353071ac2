/** The vendor's metadata: `api.json` (one operation) and `api-docs.json` (a product), as one neutral document per operation. */
import { isArray, isObject, type Json, type JsonObject } from '../../json.ts';
import { ImportError } from '../import-error.ts';
import { languageOf } from '../language.ts';
import { valueAs } from '../typed-value.ts';
import type {
  Passage,
  SourceDocument,
  SourceError,
  SourceParameter,
  SourcePermission,
} from '../source-document.ts';

export interface MetadataNames {
  /** What a person calls the source. */
  readonly name: string;
  readonly date: string;
  /** For one operation, whose file says none of it. */
  readonly operation?: string;
  readonly product?: string;
  readonly version?: string;
}

/** Whether a JSON value has the shape of either form. */
export function isMetadata(value: unknown): value is JsonObject {
  return isObject(value) && (isObject(value['apis']) || isOperation(value));
}

function isOperation(value: JsonObject): boolean {
  return isArray(value['parameters']) && (isArray(value['methods']) || isObject(value['responses']));
}

/** Throws ImportError for one operation whose name neither the file nor its title says. */
export function readMetadata(file: JsonObject, names: MetadataNames): readonly SourceDocument[] {
  if (!isObject(file['apis'])) return [readOne(file, operationName(file, names), {}, names)];
  return Object.entries(file['apis']).flatMap(([operation, api]) =>
    isObject(api) ? [readOne(api, operation, file, names)] : [],
  );
}

function operationName(api: JsonObject, { operation, name }: MetadataNames): string {
  const candidates = [operation, api['name'], api['title']];
  const found = candidates.find((text) => typeof text === 'string' && /^[A-Z][A-Za-z0-9]+$/.test(text));
  if (typeof found === 'string') return found;
  throw new ImportError(
    `Failed to import "${name}": neither the file nor its name says which operation it is. Name the file after it, such as CreateThing.api.json.`,
  );
}

function readOne(
  api: JsonObject,
  operation: string,
  product: JsonObject,
  names: MetadataNames,
): SourceDocument {
  const info = isObject(product['info']) ? product['info'] : {};
  const parameters = list(api['parameters']).map((parameter) => readParameter(parameter, product));
  const prose = passages(api);
  const texts = [...prose.map(({ text }) => text), ...parameters.map(proseOf)].join('\n');
  return {
    kind: 'metadata',
    name: names.name,
    date: names.date,
    language: languageOf(texts),
    operation,
    ...(isObject(product['apis']) && { isOfWholeProduct: true }),
    product: textOf(info['product']) || (names.product ?? ''),
    version: textOf(info['version']) || (names.version ?? ''),
    title: operation,
    style:
      info['style'] === 'ROA' || (typeof api['path'] === 'string' && info['style'] !== 'RPC') ? 'ROA' : 'RPC',
    hosts: hostsOf(list(product['endpoints'])),
    operationType: typeOf(api),
    prose,
    parameters,
    response: responseOf(api, product),
    errors: errorsOf(api['errorCodes']),
    ram: permissionOf(api['ramActions']),
    errorExample: errorExampleOf(api['responseDemo']),
    notRead: [],
  };
}

/** The endpoint that most regions have comes first. */
function hostsOf(endpoints: readonly JsonObject[]): readonly string[] {
  const names = endpoints.map(({ endpoint }) => textOf(endpoint)).filter((name) => name !== '');
  return [...Map.groupBy(names, (name) => name)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([name]) => name);
}

function proseOf({ prose, items, members }: SourceParameter): string {
  return [prose, ...(items ? [proseOf(items)] : []), ...(members ?? []).map(proseOf)].join('\n');
}

function typeOf(api: JsonObject): string {
  const tags = isObject(api['systemTags']) ? api['systemTags'] : {};
  const type = textOf(tags['operationType']);
  return type === 'none' ? '' : type;
}

function passages(api: JsonObject): readonly Passage[] {
  const sections = [
    ['summary', 'Summary'],
    ['description', 'Operation description'],
    ['requestParamsDescription', 'Request parameters'],
    ['responseParamsDescription', 'Response parameters'],
    ['extraInfo', 'Additional information'],
  ] as const;
  return sections.flatMap(([member, section]) => {
    const text = textOf(api[member]).trim();
    return text === '' ? [] : [{ section, text }];
  });
}

function readParameter(parameter: JsonObject, product: JsonObject): SourceParameter {
  const schema = isObject(parameter['schema']) ? parameter['schema'] : {};
  const place = textOf(parameter['in']);
  const style = textOf(parameter['style']);
  return {
    ...readSchema(textOf(parameter['name']), schema, product),
    ...(['json', 'simple', 'flat'].includes(style) && { style }),
    ...(place !== '' && !['query', 'formData'].includes(place) && { place }),
  };
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

/** `within` holds the references that lead here: one that comes again is read as what it is, without its members. */
function readSchema(
  name: string,
  given: JsonObject,
  product: JsonObject,
  depth = 0,
  within: readonly string[] = [],
): SourceParameter {
  const reference = textOf(given['$ref']);
  const isCircle = reference !== '' && within.includes(reference);
  const schema = isCircle ? { type: 'object' } : resolve(given, product);
  const path = reference === '' ? within : [...within, reference];
  const type = textOf(schema['type']) || (isObject(schema['properties']) ? 'object' : 'string');
  const { items, properties } = schema;
  const hasMembers = isObject(properties) && Object.keys(properties).length > 0;
  const isContradicted = type !== 'object' && hasMembers && !isObject(items);
  const required = schema['docRequired'] === true ? true : schema['required'];
  return {
    name,
    type: isContradicted ? 'object' : types.includes(type) ? type : 'string',
    ...(isContradicted && { contradictedType: type }),
    required: typeof required === 'boolean' ? required : undefined,
    example: exampleOf(schema['example'], type),
    prose: textOf(schema['description']) || textOf(given['description']),
    keywords: keywordsOf(schema, type),
    ...(isObject(items) && depth < 12 && { items: readSchema('', items, product, depth + 1, path) }),
    ...(isObject(properties) &&
      depth < 12 && {
        members: Object.entries(properties).flatMap(([member, inner]) =>
          member !== '' && isObject(inner) ? [readSchema(member, inner, product, depth + 1, path)] : [],
        ),
      }),
  };
}

/** A `$ref` into `components.schemas`; what stands beside it is kept. */
function resolve(schema: JsonObject, product: JsonObject): JsonObject {
  const reference = textOf(schema['$ref']);
  if (reference === '') return schema;
  const name = reference.split('/').at(-1) ?? '';
  const components = isObject(product['components']) ? product['components'] : {};
  const schemas = isObject(components['schemas']) ? components['schemas'] : {};
  const target = schemas[name];
  return { ...(isObject(target) ? target : {}), ...schema };
}

/** Numbers are written as texts, lists may be empty: what says nothing is left out. */
function keywordsOf(schema: JsonObject, type: string): JsonObject {
  const entries = keywordNames.flatMap((name): (readonly [string, Json])[] => {
    const value = schema[name];
    if (value === undefined || value === null || value === '') return [];
    if (name === 'enum') {
      const values = isArray(value) ? value.map((one) => valueAs(one, type)) : [];
      return values.length === 0 ? [] : [[name, values]];
    }
    if (name === 'default')
      return type === 'array' || type === 'object' ? [] : [[name, valueAs(value, type)]];
    if (name === 'pattern') return [[name, value]];
    const number = Number(value);
    return Number.isFinite(number) ? [[name, number]] : [];
  });
  return Object.fromEntries(entries);
}

function exampleOf(value: Json | undefined, type: string): Json | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return valueAs(value.trim(), type);
  return valueAs(isObject(value) || isArray(value) ? JSON.stringify(value) : value, type);
}

function responseOf(api: JsonObject, product: JsonObject): readonly SourceParameter[] {
  const responses = isObject(api['responses']) ? api['responses'] : {};
  const success =
    responses['200'] ?? Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  const schema = isObject(success) ? success['schema'] : undefined;
  return isObject(schema) ? (readSchema('', schema, product).members ?? []) : [];
}

function errorsOf(groups: Json | undefined): readonly SourceError[] {
  return Object.entries(isObject(groups) ? groups : {}).flatMap(([group, rows]) =>
    list(rows).map((row) => ({
      ...(/^[1-5]\d\d$/.test(group) ? { status: Number(group) } : { status: Number.NaN, group }),
      code: textOf(row['errorCode']),
      message: textOf(row['errorMessage']),
      description: textOf(row['description']),
    })),
  );
}

/** The first action; its resources as one ARN. */
function permissionOf(actions: Json | undefined): SourcePermission | undefined {
  const [action] = list(actions);
  if (!action) return undefined;
  const inner = isObject(action['authAction']) ? action['authAction'] : action;
  const name = textOf(inner['action']) || textOf(action['action']);
  const resources = list(inner['resourceTypes']).map((type) => textOf(type['resourceArn'] ?? type['arn']));
  return name === ''
    ? undefined
    : { action: name, access: textOf(action['accessLevel']), resource: resources[0] || '*' };
}

function errorExampleOf(demo: Json | undefined): JsonObject | undefined {
  const demos = parseJson(textOf(demo));
  for (const one of list(isArray(demos) ? demos : undefined)) {
    const example = parseJson(textOf(one['errorExample']));
    if (one['type'] === 'json' && isObject(example)) return example;
  }
  return undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // a demo that is no JSON shows nothing
  }
}

function list(value: Json | undefined): readonly JsonObject[] {
  return isArray(value) ? value.filter(isObject) : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
