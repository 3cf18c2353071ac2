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
  if (/^[\w.~-]*$/.test(text)) return text;
  // encodeURIComponent leaves these five, which are reserved in RFC 3986.
  let encoded = encodeURIComponent(text.toWellFormed());
  // One by one each would take ten times as long, and a value can be a megabyte of them.
  if (/[!'()*]/.test(encoded))
    for (const [character, escape] of reserved) encoded = encoded.replaceAll(character, escape);
  return encoded;
}

const reserved = [...`!'()*`].map(
  (character) => [character, `%${character.charCodeAt(0).toString(16).toUpperCase()}`] as const,
);

/** Write decoded pairs as `name=value&name=value`, in the order given: a query string or a form body. */
export function encodePairs(pairs: readonly Pair[]): string {
  return writePairs(pairs, percentEncode, '=', '&');
}

/** What `percentEncode` makes of `encodePairs(pairs)`. */
export function encodePairsTwice(pairs: readonly Pair[]): string {
  return writePairs(pairs, encodeTwice, '%3D', '%26');
}

function writePairs(
  pairs: readonly Pair[],
  encode: (text: string) => string,
  equals: string,
  ampersand: string,
): string {
  let text = '';
  for (const [name, value] of pairs)
    text += (text === '' ? '' : ampersand) + encode(name) + equals + encode(value);
  return text;
}

/** All but the percent signs stays as it is the second time. */
function encodeTwice(text: string): string {
  const encoded = percentEncode(text);
  return encoded === text ? text : encoded.replaceAll('%', '%25');
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
  return pairs.length === 0 ? '' : encodePairs(sortPairs(pairs));
}

/** In the order in which they are signed. Many clients send them in it. */
export function sortPairs(pairs: readonly Pair[]): readonly Pair[] {
  for (let index = 1; index < pairs.length; index += 1)
    if (comparePairs(pairs[index - 1] as Pair, pairs[index] as Pair) > 0) return pairs.toSorted(comparePairs);
  return pairs;
}

/** The order in which pairs are signed: by name; sorting keeps the order of equal names. */
export function comparePairs(a: Pair, b: Pair): number {
  return compareByteOrder(a[0], b[0]);
}

/** Order two texts by their UTF-8 bytes. `<` would order UTF-16 units, which differs beyond U+FFFF. */
export function compareByteOrder(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}
