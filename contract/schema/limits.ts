/** Reads the limits of keywords. A limit of the wrong type is an error: it would silently refuse every value, or none. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, type Json } from '../json.ts';

export function numberOf(limit: Json, pointer: string): number {
  if (typeof limit === 'number') return limit;
  throw new ContractError(`Failed to read limit "${showLimit(limit)}": it is not a number. Write a number.`, {
    pointer,
  });
}

export function listOf(limit: Json, pointer: string): readonly Json[] {
  if (isArray(limit)) return limit;
  throw new ContractError(`Failed to read limit "${showLimit(limit)}": it is not a list. Write a list.`, {
    pointer,
  });
}

export function textOf(limit: Json, pointer: string): string {
  if (typeof limit === 'string') return limit;
  throw new ContractError(`Failed to read limit "${showLimit(limit)}": it is not a text. Write a text.`, {
    pointer,
  });
}

/** A text that is one of a few. */
export function wordOf<Word extends string>(
  keyword: string,
  limit: Json,
  words: readonly Word[],
  pointer: string,
): Word {
  const word = words.find((one) => one === limit);
  if (word !== undefined) return word;
  throw new ContractError(
    `Failed to read "${keyword}": "${showLimit(limit)}" is not known. Use ${words.length === 1 ? '' : 'one of '}${words.map((one) => `"${one}"`).join(', ')}.`,
    { pointer },
  );
}

export function patternOf(limit: Json, pointer: string): RegExp {
  try {
    return new RegExp(textOf(limit, pointer), 'u');
  } catch (cause) {
    if (cause instanceof ContractError) throw cause;
    throw new ContractError(
      `Failed to read pattern "${showLimit(limit)}": it is not a regular expression (ECMAScript, flag u). Correct it.`,
      { pointer, cause },
    );
  }
}

const types = ['integer', 'number', 'string', 'boolean', 'array', 'object', 'null'] as const;

export type TypeName = (typeof types)[number];

/** One type, or a list of types. */
export function typesOf(limit: Json, pointer: string): readonly TypeName[] {
  return (isArray(limit) ? limit : [limit]).map((type) => {
    const known = types.find((name) => name === type);
    if (known !== undefined) return known;
    throw new ContractError(
      `Failed to read type "${showLimit(type)}": it is not a JSON Schema type. Use one of ${types.join(', ')}.`,
      { pointer },
    );
  });
}

export function hasType(value: Json, type: TypeName): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function showLimit(limit: Json): string {
  return typeof limit === 'string' ? limit : JSON.stringify(limit);
}
