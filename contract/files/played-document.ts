/** The part of an OpenAPI document that a mock plays, for bundles that have to be small. */
import { atPointer, isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** Members that only scenarios, reports and other tools read. */
const unplayed = new Set([
  'fixture',
  'license',
  'parameters',
  'requestBody',
  'responses',
  'security',
  'summary',
  'x-alternatives',
  'x-code-evidence',
  'x-doubts',
  'x-refuses',
  'x-requirements',
  'x-should-have',
  'x-title',
  'x-unit',
  'x-variables',
]);

/**
 * What `compileContract` reads for a mock: the operation with its rules, errors, state and answers. Left out are the page's sentences,
 * the values that scenarios send, and what repeats these in OpenAPI's own words.
 */
export function playedDocument(document: JsonObject): JsonObject {
  const { info, servers, paths, components, 'x-world': world } = document;
  const schemas = isObject(components) && isObject(components['schemas']) ? components['schemas'] : {};
  const { Request: request = {}, Response: response = {}, Error: error = {} } = schemas;
  const played = {
    Request: withFirstValues(request),
    Response: isShown(document) ? withoutExamples(response) : response,
    Error: without(error, ['properties']),
  };
  return withoutUnplayed({
    openapi: document['openapi'] ?? '',
    ...(info !== undefined && { info: without(info, ['title']) }),
    ...(servers !== undefined && { servers }),
    ...(world !== undefined && { 'x-world': world }),
    ...(paths !== undefined && { paths }),
    components: { schemas: played },
  }) as JsonObject; // of an object
}

/** Whether answers show what was found, and never what the documentation has as an example. */
function isShown(document: JsonObject): boolean {
  return (
    atPointer(document, '/paths/~1/post/x-effect') !== undefined &&
    !JSON.stringify(document).includes('"x-otherwise"')
  );
}

/** Of the values that are known to be good for a place only those that come first: from them a fix is looked for. */
function withFirstValues(schema: Json): Json {
  if (isArray(schema)) return schema.map(withFirstValues);
  if (!isObject(schema)) return schema;
  const isGiven = schema['x-fixture'] !== undefined || schema['default'] !== undefined;
  const hasExamples = isArray(schema['examples']);
  const further = [
    ...(isGiven && hasExamples ? ['examples'] : []),
    ...(isGiven || hasExamples ? ['x-accepts'] : []),
  ];
  const members = Object.entries(schema).filter(([name]) => !further.includes(name));
  return Object.fromEntries(members.map(([name, value]) => [name, withFirstValues(value)]));
}

function withoutExamples(schema: Json): Json {
  if (isArray(schema)) return schema.map(withoutExamples);
  if (!isObject(schema)) return schema;
  const others = Object.entries(schema).filter(([name, value]) => name !== 'examples' || !isArray(value));
  return Object.fromEntries(others.map(([name, value]) => [name, withoutExamples(value)]));
}

function withoutUnplayed(value: Json): Json {
  if (isArray(value)) return value.map(withoutUnplayed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      unplayed.has(name) ? [] : [[name, (shortened[name] ?? withoutUnplayed)(member)]],
    ),
  );
}

/** Members of which a part is played. */
const shortened: Readonly<Record<string, (value: Json) => Json>> = {
  'x-accepts': valuesOf,
  'x-fixture': (value) => without(value, ['name']),
  // A mock never says what these rest on; the whole document does.
  'x-answer': (value) => without(value, ['x-evidence', 'x-source']),
  'x-gateway': (value) => without(value, ['x-evidence', 'x-source']),
  'x-rate-limit': (value) =>
    isObject(value) ? { ...value, 'x-evidence': requestsOf(value['x-evidence']) } : value,
  'x-common-errors': (value) => (isArray(value) ? value.map(playedError) : value),
  'x-errors': (value) => (isArray(value) ? value.map(playedError) : value),
  'x-equivalents': (value) => (isArray(value) ? value.filter(isSame) : value),
  'x-evidence': (value) => without(value, unruled),
  'x-source': (value) => without(value, unruled),
};

/** How sure the limit is, which is what a mock says of it; scenarios look at its parts. */
function requestsOf(evidence: Json = 'assumed'): Json {
  return isObject(evidence) ? (evidence['requests'] ?? evidence['*'] ?? 'assumed') : evidence;
}

/** What a page says beside its rules. */
const unruled = ['accepts', 'default', 'idle'];

/** A value that is another one is stored as it is. */
function isSame(equivalent: Json): boolean {
  return isObject(equivalent) && equivalent['as'] === 'same';
}

/** An error with the message that is sent, and without the source that it has where it names none. */
function playedError(error: Json): Json {
  if (!isObject(error)) return error;
  const played = withoutUnplayed(error) as JsonObject; // of an object
  const { 'x-message': sent, 'x-source': source = '', ...others } = played;
  return {
    ...others,
    ...(sent !== undefined && { message: sent }),
    ...(source !== '' && source !== `Error codes, ${String(others['code'])}` && { 'x-source': source }),
  };
}

function without(value: Json, names: readonly string[]): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** Of values that are accepted, the first one, without what is said of it: from it a fix is looked for. */
function valuesOf(accepted: Json): Json {
  if (!isArray(accepted)) return accepted;
  return accepted
    .slice(0, 1)
    .map((one) => (isObject(one) && one['value'] !== undefined ? { value: one['value'] } : one));
}
