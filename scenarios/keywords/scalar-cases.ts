/** Cases of keywords about plain values: types, lists of values, numbers. */
import type { Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { kebab, multipleNear } from '../../contract/schema/texts-and-numbers.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import { breakingCase, type Case, listOf, none, show, value, type KeywordCases } from './case.ts';
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
        // Who drops the sign, or reads it away, takes an allowed number.
        ...(limit > 1
          ? [value('minus-allowed', `an allowed number with a minus sign, -${limit}`, -limit)]
          : []),
      ];
    },
    allowed: (rule) => [
      { ...value('smallest', `the smallest allowed, ${show(rule.limit)}`, rule.limit), perCondition: true },
    ],
  },
  maximum: {
    broken: (rule, operation) => {
      const above = exact(Number(rule.limit) + stepAt(operation, rule));
      return [
        value('', `${oneStep(operation, rule)} above the largest allowed, ${above}`, above),
        ...overflows(operation, rule),
      ];
    },
    allowed: (rule, operation) => [
      { ...value('largest', `the largest allowed, ${show(rule.limit)}`, rule.limit), perCondition: true },
      ...insideOf(operation, rule),
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

/** Numbers that are allowed once all but the lowest 16 or 32 bits are dropped. */
function overflows(operation: Operation, rule: Rule): readonly Case[] {
  const [smallest, largest] = boundsIn(schemasAt(operation.request, rule.path));
  if (!hasSureWholeBounds(operation, rule, smallest, largest)) return [];
  return [16, 32]
    .map((bits) => ({ bits, wrong: 2 ** bits + largest }))
    .filter(({ bits, wrong }) => largest < 2 ** bits && wrong > largest)
    .map(({ bits, wrong }) => value(`${bits}-bits`, `${wrong}, which is ${largest} in ${bits} bits`, wrong));
}

/** Between the bounds: one of each number of digits, and the neighbour of the largest. */
function insideOf(operation: Operation, rule: Rule): readonly Case[] {
  const [smallest, largest] = boundsIn(schemasAt(operation.request, rule.path));
  if (!hasSureWholeBounds(operation, rule, smallest, largest)) return [];
  const rounds = Array.from({ length: String(largest).length }, (_, digits) => 10 ** digits);
  const inside = [...rounds, largest - 1].filter((one) => one > smallest && one < largest);
  return [...new Set(inside)].map((one) => value(`inside-${one}`, `${one}, between the bounds`, one));
}

function hasSureWholeBounds(operation: Operation, rule: Rule, smallest: number, largest: number): boolean {
  // Of a bound that is only assumed its own value says enough.
  return (
    rule.evidence !== 'assumed' &&
    stepAt(operation, rule) === 1 &&
    smallest >= 0 &&
    Number.isSafeInteger(largest)
  );
}

/** What a comparison of parts takes for a listed text: one that begins with it, a part of it, and two of them in one. */
export function nearlyListed(rule: Rule, operation: Operation): readonly Case[] {
  const texts = listOf(rule.limit).filter((one) => typeof one === 'string');
  const [first = '', second = ''] = texts;
  if (texts.length < 2) return [];
  return [
    ...breakingCase(
      operation,
      rule,
      'longer',
      texts.map((text) => `${text}s`),
      (wrong) => `that begins like a listed one, ${show(wrong)}`,
    ),
    ...breakingCase(
      operation,
      rule,
      'shorter',
      texts.map((text) => text.slice(0, -1)),
      (wrong) => `that is a part of a listed one, ${show(wrong)}`,
    ),
    ...breakingCase(
      operation,
      rule,
      'two-in-one',
      [`${first},${second}`],
      (wrong) => `two listed ones in one value, ${show(wrong)}`,
    ),
  ];
}

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
