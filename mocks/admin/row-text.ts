/** What a search of requests looks through: the same on the page, and on the server that remembers more than the page holds. */
import type { RequestRow } from './bodies.ts';

/** Number, code, parameter, values, account and request id, in small letters. */
export function textOfRow(row: RequestRow): string {
  const { id, error, parameter, requestId, account, operation, address, status, faults, pairs } = row;
  const parts = [`#${id}`, error, parameter, requestId, account, operation, address, status, ...faults];
  return [...parts, ...pairs.map(([name, value]) => `${name}=${value}`)].join('\n').toLowerCase();
}

/** The text to search for: trimmed, in lower case. */
export function searchedText(typed: string): string {
  return typed.trim().toLowerCase();
}
