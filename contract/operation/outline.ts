/** The outline of an operation, available before it is compiled: its names, effect and collections. */
import { readProvenance, type Provenance } from '../evidence.ts';
import { isObject, pointerTo, type JsonObject } from '../json.ts';
import { memberAt, objectsOf, textOf } from './members.ts';
import { readEffect, type Effect } from './effect.ts';
import { readPreconditions, readWorld, type Precondition, type World } from './preconditions.ts';

export interface Outline {
  /** Its value of the parameter `Action`. */
  readonly action: string;
  /** The product's code, such as `live`. */
  readonly product: string;
  readonly version: string;
  /** The date of the documentation page, `yyyy-mm-dd`; empty where the operation has none. */
  readonly page: string;
  readonly summary: string;
  /** The endpoints, such as `https://live.aliyuncs.com`. */
  readonly servers: readonly string[];
  readonly preconditions: readonly Precondition[];
  readonly effect: Effect | undefined;
  /** Evidence of the effect. */
  readonly effectProvenance: Provenance;
  readonly world: World;
}

const root = `${pointerTo('/paths', '/')}/post`;

/**
 * Read the outline of an OpenAPI document.
 *
 * The product is `info.x-product`, or else the first label of the first endpoint. Throws ContractError, with a JSON pointer.
 */
export function readOutline(document: JsonObject): Outline {
  const post = memberAt(document, ['paths', '/', 'post']);
  const info = memberAt(document, ['info']);
  const servers = objectsOf(document, 'servers', '').map((server, index) =>
    textOf(server, 'url', `/servers/${index}`),
  );
  const product = info['x-product'];
  return {
    action: textOf(post, 'operationId', root),
    product: typeof product === 'string' && product !== '' ? product : productOf(servers[0] ?? ''),
    version: textOf(info, 'version', '/info'),
    page: String(info['x-page'] ?? ''),
    summary: String(post['summary'] ?? ''),
    servers,
    preconditions: readPreconditions(post['x-preconditions'], `${root}/x-preconditions`),
    effect: readEffect(post['x-effect'], `${root}/x-effect`),
    effectProvenance: readProvenance(
      isObject(post['x-effect']) ? post['x-effect'] : {},
      '',
      { evidence: 'assumed', source: '' },
      `${root}/x-effect`,
    ),
    world: readWorld(document['x-world'], '/x-world'),
  };
}

/** The members of a document that `readOutline` reads, enough for the same outline. */
export function outlineOf(document: JsonObject): JsonObject {
  const post = memberAt(document, ['paths', '/', 'post']);
  const chosen = (holder: JsonObject, names: readonly string[]): JsonObject =>
    Object.fromEntries(names.flatMap((name) => (holder[name] === undefined ? [] : [[name, holder[name]]])));
  return {
    info: chosen(memberAt(document, ['info']), ['version', 'x-product', 'x-page']),
    ...chosen(document, ['servers', 'x-world']),
    paths: { '/': { post: chosen(post, ['operationId', 'summary', 'x-preconditions', 'x-effect']) } },
  };
}

/** The collections that an operation reads, changes, or declares in its world. */
export function collectionsOf({ preconditions, effect, world }: Outline): readonly string[] {
  return [
    ...preconditions.map(({ collection }) => collection),
    ...(effect ? [effect.collection] : []),
    ...Object.keys(world),
  ];
}

/** The outline with its collections renamed. */
export function renameCollections(outline: Outline, rename: (collection: string) => string): Outline {
  return {
    ...outline,
    preconditions: outline.preconditions.map((one) => ({ ...one, collection: rename(one.collection) })),
    effect: outline.effect && { ...outline.effect, collection: rename(outline.effect.collection) },
    world: Object.fromEntries(Object.entries(outline.world).map(([name, one]) => [rename(name), one])),
  };
}

function productOf(server: string): string {
  return /^\w+:\/\/([^./:]+)/.exec(server)?.[1] ?? '';
}
