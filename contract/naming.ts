/** Unique names of operations and collections in a contract of several products and versions. */
import { collectionsOf, type Outline } from './operation/outline.ts';

type Identity = Pick<Outline, 'product' | 'version' | 'action'>;

export interface Naming {
  /** The action, if no other operation has it; otherwise with its product and, if that is not unique, its version. */
  operation(outline: Identity): string;
  /** A collection of one product; with the product's name if another product has a collection of this name. */
  collection(outline: Identity, name: string): string;
}

export function createNaming(outlines: readonly Outline[]): Naming {
  const identities = new Map(outlines.map((outline) => [fullName(outline), outline]));
  const byAction = Map.groupBy(identities.values(), ({ action }) => action);
  const productsOf = new Map<string, Set<string>>();
  for (const outline of outlines)
    for (const collection of collectionsOf(outline))
      productsOf.set(collection, (productsOf.get(collection) ?? new Set()).add(outline.product));
  return {
    operation({ product, version, action }) {
      const alike = byAction.get(action) ?? [];
      if (alike.length < 2) return action;
      const versions = alike.filter((one) => one.product === product);
      return versions.length < 2 ? `${product}.${action}` : `${product}.${version}.${action}`;
    },
    collection: ({ product }, name) => ((productsOf.get(name)?.size ?? 0) > 1 ? `${product}.${name}` : name),
  };
}

/** `PRODUCT.VERSION.ACTION`: no two operations have the same. */
export function fullName({ product, version, action }: Identity): string {
  return `${product}.${version}.${action}`;
}

/** Every name of an operation, the shortest first; all but the last may be ambiguous. */
export function namesOf(identity: Identity): readonly string[] {
  const { product, action } = identity;
  return [action, `${product}.${action}`, fullName(identity)];
}
