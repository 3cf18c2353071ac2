/** The parameters of a request as the wire has them: their names, and how the text of each is read. */
import { isArray, type JsonObject } from '../json.ts';
import { partsOf, sameValue } from '../schema/walk.ts';

/** The parameter names of a contract: which exist, which are lists, and how the text of each is read. */
export type Shape =
  | Scalar
  | { readonly kind: 'list'; readonly item: Shape; readonly style?: Style }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Shape>; readonly style?: Style };

export interface Scalar {
  readonly kind: 'scalar';
  readonly reads: readonly ReadType[];
}

/** A list or an object as one text: `json` as JSON, `simple` as a list with commas. Without a style, flat names are used. */
export type Style = 'json' | 'simple';

/** Types whose values are converted from text. */
type ReadType = 'integer' | 'number' | 'boolean';

/** Read a schema's names. What `allOf`, `then` and `else` add is part of them. */
export function readShape(schema: JsonObject): Shape {
  return shapeOf([schema]);
}

/** The shape of a value, merged from all its schemas. */
function shapeOf(schemas: readonly JsonObject[]): Shape {
  const all = schemas.flatMap(sameValue);
  const parts = all.toReversed().flatMap((schema) => partsOf(schema));
  const items = parts.flatMap((part) => (part.about === 'item' ? [part.schema] : []));
  const style = all.map((schema) => schema['x-style']).find((one) => one === 'json' || one === 'simple');
  if (items.length > 0) return { kind: 'list', item: shapeOf(items), ...(style && { style }) };
  const members = Map.groupBy(
    parts.filter((part) => part.about === 'member'),
    ({ name }) => name,
  );
  const types = all.flatMap(({ type = [] }) => (isArray(type) ? [...type] : [type]));
  if (members.size > 0 || types.includes('object')) {
    const shapes = [...members].map(
      ([name, described]) => [name, shapeOf(described.map((part) => part.schema))] as const,
    );
    return { kind: 'object', members: new Map(shapes), ...(style && { style }) };
  }
  return { kind: 'scalar', reads: readings.filter((type) => types.includes(type)) };
}

const readings = ['integer', 'number', 'boolean'] as const;
