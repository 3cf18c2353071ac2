/** OpenAPI Overlay 1.0: targeted changes to a document, by JSONPath. */
import { query, type JSONValue } from 'json-p3';
import { ContractError } from '../contract-error.ts';
import { assertMembers } from '../known-members.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

/**
 * Apply an overlay to a copy of the document.
 *
 * `update` merges objects deeply, replaces plain values, and appends to lists; `remove: true` removes the target.
 * Unlike the specification, a target that selects nothing and an action that does nothing are errors: an interpretation that
 * silently does not apply would be lost.
 *
 * Throws ContractError for an overlay that is malformed, has no effect, or removes the whole document.
 *
 * Source: OpenAPI Overlay Specification 1.0.0, Action Object.
 *
 *     const overlay = {
 *       overlay: '1.0.0',
 *       info: { title: 'Mine', version: '1.0.0' },
 *       actions: [{ target: '$.info', update: { title: 'Another title' } }],
 *     };
 *     const changed = Object.values(documents).map((document) => applyOverlay(document, overlay));
 */
export function applyOverlay(document: JsonObject, overlay: unknown): JsonObject {
  if (!isObject(overlay) || !String(overlay['overlay']).startsWith('1.') || !isArray(overlay['actions'])) {
    throw new ContractError('Failed to read overlay: it needs "overlay: 1.0.0" and a list of "actions".');
  }
  assertWords('overlay', overlay, ['overlay', 'info', 'extends', 'actions'], '');
  return overlay['actions'].reduce<JsonObject>(
    (result, action, index) => applyAction(result, action, pointerTo('/actions', index)),
    document,
  );
}

function applyAction(document: JsonObject, action: Json, pointer: string): JsonObject {
  const target = isObject(action) ? action['target'] : undefined;
  if (!isObject(action) || typeof target !== 'string') {
    throw new ContractError(
      'Failed to read overlay action: it has no "target". Give it a JSONPath, such as $.info.',
      { pointer },
    );
  }
  assertWords('overlay action', action, ['target', 'description', 'update', 'remove'], pointer);
  const update = action['update'];
  const removes = action['remove'] === true;
  if (update === undefined && !removes) {
    throw new ContractError('Failed to read overlay action: it needs "update", or "remove: true".', {
      pointer,
    });
  }
  // Wrapped in an object, so that the document itself can be a target.
  const holder = { document: structuredClone(document) };
  const nodes = select(holder.document, target, pointer);
  for (const { location } of nodes.toReversed()) {
    const path = ['document', ...location];
    const parent = path.slice(0, -1).reduce<Json>((value, step) => member(value, step), holder);
    const last = path.at(-1) ?? '';
    if (removes) remove(parent, last);
    else if (update !== undefined) assign(parent, last, merge(member(parent, last), update));
  }
  if (!isObject(holder.document)) {
    throw new ContractError(
      `Failed to apply overlay to "${target}": nothing would be left of the document. Name a part of it.`,
      {
        pointer,
      },
    );
  }
  return holder.document;
}

/** Words of other tools, which begin with x-, may stand there too. */
function assertWords(what: string, holder: JsonObject, known: readonly string[], pointer: string): void {
  const ours = Object.entries(holder).filter(([name]) => !name.startsWith('x-'));
  assertMembers(what, Object.fromEntries(ours), known, pointer);
}

function select(
  document: JsonObject,
  target: string,
  pointer: string,
): readonly { readonly location: readonly (string | number)[] }[] {
  let nodes;
  try {
    nodes = query(target, structuredClone(document) as JSONValue).nodes; // its own JSON type is ours, but mutable
  } catch (cause) {
    throw new ContractError(
      `Failed to read overlay target "${target}": it is not a JSONPath (RFC 9535). Write it like $.paths.`,
      {
        pointer,
        cause,
      },
    );
  }
  if (nodes.length > 0) return nodes;
  throw new ContractError(
    `Failed to apply overlay to "${target}": the document has no such place. Correct the path.`,
    { pointer },
  );
}

function merge(old: Json, update: Json): Json {
  if (isArray(old) && isArray(update)) return [...old, ...update];
  if (!isObject(old) || !isObject(update)) return update;
  const merged: Record<string, Json> = { ...old };
  for (const [name, value] of Object.entries(update)) {
    const present = merged[name];
    merged[name] = present === undefined ? value : merge(present, value);
  }
  return merged;
}

function member(value: Json, step: string | number): Json {
  if (isArray(value)) return value[Number(step)] ?? null;
  return isObject(value) ? (value[step] ?? null) : null;
}

// The copy is mutable; only its type is read-only.
function assign(parent: Json, step: string | number, value: Json): void {
  (parent as Record<string | number, Json>)[step] = value;
}

function remove(parent: Json, step: string | number): void {
  if (isArray(parent)) (parent as Json[]).splice(Number(step), 1);
  else delete (parent as Record<string, Json>)[step];
}
