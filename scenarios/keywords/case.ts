/** A way to break a rule or to satisfy it: a change of a valid request, with a title that explains the choice made. */
import type { Evidence } from '../../contract/evidence.ts';
import { isArray, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { subjectOf, type Place, type Rule } from '../../contract/schema/rules.ts';
import { getAt, setAt, type Draft, type DraftValue } from '../requests/draft.ts';
import { rulesAt, satisfies } from '../requests/values.ts';

/** A change of a valid request, at the place that a rule looks at. */
export interface Case {
  /** Distinguishes the ways to break one rule, or to satisfy it; empty where there is only one. */
  readonly slug: string;
  readonly title: string;
  /** Weaker than the rule's own, where it is less sure. */
  readonly evidence?: Evidence;
  readonly apply: (draft: Draft, place: Place) => void;
  /** Allowed under each of the conditions that a rule stands under, one after the other. */
  readonly perCondition?: boolean;
}

export interface KeywordCases {
  /** Ways to break a rule alone; none where no value is known that breaks it and nothing else. */
  readonly broken: (rule: Rule, operation: Operation) => readonly Case[];
  /** What is just allowed. */
  readonly allowed: (rule: Rule, operation: Operation) => readonly Case[];
}

/** A case that puts a value in place of the old one. */
export function value(slug: string, title: string, json: DraftValue): Case {
  return { slug, title, apply: (draft, place) => setAt(draft, place, structuredClone(json)) };
}

/** A case that makes a value of the old one. */
export function changed(
  slug: string,
  title: string,
  change: (old: DraftValue | undefined) => DraftValue,
): Case {
  return { slug, title, apply: (draft, place) => setAt(draft, place, change(getAt(draft, place))) };
}

export const none = (): readonly Case[] => [];

export function show(json: Json): string {
  return typeof json === 'string' ? `"${json}"` : JSON.stringify(json);
}

export function listOf(limit: Json): readonly Json[] {
  return isArray(limit) ? limit : [];
}

/** How a rule's subject is called in titles: `Parts.N.Kind`. */
export function subjectName(rule: Rule): string {
  const names = rule.path.map((step) => (step === '[]' ? 'N' : step));
  return (
    (rule.keyword === 'required' ? [...names, String(rule.limit)] : names).join('.') ||
    subjectOf(rule).join('.') ||
    'The request'
  );
}

/** The first of some values that breaks a rule and no other one of the same value that means another error. */
export function breaking(operation: Operation, rule: Rule, values: readonly Json[]): Json | undefined {
  const others = rulesAt(operation, rule.path).filter(({ error }) => error !== rule.error);
  return values.find(
    (one) => one !== '' && !satisfies(operation, [rule], one) && satisfies(operation, others, one),
  );
}

/** A case for the first value that breaks only this rule; nothing where none does. */
export function breakingCase(
  operation: Operation,
  rule: Rule,
  slug: string,
  values: readonly Json[],
  title: (wrong: Json) => string,
): readonly Case[] {
  const wrong = breaking(operation, rule, values);
  return wrong === undefined ? [] : [value(slug, title(wrong), wrong)];
}
