/** Cases of keywords about the members of an object, and of forbidden values. */
import { isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import type { Place } from '../../contract/schema/violations.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import { memberNames } from '../../contract/schema/walk.ts';
import { listOf, none, show, value, type Case, type KeywordCases } from './case.ts';
import { getAt, removeAt, setAt, validValue, type Draft } from '../requests/draft.ts';
import { namesIn } from '../requests/valid-requests.ts';

export const memberCases = {
  required: {
    broken: (rule, operation) => [
      {
        slug: '',
        title: 'left out',
        apply: (draft, place) => {
          removeAt(draft, [...place, String(rule.limit)]);
          keepSent(operation, draft, rule, place);
        },
      },
    ],
    allowed: none,
  },
  anyOf: {
    broken: (rule, operation) => [
      {
        slug: '',
        title: `with none of ${alternatives(rule).join(', ')}`,
        apply: (draft, place) => {
          for (const name of alternatives(rule)) removeAt(draft, [...place, name]);
          keepSent(operation, draft, rule, place);
        },
      },
    ],
    allowed: (rule, operation) =>
      alternatives(rule).map((name) => ({
        slug: `only-${kebab(name)}`,
        title: `with only ${name} of ${alternatives(rule).join(', ')}`,
        apply: (draft, place) => {
          for (const other of alternatives(rule)) removeAt(draft, [...place, other]);
          setAt(draft, [...place, name], validValue(operation, [...rule.path, name]));
        },
      })),
  },
  not: {
    broken: (rule, operation) => {
      const names = namesIn(rule.limit);
      return names.length > 0
        ? [together(operation, rule, names)]
        : reserved(rule.limit).map((one) => value('', `with the reserved ${show(one)}`, one));
    },
    allowed: none,
  },
} as const satisfies Partial<Record<Keyword, KeywordCases>>;

/** Members that exclude each other. */
function together(operation: Operation, { path }: Rule, names: readonly string[]): Case {
  return {
    slug: '',
    title: `with ${names.join(' and ')} at once`,
    apply: (draft, place) => {
      for (const name of names)
        if (getAt(draft, [...place, name]) === undefined)
          setAt(draft, [...place, name], validValue(operation, [...path, name]));
    },
  };
}

function reserved(limit: Json): readonly Json[] {
  if (!isObject(limit)) return [];
  return limit['const'] === undefined ? listOf(limit['enum'] ?? []) : [limit['const']];
}

/** The members of which at least one is required. */
function alternatives(rule: Rule): readonly string[] {
  return listOf(rule.limit).flatMap(namesIn);
}

/** An empty object would not be sent at all, so it gets another member than the required ones. */
function keepSent(operation: Operation, draft: Draft, rule: Rule, place: Place): void {
  const holder = getAt(draft, place);
  if (rule.path.length === 0 || !isObject(holder) || Object.keys(holder).length > 0) return;
  const missing = rule.keyword === 'required' ? [rule.limit] : alternatives(rule);
  const names = schemasAt(operation.request, rule.path).flatMap(memberNames);
  const other = names.find((name) => !missing.includes(name));
  if (other !== undefined) setAt(draft, [...place, other], validValue(operation, [...rule.path, other]));
}
