/** JSON values, as read from documents and as decoded from requests. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  readonly [name: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** A JSON pointer (RFC 6901) with one more reference token. */
export function pointerTo(parent: string, token: string | number): string {
  const text = String(token);
  const isPlain = !text.includes('~') && !text.includes('/');
  return `${parent}/${isPlain ? text : text.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The reference tokens of a JSON pointer (RFC 6901), unescaped. */
export function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value that a JSON pointer (RFC 6901) leads to; undefined where there is no such place. */
export function atPointer(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document;
  for (const token of tokensOf(pointer))
    value = isArray(value) ? value[Number(token)] : isObject(value) ? value[token] : undefined;
  return value;
}
