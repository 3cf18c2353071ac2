/** The vendor's metadata: `api.json` (one operation) and `api-docs.json` (a product), as one neutral document per operation. */
import { isArray, isObject, type Json, type JsonObject } from '../../json.ts';
import { ImportError } from '../import-error.ts';
import { languageOf } from '../language.ts';
import type {
  NotRead,
  Passage,
  SourceDocument,
  SourceError,
  SourceParameter,
  SourcePermission,
} from '../source-document.ts';
import { readSchema, type SchemaContext } from './metadata-schema.ts';

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
  return Object.entries(file['apis']).map(([operation, api]) =>
    isObject(api)
      ? readOne(api, operation, file, names)
      : { ...readOne({}, operation, file, names), unreadable: 'the metadata has nothing under its name' },
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
  const notRead: NotRead[] = [];
  const context = { product, notRead };
  const parameters = parametersOf(api['parameters'], notRead).map((one) => readParameter(one, context));
  if (api['deprecated'] === true) notRead.push({ place: operation, text: 'the operation is deprecated' });
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
    response: responseOf(api, context),
    errors: errorsOf(api['errorCodes'], notRead),
    ram: permissionOf(api['ramActions']),
    errorExample: errorExampleOf(api['responseDemo']),
    notRead,
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

function readParameter(parameter: JsonObject, context: SchemaContext): SourceParameter {
  const name = textOf(parameter['name']);
  const place = placeOf(textOf(parameter['in']));
  const style = textOf(parameter['style']);
  const list = (text: string): void => void context.notRead.push({ place: name, text });
  if (!isObject(parameter['schema'])) list('no schema: it is read as a text');
  if (style !== '' && !styles.includes(style)) list(`style "${style}", which is read as one text`);
  if (parameter['deprecated'] === true) list('it is deprecated');
  return {
    ...readSchema(name, isObject(parameter['schema']) ? parameter['schema'] : {}, context),
    ...(['json', 'simple', 'flat'].includes(style) && { style }),
    ...(place !== '' && { place }),
  };
}

const styles = ['json', 'simple', 'flat', 'repeatList'];

function placeOf(printed: string): string {
  const place = printed.toLowerCase();
  return ['query', 'formdata', 'form'].includes(place) ? '' : place;
}

/** The parameters; what is no list, and entries that describe none, are listed. */
function parametersOf(given: Json | undefined, notRead: NotRead[]): readonly JsonObject[] {
  const entries = isArray(given) ? given : [];
  if (given !== undefined && given !== null && !isArray(given))
    notRead.push({ place: 'Request parameters', text: 'parameters that are no list' });
  for (const entry of entries)
    if (!isObject(entry))
      notRead.push({ place: 'Request parameters', text: `${shown(entry)}, which describes no parameter` });
  return entries.filter(isObject);
}

function shown(value: Json): string {
  return JSON.stringify(value).slice(0, 60);
}

function responseOf(api: JsonObject, { product, notRead }: SchemaContext): readonly SourceParameter[] {
  const responses = isObject(api['responses']) ? api['responses'] : {};
  const success =
    responses['200'] ?? Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  const schema = isObject(success) ? success['schema'] : undefined;
  if (!isObject(schema)) return [];
  const unread: NotRead[] = [];
  const { type, members } = readSchema('', schema, { product, notRead: unread });
  notRead.push(
    ...unread.map(({ place, text }) => ({ place: `answer ${place.replace(/^\./, '')}`.trim(), text })),
  );
  if (!members && (type !== 'object' || isObject(schema['items'])))
    notRead.push({ place: 'answer', text: `an answer of type ${type}: it has no members to read` });
  return members ?? [];
}

function errorsOf(groups: Json | undefined, notRead: NotRead[]): readonly SourceError[] {
  const isEmpty = groups === undefined || groups === null || (isArray(groups) && groups.length === 0);
  if (!isEmpty && !isObject(groups))
    notRead.push({ place: 'Error codes', text: `${shown(groups)}, which are not grouped by status` });
  return Object.entries(isObject(groups) ? groups : {}).flatMap(([group, rows]) => {
    const odd = isArray(rows) ? rows.filter((row) => !isObject(row)) : [rows];
    for (const one of odd)
      notRead.push({ place: 'Error codes', text: `${shown(one)}, under "${group}", which is no row` });
    return list(rows).map((row) => ({
      ...(/^[1-5]\d\d$/.test(group) ? { status: Number(group) } : { status: Number.NaN, group }),
      code: textOf(row['errorCode']),
      message: textOf(row['errorMessage']),
      description: textOf(row['description']),
    }));
  });
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
