/** A way to break a rule or to satisfy it: a change of a valid request, with a title that explains the choice made. */
import type { Evidence } from '../../contract/evidence.ts';
import { isArray, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { subjectOf, type Rule } from '../../contract/schema/rules.ts';
import type { Place } from '../../contract/schema/violations.ts';
import { getAt, setAt, type Draft, type DraftValue } from '../requests/draft.ts';
import { rulesAt, satisfies } from '../requests/values.ts';

/** A change of a valid request, at the place that a rule looks at. */
export interface Case {
  /** Distinguishes the ways to break one rule, or to satisfy it; empty where there is only one. */
  readonly slug: string;
  readonly title: string;
  /** Evidence of this case, where it is weaker than the rule's. */
  readonly evidence?: Evidence;
  readonly apply: (draft: Draft, place: Place) => void;
  /** Tried under each of the rule's conditions, one after the other. */
  readonly perCondition?: boolean;
}

export interface KeywordCases {
  /** Ways to break the rule alone; empty where no value is known that breaks it and no other rule. */
  readonly broken: (rule: Rule, operation: Operation) => readonly Case[];
  /** Values just inside the boundary. */
  readonly allowed: (rule: Rule, operation: Operation) => readonly Case[];
}

/** A case that replaces the value. */
export function value(slug: string, title: string, json: DraftValue): Case {
  // What is plain need not be copied, which takes long.
  const copy = typeof json === 'object' ? () => structuredClone(json) : () => json;
  return { slug, title, apply: (draft, place) => setAt(draft, place, copy()) };
}

/** A case that computes the new value from the valid one. */
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

/** The name of a rule's subject in titles, such as `Parts.N.Kind`. */
export function subjectName(rule: Rule): string {
  const names = rule.path.map((step) => (step === '[]' ? 'N' : step));
  return (
    (rule.keyword === 'required' ? [...names, String(rule.limit)] : names).join('.') ||
    subjectOf(rule).join('.') ||
    'The request'
  );
}

/** The first value that breaks this rule, and no rule about the same value that has another error. */
function breaking(operation: Operation, rule: Rule, values: readonly Json[]): Json | undefined {
  const others = rulesAt(operation, rule.path).filter(({ error }) => error !== rule.error);
  return values.find(
    (one) => one !== '' && !satisfies(operation, [rule], one) && satisfies(operation, others, one),
  );
}

/** A case for the first value that breaks only this rule; empty if there is no such value. */
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
