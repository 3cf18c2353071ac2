/** What a person has settled in an overlay that an import drafted: it stays when the import is done again. */
import { isMap, isSeq, parseDocument } from 'yaml';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';

/** In an action as it was drafted: the mark of its content. One that a person changed, or wrote, does not have its mark. */
const mark = 'x-drafted';

/** The actions of a draft, each with its mark. */
function marked(actions: readonly JsonObject[]): readonly JsonObject[] {
  return actions.map((action) => ({ ...action, [mark]: digest(action) }));
}

/** The actions of an overlay that a person wrote or changed, in their order. */
export function settledIn(text: string): readonly JsonObject[] {
  const document = parseDocument(text);
  const list = document.get('actions');
  if (!isSeq(list)) return [];
  return list.items.flatMap((node): JsonObject[] => {
    const action = isMap(node) ? (node.toJS(document) as Json) : null;
    if (!isObject(action)) return [];
    const { [mark]: drafted, ...content } = action;
    return drafted === digest(content) ? [] : [content];
  });
}

/**
 * A draft with what is settled in it. A settled action stands in place of the drafted one for its target; what the draft says
 * of a keyword that the settled one does not mention is added to it.
 */
export function withSettled(
  draft: readonly JsonObject[],
  settled: readonly JsonObject[],
): readonly JsonObject[] {
  const kept = settled.map((action) => {
    const same = draft.find(({ target }) => target === action['target']);
    const { update } = action;
    if (!same || update === undefined) return action;
    return { ...action, update: filled(update, same['update'] ?? {}) };
  });
  const targets = new Set(kept.map(({ target }) => target));
  return [...marked(draft.filter(({ target }) => !targets.has(target ?? ''))), ...kept];
}

/** What the first lacks, from the second. Lists are a person's whole word, and are not added to. */
function filled(own: Json, draft: Json): Json {
  if (!isObject(own) || !isObject(draft)) return own;
  const merged: Record<string, Json> = { ...own };
  for (const [name, value] of Object.entries(draft)) {
    const present = merged[name];
    if (present === undefined) {
      // A plain value may have been taken away on purpose; a keyword without its error cannot be built.
      if (['x-error', 'x-evidence', 'x-code-evidence', 'x-source'].includes(name)) merged[name] = value;
    } else if (isObject(present) && isObject(value)) merged[name] = { ...value, ...present };
  }
  return merged;
}

/** FNV-1a of the content, whatever the order of its members. */
function digest(content: JsonObject): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(ordered(content)))
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

function ordered(value: Json): Json {
  if (isArray(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  );
}
