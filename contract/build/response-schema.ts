/** Builds the schema and the example of an answer from a page's list of response fields. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/**
 * Describe a body by its fields. Fields of the top level are required; deeper ones only if they hold other
 * fields, since a record may lack any plain value.
 */
export function describeBody(fields: readonly Json[]): JsonObject {
  return describeFields(fields, () => true);
}

function describeFields(fields: readonly Json[], isRequired: (field: JsonObject) => boolean): JsonObject {
  const named = fields.filter(isObject);
  const required = named.filter(isRequired).map(nameOf);
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(named.map((field) => [nameOf(field), describeField(field)])),
  };
}

function describeField(field: JsonObject): JsonObject {
  if (field['fields'] !== undefined) return describeFields(fieldsOf(field), holdsOthers);
  const type = field['type'] ?? 'string';
  const { items } = field;
  return {
    type,
    ...(type === 'array' && isObject(items) ? { items: describeField(items) } : {}),
    ...(field['values'] === undefined ? {} : { enum: field['values'] }),
    ...(field['example'] === undefined ? {} : { examples: [field['example']] }),
  };
}

function holdsOthers(field: JsonObject): boolean {
  return field['fields'] !== undefined || field['type'] === 'array';
}

/** An example from the page's examples: lists have one item, fields without an example are empty. */
export function exampleOf(fields: readonly Json[]): JsonObject {
  return Object.fromEntries(fields.filter(isObject).map((field) => [nameOf(field), exampleValue(field)]));
}

function exampleValue(field: JsonObject): Json {
  if (field['fields'] !== undefined) return exampleOf(fieldsOf(field));
  if (field['type'] === 'array') return isObject(field['items']) ? [exampleValue(field['items'])] : [];
  return field['example'] ?? emptyValues[String(field['type'])] ?? '';
}

const emptyValues: Readonly<Record<string, Json>> = { integer: 0, boolean: false };

function fieldsOf(field: JsonObject): readonly Json[] {
  return isArray(field['fields']) ? field['fields'] : [];
}

function nameOf(field: JsonObject): string {
  return String(field['name']);
}
