/**
 * What an import keeps of the shape that the vendor's metadata gives an operation: names, nesting, order, types, required,
 * examples, codes, statuses, messages.
 *
 * The metadata is read here a second time, plainly and with nothing of the import, and held against the page of facts as its
 * file has it and against the built document.
 */
import { parse } from 'yaml';
import type { Imported } from '../../../contract/import/import.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';
import { pageFile } from '../../import/write-import.ts';

/** By place and fact, such as `RecordFormat.N.Format, type`. */
export type StructureFacts = ReadonlyMap<string, string>;

export interface KeptStructure {
  readonly kept: number;
  readonly compared: number;
  /** Such as `DeleteThing: Name, type: integer; page string`. */
  readonly misses: readonly string[];
}

/** `file` as it was read, and what was made of it: the operations, and their built documents in the same order. */
export function scoreMetadata(
  file: JsonObject,
  { operations }: Imported,
  built: readonly JsonObject[],
): KeptStructure {
  const scores = operations.flatMap((imported, index) => {
    const { operation, facts } = imported;
    // Where the vendor's type has members that it cannot have, both stand among the disagreements.
    const contradicted = new Set(
      facts.disagreements.filter(({ fact }) => fact === 'type').map(({ place }) => `${place}, type`),
    );
    const settled = (shape: StructureFacts): StructureFacts =>
      new Map([...shape].filter(([key]) => !contradicted.has(key)));
    const plain = settled(shapeOfMetadata(object(object(file['apis'])[operation]), file));
    const page = settled(shapeOfPage(object(parse(pageFile(imported)) as Json)));
    const document = settled(shapeOfDocument(built[index] ?? {}));
    return [
      compareShapes(plain, page, operation, 'page'),
      compareShapes(plain, document, operation, 'document'),
    ];
  });
  return {
    kept: scores.reduce((sum, { kept }) => sum + kept, 0),
    compared: scores.reduce((sum, { compared }) => sum + compared, 0),
    misses: scores.flatMap(({ misses }) => misses),
  };
}

/** Facts that `plain` has and `other` does not, or has otherwise, and those that only `other` has, are misses. */
function compareShapes(
  plain: StructureFacts,
  other: StructureFacts,
  name: string,
  label: string,
): KeptStructure {
  const keys = [...new Set([...plain.keys(), ...other.keys()])];
  const misses = keys
    .filter((key) => {
      const [has, says] = [other.get(key), plain.get(key)];
      // A document names a second type where a text is taken too.
      const isOneOf = key.endsWith(', type') && has?.split(' or ').includes(says ?? '') === true;
      return has !== says && !isOneOf;
    })
    .map((key) => `${name}: ${key}: ${plain.get(key) ?? 'nothing'}; ${label} ${other.get(key) ?? 'nothing'}`);
  return { kept: keys.length - misses.length, compared: keys.length, misses };
}

/** `api` as the file has it, with the file for its references. */
function shapeOfMetadata(api: JsonObject, file: JsonObject): StructureFacts {
  const shape = new Map<string, string>();
  // Of two parameters with one name the first counts. Those of every call are no operation's own.
  const parameters = new Map<string, JsonObject>();
  for (const parameter of objects(api['parameters'])) {
    const name = String(parameter['name']);
    if (!parameters.has(name) && !['Action', 'Version', 'Format', 'AccessKeyId'].includes(name))
      parameters.set(name, object(parameter['schema']));
  }
  membersOf(shape, '', Object.fromEntries(parameters), file, []);
  const responses = object(api['responses']);
  const success = Object.keys(responses).find((status) => status.startsWith('2')) ?? '200';
  const answer = referred(object(object(responses[success])['schema']), file);
  membersOf(shape, 'answer ', object(answer['properties']), file, []);
  for (const [status, rows] of Object.entries(object(api['errorCodes'])))
    for (const { errorCode, errorMessage } of objects(rows))
      if (/^\d{3}$/.test(status) && errorCode !== undefined && errorCode !== '')
        shape.set(`error ${status} ${text(errorCode)} ${text(errorMessage)}`, 'listed');
  return shape;
}

function membersOf(
  shape: Map<string, string>,
  before: string,
  members: JsonObject,
  file: JsonObject,
  within: readonly string[],
): void {
  if (Object.keys(members).length > 0) shape.set(`${before}, order`, Object.keys(members).join(' '));
  for (const [name, schema] of Object.entries(members))
    schemaOf(shape, join(before, name), object(schema), file, within);
}

function schemaOf(
  shape: Map<string, string>,
  place: string,
  given: JsonObject,
  file: JsonObject,
  within: readonly string[],
): void {
  const reference = text(given['$ref']);
  // A shape that contains itself is written once.
  if (reference !== '' && within.includes(reference)) {
    shape.set(`${place}, type`, 'object');
    return;
  }
  const inside = reference === '' ? within : [...within, reference];
  const { type, properties, items, required, docRequired, example } = referred(given, file);
  const isItem = place.endsWith('.N');
  const hasMembers = Object.keys(object(properties)).length > 0;
  const own = text(type) || (isObject(properties ?? null) ? 'object' : 'string');
  const isAnswer = place.startsWith('answer ');
  shape.set(`${place}, type`, own);
  if (!isAnswer && !isItem)
    shape.set(`${place}, required`, String(required === true || docRequired === true));
  setExample(shape, place, example, isObject(items) || hasMembers);
  if (isObject(items)) schemaOf(shape, `${place}.N`, items, file, inside);
  membersOf(shape, place, object(properties), file, inside);
}

function referred(schema: JsonObject, file: JsonObject): JsonObject {
  const name = text(schema['$ref']).split('/').at(-1) ?? '';
  return { ...object(object(object(file['components'])['schemas'])[name]), ...schema };
}

/** `page` as its file has it. */
function shapeOfPage(page: JsonObject): StructureFacts {
  const shape = new Map<string, string>();
  const list = (members: readonly JsonObject[], before: string): void => {
    if (members.length > 0) shape.set(`${before}, order`, members.map(({ name }) => text(name)).join(' '));
    for (const member of members) one(member, join(before, text(member['name'])));
  };
  const one = (member: JsonObject, place: string): void => {
    const isAnswer = place.startsWith('answer ');
    const members = objects(member[isAnswer ? 'fields' : 'parameters']);
    const { items, type, required, example } = member;
    shape.set(`${place}, type`, text(type) || (members.length > 0 ? 'object' : 'string'));
    if (!isAnswer && !place.endsWith('.N')) shape.set(`${place}, required`, String(required === true));
    setExample(shape, place, example, isObject(items) || members.length > 0);
    if (isObject(items)) one(items, `${place}.N`);
    list(members, place);
  };
  list(objects(page['parameters']), '');
  list(objects(page['response']), 'answer ');
  for (const { status, code, message } of objects(page['errors']))
    shape.set(`error ${String(status)} ${text(code)} ${text(message)}`, 'listed');
  return shape;
}

/** `document` as `openapi/NAME.yaml` has it. */
function shapeOfDocument(document: JsonObject): StructureFacts {
  const shape = new Map<string, string>();
  const { Request, Response } = object(object(document['components'])['schemas']);
  const list = (holder: JsonObject, before: string): void => {
    const properties = object(holder['properties']);
    const { required } = holder;
    const needed = required !== undefined && isArray(required) ? required : [];
    if (Object.keys(properties).length > 0) shape.set(`${before}, order`, Object.keys(properties).join(' '));
    for (const [name, schema] of Object.entries(properties)) {
      const place = join(before, name);
      if (!before.startsWith('answer ')) shape.set(`${place}, required`, String(needed.includes(name)));
      one(object(schema), place);
    }
  };
  const one = (schema: JsonObject, place: string): void => {
    const { type, items, examples, properties } = schema;
    shape.set(`${place}, type`, text(type) || (type !== undefined && isArray(type) ? type.join(' or ') : ''));
    const example = examples !== undefined && isArray(examples) ? examples[0] : undefined;
    setExample(shape, place, example, isObject(items) || properties !== undefined);
    if (isObject(items)) one(items, `${place}.N`);
    list(schema, place);
  };
  list(object(Request), '');
  list(object(Response), 'answer ');
  const post = object(object(object(document['paths'])['/'])['post']);
  for (const { status, code, message } of objects(post['x-errors']))
    shape.set(`error ${String(status)} ${text(code)} ${text(message)}`, 'listed');
  return shape;
}

/** Examples of values; those of lists and objects are texts in which the vendor repeats their members. */
function setExample(
  shape: Map<string, string>,
  place: string,
  example: Json | undefined,
  hasParts: boolean,
): void {
  if (example === undefined || example === null || example === '' || hasParts) return;
  const value = (typeof example === 'object' ? JSON.stringify(example) : String(example)).trim();
  const type = shape.get(`${place}, type`) ?? '';
  // `1.0` is the number 1, and `False` the truth value false.
  const isNumber = /integer|number/.test(type) && Number.isFinite(Number(value));
  const same = isNumber ? String(Number(value)) : type === 'boolean' ? value.toLowerCase() : value;
  if (same !== '') shape.set(`${place}, example`, same);
}

function join(before: string, name: string): string {
  return before === '' || before.endsWith(' ') ? `${before}${name}` : `${before}.${name}`;
}

function object(value: Json | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : {};
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return value !== undefined && isArray(value) ? value.filter(isObject) : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
