/** Reads required members of a document. Each function throws ContractError, with a JSON pointer, if the member is missing. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

export function memberAt(holder: JsonObject, path: readonly string[]): JsonObject {
  let value: Json = holder;
  let pointer = '';
  for (const step of path) {
    pointer = pointerTo(pointer, step);
    const next: Json | undefined = isObject(value) ? value[step] : undefined;
    if (!isObject(next))
      throw new ContractError(
        `Failed to read contract: "${step}" is missing or not an object. Build it with "contract build".`,
        { pointer },
      );
    value = next;
  }
  return value;
}

export function objectsOf(holder: JsonObject, name: string, pointer: string): readonly JsonObject[] {
  const value = holder[name];
  if (isArray(value) && value.every(isObject)) return value;
  throw new ContractError(
    `Failed to read "${name}": it is missing or not a list of objects. Write a list of objects.`,
    {
      pointer: pointerTo(pointer, name),
    },
  );
}

export function textOf(holder: JsonObject, name: string, pointer: string): string {
  const value = holder[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ContractError(`Failed to read "${name}": it is missing or not a text. Write a text.`, {
    pointer: pointerTo(pointer, name),
  });
}
