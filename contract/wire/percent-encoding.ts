/** Percent-encoding as Alibaba Cloud signs it: RFC 3986, upper-case digits, a space is `%20`. */
import type { Pair } from './parameters.ts';

/**
 * Encode a name or a value. Only `A-Z a-z 0-9 - _ . ~` stay as they are.
 *
 * A lone surrogate becomes U+FFFD, as in every UTF-8 encoder; nothing throws.
 *
 * Source: "RPC API signature", construct the canonicalized query string.
 */
export function percentEncode(text: string): string {
  // encodeURIComponent leaves these five, which are reserved in RFC 3986.
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, encodeCharacter);
}

/** Write decoded pairs as `name=value&name=value`, in the order given: a query string or a form body. */
export function encodePairs(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&');
}

/**
 * Sort and encode parameters: the part of a signed string that is the same in signature V1 and V3.
 *
 * Names are in byte order of their UTF-8 form. A parameter with an empty value stays, as `name=`.
 *
 * Assumed: a name given twice is signed twice, in the order sent; no page mentions it. That is the order in which it is
 * read, so that nobody can swap the two and keep the signature.
 */
export function canonicalQuery(pairs: readonly Pair[]): string {
  return pairs.length === 0 ? '' : encodePairs(pairs.toSorted(comparePairs));
}

/** The order in which pairs are signed: by name; sorting keeps the order of equal names. */
export function comparePairs([a]: Pair, [b]: Pair): number {
  return compareByteOrder(a, b);
}

/** Order two texts by their UTF-8 bytes. `<` would order UTF-16 units, which differs beyond U+FFFF. */
export function compareByteOrder(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
