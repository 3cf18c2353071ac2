/** What a rule forbids, in words: the object of "Your server takes …" or "refuses …". */
import { isArray, isObject, type Json } from '../../../contract/json.ts';
import type { Keyword } from '../../../contract/schema/keyword-names.ts';
import { subjectOf, type Rule } from '../../../contract/schema/rules.ts';

type Phrase = (parameter: string, limit: Json) => string;

const phrases: Readonly<Record<Keyword, Phrase>> = {
  type: (parameter, limit) => `${aOrAn(parameter)} that is not ${typeName(limit)}`,
  enum: (parameter, limit) =>
    `${aOrAn(parameter)} other than ${isArray(limit) ? limit.map(show).join(', ') : show(limit)}`,
  const: (parameter, limit) => `${aOrAn(parameter)} other than ${show(limit)}`,
  minimum: (parameter, limit) => `${aOrAn(parameter)} below ${show(limit)}`,
  maximum: (parameter, limit) => `${aOrAn(parameter)} above ${show(limit)}`,
  exclusiveMinimum: (parameter, limit) => `${aOrAn(parameter)} of ${show(limit)} or less`,
  exclusiveMaximum: (parameter, limit) => `${aOrAn(parameter)} of ${show(limit)} or more`,
  multipleOf: (parameter, limit) => `${aOrAn(parameter)} that is not a multiple of ${show(limit)}`,
  minLength: (parameter, limit) => `${aOrAn(parameter)} of less than ${show(limit)} characters`,
  maxLength: (parameter, limit) => `${aOrAn(parameter)} of more than ${show(limit)} characters`,
  pattern: (parameter) => `a malformed ${parameter}`,
  format: (parameter) => `${aOrAn(parameter)} that cannot be`,
  minItems: (parameter, limit) => `less than ${show(limit)} items of ${parameter}`,
  maxItems: (parameter, limit) => `more than ${show(limit)} items of ${parameter}`,
  uniqueItems: (parameter) => `an item of ${parameter} twice`,
  required: (parameter) => `a call without ${parameter}`,
  not: (parameter, limit) => `${aOrAn(parameter)} that is reserved${reserved(limit)}`,
  anyOf: (_, limit) => `a call that gives none of ${alternatives(limit)}`,
  'x-max-bytes': (parameter, limit) => `${aOrAn(parameter)} of more than ${show(limit)} bytes`,
  'x-unique-by': (parameter, limit) => `two items of ${parameter} with the same ${show(limit)}`,
  'x-not-before': (parameter, limit) => `${aOrAn(parameter)} before ${show(limit)}`,
  'x-after': (parameter, limit) => `${aOrAn(parameter)} that is not after ${show(limit)}`,
};

/** Such as `a Size below 15`. */
export function forbidden(rule: Rule, parameter = parameterOf(rule)): string {
  return phrases[rule.keyword](parameter, rule.limit);
}

/** All parameters that rules are about: mostly one, or the same member of two lists; of several members each is named once. */
export function parametersOf(rules: readonly Rule[]): string {
  const names = [...new Set(rules.map(parameterOf))];
  const lists = [...new Set(names.map((name) => name.slice(0, name.lastIndexOf('.N.'))))];
  const members = [...new Set(names.map((name) => name.slice(name.lastIndexOf('.N.') + 3)))];
  const isEach =
    names.every((name) => name.includes('.N.')) && names.length === lists.length * members.length;
  return isEach && names.length > 2 ? `${members.join(' or ')} of ${lists.join(' or ')}` : names.join(' or ');
}

function aOrAn(name: string): string {
  return `${/^(?!uni|use)[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

/** What a rule is about, as the documentation writes it. */
export function parameterOf(rule: Rule): string {
  if (rule.keyword === 'anyOf' && rule.path.length === 0) return alternativesIn(rule.limit).join(' or ');
  const path = rule.keyword === 'required' ? [...rule.path, String(rule.limit)] : rule.path;
  return path.length > 0 ? parameterAt(path) : subjectOf(rule).join('.');
}

function typeName(limit: Json): string {
  const names: Readonly<Record<string, string>> = {
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    string: 'a text',
    array: 'a list',
    object: 'an object',
  };
  return (isArray(limit) ? limit : [limit]).map((type) => names[String(type)] ?? String(type)).join(' or ');
}

function reserved(limit: Json): string {
  const values = isObject(limit)
    ? (limit['enum'] ?? (limit['const'] === undefined ? [] : [limit['const']]))
    : [];
  return isArray(values) && values.length > 0 ? ` (${values.map(show).join(', ')})` : '';
}

function alternatives(limit: Json): string {
  const names = alternativesIn(limit);
  return names.length > 0 ? names.join(', ') : 'what is needed';
}

function alternativesIn(limit: Json): readonly string[] {
  return (isArray(limit) ? limit : []).flatMap((branch) =>
    isObject(branch) && isArray(branch['required']) ? branch['required'].map(String) : [],
  );
}

/** `Parts.N.Shape`, as the documentation writes it. */
export function parameterAt(path: readonly (string | number)[]): string {
  return path.map((step) => (typeof step === 'number' || step === '[]' ? 'N' : step)).join('.');
}

export function show(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const short = text.length > 40 ? `${text.slice(0, 37)}…` : text;
  return typeof value === 'string' && /^$|\s|[,.;]$/.test(short) ? `"${short}"` : short;
}
