/** The keywords that demand something of a value. Each table over `Keyword` has a cell for every one of them, or does not compile. */

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
