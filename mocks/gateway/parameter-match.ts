/** Whether a call has the parameters that somebody asks for. */
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';

/**
 * Parameters are asked for nested, where an object asks only for the members that it has, or by their names on the wire:
 * `Parts.1.Kind`. Numbers and their texts are the same.
 */
export function matchesParameters(
  parameters: JsonObject,
  where: Readonly<Record<string, unknown>> | undefined,
): boolean {
  return (
    where === undefined ||
    Object.entries(where).every(([name, wanted]) => agrees(valueAt(parameters, name), wanted))
  );
}

/** A parameter that is not what was asked for. */
export interface ParameterDifference {
  /** As on the wire. */
  readonly name: string;
  readonly wanted: unknown;
  readonly value: Json | undefined;
}

/** What keeps a call from having the parameters that are asked for, each at its innermost place. */
export function differencesOf(
  parameters: JsonObject,
  where: Readonly<Record<string, unknown>>,
): readonly ParameterDifference[] {
  return Object.entries(where).flatMap(([name, wanted]) => compare(name, valueAt(parameters, name), wanted));
}

function compare(name: string, value: Json | undefined, wanted: unknown): readonly ParameterDifference[] {
  if (agrees(value, wanted)) return [];
  if (Array.isArray(wanted) && isArray(value) && wanted.length === value.length)
    return wanted.flatMap((one, index) => compare(`${name}.${index + 1}`, value[index], one));
  if (isObject(wanted) && isObject(value))
    return Object.entries(wanted).flatMap(([member, one]) =>
      compare(`${name}.${member}`, value[member], one),
    );
  return [{ name, wanted, value }];
}

/** The value under a name as it is on the wire; undefined where it was not sent. */
export function valueAt(parameters: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(parameters, name)) return parameters[name];
  let value: Json | undefined = parameters;
  for (const step of name.split('.')) {
    if (isArray(value)) value = value[Number(step) - 1];
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

function agrees(value: Json | undefined, wanted: unknown): boolean {
  if (wanted === undefined) return value === undefined;
  if (value === undefined) return false;
  if (Array.isArray(wanted))
    return (
      isArray(value) &&
      value.length === wanted.length &&
      wanted.every((one, index) => agrees(value[index], one))
    );
  if (typeof wanted === 'object' && wanted !== null)
    return (
      isObject(value) &&
      Object.entries(wanted).every(([name, one]) =>
        agrees(Object.hasOwn(value, name) ? value[name] : undefined, one),
      )
    );
  return !isArray(value) && !isObject(value) && String(value) === String(wanted);
}
