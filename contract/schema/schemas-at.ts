/** The schemas that describe a place of a request. A mock asks for them only to explain. */
import type { JsonObject } from '../json.ts';
import { partsOf, sameValue, type Path } from './walk.ts';

// Cached: documents are immutable, and generators look up the same places repeatedly.
const found = new WeakMap<JsonObject, Map<string, readonly JsonObject[]>>();

/** Every schema of one place, conditional ones first, since they are more specific. Empty for a place that no schema describes. */
export function schemasAt(root: JsonObject, path: Path): readonly JsonObject[] {
  const places = found.get(root) ?? new Map<string, readonly JsonObject[]>();
  found.set(root, places);
  const key = JSON.stringify(path);
  const schemas = places.get(key) ?? findSchemas(root, path);
  places.set(key, schemas);
  return schemas;
}

function findSchemas(root: JsonObject, path: Path): readonly JsonObject[] {
  return path.reduce<readonly JsonObject[]>(
    (schemas, step) => schemas.flatMap((schema) => partsAt(schema, step)).flatMap(sameValue),
    sameValue(root),
  );
}

function partsAt(schema: JsonObject, step: string): readonly JsonObject[] {
  return partsOf(schema).flatMap((part) => {
    const isThere = step === '[]' ? part.about === 'item' : part.about === 'member' && part.name === step;
    return isThere ? [part.schema] : [];
  });
}
