/** The error table of a page of facts. */
import { isArray, isObject, type JsonObject } from '../../json.ts';
import type { ErrorFact } from './codes.ts';

export function errorFacts(page: JsonObject): readonly ErrorFact[] {
  return (isArray(page['errors']) ? page['errors'] : []).filter(isObject).map((row) => ({
    status: Number(row['status']),
    code: String(row['code']),
    message: String(row['message']),
  }));
}
