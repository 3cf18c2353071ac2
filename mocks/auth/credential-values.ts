/** Reads values of a credentials file. Errors name the place, never the value, which may be a secret. */
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

export type CredentialPlace = readonly (string | number)[];

export function misread(place: CredentialPlace, problem: string, wayOut: string): MisuseError {
  const where = place.length === 0 ? 'credentials' : `credentials at "${place.join('/')}"`;
  return new MisuseError(`Failed to read ${where}: ${problem}. ${wayOut}.`);
}

export function objectOf(value: unknown, place: CredentialPlace, known: readonly string[]): JsonObject {
  if (!isObject(value)) throw misread(place, 'it is no object', `Give one with ${known.join(', ')}`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return value;
  throw misread([...place, unknown], 'it is not known here', `Use ${known.join(', ')}`);
}

/** A list of objects; absent means empty where `isOptional`. */
export function listOf(
  value: Json | undefined,
  place: CredentialPlace,
  isOptional = false,
): readonly JsonObject[] {
  if (value === undefined && isOptional) return [];
  if (isArray(value) && value.every(isObject)) return value;
  throw misread(place, 'it is no list of objects', 'Write a list');
}

export function textOf(value: Json | undefined, place: CredentialPlace): string {
  if (typeof value === 'string' && value !== '') return value;
  // YAML reads 1234567890123456 as a number; beyond 2^53 it would come out as another id.
  const wayOut =
    typeof value === 'number' ? 'Put it in quotes' : value === undefined ? 'Add it' : 'Write a text';
  throw misread(place, value === undefined ? 'it is missing' : 'it is no text, or an empty one', wayOut);
}

export function optionalTextOf(value: Json | undefined, place: CredentialPlace): string | undefined {
  return value === undefined ? undefined : textOf(value, place);
}

/** A text, or a list of texts that is not empty. */
export function textsOf(value: Json | undefined, place: CredentialPlace): readonly string[] {
  if (!isArray(value)) return [textOf(value, place)];
  if (value.length === 0) throw misread(place, 'it is empty', 'Write at least one');
  return value.map((entry, index) => textOf(entry, [...place, index]));
}
