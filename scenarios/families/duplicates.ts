/** The same key again: as it was, with other values, in another transport, later, and after others. */
import { weaker, type Evidence } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';
import { memberNames } from '../../contract/schema/walk.ts';
import { keywordCases } from '../keywords/keyword-cases.ts';
import { fullRequest, minimalRequest, repair } from '../requests/valid-requests.ts';
import { enumAt, isFreePart, type Draft } from '../requests/draft.ts';
import { sequence, type Scenario, type Step } from '../scenario/scenario.ts';
import { anotherValue, isKeyFixed } from '../steps/related-operations.ts';
import { stepFor } from '../steps/steps.ts';
import { acceptedValues, build, fixtureOf, freeKey, keyedRequest, pair, propertyOf } from './key-pairs.ts';

/** Each is refused with the error of the precondition. */
export function duplicates(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const { error, key } = precondition;
  const whole = keyedRequest(operation);
  const minimal = minimalRequest(operation);
  const again = (draft: Draft, via: Step['via'] = 'form'): Step =>
    stepFor(operation, draft, { expect: [error], via });
  const repeated = (
    slug: string,
    title: string,
    first: readonly Step[],
    then: readonly Step[],
    evidence?: Evidence,
  ): Scenario =>
    build(operation, precondition, {
      slug,
      title,
      exercises: error,
      arrange: first,
      act: sequence(...then),
      ...(evidence === undefined ? {} : { evidence }),
    });
  const many = Array.from({ length: manyOthers(operation) }, (_, index) =>
    stepFor(operation, renamed(operation, whole, `-${index}`)),
  );
  return [
    repeated('duplicate', 'The same request again', [stepFor(operation, minimal)], [again(minimal)]),
    repeated(
      'duplicate-whole-key',
      `The same request again, with ${key.join(', ')}`,
      [stepFor(operation, whole)],
      [again(whole), again(whole)],
    ),
    repeated(
      'duplicate-other-values',
      'The same key again, with every other parameter changed or added',
      [stepFor(operation, whole)],
      [again({ ...otherThanDefaults(operation, fullRequest(operation)), ...whole, ...freeKey(operation) })],
    ),
    // Where no key field is free text, no other key can be made.
    ...(isKeyFixed(operation)
      ? []
      : [
          repeated(
            'duplicate-after-others',
            `The same request again, after ${many.length} others`,
            [stepFor(operation, whole), ...many],
            [again(whole)],
          ),
        ]),
    repeated(
      'duplicate-other-transport',
      'The same request again, in the query instead of the body',
      [stepFor(operation, minimal)],
      [again(minimal, 'query')],
      'implied',
    ),
    repeated(
      'duplicate-later',
      'The same request again, after a while',
      [stepFor(operation, whole)],
      [{ ...again(whole), waitMs: laterMs }],
    ),
    ...otherKinds(operation).map(({ slug, title, draft }) =>
      repeated(
        `duplicate-${slug}`,
        `The same request again, ${title}`,
        [stepFor(operation, draft)],
        [again(draft)],
      ),
    ),
    ...spaced(operation, precondition, whole),
    ...Object.keys(whole)
      .filter((name) => !key.includes(name) && fixtureOf(operation, name) !== undefined)
      .flatMap((name) => {
        const other = acceptedValues(operation, name)[0] ?? anotherValue(operation, name);
        if (other === undefined) return [];
        const title = `The same key again, with another ${name}`;
        return [
          pair(operation, precondition, {
            slug: `duplicate-other-${kebab(name)}`,
            title,
            first: { ...whole, [name]: other },
            then: whole,
            due: 'same',
            evidence: weaker(precondition.evidence, 'implied'), // the target may not have that one
          }),
        ];
      }),
  ];
}

/** Longer than records are kept by who keeps them for a moment. */
const laterMs = 2500;

/** As many as the limit allows at once, with the two calls around them. */
function manyOthers({ rateLimit }: Operation): number {
  return Math.min(26, Math.max(12, (rateLimit?.requests ?? 12) - 4));
}

/** An operation may list values for hundreds of parameters. */
const mostListed = 12;

/** Requests that a server may keep in another way: with every parameter, each listed value, and each of several alternatives. */
function otherKinds(
  operation: Operation,
): readonly { readonly slug: string; readonly title: string; readonly draft: Draft }[] {
  const whole = keyedRequest(operation);
  const usual = minimalRequest(operation);
  const listed = memberNames(operation.request).flatMap((name) =>
    enumAt(operation, [name])
      .filter((value) => value !== propertyOf(operation, name)['default'])
      .map((value) => ({
        slug: `with-${kebab(name)}-${kebab(String(value))}`,
        title: `with ${name} ${String(value)}`,
        draft: { ...whole, [name]: value },
      })),
  );
  const alternatives = operation.rules
    .filter(({ keyword, path }) => keyword === 'anyOf' && path.length === 0)
    .flatMap((rule) =>
      keywordCases.anyOf.allowed(rule, operation).map(({ slug, title, apply }) => {
        const draft = { ...whole };
        apply(draft, []);
        return { slug, title, draft: repair(operation, draft) };
      }),
    )
    .filter(({ draft }) => Object.keys(usual).some((name) => draft[name] === undefined));
  return [
    {
      slug: 'in-full',
      title: 'with every parameter',
      draft: { ...fullRequest(operation), ...freeKey(operation) },
    },
    ...listed.slice(0, mostListed),
    ...alternatives,
  ];
}

/** A value that is equivalent to leaving the field out is replaced by another one that the contract lists. */
function otherThanDefaults(operation: Operation, draft: Draft): Draft {
  const others = Object.entries(draft).flatMap(([name, value]) => {
    if (propertyOf(operation, name)['default'] !== value) return [];
    const other = acceptedValues(operation, name).find((accepted) => accepted !== value);
    return other === undefined ? [] : [[name, other] as const];
  });
  return { ...draft, ...Object.fromEntries(others) };
}

/** In a form, `+` and `%20` are both a space. */
function spaced(operation: Operation, precondition: Precondition, whole: Draft): readonly Scenario[] {
  const field = precondition.key.findLast((name) => isFreePart(operation, name));
  if (field === undefined) return [];
  const draft = { ...whole, [field]: `${String(whole[field])} with a space` };
  return [
    build(operation, precondition, {
      slug: 'duplicate-plus-for-space',
      title: `The same request again, with a space in ${field} written as + and not as %20`,
      exercises: precondition.error,
      evidence: 'implied',
      arrange: [stepFor(operation, draft)],
      act: sequence(stepFor(operation, draft, { expect: [precondition.error], via: 'plus' })),
    }),
  ];
}

/** Another key: the fields that are free text get a suffix. */
function renamed(operation: Operation, draft: Draft, ending: string): Draft {
  const free = (operation.effect?.key ?? []).filter((field) => isFreePart(operation, field));
  return {
    ...draft,
    ...Object.fromEntries(free.map((field) => [field, `${String(draft[field])}${ending}`])),
  };
}
