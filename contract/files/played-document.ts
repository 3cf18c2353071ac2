/** The part of an OpenAPI document that a mock plays, for bundles that have to be small. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** Members that only scenarios, reports and other tools read. */
const unplayed = new Set([
  'idle',
  'license',
  'parameters',
  'requestBody',
  'responses',
  'security',
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

/** A mock never says what these rest on; the whole document does. */
const withoutSources = new Set(['x-answer', 'x-gateway']);

/**
 * What `compileContract` reads for a mock: the operation with its rules, errors, state and answers. Left out are the page's sentences,
 * the values that scenarios send, and what repeats these in OpenAPI's own words.
 */
export function playedDocument(document: JsonObject): JsonObject {
  const { info, servers, paths, components, 'x-world': world } = document;
  const schemas = isObject(components) && isObject(components['schemas']) ? components['schemas'] : {};
  const played = Object.fromEntries(
    ['Request', 'Response', 'Error'].flatMap((name) =>
      schemas[name] === undefined ? [] : [[name, schemas[name]]],
    ),
  );
  return withoutUnplayed({
    openapi: document['openapi'] ?? '',
    ...(info !== undefined && { info }),
    ...(servers !== undefined && { servers }),
    ...(world !== undefined && { 'x-world': world }),
    ...(paths !== undefined && { paths }),
    components: { schemas: played },
  }) as JsonObject; // of an object
}

function withoutUnplayed(value: Json): Json {
  if (isArray(value)) return value.map(withoutUnplayed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      unplayed.has(name) ? [] : [[name, playedMember(name, member)]],
    ),
  );
}

function playedMember(name: string, member: Json): Json {
  if (name === 'x-accepts') return valuesOf(member);
  if (!withoutSources.has(name) || !isObject(member)) return withoutUnplayed(member);
  const { 'x-evidence': _, 'x-source': __, ...rest } = member;
  return withoutUnplayed(rest);
}

/** Of values that are accepted, the values alone: from them a fix is looked for. */
function valuesOf(accepted: Json): Json {
  if (!isArray(accepted)) return accepted;
  return accepted.map((one) => (isObject(one) && one['value'] !== undefined ? { value: one['value'] } : one));
}
