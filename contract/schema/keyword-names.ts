/** The keywords that restrict a value. Each table over `Keyword` must have a cell for every one, or it does not compile. */

export const keywordNames = [
  'type',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'required',
  'not',
  'anyOf',
  'x-max-bytes',
  'x-unique-by',
  'x-not-before',
  'x-after',
] as const;

export type Keyword = (typeof keywordNames)[number];

export function isKeyword(name: string): name is Keyword {
  return keywordNames.some((keyword) => keyword === name);
}
