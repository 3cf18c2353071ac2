/** What is wrong with a request, in one sentence that names the value and what is allowed. */
import { isArray, isObject, type Json } from '../../contract/json.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';

/** A broken rule, as far as a sentence tells of it. */
export interface Broken {
  /** By its name on the wire. */
  readonly parameter: string;
  readonly value: Json | undefined;
  readonly keyword: Keyword;
  readonly limit: Json;
}

/** Such as `Size is 14; the least allowed is 15.` */
export function sentenceOf(broken: Broken): string {
  const { parameter, value } = broken;
  const subject = parameter === '' ? 'The request' : parameter;
  if (value === undefined) return `${subject} was not sent; it is required.`;
  return `${subject} ${demands[broken.keyword](broken)}.`;
}

const demands: Readonly<Record<Keyword, (broken: Broken) => string>> = {
  type: ({ value, limit }) => `is ${shown(value)}; it has to be ${eitherOf(limit, typeNames)}`,
  enum: ({ value, limit }) => `is ${shown(value)}; allowed are ${listed(limit)}`,
  const: ({ value, limit }) => `is ${shown(value)}; only ${shown(limit)} is allowed`,
  minimum: ({ value, limit }) => `is ${shown(value)}; the least allowed is ${shown(limit)}`,
  maximum: ({ value, limit }) => `is ${shown(value)}; the most allowed is ${shown(limit)}`,
  exclusiveMinimum: ({ value, limit }) => `is ${shown(value)}; it has to be above ${shown(limit)}`,
  exclusiveMaximum: ({ value, limit }) => `is ${shown(value)}; it has to be below ${shown(limit)}`,
  multipleOf: ({ value, limit }) => `is ${shown(value)}; it has to be a multiple of ${shown(limit)}`,
  minLength: ({ value, limit }) =>
    `has ${counted(lengthOf(value), 'character')}; the least allowed is ${shown(limit)}`,
  maxLength: ({ value, limit }) =>
    `has ${counted(lengthOf(value), 'character')}; the most allowed is ${shown(limit)}`,
  pattern: ({ value, limit }) => `is ${shown(value)}; it has to match ${String(limit)}`,
  format: ({ value, limit }) => `is ${shown(value)}; it is no ${String(limit)}`,
  minItems: ({ value, limit }) =>
    `has ${counted(lengthOf(value), 'item')}; the least allowed is ${shown(limit)}`,
  maxItems: ({ value, limit }) =>
    `has ${counted(lengthOf(value), 'item')}; the most allowed is ${shown(limit)}`,
  uniqueItems: () => 'has the same item twice; each is allowed once',
  required: ({ limit }) => `lacks ${eitherOf(limit)}; it is required`,
  not: ({ value }) => `is ${shown(value)}; that is not allowed`,
  anyOf: ({ value, limit }) => {
    const names = isArray(limit)
      ? limit.flatMap((one) => (isObject(one) ? (one['required'] ?? []) : []))
      : [];
    return names.length > 0
      ? `has none of ${names.flat().map(String).join(', ')}; at least one is required`
      : `is ${shown(value)}; that is not allowed`;
  },
  'x-max-bytes': ({ value, limit }) =>
    `has ${counted(new TextEncoder().encode(String(value)).length, 'byte')}; the most allowed is ${shown(limit)}`,
  'x-unique-by': ({ limit }) => `has two items with the same ${String(limit)}; each is allowed once`,
  'x-not-before': ({ value }) => `is ${shown(value)}; that is in the past`,
  'x-after': ({ value, limit }) => `is ${shown(value)}; it has to be later than ${String(limit)}`,
};

const typeNames: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const longest = 80;
const mostListed = 12;

function shown(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function listed(values: Json): string {
  const all = isArray(values) ? values : [values];
  const more = all.length - mostListed;
  return all.slice(0, mostListed).map(shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function eitherOf(values: Json, names: Readonly<Record<string, string>> = {}): string {
  return (isArray(values) ? values : [values]).map((one) => names[String(one)] ?? String(one)).join(' or ');
}

function lengthOf(value: Json | undefined): number {
  return isArray(value) ? value.length : [...String(value)].length;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
