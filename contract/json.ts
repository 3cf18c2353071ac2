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

/** The reference token of a JSON pointer (RFC 6901). */
export function pointerTo(parent: string, token: string | number): string {
  const text = String(token);
  const isPlain = !text.includes('~') && !text.includes('/');
  return `${parent}/${isPlain ? text : text.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
