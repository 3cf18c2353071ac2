/** The body of an answer beside what was expected of it. */
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';

/** Every difference; empty where the body has at least the expected members, and lists with exactly the expected items. */
export function compareBody(expected: Json, actual: unknown, path = ''): readonly string[] {
  if (isObject(expected)) {
    if (!isObject(actual)) return [differ(path, expected, actual)];
    return Object.entries(expected).flatMap(([name, member]) =>
      compareBody(member, actual[name], path === '' ? name : `${path}/${name}`),
    );
  }
  if (isArray(expected)) {
    if (!isArray(actual) || actual.length !== expected.length)
      return [`${path}: wanted ${items(expected)}; got ${isArray(actual) ? items(actual) : show(actual)}`];
    return expected.flatMap((item, index) => compareBody(item, actual[index], `${path}/${index}`));
  }
  return expected === actual ? [] : [differ(path, expected, actual)];
}

/** What is wrong with a body by the schema of its operation: members that are missing or empty, and values of another type. */
export function checkShape(schema: JsonObject, body: Json, path = ''): readonly string[] {
  const type = schema['type'];
  if (typeof type === 'string' && !isOfType(body, type))
    return [`${path}: wanted ${type}; got ${show(body)}`];
  if (isArray(body)) {
    const { items: item } = schema;
    return isObject(item) ? body.flatMap((one, index) => checkShape(item, one, `${path}/${index}`)) : [];
  }
  if (!isObject(body)) return [];
  const required = isArray(schema['required']) ? schema['required'].map(String) : [];
  const at = (name: string): string => (path === '' ? name : `${path}/${name}`);
  const missing = required.filter((name) => body[name] === undefined || body[name] === '');
  const properties = Object.entries(isObject(schema['properties']) ? schema['properties'] : {});
  return [
    ...missing.map((name) => `${at(name)}: missing or empty`),
    ...properties.flatMap(([name, member]) => {
      const value = body[name];
      return isObject(member) && value !== undefined && value !== ''
        ? checkShape(member, value, at(name))
        : [];
    }),
  ];
}

function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function differ(path: string, expected: Json, actual: unknown): string {
  return `${path}: wanted ${show(expected)}; got ${show(actual)}`;
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function items(list: readonly Json[]): string {
  return list.length === 1 ? '1 item' : `${list.length} items`;
}
