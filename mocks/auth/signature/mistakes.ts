/**
 * Signing mistakes of clients as data: each is a recipe for the signature that it produces. The search for the cause of a
 * wrong signature tries them all; a recipe that produces exactly this signature is the mistake.
 *
 * The tables are in the files beside this one: common, V1, V3.
 */
import type { CompleteClaim, SignedRequest } from '../../../contract/wire/signature.ts';
import type { Pair } from '../../../contract/wire/parameters.ts';

/** The steps of signing. A mistake replaces one or two of them. */
export interface Recipe {
  readonly method: string;
  readonly pairs: readonly Pair[];
  readonly order: (a: Pair, b: Pair) => number;
  readonly encodeName: (name: string) => string;
  readonly encodeValue: (value: string) => string;
  readonly assemble: (method: string, query: string) => string;
  readonly secret: string;
  readonly digest: (secret: string, stringToSign: string) => Uint8Array;
  /** Encodes the digest as the signature on the wire. */
  readonly write: (digest: Uint8Array) => string;
}

export interface Mistake {
  /** Stable, not unique: `parameter-not-signed` exists once per parameter. */
  readonly id: string;
  readonly sentence: string;
}

export interface MistakenRecipe extends Mistake {
  readonly change: (recipe: Recipe) => Partial<Recipe>;
  /** Tried alone only, not together with a second mistake. */
  readonly alone?: true;
}

/** The facts of a request whose signature does not match. */
export interface SignatureEvidence {
  readonly claim: CompleteClaim;
  readonly request: SignedRequest;
  readonly accessKeySecret: string;
}

export type SignatureCause =
  /** The signature is right. */
  | { readonly kind: 'none' }
  /** `isPartial`: the request is so long that not every known mistake was tried. */
  | { readonly kind: 'unknown'; readonly isPartial?: true }
  /** Each of these alone produces the signature received; this request cannot tell them apart. */
  | { readonly kind: 'one of'; readonly mistakes: readonly Mistake[] }
  /** Both together produce the signature received, neither alone does. */
  | { readonly kind: 'both'; readonly mistakes: readonly [Mistake, Mistake] };

/** Limit of one search in characters sorted, encoded and hashed: less than 0.1 s for any request. */
const mostWork = 3_000_000;

/** Try every mistake alone, then in pairs, up to the limit: thousands of hashes for a short request, few for a long one. */
export function findCause(
  standard: Recipe,
  variations: readonly MistakenRecipe[],
  received: string,
): SignatureCause {
  let work = 0;
  let isPartial = false;
  const gives = (recipe: Recipe): boolean => {
    work += workOf(recipe);
    if (work > mostWork) isPartial = true;
    return !isPartial && signWith(recipe) === received;
  };
  if (gives(standard)) return { kind: 'none' };
  const single = variations.filter((variation) => !isPartial && gives(vary(standard, variation)));
  if (single.length > 0) return { kind: 'one of', mistakes: single.map(asMistake) };
  const combinable = variations.filter(({ alone }) => !alone);
  for (const [i, first] of combinable.entries()) {
    if (isPartial) break;
    const once = vary(standard, first);
    const second = combinable
      .slice(i + 1)
      .find((variation) => !isPartial && variation.id !== first.id && gives(vary(once, variation)));
    if (second) return { kind: 'both', mistakes: [asMistake(first), asMistake(second)] };
  }
  return isPartial ? { kind: 'unknown', isPartial } : { kind: 'unknown' };
}

/** Cost of sorting and encoding one pair, in hashed characters. */
const workPerPair = 30;

function workOf({ pairs }: Recipe): number {
  return pairs.reduce((sum, [name, value]) => sum + name.length + value.length + workPerPair, 200);
}

/** Make a signature by a recipe. */
function signWith(recipe: Recipe): string {
  const query = recipe.pairs
    .toSorted(recipe.order)
    .map(([name, value]) => `${recipe.encodeName(name)}=${recipe.encodeValue(value)}`);
  const stringToSign = recipe.assemble(recipe.method, query.join('&'));
  return recipe.write(recipe.digest(recipe.secret, stringToSign));
}

function vary(recipe: Recipe, { change }: MistakenRecipe): Recipe {
  return { ...recipe, ...change(recipe) };
}

function asMistake({ id, sentence }: MistakenRecipe): Mistake {
  return { id, sentence };
}
