/** Cases of keywords about plain values: types, lists of values, numbers. */
import type { Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { kebab, multipleNear } from '../../contract/schema/texts-and-numbers.ts';
import { schemasAt } from '../../contract/schema/walk.ts';
import { breakingCase, listOf, none, show, value, type KeywordCases } from './case.ts';
import { boundsIn, candidatesAt, exact, stepIn } from '../requests/values.ts';

export const scalarCases = {
  type: {
    broken: () => [value('word', 'as a word', 'soon')],
    allowed: none,
  },
  enum: {
    broken: (rule, operation) =>
      breakingCase(operation, rule, '', unlisted(listOf(rule.limit)), () => 'that is not in the list'),
    allowed: (rule) => listOf(rule.limit).map((member) => value(kebab(String(member)), show(member), member)),
  },
  const: {
    broken: (rule, operation) =>
      breakingCase(operation, rule, '', unlisted([rule.limit]), () => `that is not ${show(rule.limit)}`),
    allowed: (rule) => [value(kebab(String(rule.limit)), show(rule.limit), rule.limit)],
  },
  minimum: {
    broken: (rule, operation) => {
      const limit = Number(rule.limit);
      const below = exact(limit - stepAt(operation, rule));
      return [
        value('', `${oneStep(operation, rule)} below the smallest allowed, ${below}`, below),
        ...(limit > 1 ? [value('zero', '0', 0)] : []),
        ...(limit > 0 ? [value('negative', 'below 0, -1', -1)] : []),
      ];
    },
    allowed: (rule) => [
      { ...value('smallest', `the smallest allowed, ${show(rule.limit)}`, rule.limit), perCondition: true },
    ],
  },
  maximum: {
    broken: (rule, operation) => {
      const above = exact(Number(rule.limit) + stepAt(operation, rule));
      return [value('', `${oneStep(operation, rule)} above the largest allowed, ${above}`, above)];
    },
    allowed: (rule) => [
      { ...value('largest', `the largest allowed, ${show(rule.limit)}`, rule.limit), perCondition: true },
    ],
  },
  exclusiveMinimum: {
    broken: (rule) => [value('', `${show(rule.limit)}, just not above it`, rule.limit)],
    allowed: (rule, operation) => {
      const smallest = exact(Number(rule.limit) + stepAt(operation, rule));
      return [{ ...value('smallest', `the smallest allowed, ${smallest}`, smallest), perCondition: true }];
    },
  },
  exclusiveMaximum: {
    broken: (rule) => [value('', `${show(rule.limit)}, just not below it`, rule.limit)],
    allowed: (rule, operation) => {
      const largest = exact(Number(rule.limit) - stepAt(operation, rule));
      return [{ ...value('largest', `the largest allowed, ${largest}`, largest), perCondition: true }];
    },
  },
  multipleOf: {
    broken: (rule, operation) => {
      const step = Number(rule.limit);
      const near = usualNumber(operation, rule, step);
      const between = [1, step / 2, 0.1].flatMap((part) => [exact(near + part), exact(near - part)]);
      return breakingCase(
        operation,
        rule,
        '',
        between,
        (wrong) => `${show(wrong)}, between two multiples of ${step}`,
      );
    },
    allowed: (rule, operation) => {
      const step = Number(rule.limit);
      const next = exact(usualNumber(operation, rule, step) + step);
      return next <= boundsIn(schemasAt(operation.request, rule.path))[1]
        ? [value('multiple', `a multiple of ${step}, ${next}`, next)]
        : [];
    },
  },
} as const satisfies Partial<Record<Keyword, KeywordCases>>;

/** Values that are close to a listed one, but not listed. */
function unlisted(listed: readonly Json[]): readonly Json[] {
  const numbers = listed.filter((one) => typeof one === 'number');
  const texts = listed.filter((one) => typeof one === 'string');
  const largest = Math.max(...numbers);
  return [
    ...(numbers.length === 0 ? [] : [largest + 1, Math.min(...numbers) - 1, largest + 2, largest + 0.5]),
    ...texts.flatMap((text) => [
      `not-${text}`,
      `${text}x`,
      text.toUpperCase(),
      text.toLowerCase(),
      `x${text.slice(1)}`,
    ]),
    ...(listed.some((one) => typeof one === 'boolean') ? [true, false, 'maybe'] : []),
    'not-listed',
  ].filter((one) => !listed.includes(one));
}

function usualNumber(operation: Operation, { path }: Rule, step: number): number {
  const number = candidatesAt(operation, path).find((one) => typeof one === 'number') ?? step;
  return multipleNear(number, step);
}

function stepAt(operation: Operation, { path }: Rule): number {
  return stepIn(schemasAt(operation.request, path));
}

function oneStep(operation: Operation, rule: Rule): string {
  return stepAt(operation, rule) === 1 ? 'one' : 'just';
}
